"""Days that are old leave the ledger as wholes: what landed, what was read and found, and their rows. Nothing goes unsaid.

What each file of theirs was called, when it came and the digest of its bytes stay in `landing/retired`, so that the same bytes
do not land again.
"""

from __future__ import annotations

import os
import shutil
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq

from pipelines import lake, landing
from pipelines.settings import Settings


class Day(NamedTuple):
    """What goes with a day."""

    day: date
    files: int
    bytes: int
    articles: int
    rejected: int


def old(settings: Settings, before: date) -> list[Day]:
    """The days before another that hold anything, in order, with what they hold."""
    layers = (lake.LANDING, lake.ARTICLES, lake.EXTRACTS)
    days = sorted({day for layer in layers for day in lake.days(settings.home, layer) if day < before})
    return [_described(settings.home, day) for day in days]


def _described(home: Path, day: date) -> Day:
    items = landing.on_day(home, day)
    extracts = lake.folder(home, lake.EXTRACTS, day)
    articles, rejected = (
        sum(pq.read_metadata(file).num_rows for file in extracts.glob(f"{table}-*.parquet")) for table in ("articles", "rejected")
    )
    return Day(day, len(items), sum(item.size for item in items), articles, rejected)


def take_out(settings: Settings, days: list[date]) -> None:
    """Take days out of the lake: to be loaded and published next, which takes their rows out of the warehouse."""
    for layer in (lake.EXTRACTS, lake.ARTICLES):
        for day in days:
            lake.remove(settings.home, layer, day)


def forget_bytes(settings: Settings, days: list[date]) -> None:
    """Remove what landed on days, and keep what is known of it. Comes last: until then, the days can be run again."""
    retired = settings.home / lake.LANDING / landing.RETIRED
    retired.mkdir(parents=True, exist_ok=True)
    with lake.locked(settings.home, "landing"):
        for day in days:
            folder = lake.folder(settings.home, lake.LANDING, day)
            for description in folder.glob("*.json"):
                os.replace(description, retired / description.name)
            shutil.rmtree(folder, ignore_errors=True)
