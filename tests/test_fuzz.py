"""Bad input by the thousand: whatever bytes arrive under whatever name, each record is an article or says why it is none."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import random
from collections import Counter
from datetime import datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipelines import sources
from pipelines.landing import Landed
from pipelines.reading import TABLES, Tables, read_item
from pipelines.sources.documents import REASONS, clean
from tests.conftest import SAMPLES
from tests.test_landing import DAY
from tests.test_readers import MAIL, NEWSML, NITF, PAGE, SITEMAP, STORY, warc, zipped, zstd

INPUTS = 2100
TIME_LIMIT = 10.0
# What breaks parsers: ends of things that were not begun, numbers without bounds, marks of other formats.
TOKENS = (
    *(b"\x00", b"\xef\xbb\xbf", b"\xff\xfe", b"\xed\xa0\x80", b"\\ud800", b"\xe2\x80\xa8", "\u202e\u0301👩‍👩‍👧".encode()),
    *(b"<![CDATA[", b"]]>", b"<!--", b"</p>", b"<div>" * 400, b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"&b;&#0;&#x110000;"),
    *(b'{"a":' * 400, b"[" * 2000, b'"', b"'" * 7, b"9" * 400, b"1e999", b"-0", b"null", b"NaN"),
    *(b"\r", b"\n" * 50, b" " * 5000, b"." * 5000),
    *(b"\x1f\x8b\x08", b"PK\x03\x04", b"PAR1", b"WARC/1.0\r\n\r\n", b"Content-Length: 99999999999\r\n", b"--b--", b"=?utf-8?q?"),
)
ENDINGS = [end.lstrip(".") for end in sources.ENDINGS]


def good() -> dict[str, bytes]:
    """A file of each format that reads well."""
    rows = [
        {"text": f"{STORY} {i}", "title": f"A {i}", "date": "2026-08-31", "thread": {"site": "post.example"}} for i in range(4)
    ]
    lines = "\n".join(map(json.dumps, rows)).encode()
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(rows), sink)
    page = (SAMPLES / "harbour-times" / "ferry-fine.html").read_bytes()
    return {
        "a.txt": f"---\ntitle: A\n---\n\n{STORY}".encode(),
        "a.html": page,
        "feed.xml": (SAMPLES / "eastern-wire" / "feed.xml").read_bytes(),
        "b.atom": (SAMPLES / "prairie-ledger" / "latest.atom").read_bytes(),
        "sitemap.xml": SITEMAP.encode(),
        "n.xml": NITF.encode(),
        "g2.xml": NEWSML.encode(),
        "a.jsonl": lines,
        "a.json": json.dumps({"posts": rows}).encode(),
        "a.csv": (SAMPLES / "archive" / "courier-desk.csv").read_bytes(),
        "a.parquet": sink.getvalue(),
        "a.warc": warc(("200 OK", "text/html", PAGE), ("200 OK", "text/html", PAGE)),
        "a.eml": MAIL.format(plain=STORY, html=STORY).encode(),
        "a.jsonl.gz": gzip.compress(lines),
        "a.jsonl.zst": zstd(lines),
        "a.warc.gz": gzip.compress(warc(("200 OK", "text/html", PAGE))),
        "a.zip": zipped(("a.txt", STORY.encode()), ("b/c.jsonl", lines), ("d.html", page)),
    }


def mutated(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """Bytes with one to four things wrong with them."""
    for _ in range(chance.randint(1, 4)):
        at, to = sorted((chance.randrange(len(data) + 1), chance.randrange(len(data) + 1)))
        match chance.randrange(8):
            case 0:
                data = data[:at]
            case 1:
                data = data[:at] + data[to:]
            case 2:
                data = data[:to] + data[at:to] * chance.randint(1, 3) + data[to:]
            case 3:
                data = data[:at] + chance.randbytes(chance.randint(1, 40)) + data[at:]
            case 4 | 5:
                data = data[:at] + chance.choice(TOKENS) + data[at:]
            case 6:
                data = data[:at] + other[chance.randrange(len(other) + 1) :]
            case _:
                flipped = bytearray(data)
                for _ in range(chance.randint(1, 8)):
                    if flipped:
                        flipped[chance.randrange(len(flipped))] ^= 1 << chance.randrange(8)
                data = bytes(flipped)
    return data


def bad() -> list[tuple[str, bytes]]:
    chance, files = random.Random(2026), good()
    names = list(files)
    found = []
    for number in range(INPUTS):
        name = names[number % len(names)]
        data = mutated(files[name], files[chance.choice(names)], chance)
        # One in ten comes under another's name.
        found.append((f"{number}-{chance.choice(names) if chance.random() < 0.1 else name}", data))
    return found


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    """What the readers made of all of them: the rows of each table."""
    from pipelines.settings import Settings

    home = tmp_path_factory.mktemp("fuzz")
    config, folder = Settings(home=home, time_limit=TIME_LIMIT), home / "read"
    folder.mkdir()
    with Tables(folder) as tables:
        for name, data in bad():
            item = Landed(DAY, hashlib.sha256(data + name.encode()).hexdigest(), name, len(data), datetime(2026, 9, 1))
            item.file(home).parent.mkdir(parents=True, exist_ok=True)
            item.file(home).write_bytes(data)
            read_item(config, item, tables)
    return {table: pq.read_table(folder / f"{table}.parquet").to_pylist() for table in TABLES}


def test_every_document_of_two_thousand_bad_files_is_an_article_or_rejected(outcome):
    assert len(outcome["landed"]) == INPUTS >= 2000
    kept = Counter(row["raw_sha256"] for table in ("articles", "rejected") for row in outcome[table])
    assert {row["raw_sha256"]: row["documents"] for row in outcome["landed"]} == dict(kept)
    assert min(kept.values()) >= 1, "not even a file without a document goes without a word"
    places = Counter((row["raw_sha256"], row["position"]) for table in ("articles", "rejected") for row in outcome[table])
    assert max(places.values()) == 1, "no record is counted twice"


def test_hardly_a_bad_file_meets_its_time_limit_or_an_error_of_ours(outcome):
    reasons = Counter(row["reason"] for row in outcome["rejected"])
    assert reasons.keys() <= REASONS.keys()
    failed = [(row["path"], row["detail"]) for row in outcome["rejected"] if row["reason"] in ("reader_failed", "timeout")]
    assert len(failed) < INPUTS / 100, failed[:20]
    assert len(reasons) >= 9, reasons


def test_what_was_read_from_bad_files_is_text(outcome):
    for row in outcome["articles"]:
        assert row["text"] == clean(row["text"])
        row["text"].encode()


def conserved(data: bytes, name: str) -> None:
    records = list(sources.read(data, name, max_bytes=10_000))
    assert records
    positions = [record.position for record in records]
    assert positions in ([None], list(range(len(records))))


@settings(max_examples=150, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.binary(max_size=300), ending=st.sampled_from(ENDINGS))
def test_any_bytes_under_any_name_give_a_record(data, ending):
    conserved(data, f"a.{ending}")


@settings(max_examples=150, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    value=st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["text", "title", "date", "url", "author", "thread", "posts"]), inner, max_size=4)
        ),
        max_leaves=12,
    ),
    ending=st.sampled_from(["json", "jsonl"]),
)
def test_any_json_gives_a_record(value, ending):
    conserved(json.dumps(value).encode(), f"a.{ending}")


def test_a_good_file_of_each_format_is_read_well():
    for name, data in good().items():
        found = list(sources.read(data, name))
        assert any(isinstance(record, sources.Found) for record in found) == (name != "sitemap.xml"), name
