"""What grows with every night and need not: many small files of a day become one per table, and old runs leave the history."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines import history, lake
from pipelines.settings import Settings

# A day with more files of a table than this is worth being written anew.
MOST_FILES = 2
ROWS_AT_ONCE = 2000


class Tidied(NamedTuple):
    """What was done: days that were compacted, and runs that left the history."""

    days: int
    runs: int


def tidy(settings: Settings, keep_days: int) -> Tidied:
    """Compact the extracts of every day, and delete finished runs that are older. No article and no row goes."""
    days = sum(compact(settings.home, day) for day in lake.days(settings.home, lake.EXTRACTS))
    return Tidied(days, forget_runs(settings, datetime.now(UTC) - timedelta(days=keep_days)))


def compact(home: Path, day: date) -> bool:
    """Make one file per table of a day's extracts; False where there are few already. The day is whole at every moment."""
    files = _by_table(lake.folder(home, lake.EXTRACTS, day))
    if all(len(each) <= MOST_FILES for each in files.values()):
        return False
    with lake.replacing(home, lake.EXTRACTS, day) as folder:
        # Looked up again: now nobody else replaces the day.
        for table, each in _by_table(lake.folder(home, lake.EXTRACTS, day)).items():
            schema = pa.unify_schemas([pq.read_schema(file) for file in each])
            with pq.ParquetWriter(folder / f"{table}-00000.parquet", schema) as writer:
                for file in each:
                    with pq.ParquetFile(file) as source:
                        for batch in source.iter_batches(ROWS_AT_ONCE):
                            writer.write_table(_with_columns(pa.Table.from_batches([batch]), schema))
    return True


def _by_table(folder: Path) -> dict[str, list[Path]]:
    files: dict[str, list[Path]] = defaultdict(list)
    for file in sorted(folder.glob("*.parquet")):
        files[file.stem.rpartition("-")[0]].append(file)
    return files


def _with_columns(rows: pa.Table, schema: pa.Schema) -> pa.Table:
    """Rows with all columns of a schema, null where they had none."""
    for field in schema:
        if field.name not in rows.column_names:
            rows = rows.append_column(field, pa.nulls(len(rows), field.type))
    return rows.select(schema.names).cast(schema)


def forget_runs(settings: Settings, before: datetime) -> int:
    """Delete finished runs from the history that were created before a moment. Returns how many."""
    with history.opened(settings) as instance:
        return history.forget(instance, before)
