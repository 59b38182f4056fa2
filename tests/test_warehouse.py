"""The warehouse: a day is replaced in one transaction or not at all, and readers see whole ledgers only."""

from __future__ import annotations

import multiprocessing
import os
from datetime import date

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipelines import extraction, lake, landing, reading, schema, warehouse
from pipelines.settings import ROOT

DAY = date(2026, 9, 1)
STORY = (
    "Ruritania will pay Zenda $5 million for a bridge, Finance Minister Anna Holt said on Monday. "
    "“It is late and dear,” she told reporters in Paris, and left for Germany."
)


@pytest.fixture
def extracted(settings):
    """A day with two articles, one with a second revision, and a broken file; extracted, not loaded."""
    for name, text in {
        "a.txt": STORY,
        "b.txt": f"---\nurl: https://x.example/b\n---\n{STORY} Nobody was hurt.",
        "c.docx": "PK",
    }.items():
        (settings.inbox / name).write_text(text)
    extract(settings, DAY)
    return settings


def extract(settings, day: date) -> None:
    landing.land(settings, [settings.inbox], on=day)
    reading.read_day(settings, day)
    extraction.extract_day(settings, day)


def rows(settings, query: str) -> list[tuple]:
    with duckdb.connect(settings.working, read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_the_ddl_explains_every_table_and_column():
    with duckdb.connect() as connection:
        schema.create(connection)
        silent = connection.execute("""
            select table_name, column_name from duckdb_columns() where comment is null and not internal
            union all select table_name, null from duckdb_tables() where comment is null
        """).fetchall()
    assert silent == []


def test_a_day_that_needs_more_memory_than_is_set_takes_what_there_is(extracted, monkeypatch):
    own, failures = warehouse.checks, []

    def checks(connection, days):
        if not failures:
            failures.append(connection.execute("select current_setting('memory_limit')").fetchall())
            connection.execute("set memory_limit = '1MB'")
            connection.execute("create temp table more as select repeat('a', 4_000_000) as text from range(100)")
        return own(connection, days)

    monkeypatch.setattr(warehouse, "checks", checks)
    assert warehouse.load_days(extracted, [DAY])["raw.articles"] == 2
    assert failures == [[("1.8 GiB",)]]


def test_loading_a_day_twice_changes_nothing(extracted):
    first = warehouse.load_days(extracted, [DAY])
    everything = rows(extracted, "from raw.articles"), rows(extracted, "from extracted.entities order by all")
    assert first["raw.articles"] == 2
    assert first["raw.rejected"] == 1
    assert warehouse.load_days(extracted, [DAY]) == first
    assert (rows(extracted, "from raw.articles"), rows(extracted, "from extracted.entities order by all")) == everything


def test_a_row_that_points_to_other_characters_is_not_loaded(extracted):
    warehouse.load_days(extracted, [DAY])
    before = rows(extracted, "from extracted.sentences order by all")
    file = next(lake.folder(extracted.home, lake.EXTRACTS, DAY).glob("sentences-*.parquet"))
    table = pq.read_table(file)
    pq.write_table(table.set_column(4, table.schema.field("surface"), pa.array(["other words"] * len(table))), file)
    with pytest.raises(warehouse.BrokenDay, match="sentences_offsets"):
        warehouse.load_days(extracted, [DAY])
    assert rows(extracted, "from extracted.sentences order by all") == before


def test_a_lost_document_is_noticed(extracted):
    for file in lake.folder(extracted.home, lake.EXTRACTS, DAY).glob("rejected-read.parquet"):
        file.unlink()
    with pytest.raises(warehouse.BrokenDay, match=r"conservation: c.docx: 1 documents landed, 0"):
        warehouse.load_days(extracted, [DAY])


def test_a_missing_warehouse_is_made_whole_from_the_lake(extracted):
    later = date(2026, 9, 2)
    (extracted.inbox / "d.txt").write_text(f"{STORY} It rained.")
    extract(extracted, later)
    warehouse.load_days(extracted, [DAY, later])
    before = rows(extracted, "from raw.articles order by article_id")
    warehouse.forget(extracted)
    warehouse.load_days(extracted, [later])
    assert rows(extracted, "from raw.articles order by article_id") == before


def test_another_text_under_one_url_is_a_revision_and_the_same_text_elsewhere_a_duplicate(extracted):
    later = date(2026, 9, 2)
    (extracted.inbox / "e.txt").write_text(f"---\nurl: https://x.example/b\n---\n{STORY} One man was hurt.")
    (extracted.inbox / "f.txt").write_text(f"---\nsource: The Gazette\n---\n{STORY}")
    extract(extracted, later)
    warehouse.load_days(extracted, [later, DAY])
    assert rows(extracted, "select revision from raw.articles where url is not null order by landed_on") == [(1,), (2,)]
    copies = rows(extracted, "select source, duplicate_of is null from raw.articles where url is null order by landed_on")
    assert copies == [(None, True), ("The Gazette", False)]


def test_files_can_be_opened_by_older_tools(extracted):
    warehouse.load_days(extracted, [DAY])
    with duckdb.connect(extracted.working, read_only=True) as connection:
        (tags,) = connection.execute("select tags from duckdb_databases() where database_name = 'newsledger'").fetchone()
    assert tags["storage_version"].startswith(("v1.2", "v1.0"))


def publish(settings) -> dict[str, int] | None:
    with warehouse.building(settings):
        pass
    return warehouse.publish(settings)


def _read_while(path: str, opened, replaced, answers) -> None:
    """In a process of its own: hold the file open while it is replaced, then open it anew."""
    with duckdb.connect(path, read_only=True) as connection:
        opened.set()
        assert replaced.wait(60)
        old = connection.execute("select count(*) from raw.articles").fetchone()
    with duckdb.connect(path, read_only=True) as connection:
        answers.put((old, connection.execute("select count(*) from raw.articles").fetchone()))


def test_a_reader_that_holds_the_published_file_open_does_not_stop_a_publish(extracted):
    warehouse.load_days(extracted, [DAY])
    publish(extracted)
    spawn = multiprocessing.get_context("spawn")
    opened, replaced, answers = spawn.Event(), spawn.Event(), spawn.Queue()
    reader = spawn.Process(target=_read_while, args=(str(extracted.published), opened, replaced, answers))
    reader.start()
    assert opened.wait(60)
    (extracted.inbox / "d.txt").write_text(f"{STORY} It rained.")
    extract(extracted, date(2026, 9, 2))
    warehouse.load_days(extracted, [date(2026, 9, 2)])
    publish(extracted)
    replaced.set()
    assert answers.get(timeout=60) == ((2,), (3,))
    reader.join()


def test_what_breaks_a_promise_is_not_published(extracted):
    warehouse.load_days(extracted, [DAY])
    publish(extracted)
    before = os.stat(extracted.published).st_ino
    with duckdb.connect(extracted.working) as connection:
        connection.execute("delete from raw.rejected")
    with pytest.raises(warehouse.BrokenDay, match="conservation"):
        publish(extracted)
    assert os.stat(extracted.published).st_ino == before


def test_what_lost_a_row_of_a_day_since_its_load_is_not_published(extracted):
    warehouse.load_days(extracted, [DAY])
    with duckdb.connect(extracted.working) as connection:
        connection.execute("delete from extracted.entities where start_char > 0")
    with pytest.raises(warehouse.BrokenDay, match=r"rows of 2026-09-01: extracted.entities has \d+ rows"):
        publish(extracted)


def test_the_file_that_was_published_before_can_be_put_back_and_forth(extracted):
    with pytest.raises(warehouse.NotPublished, match="second publish"):
        warehouse.roll_back(extracted)
    warehouse.load_days(extracted, [DAY])
    publish(extracted)
    (extracted.inbox / "d.txt").write_text(f"{STORY} It rained.")
    extract(extracted, date(2026, 9, 2))
    warehouse.load_days(extracted, [date(2026, 9, 2)])
    publish(extracted)

    def articles() -> int:
        with warehouse.reading(extracted) as connection:
            return warehouse.count(connection, "raw.articles")

    seen = [articles()]
    for _ in range(2):
        warehouse.roll_back(extracted)
        seen.append(articles())
    assert seen == [3, 2, 3]
    publish(extracted)
    assert articles() == 3


def test_a_warehouse_of_the_first_release_is_made_anew_from_the_record(extracted):
    warehouse.load_days(extracted, [DAY])
    articles = "select article_id, revision, duplicate_of, text from raw.articles order by all"
    before = rows(extracted, articles), rows(extracted, "from extracted.entities order by all")
    extracted.working.unlink()
    # As the first release left it: its tables, its rows, and extracts without the columns that came later.
    with duckdb.connect(extracted.working) as connection:
        connection.execute((ROOT / "tests" / "data" / "first_schema.sql").read_text())
        connection.execute("insert into raw.landed values ('2026-09-01', 'x', 'a.txt', 'text', 1, now()::timestamp, 0)")
    for file in lake.folder(extracted.home, lake.EXTRACTS, DAY).glob("articles-*.parquet"):
        pq.write_table(pq.read_table(file).drop_columns(["origins", "boilerplate"]), file)
    publish(extracted)
    assert (rows(extracted, articles), rows(extracted, "from extracted.entities order by all")) == before
    with warehouse.reading(extracted) as connection:
        assert warehouse.count(connection, "raw.articles") == 2


def test_a_build_that_fails_sets_nothing_aside(extracted):
    warehouse.load_days(extracted, [DAY])
    with pytest.raises(ZeroDivisionError), warehouse.building(extracted):
        raise ZeroDivisionError
    assert warehouse.publish(extracted) is None


def test_a_writer_waits_for_another_and_says_so_when_it_waited_for_too_long(extracted):
    impatient = extracted.model_copy(update={"lock_timeout": 0.1})
    with warehouse.writing(extracted), pytest.raises(warehouse.Busy, match="NEWSLEDGER_LOCK_TIMEOUT"):
        warehouse.load_days(impatient, [DAY])


def test_what_an_analyst_wrote_into_the_published_file_does_not_reach_the_next(extracted):
    warehouse.load_days(extracted, [DAY])
    publish(extracted)
    log = extracted.published.with_name("newsledger.duckdb.wal")
    log.write_bytes(b"left behind")
    publish(extracted)
    assert not log.exists()
    assert not extracted.published.stat().st_mode & 0o222


def test_a_day_that_a_crash_left_aside_between_two_renames_is_put_back(extracted):
    target = lake.folder(extracted.home, lake.EXTRACTS, DAY)
    target.rename(target.with_name(f".old-{target.name}"))
    assert lake.days(extracted.home, lake.EXTRACTS) == []
    lake.restore(extracted.home, lake.EXTRACTS)
    assert lake.days(extracted.home, lake.EXTRACTS) == [DAY]


def test_the_path_of_a_home_is_no_partition(tmp_path, settings):
    odd = settings.model_copy(update={"home": tmp_path / "x=1" / "home"})
    (odd.inbox / "a.txt").write_text(STORY)
    extract(odd, DAY)
    assert warehouse.load_days(odd, [DAY])["raw.articles"] == 1
