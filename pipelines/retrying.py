"""Rejected records that may do better now, with another setting or a newer reader: found without touching what is there."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pyarrow.parquet as pq

from pipelines import lake, landing, reading, sources
from pipelines.settings import Settings
from pipelines.sources.documents import Reject


def days(settings: Settings) -> list[date]:
    """The days with a rejected record that would not be rejected for the same reason if its day were run again.

    Landed files that have such records are read again, and what they give is compared; nothing is written. What the language
    pipeline failed on may do better only in a run, so that its day is among them.
    """
    return [day for day in lake.days(settings.home, lake.EXTRACTS) if _worth_it(settings, day)]


def _worth_it(settings: Settings, day: date) -> bool:
    refused: dict[str, dict[int | None, str]] = defaultdict(dict)
    for file in lake.folder(settings.home, lake.EXTRACTS, day).glob("rejected-*.parquet"):
        for row in pq.read_table(file).to_pylist():
            if row["retryable"] and row["stage"] == "extract":
                return True
            if row["retryable"]:
                refused[row["raw_sha256"]][row["position"]] = row["reason"]
    return any(_outcomes(settings, landing.at(settings.home, day, name), was) != was for name, was in refused.items())


def _outcomes(settings: Settings, item: landing.Landed, asked: dict[int | None, str]) -> dict[int | None, str | None]:
    """Why records of a file are rejected now, by their positions; None for one that no longer is."""
    found: dict[int | None, str | None] = dict.fromkeys(asked)
    for record in reading.records(settings, item):
        if record.position in asked:
            found[record.position] = _reason(settings, item, record)
    return found


def _reason(settings: Settings, item: landing.Landed, record: sources.Found | sources.Rejection) -> str | None:
    if isinstance(record, sources.Rejection):
        return record.reject.reason
    try:
        reading.article_row(item, record.position, record.document, record.format, settings.min_words, record.member)
    except Reject as reject:
        return reject.reason
    return None
