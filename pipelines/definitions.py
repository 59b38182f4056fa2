"""The whole Dagster graph on one page.

landing → lake → raw, extracted, with reference and seeds → staging → marts → published
"""

from collections.abc import Iterator

import dagster as dg
from dagster_dbt import DbtCliResource

from pipelines import landing, settings
from pipelines.assets import common, lake, marts, published, warehouse
from pipelines.assets import landing as landing_assets

ASSETS: list[dg.AssetsDefinition | dg.AssetSpec] = [
    landing_assets.files,
    lake.articles,
    lake.extracts,
    warehouse.load,
    *warehouse.REFERENCE,
    marts.marts,
    published.newsledger,
    published.report_page,
]

ledger = dg.define_asset_job(
    "ledger",
    selection=dg.AssetSelection.all(),
    partitions_def=common.DAYS,
    description="The whole way of an article: land, read, extract, load, dbt, publish, report.",
)
from_lake = dg.define_asset_job(
    "from_lake",
    selection=dg.AssetSelection.groups("raw", "extracted", "seeds", "staging", "marts", "published"),
    partitions_def=common.DAYS,
    description="The warehouse again from the lake, without landing, reading or spaCy.",
)


@dg.schedule(job=ledger, cron_schedule="0 3 * * *", default_status=dg.DefaultScheduleStatus.RUNNING, execution_timezone="UTC")
def nightly(context: dg.ScheduleEvaluationContext) -> dg.RunRequest:
    """Every night at three (UTC): lands the inbox and runs the day to its end."""
    return dg.RunRequest(partition_key=context.scheduled_execution_time.date().isoformat())


@dg.sensor(job=ledger, minimum_interval_seconds=60, default_status=dg.DefaultSensorStatus.STOPPED)
def inbox(context: dg.SensorEvaluationContext) -> Iterator[dg.RunRequest | dg.SkipReason]:
    """Lands what is new in the inbox within a minute. Off by default: the nightly run lands it anyway."""
    state = landing.fingerprint(settings.load().inbox)
    if state == context.cursor:
        yield dg.SkipReason("Nothing in the inbox has changed.")
        return
    context.update_cursor(state)
    yield dg.RunRequest(partition_key=settings.today().isoformat(), run_key=state)


defs = dg.Definitions(
    assets=ASSETS,
    jobs=[ledger, from_lake],
    schedules=[nightly],
    sensors=[inbox],
    resources={"settings": common.settings_resource, "dbt": DbtCliResource(project_dir=marts.PROJECT, dbt_executable=marts.DBT)},
    # Steps share one process: libraries are imported and the language pipeline is loaded once. Extraction has its own workers.
    executor=dg.in_process_executor,
)
