"""Crashes: a night that is killed at any moment, or has no room on its disk, is repaired by the next one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.settings import ROOT
from tests.conftest import SAMPLES
from tests.nights import tables

ATTEMPTS = 6


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    """Some of the samples, and a dump that takes a moment."""
    folder = tmp_path / "inbox"
    folder.mkdir()
    for name in ("eastern-wire/feed.xml", "archive/courier-desk.csv", "meridian-post/clinic-settlement.txt", "broken/scan.pdf"):
        (folder / Path(name).name).write_bytes((SAMPLES / name).read_bytes())
    story = (
        "The mayor of Zenda opened bridge {0} on Monday. Nobody in {0} had to pay, said {0}, and {0} is the first of its kind."
    )
    (folder / "dump.jsonl").write_text("\n".join(json.dumps({"text": story.format(i)}) for i in range(50)))
    return folder


@pytest.mark.parametrize("how", ["kill", "full"])
def test_nights_that_end_badly_leave_nothing_behind_that_the_next_does_not_repair(tmp_path, inbox, how):
    home = tmp_path / "home"
    done = subprocess.run(
        [sys.executable, "-m", "tests.nights", how, home, inbox, "7", str(ATTEMPTS)],
        capture_output=True, text=True, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    codes = [int(line.split()[1]) for line in done.stdout.splitlines()]
    assert len([code for code in codes if code]) >= ATTEMPTS / 3, f"too few ended badly: {codes}"
    found, expected = (tables(folder / "newsledger.duckdb") for folder in (home, tmp_path / "spare"))
    assert found.keys() == expected.keys()
    for name in found:
        assert found[name] == expected[name], name
    assert len(found["raw.articles"]) == 57
    left = [file for file in home.rglob("*") if file.name.startswith((".writing-", ".old-", ".spreading-"))]
    assert left == []
