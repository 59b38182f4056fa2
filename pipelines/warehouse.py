"""The warehouse: one DuckDB file that runs write, one at a time, and a checked copy of it that everybody reads.

DuckDB lets one process write a file, and then nobody else may open it. So runs take turns on the working file, and readers have
a file of their own that is replaced as a whole: who holds the old one open keeps it, who opens anew sees the new one.
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from filelock import Timeout

from pipelines import duplicates, lake, rates, schema
from pipelines.errors import LedgerError
from pipelines.settings import ROOT, Settings

# Files of this version can be opened by DuckDB 1.2 and later: analysts' tools are often older than the library here.
STORAGE_VERSION = "v1.2.0"
# What DuckDB holds of a day that is loaded; the rest lies on the disk meanwhile. Its own bound is most of the machine.
MEMORY = "2GB"
COUNTRIES = ROOT / "pipelines" / "nlp" / "data" / "countries.csv"
# What the marts are made by; DBT is what its own folder holds of that.
DBT = tuple(f"dbt_project/{name}" for name in ("dbt_project.yml", "profiles.yml", "models", "macros", "tests", "seeds"))
MADE_BY = (*DBT, "warehouse/schema", "warehouse/macros", "pipelines/nlp/data/countries.csv")
# Spans that a row holds beside its own, as pairs of offsets, with the column that repeats their characters where there is one.
SPANS = {
    "figures": (("payer", None), ("payee", None), ("purpose", "purpose")),
    "quotes": (("speaker", "speaker_surface"), ("cue", "cue")),
}


class Busy(LedgerError):
    """Another run held the warehouse for longer than the setting allows."""


class BrokenDay(LedgerError):
    """What is to be loaded breaks a promise of the ledger, and was not loaded. `failures` holds a line per check."""

    def __init__(self, failures: dict[str, str]) -> None:
        super().__init__("; ".join(f"{check}: {what}" for check, what in failures.items()))
        self.failures = failures


class NotPublished(LedgerError):
    """There is no published warehouse yet."""


@contextmanager
def writing(settings: Settings) -> Iterator[None]:
    """Hold the warehouse against other writers. Raises Busy."""
    try:
        with lake.locked(settings.home, "warehouse", settings.lock_timeout):
            for folder in (settings.home, settings.working.parent):
                lake.sweep(folder)
            yield
    except Timeout as timeout:
        raise Busy(
            f"Another run has held the warehouse for {settings.lock_timeout:,.0f} s. "
            "Wait for it, or set NEWSLEDGER_LOCK_TIMEOUT higher."
        ) from timeout


@contextmanager
def connect(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """The working file with all tables in place; to be opened while `writing`. Raises Busy."""
    settings.working.parent.mkdir(parents=True, exist_ok=True)
    connection = _open(settings)
    try:
        _migrate(connection)
        schema.create(connection)
        yield connection
    finally:
        connection.close()


def _open(settings: Settings) -> duckdb.DuckDBPyConnection:
    """A run that was killed can leave a dbt process behind that holds the file for another moment."""
    deadline = time.monotonic() + settings.lock_timeout
    while True:
        try:
            return duckdb.connect(
                settings.working, config={"storage_compatibility_version": STORAGE_VERSION, "memory_limit": MEMORY}
            )
        except duckdb.IOException as error:
            if "lock" not in str(error).lower():
                raise
            if time.monotonic() > deadline:
                raise Busy(f"Another process holds {settings.working}: {error}") from error
            time.sleep(0.2)


def _migrate(connection: duckdb.DuckDBPyConnection) -> None:
    """Drop the tables of an earlier release if any has other columns than now: the next load makes them again from the record."""
    found, wanted = _columns(connection), _columns_now()
    if any(columns != wanted.get(table, columns) for table, columns in found.items()):
        for table in found:
            connection.execute(f"drop table {table} cascade")


def _columns(connection: duckdb.DuckDBPyConnection) -> dict[str, list[tuple[str, str]]]:
    query = """
        select schema_name || '.' || table_name, list((column_name, data_type) order by column_index)
        from duckdb_columns() where schema_name in ('raw', 'extracted', 'reference') group by all
    """
    return dict(connection.execute(query).fetchall())


@cache
def _columns_now() -> dict[str, list[tuple[str, str]]]:
    with duckdb.connect() as fresh:
        schema.create(fresh)
        return _columns(fresh)


def load_days(settings: Settings, days: list[date]) -> Counter[str]:
    """Replace days by what the lake holds of them, in one transaction. Returns rows per table of those days.

    Days of the lake that the warehouse lacks are loaded too, so that a missing warehouse is made whole. Raises BrokenDay where a
    check fails (nothing is changed then), Busy.
    """
    with writing(settings), connect(settings) as connection:
        changed = sorted({*days, *_missing(settings, connection)})
        _load(settings, connection, changed)
        return counts(connection, days)


def _missing(settings: Settings, connection: duckdb.DuckDBPyConnection) -> list[date]:
    """Days that are in the lake and not in the warehouse."""
    present = {day for (day,) in connection.execute("select distinct landed_on from raw.landed").fetchall()}
    return [day for day in lake.days(settings.home, lake.EXTRACTS) if day not in present]


def _load(settings: Settings, connection: duckdb.DuckDBPyConnection, days: list[date]) -> None:
    try:
        _load_at_once(settings, connection, days)
    except duckdb.OutOfMemoryException:
        # Two thousand rows go through it together, whatever their length: a day of very long articles takes what there is.
        connection.execute("reset memory_limit")
        _load_at_once(settings, connection, days)
    _note_changes(settings, connection, days)


def _load_at_once(settings: Settings, connection: duckdb.DuckDBPyConnection, days: list[date]) -> None:
    connection.begin()
    try:
        _load_reference(connection)
        duplicates.touch(connection, days)
        for day in days:
            _replace_day(connection, settings.home, day)
        duplicates.tie(connection, days)
        failures = {check: what for check, what in checks(connection, days).items() if what}
        if failures:
            raise BrokenDay(failures)
        connection.commit()
    except BaseException:
        connection.rollback()
        raise


def _note_changes(settings: Settings, connection: duckdb.DuckDBPyConnection, days: list[date]) -> None:
    """Remember which days were loaded since the last publish, and with how many rows: publishing looks at those again."""
    noted = _changes(settings.working.with_suffix(".changes"))
    for day in days:
        noted[day.isoformat()] = {name: number for name, number in counts(connection, [day]).items() if ":" not in name}
    lake.write_bytes(settings.working.with_suffix(".changes"), json.dumps(noted).encode())


def _changes(file: Path) -> dict[str, dict[str, int]]:
    """Rows per table and day; nothing where nothing is noted."""
    return dict(json.loads(file.read_text())) if file.exists() else {}


def counts(connection: duckdb.DuckDBPyConnection, days: list[date]) -> Counter[str]:
    """Rows of days in each table, named `schema.table`, and rejected rows by reason, named `rejected: reason`."""
    found: Counter[str] = Counter()
    for name in _tables():
        found[name] = count(connection, f"{name} where landed_on in (select unnest(?))", [days])
    by_reason = "select reason, count(*) from raw.rejected where landed_on in (select unnest(?)) group by all order by all"
    found.update({f"rejected: {reason}": number for reason, number in connection.execute(by_reason, [days]).fetchall()})
    return found


def checks(connection: duckdb.DuckDBPyConnection, days: list[date] | None = None) -> dict[str, str]:
    """What the ledger promises of days (of all without them): each check with what breaks it, or an empty string."""
    connection.execute("create or replace temp table checked as select unnest(?::date[]) as landed_on", [days or []])
    if days is None:
        connection.execute("insert into checked select distinct landed_on from raw.landed")
    found = {"conservation": _first(connection, CONSERVATION, "{0}: {1} documents landed, {2} are articles or rejected")}
    for table in schema.EXTRACTED:
        found[f"{table}_offsets"] = _first(connection, _offsets_query(table), "{0} rows, the first in article {1} at {2}")
    return found


CONSERVATION = """
    with found as (
        select raw_sha256, count(*) as documents
        from (select raw_sha256, landed_on from raw.articles union all select raw_sha256, landed_on from raw.rejected)
        semi join checked using (landed_on)
        group by all
    )
    select coalesce(landed.path, found.raw_sha256), coalesce(landed.documents, 0), coalesce(found.documents, 0)
    from (select * from raw.landed semi join checked using (landed_on)) as landed full join found using (raw_sha256)
    where landed.documents is distinct from found.documents
    order by all limit 1
