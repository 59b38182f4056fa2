"""Archives: `.gz` and `.zst` hold one file, `.zip` holds many. They are unpacked as streams, never to a disk.

What an archive says of itself is not believed: bytes are counted as they come out, and names only say which reader is meant.
"""

from __future__ import annotations

import gzip
import io
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath, PureWindowsPath
from typing import BinaryIO, NamedTuple, cast

import pyarrow as pa

from pipelines.sources.documents import Reject, peek

ZIP = (".zip",)
GZIP = (".gz", ".gzip")
ZSTD = (".zst", ".zstd")
# An archive in an archive is common (a .jsonl.gz in a .zip); one deeper is not news.
DEEPEST = 2
MOST_MEMBERS = 100_000
# News packs to a fifth, repetitive markup to a thirtieth; a bomb to a thousandth.
MOST_TIMES = 200
# Below this, a bomb does no harm and a ratio says nothing.
ALWAYS_ALLOWED = 16 * 2**20


class Member(NamedTuple):
    """A file in an archive, or a file that is none: its name in the archive (None outside), and what reads it, or a refusal."""

    name: str | None
    path: str
    file: BinaryIO | Reject


class Counted(io.RawIOBase):
    """A stream out of an archive, which ends with Reject('unpacks_too_far') where it holds too much for what it was packed in."""

    def __init__(self, file: BinaryIO, packed: Callable[[], int]) -> None:
        self.file, self.packed, self.bytes = file, packed, 0

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill a buffer. Raises Reject('unpacks_too_far'), Reject('malformed')."""
        try:
            data = self.file.read(len(buffer))
        except (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
            raise Reject("malformed", f"it can't be unpacked behind byte {self.bytes:,}: {error}") from error
        buffer[: len(data)] = data
        self.bytes += len(data)
        if self.bytes > max(ALWAYS_ALLOWED, MOST_TIMES * self.packed()):
            raise Reject("unpacks_too_far", f"more than {MOST_TIMES} times as much as it is packed in")
        return len(data)


def members(file: BinaryIO, path: str, depth: int = 0, name: str | None = None) -> Iterator[Member]:
    """The files that a file holds: itself, what it unpacks to, or the members of a .zip."""
    packed_as = kind(file, path)
    if packed_as is None:
        yield Member(name, path, file)
    elif depth == DEEPEST:
        yield Member(name, path, Reject("unsupported_format", f"archives more than {DEEPEST} deep"))
    elif packed_as is ZIP:
        yield from _zip(file, path, depth)
    else:
        raw = getattr(file, "raw", None)
        packed = (lambda: raw.bytes) if isinstance(raw, Counted) else file.tell
        unpacked = cast(BinaryIO, gzip.GzipFile(fileobj=file)) if packed_as is GZIP else _zstd(file)
        inner = _without(path, packed_as)
        yield from members(_buffered(unpacked, packed), inner, depth + 1, name)


def kind(file: BinaryIO, path: str) -> tuple[str, ...] | None:
    """The sort of archive, by its name; without an ending, as in a URL, by its first bytes."""
    last = PurePosixPath(path).name.lower()
    for endings in (ZIP, GZIP, ZSTD):
        if last.endswith(endings):
            return endings
    start = b"" if "." in last and "://" not in path else peek(file, 4)
    return (
        ZIP
        if start.startswith(b"PK\x03\x04")
        else GZIP
        if start.startswith(b"\x1f\x8b")
        else ZSTD
        if start.startswith(b"\x28\xb5\x2f\xfd")
        else None
    )


def _without(path: str, endings: tuple[str, ...]) -> str:
    ending = next((ending for ending in endings if path.lower().endswith(ending)), "")
    return path[: len(path) - len(ending)]


def _zstd(file: BinaryIO) -> BinaryIO:
    return cast(BinaryIO, pa.CompressedInputStream(pa.PythonFile(cast(io.IOBase, file), "r"), "zstd"))


def _buffered(file: BinaryIO, packed: Callable[[], int]) -> io.BufferedReader:
    return io.BufferedReader(Counted(file, packed), 256 * 1024)


def _zip(file: BinaryIO, path: str, depth: int) -> Iterator[Member]:
    """The members of a .zip in the order of its directory; one that can't be taken is a refusal, and costs no other."""
    if not file.seekable():
        yield Member(None, path, Reject("unsupported_format", "a .zip inside another archive"))
        return
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError, EOFError) as error:
        yield Member(None, path, Reject("malformed", f"not a .zip: {error}"))
        return
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if not entries:
        yield Member(None, path, Reject("empty", "no file in it"))
    most, total = max(4 * ALWAYS_ALLOWED, MOST_TIMES * file.seek(0, io.SEEK_END)), 0
    for entry in entries[:MOST_MEMBERS]:
        if total > most:
            # Each by itself does no harm, but they may all lie on the same bytes.
            yield Member(None, path, Reject("unpacks_too_far", f"more than {MOST_TIMES} times as much as it is packed in"))
            return
        if refused := _refused(entry):
            yield Member(entry.filename, entry.filename, refused)
            continue
        try:
            stream = archive.open(entry)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, ValueError, EOFError) as error:
            yield Member(entry.filename, entry.filename, Reject("malformed", str(error)))
            continue
        with stream:
            unpacked = _buffered(cast(BinaryIO, stream), lambda entry=entry: entry.compress_size)  # type: ignore[misc]
            yield from members(unpacked, entry.filename, depth + 1, entry.filename)
            total += cast(Counted, unpacked.raw).bytes
    if len(entries) > MOST_MEMBERS:
        yield Member(None, path, Reject("oversize", f"more than {MOST_MEMBERS:,} files in it"))


def _refused(entry: zipfile.ZipInfo) -> Reject | None:
    """Why a member is not opened: its name leads out of the archive, it is a link, or it is locked."""
    names = PurePosixPath(entry.filename), PureWindowsPath(entry.filename)
    if any(name.is_absolute() or name.anchor or ".." in name.parts for name in names):
        return Reject("unsafe_path", repr(entry.filename))
    if stat.S_ISLNK(entry.external_attr >> 16):
        return Reject("symbolic_link", repr(entry.filename))
    if entry.flag_bits & 1:
        return Reject("unsupported_format", "locked with a password")
    return None
