"""Readers: whatever a file holds, each record is an article or a rejection with a reason, and nothing raises."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from pipelines import sources
from pipelines.sources import Found, Rejection, parse_date
from pipelines.sources.html import to_text
from tests.conftest import SAMPLES

STORY = "The mayor of Zenda opened a bridge on Monday, and nobody in the town had to pay for it."


def only(data: bytes, path: str):
    (record,) = sources.read(data, path)
    return record


def document(data: bytes | str, path: str):
    record = only(data.encode() if isinstance(data, str) else data, path)
    assert isinstance(record, Found), record
    return record.document


def reason(data: bytes, path: str, **bounds) -> str:
    (record,) = sources.read(data, path, **bounds)
    assert isinstance(record, Rejection), record
    return record.reject.reason


def test_a_text_takes_its_fields_from_the_front_matter():
    text = f"---\ntitle: A bridge\nauthors: A. Holt and B. Zapt\npublished: 2026-05-01\n---\n\n{STORY}"
    found = document(text, "gazette/bridge.txt")
    assert (found.title, found.authors, found.published, found.text) == ("A bridge", ["A. Holt", "B. Zapt"], "2026-05-01", STORY)


def test_a_text_without_front_matter_takes_its_first_line_as_headline():
    found = document(f"Zenda opens a bridge\n\n{STORY}", "bridge.md")
    assert (found.title, found.text) == ("Zenda opens a bridge", STORY)


def test_a_first_line_that_ends_like_a_sentence_is_no_headline():
    assert document(f"It rained.\n\n{STORY}", "bridge.txt").title is None


def test_lines_that_were_wrapped_by_hand_are_joined_and_verse_is_not():
    wrapped = "The mayor of Zenda opened a bridge on Monday, and nobody\nin the town had to pay for it."
    assert document(wrapped, "a.txt").text == STORY
    verse = "O bridge\nO bridge\nO bridge of Zenda town, how thou art long, and high, and wide"
    assert "\n" in document(f"Headline here\n\n{verse}", "a.txt").text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1252"])
def test_text_is_decoded_from_the_encodings_that_news_comes_in(encoding):
    body = f"“{STORY}” – said the Café owner, who paid €20. “It’s mine,” he added, and closed the door."
    assert document(body.encode(encoding), "a.txt").text == body


def test_a_page_gives_the_article_without_what_stands_around_it():
    found = document((SAMPLES / "harbour-times" / "ferry-fine.html").read_bytes(), "ferry-fine.html")
    assert found.title == "Ferry firm fined over engine-room fire"
    assert found.authors == ["Fenella Marchbanks", "Joost Ruijterkamp"]
    assert found.source == "The Harbour Times"
    assert "Rotterdam" in found.text
    for boilerplate in ("cookies", "£1 a week", "£900m", "newsletter", "All rights reserved"):
        assert boilerplate not in found.text


def test_the_same_page_gives_the_same_text_however_often_it_is_read():
    page = (SAMPLES / "harbour-times" / "ferry-fine.html").read_bytes()
    assert len({document(page, "ferry-fine.html").text for _ in range(4)}) == 1


def test_a_feed_gives_an_article_for_each_entry():
    found = list(sources.read((SAMPLES / "eastern-wire" / "feed.xml").read_bytes(), "feed.xml"))
    assert [record.position for record in found] == [0, 1, 2, 3]
    assert all(record.document.url for record in found if isinstance(record, Found))


def test_a_fragment_of_html_becomes_lines_without_scripts():
    assert to_text("<p>One &amp; two<br>three</p><script>four()</script><p>five</p>") == "One & two\nthree\nfive"


def test_each_line_of_a_dump_stands_for_itself():
    lines = [json.dumps({"body": STORY, "headline": "A"}).encode(), b"{broken", b"[1]", b'{"title": "no text"}']
    records = list(sources.read(b"\n".join(lines), "dump.jsonl"))
    assert records[0].document.title == "A"
    assert [record.reject.reason for record in records[1:]] == ["malformed", "malformed", "no_text"]


def test_a_row_of_csv_may_hold_line_breaks_and_quotes():
    found = document(f'title,text\n"A ""bridge""","{STORY}\n{STORY}"\n', "dump.csv")
    assert (found.title, found.text) == ('A "bridge"', f"{STORY}\n{STORY}")


