"""The tables of this package that the components read: `data/NAME.csv`."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


def rows(table: str | Path) -> Iterator[dict[str, str]]:
    """The rows of a table of the package by its name, or of a file by its path."""
    path = table if isinstance(table, Path) else DATA / f"{table}.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


@cache
def words(table: str, kind: str) -> frozenset[str]:
    """The words of a kind in a table with the columns `word` and `kind`."""
    return frozenset(row["word"] for row in rows(table) if row["kind"] == kind)
