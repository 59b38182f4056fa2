"""The second step: from a day's landed files to articles and rejected rows, one or the other for every document."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urldefrag, urlsplit

import courlan
import py3langid
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines import boilerplate, lake, landing, schema, sources
from pipelines.landing import Landed
from pipelines.settings import Settings
from pipelines.sources.documents import Document, Reject, clean, text_sha256
from pipelines.sources.isolated import read_file

TABLES = ("landed", "articles", "rejected")
# How many articles are held before they are written.
ROWS_PER_WRITE = 500
CHARACTERS_PER_WRITE = 16_000_000
# What Arrow raises for a value that does not fit its column.
UNFITTING = (pa.ArrowException, UnicodeError, OverflowError, TypeError, ValueError)
# Makes a row of raw.rejected of the record that it was made for.
Refuse = Callable[[Reject], dict[str, Any]]
# The longest article: the language pipeline holds all of one in memory.
MOST_CHARACTERS = 1_000_000
# Characters that tell the language.
LANGUAGE_SAMPLE = 5000
LONGEST_DETAIL = 1000
LONGEST_URL = 2000


def read_day(settings: Settings, day: date) -> Counter[str]:
    """Read what landed on a day into `articles/landed_on=DAY`. Returns how many articles and, by reason, rejected rows."""
    with lake.replacing(settings.home, lake.ARTICLES, day) as folder:
        with Tables(folder) as tables:
            for item in landing.on_day(settings.home, day):
                read_item(settings, item, tables)
        refusals = boilerplate.cut(settings.home, day, folder, settings.min_words, partial(refused, settings.home))
        tables.counts.update({**refusals, "articles": -refusals.total()})
    return tables.counts


class Tables:
    """The Parquet files of a day. Rows are written many at a time; one that fits no table costs itself and not its day."""

    def __init__(self, folder: Path) -> None:
        self.schemas = {name: schema.arrow("raw", name) for name in TABLES}
        self.writers = {name: pq.ParquetWriter(folder / f"{name}.parquet", self.schemas[name]) for name in TABLES}
        self.waiting: dict[str, list[tuple[dict[str, Any], Refuse | None]]] = {name: [] for name in TABLES}
        self.characters = 0
        self.counts: Counter[str] = Counter()

    def __enter__(self) -> Tables:
        return self

    def __exit__(self, *failed: object) -> None:
        try:
            if failed == (None, None, None):
                for name in TABLES:
                    self._write(name)
        finally:
            for writer in self.writers.values():
                writer.close()

    def add(self, name: str, row: dict[str, Any], refuse: Refuse | None = None) -> None:
        """Add a row to a table; `refuse` makes a rejected row of it, where it does not fit."""
        self.waiting[name].append((row, refuse))
        self.characters += len(row.get("text", ""))
        if len(self.waiting[name]) >= ROWS_PER_WRITE or self.characters > CHARACTERS_PER_WRITE:
            self._write(name)

    def _write(self, name: str) -> None:
        waiting, self.waiting[name], self.characters = self.waiting[name], [], 0
        try:
            self._write_rows(name, [row for row, _ in waiting])
        except UNFITTING:
            # One of them: each by itself finds which.
            for row, refuse in waiting:
                try:
                    self._write_rows(name, [row])
                except UNFITTING as error:
                    if refuse is None:
                        raise
                    self.add("rejected", refuse(Reject("reader_failed", repr(error))))

    def _write_rows(self, name: str, rows: list[dict[str, Any]]) -> None:
        self.writers[name].write_table(pa.Table.from_pylist(rows, self.schemas[name]))
        for row in rows:
            self.counts[row["reason"] if name == "rejected" else name] += 1


def read_item(settings: Settings, item: Landed, tables: Tables) -> None:
    """Read a landed file: a row of one table or the other for each document in it, and one for the file."""
    documents = 0
    for record in records(settings, item):
        documents += 1
        refuse = partial(rejected_row, item, record.position, member=record.member)
        try:
            if isinstance(record, sources.Rejection):
                raise record.reject
            row = article_row(item, record.position, record.document, record.format, settings.min_words, record.member)
            tables.add("articles", row, refuse)
        except Reject as reject:
            tables.add("rejected", refuse(reject))
        except Exception as error:  # One odd record must not stop its day.
            tables.add("rejected", refuse(Reject("reader_failed", repr(error))))
    tables.add("landed", _landed_row(item, _format(settings, item), documents))


def records(settings: Settings, item: Landed) -> Iterator[sources.Found | sources.Rejection]:
    """Every record of a landed file, read in a process of its own."""
    if item.refused:
        return iter([sources.Rejection(None, Reject(item.refused))])
    return read_file(item.file(settings.home), item.path, landing.how_to_read(settings), settings.time_limit)


def article_row(
    item: Landed, position: int, document: Document, format: str | None, min_words: int, member: str | None = None
) -> dict[str, Any]:
    """A document as a row of raw.articles. Raises Reject('too_short'), Reject('oversize')."""
    words = len(document.text.split())
    if words < min_words:
        raise Reject("too_short", f"{words} words; the least is {min_words}")
    if len(document.text) > MOST_CHARACTERS:
        raise Reject("oversize", f"{len(document.text):,} characters; the most is {MOST_CHARACTERS:,}")
    # A day of grace, since clocks and time zones differ.
    latest = datetime.combine(item.landed_on, time.max) + timedelta(days=1)
    url = next((found for address in (document.url, item.path) if address and (found := canonical(address))), None)
    published, precision = sources.parse_date(document.published, latest)
    return {
        "article_id": hashlib.sha256(f"{item.raw_sha256}:{position}".encode()).hexdigest()[:16],
        "landed_on": item.landed_on,
        "source": document.source or _source(url, member or item.path),
        "format": format,
        "url": url,
        "title": clean(document.title) if document.title else None,
        "authors": [clean(author) for author in document.authors],
        "published_at": published,
        "published_precision": precision,
        "published_raw": document.published,
        "updated_at": sources.parse_date(document.updated, latest)[0],
        "language": _language(document),
        "text": document.text,
        "raw_sha256": item.raw_sha256,
        "position": position,
        "text_sha256": text_sha256(document.text),
        "origins": list(document.origins.items()),
        # What the whole day tells: `boilerplate.cut` fills it in.
        "boilerplate": [],
        # Facts about the whole history: the warehouse fills them in.
        "revision": 1,
        "duplicate_of": None,
    }


def refused(home: Path, row: dict[str, Any], reject: Reject) -> dict[str, Any]:
    """A row of raw.articles as one of raw.rejected."""
    return rejected_row(landing.at(home, row["landed_on"], row["raw_sha256"]), row["position"], reject)


def canonical(address: str) -> str | None:
    """One form for the ways to write an address: no fragment, no marks of campaigns, parameters in order; None where it is none.

    Parameters that nobody knows stay: in many systems they are what tells two articles apart.
    """
    if not re.match(r"https?://\S+$", address) or len(address) > LONGEST_URL:
        return None
    with suppress(ValueError):
        return urldefrag(courlan.normalize_url(address, strict=False)).url
    return address


def rejected_row(
    item: Landed, position: int | None, reject: Reject, stage: str = "read", member: str | None = None
) -> dict[str, Any]:
    """A refusal as a row of raw.rejected."""
    return {
        "landed_on": item.landed_on,
        "raw_sha256": item.raw_sha256,
        # What a stranger called a file in an archive need not be text.
        "path": clean(f"{item.path}/{member}") if member else item.path,
        "position": position,
        "stage": stage,
        "reason": reject.reason,
        "detail": clean(reject.detail)[:LONGEST_DETAIL] if reject.detail else None,
        "retryable": reject.retryable,
    }


def _landed_row(item: Landed, format: str | None, documents: int) -> dict[str, Any]:
    return {
        "landed_on": item.landed_on,
        "raw_sha256": item.raw_sha256,
        "path": item.path,
        "format": format,
        "bytes": item.size,
        "landed_at": item.landed_at,
        "documents": documents,
    }


def _format(settings: Settings, item: Landed) -> str | None:
    if item.refused:
        return None
    with item.file(settings.home).open("rb") as file:
        return sources.format_of(file, item.path)


def _source(url: str | None, path: str) -> str | None:
    """The outlet of an article that names none: the host of its URL, else the first folder of its path."""
    try:
        host = urlsplit(url).hostname if url else None
    except ValueError:
        host = None
    folders = PurePosixPath(path).parts[:-1] if "://" not in path else ()
    return host.removeprefix("www.") if host else _outlet(folders[0]) if folders else None


def _outlet(folder: str) -> str:
    """The name of an outlet that a folder is named after: lakeside-tribune is the Lakeside Tribune of other articles."""
    return re.sub(r"[-_]+", " ", folder).strip().title() if folder.islower() else folder


def _language(document: Document) -> str:
    """ISO 639-1: as the document says, where it says it in a code that its words do not belie, else as detected."""
    stated = re.match(r"([a-z]{2})(?:[-_]|$)", document.language or "", re.IGNORECASE)
    sample = document.text[:LANGUAGE_SAMPLE]
    if stated is None:
        return _detected(sample)
    # A site says one language for all that is on it. Two halves that are of the same other one are believed more than that.
    halves = {_detected(sample[: len(sample) // 2]), _detected(sample[len(sample) // 2 :])}
    return halves.pop() if len(halves) == 1 else stated[1].lower()


def _detected(text: str) -> str:
    return str(py3langid.classify(text)[0])
