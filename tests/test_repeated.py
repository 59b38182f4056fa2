"""A run again, after a kill, or from the record alone: the tables end as those of one run."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal

from tests.conftest import Ledger, anything, same, wait_for

POINTS = {
    "while it lands": "landing/*/*",
    "while it reads": "articles/*",
    "while it extracts": "extracts/.writing-*/*",
    "while it loads": "working/newsledger.duckdb*",
    "while dbt builds": "working/dbt/*",
    "before it publishes": ".newsledger.duckdb.candidate",
}


def test_a_second_run_changes_no_table(samples, tmp_path):
    copy = Ledger(tmp_path / "copy")
    shutil.copytree(samples.home, copy.home)
    copy.command("run")
    assert same(copy, samples)


def test_a_run_that_is_killed_at_any_point_and_started_again_ends_as_if_it_had_not_been(tmp_path, samples):
    ledger = Ledger(tmp_path / "home")
    for point, pattern in POINTS.items():
        process = ledger.start("run")
        wait_for(lambda process=process, pattern=pattern: anything(ledger.home, pattern)() or process.poll() is not None, point)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        assert process.returncode == -signal.SIGKILL, f"{point}: the run had ended"
    ledger.command("run")
    assert same(ledger, samples)


def test_the_record_gives_the_warehouse_back_without_spacy(samples, tmp_path):
    copy = Ledger(tmp_path / "copy")
    shutil.copytree(samples.home, copy.home)
    copy.published.unlink()
    # A pipeline that is not installed: whoever loads it fails.
    copy.command("rebuild", NEWSLEDGER_MODEL="no_such_pipeline")
    assert same(copy, samples)
