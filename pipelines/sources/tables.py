"""Dumps with one article per line or row: JSONL and CSV, with the field names that dumps commonly use."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

from pipelines.sources.documents import Document, Reject, clean, decode

# Each field of a document, and what dumps call it, best first.
NAMES = {
    "text": ("text", "body", "content", "article", "maintext"),
    "title": ("title", "headline"),
    "url": ("url", "link"),
    "source": ("source", "outlet", "publisher", "site", "domain"),
    "published": ("published", "published_at", "date", "datePublished", "date_publish"),
    "updated": ("updated", "updated_at", "dateModified", "date_modify"),
    "language": ("language", "lang"),
}
AUTHORS = ("authors", "author", "byline")
csv.field_size_limit(2**30)


def split_lines(data: bytes) -> Iterator[bytes]:
    """The lines of a JSONL file that hold anything."""
    return (line for line in data.removeprefix(b"\xef\xbb\xbf").split(b"\n") if line.strip())


def parse_line(record: bytes) -> Document:
    """The article of a line."""
    try:
        row = json.loads(decode(record))
    except (ValueError, RecursionError) as error:
        raise Reject("malformed", f"not JSON: {error}") from error
    if not isinstance(row, dict):
        raise Reject("malformed", "a line must hold a JSON object")
    return _document(row)


def split_rows(data: bytes) -> Iterator[dict[str, str]]:
    """The rows of a CSV file with a header."""
    text = decode(data)
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    if not set(reader.fieldnames or ()) & set(NAMES["text"]):
        raise Reject("malformed", f"no column for the text in the header {reader.fieldnames}")
    try:
        yield from reader
    except csv.Error as error:
        raise Reject("malformed", f"line {reader.line_num}: {error}") from error


def _document(row: Mapping[str, Any]) -> Document:
    fields = {field: _first(row, names) for field, names in NAMES.items()}
    text = clean(fields.pop("text") or "")
    if not text:
        raise Reject("no_text")
    return Document(text=text, authors=_authors(row), **fields)


def parse_row(record: Mapping[str, Any]) -> Document:
    """The article of a row. A row with more cells than the header has is malformed: its text may lie in the wrong column."""
    if None in record:
        raise Reject("malformed", "more cells than the header names")
    return _document(record)


def _first(row: Mapping[str, Any], names: tuple[str, ...]) -> str | None:
    return next((str(row[name]) for name in names if isinstance(row.get(name), str | int) and str(row[name]).strip()), None)


def _authors(row: Mapping[str, Any]) -> list[str]:
    value: Any = next((row[name] for name in AUTHORS if row.get(name)), [])
    names = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    return [str(name).strip() for name in names if str(name).strip()]
