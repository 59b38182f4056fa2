"""Dumps with one article per line or row: JSONL, JSON and CSV, with the field names that dumps commonly use."""

from __future__ import annotations

import codecs
import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, BinaryIO, NamedTuple

from pipelines.sources.documents import Document, How, Reject, clean, decode, guess, peek, whole

LINES, OBJECTS, ROWS = (".jsonl", ".ndjson"), (".json",), (".csv", ".tsv")
# Each field of a document, and what dumps call it, best first; `a.b` is field b of the object a, as Webz has it.
NAMES = {
    "text": ("text", "body", "content", "article", "maintext"),
    "title": ("title", "headline"),
    "url": ("url", "link"),
    "source": ("source", "outlet", "publisher", "site", "domain", "thread.site"),
    "authors": ("authors", "author", "byline"),
    "published": ("published", "published_at", "date", "datePublished", "date_publish"),
    "updated": ("updated", "updated_at", "dateModified", "date_modify"),
    "language": ("language", "lang"),
}
# Where a JSON file that is no article itself holds its articles.
LISTS = ("posts", "articles", "documents", "items", "data")
DELIMITERS = ",\t;|"
# What is looked at to tell the encoding and the delimiter of a CSV file.
HEAD = 1 << 20
# A byte that did not fit the encoding, as Python keeps it.
MISFIT = re.compile(r"[\udc80-\udcff]")


class Row(NamedTuple):
    """A record of a dump, and how its columns are called."""

    cells: Mapping[str, Any]
    names: Mapping[str, tuple[str, ...]]


def names(how: How) -> dict[str, tuple[str, ...]]:
    """What each field may be called: as a setting maps it, else as dumps commonly do."""
    return {field: (how.columns[field],) if field in how.columns else common for field, common in NAMES.items()}


def split_lines(file: BinaryIO, how: How) -> Iterator[tuple[bytes, Mapping[str, tuple[str, ...]]] | Reject]:
    """The lines of a JSONL file that hold anything; one that is too long is refused, and the next is read."""
    called, first = names(how), True
    while line := file.readline(how.max_bytes + 1):
        if len(line) > how.max_bytes:
            while line and not line.endswith(b"\n"):
                line = file.readline(HEAD)
            yield Reject("oversize", f"a line of more than {how.max_bytes:,} bytes")
            continue
        line = line.removeprefix(b"\xef\xbb\xbf") if first else line
        first = False
        if line.strip():
            yield line, called


def parse_line(record: tuple[bytes, Mapping[str, tuple[str, ...]]]) -> Document:
    """The article of a line."""
    return parse_row(Row(_object(record[0]), record[1]))


def split_objects(file: BinaryIO, how: How) -> Iterator[Row | Reject]:
    """The articles of a JSON file: it is one, it is a list of them, or it holds that list."""
    called = names(how)
    try:
        found = json.loads(decode(whole(file, how)))
    except (ValueError, RecursionError) as error:
        raise Reject("malformed", f"not JSON: {error}") from error
    if isinstance(found, dict):
        found = next((found[name] for name in LISTS if isinstance(found.get(name), list)), [found])
    if not isinstance(found, list) or not found:
        raise Reject("malformed", "neither an object nor a list of objects")
    for each in found:
        yield Row(each, called) if isinstance(each, dict) else Reject("malformed", "not a JSON object")


