"""Which bytes the files of a folder held when they were last read: what nothing has touched since is not read again each night.

A file is taken for untouched only where its device, inode, size and both times are those of then. The time of its last change is
the system's own: no program that writes in place leaves it as it was, nor one that sets the other time back. A file that changed
shortly before it was read is read again the next time, since a clock may not tell two moments apart. What is kept here can be
deleted: then everything is read once more.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from pipelines import lake

# More than clocks of file systems and of the machines behind them are apart.
SETTLED_NS = 3600 * 10**9


class Untouched:
    """What is known of the files of a folder: from the last time, and for the next."""

    def __init__(self, before: dict[str, list[int | str]]) -> None:
        self.before, self.now = before, dict[str, list[int | str]]()
        self.began = time.time_ns()

    def digest(self, file: BinaryIO) -> str | None:
        """The SHA-256 of an open file, if nothing has touched it since that was told."""
        found = self.before.get(str(file.name))
        if found is None or found[:-1] != _state(file):
            return None
        self.now[str(file.name)] = found
        return str(found[-1])

    def keep(self, file: BinaryIO, digest: str) -> None:
        """Remember the SHA-256 of a file that was read, if it lay still before that and meanwhile."""
        state = _state(file)
        if max(state[-2:]) < self.began - SETTLED_NS:
            self.now[str(file.name)] = [*state, digest]


def _state(file: BinaryIO) -> list[int]:
    found = os.fstat(file.fileno())
    return [found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns]


@contextmanager
def untouched(home: Path, folder: Path) -> Iterator[Untouched]:
    """What is known of a folder's files; what is known of them behind the block is kept, where nothing went wrong in it."""
    if not folder.is_dir():
        yield Untouched({})
        return
    name = hashlib.sha256(os.fsencode(folder.absolute())).hexdigest()
    kept = home / lake.LANDING / "untouched" / f"{name}.json"
    try:
        before = dict(json.loads(kept.read_text()))
    except (OSError, ValueError):
        before = {}
    known = Untouched(before)
    yield known
    if known.now != before:
        lake.write_bytes(kept, json.dumps(known.now).encode())
