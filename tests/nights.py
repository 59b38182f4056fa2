"""A night without spaCy and dbt: land, read, load and publish as a run does them, quick enough to be done hundreds of times."""

from __future__ import annotations

import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import duckdb

from pipelines import extraction, landing, reading, schema, sources, warehouse
from pipelines.settings import Settings


def nothing_found(articles: list[dict], *_how: object) -> Iterator[dict[str, list]]:
    """What a pipeline that finds nothing finds."""
    return ({name: [] for name in schema.EXTRACTED} for _ in articles)


def without_spacy() -> None:
    """Make extraction and reading quick in this process: no language pipeline, no second process."""
    extraction.find_apart = nothing_found  # type: ignore[assignment]
    reading.records = lambda settings, item: sources.read(item.read(settings.home), item.path)  # type: ignore[assignment]


def publish(settings: Settings, build: Callable[..., None] | None = None) -> None:
    """Publish what is loaded, with marts as they are or built now."""
    if build is None:
        with warehouse.writing(settings):
            warehouse.set_aside(settings)
    else:
        with warehouse.building(settings) as arguments:
            build(settings, *arguments)
    warehouse.publish(settings)


def run(settings: Settings, day: date) -> None:
    """Land the inbox on a day and take the day to its end, publishing included."""
    landing.land(settings, [settings.inbox], on=day)
    reading.read_day(settings, day)
    extraction.extract_day(settings, day)
    warehouse.load_days(settings, [day])
    publish(settings)


def in_a_process(work: Callable[[], None], most_bytes: int | None = None, kill_after: float | None = None) -> int:
    """Do work in a fork of this process, with a bound on what a file may hold, or killed after a while; gives its exit code."""
    child = os.fork()
    if child == 0:
        os.setsid()
        if most_bytes is not None:
            # A disk that is full: every write beyond the bound fails.
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        try:
            work()
            os._exit(0)
        except BaseException:
            os._exit(1)
    if kill_after is not None:
        time.sleep(kill_after)
        os.kill(child, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def tables(published: Path) -> dict[str, list[tuple]]:
    """Every row of raw and extracted, but for when it landed."""
    with duckdb.connect(published, read_only=True) as connection:
        names = connection.execute("select schema_name || '.' || table_name from duckdb_tables() order by all").fetchall()
        without = {"raw.landed": " exclude (landed_at)"}
        return {
            name: sorted(connection.execute(f"select *{without.get(name, '')} from {name}").fetchall(), key=repr)
            for (name,) in names
        }


def main() -> None:
    """Nights that are killed or have no room: `python -m tests.nights kill|full HOME INBOX SEED`; prints how they ended."""
    import random

    how, home, inbox, seed = sys.argv[1:5]
    without_spacy()
    settings = Settings(home=Path(home), inbox=Path(inbox), workers=1)
    chance, day = random.Random(seed), date(2026, 9, 1)
    started = time.monotonic()
    spare = settings.model_copy(update={"home": settings.home.with_name("spare")})
    assert in_a_process(lambda: run(spare, day)) == 0
    usual = time.monotonic() - started
    for attempt in range(int(sys.argv[5])):
        if how == "kill":
            code = in_a_process(lambda: run(settings, day), kill_after=chance.uniform(0, usual))
            # A night that was over before: the first one was slower than it is now.
            usual = usual / 2 if code == 0 else usual
        else:
            code = in_a_process(lambda: run(settings, day), most_bytes=int(10 ** chance.uniform(1, 6.3)))
        print(attempt, code)
    assert in_a_process(lambda: run(settings, day)) == 0


if __name__ == "__main__":
    main()
