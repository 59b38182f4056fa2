"""Tidying: fewer files and fewer runs, and not a row less."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines import history, lake, tidying

DAY = date(2026, 9, 1)


def test_the_files_of_a_day_become_one_for_each_table_with_the_same_rows(tmp_path):
    folder = lake.folder(tmp_path, lake.EXTRACTS, DAY)
    folder.mkdir(parents=True)
    for number in range(5):
        columns = {"article_id": [f"a{number}"], **({"later": [number]} if number > 2 else {})}
        pq.write_table(pa.table(columns), folder / f"country_mentions-{number:05}.parquet")
    pq.write_table(pa.table({"n": [1]}), folder / "rejected-read.parquet")
    assert tidying.compact(tmp_path, DAY)
    assert sorted(file.name for file in folder.iterdir()) == ["country_mentions-00000.parquet", "rejected-00000.parquet"]
    rows = pq.read_table(folder / "country_mentions-00000.parquet").to_pylist()
    assert [row["article_id"] for row in rows] == [f"a{number}" for number in range(5)]
    assert [row["later"] for row in rows] == [None, None, None, 3, 4]
    assert not tidying.compact(tmp_path, DAY), "once is enough"


def test_only_runs_that_are_old_and_over_leave_the_history(settings, monkeypatch):
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
    from dagster import DagsterRunStatus
    from dagster._core.test_utils import create_run_for_test

    with history.opened(settings) as instance:
        logs = Path(instance.storage_directory())
        for status in (DagsterRunStatus.SUCCESS, DagsterRunStatus.FAILURE, DagsterRunStatus.STARTED):
            run = create_run_for_test(instance, status=status)
            (logs / run.run_id / "compute_logs").mkdir(parents=True)
    assert tidying.forget_runs(settings, datetime.now(UTC) - timedelta(days=1)) == 0
    assert tidying.forget_runs(settings, datetime.now(UTC) + timedelta(days=1)) == 2
    assert [folder.name for folder in logs.iterdir()] == [run.run_id], "their logs are gone, too"
    with history.opened(settings) as instance:
        assert [run.status for run in instance.get_runs()] == [DagsterRunStatus.STARTED]
    monkeypatch.delenv("DAGSTER_HOME", raising=False)
