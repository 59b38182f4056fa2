"""The first step: bytes are kept as they came, under the day on which they came. Nothing is parsed, nothing is lost."""

from __future__ import annotations

import hashlib
import io
import json
import logging
import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from pipelines import lake
from pipelines.errors import LedgerError
from pipelines.settings import Settings, today
from pipelines.sources import LOOKED_AT, containers, reader_of, sitemap
from pipelines.sources.documents import How, Reject, whole
from pipelines.sources.isolated import read_file
from pipelines.sources.spread import by_day, first_day
from pipelines.sources.web import CantFetch, Web, is_url
from pipelines.untouched import Untouched, untouched

# Where descriptions of files lie whose days have been taken out of the ledger.
RETIRED = "retired"
# What is held of a dump that is spread over its days.
HELD_BYTES = 32 * 2**20
# Pages of a sitemap that are fetched at once; the others are new the next time. Sitemaps of an index, the newest first.
MOST_PAGES, MOST_SITEMAPS = 500, 50


class NothingThere(LedgerError):
    """A path to land does not exist."""


class TooEarly(LedgerError):
    """A day lies before the first partition."""


class TooLate(LedgerError):
    """A day lies in the future."""


@dataclass(frozen=True)
class Landed:
    """A file in the landing zone. `path` says where it came from: relative to what was landed, or a URL.

    `refused` is the reason why it is not read, where that was known when it came: of a link, only where it leads has landed.
    """

    landed_on: date
    raw_sha256: str
    path: str
    size: int
    landed_at: datetime
    refused: str | None = None

    def file(self, home: Path) -> Path:
        """Where the bytes lie."""
        return lake.folder(home, lake.LANDING, self.landed_on) / self.raw_sha256

    def read(self, home: Path) -> bytes:
        """The bytes as they came: of any size, so that readers take the file itself."""
        return self.file(home).read_bytes()


# Lands a stream under a name.
Put = Callable[[str, BinaryIO], list[Landed]]


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
        _sweep(settings.home)
        known = _known(settings.home)
        put = partial(_spread if by_published else _land_one, settings, known=known, default=default)
        web = Web(settings.max_bytes, settings.private_urls)
        for path in paths:
            if is_url(str(path)):
                found += _land_url(settings, web, str(path), put)
                continue
            with untouched(settings.home, Path(path)) as files:
                # Parts of a dump that is spread over its days have digests of their own.
                put_file = put if by_published else partial(put, files=files)
                for name, file in _arrivals(path):
                    if isinstance(file, bytes):
                        link = io.BytesIO(file)
                        found += _land_one(settings, name, link, known=known, default=default, refused="symbolic_link")
                        continue
                    with file:
                        found += put_file(name, file)
    return list({item.raw_sha256: item for item in found}.values())


def how_to_read(settings: Settings) -> How:
    """What readers need to know of the settings."""
    return How(settings.max_bytes, {str(field): column for field, column in settings.columns.items()}, settings.memory_limit)


def on_day(home: Path, day: date) -> list[Landed]:
    """What landed on a day, in order of path."""
    files = lake.folder(home, lake.LANDING, day).glob("*.json")
    return sorted((_from_json(file.read_text()) for file in files), key=lambda item: (item.path, item.raw_sha256))


def at(home: Path, day: date, raw_sha256: str) -> Landed:
    """What landed on a day under a name."""
    return _from_json(_description(home, day, raw_sha256).read_text())


def _description(home: Path, day: date, raw_sha256: str) -> Path:
    return lake.folder(home, lake.LANDING, day) / f"{raw_sha256}.json"


