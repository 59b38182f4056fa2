"""Amounts of money in a text: where they stand and what they come to. Text in, `Amount`s out; the article is not known.

One scan from left to right over tokens: a number, or a sign with a number behind it, is read as far as it goes, and the scan
goes on behind it, so that the time is linear in the text's length.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import NamedTuple

DATA = Path(__file__).parent / "data"
TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[^\w\s]|_", re.UNICODE)
UNITS = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SMALL = {word: Decimal(n) for n, word in enumerate(UNITS)} | {word: Decimal(10 * n) for n, word in enumerate(TENS, 2)}
LARGE = {
    "hundred": 2, "thousand": 3, "lakh": 5, "lakhs": 5, "million": 6, "crore": 7, "crores": 7, "billion": 9, "trillion": 12,
    "quadrillion": 15, "millions": 6, "billions": 9,
}  # fmt: skip
SHORT = {"k": 3, "m": 6, "mn": 6, "mln": 6, "mio": 6, "b": 9, "bn": 9, "bln": 9, "tn": 12, "trn": 12, "t": 12, "cr": 7}
SCALES = {word: Decimal(10) ** power for word, power in (LARGE | SHORT).items()}
VAGUE = {"tens": 1, "dozens": 1, "scores": 1, "hundreds": 2, "thousands": 3, "millions": 6, "billions": 9, "trillions": 12}
# Beyond every sum of money; the warehouse's column holds what is below.
LIMIT = Decimal(10) ** 20
FEW = {"couple": 2, "few": 2, "several": 2, "dozen": 12}
PARTS = {"half": Decimal("0.5"), "quarter": Decimal("0.25"), "third": Decimal(1) / 3}
# What makes pounds money where the number alone does not.
MONEY = re.compile(
    r"\b(?:pa(?:y|ys|id|ying)|pric\w{1,3}|cost\w{0,4}|worth|spen[dt]\w{0,3}|fin(?:e|ed|es)|tax\w{0,3}|bills?|sold|sell\w{0,3}|"
    r"bought|buy\w{0,3}|money|cash|fees?|wages?|salar\w{1,3}|earn\w{0,3}|donat\w{1,4}|debts?|loans?|grants?|budget\w{0,2}|profits?|"
    r"funds?|raised?|charg\w{1,3}|owe\w?|tickets?|fares?|rent|savings?|sav(?:e|ed)|deposit|invest\w{0,4}|currency|sterling)\b",
    re.IGNORECASE,
)
MASS = re.compile(r"\b(?:weigh\w*|weight|heav\w+|lift\w*|torque|horsepower|gain\w*|bag|meat|beef|fish)\b", re.IGNORECASE)
SPACED = {"us", "c", "hk", "nz", "cad", "mxn"}
SWINGS = re.compile(
    r"\b(?:rose|fell|rise|rising|fall\w*|gain\w*|dropp?\w*|jump\w*|climb\w*|add\w*|lost|slid|slipp?\w*)\s+(?:by\s+)?$", re.I
)


class Token(NamedTuple):
    """A number, a word or a mark."""

    start: int
    end: int
    text: str


class Unit(NamedTuple):
    """A way to write a currency: the codes it may stand for, the likeliest first, and what it is in major units."""

    role: str
    codes: tuple[str, ...]
    factor: Decimal
    guard: str


class Number(NamedTuple):
    """A number that ends before token `after`; `face` is what stands before its magnitude."""

    value: Decimal
    after: int
    face: Decimal | None = None
    scale: Decimal = Decimal(1)
    vague: bool = False


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


@cache
def units() -> dict[str, Unit]:
    """Give the ways to write currencies, from `data/currencies.csv`."""
    with (DATA / "currencies.csv").open(encoding="utf-8", newline="") as table:
        return {
            row["form"]: Unit(row["role"], tuple(row["codes"].split()), Decimal(row["factor"]), row["guard"])
            for row in csv.DictReader(table)
        }


@cache
def tenders() -> dict[str, str]:
    """Give the currency that each country uses today, from `data/tenders.csv`."""
    with (DATA / "tenders.csv").open(encoding="utf-8", newline="") as table:
        return {row["country"]: row["currency"] for row in csv.DictReader(table)}


def decimal(text: str) -> Decimal:
    """Read the number that digits with separators write; a lone comma before one or two digits is a decimal comma."""
    last = max(text.rfind(","), text.rfind("."))
    if last < 0:
        return Decimal(text)
    whole, mark, part = text[:last], text[last], text[last + 1 :]
    other = "." if mark == "," else ","
    if mark == "," and (len(part) == 3 or (text.count(",") > 1 and other not in whole)):
        return Decimal(text.replace(",", ""))
    if mark == "." and text.count(".") > 1:
        return Decimal(text.replace(".", "").replace(",", ""))
    if mark == "," and len(part) > 3:
        return Decimal(whole.replace(",", "").replace(".", "") or "0")
    return Decimal(whole.replace(other, "").replace(mark, "") + "." + part)


class Reader:
    """Reads the amounts of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = [Token(found.start(), found.end(), found[0]) for found in TOKEN.finditer(text)]
        self.words = [token.text.lower() for token in self.tokens]

    def word(self, i: int) -> str:
        """Give token i in lower case, empty beyond the text."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def gap(self, i: int) -> str:
        """Give what stands between token i - 1 and token i."""
        return self.text[self.tokens[i - 1].end : self.tokens[i].start] if 0 < i < len(self.tokens) else "\n"

    def near(self, i: int) -> bool:
        """Whether token i follows at once or behind one space."""
        return self.gap(i) in ("", " ", "\xa0", "\u202f", "\n")

    def hop(self, i: int) -> int:
        """Give the token behind a hyphen that joins words."""
        return i + 1 if self.word(i) in ("-", "‑") and not self.gap(i) and not self.gap(i + 1) else i

    def scaled(self, number: Number, loose: bool) -> Number:
        """Add the magnitudes that follow; short ones stand right behind digits, or a space away where a sign stands before."""
        i, scale = number.after, number.scale
        while (j := self.hop(i)) < len(self.words) and self.near(j):
            word = self.words[j]
            if word in LARGE or (
                word in SHORT and scale == 1 and (not self.gap(j) or (loose and len(word) > 1) or (loose and word in "mb"))
            ):
                if word in SHORT and self.word(j + 1) in ("'", "’", "&", "$"):
                    break
                scale *= SCALES[word]
                i = j + 1
                continue
            break
        return number._replace(value=(number.face if number.face is not None else number.value) * scale, after=i, scale=scale)

    def number(self, i: int, loose: bool = False) -> Number | None:
        """Read the number that begins at token i, in digits or in words."""
        word = self.word(i)
        if word and word[0].isdecimal():
            if len(word) > 24 or not word.isascii():
                return None
            text, after = word, i + 1
            # Groups of three behind spaces: 10 000
            while (
                len(text) <= 15
                and len(word) <= 3
                and self.gap(after) in (" ", "\xa0", "\u202f")
                and re.fullmatch(r"\d{3}", self.word(after))
            ):
                text, after = text + self.words[after], after + 1
            face = decimal(text)
            if self.word(after) == "½":
                face, after = face + Decimal("0.5"), after + 1
            return self.scaled(Number(face, after, face), loose)
        return self.spelled(i)

    def spelled(self, i: int) -> Number | None:
        """Read a number in words: “half a million”, “a couple of hundred thousand”, “tens of millions”."""
        first = self.word(i)
        j = i + 1 if first in ("a", "an", "the") else i
        word = self.word(j)
        if word in PARTS or (word in ("three", "two") and self.word(self.hop(j + 1)) in ("quarters", "thirds")):
            face = PARTS.get(word) or (Decimal("0.75") if word == "three" else Decimal(2) / 3)
            k = j + 1 if word in PARTS else self.hop(j + 1) + 1
            k = self.hop(k)
            k = k + 1 if self.word(k) == "of" else k
            k = self.hop(k + 1) if self.word(k) in ("a", "an") else k
            return self.scaled(Number(face, k, face), False) if self.word(k) in LARGE else None
        if word in VAGUE:
            return self.throng(j)
        if word in FEW and (first != word or word == "several"):
            k = j + 2 if self.word(j + 1) == "of" else j + 1
            face = Decimal(FEW[word])
            return self.scaled(Number(face, k, face, vague=word != "dozen"), False)
        total = current = Decimal(0)
        k, seen = j, False
        if first in ("a", "an") and word in LARGE:
            current, seen = Decimal(1), True
        while k < len(self.words) and k - j < 24 and (k == j or self.near(k)):
            word = self.words[k]
            if word in SMALL and ((current % 10 == 0 and SMALL[word] < 10) or current % 100 == 0):
                current, seen = current + SMALL[word], True
            elif word in LARGE and seen and current:
                if LARGE[word] == 2:
                    current *= 100
                else:
                    total, current = total + current * SCALES[word], Decimal(0)
                    if self.word(self.hop(k + 1)) in LARGE and LARGE[self.word(self.hop(k + 1))] > 2:
                        total, current = Decimal(0), total
            elif word in ("-", "and", ",") and seen and self.word(k + 1) in (SMALL | PARTS | {"a": 0}):
                if word == "and" and (half := self.word(k + 2) if self.word(k + 1) == "a" else "") == "half":
                    face = total + current + PARTS[half]
                    return self.scaled(Number(face, k + 3, face), False)
                if self.word(k + 1) not in SMALL or (word != "-" and (total or current) < 100) or (word == "," and not total):
                    break
            elif word == "point" and seen and self.word(k + 1) in SMALL:
                face, k, step = total + current, k + 1, Decimal("0.1")
                while self.word(k) in SMALL and SMALL[self.word(k)] < 10:
                    face, k, step = face + SMALL[self.word(k)] * step, k + 1, step / 10
                return self.scaled(Number(face, k, face), False)
            elif word != "-" or self.word(k + 1) not in LARGE:
                break
            k += 1
        while k > j and self.word(k - 1) in ("and", "-", ","):
            k -= 1
        return Number(total + current, k, total + current) if seen else None

    def throng(self, i: int) -> Number | None:
        """“hundreds of thousands of”: the least it can be."""
        value, k = Decimal(10) ** VAGUE[self.word(i)], i + 1
        if self.word(k) == "of" and self.word(k + 1) in VAGUE:
            value, k = value * Decimal(10) ** VAGUE[self.word(k + 1)], k + 2
        elif self.word(k) == "of" and self.word(k + 1) in LARGE:
            value, k = value * SCALES[self.word(k + 1)], k + 2
        return Number(value, k + 1 if self.word(k) == "of" else k, value, vague=True)

    def sign(self, i: int) -> tuple[Unit, int] | None:
        """Find a sign or code at token i, written of up to five tokens, with the token behind it."""
        for size in (5, 4, 3, 2, 1):
            if i + size > len(self.tokens):
                continue
            part = self.tokens[i : i + size]
            raw = self.text[part[0].start : part[-1].end]
            if len(raw) > 8:
                continue
            form = "".join(token.text for token in part)
            if raw != form and (part[0].text.lower() not in SPACED and not form.lower().startswith("u.s")):
                continue
            found = units().get(form) or (
                units().get(form.upper()) if ("$" in form and len(form) > 2) or form in ("c$",) else None
            )
            if found and found.role in ("sign", "code", "minor"):
                if found.guard == "joined" and self.gap(i + size):
                    continue
                return found, i + size
        return None

    def unit(self, i: int) -> tuple[Unit, int] | None:
        """Find a currency's name, sign or code behind a number, the longest first."""
        i = self.hop(i)
        if i >= len(self.tokens) or not self.near(i):
            return None
        for size in (4, 3, 2, 1):
            if i + size <= len(self.tokens) and all(self.near(k) for k in range(i + 1, i + size)):
                form = re.sub(r"\s", " ", self.text[self.tokens[i].start : self.tokens[i + size - 1].end])
                found = units().get(form.lower()) or units().get(form)
                if found and found.role in ("name", "minor"):
                    return found, i + size
        found_sign = self.sign(i)
        # A sign in front of another number belongs to that one: “50 $30” no, “10 $ is” yes.
        if found_sign and found_sign[0].guard not in ("before", "joined"):
            unit, after = found_sign
            follows = self.word(after)
            if unit.role == "code" or not (follows[:1].isdecimal() and not self.gap(after) and unit.role == "sign"):
                return found_sign
        return None

    def allowed(self, unit: Unit, number: Number, first: int, after: int) -> bool:
        """Whether a word that also means something else is money here."""
        start, end = self.tokens[first].start, self.tokens[after - 1].end
        if unit.guard == "mass":
            if self.word(after) in ("-", "‑") and self.word(after + 1) in ("feet", "foot"):
                return False
            if (
                self.word(after - 2) == "-"
                and number.value < 1000
                and self.word(after - 1) == "pound"
                and not MONEY.search(self.text[end : end + 40])
            ):
                return False
            window = self.text[max(0, start - 80) : end + 60]
            # A bare number of pounds is money unless the words around it are about mass and none is about money.
            return number.value >= 10000 or not MASS.search(window) or bool(MONEY.search(window))
        if unit.guard == "large":
            return number.value >= 1000 and (number.scale > 1 or number.value >= 10000)
        if unit.guard == "pence":
            return (
                not self.gap(after - 1)
                and number.value < 1000
                and number.value not in (144, 240, 360, 480, 720)
                and not (self.word(after) == "." and self.word(after + 1) == "m" and not self.gap(after + 1))
            )
        if unit.guard == "grand":
            return self.tokens[after - 1].text == "grand" and self.word(after) not in (
                "slam",
                "slams",
                "piano",
                "pianos",
                "prix",
                "jury",
                "juries",
            )
        return True

    def single(self, i: int) -> tuple[Amount, int, Number] | None:
        """One amount that begins at token i."""
        sign = self.sign(i)
        if sign and self.near(sign[1]) and sign[0].role != "minor" and sign[0].guard != "after":
            unit, at = sign
            number = self.number(at, loose=True) if self.word(at)[:1].isdecimal() or self.word(at) in VAGUE else None
            if number and (unit.guard != "joined" or not self.gap(at)) and (unit.guard != "large" or number.scale > 1):
                after = number.after
                if self.word(after) == "us" and not self.gap(after):
                    after += 1
                again = self.unit(after)
                if (
                    again
                    and set(again[0].codes) & set(unit.codes)
                    and again[0].factor == 1
                    and len(again[0].codes) <= len(unit.codes)
                ):
                    unit, after = again[0]._replace(role=unit.role), again[1]
                return self.made(i, after, number, unit), after, number
        number = self.number(i)
        if number is None:
            return None
        found = self.unit(number.after)
        if found is None or not self.allowed(found[0], number, i, found[1]):
            return None
        unit, after = found
        if self.word(after) in LARGE and self.near(after) and unit.role == "code" and number.scale == 1:
            number, after = (
                number._replace(value=number.value * SCALES[self.word(after)], scale=SCALES[self.word(after)]),
                after + 1,
            )
        if unit.factor == 1 and number.scale == 1:
            number, after = self.change(number, unit, after)
        return self.made(i, after, number, unit), after, number

    def change(self, number: Number, unit: Unit, after: int) -> tuple[Number, int]:
        """With the small money behind the large: “thirteen dollars forty-five cents”, “seven pounds fifty”."""
        k = after + 1 if self.word(after) == "and" else after
        if not self.near(k) or not (rest := self.number(k)) or not 0 < rest.value < 100 or rest.scale > 1:
            return number, after
        small = self.unit(rest.after)
        if small and small[0].factor < 1 and small[0].role == "minor":
            return number._replace(value=number.value + rest.value * small[0].factor), small[1]
        ends = self.word(rest.after) in ("", ".", ",", ";", "!", "?", "”", '"', "’", "'", ")", "a", "for", "and")
        if unit.role == "name" and ends and rest.value >= 10 and rest.value == int(rest.value):
            return number._replace(value=number.value + rest.value / 100), rest.after
        return number, after

    def made(self, i: int, after: int, number: Number, unit: Unit) -> Amount:
        """Make an amount of tokens i to `after`."""
        value = number.value * unit.factor
        start = self.tokens[i].start if self.word(i) != "the" else self.tokens[i + 1].start
        end = self.tokens[after - 1].end
        return Amount(start, end, value, unit.codes, None, number.vague, unit.factor < 1, unit.role)

    def joint(self, i: int, before: int) -> int | None:
        """Give the token behind words that join a range, else None: `before` is where its first end begins."""
        word = self.word(i)
        if word in ("-", "–", "—", "to", "or"):
            return i + 1
        return i + 1 if word == "and" and "between" in self.words[max(0, before - 3) : before] else None

    def ranged(self, i: int) -> tuple[Amount, int] | None:
        """Read the amount or the range that begins at token i."""
        one = self.single(i)
        if one:
            low, after, number = one
            at = self.joint(after, i)
            if at is None or at >= len(self.tokens):
                return low, after
            two = self.single(at)
            if two is None and low.sign in ("sign", "code") and self.word(at)[:1].isdecimal():
                second = self.number(at, loose=True)
                if second and (second.scale > 1 or self.word(at - 1) != "or") and not self.percent(second.after):
                    two = replace(low, end=self.tokens[second.after - 1].end, amount=second.value), second.after, second
            if two and not self.moves(i, at, low):
                return self.joined(low, number, *two) or (low, after)
            return low, after
        # The sign stands behind the second end only: 10 to 15 million euros
        first = self.number(i)
        if first and (at := self.joint(first.after, i)) is not None and self.word(at)[:1].isdecimal() | (self.word(at) in SMALL):
            two = self.single(at)
            if (
                two
                and two[0].sign in ("name", "minor", "sign", "code")
                and self.sign(at) is None
                and not self.moves(i, at, two[0])
            ):
                factor = two[0].amount / two[2].value if two[2].value else Decimal(1)
                low = replace(two[0], start=self.tokens[i].start, amount=first.value * factor)
                return self.joined(low, first, *two)
        return None

    def percent(self, i: int) -> bool:
        """Say whether token i makes the number before it something else."""
        return self.word(i) in ("%", "percent", "per", "years", "days")

    def moves(self, i: int, at: int, low: Amount) -> bool:
        """Whether “a to b” is a change and no range: “from a to b”, “fell a to b”."""
        if self.word(at - 1) != "to":
            return False
        before = self.words[max(0, i - 4) : i]
        if any(word.startswith("rang") or word in ("anywhere", "priced") for word in before):
            return False
        return "from" in before[-2:] or bool(SWINGS.search(self.text[max(0, low.start - 20) : low.start]))

    def joined(self, low: Amount, first: Number, high: Amount, after: int, second: Number) -> tuple[Amount, int] | None:
        """Make the range of two ends, which share the magnitude that only the second has; None where they are no range."""
        if not set(low.codes) & set(high.codes):
            return None
        amount = low.amount
        if (
            first.scale == 1
            and second.scale > 1
            and first.face is not None
            and second.face is not None
            and first.face <= second.face
        ):
            amount *= second.scale
        if amount >= high.amount:
            return None
        codes = min(low.codes, high.codes, key=len)
        return replace(low, end=high.end, amount=amount, amount_max=high.amount, codes=codes), after

    def read(self) -> list[Amount]:
        """Read the whole text."""
        found: list[Amount] = []
        i = 0
        while i < len(self.tokens):
            amount = self.ranged(i)
            if amount:
                if max(amount[0].amount, amount[0].amount_max or amount[0].amount) < LIMIT:
                    found.append(amount[0])
                i = amount[1]
                continue
            number = self.number(i)
            # Behind a number in words nothing new can begin in its middle; behind one in digits a joint might.
            i = max(i + 1, number.after) if number else i + 1
        return found


def amounts(text: str) -> list[Amount]:
    """Find the amounts of money in a text, in order; they do not overlap."""
    return Reader(text).read()
