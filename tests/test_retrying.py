"""Retrying: a day is run again where a record that was rejected would do better now, and only there."""

from __future__ import annotations

from datetime import date

import pytest
from click.testing import CliRunner

from pipelines import cli, extraction, landing, reading, retrying, runs
from tests.nights import nothing_found

STORY = "The mayor of Zenda opened a bridge on Monday, and nobody in the town had to pay for it, which pleased all of them."
SHORT, BROKEN, FINE = date(2026, 9, 1), date(2026, 9, 2), date(2026, 9, 3)


@pytest.fixture
def three_days(settings, monkeypatch):
    """A day with a text that is too short, one with a broken file, and one that went well."""
    monkeypatch.setattr(extraction, "find_apart", nothing_found)
    for day, (name, text) in {SHORT: ("a.txt", "It rained."), BROKEN: ("b.jsonl", "{"), FINE: ("c.txt", STORY)}.items():
        (settings.inbox / name).write_text(text)
        landing.land(settings, [settings.inbox / name], on=day)
        reading.read_day(settings, day)
        extraction.extract_day(settings, day)
    return settings


def test_nothing_is_to_be_retried_while_nothing_would_change(three_days):
    assert retrying.days(three_days) == []


def test_a_day_is_to_be_retried_when_a_setting_lets_a_record_in(three_days):
    assert retrying.days(three_days.model_copy(update={"min_words": 2})) == [SHORT]


def test_a_day_is_to_be_retried_when_the_pipeline_failed_in_it(three_days, monkeypatch):
    monkeypatch.setattr(
        extraction, "find_apart", lambda articles, *how: (extraction.Reject("extraction_failed") for _ in articles)
    )
    extraction.extract_day(three_days, FINE)
    assert retrying.days(three_days) == [FINE]


def test_the_command_runs_these_days(three_days, monkeypatch):
    ran = []
    monkeypatch.setattr(runs, "execute", lambda config, job, days, verbose: ran.append((job, days)))
    monkeypatch.setattr(runs, "summarize", lambda config, days: "done")
    environment = {"NEWSLEDGER_HOME": str(three_days.home), "NEWSLEDGER_MIN_WORDS": "2"}
    printed = CliRunner(env=environment).invoke(cli.main, ["retry"])
    assert (printed.exit_code, ran) == (0, [("ledger", [SHORT])]), printed.output
    assert "done" in printed.output
