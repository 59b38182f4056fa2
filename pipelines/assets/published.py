"""What people open: the published warehouse and the report."""

from typing import Any

import dagster as dg

from pipelines import report, schema, warehouse
from pipelines.assets.common import BACKFILL, OWNERS, WAREHOUSE_POOL
from pipelines.assets.marts import marts
from pipelines.settings import Settings

MARTS = [key for key in marts.keys if key.path[0] == "marts"]


@dg.asset(
    key=["published", "newsledger"],
    deps=[*MARTS, *(["extracted", table] for table in schema.EXTRACTED)],
    group_name="published",
    backfill_policy=BACKFILL,
    owners=OWNERS,
    kinds={"duckdb"},
    pool=WAREHOUSE_POOL,
)
def newsledger(settings: dg.ResourceParam[Settings]) -> dg.MaterializeResult:
    """The DuckDB file that analysts open: a checked copy, moved into place atomically."""
    counts = warehouse.publish(settings)
    where: dict[str, Any] = {"path": dg.MetadataValue.path(str(settings.published)), "bytes": settings.published.stat().st_size}
    if counts is None:
        return dg.MaterializeResult(metadata={**where, "published by": "a run beside this one"})
    return dg.MaterializeResult(metadata={**where, "dagster/row_count": sum(counts.values()), "rows by table": counts})


@dg.asset(
    key=["published", "report"],
    deps=[newsledger],
    group_name="published",
    backfill_policy=BACKFILL,
    owners=OWNERS,
    kinds={"html"},
)
def report_page(settings: dg.ResourceParam[Settings]) -> dg.MaterializeResult:
    """The page to look at."""
    page = report.write(settings)
    return dg.MaterializeResult(metadata={"path": dg.MetadataValue.path(str(page)), "bytes": page.stat().st_size})
