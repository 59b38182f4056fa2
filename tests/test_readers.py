"""Readers of what agencies, crawlers and mail bring, alone or packed: each record is an article or says why it is none."""

from __future__ import annotations

import gzip
import io
import json
import stat
import zipfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines import sources
from pipelines.sources import Found, How, Rejection

STORY = "The mayor of Zenda opened a bridge on Monday, and nobody in the town had to pay for it."
LINE = json.dumps({"text": STORY, "title": "Bridge"}).encode()


def zstd(data: bytes) -> bytes:
    sink = pa.BufferOutputStream()
    with pa.CompressedOutputStream(sink, "zstd") as stream:
        stream.write(data)
    return sink.getvalue().to_pybytes()


def zipped(*members: tuple[str, bytes], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", kind) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def read(data: bytes, path: str, **how) -> list[Found | Rejection]:
    return list(sources.read(data, path, how=How(**how)))


def only(data: bytes, path: str, **how):
    (record,) = read(data, path, **how)
    assert isinstance(record, Found), record
    return record.document


def reasons(data: bytes, path: str, **how) -> list[str]:
    return [record.reject.reason if isinstance(record, Rejection) else record.document.text for record in read(data, path, **how)]


@pytest.mark.parametrize("path", ["dump.jsonl.gz", "dump.jsonl.zst", "https://x.example/dump"])
def test_a_packed_dump_is_read_as_the_dump(path):
    packed = zstd(LINE) if path.endswith("zst") else gzip.compress(LINE + b"\n{") + gzip.compress(b"}\n" + LINE)
    found = read(packed, path)
    assert found[0].document.text == STORY
    assert found[0].format == "jsonl"
    assert len(found) == (1 if path.endswith("zst") else 3)


def test_each_file_in_an_archive_is_read_by_its_own_reader_and_records_are_numbered_through():
    data = zipped(
        ("desk/a.txt", STORY.encode()), ("b.docx", b"PK"), ("c.jsonl", LINE + b"\n{"), ("d.jsonl.gz", gzip.compress(LINE))
    )
    found = read(data, "night.zip")
    assert [(record.position, record.member) for record in found] == [
        (0, "desk/a.txt"), (1, "b.docx"), (2, "c.jsonl"), (3, "c.jsonl"), (4, "d.jsonl.gz"),
    ]  # fmt: skip
    assert [isinstance(record, Found) for record in found] == [True, False, True, False, True]


def test_names_that_lead_out_of_an_archive_links_and_locked_files_are_refused_alone():
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    buffer = io.BytesIO(
        zipped(("../a.txt", b"x"), ("/etc/a.txt", b"x"), ("..\\a.txt", b"x"), ("C:\\a.txt", b"x"), ("b.txt", STORY.encode()))
    )
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    assert reasons(buffer.getvalue(), "a.zip") == ["unsafe_path"] * 4 + [STORY, "symbolic_link"]


@pytest.mark.parametrize("pack", [gzip.compress, zstd], ids=["gzip", "zstd"])
def test_a_decompression_bomb_is_refused_before_it_is_unpacked(pack):
    bomb = pack(b'{"text": "' + b"0" * 64 * 2**20)
    assert reasons(bomb, "a.jsonl.gz" if pack is gzip.compress else "a.jsonl.zst") == ["unpacks_too_far"]
    assert reasons(zipped(("a.txt", b"0" * 64 * 2**20), ("b.txt", STORY.encode())), "a.zip") == ["unpacks_too_far", STORY]


def test_many_members_that_each_stay_below_the_bound_are_one_bomb():
    bomb = zipped(*((f"{i}.txt", b"0" * 15 * 2**20) for i in range(6)), ("last.txt", STORY.encode()))
    assert reasons(bomb, "a.zip", max_bytes=2**20) == ["oversize"] * 6 + [STORY]
    assert reasons(bomb, "a.zip")[-1] == "unpacks_too_far"


def test_archives_are_followed_two_deep_and_no_deeper():
    assert reasons(gzip.compress(gzip.compress(STORY.encode())), "a.txt.gz.gz") == [STORY]
    assert reasons(gzip.compress(gzip.compress(gzip.compress(b"x"))), "a.txt.gz.gz.gz") == ["unsupported_format"]


@pytest.mark.parametrize("path", ["a.zip", "a.txt.gz", "a.txt.zst"])
def test_what_only_says_that_it_is_packed_is_malformed(path):
    assert reasons(b"no archive at all", path) == ["malformed"]


def test_a_packed_file_that_breaks_off_keeps_what_came_before():
    data = gzip.compress(b"\n".join(json.dumps({"text": f"{STORY} {i * 7919 % 10007}"}).encode() for i in range(40_000)))
    found = reasons(data[: len(data) // 2], "a.jsonl.gz")
    assert found[0].startswith(STORY) and len(found) > 1000
    assert found[-1] == "malformed"


WARC = """WARC/1.0\r
WARC-Type: {kind}\r
WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012}>\r
WARC-Target-URI: https://post.example/{number}\r
WARC-Date: 2026-09-01T00:00:00Z\r
Content-Type: application/http; msgtype=response\r
Content-Length: {length}\r
\r
{body}\r
\r
"""


def warc(*responses: tuple[str, str, str]) -> bytes:
    records = []
    for number, (status, kind, page) in enumerate(responses):
        body = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n\r\n{page}"
        records.append(WARC.format(kind="response", number=number, length=len(body.encode()), body=body))
    request = WARC.format(kind="request", number=99, length=18, body="GET / HTTP/1.1\r\n\r\n")
    return (request + "".join(records)).encode()


PAGE = (
    "<html lang=en><head><title>Bridge</title></head>"
    f"<body><article><h1>Bridge</h1><p>{STORY} {STORY}</p></article></body></html>"
)


@pytest.mark.parametrize("path", ["crawl.warc", "crawl.warc.gz"])
def test_each_page_of_a_web_archive_is_an_article_and_the_day_of_the_crawl_is_no_date(path):
    data = warc(
        ("200 OK", "text/html; charset=utf-8", PAGE), ("404 Not Found", "text/html", "gone"), ("200 OK", "image/png", "x")
    )
    found = read(gzip.compress(data) if path.endswith("gz") else data, path)
    assert [record.position for record in found] == [0, 1, 2]
    assert (found[0].document.url, found[0].document.published) == ("https://post.example/0", None)
    assert found[0].document.origins["url"] == "warc"
    assert [record.reject.reason for record in found[1:]] == ["no_article", "unsupported_format"]


def test_a_web_archive_that_breaks_off_keeps_what_came_before():
    data = warc(("200 OK", "text/html", PAGE), ("200 OK", "text/html", PAGE))
    assert [isinstance(record, Found) for record in read(data[: -len(PAGE) // 2], "a.warc")] == [True, False]
    assert reasons(data[: -len(PAGE) // 2], "a.warc")[1] == "malformed"


MAIL = """From: The Zenda Letter <letter@zenda.example>
Subject: =?utf-8?q?A_bridge_for_=E2=82=AC3m?=
Date: Mon, 14 Sep 2026 18:20:00 +0200
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/plain; charset=utf-8

{plain}
--b
Content-Type: text/html; charset=utf-8

<p>{html}</p>
--b--
"""


def test_a_newsletter_is_an_article_by_its_plain_part_or_else_by_its_page():
    found = only(MAIL.format(plain=f"{STORY} {STORY}", html="Other").encode(), "a.eml")
    assert (found.title, found.source, found.text) == ("A bridge for €3m", "The Zenda Letter", f"{STORY} {STORY}")
    assert sources.parse_date(found.published, __import__("datetime").datetime(2027, 1, 1))[1] == "time"
    assert STORY in only(MAIL.format(plain="See the web.", html=STORY).encode(), "a.eml").text


def test_bytes_that_are_no_message_are_malformed():
    assert reasons(b"\n\nno header at all", "a.eml") == ["malformed"]


NITF = f"""<?xml version="1.0"?>
<!DOCTYPE nitf PUBLIC "-//IPTC//DTD NITF 3.3//EN" "nitf.dtd">
<nitf><head><title>Head</title><docdata><date.issue norm="20260914T182000Z"/></docdata>
<pubdata name="The Zenda Post" ex-ref="https://post.example/1"/></head>
<body><body.head><hedline><hl1>A bridge opens</hl1></hedline><byline>By <person>Anna Holt</person></byline></body.head>
<body.content><block><p>{STORY}</p><p>It <em>rained</em>.</p></block></body.content></body></nitf>"""


def test_a_nitf_document_gives_headline_byline_date_and_paragraphs():
    found = only(NITF.encode(), "a.xml")
    assert (found.title, found.authors, found.source, found.url) == (
        "A bridge opens", ["Anna Holt"], "The Zenda Post", "https://post.example/1",
    )  # fmt: skip
    assert found.text == f"{STORY}\n\nIt rained."
    assert found.published == "20260914T182000Z"


NEWSML = f"""<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem xml:lang="en">
<itemMeta><provider><name>Zenda Wire</name></provider><versionCreated>2026-09-14T20:00:00Z</versionCreated></itemMeta>
<contentMeta><contentCreated>2026-09-14T18:20:00Z</contentCreated><by>By Anna Holt</by>
<headline>A bridge opens</headline></contentMeta>
<contentSet><inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><body><p>{STORY}</p></body></html>
</inlineXML></contentSet></newsItem>
<newsItem><contentMeta/><contentSet><remoteContent href="a.jpg"/></contentSet></newsItem>
</itemSet></newsMessage>"""


def test_a_newsml_message_gives_an_article_for_each_item_with_a_text():
    first, second = read(NEWSML.encode(), "a.xml")
    assert (first.document.title, first.document.source, first.document.authors) == (
        "A bridge opens",
        "Zenda Wire",
        ["Anna Holt"],
    )
    assert (first.document.text, first.document.published, first.format) == (STORY, "2026-09-14T18:20:00Z", "newsml")
    assert second.reject.reason == "no_text"


@pytest.mark.parametrize("document", [NITF, NEWSML])
def test_no_entity_of_an_agency_document_is_expanded(document):
    bomb = document.partition("?>")[2].lstrip() if document.startswith("<?xml") else document
    bomb = '<!DOCTYPE a [<!ENTITY a "b">]>' + bomb[bomb.index("<n") :]
    assert reasons(bomb.encode(), "a.xml") == ["unsafe_xml"]


SITEMAP = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://post.example/1</loc><news:news><news:title>A bridge</news:title></news:news></url>
<url><loc>https://post.example/2</loc></url></urlset>"""


def test_the_entries_of_a_sitemap_are_links_and_say_so():
    found = read(SITEMAP.encode(), "sitemap.xml")
    assert [record.reject.reason for record in found] == ["link_only"] * 2
    assert found[0].reject.detail == "https://post.example/1 A bridge"
    assert sources.sitemap.links(SITEMAP.encode()) == (["https://post.example/1", "https://post.example/2"], [])


def test_webz_style_json_is_read_as_it_is():
    post = {
        "text": STORY,
        "title": "A",
        "author": "B",
        "published": "2026-09-14T18:20:00.000+03:00",
        "thread": {"site": "post.example"},
    }
    assert only(json.dumps(post).encode(), "news_0001.json").source == "post.example"
    assert reasons(json.dumps({"posts": [post, 3, {"title": "no text"}]}).encode(), "a.json") == [STORY, "malformed", "no_text"]
    assert only(json.dumps(post).encode(), "a.jsonl").authors == ["B"]


def test_columns_are_mapped_by_a_setting_in_every_kind_of_dump():
    columns = {"text": "story", "source": "site.name", "published": "when"}
    row = {"story": STORY, "text": "teaser", "site": {"name": "Post"}, "when": "2026-09-14"}
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([row]), sink)
    for data, path in (
        (json.dumps(row).encode(), "a.jsonl"),
        (json.dumps([row]).encode(), "a.json"),
        (sink.getvalue(), "a.parquet"),
    ):
        found = only(data, path, columns=columns)
        assert (found.text, found.source, found.published) == (STORY, "Post", "2026-09-14"), path
    assert only(f"story|text|when\n{STORY}|teaser|2026-09-14".encode(), "a.csv", columns=columns).text == STORY


def test_a_parquet_dump_is_read_row_by_row_with_dates_as_dates():
    rows = [{"text": f"{STORY} {i}", "date": __import__("datetime").date(2026, 9, 14), "authors": ["A", "B"]} for i in range(200)]
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([*rows, {"text": None}]), sink)
    found = read(sink.getvalue(), "a.parquet")
    assert (len(found), found[7].document.published, found[7].document.authors) == (201, "2026-09-14", ["A", "B"])
    assert found[200].reject.reason == "no_text"
    assert reasons(sink.getvalue()[:-9], "a.parquet") == ["malformed"]


def test_a_row_in_another_encoding_than_its_file_costs_no_other_row():
    french = "Le café coûte cher à Zenda; les élus s'étaient déjà réunis."
    rows = ["text|title", "“Café”|0", f"{STORY}|A", f"{french}|B", f"{STORY}|C"]
    data = b"\n".join(row.encode("cp1252" if "|B" in row else "utf-8") for row in rows)
    assert read(data, "a.csv")[2].document.text == french
    assert [record.document.title for record in read(data, "a.csv") if isinstance(record, Found)] == ["0", "A", "B", "C"]


def test_a_line_that_is_too_long_costs_no_other_line():
    assert reasons(LINE + b"\n" + b"x" * 5000 + b"\n" + LINE, "a.jsonl", max_bytes=1000) == [STORY, "oversize", STORY]


def test_json_ld_wins_over_opengraph_and_a_field_says_where_it_was_found():
    about = json.dumps({"@type": "NewsArticle", "headline": "From JSON-LD"})
    page = f"""<html><head><script type="application/ld+json">{about}</script><meta property="og:title" content="From OpenGraph">
        <meta property="article:published_time" content="2026-09-14"><meta name="author" content="Anna Holt"></head>
        <body><article><p>{STORY}</p><p>{STORY}</p></article></body></html>"""
    found = only(page.encode(), "a.html")
    assert (found.title, found.published) == ("From JSON-LD", "2026-09-14")
    assert found.origins == {"title": "json-ld", "published": "opengraph", "authors": "meta"}


def test_a_date_that_only_the_page_shows_is_found_and_stays_a_day():
    page = f"""<html><head><title>A bridge opens</title></head><body><article><h1>A bridge opens</h1>
        <time datetime="2026-09-14">14 September</time><p>{STORY}</p><p>{STORY}</p></article></body></html>"""
    found = only(page.encode(), "a.html")
    assert (found.published, found.origins["published"]) == ("2026-09-14", "page")
