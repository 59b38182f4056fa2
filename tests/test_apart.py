"""The language pipeline in a process of its own: what takes it down is refused, and costs no other article."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import contextmanager
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines import apart, extraction, lake, landing, reading, schema
from pipelines.nlp.locate import DEFAULT
from pipelines.sources.documents import Reject

DAY = date(2026, 9, 1)
STORY = "The mayor of Zenda opened a bridge. “Nobody had to pay for it,” said Mayor Rudolf Elphberg, and the {} sank."
# A pipeline that ends its process as the text says; put before the process's own modules.
TRAP = """
import os, signal, sys, time
from pipelines import apart, extraction
class Nlp:
    meta = {"lang": "en", "name": "trap", "version": "1"}
def look(nlp, articles, time_limit=None):
    for article in articles:
        for word, fall in FALLS.items():
            if word in article["text"]: fall()
    return [{name: [] for name in extraction.schema.EXTRACTED} for _ in articles]
def sleep():
    time.sleep(1000)
FALLS = {
    "segfault": lambda: os.kill(os.getpid(), signal.SIGSEGV), "killed": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "exit": lambda: os._exit(3), "abort": os.abort, "deadlock": sleep,
}
extraction.pipeline, extraction.look, apart.PATIENCE = lambda *_: Nlp(), look, 0.5
apart.serve(sys.stdin.buffer, sys.stdout.buffer)
"""
FALLS = {
    "segfault": ("pipeline_crashed", "its process ended with SIGSEGV"),
    "killed": ("pipeline_crashed", "its process ended with SIGKILL"),
    "exit": ("pipeline_crashed", "its process ended with code 3"),
    "abort": ("pipeline_crashed", "its process ended with SIGABRT"),
    "deadlock": ("timeout", "more than 4 times 0.5 s by the clock"),
}


@pytest.fixture(autouse=True)
def ended():
    """No process outlives its test."""
    yield
    apart.close()


@pytest.fixture
def traps(monkeypatch):
    """Processes that end as a text says."""
    monkeypatch.setattr(apart, "COMMAND", [sys.executable, "-c", TRAP])


def found(*texts: str, time_limit: float | None = 0.5) -> list[tuple | None]:
    """How each text ends: None where all is well."""
    results = list(extraction.find_apart([{"text": text} for text in texts], DEFAULT, None, time_limit))
    return [(each.reason, each.detail, each.retryable) if isinstance(each, Reject) else None for each in results]


@pytest.mark.parametrize("fall", FALLS)
def test_an_article_that_takes_its_process_down_costs_no_other(traps, fall):
    assert found("one", fall, "two") == [None, (*FALLS[fall], True), None]


def test_several_in_one_batch_and_in_the_next_are_each_refused(traps):
    texts = ["exit" if number in (0, 3, 20, 39) else "fine" for number in range(40)]
    assert [number for number, each in enumerate(found(*texts)) if each] == [0, 3, 20, 39]


def test_a_process_that_somebody_ends_between_two_articles_costs_none(traps):
    assert found("one") == [None]
    (process,) = apart.processes(DEFAULT, None, 0.5)._idle
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert found("one") == [None]


def test_a_pipeline_that_is_not_there_is_told_in_its_own_words():
    with pytest.raises(apart.CantStart, match="no_such_pipeline"):
        list(extraction.find_apart([{"text": "one"}], "no_such_pipeline", None, None))


def test_a_process_that_can_not_begin_stops_the_run_and_refuses_nothing(monkeypatch):
    monkeypatch.setattr(apart, "COMMAND", [sys.executable, "-c", "import os; os._exit(4)"])
    with pytest.raises(apart.CantStart, match="ended with 4 before it began"):
        found("one")


def test_what_is_found_apart_is_what_is_found_here(nlp):
    articles = [{"text": STORY.format(word), "published_at": "2026-09-01"} for word in ("ship", "boat")]
    assert list(extraction.find_apart(articles, DEFAULT, None, 30)) == list(extraction.find(nlp, articles))


@pytest.fixture
def day(settings):
    """A day of many articles, three of which take a process down."""
    texts = [STORY.format({7: "segfault", 31: "exit", 55: "killed"}.get(number, number)) for number in range(60)]
    folder = settings.inbox / "a"
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"{number:02}.txt").write_text(text)
    landing.land(settings, [settings.inbox], on=DAY)
    reading.read_day(settings, DAY)
    return settings


def outcome(settings) -> tuple[list[str], list[tuple]]:
    extraction.extract_day(settings, DAY)
    folder = lake.folder(settings.home, lake.EXTRACTS, DAY)
    tables = {name: pa.concat_tables(pq.read_table(file) for file in folder.glob(f"{name}-*.parquet")) for name in schema.RAW[:3]}
    articles = sorted(row["text"].split()[-2] for row in tables["articles"].to_pylist())
    refused = [(row["path"], row["stage"], row["reason"], row["retryable"]) for row in tables["rejected"].to_pylist()]
    return articles, sorted(refused)


@contextmanager
def dask_here(settings, workers):
    """A cluster whose workers are threads of this process, so that they have its traps."""
    from distributed import Client, LocalCluster

    with (
        LocalCluster(workers, threads_per_worker=1, processes=False, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        yield client


@pytest.mark.parametrize("engine", ["processes", "dask"])
def test_a_day_with_articles_that_take_processes_down_keeps_all_others(day, traps, monkeypatch, engine):
    monkeypatch.setattr(extraction, "_dask", dask_here)
    monkeypatch.setattr(extraction, "ARTICLES_PER_PART", 16)
    monkeypatch.setattr(extraction, "ARTICLES_PER_WORKER", 16)
    articles, refused = outcome(day.model_copy(update={"engine": engine, "workers": 2}))
    assert articles == sorted(str(number) for number in range(60) if number not in (7, 31, 55))
    assert refused == [(f"a/{number:02}.txt", "extract", "pipeline_crashed", True) for number in (7, 31, 55)]
