"""The command: what it prints, how it ends, and that a user's mistake is told in a sentence."""

from __future__ import annotations

import json
import subprocess

import pytest

from pipelines.settings import Settings
from tests.conftest import PROGRAM, Ledger

COMMANDS = ("run", "land", "extract", "sql", "rebuild", "retry", "rollback", "tidy", "retire", "report", "model", "ui")


def test_a_run_prints_what_it_found(samples):
    for line in (
        "articles                34",
        "rejected                16   malformed 6",
        "figures ",
        "quotes ",
        str(samples.published),
    ):
        assert line in samples.printed


def test_a_run_fills_what_the_project_exists_for(samples):
    for mart in ("mentions_per_country", "monetary_figures", "quotes_by_person"):
        assert samples.query(f"select count(*) from marts.{mart}") > [(50,)]


def test_a_run_leaves_nothing_for_the_marts_to_take_in(samples):
    assert samples.query("select (select count(*) from raw.changed), (select count(*) from raw.built)") == [(0, 1)]


def test_help_names_every_command_and_setting(ledger):
    text = ledger.command("--help")
    assert all(command in text for command in COMMANDS)
    assert all(f"NEWSLEDGER_{name.upper()}" in text for name in Settings.model_fields)
    for command in COMMANDS:
        assert "Usage" in ledger.command(command, "--help")


def test_extract_is_a_filter_with_exact_offsets(ledger):
    text = "“We’ll pay €3bn,” said Finance Minister Anna Holt in Paris."
    printed = ledger.command("extract", given=json.dumps({"id": "a", "text": text}) + "\n")
    found = json.loads(printed)
    assert list(found) == ["id", "sentences", "entities", "people", "country_mentions", "figures", "quotes"]
    assert (found["id"], found["figures"][0]["amount"], found["quotes"][0]["speaker"]) == ("a", "3000000000", "Anna Holt")
    rows = [row for table in found.values() if isinstance(table, list) for row in table]
    assert len(rows) >= 6
    assert all(text[row["start_char"] : row["end_char"]] == row["surface"] for row in rows)


def test_extract_goes_on_behind_a_broken_line_and_exits_with_1(ledger):
    given = '{"id": 1, "text": "It rained."}\n{broken\n[]\n{"id": 2, "text": "It stopped."}\n'
    done = subprocess.run([PROGRAM, "extract"], env=ledger.environment(), input=given, capture_output=True, text=True)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [line["id"] for line in lines] == [1, None, None, 2]
    assert ["error" in line for line in lines] == [False, True, True, False]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["run", "nowhere.txt"], 1, "There is no file or folder 'nowhere.txt'"),
        (["run"], 1, "There is no file in"),
        (["land", "pyproject.toml", "--on", "yesterday"], 2, "neither a day like 2026-01-31"),
        (["sql", "select 1"], 1, "run `newsledger run` first"),
        (["rebuild"], 1, "run `newsledger run` first"),
        (["rollback"], 1, "There is no earlier warehouse"),
        (["report"], 1, "run `newsledger run` first"),
        (["run", "ftp://example.com/a"], 1, "only http and https"),
        (["fly"], 2, "No such command 'fly'"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(ledger, arguments, code, told):
    assert told in ledger.command(*arguments, fails=code)


@pytest.mark.parametrize(
    ("environment", "told"),
    [
        ({"NEWSLEDGER_MODEL": "en_core_web_lg"}, "'en_core_web_lg' is not installed"),
        ({"NEWSLEDGER_ENGINE": "abacus"}, "NEWSLEDGER_ENGINE: "),
        ({"NEWSLEDGER_SETTINGS": "/nowhere.toml"}, "/nowhere.toml"),
        ({"NEWSLEDGER_COLUMNS": '{"txt": "story"}'}, "NEWSLEDGER_COLUMNS_TXT"),
        ({"NEWSLEDGER_WORKRES": "2"}, "NEWSLEDGER_WORKRES is no setting. Did you mean NEWSLEDGER_WORKERS?"),
    ],
)
def test_a_setting_that_can_not_be_used_is_named(ledger, environment, told):
    assert told in ledger.command("model", fails=1, **environment)


def test_settings_come_from_a_file_too(ledger, tmp_path):
    (tmp_path / "settings.toml").write_text('model = "no_such_pipeline"\n')
    assert "no_such_pipeline" in ledger.command("model", fails=1, NEWSLEDGER_SETTINGS=str(tmp_path / "settings.toml"))


def test_a_relative_home_in_a_settings_file_lies_beside_it(ledger, tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "settings.toml").write_text('home = "data"\n')
    (tmp_path / "a.txt").write_text("It rained.")
    file = str(tmp_path / "deep" / "settings.toml")
    ledger.command("land", str(tmp_path / "a.txt"), NEWSLEDGER_HOME="", NEWSLEDGER_SETTINGS=file)
    assert (tmp_path / "deep" / "data" / "landing").is_dir()


def test_a_day_that_landed_before_the_first_partition_is_told(ledger, tmp_path):
    (tmp_path / "a.txt").write_text("It rained.")
    ledger.command("land", str(tmp_path / "a.txt"), "--on", "2026-03-01")
    told = ledger.command("run", str(tmp_path / "a.txt"), fails=1, NEWSLEDGER_FIRST_DAY="2026-06-01")
    assert "2026-03-01 lies before the first partition" in told


def test_retry_has_nothing_to_do_where_nothing_would_do_better(samples):
    assert "No rejected record would do better now." in samples.command("retry")


def test_sql_answers_as_table_csv_and_json(samples):
    query = "select country, sum(mentions)::int as n from marts.mentions_per_country where country = 'UA' group by all"
    ((country, number),) = samples.query(query)
    assert samples.command("sql", query, "--format", "csv").splitlines() == ["country,n", f"{country},{number}"]
    assert json.loads(samples.command("sql", query, "--format", "json")) == {"country": country, "n": number}
    assert "UA" in samples.command("sql", query)


@pytest.mark.parametrize(
    "query", ["drop table raw.articles", "select * from read_text('/etc/passwd')", "copy raw.articles to 'x.csv'", "selec 1"]
)
def test_sql_can_only_ask_the_warehouse(samples, query):
    assert samples.command("sql", query, fails=1).startswith("Error: ")


def test_every_named_query_has_an_answer(samples):
    names = [line.split()[0] for line in samples.command("sql").splitlines()]
    assert len(names) >= 5
    for name in names:
        samples.command("sql", name, "--format", "csv")


def test_model_names_licence_sources_and_accuracy(ledger):
    text = ledger.command("model")
    assert all(word in text for word in ("en_newsledger", "licence", "source", "accuracy"))
    assert ledger.command("model", "--path").strip().endswith("en_newsledger")


def test_a_home_that_nobody_has_used_needs_no_preparation(tmp_path):
    ledger = Ledger(tmp_path / "deep" / "down")
    (tmp_path / "a.txt").write_text("It rained.")
    assert "a.txt" in ledger.command("land", str(tmp_path / "a.txt"), "--on", "2026-09-01")
