"""Retiring: old days leave the ledger as wholes, only when told to, and do not come back."""

from __future__ import annotations

from datetime import date

import pytest
from click.testing import CliRunner

from pipelines import cli, extraction, lake, landing, reading, runs, warehouse
from pipelines.settings import Settings
from tests.nights import nothing_found

STORY = "The mayor of Zenda opened a bridge on Monday, and nobody in the town had to pay for it, which pleased all of them."
DAYS = [date(2026, 9, number) for number in (1, 2, 5)]


@pytest.fixture
def ledger_of_three_days(settings, monkeypatch):
    monkeypatch.setattr(extraction, "find_apart", nothing_found)
    for number, day in enumerate(DAYS):
        (settings.inbox / f"{number}.txt").write_text(f"{STORY} It was bridge {number}.")
        (settings.inbox / f"{number}.pdf").write_text(f"%PDF {number}")
        landing.land(settings, [settings.inbox], on=day)
        reading.read_day(settings, day)
        extraction.extract_day(settings, day)
    load_and_publish(settings, "from_lake", DAYS)
    monkeypatch.setattr(runs, "execute", load_and_publish)
    return settings


def load_and_publish(settings: Settings, job: str, days: list[date]) -> None:
    assert job == "from_lake"
    warehouse.load_days(settings, days)
    with warehouse.building(settings):
        pass
    warehouse.publish(settings)


def retire(settings: Settings, *arguments: str) -> str:
    environment = {"NEWSLEDGER_HOME": str(settings.home)}
    done = CliRunner(env=environment).invoke(cli.main, ["retire", "--before", "2026-09-03", *arguments])
    assert done.exit_code == 0, done.output
    return done.output


def landed(settings: Settings) -> list[tuple]:
    with warehouse.reading(settings) as connection:
        query = (
            "select landed_on, count(*) from (from raw.articles select landed_on union all from raw.rejected select landed_on)"
        )
        return connection.execute(f"{query} group by all order by all").fetchall()


def test_without_a_yes_it_only_says_what_would_go(ledger_of_three_days):
    told = retire(ledger_of_three_days)
    assert "2026-09-01         2 files" in told and "2026-09-02" in told and "2026-09-05" not in told
    assert "1 articles        1 rejected" in told and "Nothing was done" in told
    assert landed(ledger_of_three_days) == [(day, 2) for day in DAYS]
    assert lake.days(ledger_of_three_days.home, lake.LANDING) == DAYS


def test_days_go_as_wholes_and_the_same_bytes_do_not_come_back(ledger_of_three_days):
    settings = ledger_of_three_days
    retire(settings, "--yes")
    assert landed(settings) == [(DAYS[2], 2)]
    for layer in (lake.LANDING, lake.ARTICLES, lake.EXTRACTS):
        assert lake.days(settings.home, layer) == DAYS[2:]
    assert len(list((settings.home / "landing" / "retired").glob("*.json"))) == 4, "what has gone is still known"
    assert {item.landed_on for item in landing.land(settings, [settings.inbox])} == {DAYS[2]}
    assert "0 days lie before" in retire(settings, "--yes")
