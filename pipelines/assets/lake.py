"""The lake: articles as they were read, and what the language pipeline finds in them, a folder of Parquet files for each day."""

import time
from collections import Counter

import dagster as dg
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines import apart, extraction, lake, reading
from pipelines.assets.common import BACKFILL, DAYS, OWNERS, PREVIEW_ROWS, days_of, preview
from pipelines.settings import Settings

SHOWN = ["source", "title", "published_at", "language", "text"]


@dg.asset(
    key=["lake", "articles"],
    deps=[["landing", "files"]],
    group_name="lake",
    partitions_def=DAYS,
    backfill_policy=BACKFILL,
    owners=OWNERS,
    kinds={"python", "parquet"},
)
def articles(context: dg.AssetExecutionContext, settings: dg.ResourceParam[Settings]) -> dg.MaterializeResult:
    """Articles and rejected rows, one or the other for every document that landed."""
    days, started = days_of(context), time.monotonic()
    counts = sum((reading.read_day(settings, day) for day in days), Counter())
    seconds = time.monotonic() - started
    with pq.ParquetFile(lake.folder(settings.home, lake.ARTICLES, days[-1]) / "articles.parquet") as file:
        last = next(file.iter_batches(PREVIEW_ROWS, columns=SHOWN), pa.RecordBatch.from_pylist([]))
    read, files = counts.pop("articles", 0), counts.pop("landed", 0)
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": read,
            "files": files,
            "rejected": counts.total(),
            "rejected by reason": dict(counts),
            "articles per second": round(read / seconds, 1),
            "preview": preview(pa.Table.from_batches([last])),
        }
    )


@dg.asset(
    key=["lake", "extracts"],
    deps=[["lake", "articles"]],
    group_name="lake",
    partitions_def=DAYS,
    backfill_policy=BACKFILL,
    owners=OWNERS,
    kinds={"spacy", "parquet"},
)
def extracts(context: dg.AssetExecutionContext, settings: dg.ResourceParam[Settings]) -> dg.MaterializeResult:
    """What the spaCy pipeline finds: sentences, entities, people, country mentions, figures and quotes."""
    started = time.monotonic()
    try:
        counts = sum((extraction.extract_day(settings, day) for day in days_of(context)), Counter())
    finally:
        # What comes next needs the memory.
        apart.close()
    seconds = time.monotonic() - started
    return dg.MaterializeResult(
        metadata={
            **{name.replace("_", " "): number for name, number in sorted(counts.items())},
            "dagster/row_count": counts.total(),
            "articles per second": round(counts["articles"] / seconds, 1),
            "pipeline": settings.model,
            "engine": settings.engine,
        }
    )
