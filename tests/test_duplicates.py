"""Copies and revisions: found over the whole history, whatever order its days were loaded in."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

import duckdb
import pyarrow as pa
import pytest

from pipelines import duplicates, schema
from pipelines.reading import text_sha256

DAY = date(2026, 9, 1)
WORDS = [f"word{i}" for i in range(4000)]


def text(seed: int, length: int = 200) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=length))


def edited(words: str, share: float, seed: int = 0) -> str:
    """A text with a stretch of it written anew."""
    parts = words.split()
    size = int(len(parts) * share)
    return " ".join([*random.Random(seed).choices(WORDS, k=size), *parts[size:]])


def article(name: str, words: str, day: int = 0, **more) -> dict:
    landed = DAY + timedelta(days=day)
    about = {"article_id": name, "landed_on": landed, "format": "text", "text": words, "text_sha256": text_sha256(words)}
    return {
        **about,
        "raw_sha256": "",
        "position": 0,
        "revision": 1,
        "published_at": datetime.combine(landed, datetime.min.time()),
        **more,
    }


class History:
    """Articles that are loaded day by day."""

    def __init__(self) -> None:
        self.connection = duckdb.connect()
        schema.create(self.connection)

    def load(self, *articles: dict, days: list[date] | None = None) -> None:
        days = days or sorted({each["landed_on"] for each in articles})
        duplicates.touch(self.connection, days)
        self.connection.execute("delete from raw.articles where landed_on in (select unnest(?))", [days])
        if articles:
            self.connection.register("rows", pa.Table.from_pylist(list(articles), schema.arrow("raw", "articles")))
            self.connection.execute("insert into raw.articles by name from rows")
        duplicates.tie(self.connection, days)

    def found(self) -> dict[str, tuple[int, str | None]]:
        rows = self.connection.execute("select article_id, revision, duplicate_of from raw.articles").fetchall()
        return {name: (revision, original) for name, revision, original in rows}


@pytest.fixture
def history() -> History:
    return History()


def test_a_copy_is_tied_to_the_earliest_whichever_was_loaded_first(history):
    history.load(article("late", text(1), 5))
    history.load(article("early", text(1), 2), article("other", text(2), 2))
    history.load(article("earliest", text(1), 1))
    assert history.found() == {"earliest": (1, None), "early": (1, "earliest"), "late": (1, "earliest"), "other": (1, None)}


@pytest.mark.parametrize(("share", "copy"), [(0.02, True), (0.1, True), (0.5, False), (0.9, False)])
def test_a_text_is_a_copy_while_most_of_its_words_are_the_same(history, share, copy):
    history.load(article("a", text(1)), article("b", edited(text(1), share), 1))
    assert (history.found()["b"][1] == "a") == copy


def test_marks_capitals_and_line_breaks_make_no_other_text(history):
    words = text(1)
    history.load(article("a", words), article("b", words.upper().replace(" ", ",\n", 9), 1))
    assert history.found()["b"] == (1, "a")


def test_another_text_under_one_address_is_its_next_revision_and_no_copy(history):
    url = "https://post.example/1"
    history.load(article("a", text(1), url=url), article("copy", text(1), 1, url="https://wire.example/1"))
    history.load(article("b", edited(text(1), 0.05), 2, url=url), article("again", edited(text(1), 0.05), 3, url=url))
    found = history.found()
    assert found["a"] == (1, None)
    assert found["copy"] == (1, "a")
    assert found["b"] == (2, None)
    assert found["again"] == (2, "b")


def test_a_text_that_comes_back_is_a_revision_of_its_own(history):
    url = "https://post.example/1"
    history.load(article("a", text(1), url=url), article("b", text(2), 1, url=url), article("c", text(1), 2, url=url))
    assert history.found() == {"a": (1, None), "b": (2, None), "c": (3, "a")}


def test_an_old_text_that_is_read_again_is_no_new_revision(history):
    url, early, late = "https://post.example/1", datetime(2026, 9, 1, 8), datetime(2026, 9, 1, 12)
    history.load(article("a", text(1), url=url, updated_at=early), article("b", text(2), 1, url=url, updated_at=late))
    history.load(article("dump", text(1), 2, url=url, updated_at=early), article("d", text(3), 3, url=url, updated_at=late))
    assert {name: revision for name, (revision, _) in history.found().items()} == {"a": 1, "b": 2, "dump": 1, "d": 3}


def test_copies_that_came_at_once_are_one_revision(history):
    url = "https://post.example/1"
    history.load(*(article(name, text(i), url=url) for name, i in (("a", 1), ("b", 2), ("c", 1), ("d", 2))))
    assert {name: revision for name, (revision, _) in history.found().items()} == {"a": 1, "b": 2, "c": 1, "d": 2}


def test_what_may_count_otherwise_than_before_is_noted(history):
    url = "https://post.example/1"
    history.load(article("a", text(1), url=url), article("wire", text(1), 1), article("other", text(3), 1))
    history.connection.execute("delete from raw.changed")
    history.load(article("b", text(2), 2, url=url))
    changed = history.connection.execute("select article_id from raw.changed order by all").fetchall()
    assert changed == [("a",), ("b",), ("wire",)], "the copy stands for the text now that its original is revised"


def test_when_an_original_is_gone_its_copies_have_another(history):
    history.load(article("a", text(1)))
    history.load(article("b", text(1), 1), article("c", edited(text(1), 0.05), 2))
    history.load(days=[DAY])
    assert history.found() == {"b": (1, None), "c": (1, "b")}


def test_a_day_that_loses_a_revision_renumbers_the_others(history):
    url = "https://post.example/1"
    history.load(*(article(name, text(i), i, url=url) for i, name in enumerate("abc")))
    history.load(days=[DAY])
    assert {name: revision for name, (revision, _) in history.found().items()} == {"b": 1, "c": 2}


def test_the_order_of_loading_changes_nothing():
    chance = random.Random(7)
    articles = []
    for number in range(60):
        words = edited(text(number % 12), chance.choice([0, 0, 0.03, 0.1, 0.25, 0.5]), seed=number)
        url = chance.choice([None, f"https://post.example/{number % 9}"])
        articles.append(article(f"a{number:02}", words, chance.randrange(8), url=url))
    by_day = [[each for each in articles if each["landed_on"] == DAY + timedelta(days=day)] for day in range(8)]
    results = []
    for seed in range(5):
        history, order = History(), by_day[:]
        random.Random(seed).shuffle(order)
        for day in (*order, order[0]):
            if day:
                history.load(*day)
        results.append(history.found())
    assert all(result == results[0] for result in results)
    assert sum(original is not None for _, original in results[0].values()) > 10


def test_a_night_compares_only_what_it_can_reach(history):
    history.load(*(article(f"old{i}", text(i), 0) for i in range(300)))
    history.load(article("new", text(5), 1))
    assert history.connection.execute("select count(*) from alike").fetchall() == [(0,)], "an exact copy shares its fingerprint"
    assert history.found()["new"] == (1, "old5")
