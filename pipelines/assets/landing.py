"""Landing: bytes as they came."""

import dagster as dg

from pipelines import landing
from pipelines.assets.common import BACKFILL, DAYS, OWNERS, days_of
from pipelines.settings import Settings, today


class LandConfig(dg.Config):
    """What a run lands before it reads."""

    inbox: bool = True


@dg.asset(
    key=["landing", "files"], group_name="landing", partitions_def=DAYS, backfill_policy=BACKFILL, owners=OWNERS, kinds={"file"}
)
def files(context: dg.AssetExecutionContext, config: LandConfig, settings: dg.ResourceParam[Settings]) -> dg.MaterializeResult:
    """Files as they came, named by their SHA-256. A run of today lands what is new in the inbox; other days are what they are."""
    days = days_of(context)
    if config.inbox and today() in days and settings.inbox.exists():
        landing.land(settings, [settings.inbox])
    items = [item for day in days for item in landing.on_day(settings.home, day)]
    return dg.MaterializeResult(
        metadata={
            "files": len(items),
            "bytes": sum(item.size for item in items),
            "files by ending": landing.summary(items),
            "inbox": dg.MetadataValue.path(str(settings.inbox)),
        }
    )
