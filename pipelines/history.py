"""The one history of runs, whoever starts them: Dagster's instance below the home of the data."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import dagster as dg
from dagster import DagsterInstance
from filelock import Timeout

from pipelines import lake
from pipelines.settings import ROOT, Settings

FINISHED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]
UNFINISHED = [dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]


def locate(settings: Settings) -> str:
    """Set DAGSTER_HOME where the user has not: below the home of the data, with the project's dagster.yaml in it."""
    if "DAGSTER_HOME" not in os.environ:
        home = settings.home / "dagster"
        home.mkdir(parents=True, exist_ok=True)
        lake.write_bytes(home / "dagster.yaml", (ROOT / "dagster.yaml").read_bytes())
        os.environ["DAGSTER_HOME"] = str(home)
    return os.environ["DAGSTER_HOME"]


@contextmanager
def opened(settings: Settings) -> Iterator[DagsterInstance]:
    """The instance. Its files are made under a lock, since two processes that make them at once trip over each other."""
    locate(settings)
    with lake.locked(settings.home, "history"):
        instance = DagsterInstance.get()
        instance.get_runs_count()
        instance.all_asset_keys()
        instance.all_instigator_state()
    with instance:
        yield instance


@contextmanager
def alive(settings: Settings, instance: DagsterInstance, run_id: str) -> Iterator[None]:
    """Show other processes that a run lives, by a lock that falls when its process dies; and bury those that died silently.

    Runs that are older than the setting allows leave the history, so that it does not grow for ever.
    """
    repair(settings, instance)
    with lake.locked(settings.home, "history"):
        forget(instance, datetime.now(UTC) - timedelta(days=settings.keep_runs))
    with lake.locked(settings.home, _lock(run_id)):
        yield
    (settings.home / "locks" / f"{_lock(run_id)}.lock").unlink(missing_ok=True)


def repair(settings: Settings, instance: DagsterInstance) -> list[str]:
    """Mark runs as failed whose process is gone, and free their places in the pools. Returns their ids."""
    dead = []
    for run in instance.get_runs(dg.RunsFilter(statuses=UNFINISHED)):
        file = settings.home / "locks" / f"{_lock(run.run_id)}.lock"
        if not file.exists():
            continue  # It has not come so far as to hold its lock.
        try:
            with lake.locked(settings.home, _lock(run.run_id), timeout=0):
                instance.report_run_failed(run, "Its process ended without a word, killed or crashed. Run the day again.")
                instance.event_log_storage.free_concurrency_slots_for_run(run.run_id)
                dead.append(run.run_id)
        except Timeout:
            continue  # It lives.
        file.unlink(missing_ok=True)
    return dead


def forget(instance: DagsterInstance, before: datetime) -> int:
    """Delete finished runs that were created before a moment, with their logs. Returns how many."""
    old = instance.get_run_records(dg.RunsFilter(statuses=FINISHED, created_before=before))
    for record in old:
        run_id = record.dagster_run.run_id
        instance.delete_run(run_id)
        # Dagster empties these and leaves them.
        for file in (Path(instance.root_directory) / "history" / "runs").glob(f"{run_id}.db*"):
            file.unlink(missing_ok=True)
        shutil.rmtree(Path(instance.storage_directory()) / run_id, ignore_errors=True)
    return len(old)


def _lock(run_id: str) -> str:
    return f"run-{run_id}"
