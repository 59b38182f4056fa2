"""Runs: whatever is started, at once, twice or killed half way, the ledger ends as it must."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import urllib.request
from datetime import date

import dagster as dg
import pytest

from pipelines import runs
from pipelines.settings import today
from tests.conftest import PATIENCE, SAMPLES, Ledger, anything, same, wait_for

# Some of the samples, by the day that they are landed on.
DAYS = {
    "2026-09-01": "harbour-times/minerals-talks-kyiv.txt",
    "2026-09-02": "eastern-wire/feed.xml",
    "2026-09-03": "archive/courier-desk.csv",
}


def land(ledger: Ledger) -> None:
    for day, path in DAYS.items():
        ledger.command("land", str(SAMPLES / path), "--on", day)


@pytest.fixture(scope="module")
def three_days(tmp_path_factory) -> Ledger:
    """Three days that were run one after the other."""
    ledger = Ledger(tmp_path_factory.mktemp("three-days"))
    land(ledger)
    for path in DAYS.values():
        ledger.command("run", str(SAMPLES / path))
    return ledger


def test_days_in_a_row_are_one_run():
    days = [date(2026, 9, 2), date(2026, 9, 1), date(2026, 9, 4), date(2026, 9, 2)]
    assert list(runs.ranges(days)) == [(date(2026, 9, 1), date(2026, 9, 2)), (date(2026, 9, 4), date(2026, 9, 4))]


def test_two_days_that_are_started_at_once_both_succeed(ledger, three_days):
    land(ledger)
    started = [ledger.start("run", str(SAMPLES / path)) for path in DAYS.values()]
    for process in started:
        _, errors = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, errors
    assert same(ledger, three_days)


class Ui:
    """The Dagster UI as `make ui` serves it, asked over GraphQL as a browser would."""

    def __init__(self, ledger: Ledger) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.process = ledger.start("ui", "--port", str(self.port))
        wait_for(self._ready, "the UI")

    def _ready(self) -> bool:
        assert self.process.poll() is None, self.process.communicate()[1]
        with contextlib.suppress(OSError):
            return bool(self.ask("{ repositoriesOrError { ... on RepositoryConnection { nodes { name } } } }"))
        return False

    def ask(self, query: str, **variables) -> dict:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/graphql",
            json.dumps({"query": query, "variables": variables}).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:
            found = json.load(answer)
        assert "errors" not in found, found["errors"]
        return found["data"]

    def close(self) -> None:
        os.killpg(self.process.pid, signal.SIGTERM)
        self.process.communicate()


LAUNCH = """
    mutation($days: [String!]!, $assets: [AssetKeyInput!]!) {
        launchPartitionBackfill(backfillParams: {partitionNames: $days, assetSelection: $assets}) {
            __typename
            ... on LaunchBackfillSuccess { backfillId }
            ... on PythonError { message }
        }
    }
"""
STATUS = "query($id: String!) { partitionBackfillOrError(backfillId: $id) { ... on PartitionBackfill { status } } }"
ASSETS = (
    "{ assetNodes { groupName assetKey { path } isPartitioned owners { ... on TeamAssetOwner { team } } description kinds } }"
)
RUNS = "{ runsOrError { ... on Runs { results { runId status tags { key value } } } } }"
DONE = ("COMPLETED_SUCCESS", "COMPLETED", "COMPLETED_FAILED", "FAILED")


@pytest.fixture
def ui(ledger):
    land(ledger)
    ledger.command("run", str(SAMPLES / DAYS["2026-09-01"]))
    ui = Ui(ledger)
    yield ui
    ui.close()


def test_a_backfill_from_the_ui_gives_the_same_tables_as_single_runs_in_the_same_history(ui, ledger, three_days):
    assets = ui.ask(ASSETS)["assetNodes"]
    for asset in assets:
        key = asset["assetKey"]["path"]
        assert asset["groupName"] == key[0], "groups are the folders and schemas"
        assert asset["description"] and asset["kinds"] and asset["owners"], key

    keys = [asset["assetKey"] for asset in assets if asset["isPartitioned"]]
    launched = ui.ask(LAUNCH, days=list(DAYS), assets=keys)["launchPartitionBackfill"]
    status = wait_for(
        lambda: next(iter({ui.ask(STATUS, id=launched["backfillId"])["partitionBackfillOrError"]["status"]} & set(DONE)), None),
        "the backfill",
    )
    assert status == "COMPLETED_SUCCESS"
    found = ui.ask(RUNS)["runsOrError"]["results"]
    assert [run["status"] for run in found] == ["SUCCESS", "SUCCESS"], "one run for three days, beside that of the command line"
    # The rest of the graph has no days: one run brings it up to date.
    ledger.command("run", str(SAMPLES / DAYS["2026-09-01"]))
    assert same(ledger, three_days)


def test_a_run_whose_process_died_is_marked_as_failed_and_frees_its_place(ledger):
    process = ledger.start("run", str(SAMPLES))
    wait_for(anything(ledger.home, "extracts/.writing-*"), "the extraction")
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
    ledger.command("run", str(SAMPLES / DAYS["2026-09-01"]))
    with dg.DagsterInstance.from_config(str(ledger.home / "dagster")) as instance:
        statuses = [run.status for run in instance.get_runs()]
    assert statuses == [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE]


def test_the_nightly_run_and_the_inbox_sensor_take_the_day_in_utc():
    from pipelines.definitions import defs, inbox, nightly

    assert nightly.default_status == dg.DefaultScheduleStatus.RUNNING
    context = dg.build_schedule_context(scheduled_execution_time=__import__("datetime").datetime(2026, 9, 5, 3, 0))
    assert nightly(context).partition_key == "2026-09-05"
    with dg.build_sensor_context() as sensed:
        (request,) = list(inbox(sensed))
        assert request.partition_key == today().isoformat()
        (skipped,) = list(inbox(sensed))
        assert isinstance(skipped, dg.SkipReason)
    assert defs.resolve_job_def("ledger").partitions_def
