"""What the assets share: the partition, who owns them, and how rows are shown."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import dagster as dg
import pyarrow as pa

from pipelines import history, settings
from pipelines.settings import Settings

# A day ends later for a schedule that starts in it: today is a partition too.
DAYS = dg.DailyPartitionsDefinition(start_date=settings.load().first_day.isoformat(), end_offset=1)
OWNERS = ["team:data-engineering"]
# DuckDB has one writer at a time: whatever touches the working file waits in this pool.
WAREHOUSE_POOL = "warehouse"
# Days of a backfill go through each step in one run: the language pipeline is loaded once, dbt runs once.
BACKFILL = dg.BackfillPolicy.single_run()
PREVIEW_ROWS = 5


@dg.resource
def settings_resource(context: dg.InitResourceContext) -> Iterator[Settings]:
    """The settings. While a run holds them, other processes can see that it is alive."""
    found = settings.load()
    if context.run is None or context.instance is None:
        yield found
        return
    with history.alive(found, context.instance, context.run.run_id):
        yield found


def days_of(context: dg.AssetExecutionContext) -> list[date]:
    """The days of a run: one, or the range of a backfill."""
    return [date.fromisoformat(key) for key in context.partition_keys]


def preview(rows: pa.Table) -> dg.MarkdownMetadataValue:
    """The first rows as a Markdown table; whatever the text of an article holds can't break out of its cell."""
    names = rows.column_names
    lines = ["| " + " | ".join(names) + " |", "|" + " --- |" * len(names)]
    lines += ["| " + " | ".join(_cell(value) for value in row.values()) + " |" for row in rows.slice(0, PREVIEW_ROWS).to_pylist()]
    return dg.MetadataValue.md("\n".join(lines))


def _cell(value: Any) -> str:
    text = "" if value is None else " ".join(str(value).split())
    short = text if len(text) <= 80 else text[:79] + "…"
    return "".join(f"&#{ord(char)};" if char in "|<>&`*_[]()\\!#" else char for char in short)
