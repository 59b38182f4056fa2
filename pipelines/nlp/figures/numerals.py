"""Numbers in a text, in digits and in words: “10 000”, “$1,062.50”, “half a million”, “tens of millions”.

A text is read as tokens (a number, a word or a mark); every look from a token is bounded, so that the time is linear.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

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
SHORT = {"k": 3, "m": 6, "mn": 6, "mil": 6, "mln": 6, "mio": 6, "b": 9, "bn": 9, "bln": 9, "tn": 12, "trn": 12, "t": 12, "cr": 7}
SCALES = {word: Decimal(10) ** power for word, power in (LARGE | SHORT).items()}
VAGUE = {"tens": 1, "dozens": 1, "scores": 1, "hundreds": 2, "thousands": 3, "millions": 6, "billions": 9, "trillions": 12}
FEW = {"couple": 2, "few": 2, "several": 2, "dozen": 12}
PARTS = {"half": Decimal("0.5"), "quarter": Decimal("0.25"), "third": Decimal(1) / 3}
FRACTIONS = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
# The words at which a number may begin.
STARTERS = frozenset(SMALL) | frozenset(VAGUE) | frozenset(FEW) | frozenset(PARTS) | {"a", "an", "the"}
# How many tokens a number in words may have.
LONGEST = 24
SPACES = ("", " ", "\xa0", "\u202f", "\n")
# What shows that a text writes 1.234,56 and so means 1234 by 1.234.
CONTINENTAL = re.compile(r"(?<![\d.,])\d{1,3}(?:(?:\.\d{3})+,\d\d?(?![\d,.]?\d)|(?:\.\d{3}){2,}(?![.,]?\d))")


class Number(NamedTuple):
    """A number that ends before token `after`; `face` is what stands before its magnitude."""

    value: Decimal
    after: int
    face: Decimal
    scale: Decimal = Decimal(1)
    vague: bool = False
    words: bool = False


def decimal(text: str, continental: bool = False) -> Decimal:
    """Read the number that digits with separators write: the last one that stands once and alone has decimals behind it.

    Three digits behind the only separator are decimals where it is the comma of a `continental` text, or the point of another.
    """
    mark = text[max(text.rfind(","), text.rfind("."))]
    whole, _, part = text.rpartition(mark)
    both, once = "," in text and "." in text, text.count(mark) == 1
    if mark in ",." and once and (both or len(part) != 3 or (mark == ",") == continental):
        return Decimal(whole.replace(",", "").replace(".", "") + "." + part)
    return Decimal(text.replace(",", "").replace(".", ""))


class Numerals:
    """Reads the numbers of one text."""

    def __init__(self, text: str) -> None:
        self.text, self.continental = text, bool(CONTINENTAL.search(text))
        self.spans = [found.span() for found in TOKEN.finditer(text)]
        self.words = [text[start:end].lower() for start, end in self.spans]
        self.known: dict[tuple[int, bool], Number | None] = {}

    def word(self, i: int) -> str:
        """Give token i in lower case, empty beyond the text."""
        return self.words[i] if 0 <= i < len(self.words) else ""

    def raw(self, i: int, after: int) -> str:
        """Give the text from token i to before token `after`."""
        return self.text[self.spans[i][0] : self.spans[after - 1][1]]

    def gap(self, i: int) -> str:
        """Give what stands between token i - 1 and token i."""
        return self.text[self.spans[i - 1][1] : self.spans[i][0]] if 0 < i < len(self.spans) else "\n"

    def near(self, i: int) -> bool:
        """Tell whether token i follows at once or behind one space."""
        return self.gap(i) in SPACES

    def hop(self, i: int) -> int:
        """Give the token behind a hyphen that joins words."""
        return i + 1 if self.word(i) in ("-", "‑") and not self.gap(i) and not self.gap(i + 1) else i

    def scaled(self, number: Number, loose: bool) -> Number:
        """Add the magnitudes that follow; short ones stand right behind digits, or a space away where a sign stands before."""
        i, scale = number.after, number.scale
        while (j := self.hop(i)) < len(self.words) and self.near(j):
            word = self.words[j]
            short = word in SHORT and scale == 1 and (not self.gap(j) or (loose and (len(word) > 1 or word in "mb")))
            if not (word in LARGE or short) or (word in SHORT and self.word(j + 1) in ("'", "’", "&", "$")):
                break
            scale, i = scale * SCALES[word], j + 1
        return number._replace(value=number.face * scale, after=i, scale=scale)

    def number(self, i: int, loose: bool = False) -> Number | None:
        """Read the number that begins at token i, in digits or in words, once however often it is asked for."""
        if (i, loose) not in self.known:
            self.known[i, loose] = self.digits(i, loose)
        return self.known[i, loose]

    def digits(self, i: int, loose: bool) -> Number | None:
        """Read the number that begins at token i, by its first token."""
        word = self.word(i)
        if not (word and word[0].isdecimal()):
            return self.spelled(i)
        if len(word) > LONGEST or not word.isascii():
            return None
        text, after = word, i + 1
        # Groups of three behind spaces: 10 000
        while len(text) <= 15 and len(word) <= 3 and self.gap(after) in SPACES[1:4] and self.is_group(after):
            text, after = text + self.words[after], after + 1
        if self.word(after) == "point" and text.isdecimal() and self.word(after + 1).isdecimal():
            text, after = f"{text}.{self.words[after + 1]}", after + 2
        face = decimal(text, self.continental)
        if self.word(after) in FRACTIONS:
            face, after = face + FRACTIONS[self.word(after)], after + 1
        return self.scaled(Number(face, after, face), loose)

    def is_group(self, i: int) -> bool:
        """Tell whether token i is three digits."""
        return len(self.word(i)) == 3 and self.word(i).isdecimal()

    def spelled(self, i: int) -> Number | None:
        """Read a number in words."""
        first = self.word(i)
        j = i + 1 if first in ("a", "an", "the") else i
        word = self.word(j)
        if word in VAGUE:
            return self.throng(j)
        if word in PARTS or (word in ("three", "two") and self.word(self.hop(j + 1)) in ("quarters", "thirds")):
            return self.part(j)
        if word in FEW and (first != word or word == "several"):
            face = Decimal(FEW[word])
            after = j + 2 if self.word(j + 1) == "of" else j + 1
            return self.scaled(Number(face, after, face, vague=word != "dozen", words=True), False)
        return self.counted(j, Decimal(first in ("a", "an") and word in LARGE))

    def part(self, i: int) -> Number | None:
        """“half a million”, “three-quarters of a billion”."""
        word = self.word(i)
        face = PARTS.get(word) or (Decimal("0.75") if word == "three" else Decimal(2) / 3)
        k = self.hop(i + 1 if word in PARTS else self.hop(i + 1) + 1)
        k = k + 1 if self.word(k) == "of" else k
        k = self.hop(k + 1) if self.word(k) in ("a", "an") else k
        return self.scaled(Number(face, k, face, words=True), False) if self.word(k) in LARGE else None

    def counted(self, i: int, current: Decimal) -> Number | None:
        """“two hundred and five thousand”, “one point three million”; `current` is 1 behind “a”."""
        total, last, k, seen = Decimal(0), Decimal(0), i, bool(current)
        while k < len(self.words) and k - i < LONGEST and (k == i or self.near(k)):
            word, following = self.words[k], self.word(k + 1)
            if word in SMALL and ((current % 10 == 0 and SMALL[word] < 10) or current % 100 == 0):
                current, seen = current + SMALL[word], True
            elif word in LARGE and seen and current:
                if LARGE[word] == 2:
                    current *= 100
                elif LARGE.get(self.word(self.hop(k + 1)), 0) > 2:
                    total, current = Decimal(0), total + current * SCALES[word]
                else:
                    total, current, last = total + current * SCALES[word], Decimal(0), SCALES[word]
            elif seen and (behind := self.half(k)):
                if current:
                    return self.fraction(total + current + PARTS["half"], behind)
                return Number(total + last / 2, behind, total / (last or 1) + PARTS["half"], last or Decimal(1), words=True)
            elif word in ("-", "and", ",") and seen and following in SMALL:
                if (word != "-" and (total or current) < 100) or (word == "," and not total):
                    break
            elif word == "point" and seen and following in SMALL:
                return self.point(total + current, k + 1)
            elif word != "-" or following not in LARGE:
                break
            k += 1
        while k > i and self.word(k - 1) in ("and", "-", ","):
            k -= 1
        scale = Decimal(1) if current else last or Decimal(1)
        return Number(total + current, k, (total + current) / scale, scale, words=True) if seen else None

    def half(self, k: int) -> int | None:
        """Give the token behind “and a half”, with spaces or hyphens, that begins at token k."""
        k += self.word(k) == "-"
        for word in ("and", "a", "half"):
            if self.word(k) != word:
                return None
            k = self.hop(k + 1)
        return k

    def fraction(self, face: Decimal, after: int) -> Number:
        """Make a number in words whose magnitude follows."""
        return self.scaled(Number(face, after, face, words=True), False)

    def point(self, face: Decimal, k: int) -> Number:
        """Read the decimals behind “point”."""
        step = Decimal("0.1")
        while self.word(k) in SMALL and SMALL[self.word(k)] < 10 and step > Decimal("1e-9"):
            face, k, step = face + SMALL[self.word(k)] * step, k + 1, step / 10
        return self.fraction(face, k)

    def throng(self, i: int) -> Number | None:
        """“hundreds of thousands of”: the least it can be."""
        value, k = Decimal(10) ** VAGUE[self.word(i)], i + 1
        if self.word(k) == "of" and (word := self.word(k + 1)) in VAGUE | LARGE:
            value, k = value * (Decimal(10) ** VAGUE[word] if word in VAGUE else SCALES[word]), k + 2
        return Number(value, k + 1 if self.word(k) == "of" else k, value, vague=True, words=True)