def _object(line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(decode(line))
    except (ValueError, RecursionError) as error:
        raise Reject("malformed", f"not JSON: {error}") from error
    if not isinstance(row, dict):
        raise Reject("malformed", "a line must hold a JSON object")
    return row


def split_rows(file: BinaryIO, how: How) -> Iterator[Row | Reject]:
    """The rows of a CSV file with a header, whatever of comma, tab, semicolon or bar parts its cells."""
    return (record for _, record in rows_as_written(file, how) if record is not None)


def rows_as_written(file: BinaryIO, how: How) -> Iterator[tuple[bytes, Row | Reject | None]]:
    """The rows of a CSV file with the bytes that they are written in: first those of the header, with None.

    A file that is no CSV from some place on gives a refusal there; what follows in it is left in the file.
    """
    called = names(how)
    csv.field_size_limit(how.max_bytes)
    code = encoding(peek(file, HEAD))
    text = io.TextIOWrapper(file, code, errors="surrogateescape", newline="")
    taken: list[str] = []

    def written() -> bytes:
        joined = "".join(taken)
        taken.clear()
        return joined.encode(code.removesuffix("-sig"), "surrogateescape")

    def lines() -> Iterator[str]:
        while line := text.readline(how.max_bytes):
            taken.append(line)
            yield line

    try:
        taken.append(text.readline(HEAD))
        header, delimiter = _header(taken[0], called["text"])
        yield written(), None
        rows = csv.DictReader(lines(), header, delimiter=delimiter, strict=True)
        for row in rows:
            mended = _mended(row, called)
            yield written(), mended
    except csv.Error as error:
        yield written(), Reject("malformed", f"line {rows.line_num + 1}: {error}")
    except UnicodeError as error:
        yield b"", Reject("undecodable", str(error))
    finally:
        text.detach()


def encoding(head: bytes) -> str:
    """The encoding of a file by its start: UTF-8 where that can be, else the most likely. Raises Reject('undecodable')."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    # Line by line, so that a few lines of another encoding make no other file of it.
    lines = [line for line in head.split(b"\n") if not line.isascii()]
    return "utf-8-sig" if 2 * sum(map(_is_utf8, lines)) >= len(lines) else guess(head).encoding


def _is_utf8(line: bytes) -> bool:
    try:  # As the start of a longer text: the last line may be cut off.
        codecs.getincrementaldecoder("utf-8-sig")().decode(line)
    except UnicodeDecodeError:
        return False
    return True


def _header(line: str, text: tuple[str, ...]) -> tuple[list[str], str]:
    """The names of the columns, and what parts them: the first sign with which one of them is the text's."""
    for delimiter in DELIMITERS:
        try:
            header = [name.strip() for name in next(csv.reader([line], delimiter=delimiter, strict=True), [])]
        except csv.Error:
            continue
        if set(header) & set(text):
            return header, delimiter
    raise Reject("malformed", f"no column for the text in the header {line[:200]!r}")


def _mended(row: dict[str, Any], called: Mapping[str, tuple[str, ...]]) -> Row | Reject:
    """A row of a CSV file; a cell with bytes that are not of the file's encoding is decoded by itself."""
    try:
        mended = {
            name: _decoded(cell.encode("utf-8", "surrogateescape")) if isinstance(cell, str) and MISFIT.search(cell) else cell
            for name, cell in row.items()
        }
    except (Reject, UnicodeError) as error:
        return Reject("undecodable", str(error))
    return Row(mended, called)


def _decoded(cell: bytes) -> str:
    """A cell is too short for a guess: what is no UTF-8 in the news is Windows-1252, if it can be."""
    try:
        return cell.decode("cp1252")
    except UnicodeDecodeError:
        return decode(cell)


def parse_row(record: Row) -> Document:
    """The article of a row. A row with more cells than the header has is malformed: its text may lie in the wrong column."""
    cells = record.cells
    if None in cells:
        raise Reject("malformed", "more cells than the header names")
    fields: dict[str, Any] = {field: _first(cells, called) for field, called in record.names.items() if field != "authors"}
    text = clean(fields.pop("text") or "")
    if not text:
        raise Reject("no_text")
    return Document(text=text, authors=_authors(cells, record.names["authors"]), **fields)


def _value(cells: Mapping[str, Any], name: str) -> Any:
    """The value of a column; `a.b` is field b of the object a, where no column has that name itself."""
    if name in cells or "." not in name:
        return cells.get(name)
    outer, _, inner = name.partition(".")
    nested = cells.get(outer)
    return _value(nested, inner) if isinstance(nested, Mapping) else None


def _first(cells: Mapping[str, Any], called: tuple[str, ...]) -> str | None:
    for name in called:
        value = _value(cells, name)
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, str | int) and str(value).strip():
            return str(value)
    return None


def _authors(cells: Mapping[str, Any], called: tuple[str, ...]) -> list[str]:
    value: Any = next((found for name in called if (found := _value(cells, name))), [])
    people = value.split(",") if isinstance(value, str) else value if isinstance(value, list) else []
    named = (who.get("name") if isinstance(who, Mapping) else who for who in people)
    return [str(who).strip() for who in named if who is not None and str(who).strip()]
