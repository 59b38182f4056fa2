"""Landing: bytes are kept as they came, once, under the day on which they first came."""

from __future__ import annotations

import hashlib
import http.server
import json
import threading
from datetime import date

import pyarrow.parquet as pq
import pytest

from pipelines import lake, landing, reading
from pipelines.settings import today
from pipelines.sources.web import CantFetch

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


def test_links_and_hidden_files_are_left_alone(settings, tmp_path):
    (tmp_path / "secret").write_text("secret")
    (settings.inbox / "link.txt").symlink_to(tmp_path / "secret")
    (settings.inbox / ".hidden").write_text("hidden")
    assert landing.land(settings, [settings.inbox]) == []


def test_an_archive_is_spread_over_the_days_that_its_records_name(settings):
    lines = [{"text": "one", "date": "2026-03-01"}, {"text": "two", "date": "2026-03-02"}, {"text": "three"}]
    (settings.inbox / "dump.jsonl").write_text("\n".join(json.dumps(line) for line in lines))
    items = landing.land(settings, [settings.inbox], on=DAY, by_published=True)
    assert {item.landed_on: json.loads(item.read(settings.home))["text"] for item in items} == {
        date(2026, 3, 1): "one",
        date(2026, 3, 2): "two",
        DAY: "three",
    }


def test_a_path_that_is_not_there_and_a_day_before_the_first_are_told(settings):
    with pytest.raises(landing.NothingThere, match="nowhere"):
        landing.land(settings, ["nowhere"])
    (settings.inbox / "a.txt").write_text("a")
    with pytest.raises(landing.TooEarly, match="NEWSLEDGER_FIRST_DAY"):
        landing.land(settings, [settings.inbox], on=date(1999, 1, 1))


def test_a_half_written_file_has_not_landed(settings, monkeypatch):
    (settings.inbox / "a.txt").write_text("a")
    write, written = lake.write_bytes, []

    def cut_off(target, data):
        if written:
            raise KeyboardInterrupt
        written.append(target)
        write(target, data)

    monkeypatch.setattr(lake, "write_bytes", cut_off)
    with pytest.raises(KeyboardInterrupt):
        landing.land(settings, [settings.inbox], on=DAY)
    assert landing.on_day(settings.home, DAY) == []
    monkeypatch.undo()
    assert len(landing.land(settings, [settings.inbox], on=DAY)) == 1


@pytest.fixture
def web():
    """A server on this machine, with one page and one endless redirect."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path == "/loop":
                self.send_response(302)
                self.send_header("Location", "/loop")
                self.end_headers()
                return
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<p>A page")

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_a_private_address_is_fetched_only_where_a_setting_allows_it(settings, web):
    with pytest.raises(CantFetch, match="NEWSLEDGER_PRIVATE_URLS"):
        landing.land(settings, [f"{web}/a"])
    allowed = settings.model_copy(update={"private_urls": True})
    assert landing.land(allowed, [f"{web}/a"])[0].read(settings.home) == b"<p>A page"


def test_redirects_and_sizes_have_bounds_and_other_schemes_are_refused(settings, web):
    allowed = settings.model_copy(update={"private_urls": True, "max_bytes": 4})
    with pytest.raises(CantFetch, match="redirects"):
        landing.land(allowed, [f"{web}/loop"])
    with pytest.raises(CantFetch, match="more than 4 bytes"):
        landing.land(allowed, [f"{web}/a"])
    with pytest.raises(CantFetch, match="only http and https"):
        landing.land(allowed, ["file:///etc/passwd"])


def test_an_article_that_names_no_outlet_has_that_of_its_folder(settings):
    (settings.inbox / "lakeside-tribune").mkdir()
    (settings.inbox / "lakeside-tribune" / "a.txt").write_text("It rained on the lake for the whole of the day. " * 5)
    landing.land(settings, [settings.inbox], on=DAY)
    reading.read_day(settings, DAY)
    rows = pq.read_table(lake.folder(settings.home, lake.ARTICLES, DAY) / "articles.parquet").to_pylist()
    assert [row["source"] for row in rows] == ["Lakeside Tribune"]
