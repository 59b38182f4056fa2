"""The warehouse's tables that Python fills: the only writer replaces days in one transaction."""

from collections.abc import Iterator

import dagster as dg

from pipelines import schema, warehouse
from pipelines.assets.common import BACKFILL, DAYS, OWNERS, WAREHOUSE_POOL, days_of
from pipelines.settings import Settings


def _column_schema(name: str, table: str) -> dg.TableSchema:
    return dg.TableSchema(
        [dg.TableColumn(column, kind, description) for column, kind, description in schema.columns(name, table)]
    )


TABLES = [("raw", name) for name in schema.RAW] + [("extracted", name) for name in schema.EXTRACTED]
SPECS = [
    dg.AssetSpec(
        [name, table],
        deps=[["lake", "extracts"]],
        group_name=name,
        description=schema.comment(name, table),
        owners=OWNERS,
        kinds={"duckdb", "table"},
        metadata={"dagster/table_name": f"newsledger.{name}.{table}", "dagster/column_schema": _column_schema(name, table)},
    )
    for name, table in TABLES
]
# Not of a day, and not made by a run: packages and the tables of pipelines/nlp/data, which each load brings up to date.
REFERENCE = [
    dg.AssetSpec(
        ["reference", table],
        group_name="reference",
        description=schema.comment("reference", table),
        owners=OWNERS,
        kinds={"duckdb", "table"},
        metadata={"dagster/column_schema": _column_schema("reference", table)},
    )
    for table in schema.REFERENCE
]
CONSERVATION = dg.AssetCheckSpec(
    "conservation", asset=["raw", "landed"], description="Every document that landed is an article or a rejected row."
)
OFFSETS = [
    dg.AssetCheckSpec(
        "offsets",
        asset=["extracted", table],
        description="The characters of the article at the offsets of each row are those it gives.",
    )
    for table in schema.EXTRACTED
]


@dg.multi_asset(
    name="load",
    specs=SPECS,
    check_specs=[CONSERVATION, *OFFSETS],
    partitions_def=DAYS,
    backfill_policy=BACKFILL,
    pool=WAREHOUSE_POOL,
)
def load(
    context: dg.AssetExecutionContext, settings: dg.ResourceParam[Settings]
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """Replace the days of the run in raw and extracted, in one transaction that ends only if every check holds."""
    failures: dict[str, str] = {}
    counts = None
    try:
        counts = warehouse.load_days(settings, days_of(context))
    except warehouse.BrokenDay as error:
        failures = error.failures
    for spec in (CONSERVATION, *OFFSETS):
        table = spec.asset_key.path[1]
        what = failures.get("conservation" if spec is CONSERVATION else f"{table}_offsets", "")
        yield dg.AssetCheckResult(
            asset_key=spec.asset_key, check_name=spec.name, passed=not what, metadata={"found": what or "nothing"}
        )
    if counts is None:
        raise dg.Failure(
            f"Nothing was loaded: {'; '.join(f'{check}: {what}' for check, what in failures.items())}", metadata=failures
        )
    reasons = {name.removeprefix("rejected: "): number for name, number in counts.items() if name.startswith("rejected: ")}
    for name, table in TABLES:
        extra = {"rejected by reason": reasons} if table == "rejected" else {}
        yield dg.MaterializeResult(
            asset_key=[name, table], metadata={"dagster/partition_row_count": counts[f"{name}.{table}"], **extra}
        )
