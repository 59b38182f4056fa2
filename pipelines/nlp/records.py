"""What the spaCy components find, as values: the field names are the columns of `warehouse/schema/2_extracted.sql`.

All offsets are Unicode code points into `doc.text`, start inclusive, end exclusive; they need not fall on token boundaries.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of the text that points to somebody."""

    start_char: int
    end_char: int
    surface: str


@dataclass(slots=True)
class Person:
    """A person in one article. The offsets are those of the first mention of the fullest form."""

    start_char: int
    end_char: int
    name: str
    titles: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)


@dataclass(slots=True)
class CountryMention:
    """A mention of a country; `kind` says by which road the text takes to it."""

    start_char: int
    end_char: int
    country: str
    kind: str


@dataclass(slots=True)
class Figure:
    """An amount of money in major units, and what it means."""

    start_char: int
    end_char: int
    amount: Decimal
    amount_max: Decimal | None = None
    vague: bool = False
    currency: str | None = None
    currency_certain: bool = False
    qualifier: str = "exactly"
    per: str | None = None
    period_text: str | None = None
    period_start: date | None = None
    period_end: date | None = None
    payer: str | None = None
    payer_start: int | None = None
    payer_end: int | None = None
    payee: str | None = None
    payee_start: int | None = None
    payee_end: int | None = None
    payer_country: str | None = None
    payee_country: str | None = None
    purpose: str | None = None
    purpose_start: int | None = None
    purpose_end: int | None = None
    kind: str = "other"
    status: str = "actual"
    converts: int | None = None


@dataclass(slots=True)
class Quote:
    """A contiguous stretch of what somebody said; `rule` is the sieve that found the speaker."""

    start_char: int
    end_char: int
    kind: str
    rule: str
    speaker: str | None = None
    speaker_surface: str | None = None
    speaker_start: int | None = None
    speaker_end: int | None = None
    speaker_kind: str = "unknown"
    speaker_title: str | None = None
    cue: str | None = None
    cue_start: int | None = None
    cue_end: int | None = None
    cue_class: str | None = None
