"""What the tests share: the language pipeline, loaded once, and ledgers in folders of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from pipelines.settings import ROOT, Settings

SAMPLES = ROOT / "samples" / "inbox"
# How many seconds a test waits for what a process of its own has to do.
PATIENCE = 300
PROGRAM = Path(sys.executable).with_name("newsledger")
# When a file landed differs between two ledgers that are otherwise the same.
CLOCKS = {("raw", "landed"): "landed_at"}


def calls(work: Callable[[], object]) -> int:
    """Count the function calls that some work makes: a measure of time that no busy machine changes."""
    count = 0

    def counted(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


@dataclass
class Ledger:
    """A home for data, with the command over it."""

    home: Path
    inbox: Path = SAMPLES

    @property
    def published(self) -> Path:
        return self.home / "newsledger.duckdb"

    @property
    def settings(self) -> Settings:
        return Settings(home=self.home, inbox=self.inbox, workers=1)

    def environment(self, **more: str) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSLEDGER_", "DAGSTER_"))}
        return {
            **inherited,
            "NEWSLEDGER_HOME": str(self.home),
            "NEWSLEDGER_INBOX": str(self.inbox),
            "NEWSLEDGER_WORKERS": "1",
            **more,
        }

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """The command in a process group of its own, so that all of it can be killed."""
        return subprocess.Popen(
            [PROGRAM, *arguments],
            env=self.environment(**environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def command(self, *arguments: str, fails: int = 0, given: str | None = None, **environment: str) -> str:
        """What the command prints: its output, or its errors where it is to fail with a code."""
        done = subprocess.run(
            [PROGRAM, *arguments], env=self.environment(**environment), input=given or "", capture_output=True, text=True
        )
        assert done.returncode == fails, f"exit {done.returncode}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr, done.stderr
        return done.stderr if fails else done.stdout

    def query(self, sql: str) -> list[tuple]:
        with duckdb.connect(self.published, read_only=True) as connection:
            return connection.execute(sql).fetchall()

    def tables(self) -> dict[str, list[tuple]]:
        """Every row of every table, in an order of its own."""
        names = self.query("select schema_name, table_name from duckdb_tables() order by all")
        return {f"{schema}.{name}": self._rows(schema, name) for schema, name in names}

    def _rows(self, schema: str, name: str) -> list[tuple]:
        without = f" exclude ({CLOCKS[schema, name]})" if (schema, name) in CLOCKS else ""
        return sorted(self.query(f'select *{without} from "{schema}"."{name}"'), key=repr)


@pytest.fixture(scope="session")
def nlp():
    """The default pipeline with every component."""
    from pipelines.nlp.pipeline import load

    return load()


@pytest.fixture(scope="session")
def read(nlp) -> Callable:
    """A text with what is found in it: `read("…", source="…", published=date(…))`."""

    def read_text(text: str, **known):
        doc = nlp.make_doc(text)
        for name, value in known.items():
            setattr(doc._, name, value)
        return nlp(doc)

    return read_text


@pytest.fixture(scope="session")
def samples(tmp_path_factory) -> Ledger:
    """The sample inbox after one run: to be read, not to be changed."""
    ledger = Ledger(tmp_path_factory.mktemp("samples"))
    ledger.printed = ledger.command("run")
    return ledger


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """A ledger of one's own, with an empty inbox."""
    (tmp_path / "inbox").mkdir()
    return Ledger(tmp_path / "home", tmp_path / "inbox")


@pytest.fixture
def settings(ledger: Ledger) -> Settings:
    """The settings of a ledger of one's own."""
    return ledger.settings


@pytest.fixture
def said(read):
    """What a text has people say, as (words, kind, speaker, cue)."""

    def quotes(text: str) -> list[tuple]:
        doc = read(text)
        for quote in doc._.quotes:
            for start, end, surface in (
                (quote.speaker_start, quote.speaker_end, quote.speaker_surface),
                (quote.cue_start, quote.cue_end, quote.cue),
            ):
                assert surface == (None if start is None else doc.text[start:end])
        return [(doc.text[q.start_char : q.end_char], q.kind, q.speaker, q.cue) for q in doc._.quotes]

    return quotes


def same(first: Ledger, second: Ledger) -> bool:
    """Whether two ledgers hold the same rows in every table."""
    one, other = first.tables(), second.tables()
    assert one.keys() == other.keys()
    for name in one:
        assert one[name] == other[name], name
    return True


def wait_for(condition: Callable[[], object], what: str) -> object:
    """Wait until something holds, and give it; there is a bound, so that a broken test ends."""
    deadline = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < deadline, f"waited for {what}"
        time.sleep(0.01)
    return found


def anything(folder: Path, pattern: str) -> Callable[[], object]:
    """Give what tells whether a folder holds anything of a pattern."""
    return lambda: next(folder.glob(pattern), None)
