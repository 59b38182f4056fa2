"""Readers: from the bytes of a file to its documents. One module per family of formats, each with a split and a parse.

`split` gives the records of a file, `parse` makes a Document of one; either raises Reject where it can't.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import PurePosixPath
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from pipelines.sources import feed, html, tables, text
from pipelines.sources.documents import REASONS, Document, Reject, parse_date


class Reader(NamedTuple):
    """A format: how its files end, how they come apart, and how a record becomes a document."""

    format: str
    endings: tuple[str, ...]
    split: Callable[[bytes], Iterator[Any]]
    parse: Callable[[Any], Document]


READERS = (
    Reader("text", text.ENDINGS, text.split, text.parse),
    Reader("html", html.ENDINGS, html.split, html.parse),
    Reader("feed", feed.ENDINGS, feed.split, feed.parse),
    Reader("jsonl", (".jsonl", ".ndjson"), tables.split_lines, tables.parse_line),
    Reader("csv", (".csv",), tables.split_rows, tables.parse_row),
)


@dataclass(frozen=True)
class Rejection:
    """A record that is no article; position is None where the whole file was refused."""

    position: int | None
    reject: Reject


class Found(NamedTuple):
    """A record that is an article."""

    position: int
    document: Document


def reader_of(path: str, data: bytes) -> Reader | None:
    """The reader for a file, by the ending of its name, else by its first characters (as for a URL without an ending)."""
    name = PurePosixPath(urlsplit(path).path if "://" in path else path).name.lower()
    for reader in READERS:
        if name.endswith(reader.endings):
            return reader
    start = data[:512].lstrip().lower()
    if "." in name and "://" not in path:
        return None
    sniffed = (
        "feed"
        if start.startswith((b"<?xml", b"<rss", b"<feed"))
        else "html"
        if start.startswith(b"<")
        else "jsonl"
        if start[:1] == b"{"
        else None
    )
    return next((reader for reader in READERS if reader.format == sniffed), None)


def read(data: bytes, path: str, max_bytes: int = 2**30) -> Iterator[Found | Rejection]:
    """Every record of a file, as an article or with the reason why it is none. Never raises for what is in the file."""
    position = None
    try:
        reader = _checked_reader(data, path, max_bytes)
        for position, record in enumerate(reader.split(data)):
            try:
                yield Found(position, reader.parse(record))
            except Reject as reject:
                yield Rejection(position, reject)
            except Exception as error:
                yield Rejection(position, Reject("reader_failed", repr(error)))
    except Reject as reject:
        yield Rejection(None if position is None else position + 1, reject)
    except Exception as error:
        yield Rejection(None if position is None else position + 1, Reject("reader_failed", repr(error)))


def split_by_day(data: bytes, path: str) -> list[tuple[date | None, bytes]]:
    """A file as parts by day of publication: the lines of a JSONL dump apart, any other file whole on the first day it names."""
    reader = reader_of(path, data)
    latest = datetime.now(UTC).replace(tzinfo=None)
    if reader is None or reader.format != "jsonl":
        dates = (parse_date(found.document.published, latest)[0] for found in read(data, path) if isinstance(found, Found))
        return [(next((when.date() for when in dates if when), None), data)]
    parts: dict[date | None, list[bytes]] = {}
    for line in reader.split(data):
        try:
            when = parse_date(reader.parse(line).published, latest)[0]
        except Reject:
            when = None
        parts.setdefault(when.date() if when else None, []).append(line)
    return [(day, b"\n".join(lines) + b"\n") for day, lines in parts.items()]


def _checked_reader(data: bytes, path: str, max_bytes: int) -> Reader:
    if not data.strip():
        raise Reject("empty")
    if len(data) > max_bytes:
        raise Reject("oversize", f"{len(data):,} bytes")
    reader = reader_of(path, data)
    if reader is None:
        raise Reject("unsupported_format", f"readers exist for {', '.join(end for each in READERS for end in each.endings)}")
    return reader


__all__ = [
    "READERS",
    "REASONS",
    "Document",
    "Found",
    "Reader",
    "Reject",
    "Rejection",
    "parse_date",
    "read",
    "reader_of",
    "split_by_day",
]