def fingerprint(inbox: Path) -> str:
    """Changes whenever a file in a folder comes, goes or changes; reads no file."""
    stats = sorted((str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in inbox.rglob("*") if file.is_file())
    return hashlib.sha256(repr(stats).encode()).hexdigest()


def summary(items: list[Landed]) -> dict[str, int]:
    """Files by the ending of their names."""
    return dict(Counter(Path(item.path).suffix.lstrip(".") or "none" for item in items).most_common())


def _land_url(settings: Settings, web: Web, url: str, put: Put) -> list[Landed]:
    """Land what is behind a URL where that has changed; of a sitemap or an index of them, also the pages in it that are new."""
    items, body = _land_page(settings, web, url, put)
    pages, maps = _links(settings, url, body)
    for address in maps[:MOST_SITEMAPS]:
        landed, body = _try_page(settings, web, address, put)
        items += landed
        # What an index in an index names is not followed: it could go round for ever.
        pages += _links(settings, address, body)[0]
    for page in [page for page in dict.fromkeys(pages) if not _seen(settings.home, page).exists()][:MOST_PAGES]:
        items += _try_page(settings, web, page, put)[0]
    return items


def _links(settings: Settings, url: str, body: bytes) -> tuple[list[str], list[str]]:
    """The pages and the sitemaps that a body names; none where it is no sitemap, packed or not."""
    try:
        for member in containers.members(cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, io.BytesIO(body)))), url):
            data = b"" if isinstance(member.file, Reject) else whole(member.file, how_to_read(settings))
            reader = reader_of(member.path, data[:LOOKED_AT])
            return sitemap.links(data) if reader and reader.format == "sitemap" else ([], [])
    except Reject:
        pass  # It landed, and reading it will say what is wrong.
    return [], []


def _try_page(settings: Settings, web: Web, url: str, put: Put) -> tuple[list[Landed], bytes]:
    """Land what is behind a URL that another names, if it is there."""
    try:
        return _land_page(settings, web, url, put)
    except CantFetch as error:
        # It may be there tomorrow; the others are there today.
        logging.getLogger(__name__).warning("%s", error)
        return [], b""


def _land_page(settings: Settings, web: Web, url: str, put: Put) -> tuple[list[Landed], bytes]:
    """Land what is behind one URL, and give its bytes: those of before where it has not changed."""
    seen = _seen(settings.home, url)
    last = json.loads(seen.read_text()) if seen.exists() else {}
    answer = web.fetch(url, last.get("etag"), last.get("last_modified"))
    if answer.body is None:
        before = ((date.fromisoformat(day), digest) for day, digest in last["landed"])
        items = [at(settings.home, *each) for each in before if _description(settings.home, *each).exists()]
        return items, b"".join(item.read(settings.home) for item in items)
    # Not the password that a URL may hold: the path is published.
    items = put(re.sub(r"//[^/@]*@", "//", url), io.BytesIO(answer.body))
    landed = [(item.landed_on.isoformat(), item.raw_sha256) for item in items]
    about = {"etag": answer.etag, "last_modified": answer.last_modified, "landed": landed}
    lake.write_bytes(seen, json.dumps(about).encode())
    return items, answer.body


def _seen(home: Path, url: str) -> Path:
    """Where it is kept what a URL gave last time, by the digest of the URL, which may hold a password."""
    return home / lake.LANDING / "urls" / f"{hashlib.sha256(url.encode()).hexdigest()}.json"


def _arrivals(path: str | Path) -> Iterator[tuple[str, BinaryIO | bytes]]:
    """The files behind a path, each with a name: relative to the folder that was given; of a link, where it leads."""
    root = Path(path)
    if root.is_file():
        yield root.name, root.open("rb")
        return
    for file in sorted(root.rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(root).parts)
        name = file.relative_to(root).as_posix().encode("utf-8", "backslashreplace").decode()
        if file.is_symlink() and not hidden:
            # It could lead anywhere on the machine: what it points to was not given to us.
            yield name, os.fsencode(os.readlink(file))
        elif file.is_file() and not hidden:
            try:
                opened = file.open("rb")
            except OSError as error:
                # It may be there tomorrow; the others are there today.
                logging.getLogger(__name__).warning("%s can't be read: %s", name, error)
                continue
            yield name, opened


