"""Landing: bytes are kept as they came, once, under the day on which they first came."""

from __future__ import annotations

import gzip
import hashlib
import json
from datetime import date

import pyarrow.parquet as pq
import pytest

from pipelines import lake, landing, reading
from pipelines.settings import today

DAY = date(2026, 9, 1)


def test_bytes_are_kept_as_they_came_under_their_sha256(settings):
    data = b"\xff\x00 anything at all"
    (settings.inbox / "desk").mkdir()
    (settings.inbox / "desk" / "a.bin").write_bytes(data)
    (item,) = landing.land(settings, [settings.inbox], on=DAY)
    assert (item.path, item.raw_sha256, item.size) == ("desk/a.bin", hashlib.sha256(data).hexdigest(), len(data))
    assert item.read(settings.home) == data
    assert landing.on_day(settings.home, DAY) == [item]


def test_the_day_is_today_where_none_is_given(settings):
    (settings.inbox / "a.txt").write_text("a")
    assert landing.land(settings, [settings.inbox])[0].landed_on == today()


def test_bytes_that_have_landed_before_keep_their_first_day(settings):
    (settings.inbox / "a.txt").write_text("a")
    first = landing.land(settings, [settings.inbox], on=DAY)
    (settings.inbox / "b.txt").write_text("a")
    assert landing.land(settings, [settings.inbox], on=date(2026, 9, 2)) == first
    assert lake.days(settings.home, lake.LANDING) == [DAY]


def test_a_link_is_not_followed_and_leaves_a_rejected_row_and_hidden_files_are_left_alone(settings, tmp_path):
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "folder").mkdir()
    (settings.inbox / "link.txt").symlink_to(tmp_path / "secret")
    (settings.inbox / "to-a-folder").symlink_to(tmp_path / "folder")
    (settings.inbox / "to-nowhere.csv").symlink_to(tmp_path / "nowhere")
    (settings.inbox / ".hidden").write_text("hidden")
    items = landing.land(settings, [settings.inbox], on=DAY, by_published=True)
    assert {item.path: item.read(settings.home).decode() for item in items} == {
        "link.txt": str(tmp_path / "secret"),
        "to-a-folder": str(tmp_path / "folder"),
        "to-nowhere.csv": str(tmp_path / "nowhere"),
    }
    assert +reading.read_day(settings, DAY) == {"landed": 3, "symbolic_link": 3}


def test_an_archive_is_spread_over_the_days_that_its_records_name(settings):
    lines = [{"text": "one", "date": "2026-03-01"}, {"text": "two", "date": "2026-03-02"}, {"text": "three"}]
    (settings.inbox / "dump.jsonl").write_text("\n".join(json.dumps(line) for line in lines))
    items = landing.land(settings, [settings.inbox], on=DAY, by_published=True)
    assert {item.landed_on: json.loads(item.read(settings.home))["text"] for item in items} == {
        date(2026, 3, 1): "one",
        date(2026, 3, 2): "two",
        DAY: "three",
    }


def test_the_rows_of_a_csv_dump_are_spread_over_their_days_and_none_is_lost(settings):
    rows = ["text;date", "one;2026-03-01", '"two\r\nlines; a sign";2026-03-02', "none;", "three;2026-03-01", '"open;2026-03-01']
    with gzip.open(settings.inbox / "dump.csv.gz", "wt", newline="") as file:
        file.write("\r\n".join(rows))
    items = landing.land(settings, [settings.inbox], on=DAY, by_published=True)
    parts = {item.landed_on: item.read(settings.home).decode().split("\r\n") for item in items}
    assert {item.path for item in items} == {"dump.csv"}
    assert parts[date(2026, 3, 1)] == ["text;date", "one;2026-03-01", "three;2026-03-01", ""]
    assert parts[date(2026, 3, 2)] == ["text;date", '"two', 'lines; a sign";2026-03-02', ""]
    assert [part.strip() for part in parts[DAY]] == ["text;date", "none;", '"open;2026-03-01']


def test_a_file_that_is_no_dump_goes_whole_to_the_first_day_that_it_names(settings):
    (settings.inbox / "a.txt").write_text("---\npublished: 2026-03-01\n---\n\nIt rained.")
    (settings.inbox / "b.txt").write_text("It stopped.")
    items = landing.land(settings, [settings.inbox], on=DAY, by_published=True)
    assert [(item.path, item.landed_on) for item in items] == [("a.txt", date(2026, 3, 1)), ("b.txt", DAY)]
    assert items[1].read(settings.home) == b"It stopped."


def test_a_path_that_is_not_there_and_a_day_before_the_first_are_told(settings):
    with pytest.raises(landing.NothingThere, match="nowhere"):
        landing.land(settings, ["nowhere"])
    (settings.inbox / "a.txt").write_text("a")
    with pytest.raises(landing.TooEarly, match="NEWSLEDGER_FIRST_DAY"):
        landing.land(settings, [settings.inbox], on=date(1999, 1, 1))


def test_a_half_written_file_has_not_landed(settings, monkeypatch):
    (settings.inbox / "a.txt").write_text("a")

    def cut_off(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(lake, "write_bytes", cut_off)
    with pytest.raises(KeyboardInterrupt):
        landing.land(settings, [settings.inbox], on=DAY)
    assert landing.on_day(settings.home, DAY) == []
    monkeypatch.undo()
    (settings.home / "landing" / ".writing-x").write_text("left by a crash")
    assert len(landing.land(settings, [settings.inbox], on=DAY)) == 1
    assert list((settings.home / "landing").rglob(".writing-*")) == []


def test_an_article_that_names_no_outlet_has_that_of_its_folder(settings):
    (settings.inbox / "lakeside-tribune").mkdir()
    (settings.inbox / "lakeside-tribune" / "a.txt").write_text("It rained on the lake for the whole of the day. " * 5)
    landing.land(settings, [settings.inbox], on=DAY)
    reading.read_day(settings, DAY)
    rows = pq.read_table(lake.folder(settings.home, lake.ARTICLES, DAY) / "articles.parquet").to_pylist()
    assert [row["source"] for row in rows] == ["Lakeside Tribune"]