@pytest.mark.parametrize(
    ("data", "path", "expected"),
    [
        (b"  \n", "a.txt", "empty"),
        (b"x" * 101, "a.txt", "oversize"),
        (b"PK\x03\x04", "a.docx", "unsupported_format"),
        (b"\x00\x81\x8d\x8f\x90\x9d\x00\xff\xfe\x00", "a.txt", "undecodable"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><rss/>', "a.xml", "unsafe_xml"),
        (b"<rss><channel>", "a.xml", "malformed"),
        (b"name,age\nA,1\n", "a.csv", "malformed"),
        (b"<html><body><a href=/>one</a></body></html>", "a.html", "no_article"),
    ],
)
def test_a_file_that_is_no_article_says_why(data, path, expected):
    assert reason(data, path, max_bytes=100) == expected


def test_an_error_inside_a_reader_rejects_the_record_only(monkeypatch):
    def broken(_):
        raise ZeroDivisionError("no")

    monkeypatch.setattr(sources, "READERS", (sources.READERS[0]._replace(parse=broken),))
    assert reason(STORY.encode(), "a.txt") == "reader_failed"


LATEST = datetime(2026, 11, 1)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("2026-09-14", (datetime(2026, 9, 14), "day")),
        ("2026-09-14T18:20:00+01:00", (datetime(2026, 9, 14, 17, 20), "time")),
        ("Mon, 14 Sep 2026 18:20:00 GMT", (datetime(2026, 9, 14, 18, 20), "time")),
        ("September 14, 2026", (datetime(2026, 9, 14), "day")),
        ("2026-02-31", (None, None)),
        ("2050-01-01", (None, None)),
        ("0001-01-01", (None, None)),
        ("yesterday", (None, None)),
        (None, (None, None)),
    ],
)
def test_a_date_is_read_as_utc_or_not_at_all(raw, expected):
    assert parse_date(raw, LATEST) == expected


def test_bytes_that_look_like_the_name_of_a_file_are_no_file(tmp_path):
    secret = tmp_path / "secret.rss"
    secret.write_text(
        "<rss version='2.0'><channel><item><title>Secret</title><description>A secret</description></item></channel></rss>"
    )
    assert reason(str(secret).encode(), "x.rss") == "malformed"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp037", "utf-7"])
def test_no_encoding_hides_an_entity_bomb(encoding):
    entity = f'<!DOCTYPE r [<!ENTITY a "{"x" * 50}">]>'
    item = "<item><title>&a;&a;</title><description>&a;</description></item>"
    bomb = f'<?xml version="1.0" encoding="{encoding}"?>{entity}<rss><channel>{item}</channel></rss>'
    assert reason(bomb.encode(encoding), "bomb.xml") in {"unsafe_xml", "malformed", "undecodable"}


def test_a_feed_in_the_encoding_that_it_declares_is_read():
    feed = (
        '<?xml version="1.0" encoding="iso-8859-1"?><rss version="2.0"><channel><title>Zürich heute</title>'
        f"<item><description>{STORY} Café.</description></item></channel></rss>"
    )
    found = document(feed.encode("latin-1"), "feed.xml")
    assert (found.source, found.text) == ("Zürich heute", f"{STORY} Café.")


def test_an_open_quote_in_a_csv_is_told_and_swallows_no_row_silently():
    rows = f'title,text\nA,"{STORY}"\nB,"{STORY}\nC,"{STORY}"\n'
    records = list(sources.read(rows.encode(), "dump.csv"))
    assert records[0].document.title == "A"
    assert records[1].reject.reason == "malformed"