def _known(home: Path) -> dict[str, Path]:
    """The descriptions of all files in the landing zone by SHA-256; of two with the same bytes, the first arrival stands."""
    folders = (lake.folder(home, lake.LANDING, day) for day in reversed(lake.days(home, lake.LANDING)))
    return {file.stem: file for folder in (home / lake.LANDING / RETIRED, *folders) for file in folder.glob("*.json")}


def _sweep(home: Path) -> None:
    """Remove what a crash left half written; the lock is held, so nobody is writing."""
    for folder in (home / lake.LANDING, *(home / lake.LANDING).glob("*/")):
        lake.sweep(folder)
    for leftover in home.glob(".spreading-*"):
        shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()


def _spread(settings: Settings, path: str, file: BinaryIO, known: dict[str, Path], default: date) -> list[Landed]:
    """Land a dump in parts, each on the day that its records name; any other file whole, on the first day that it names."""
    buffered = cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, file)))
    settings.home.mkdir(parents=True, exist_ok=True)
    spread = by_day(buffered, path, how_to_read(settings))
    if spread is None:
        with tempfile.NamedTemporaryFile(dir=settings.home, prefix=".spreading-") as copy:
            buffered.seek(0)
            shutil.copyfileobj(buffered, copy)
            copy.flush()
            day = first_day(read_file(Path(copy.name), path, how_to_read(settings), settings.time_limit))
            copy.seek(0)
            return _land_one(settings, path, cast(BinaryIO, copy), known, day or default)
    name, parts = spread
    with tempfile.TemporaryDirectory(dir=settings.home, prefix=".spreading-") as folder:
        waiting: dict[date, bytearray] = {}
        size = 0
        for part in parts:
            day = part.day or default
            if day not in waiting:
                waiting[day] = bytearray(part.head)
            waiting[day] += part.data
            size += len(part.data)
            if size > HELD_BYTES:
                size = _write_out(Path(folder), waiting)
        _write_out(Path(folder), waiting)
        landed: list[Landed] = []
        for day in sorted(waiting):
            with (Path(folder) / day.isoformat()).open("rb") as whole:
                landed += _land_one(settings, name, whole, known, day)
        return landed


def _write_out(folder: Path, waiting: dict[date, bytearray]) -> int:
    """Add what waits to the files of its days, so that a dump of any size is spread in bounded memory. Gives 0: nothing waits."""
    for day, data in waiting.items():
        with (folder / day.isoformat()).open("ab") as target:
            target.write(data)
        data.clear()
    return 0


def _land_one(
    settings: Settings,
    path: str,
    file: BinaryIO,
    known: dict[str, Path],
    default: date,
    refused: str | None = None,
    files: Untouched | None = None,
) -> list[Landed]:
    if default < settings.first_day:
        earliest = f"{default} lies before the first partition, {settings.first_day}"
        raise TooEarly(f"{path}: {earliest}. Set NEWSLEDGER_FIRST_DAY to an earlier day.")
    digest, size = (files and files.digest(file)) or "", 0
    if digest not in known:
        digest, size = lake.keep(settings.home, default, file, known)
        if files:
            files.keep(file, digest)
    if digest in known:
        # What has been taken out of the ledger stays out of it.
        return [] if known[digest].parent.name == RETIRED else [_from_json(known[digest].read_text())]
    item = Landed(default, digest, path, size, datetime.now(UTC).replace(tzinfo=None, microsecond=0), refused)
    # The description comes last: a file without one has not landed.
    description = item.file(settings.home).with_suffix(".json")
    lake.write_bytes(description, json.dumps(asdict(item), default=str, ensure_ascii=False).encode())
    known[digest] = description
    return [item]


def _from_json(text: str) -> Landed:
    raw = json.loads(text)
    times = {"landed_on": date.fromisoformat(raw["landed_on"]), "landed_at": datetime.fromisoformat(raw["landed_at"])}
    return Landed(**{**raw, **times})
