"""Ways to write a currency, from `data/currencies.csv`, and what tells them from words that mean something else."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from pipelines.nlp.numerals import TOKEN, Number, Numerals
from pipelines.nlp.tables import rows

# What makes pounds money where the number alone does not.
MONEY = re.compile(
    r"\b(?:pa(?:y|ys|id|ying)|pric\w{1,3}|cost\w{0,4}|worth|spen[dt]\w{0,3}|fin(?:e|ed|es)|tax\w{0,3}|bills?|sold|sell\w{0,3}|"
    r"bought|buy\w{0,3}|money|cash|fees?|wages?|salar\w{1,3}|earn\w{0,3}|donat\w{1,4}|debts?|loans?|grants?|budget\w{0,2}|profits?|"
    r"funds?|raised?|charg\w{1,3}|owe\w?|tickets?|fares?|rent|savings?|sav(?:e|ed)|deposit|invest\w{0,4}|currency|sterling)\b",
    re.IGNORECASE,
)
MASS = re.compile(
    r"\b(?:weigh\w{0,5}|weight|heav\w{1,5}|lift\w{0,4}|torque|horsepower|gain\w{0,4}|bags?|meat|beef|fish|boulder|lighter|thrust)\b",
    re.IGNORECASE,
)
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
def beginnings() -> frozenset[str]:
    """Give the tokens, in lower case, at which a way to write a currency may begin."""
    return frozenset(found[0].lower() for form in units() if (found := TOKEN.search(form)))


@cache
def fronts() -> frozenset[str]:
    """Give those of them that may stand before a number."""
    before = (form for form, unit in units().items() if unit.role in ("sign", "code") or unit.guard == "both")
    return frozenset(found[0].lower() for form in before if (found := TOKEN.search(form))) | {"u", "$"}


class Currencies(Numerals):
    """Finds the currencies of one text."""

    def sign(self, i: int) -> tuple[Unit, int] | None:
        """Find a sign or code at token i, written of up to five tokens, with the token behind it."""
        if self.word(i) not in fronts():
            return None
        named = self.named(i)
        if named is not None and named[0].guard == "both":
            return named
        for size in (5, 4, 3, 2, 1):
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
        for size in (4, 3, 2, 1):
            if i + size <= len(self.spans) and all(self.near(k) for k in range(i + 1, i + size)):
                raw = re.sub(r"\s", " ", self.raw(i, i + size))
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
        """Tell whether a word that also means something else is money here."""
        start, end = self.spans[first][0], self.spans[after - 1][1]
        follows, guard = self.word(after), unit.guard
        if guard == "mass":
            return self.is_pounds(number, after, start, end)
        if guard == "large":
            return (number.value >= 1000 and (number.scale > 1 or number.value >= 10000)) or (
                unit.role == "code" and follows in ENDS
            )
        if guard == "pence":
            part_of_day = follows == "." and self.word(after + 1) == "m" and not self.gap(after + 1)
            return (
                not self.gap(after - 1) and number.value < 10000 and int(number.value) not in SIZES | {1080} and not part_of_day
            )
        if guard == "grand":
            return self.raw(after - 1, after) == "grand" and follows not in GRAND
        if guard == "lower":
            return self.raw(after - 1, after).islower()
        if guard == "money":
            return bool(MONEY.search(self.text[max(0, start - 60) : end + 40]))
        return True

    def is_pounds(self, number: Number, after: int, start: int, end: int) -> bool:
        """Tell whether pounds are money; a bare number is, unless the words around are about mass and none is about money."""
        joined, follows = self.word(after - 2) == "-", self.word(after)
        if follows in ("-", "‑") and self.word(after + 1) in ("feet", "foot"):
            return False
        behind = self.text[end : end + 40]
        weighed = self.word(after - 1) == "pound" and number.value < 1000 and number.scale == 1 and number.value != 1
        # "a twenty-pound bag": what has a noun behind it is weighed, unless it is paid.
        if weighed and (joined or follows not in ENDS) and not PAID.match(behind):
            return bool(MONEY.match(behind.strip()))
        window = self.text[max(0, start - 80) : end + 60]
        return number.value >= 10000 or not MASS.search(window) or bool(MONEY.search(window))
