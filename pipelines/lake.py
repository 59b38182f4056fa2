"""Where things lie below the home of the data, and how they get there without ever being seen half written.

    landing/landed_on=DAY/SHA256        bytes as they came, with SHA256.json beside them
    landing/urls/SHA256.json            what a URL gave last time, and what to ask with whether that has changed
    articles/landed_on=DAY/*.parquet    what was read from them: landed, articles, rejected; and lines, to learn what repeats
    extracts/landed_on=DAY/*.parquet    the same three, and what was found in the articles: a consistent day

`landing` and `extracts` are the record; the warehouse can be made from them.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Container, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import BinaryIO

from filelock import FileLock

LANDING, ARTICLES, EXTRACTS = "landing", "articles", "extracts"
PREFIX = "landed_on="
CHUNK = 1 << 20


def folder(home: Path, layer: str, day: date) -> Path:
    """The folder of a day in a layer."""
    return home / layer / f"{PREFIX}{day.isoformat()}"


def days(home: Path, layer: str) -> list[date]:
    """The days that a layer holds, in order."""
    return sorted(date.fromisoformat(entry.name.removeprefix(PREFIX)) for entry in (home / layer).glob(f"{PREFIX}*"))


def write_bytes(target: Path, data: bytes) -> None:
    """Write a file that is there whole or not at all, also after a power cut."""
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def sweep(folder: Path) -> None:
    """Remove what a crash left half written in a folder that nobody else is writing to."""
    for leftover in folder.glob(".writing-*"):
        if leftover.is_file():
            leftover.unlink(missing_ok=True)


def keep(home: Path, day: date, file: BinaryIO, known: Container[str]) -> tuple[str, int]:
    """Copy a stream to a day of the landing zone under its SHA-256, unless that is known; it is there whole or not at all.

    Gives the name and the size.
    """
    (home / LANDING).mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    handle, temporary = tempfile.mkstemp(dir=home / LANDING, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as copy:
            while data := file.read(CHUNK):
                digest.update(data)
                size += len(data)
                copy.write(data)
            name = digest.hexdigest()
            if name not in known:
                copy.flush()
                os.fsync(copy.fileno())
                target = folder(home, LANDING, day) / name
                target.parent.mkdir(exist_ok=True)
                os.replace(temporary, target)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return name, size


@contextmanager
def locked(home: Path, name: str, timeout: float = -1) -> Iterator[None]:
    """Hold a lock that other processes see; it falls when the process dies, however it dies.

    Raises filelock.Timeout after `timeout` seconds; a negative one waits for ever.
    """
    path = home / "locks" / f"{name}.lock"
    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path, timeout=timeout):
        yield


def restore(home: Path, layer: str) -> None:
    """Put back the days that a crash left aside, in the moment between the two renames of `replacing`."""
    for old in (home / layer).glob(f".old-{PREFIX}*"):
        target = old.with_name(old.name.removeprefix(".old-"))
        with locked(home, f"{layer}-{target.name.removeprefix(PREFIX)}"):
            _restore(target, old)


def _restore(target: Path, old: Path) -> None:
    if old.exists() and not target.exists():
        old.rename(target)


def remove(home: Path, layer: str, day: date) -> None:
    """Remove a day's folder and all that is in it; at every moment it is whole or gone."""
    target = folder(home, layer, day)
    aside = target.with_name(f".writing-{target.name}")
    with locked(home, f"{layer}-{day.isoformat()}"):
        shutil.rmtree(aside, ignore_errors=True)
        if target.exists():
            target.rename(aside)
        shutil.rmtree(aside, ignore_errors=True)


@contextmanager
def replacing(home: Path, layer: str, day: date) -> Iterator[Path]:
    """Give an empty folder to fill; when the block ends well, it takes the place of the day's folder and all that was in it.

    Two runs of one day wait for each other. A crash at any point leaves the old folder, or (between the two renames) none: both
    are repaired by running again, and so is what a crash left half written.
    """
    target = folder(home, layer, day)
    temporary, old = (target.with_name(f".{state}-{target.name}") for state in ("writing", "old"))
    with locked(home, f"{layer}-{day.isoformat()}"):
        _restore(target, old)
        for leftover in (temporary, old):
            shutil.rmtree(leftover, ignore_errors=True)
        temporary.mkdir(parents=True)
        yield temporary
        if target.exists():
            target.rename(old)
        temporary.rename(target)
        shutil.rmtree(old, ignore_errors=True)
