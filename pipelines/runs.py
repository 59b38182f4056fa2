"""Runs of the Dagster jobs from the command line: in this process, in the one history, and with what they found as a summary."""

from __future__ import annotations

import contextlib
import logging
import os
import uuid
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby

import dagster as dg

from pipelines import history, warehouse
from pipelines.errors import LedgerError
from pipelines.landing import TooEarly
from pipelines.settings import Settings

# What a summary shows, each a query over the published warehouse with the days as its only parameter.
SUMMARY = {
    "articles": "select count(*) from raw.articles where landed_on in (select unnest(?))",
    "not in English": "select count(*) from raw.articles where language <> 'en' and landed_on in (select unnest(?))",
    "rejected": "select count(*) from raw.rejected where landed_on in (select unnest(?))",
    "people": "select count(*) from extracted.people where landed_on in (select unnest(?))",
    "country mentions": "select count(*) from extracted.country_mentions where landed_on in (select unnest(?))",
    "figures": "select count(*) from extracted.figures where landed_on in (select unnest(?))",
    "quotes": "select count(*) from extracted.quotes where landed_on in (select unnest(?))",
}


class RunFailed(LedgerError):
    """A run ended with an error; the history has the whole of it."""


def execute(settings: Settings, job: str, days: Iterable[date], verbose: bool = False) -> None:
    """Run a job for days, those in a row in one run. Raises RunFailed at the first that fails."""
    days = list(days)
    if early := [day for day in days if day < settings.first_day]:
        raise TooEarly(
            f"{early[0]} lies before the first partition, {settings.first_day}. Set NEWSLEDGER_FIRST_DAY to an earlier day."
        )
    with history.opened(settings) as instance:
        history.repair(settings, instance)
        for first, last in ranges(days):
            _execute_range(instance, job, first, last, verbose)


def ranges(days: Iterable[date]) -> Iterator[tuple[date, date]]:
    """Days as first and last of those that follow each other without a gap."""
    for _, group in groupby(enumerate(sorted(set(days))), key=lambda pair: pair[1] - timedelta(days=pair[0])):
        row = [day for _, day in group]
        yield row[0], row[-1]


def _execute_range(instance: dg.DagsterInstance, job: str, first: date, last: date, verbose: bool) -> None:
    from pipelines.definitions import defs

    # The command has landed what it was given: the run lands nothing more.
    landing = {"ops": {"landing__files": {"config": {"inbox": False}}}} if job == "ledger" else {}
    level = "INFO" if verbose else "CRITICAL"
    run_id = str(uuid.uuid4())
    with contextlib.nullcontext() if verbose else _quiet():
        result = defs.resolve_job_def(job).execute_in_process(
            run_config={**landing, "loggers": {"console": {"config": {"log_level": level}}}},
            instance=instance,
            run_id=run_id,
            tags={
                "dagster/asset_partition_range_start": first.isoformat(),
                "dagster/asset_partition_range_end": last.isoformat(),
                "newsledger/started_by": "command line",
            },
            raise_on_error=False,
        )
    if not result.success:
        failures = [event for event in result.all_events if event.is_step_failure]
        error = failures[0].step_failure_data.error if failures else None
        cause = (error.cause or error) if error else None
        step = failures[0].step_key if failures else "start"
        message = cause.message.strip() if cause else "see the history"
        raise RunFailed(
            f"The run of {first} to {last} failed in {step}: {message}\nThe history has the whole of it: make ui, run {run_id}."
        )


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Dbt's lines belong in the history, not on the terminal."""
    logging.getLogger("dagster").setLevel(logging.CRITICAL)
    with open(os.devnull, "w") as nowhere, contextlib.redirect_stdout(nowhere):
        yield


def summarize(settings: Settings, days: list[date]) -> str:
    """What the published warehouse holds of days, as lines for a person."""
    with warehouse.reading(settings) as connection:
        counts = {name: connection.execute(query, [days]).fetchall()[0][0] for name, query in SUMMARY.items()}
        reasons = connection.execute(
            "select reason, count(*) from raw.rejected where landed_on in (select unnest(?)) group by all order by 2 desc, 1",
            [days],
        ).fetchall()
    lines = [f"{name:<18}{number:>8,}" for name, number in counts.items()]
    if reasons:
        lines[2] += "   " + ", ".join(f"{reason} {number}" for reason, number in reasons)
    return "\n".join([f"{'days':<18}{', '.join(map(str, days)):>8}", *lines, "", f"{settings.published}", f"{settings.report}"])
