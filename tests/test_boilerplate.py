"""Boilerplate: what a source repeats is learnt from its own articles, cut, and recorded."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pyarrow.parquet as pq

from pipelines import lake, landing, reading

DAY = date(2026, 9, 1)
FOOTER = "Sign up for our newsletter and never miss a bridge."


def story(number: int) -> str:
    return f"The town of Zenda opened bridge number {number} on Monday. " + " ".join(f"word{number}x{i}" for i in range(20)) + "."


def read(settings, records: list[dict], day: date = DAY) -> tuple[list[dict], list[dict]]:
    """Articles and rejected rows of a day on which records of one source landed."""
    lines = (json.dumps({"source": "Post", "title": f"Bridge {i} of {day}", **record}) for i, record in enumerate(records))
    (settings.inbox / f"{day}.jsonl").write_text("\n".join(lines))
    landing.land(settings, [settings.inbox / f"{day}.jsonl"], on=day)
    return again(settings, day)


def again(settings, day: date) -> tuple[list[dict], list[dict]]:
    counts = reading.read_day(settings, day)
    folder = lake.folder(settings.home, lake.ARTICLES, day)
    articles, rejected = (pq.read_table(folder / f"{table}.parquet").to_pylist() for table in ("articles", "rejected"))
    assert counts["articles"] == len(articles)
    return articles, rejected


def test_a_line_that_a_source_repeats_is_cut_and_recorded(settings):
    records = [{"text": f"{story(i)}\n{FOOTER}\n{story(i + 100)}"} for i in range(6)]
    articles, rejected = read(settings, [*records, {"text": f"{story(7)}\n{FOOTER}", "source": "Other"}])
    assert [article["text"] for article in articles[:6]] == [f"{story(i)}\n{story(i + 100)}" for i in range(6)]
    assert {tuple(article["boilerplate"]) for article in articles[:6]} == {(FOOTER,)}
    assert FOOTER in articles[6]["text"], "another source may say it once"
    assert rejected == []


def test_a_line_is_learnt_over_days_and_a_day_read_again_gives_the_same(settings):
    for back in range(6, 0, -1):
        read(settings, [{"text": f"{story(back)}\n{FOOTER}"}], DAY - timedelta(days=back))
    first, _ = read(settings, [{"text": f"{story(50)}\n{FOOTER}"}])
    assert first[0]["text"] == story(50)
    assert again(settings, DAY)[0] == first


def test_revisions_of_one_article_do_not_make_its_lines_boilerplate(settings):
    same = {"title": "Bridge opens", "url": "https://post.example/bridge"}
    articles, _ = read(settings, [{**same, "text": f"{story(1)}\n{story(2)}\nUpdate {i}."} for i in range(8)])
    assert all(article["text"].startswith(story(1)) for article in articles)


def test_a_body_under_several_titles_is_no_article(settings):
    articles, rejected = read(settings, [{"text": story(1)}] * 3 + [{"text": story(2)}])
    assert [article["text"] for article in articles] == [story(2)]
    assert {row["reason"] for row in rejected} == {"shared_body"}
    assert [row["position"] for row in rejected] == [0, 1, 2]


def test_two_headlines_over_one_body_are_two_articles(settings):
    articles, rejected = read(settings, [{"text": story(1)}] * 2)
    assert (len(articles), rejected) == (2, [])


def test_a_day_that_does_not_fit_into_one_group_of_rows_is_cut_as_any_other(settings, monkeypatch):
    monkeypatch.setattr(reading, "ROWS_PER_WRITE", 2)
    records = [{"text": f"{story(i)}\n{FOOTER}"} for i in range(7)]
    articles, rejected = read(settings, [*records, *[{"text": story(90)}] * 3])
    assert [article["text"] for article in articles] == [story(i) for i in range(7)]
    assert [row["position"] for row in rejected] == [7, 8, 9]
    assert pq.read_metadata(lake.folder(settings.home, lake.ARTICLES, DAY) / "articles.parquet").num_row_groups > 3
