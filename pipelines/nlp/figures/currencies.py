"""Ways to write a currency, from `data/currencies.csv`, and what tells them from words that mean something else."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache, cached_property
from typing import NamedTuple

from pipelines.nlp.figures.numerals import TOKEN, Number, Numerals
from pipelines.nlp.tables import rows

# What makes pounds money where the number alone does not.
MONEY = re.compile(
    r"\b(?:pa(?:y|ys|id|ying)|pric\w{1,3}|cost\w{0,4}|worth|spen[dt]\w{0,3}|fin(?:e|ed|es)|tax\w{0,6}|bills?|sold|sell\w{0,3}|"
    r"bought|buy\w{0,3}|money|cash|fees?|wages?|salar\w{1,3}|earn\w{0,3}|donat\w{1,4}|debts?|loans?|grants?|budget\w{0,2}|profits?|"
    r"funds?|raised?|charg\w{1,3}|owe\w?|tickets?|fares?|rent|savings?|sav(?:e|ed)|deposit|invest\w{0,4}|currency|sterling|aid|equity|assets|losses|compensation|subsid\w{1,4})\b",
    re.IGNORECASE,
)
MASS = re.compile(
    r"\b(?:weigh\w{0,5}|weight|heav\w{1,5}|lift\w{0,4}|torque|horsepower|(?:re)?gain\w{0,4}|bags?|meat|beef|fish|boulder|lighter|thrust|"
    r"carr(?:y|ies|ied)|payload|load\w{0,2}|capacity|diets?|fuel|cargo|trucks?|rockets?|satellite|cocaine|heroin|marijuana|meth|fentanyl|"
    r"explosives|steel|metal|waste|trash|garbage|plastic|ice|snow|tons?|tow\w{0,3}|muscle|body|ounces|tall|foot|feet|shed|slim\w{0,4}|"
    r"square inch)\b",
    re.IGNORECASE,
)
BRITISH = re.compile(r"£|\b(?:sterling|Brit(?:ain|ish)|UK|U\.K\.|England|English|Scot\w{1,5}|Wales|Welsh|Ireland|Irish|London)\b")
RAND = re.compile(r"\b(?:rand|South Africa\w{0,2}|Johannesburg|Cape Town|Pretoria|R\d{1,3}(?:\.\d)?(?:bn|m| (?:b|m|tr)illion))\b")
YEARS = range(1900, 2100)
PAID = re.compile(r"[\s-]*(?:note|coin|sterling|fine|fee|ticket|bill|bet|prize|gift)", re.IGNORECASE)
SPACED = {"us", "c", "hk", "nz", "cad", "mxn"}
GRAND = {"slam", "slams", "piano", "pianos", "prix", "jury", "juries"}
ENDS = {"", ".", ",", ";", "!", "?", "”", '"', "’", "'", ")", ":"}
SIZES = {144, 240, 360, 480, 576, 720}


class Unit(NamedTuple):
    """A way to write a currency: the codes it may stand for, the likeliest first, and what it is in major units."""

    role: str
    codes: tuple[str, ...]
    factor: Decimal
    guard: str


@cache
def units() -> dict[str, Unit]:
    """Give the ways to write currencies, from `data/currencies.csv`."""
    return {
        row["form"]: Unit(row["role"], tuple(row["codes"].split()), Decimal(row["factor"]), row["guard"])
        for row in rows("currencies")
    }


@cache
def tenders() -> dict[str, str]:
    """Give the currency that each country uses today, from `data/tenders.csv`."""
    return {row["country"]: row["currency"] for row in rows("tenders")}


@cache
def beginnings() -> dict[str, list[int]]:
    """Give the tokens, in lower case, at which a way to write a currency may begin, with how many tokens it may have."""
    sizes: dict[str, set[int]] = {}
    for form in units():
        if found := TOKEN.findall(form):
            sizes.setdefault(found[0].lower(), set()).add(len(found))
    return {word: sorted(found, reverse=True) for word, found in sizes.items()}


@cache
def fronts() -> frozenset[str]:
    """Give those of them that may stand before a number."""
    before = (form for form, unit in units().items() if unit.role in ("sign", "code") or unit.guard == "both")
    return frozenset(found[0].lower() for form in before if (found := TOKEN.search(form))) | {"u", "$"}


class Currencies(Numerals):
    """Finds the currencies of one text."""

    @cached_property
    def british(self) -> bool:
        """Tell whether the text speaks of where pounds are spent."""
        return bool(BRITISH.search(self.text))

    @cached_property
    def dollars(self) -> bool:
        """Tell whether the text counts in dollars."""
        return "$" in self.text

    @cached_property
    def african(self) -> bool:
        """Tell whether the text speaks of where rands are spent."""
        return bool(RAND.search(self.text))

    def sign(self, i: int) -> tuple[Unit, int] | None:
        """Find a sign or code at token i, written of up to five tokens, with the token behind it."""
        if self.word(i) not in fronts():
            return None
        named = self.named(i)
        if named is not None and named[0].guard == "both":
            return named
        for size in beginnings().get(self.words[i], ()):
            if i + size > len(self.spans) or len(raw := self.raw(i, i + size)) > 8:
                continue
            form = "".join(raw.split())
            if raw != form and self.words[i] not in SPACED and not form.lower().startswith("u.s"):
                continue
            found = units().get(form) or (units().get(form.upper()) if "$" in form and len(form) > 1 else None)
            if found and found.role in ("sign", "code", "minor"):
                if found.guard in ("joined", "scaled") and (self.gap(i + size) or (i and not self.gap(i))):
                    continue
                return found, i + size
        return None

    def named(self, i: int) -> tuple[Unit, int] | None:
        """Find a currency's name of up to four words at token i, the longest first."""
        for size in beginnings().get(self.words[i], ()):
            if i + size <= len(self.spans) and all(self.near(k) for k in range(i + 1, i + size)):
                raw = re.sub(r"\s", " ", self.raw(i, i + size)) if size > 1 else self.raw(i, i + 1)
                found = units().get(raw.lower()) or units().get(raw)
                if found and found.role in ("name", "minor"):
                    return found, i + size
        return None

    def unit(self, i: int) -> tuple[Unit, int] | None:
        """Find a currency's name, sign or code behind a number."""
        i = self.hop(i)
        if i >= len(self.spans) or not self.near(i) or self.words[i] not in beginnings():
            return None
        found = self.named(i) or self.sign(i)
        if found is None or found[0].role in ("name", "minor"):
            return found
        unit, after = found
        # A sign in front of another number belongs to that one: “50 $30” no, “10 $ is” yes.
        if unit.guard in ("before", "joined", "scaled") or (unit.role == "sign" and self.word(after)[:1].isdecimal()):
            return None
        return found

    def allowed(self, unit: Unit, number: Number, first: int, after: int) -> bool:
        """Tell whether a number and a word behind it that also mean something else are money here."""
        start, end = self.spans[first][0], self.spans[after - 1][1]
        raw, follows, guard = self.raw(after - 1, after), self.word(after), unit.guard
        year = number.scale == 1 and len(self.words[first]) == 4 and number.value in YEARS
        if year and (unit.role != "name" or self.word(first - 1) in ("in", "constant", "of")):
            return False  # "in 2012 dollars", "a 2018 NPR poll"
        if guard == "mass":
            return self.is_pounds(number, after, start, end)
        if guard == "large":
            return (number.value >= 1000 and (number.scale > 1 or number.value >= 10000)) or (
                unit.role == "code" and follows in ENDS
            )
        if guard == "hyphen":
            return self.word(after - 2) in ("-", "‑") and number.value >= 1000
        if guard == "pence":
            part_of_day = follows == "." and self.word(after + 1) == "m" and not self.gap(after + 1)
            size = int(number.value) in SIZES | {1080}
            glued = self.gap(after - 1) or (follows[:1].isalnum() and not self.gap(after))
            return raw == "p" and not glued and not size and not part_of_day and number.value < 10000
        if guard == "grand":
            return raw == "grand" and follows not in GRAND
        if guard == "penny":
            return not follows.startswith("stock")
        if guard == "lower":
            return raw.islower()
        if guard == "money":
            return bool(MONEY.search(self.text[max(0, start - 60) : end + 40]))
        return True

    def is_pounds(self, number: Number, after: int, start: int, end: int) -> bool:
        """Tell whether pounds are money: by the words around, then by what the text is about."""
        joined, follows = self.word(after - 2) in ("-", "‑"), self.word(after)
        if follows in ("-", "‑") and self.word(after + 1) in ("feet", "foot"):
            return False
        behind = self.text[end : end + 40]
        weighed = self.word(after - 1) == "pound" and number.value < 20000 and number.scale == 1 and number.value != 1
        # "a twenty-pound bag": what has a noun behind it is weighed, unless it is paid; so is what stands before "of".
        if (weighed and (joined or follows not in ENDS) and not PAID.match(behind)) or (follows == "of" and not number.vague):
            return bool(MONEY.search(behind))
        window = self.text[max(0, start - 80) : end + 60]
        if MONEY.search(window):
            return self.british or not MASS.search(window)
        return not MASS.search(window) and (self.british or not self.dollars)
