"""Amounts of money in a text: where they stand and what they come to. Text in, `Amount`s out; the article is not known.

The text is looked at only where a number or a sign can begin an amount and a way to write a currency is near.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from pipelines.nlp.figures.currencies import ENDS, Currencies, Unit, beginnings, fronts
from pipelines.nlp.figures.numerals import LARGE, LONGEST, SCALES, SMALL, STARTERS, VAGUE, Number

# Beyond every sum of money; the warehouse's column holds what is below.
LIMIT = Decimal(10) ** 20
# How many tokens behind the beginning of an amount its currency may stand: two numbers and what joins them.
REACH = 2 * LONGEST
# "From a to b" is a change behind one of these, and a range otherwise.
SWINGS = re.compile(
    r"\b(?:ris[ei]|rose|f[ae]ll|gain|drop|jump|climb|los[eti]|slid|slip|gr[eo]w|increas|decreas|rais(?:e|ing)|cut|reduc|lower|declin|"
    r"chang|doubl|tripl|quadrupl|halv|slash|slump|surg|soar|widen|narrow|lift|push|revis|revalu|devalu|spik|ramp|skyrocket|boost|expand|shr[aiu]nk|hik|plung|tumbl|"
    r"swing|swung|higher|improv|t(?:ak|ook)|br(?:ing|ought)|bump|upgrad|downgrad|adjust|shift|advanc|rebound|recover|retreat|s[aiu]nk|"
    r"crash|collaps|creep|crept|inch|leap|rocket|balloon|swell|swollen|trim|pare|shave|edg(?:e|ing)|rall[iy]|bounc|"
    r"(?:add(?:s|ed|ing)?|up|down|w[eo]nt|go(?:es|ing|ne)?|mov(?:e|es|ed|ing)|div(?:e|ed|ing)|eas(?:e|ed|ing))\b)",
    re.IGNORECASE,
)
ARTICLES = {"a", "an", "the"}
MILLION = Decimal(10) ** 6
# What an aside in brackets can't stand behind: there they are an accountant's minus.
BEFORE_MINUS = {"is", "are", "was", "were", "be", "been", "of", "at", "to"}
# What a large number of is money without a currency, where the text speaks of money.
KINDS = {
    "aid", "loan", "loans", "grants", "debt", "debts", "funding", "funds", "assistance", "cash", "damages", "fines", "losses",
    "profit", "profits", "revenue", "sales", "taxes", "savings", "spending", "investment", "compensation", "subsidies", "cuts",
}  # fmt: skip


@cache
def looked_for() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Give the tokens of which one is near an amount; those, beside numbers, where one may begin; those behind an article."""
    money = frozenset(beginnings())
    return money | KINDS, STARTERS | fronts(), STARTERS | frozenset(LARGE) | money


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in major units; `codes` are the currencies that its words may stand for."""

    start: int
    end: int
    amount: Decimal
    codes: tuple[str, ...]
    amount_max: Decimal | None = None
    vague: bool = False
    minor: bool = False
    sign: str = ""


class Reader(Currencies):
    """Reads the amounts of one text; `last` is what the amount before may stand for."""

    last: tuple[str, ...] | None = None

    def made(self, i: int, after: int, number: Number, unit: Unit) -> Amount:
        """Make an amount of tokens i to `after`."""
        start = self.spans[i + (self.word(i) == "the")][0]
        value = number.value * unit.factor
        return Amount(start, self.spans[after - 1][1], value, unit.codes, None, number.vague, unit.factor < 1, unit.role)

    def single(self, i: int) -> tuple[Amount, int, Number] | None:
        """Read the one amount that begins at token i, with the token behind it and its number."""
        return self.signed(i) or self.worded(i)

    def signed(self, i: int) -> tuple[Amount, int, Number] | None:
        """Read an amount whose sign or code stands in front: “$5m”, “USD 5m”, “US$5 billion”, “$5 Canadian dollars”."""
        sign = self.sign(i)
        if sign is None or not self.near(sign[1]) or sign[0].role == "minor" or sign[0].guard == "after":
            return None
        unit, at = sign
        minus = self.word(at) in ("-", "−") and not self.gap(at) and not self.gap(at + 1)
        at += minus
        number = self.number(at, loose=True) if self.word(at)[:1].isdecimal() or self.word(at) in VAGUE else None
        if (
            number is None
            or (unit.guard == "joined" and self.gap(at))
            or (unit.guard in ("large", "scaled") and number.scale == 1)
            or (unit.codes == ("ZAR",) and number.value < 1000 and not self.african)
        ):
            return None
        after = number.after
        if self.word(after) == "us" and not self.gap(after):
            after += 1
        again = self.unit(after)
        if again and set(again[0].codes) & set(unit.codes) and again[0].factor == 1 and len(again[0].codes) <= len(unit.codes):
            unit, after = again[0]._replace(role=unit.role), again[1]
        if unit.factor == 1 and number.scale == 1 and not minus:
            number, after = self.change(number, unit, after)
        if not minus and self.word(i - 1) in ("-", "−") and not self.gap(i) and self.gap(i - 1) == " ":
            i, minus = i - 1, True
        if minus or (self.word(i - 1) == "(" and self.word(after) == ")" and self.word(i - 2) in BEFORE_MINUS):
            number = number._replace(value=-number.value)
        return self.made(i, after, number, unit), after, number

    def worded(self, i: int) -> tuple[Amount, int, Number] | None:
        """Read an amount whose currency stands behind: “five dollars”, “3 lakh rupees”, “50p”, “280 million of the shekels”."""
        number = self.number(i)
        if number is None:
            return self.one(i)
        found = self.unit(number.after) or self.of_them(number) or self.in_kind(number)
        if found is None or not self.allowed(found[0], number, i, found[1]):
            return None
        unit, after = found
        if unit.role == "code" and number.scale == 1 and self.word(after) in LARGE and self.near(after):
            scale = SCALES[self.word(after)]
            number, after = number._replace(value=number.value * scale, scale=scale), after + 1
        if unit.factor == 1 and number.scale == 1:
            number, after = self.change(number, unit, after)
        return self.made(i, after, number, unit), after, number

    def one(self, i: int) -> tuple[Amount, int, Number] | None:
        """“a dollar and 42 cents”, “a dollar a day”, “cost me a grand”."""
        if self.word(i) not in ("a", "an") or not (unit := self.unit(i + 1)):
            return None
        number = Number(Decimal(1), i + 1, Decimal(1), words=True)
        if unit[0].guard == "grand":
            ends = self.word(unit[1]) in ENDS and self.word(i - 1) not in ("on", "in", "such")
            return (self.made(i, unit[1], number, unit[0]), unit[1], number) if ends else None
        if unit[0].role != "name" or unit[0].factor != 1:
            return None
        changed, after = self.change(number, unit[0], unit[1])
        each = self.word(after) in ("a", "an", "per", "each") and self.allowed(unit[0], number, i, after)
        return (self.made(i, after, changed, unit[0]), after, changed) if each or after > unit[1] else None

    def of_them(self, number: Number) -> tuple[Unit, int] | None:
        """Find the currency of a part in its whole: “280 million of the 1.5 billion shekels”; it ends before “of”."""
        at = number.after
        if number.scale == 1 or self.word(at) != "of":
            return None
        at += 1 + (self.word(at + 1) in ("the", "its", "their", "that", "those"))
        if not self.word(at)[:1].isdecimal() or not (whole := self.number(at)):
            return None
        unit = self.unit(whole.after)
        return (unit[0]._replace(guard=""), number.after) if unit else None

    def in_kind(self, number: Number) -> tuple[Unit, int] | None:
        """Find the currency of a large number of what is money, behind another amount: "8 billion in military aid"."""
        if self.last is None or number.scale < MILLION or self.word(number.after) != "in":
            return None
        named = any(word in KINDS for word in self.words[number.after + 1 : number.after + 4])
        return (Unit("name", self.last, Decimal(1), ""), number.after) if named else None

    def change(self, number: Number, unit: Unit, after: int) -> tuple[Number, int]:
        """Add the small money behind the large: “thirteen dollars forty-five cents”, “seven pounds fifty”, “$3 and fourteen”."""
        linked = self.word(after) == "and"
        k = after + linked
        if not self.near(k) or not (rest := self.number(k)) or not 0 < rest.value < 100 or rest.scale > 1 or rest.vague:
            return number, after
        small = self.unit(rest.after)
        fits = small and (set(small[0].codes) & set(unit.codes) or self.word(rest.after) in ("cent", "cents"))
        if small and fits and small[0].role == "minor" and unit.role != "sign":
            return number._replace(value=number.value + rest.value * small[0].factor), small[1]
        follows, whole = self.word(rest.after), rest.value == int(rest.value)
        if follows and not self.gap(rest.after) and follows[0].isalpha():
            return number, after
        ends = follows in ENDS or follows in ("and", "a", "for")
        ranged = {"between", "from"} & set(self.words[max(0, after - 6) : after])
        if (
            whole
            and ends
            and not ranged
            and (
                (unit.role == "name" and not linked and rest.value >= 10)
                or (linked and (rest.words or (unit.role == "name" and rest.value >= 10)))
            )
        ):
            return number._replace(value=number.value + rest.value / 100), rest.after
        return number, after

    def joint(self, i: int, before: int) -> int | None:
        """Give the token behind words that join a range, else None: `before` is where its first end begins."""
        word = self.word(i)
        if word in ("-", "–", "—", "to", "or"):
            return i + 1
        joins = "between" in self.words[max(0, before - 3) : before] or self.word(before - 1) == "from"
        return i + 1 if word == "and" and joins else None

    def ranged(self, i: int) -> tuple[list[Amount], int] | None:
        """Read the amount, the range or the two ends of a change that begin at token i."""
        one = self.single(i)
        if one is None:
            return self.late(i)
        low, after, number = one
        at = self.joint(after, i)
        if at is None or at >= len(self.spans):
            return [low], after
        two = self.single(at)
        if two is None and low.sign in ("sign", "code") and self.word(at)[:1].isdecimal():
            second = self.number(at, loose=True)
            if second and (second.scale > 1 or self.word(at - 1) != "or") and not self.other(second.after):
                two = replace(low, end=self.spans[second.after - 1][1], amount=second.value), second.after, second
        if two is None or (two[0].minor != low.minor and not set(low.codes) & set(two[0].codes)):
            return [low], after
        low = self.shared(low, number, two[2])
        if self.moves(i, at) or low.minor != two[0].minor:
            return ([low, two[0]] if self.joint(two[1], at) is None else [low]), two[1] if self.joint(
                two[1], at
            ) is None else after
        whole = self.joined(low, two[0])
        return ([whole], two[1]) if whole else ([low], after)

    def late(self, i: int) -> tuple[list[Amount], int] | None:
        """Read a range or a change whose currency stands behind its end only: “10 to 15 million euros”, “from 3 to 5-6 euros”."""
        first = self.number(i)
        at = self.joint(first.after, i) if first else None
        if first is None or at is None or not (self.word(at)[:1].isdecimal() or self.word(at) in SMALL):
            return None
        moves, change, second = self.moves(i, at), self.word(i - 1) == "from", self.number(at)
        two = self.single(at)
        rest = ([two[0]], two[1]) if two else self.late(at) if moves and change else None
        if rest is None or second is None or not second.value or self.sign(at) is not None or (moves and not change):
            return None
        [high], after = rest
        low = replace(high, start=self.spans[i][0], amount=first.value * high.amount / second.value, amount_max=None)
        low = self.shared(low, first, second)
        if moves:
            return [replace(low, end=self.spans[first.after - 1][1]), high], after
        whole = self.joined(low, high)
        return ([whole], after) if whole else None

    def other(self, i: int) -> bool:
        """Tell whether token i makes the number before it something else."""
        return self.word(i) in ("%", "percent", "years", "days") or self.words[i : i + 2] == ["per", "cent"]

    def moves(self, i: int, at: int) -> bool:
        """Tell whether “a to b” is a change and no range: “rose from a to b”, “up a to b”."""
        if self.word(at - 1) != "to" or "the" in (self.word(i), self.word(i - 1)):
            return False
        before = self.words[max(0, i - 9) : i]
        if any(word.startswith("rang") or word in ("anywhere", "priced") for word in before):
            return False
        near = self.spans[i][0]
        if "from" in before[-4:]:
            return bool(SWINGS.search(self.text[self.spans[max(0, i - 9)][0] : near]))
        return bool(SWINGS.search(self.text[max(0, near - 20) : near])) and before[-1:] != ["from"]

    def shared(self, low: Amount, first: Number, second: Number) -> Amount:
        """Give the first end the magnitude that only the second has: “$10 to $15 billion”."""
        if first.scale == 1 and second.scale > 1 and first.face <= second.face:
            return replace(low, amount=low.amount * second.scale)
        return low

    def joined(self, low: Amount, high: Amount) -> Amount | None:
        """Make the range of two ends; None where they are none."""
        if not set(low.codes) & set(high.codes) or low.amount >= high.amount:
            return None
        return replace(low, end=high.end, amount_max=high.amount, codes=min(low.codes, high.codes, key=len))

    def read(self) -> list[Amount]:
        """Read the whole text."""
        money, first, second = looked_for()
        anchors = [i for i, word in enumerate(self.words) if word in money]
        found: list[Amount] = []
        after = 0
        for i, word in enumerate(self.words) if anchors else ():
            if i < after or not (word in first or (word[0].isdecimal() and (self.gap(i) or not self.word(i - 1).isalnum()))):
                continue
            if word in ARTICLES and self.word(i + 1) not in second:
                continue
            near = bisect_left(anchors, i)
            if near == len(anchors) or anchors[near] - i > REACH:
                continue
            read = self.ranged(i)
            if read:
                self.last = read[0][-1].codes
                found += [each for each in read[0] if max(abs(each.amount), each.amount_max or 0) < LIMIT]
                after = read[1]
            elif number := self.number(i):
                # Behind a number in words nothing new can begin in its middle.
                after = number.after
        return found


def amounts(text: str) -> list[Amount]:
    """Find the amounts of money in a text, in order; they do not overlap."""
    return Reader(text).read()
