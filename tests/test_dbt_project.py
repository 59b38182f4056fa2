"""The dbt project: its sources are the DDL's tables, its marts hold what they promise, and analysts' queries run on them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest
import yaml

from pipelines import schema, warehouse
from pipelines.settings import ROOT, Settings
from tests.growth import Days

PROJECT = ROOT / "dbt_project"
QUERIES = sorted((ROOT / "warehouse" / "queries").glob("*.sql"))
TABLES = {"raw": schema.RAW, "extracted": schema.EXTRACTED, "reference": ("countries", "exchange_rates")}
DAY = date(2026, 10, 3)
FOUND = {"landed_on": DAY, "start_char": 0, "end_char": 5, "surface": "Chile", "sentence": 0, "extractor": "test"}


def described(pattern: str, kind: str) -> dict[str, dict]:
    """What the project's YAML says of its models or sources, by name."""
    files = [yaml.safe_load(file.read_text()) for file in sorted((PROJECT / "models").glob(pattern))]
    return {each["name"]: each for file in files for each in file.get(kind, [])}


MARTS = described("marts/*.yml", "models")


@pytest.mark.parametrize("name", TABLES)
def test_a_source_has_the_tables_columns_types_and_words_of_the_ddl(name):
    tables = {table["name"]: table for table in described("sources/*.yml", "sources")[name]["tables"]}
    assert list(tables) == list(TABLES[name])
    for table, found in tables.items():
        assert found["description"] == schema.comment(name, table)
        columns = tuple((column["name"], column["data_type"], column["description"]) for column in found["columns"])
        assert columns == schema.columns(name, table)


def test_every_mart_says_what_one_row_is_and_what_each_column_means():
    assert {file.stem for file in (PROJECT / "models" / "marts").glob("*.sql")} == set(MARTS)
    for mart in MARTS.values():
        assert mart["description"].startswith("One row per ")
        assert all(column["data_type"] and column["description"] for column in mart["columns"])


