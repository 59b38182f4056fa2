"""The tables of this folder that label and describe words: `words.csv` and `organizations.csv`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipelines.nlp.tables import rows

HERE = Path(__file__).parent


def organizations() -> Iterator[str]:
    """Names of well-known organizations, compiled for this project from general knowledge; no other source."""
    return (name for row in rows(HERE / "organizations.csv") for name in several(row["names"]))


def word_list(kind: str) -> frozenset[str]:
    """The words of a kind in `words.csv`; KeyError where there is no such kind."""
    return _WORDS[kind]


def several(cell: str) -> list[str]:
    """The parts of a cell that holds more than one."""
    return [part.strip() for part in cell.split(";")]


_WORDS = {row["kind"]: frozenset(several(row["words"])) for row in rows(HERE / "words.csv")}
