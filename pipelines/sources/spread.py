"""A dump that holds many days, taken apart: each record with the day that it names, in the bytes that it came in."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import BinaryIO, NamedTuple

from pipelines.sources import Found, Rejection, containers, reader_of, tables
from pipelines.sources.documents import Document, How, Reject, parse_date, peek

CHUNK = 1 << 20


class Part(NamedTuple):
    """Bytes of a dump and the day that they go to (None: it names none); a day's first part follows `head`."""

    day: date | None
    data: bytes
    head: bytes = b""


def by_day(file: BinaryIO, path: str, how: How) -> tuple[str, Iterator[Part]] | None:
    """The name of a dump without its packing, and its parts in order; None for a file that is no dump of lines or rows."""
    if path.lower().endswith(containers.ZIP):
        return None
    member = next(containers.members(file, path), None)
    if member is None or isinstance(member.file, Reject):
        return None
    reader = reader_of(member.path, peek(member.file, 512))
    parts = {"jsonl": _lines, "csv": _rows}.get(reader.format if reader else "")
    return (member.path, parts(member.file, how)) if parts else None


def first_day(records: Iterable[Found | Rejection]) -> date | None:
    """The first day that a document of a file names."""
    documents = (found.document for found in records if isinstance(found, Found))
    return next((day for document in documents if (day := _day(document))), None)


def _day(document: Document) -> date | None:
    when = parse_date(document.published, datetime.now(UTC).replace(tzinfo=None))[0]
    return when.date() if when else None


def _lines(file: BinaryIO, how: How) -> Iterator[Part]:
    """A line at a time; one that is too long to be read goes where lines without a day go, in pieces."""
    called, goes_on = tables.names(how), False
    while line := file.readline(how.max_bytes + 1):
        day = None
        if not goes_on and line.strip() and len(line) <= how.max_bytes:
            with contextlib.suppress(Reject):
                day = _day(tables.parse_line((line.removeprefix(b"\xef\xbb\xbf"), called)))
        goes_on = not line.endswith(b"\n")
        # The last line may lack its end, and another may follow it in the part.
        yield Part(day, line if not goes_on or len(line) > how.max_bytes else line + b"\n")


def _rows(file: BinaryIO, how: How) -> Iterator[Part]:
    """A row at a time, each part with the header; what is no CSV goes as it is where rows without a day go."""
    head = b""
    try:
        for written, record in tables.rows_as_written(file, how):
            if record is None:
                head = written
                continue
            day = None
            if isinstance(record, tables.Row):
                with contextlib.suppress(Reject):
                    day = _day(tables.parse_row(record))
            yield Part(day, written if written.endswith((b"\n", b"\r")) else written + b"\n", head)
    except Reject:
        pass
    while data := file.read(CHUNK):
        yield Part(None, data, head)
