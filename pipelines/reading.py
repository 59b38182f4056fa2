"""The second step: from a day's landed files to articles and rejected rows, one or the other for every document."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import py3langid
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines import lake, landing, schema, sources
from pipelines.landing import Landed
from pipelines.settings import Settings
from pipelines.sources.documents import Document, Reject, clean

TABLES = ("landed", "articles", "rejected")
# How many articles are held before they are written.
ROWS_PER_WRITE = 500
# The longest article: the language pipeline holds all of one in memory.
MOST_CHARACTERS = 1_000_000
# Characters that tell the language.
LANGUAGE_SAMPLE = 5000


def read_day(settings: Settings, day: date) -> Counter[str]:
    """Read what landed on a day into `articles/landed_on=DAY`. Returns how many articles and, by reason, rejected rows."""
    with lake.replacing(settings.home, lake.ARTICLES, day) as folder:
        tables = {name: schema.arrow("raw", name) for name in TABLES}
        writers = {name: pq.ParquetWriter(folder / f"{name}.parquet", tables[name]) for name in TABLES}
        counts: Counter[str] = Counter()
        buffers: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
        try:
            for name, row in _rows(settings, day):
                counts[row["reason"] if name == "rejected" else name] += 1
                buffers[name].append(row)
                if len(buffers[name]) >= ROWS_PER_WRITE:
                    writers[name].write_table(pa.Table.from_pylist(buffers[name], tables[name]))
                    buffers[name].clear()
            for name, rows in buffers.items():
                writers[name].write_table(pa.Table.from_pylist(rows, tables[name]))
        finally:
            for writer in writers.values():
                writer.close()
    return counts


def _rows(settings: Settings, day: date) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every row of a day, with the table that it belongs to."""
    for item in landing.on_day(settings.home, day):
        data, documents = item.read(settings.home), 0
        format = _format(item, data)
        for record in sources.read(data, item.path, settings.max_bytes):
            documents += 1
            try:
                if isinstance(record, sources.Rejection):
                    raise record.reject
                row = article_row(item, record.position, record.document, format, settings.min_words)
                pa.Table.from_pylist([row], schema.arrow("raw", "articles"))
                yield "articles", row
            except Reject as reject:
                yield "rejected", rejected_row(item, record.position, reject)
            except Exception as error:  # One odd record must not stop its day.
                yield "rejected", rejected_row(item, record.position, Reject("reader_failed", repr(error)))
        yield "landed", _landed_row(item, format, documents)


def article_row(item: Landed, position: int, document: Document, format: str | None, min_words: int) -> dict[str, Any]:
    """A document as a row of raw.articles. Raises Reject('too_short')."""
    words = len(document.text.split())
    if words < min_words:
        raise Reject("too_short", f"{words} words; the least is {min_words}")
    if len(document.text) > MOST_CHARACTERS:
        raise Reject("oversize", f"{len(document.text):,} characters; the most is {MOST_CHARACTERS:,}")
    # A day of grace, since clocks and time zones differ.
    latest = datetime.combine(item.landed_on, time.max) + timedelta(days=1)
    url = next((address for address in (document.url, item.path) if address and re.match(r"https?://", address)), None)
    published, precision = sources.parse_date(document.published, latest)
    return {
        "article_id": hashlib.sha256(f"{item.raw_sha256}:{position}".encode()).hexdigest()[:16],
        "landed_on": item.landed_on,
        "source": document.source or _source(url, item.path),
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
        "text_sha256": hashlib.sha256(document.text.encode()).hexdigest(),
        # Facts about the whole history: the warehouse fills them in.
        "revision": 1,
        "duplicate_of": None,
    }


def rejected_row(item: Landed, position: int | None, reject: Reject, stage: str = "read") -> dict[str, Any]:
    """A refusal as a row of raw.rejected."""
    return {
        "landed_on": item.landed_on,
        "raw_sha256": item.raw_sha256,
        "path": item.path,
        "position": position,
        "stage": stage,
        "reason": reject.reason,
        "detail": reject.detail,
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


def _format(item: Landed, data: bytes) -> str | None:
    reader = sources.reader_of(item.path, data)
    return reader.format if reader else None


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
    """ISO 639-1: as the document says, where it says it in a code, else as detected."""
    stated = re.match(r"([a-z]{2})(?:[-_]|$)", document.language or "", re.IGNORECASE)
    return stated[1].lower() if stated else str(py3langid.classify(document.text[:LANGUAGE_SAMPLE])[0])
