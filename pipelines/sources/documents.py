"""What readers give: documents, or the reason why there is none."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from io import BufferedReader
from typing import BinaryIO, NamedTuple

from charset_normalizer import CharsetMatch, from_bytes

# Bytes that an encoding is guessed from, where it is none that can be checked.
GUESSED_FROM = 256 * 1024

# Why a document is refused, and whether the same bytes may do better another time (with a newer reader or another setting).
REASONS = {
    "empty": ("nothing in it", False),
    "too_short": ("fewer words than NEWSLEDGER_MIN_WORDS", True),
    "oversize": ("more bytes than NEWSLEDGER_MAX_BYTES, or more characters than a pipeline can hold", True),
    "undecodable": ("not text in any known encoding", False),
    "unsupported_format": ("no reader for it", True),
    "malformed": ("not what its format asks for", False),
    "no_text": ("a record without a text", False),
    "link_only": ("a link to a page, without its text", False),
    "no_article": ("a page without an article", True),
    "shared_body": ("the same body under several titles: what was read is not the article", False),
    "unsafe_xml": ("a document type declaration, which can hide an entity bomb", False),
    "unpacks_too_far": ("an archive that unpacks to far more than it is: a decompression bomb", False),
    "unsafe_path": ("a name in an archive that leads out of it", False),
    "symbolic_link": ("a link in the inbox or in an archive, which could lead anywhere", False),
    "timeout": ("it took longer than NEWSLEDGER_TIME_LIMIT", True),
    "too_much_memory": ("it took more memory than NEWSLEDGER_MEMORY_LIMIT", True),
    "reader_failed": ("an error in the reader: please report it", True),
    "extraction_failed": ("an error in the language pipeline: please report it", True),
    "pipeline_crashed": ("it took the language pipeline's process down twice: please report it", True),
}


class Reject(Exception):
    """A document can't become an article: `reason` is a key of REASONS, `detail` is for a person."""

    def __init__(self, reason: str, detail: str | None = None) -> None:
        super().__init__(reason, detail)
        self.reason, self.detail, self.retryable = reason, detail, REASONS[reason][1]


@dataclass(slots=True)
class Document:
    """An article as its file gives it: dates and language still in the file's own words."""

    text: str
    title: str | None = None
    url: str | None = None
    source: str | None = None
    authors: list[str] = field(default_factory=list)
    published: str | None = None
    updated: str | None = None
    language: str | None = None
    # Where each field is from, as far as the format leaves a choice: {"published": "json-ld"}.
    origins: dict[str, str] = field(default_factory=dict)


class How(NamedTuple):
    """What settings say of reading: the most bytes of a record, which column of a dump is which field, and bytes of memory."""

    max_bytes: int = 2**30
    columns: Mapping[str, str] = {}
    memory_limit: int = 2 * 2**30


def peek(file: BinaryIO, size: int) -> bytes:
    """The first bytes of a file that has not been read, without taking them from it; fewer where its buffer is smaller."""
    return file.peek(size)[:size] if isinstance(file, BufferedReader) else b""


def whole(file: BinaryIO, how: How) -> bytes:
    """All bytes of a file, for formats that are read as a whole. Raises Reject('oversize'), Reject('empty')."""
    data = file.read(how.max_bytes + 1)
    if len(data) > how.max_bytes:
        raise Reject("oversize", f"more than {how.max_bytes:,} bytes")
    if not data.strip():
        raise Reject("empty")
    return data


def decode(data: bytes) -> str:
    """Bytes to text: UTF-8 where it is valid, else the most likely encoding. Raises Reject('undecodable')."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = _guessed(data)
    if "\x00" in text:
        raise Reject("undecodable", "it holds NUL characters")
    return text


def guess(start: bytes) -> CharsetMatch:
    """The most likely encoding of bytes that are no UTF-8. Raises Reject('undecodable')."""
    # Few bytes tell little: without a bound on disorder, noise would pass for some rare code page.
    best = from_bytes(start[:GUESSED_FROM], threshold=0.15).best()
    if best is None:
        raise Reject("undecodable", "neither UTF-8 nor another encoding fits")
    return best


def _guessed(data: bytes) -> str:
    best = guess(data)
    if len(data) <= GUESSED_FROM:
        return str(best)
    try:
        return data.decode(best.encoding)
    except UnicodeDecodeError as error:
        raise Reject("undecodable", f"it begins as {best.encoding}, and is none at byte {error.start:,}") from error


# Control characters, which no parser of HTML takes, and marks without a width.
UNPRINTED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\ufeff\ufffe\uffff]")


def clean(text: str) -> str:
    """Line ends as one newline, no control characters, at most one empty line in a row: done before any offset is counted.

    Half of a surrogate pair, which JSON can hold and no file can, becomes a question mark.
    """
    text = text.encode("utf-8", "replace").decode()
    text = re.sub(r"\r\n?|[\u2028\u2029\x85]", "\n", text)
    lines = UNPRINTED.sub("", text).split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines)).strip()


def text_sha256(text: str) -> str:
    """What exact copies share."""
    return hashlib.sha256(text.encode()).hexdigest()


# Dates that people write out; the rest is ISO 8601 or RFC 2822.
LONGEST_DATE = 100
WRITTEN_DATES = ("%d %B %Y", "%B %d, %Y", "%d %b %Y", "%b %d, %Y", "%Y/%m/%d", "%Y%m%d")


def parse_date(raw: str | None, latest: datetime) -> tuple[datetime | None, str | None]:
    """A date in a document's own words as naive UTC, with its precision: 'time', or 'day' (then midnight).

    (None, None) where there is none, where it can't be a date, and where it lies after `latest` or before 1700: a wrong date
    would put a false spike on some day.
    """
    raw = (raw or "").strip()
    if len(raw) > LONGEST_DATE:
        return None, None
    for parse, precision in (
        (_iso_day, "day"),
        (_written, "day"),
        (datetime.fromisoformat, "time"),
        (parsedate_to_datetime, "time"),
    ):
        try:
            when = parse(raw)
            when = when.astimezone(UTC).replace(tzinfo=None) if when.tzinfo else when
        except (ValueError, TypeError, OverflowError, IndexError):
            continue
        return (when, precision) if when.year >= 1700 and when <= latest else (None, None)
    return None, None


def _iso_day(raw: str) -> datetime:
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", raw):
        raise ValueError(raw)
    return datetime.fromisoformat(raw)


def _written(raw: str) -> datetime:
    for form in WRITTEN_DATES:
        try:
            return datetime.strptime(raw, form)
        except ValueError:
            continue
    raise ValueError(raw)
