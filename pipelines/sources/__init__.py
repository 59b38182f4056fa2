"""Readers: from the bytes of a file to its documents. One module per family of formats, each with a split and a parse.

`split` gives the records of a file as a stream (or a Reject in the place of one that can't be given), `parse` makes a Document of
one; either raises Reject where it can't.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, BinaryIO, NamedTuple, cast
from urllib.parse import urlsplit

from pipelines.sources import containers, feed, html, mail, newsml, parquet, sitemap, tables, text, warc
from pipelines.sources.documents import REASONS, Document, How, Reject, parse_date, peek


class Reader(NamedTuple):
    """A format: how its files end, how they come apart, and how a record becomes a document."""

    format: str
    endings: tuple[str, ...]
    split: Callable[[BinaryIO, How], Iterator[Any]]
    parse: Callable[[Any], Document]


READERS = (
    Reader("text", text.ENDINGS, text.split, text.parse),
    Reader("html", html.ENDINGS, html.split, html.parse),
    Reader("feed", feed.ENDINGS, feed.split, feed.parse),
    Reader("sitemap", (), sitemap.split, sitemap.parse),
    Reader("nitf", (".nitf",), newsml.split, newsml.parse),
    Reader("newsml", (".newsml",), newsml.split, newsml.parse),
    Reader("jsonl", tables.LINES, tables.split_lines, tables.parse_line),
    Reader("json", tables.OBJECTS, tables.split_objects, tables.parse_row),
    Reader("csv", tables.ROWS, tables.split_rows, tables.parse_row),
    Reader("parquet", parquet.ENDINGS, parquet.split, tables.parse_row),
    Reader("warc", warc.ENDINGS, warc.split, warc.parse),
    Reader("mail", mail.ENDINGS, mail.split, mail.parse),
)
ENDINGS = tuple(
    end for each in (*(reader.endings for reader in READERS), containers.ZIP, containers.GZIP, containers.ZSTD) for end in each
)
# What a file begins with that has no ending, as behind a URL.
STARTS = (
    (b"<?xml", "feed"),
    (b"<rss", "feed"),
    (b"<feed", "feed"),
    (b"<", "html"),
    (b"{", "jsonl"),
    (b"[", "json"),
    (b"warc/", "warc"),
    (b"par1", "parquet"),
)
# XML is told apart by its first element, whatever its name ends with.
ROOTS = {**dict.fromkeys(sitemap.ROOTS, "sitemap"), **newsml.ROOTS}
LOOKED_AT = 4096
BUFFER = 256 * 1024


class Place(NamedTuple):
    """Where a record stands: its number in the whole file, and that of its member of an archive with the first number in it."""

    position: int = 0
    member: int = 0
    member_start: int = 0


START = Place()


@dataclass(frozen=True)
class Rejection:
    """A record that is no article; position is None where the whole file was refused."""

    position: int | None
    reject: Reject
    member: str | None = None


class Found(NamedTuple):
    """A record that is an article, by which reader, and in which member of an archive."""

    position: int
    document: Document
    format: str = "text"
    member: str | None = None


def reader_of(path: str, data: bytes) -> Reader | None:
    """The reader for a file that begins with `data`: by the ending of its name, else (as for a URL without one) by its start."""
    name = PurePosixPath(urlsplit(path).path if "://" in path else path).name.lower()
    found = next((reader.format for reader in READERS if name.endswith(reader.endings)), None)
    start = data[:LOOKED_AT].removeprefix(b"\xef\xbb\xbf").lstrip()
    if found is None and ("." not in name or "://" in path):
        found = next((format for begins, format in STARTS if start.lower().startswith(begins)), None)
    if found == "feed":
        root = re.search(rb"<(?:\w{1,20}:)?([a-zA-Z]{1,20})[\s>/]", start)
        found = ROOTS.get(root[1].decode(), found) if root else found
    return next((reader for reader in READERS if reader.format == found), None)


def format_of(file: bytes | BinaryIO, path: str) -> str | None:
    """The format of a file, that of a .gz or .zst being what is in it; None where there is no reader for it."""
    try:
        buffered = _buffered(file)
        if containers.kind(buffered, path) is containers.ZIP:
            return "zip"
        for member in containers.members(buffered, path):
            reader = None if isinstance(member.file, Reject) else reader_of(member.path, peek(member.file, LOOKED_AT))
            return reader.format if reader else None
    except Reject:
        pass
    return None


def read(
    file: bytes | BinaryIO,
    path: str,
    max_bytes: int = How().max_bytes,
    how: How | None = None,
    start: Place = START,
    watch: Callable[[str, Place], None] = lambda step, place: None,
) -> Iterator[Found | Rejection]:
    """Every record of a file, as an article or with the reason why it is none. Never raises for what is in the file.

    `watch` is told before each step ('split' or 'parse') where it is. Who knows from there that a record at `start` can't be read
    goes on behind it: its member's records before it are passed over, and so are whole members before that.
    """
    how = how or How(max_bytes)
    place = Place(start.member_start, 0, start.member_start)
    members = containers.members(_buffered(file), path)
    number = -1
    while True:
        watch("split", place._replace(member=number + 1))
        try:
            member = next(members, None)
        except Exception as error:
            yield Rejection(place.position or None, _told(error))
            return
        if member is None:
            return
        number += 1
        if number < start.member:
            continue
        begin = Place(place.position, number, place.position)
        for place, found in _read_member(member, how, begin, watch, start.position):  # noqa: B007 (it is where the next begins)
            if found is not None:
                yield found


def _read_member(
    member: containers.Member, how: How, place: Place, watch: Callable[[str, Place], None], start: int
) -> Iterator[tuple[Place, Found | Rejection | None]]:
    """The records of a file in an archive (or of one outside any), each with the place behind it."""
    try:
        reader, file = _opened(member)
        records = reader.split(file, how)
        while True:
            watch("split", place)
            record = next(records, None)
            if record is None and place.position == place.member_start:
                raise Reject("empty", "no record in it")
            if record is None:
                return
            position, place = place.position, place._replace(position=place.position + 1)
            if position < start:
                yield place, None
            elif isinstance(record, Reject):
                yield place, Rejection(position, record, member.name)
            else:
                watch("parse", place._replace(position=position))
                try:
                    found: Found | Rejection = Found(position, reader.parse(record), reader.format, member.name)
                except Exception as error:
                    found = Rejection(position, _told(error), member.name)
                yield place, found
    except Exception as error:
        # The whole file, where nothing of it has been read; else what is behind the last record.
        whole = member.name is None and place.position == place.member_start
        refused = Rejection(None if whole else place.position, _told(error), member.name)
        yield place._replace(position=place.position + 1), refused


def _opened(member: containers.Member) -> tuple[Reader, BinaryIO]:
    if isinstance(member.file, Reject):
        raise member.file
    data = peek(member.file, LOOKED_AT)
    if not data:
        raise Reject("empty")
    reader = reader_of(member.path, data)
    if reader is None:
        raise Reject("unsupported_format", f"readers exist for {', '.join(ENDINGS)}")
    return reader, member.file


def _told(error: Exception) -> Reject:
    if isinstance(error, MemoryError):
        return Reject("too_much_memory", str(error) or None)
    return error if isinstance(error, Reject) else Reject("reader_failed", repr(error)[:1000])


def _buffered(file: bytes | BinaryIO) -> BinaryIO:
    if isinstance(file, io.BufferedReader):
        return file
    return cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, io.BytesIO(file) if isinstance(file, bytes) else file), BUFFER))


__all__ = [
    "READERS",
    "REASONS",
    "Document",
    "Found",
    "How",
    "Place",
    "Reader",
    "Reject",
    "Rejection",
    "format_of",
    "parse_date",
    "read",
    "reader_of",
]
