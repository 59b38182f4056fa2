"""The tables that label and describe words: those of the package, and `words.csv` and `organizations.csv` of this folder."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

HERE = Path(__file__).parent
PACKAGE = HERE.parent / "pipelines/nlp/data"


def table(name: str) -> Iterator[dict[str, str]]:
    """Rows of a table of the package."""
    return _rows(PACKAGE / name)


def organizations() -> Iterator[str]:
    """Names of well-known organizations, compiled for this project from general knowledge; no other source."""
    return (name for row in _rows(HERE / "organizations.csv") for name in several(row["names"]))


def word_list(kind: str) -> frozenset[str]:
    """The words of a kind in `words.csv`; KeyError where there is no such kind."""
    return _WORDS[kind]


def several(cell: str) -> list[str]:
    """The parts of a cell that holds more than one."""
    return [part.strip() for part in cell.split(";")]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


_WORDS = {row["kind"]: frozenset(several(row["words"])) for row in _rows(HERE / "words.csv")}