"""


def _offsets_query(table: str) -> str:
    """How many rows point to other characters than they say, and where the first is."""
    wrong = ["substring(text, start_char + 1, end_char - start_char) is distinct from surface"]
    for span, column in SPANS.get(table, ()):
        wrong.append(f"({span}_start is null) <> ({span}_end is null)")
        wrong.append(f"not ({span}_start >= 0 and {span}_start < {span}_end and {span}_end <= length(text))")
        if column:
            wrong.append(f"substring(text, {span}_start + 1, {span}_end - {span}_start) <> {column}")
    if table == "people":
        wrong.append(
            "len(list_filter(mentions, lambda m: substring(text, m.start_char + 1, m.end_char - m.start_char) <> m.surface)) > 0"
        )
    # Names are of our own; there is no value in it.
    return f"""
        select count(*), min(article_id), min(start_char) from (
            select rows.* from extracted.{table} as rows semi join checked using (landed_on)
            left join (from raw.articles semi join checked using (landed_on)) as articles using (article_id)
            where {" or ".join(wrong)} or text is null
        ) having count(*) > 0
    """  # noqa: S608


def count(connection: duckdb.DuckDBPyConnection, rows: str, parameters: list[Any] | None = None) -> int:
    """How many rows a table has, with the condition behind its name. Names and conditions are of our own."""
    return int(connection.execute(f"select count(*) from {rows}", parameters or []).fetchall()[0][0])  # noqa: S608


def _first(connection: duckdb.DuckDBPyConnection, query: str, message: str) -> str:
    row = connection.execute(query).fetchone()
    return message.format(*row) if row else ""


def _tables() -> list[str]:
    return [f"raw.{name}" for name in schema.RAW] + [f"extracted.{name}" for name in schema.EXTRACTED]


def _replace_day(connection: duckdb.DuckDBPyConnection, home: Path, day: date) -> None:
    folder = lake.folder(home, lake.EXTRACTS, day)
    for name in _tables():
        connection.execute(f"delete from {name} where landed_on = ?", [day])  # noqa: S608 (names of our own)
        files = [str(file) for file in sorted(folder.glob(f"{name.split('.')[1]}-*.parquet"))]
        if files:
            rows = "read_parquet(?, hive_partitioning = false, union_by_name = true)"
            # A day that an earlier release extracted may lack a column, and have one that is no more.
            there = {column for column, *_ in connection.execute(f"describe from {rows}", [files]).fetchall()}
            shared = ", ".join(f'"{column}"' for column, *_ in schema.columns(*name.split(".")) if column in there)
            connection.execute(f"insert into {name} ({shared}) select {shared} from {rows}", [files])  # noqa: S608 (as above)


def _load_reference(connection: duckdb.DuckDBPyConnection) -> None:
    """Fill the tables that marts look things up in, where they are not those of this release."""
    if connection.execute("select source from reference.exchange_rates limit 1").fetchone() != (rates.source(),):
        _replace_table(connection, "reference.exchange_rates", rates.table())
    with COUNTRIES.open(newline="", encoding="utf-8") as file:
        rows = [{"country": r["country"], "name": r["name"], "former": r["former"] == "true"} for r in csv.DictReader(file)]
    _replace_table(connection, "reference.countries", pa.Table.from_pylist(rows))


def _replace_table(connection: duckdb.DuckDBPyConnection, name: str, rows: pa.Table) -> None:
    connection.execute(f"delete from {name}")  # noqa: S608 (a name of our own)
    connection.register("incoming", rows)
    connection.execute(f"insert into {name} by name from incoming")
    connection.unregister("incoming")


@contextmanager
def building(settings: Settings, whole: bool = True) -> Iterator[list[str]]:
    """Run dbt in this block, with the arguments that it gives; if it ends well, a copy of the working file is set aside.

    The copy is made before another run can load anything, so that its marts fit its raw tables: readers never see half a day.
    Models take in what has changed since the last build of all of them that ended well (not `whole`: only some are built); all is
    built anew where they, or what they look up, are others now.
    """
    fingerprint = _fingerprint()
    with writing(settings):
        with connect(settings) as connection:
            # Of an earlier release, nothing is left by now; and a write-ahead log that a crash left behind is in the file.
            if missing := _missing(settings, connection):
                _load(settings, connection, missing)
            known = connection.execute("select fingerprint from raw.built").fetchall() == [(fingerprint,)]
        yield [] if known else ["--full-refresh"]
        if whole:
            with connect(settings) as connection:
                _replace_table(connection, "raw.built", pa.table({"fingerprint": [fingerprint]}))
                for noted in ("raw.changed", "raw.changed_keys"):
                    connection.execute(f"delete from {noted}")  # noqa: S608 (names of our own)
        set_aside(settings)


def set_aside(settings: Settings) -> None:
    """Set a copy of the working file aside for `publish`; to be called while `writing`."""
    with connect(settings) as connection:
        connection.execute("checkpoint")
    candidate = _candidate(settings)
    shutil.copyfile(settings.working, candidate.with_suffix(".writing"))
    changes = _changes(settings.working.with_suffix(".changes"))
    lake.write_bytes(candidate.with_suffix(".changes"), json.dumps(changes).encode())
    os.replace(candidate.with_suffix(".writing"), candidate)


def _fingerprint() -> str:
    """A digest of all that the marts are made by, but for what is loaded day by day."""
    # Another DuckDB may make other digests of words.
    digest = sha256(f"{rates.source()} {duckdb.__version__}".encode())
    files = (file for name in MADE_BY for file in [ROOT / name, *(ROOT / name).rglob("*")] if file.is_file())
    for file in sorted(files):
        digest.update(f"{file.relative_to(ROOT)} {file.stat().st_size} ".encode() + file.read_bytes())
    return digest.hexdigest()


def publish(settings: Settings) -> dict[str, int] | None:
    """Check the copy that `building` set aside and move it into the published one's place, atomically.

    Returns rows per table, or None where a run beside this one has published it already. Raises BrokenDay.
    """
    with writing(settings):
        candidate = _candidate(settings)
        if not candidate.exists():
            return None
        changes = _changes(candidate.with_suffix(".changes"))
        with duckdb.connect(candidate, read_only=True) as connection:
            failures = {check: what for check, what in _verify(connection, changes).items() if what}
            if failures:
                raise BrokenDay(failures)
            tables = "select schema_name || '.' || table_name from duckdb_tables() where not temporary order by all"
            found = {name: count(connection, name) for (name,) in connection.execute(tables).fetchall()}
        _without_log(settings)
        candidate.chmod(0o444)
        if settings.published.exists():
            _link(settings.published, settings.previous)
        os.replace(candidate, settings.published)
        left = {day: rows for day, rows in _changes(settings.working.with_suffix(".changes")).items() if changes.get(day) != rows}
        lake.write_bytes(settings.working.with_suffix(".changes"), json.dumps(left).encode())
    return found


def _verify(connection: duckdb.DuckDBPyConnection, changes: dict[str, dict[str, int]]) -> dict[str, str]:
    """What a copy must keep before it is published: every document of every day, and all rows of the days that changed."""
    found = checks(connection, [date.fromisoformat(day) for day in changes])
    connection.execute("create or replace temp table checked as select distinct landed_on from raw.landed")
    found["conservation"] = _first(connection, CONSERVATION, "{0}: {1} documents landed, {2} are articles or rejected")
    for day, rows in changes.items():
        there = counts(connection, [date.fromisoformat(day)])
        lost = [f"{name} has {there[name]} rows, {number} were loaded" for name, number in rows.items() if there[name] != number]
        found[f"rows of {day}"] = "; ".join(lost)
    return found


def _link(file: Path, target: Path) -> None:
    """Give a file another name beside its own, in place of what has that name."""
    temporary = target.with_suffix(".linking")
    temporary.unlink(missing_ok=True)
    os.link(file, temporary)
    os.replace(temporary, target)


def roll_back(settings: Settings) -> None:
    """Change the published file with the one before it. Raises NotPublished."""
    with writing(settings):
        present = settings.previous.with_suffix(".present")
        if present.exists() and not settings.previous.exists():
            os.replace(present, settings.previous)  # A crash came between.
        if not settings.previous.exists():
            raise NotPublished(f"There is no earlier warehouse at {settings.previous}: it is there from the second publish on.")
        _link(settings.published, present)
        _without_log(settings)
        os.replace(settings.previous, settings.published)
        os.replace(present, settings.previous)


def _without_log(settings: Settings) -> None:
    """Who opened the published file for writing may have left a log that DuckDB would apply to the next."""
    settings.published.with_name(f"{settings.published.name}.wal").unlink(missing_ok=True)


def _candidate(settings: Settings) -> Path:
    """Beside the published file, since only within one file system a move is atomic."""
    return settings.home / ".newsledger.duckdb.candidate"


@contextmanager
def reading(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published warehouse, read-only, with no access to other files. Raises NotPublished, Busy."""
    if not settings.published.exists():
        raise NotPublished(f"There is no warehouse at {settings.published} yet: run `newsledger run` first.")
    try:
        connection = duckdb.connect(settings.published, read_only=True)
    except duckdb.IOException as error:
        raise Busy(f"{settings.published} is open for writing elsewhere: close it there, and open it read-only.") from error
    with connection:
        yield connection


def forget(settings: Settings) -> None:
    """Remove the working file, so that the next load makes it again from the lake."""
    with writing(settings):
        for file in settings.working.parent.glob(f"{settings.working.name}*"):
            # What DuckDB had no memory for lies in a folder, where it was killed.
            shutil.rmtree(file) if file.is_dir() else file.unlink()
