"""The first step: bytes are kept as they came, under the day on which they came. Nothing is parsed, nothing is lost."""

from __future__ import annotations

import hashlib
import json
import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from itertools import chain
from pathlib import Path

from pipelines import lake, sources
from pipelines.errors import LedgerError
from pipelines.settings import Settings, today
from pipelines.sources.web import fetch, is_url


class NothingThere(LedgerError):
    """A path to land does not exist."""


class TooEarly(LedgerError):
    """A day lies before the first partition."""


class TooLate(LedgerError):
    """A day lies in the future."""


@dataclass(frozen=True)
class Landed:
    """A file in the landing zone. `path` says where it came from: relative to what was landed, or a URL."""

    landed_on: date
    raw_sha256: str
    path: str
    size: int
    landed_at: datetime

    def file(self, home: Path) -> Path:
        """Where the bytes lie."""
        return lake.folder(home, lake.LANDING, self.landed_on) / self.raw_sha256

    def read(self, home: Path) -> bytes:
        """The bytes as they came."""
        return self.file(home).read_bytes()


def land(settings: Settings, paths: Iterable[str | Path], on: date | None = None, by_published: bool = False) -> list[Landed]:
    """Land files, folders and URLs, and return what stands in the landing zone for each, on whatever day it first came.

    Bytes that have landed before, on any day, are not landed again. With `by_published`, each record goes to the day that it
    names as its publication, and what names none to `on` (today where that is not given).
    Raises NothingThere for a path that does not exist, TooEarly for a day before `settings.first_day`,
    TooLate for one after today.
    """
    paths = list(paths)
    for path in paths:
        if not is_url(str(path)) and not Path(path).exists():
            raise NothingThere(f"There is no file or folder {str(path)!r}.")
    default, found = on or today(), []
    if default > today():
        raise TooLate(f"{default} has not come yet.")
    # Two at once must not land the same bytes on two days.
    with lake.locked(settings.home, "landing"):
        known = _known(settings.home)
        for path, data in chain.from_iterable(_arrivals(settings, path) for path in paths):
            parts = sources.split_by_day(data, path) if by_published else [(None, data)]
            for day, part in parts:
                found.append(_land_one(settings, path, part, day or default, known))
    return list({item.raw_sha256: item for item in found}.values())


def on_day(home: Path, day: date) -> list[Landed]:
    """What landed on a day, in order of path."""
    files = lake.folder(home, lake.LANDING, day).glob("*.json")
    return sorted((_from_json(file.read_text()) for file in files), key=lambda item: (item.path, item.raw_sha256))


def at(home: Path, day: date, raw_sha256: str) -> Landed:
    """What landed on a day under a name."""
    return _from_json((lake.folder(home, lake.LANDING, day) / f"{raw_sha256}.json").read_text())


def fingerprint(inbox: Path) -> str:
    """Changes whenever a file in a folder comes, goes or changes; reads no file."""
    stats = sorted((str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in inbox.rglob("*") if file.is_file())
    return hashlib.sha256(repr(stats).encode()).hexdigest()


def summary(items: list[Landed]) -> dict[str, int]:
    """Files by the ending of their names."""
    return dict(Counter(Path(item.path).suffix.lstrip(".") or "none" for item in items).most_common())


def _arrivals(settings: Settings, path: str | Path) -> Iterator[tuple[str, bytes]]:
    """The files behind a path, each with a name: relative to the folder that was given."""
    if is_url(str(path)):
        # Not the password that a URL may hold: the path is published.
        yield re.sub(r"//[^/@]*@", "//", str(path)), fetch(str(path), settings.max_bytes, settings.private_urls)
        return
    root = Path(path)
    if root.is_file():
        yield root.name, root.read_bytes()
        return
    for file in sorted(root.rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(root).parts)
        # A link could lead anywhere on the machine: what it points to was not given to us.
        if file.is_file() and not file.is_symlink() and not hidden:
            name = file.relative_to(root).as_posix().encode("utf-8", "backslashreplace").decode()
            try:
                yield name, file.read_bytes()
            except OSError as error:
                # It may be there tomorrow; the others are there today.
                logging.getLogger(__name__).warning("%s can't be read: %s", name, error)


def _known(home: Path) -> dict[str, Path]:
    """The descriptions of all files in the landing zone by SHA-256; of two with the same bytes, the first arrival stands."""
    folders = (lake.folder(home, lake.LANDING, day) for day in reversed(lake.days(home, lake.LANDING)))
    return {file.stem: file for folder in folders for file in folder.glob("*.json")}


def _land_one(settings: Settings, path: str, data: bytes, day: date, known: dict[str, Path]) -> Landed:
    digest = hashlib.sha256(data).hexdigest()
    if digest in known:
        return _from_json(known[digest].read_text())
    if day < settings.first_day:
        raise TooEarly(
            f"{path}: {day} lies before the first partition, {settings.first_day}. Set NEWSLEDGER_FIRST_DAY to an earlier day."
        )
    item = Landed(day, digest, path, len(data), datetime.now(UTC).replace(tzinfo=None, microsecond=0))
    lake.write_bytes(item.file(settings.home), data)
    # The description comes last: a file without one has not landed.
    description = item.file(settings.home).with_suffix(".json")
    lake.write_bytes(description, json.dumps(asdict(item), default=str, ensure_ascii=False).encode())
    known[digest] = description
    return item


def _from_json(text: str) -> Landed:
    raw = json.loads(text)
    times = {"landed_on": date.fromisoformat(raw["landed_on"]), "landed_at": datetime.fromisoformat(raw["landed_at"])}
    return Landed(**{**raw, **times})
