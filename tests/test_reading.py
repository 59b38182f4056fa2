"""Reading a day: one odd record costs itself, never its day."""

from __future__ import annotations

import gzip
import json
import stat
import zipfile
from datetime import date

import pyarrow.parquet as pq
import pytest

from pipelines import lake, landing, reading
from pipelines.sources.documents import REASONS

DAY = date(2026, 9, 1)
STORY = "The mayor of Zenda opened a bridge on Monday, and nobody in the town had to pay for it, which pleased all of them."


def read(settings, *records: dict, name: str = "dump.jsonl") -> tuple[list[dict], list[dict]]:
    """Articles and rejected rows of a day on which records landed."""
    (settings.inbox / name).write_text("\n".join(json.dumps({"text": STORY, **record}) for record in records))
    landing.land(settings, [settings.inbox], on=DAY)
    counts = reading.read_day(settings, DAY)
    folder = lake.folder(settings.home, lake.ARTICLES, DAY)
    articles, rejected = (pq.read_table(folder / f"{table}.parquet").to_pylist() for table in ("articles", "rejected"))
    assert counts["articles"] == len(articles)
    return articles, rejected


@pytest.mark.parametrize(
    "odd",
    [
        {"url": "http://[bad"},
        {"title": "half a pair: \ud800"},
        {"date": "0001-01-01T00:00:00+05:00"},
        {"date": "9999-12-31T23:59:59-05:00"},
        {"date": 20260131},
        {"author": [{"name": "A"}, None, 3]},
    ],
    ids=repr,
)
def test_odd_fields_lose_no_article(settings, odd):
    articles, rejected = read(settings, odd, {"text": f"{STORY} It rained."})
    assert (len(articles), rejected) == (2, [])


def test_what_does_not_fit_the_table_is_rejected_alone(settings, monkeypatch):
    row = reading.article_row

    def too_much(item, position, *rest):
        return {**row(item, position, *rest), **({"position": 2**40} if position == 0 else {})}

    monkeypatch.setattr(reading, "article_row", too_much)
    articles, rejected = read(settings, {}, {})
    assert ([article["position"] for article in articles], [each["position"] for each in rejected]) == ([1], [0])
    assert rejected[0]["reason"] == "reader_failed"


def test_an_article_that_no_pipeline_can_hold_is_rejected(settings):
    articles, rejected = read(settings, {"text": "word " * 250_000})
    assert (articles, rejected[0]["reason"]) == ([], "oversize")


def test_whatever_is_wrong_with_what_arrives_has_its_reason(settings):
    """But for those of documents that take a reader or the pipeline down: they have tests of their own."""
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(settings.inbox / "links.zip", "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("../out.txt", STORY)
    files = {
        "empty.txt": b" \n",
        "short.txt": b"It rained.",
        "long.txt": b"word " * 250_000,
        "noise.txt": b"\x00\x81\x8d\x8f\x90\x9d\x00\xff\xfe\x00",
        "scan.pdf": b"%PDF",
        "cut.jsonl": b'{"text": "cut of',
        "open.csv": b'title,text\nA,"open',
        "crawl.warc": b"WARC/1.0\r\nbroken",
        "feed.xml": b"<rss><channel>",
        "picture.json": b'{"title": "A gallery"}',
        "sitemap.xml": b"<urlset><url><loc>https://post.example/1</loc></url></urlset>",
        "section.html": b"<html><body><ul><li><a href=/1>One thing</a><li><a href=/2>Another</a></ul></body></html>",
        "bodies.jsonl": b"\n".join(
            json.dumps({"text": STORY, "title": f"Title {i}", "source": "Post"}).encode() for i in range(3)
        ),
        "bomb.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><rss/>',
        "bomb.txt.gz": gzip.compress(b"0" * 32 * 2**20),
    }
    for name, data in files.items():
        (settings.inbox / name).write_bytes(data)
    landing.land(settings, [settings.inbox], on=DAY)
    found = reading.read_day(settings, DAY)
    assert set(+found) - {"landed", "articles"} == REASONS.keys() - {
        "timeout", "too_much_memory", "reader_failed", "extraction_failed", "pipeline_crashed",
    }  # fmt: skip
    rows = pq.read_table(lake.folder(settings.home, lake.ARTICLES, DAY) / "rejected.parquet").to_pylist()
    assert {(row["reason"], row["retryable"]) for row in rows} <= {(name, again) for name, (_, again) in REASONS.items()}


def test_only_addresses_of_the_web_are_urls(settings):
    articles, _ = read(settings, {"url": "/a/b"}, {"url": "https://x.example/a"})
    assert [article["url"] for article in articles] == [None, "https://x.example/a"]


@pytest.mark.parametrize(("stated", "language"), [("en-GB", "en"), ("EN", "en"), ("und", "en"), ("English", "en"), ("de", "en")])
def test_a_language_is_a_code_that_the_words_do_not_belie_or_else_detected(settings, stated, language):
    articles, _ = read(settings, {"language": stated})
    assert articles[0]["language"] == language


def test_words_of_another_language_than_the_stated_one_are_believed_and_a_mix_is_not(settings):
    german = (
        "Die Bürgermeisterin von Zenda hat am Montag eine Brücke eröffnet, und niemand in der Stadt musste dafür bezahlen. " * 2
    )
    articles, _ = read(
        settings, {"language": "en", "text": german}, {"language": "de", "text": f"{STORY} {german[: len(STORY)]}"}
    )
    assert [article["language"] for article in articles] == ["de", "de"]


def test_a_date_behind_the_landing_is_no_date(settings):
    articles, _ = read(settings, {"date": "2026-09-01"}, {"date": "2026-09-03"})
    assert [article["published_at"] is None for article in articles] == [False, True]
    assert articles[1]["published_raw"] == "2026-09-03"


def test_a_page_without_an_address_of_its_own_is_no_revision_of_another(settings):
    about = '{"@type": "NewsArticle", "mainEntityOfPage": {"@type": "WebPage"}}'
    page = f'<html><head><script type="application/ld+json">{about}</script>'
    for name in "ab":
        (settings.inbox / f"{name}.html").write_text(
            f"{page}</head><body><article><p>{STORY} {name}.</p></article></body></html>"
        )
    articles, _ = read(settings, {})
    assert {article["url"] for article in articles} == {None}