def dbt(settings: Settings, *arguments: str) -> None:
    folder = settings.home / "dbt"
    places = {"--project-dir": PROJECT, "--profiles-dir": PROJECT, "--target-path": folder, "--log-path": folder}
    options = [str(part) for pair in places.items() for part in pair]
    command = [Path(sys.executable).with_name("dbt"), *arguments, *options]
    environment = {**os.environ, "NEWSLEDGER_WAREHOUSE": str(settings.working)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def insert(connection: duckdb.DuckDBPyConnection, table: str, *rows: dict) -> None:
    connection.register("rows", pa.Table.from_pylist(list(rows), schema=schema.arrow(*table.split("."))))
    connection.execute(f"insert into {table} by name from rows")


def fill(connection: duckdb.DuckDBPyConnection) -> None:
    """A revised article, a copy of it in another outlet, and an article without a date."""
    article = {"landed_on": DAY, "format": "text", "raw_sha256": "", "position": 0, "revision": 1, "text": "Chile pays."}
    evening = {**article, "source": "Post", "url": "https://post.example/1", "published_at": datetime(2026, 10, 2, 23, 30)}
    insert(
        connection,
        "raw.articles",
        {**evening, "article_id": "old", "text_sha256": "x"},
        {**evening, "article_id": "new", "text_sha256": "y", "revision": 2},
        {**evening, "article_id": "copy", "text_sha256": "y", "source": "Wire", "url": None, "duplicate_of": "new"},
        {**article, "article_id": "undated", "text_sha256": "z", "source": "Post"},
    )
    articles = [{**FOUND, "article_id": name} for name in ("old", "new", "copy", "undated")]
    sentence = {"surface": "Chile pays.", "end_char": 11, "number": 0}
    figure = {"amount": Decimal(10), "vague": False, "currency": "EUR", "currency_certain": True, "qualifier": "exactly"}
    quote = {"kind": "direct", "speaker": "Irina Dovgalenko", "speaker_kind": "person", "rule": "test"}
    person = {"name": "Iryna Dovhalenko", "titles": ["minister"], "aliases": [], "mentions": []}
    insert(connection, "extracted.sentences", *({**row, **sentence} for row in articles))
    insert(connection, "extracted.country_mentions", *({**row, "country": "CL", "kind": "name"} for row in articles))
    insert(connection, "extracted.figures", *({**row, **figure, "kind": "aid", "status": "actual"} for row in articles))
    insert(connection, "extracted.quotes", *({**row, **quote} for row in articles))
    insert(connection, "extracted.people", {**articles[3], **person})
    insert(connection, "reference.countries", {"country": "CL", "name": "Chile", "former": False})
    rate = {"day": date(2026, 10, 1), "currency": "EUR", "usd_per_unit": 1.25, "source": "test"}
    insert(connection, "reference.exchange_rates", rate)


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Settings:
    """A warehouse of a few rows after `dbt build`, unit tests and all: to be read, not to be changed."""
    settings = Settings(home=tmp_path_factory.mktemp("dbt"))
    # A test that wrote where people's data lies would be worse than one that fails.
    assert settings.home != ROOT / "warehouse"
    with warehouse.connect(settings) as connection:
        fill(connection)
    dbt(settings, "build")
    return settings


def ask(settings: Settings, query: str) -> list[tuple]:
    with duckdb.connect(settings.working, read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_mentions_are_counted_by_day_of_publication_with_and_without_copies(built):
    rows = ask(built, "from marts.mentions_per_country order by day nulls last")
    assert rows == [
        (date(2026, 10, 2), "CL", "Chile", 2, 2, 2, 1, 1, 1),
        (None, "CL", "Chile", 1, 1, 1, 1, 1, 1),
    ]


def test_a_figure_has_its_sentence_and_its_value_in_dollars(built):
    rows = ask(built, "select figure_id, sentence_text, amount_usd, rate_day from marts.monetary_figures order by figure_id")
    assert rows == [
        ("copy:0", "Chile pays.", Decimal("12.5"), date(2026, 10, 1)),
        ("new:0", "Chile pays.", Decimal("12.5"), date(2026, 10, 1)),
        ("undated:0", "Chile pays.", None, None),
    ]


def test_a_quotation_has_the_reviewed_name_of_its_speaker_and_the_outlets_that_carried_it(built):
    rows = ask(built, "select quote_id, person, speaker, outlets, is_duplicate from marts.quotes_by_person order by quote_id")
    assert rows == [
        ("copy:0", "Iryna Dovhalenko", "Irina Dovgalenko", 2, True),
        ("new:0", "Iryna Dovhalenko", "Irina Dovgalenko", 2, False),
        ("undated:0", "Iryna Dovhalenko", "Irina Dovgalenko", 2, False),
    ]


def test_the_schemas_are_those_that_the_design_names(built):
    names = "select distinct schema_name from duckdb_tables() union select schema_name from duckdb_views() where not internal"
    assert {name for (name,) in ask(built, names)} == {"raw", "extracted", "reference", "seeds", "staging", "marts"}


def test_analysts_see_the_descriptions_in_the_file_itself(built):
    comments = "select table_name, column_name, comment from duckdb_columns() where schema_name = 'marts'"
    told = {(mart["name"], column["name"], column["description"]) for mart in MARTS.values() for column in mart["columns"]}
    assert set(ask(built, comments)) == told


def test_the_file_can_be_opened_under_any_name(built, tmp_path):
    shutil.copyfile(built.working, tmp_path / "mine.duckdb")
    with duckdb.connect(tmp_path / "mine.duckdb", read_only=True) as connection:
        assert connection.execute("select count(*) from staging.stg_articles").fetchall() == [(3,)]


@pytest.mark.parametrize("file", QUERIES, ids=lambda file: file.stem)
def test_a_named_query_says_what_it_answers_and_runs(built, file):
    text = file.read_text()
    assert text.startswith("-- ")
    ask(built, text)


def test_macros_find_words_in_whatever_marks_and_show_them_in_context(built):
    query = "select words('“We’ll WAIT —\n and see…”') = words('We''ll wait, and see'), in_context('Ach, Chile pays.', 5, 10, 3)"
    assert ask(built, query) == [(True, "h, [Chile] pa")]


@pytest.fixture
def again(built, tmp_path) -> Settings:
    """The same warehouse, to be changed."""
    settings = Settings(home=tmp_path)
    settings.working.parent.mkdir(parents=True)
    shutil.copyfile(built.working, settings.working)
    return settings


def test_what_a_day_no_longer_says_is_gone_from_the_marts(again):
    settings = again
    with warehouse.connect(settings) as connection:
        connection.execute("delete from extracted.country_mentions where article_id in ('new', 'copy')")
        connection.execute("delete from extracted.quotes")
        connection.execute("insert into raw.changed select distinct article_id, landed_on from raw.articles")
    dbt(settings, "run")
    assert ask(settings, "select day, country, mentions from marts.mentions_per_country") == [(None, "CL", 1)]
    assert ask(settings, "select count(*) from marts.quotes_by_person") == [(0,)]
    assert ask(settings, "select person, quotes from marts.people") == [("Iryna Dovhalenko", 0)]


def marts(settings: Settings) -> dict[str, list[tuple]]:
    names = "select schema_name || '.' || table_name from duckdb_tables() where schema_name in ('staging', 'marts') order by all"
    return {name: sorted(ask(settings, f"from {name}"), key=repr) for (name,) in ask(settings, names)}


def test_nights_that_take_in_only_what_changed_give_what_one_build_of_everything_gives(tmp_path):
    settings, made = Settings(home=tmp_path, workers=1), Days(tmp_path, 25)
    # So few that three words in a row come to be too many's, and are few's again.
    few = ("--vars", "{few_wordings: 3}")
    days = [DAY + timedelta(days=number) for number in range(4)]
    for day in days[:-1]:
        made.write(day)
    with warehouse.building(settings) as arguments:
        assert arguments == ["--full-refresh"], "nothing is built yet"
        dbt(settings, "build", "--exclude-resource-type", "test", "unit_test", *few, *arguments)
    # A day that is new, with copies and revisions of earlier ones, and one that says something else when it is read again.
    made.write(days[-1])
    made.write(days[1])
    warehouse.load_days(settings, [days[1], days[-1]])
    with warehouse.building(settings) as arguments:
        assert arguments == []
        # The first build ends half way.
        dbt(settings, "run", *few, "--select", "+stg_shingles")
        dbt(settings, "run", *few)
    assert ask(settings, "from raw.changed") == ask(settings, "from raw.changed_keys") == []
    nights = marts(settings)
    dbt(settings, "run", *few, "--full-refresh")
    assert marts(settings) == nights
    assert all(nights[name] for name in ("marts.revision_changes", "marts.quotes_by_person", "marts.monetary_figures"))
    assert ask(settings, "select count(*) > 5 from marts.quote_clusters where wordings > 1") == [(True,)]


def test_another_model_seed_or_macro_builds_everything_anew(again, monkeypatch):
    with warehouse.building(again):
        pass
    with warehouse.building(again) as arguments:
        assert arguments == []
    monkeypatch.setattr(warehouse, "MADE_BY", (*warehouse.MADE_BY, "README.md"))
    with warehouse.building(again) as arguments:
        assert arguments == ["--full-refresh"]


def test_a_name_that_means_another_person_now_does_so_in_old_articles_too(again):
    ask_people = "select person from staging.stg_people where article_id = 'undated'"
    assert ask(again, ask_people) == [("Iryna Dovhalenko",)]
    with warehouse.connect(again) as connection:
        connection.execute("delete from seeds.people_aliases")
    dbt(again, "run")
    assert ask(again, ask_people) == [("Irina Dovgalenko",)], "the commonest of three ways to write it"
    assert set(ask(again, "select person from marts.quotes_by_person")) == {("Irina Dovgalenko",)}
