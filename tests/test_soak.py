"""A short soak; `make soak` runs the long one."""

from __future__ import annotations

import subprocess
import sys

from pipelines.settings import ROOT


def test_after_four_nights_the_ledger_and_a_count_kept_apart_agree():
    command = [sys.executable, "-m", "tests.soak", "4", "15", "3"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "The ledger and the count agree." in done.stdout
