"""dbt: staging and marts, with their tests as checks."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DbtCliResource, DbtProject, dbt_assets

from pipelines import lake, settings, warehouse
from pipelines.assets.common import BACKFILL, OWNERS, WAREHOUSE_POOL
from pipelines.settings import ROOT, Settings

PROJECT = DbtProject(ROOT / "dbt_project")
# That of this environment, whether or not it is on the path.
DBT = str(Path(sys.executable).with_name("dbt"))


class Translator(DagsterDbtTranslator):
    """Groups are the schemas; the rest is dagster-dbt's own."""

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        """The schema that dbt builds the model in."""
        return str(dbt_resource_props["schema"])

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> list[str]:
        """The same owners as everything."""
        return OWNERS


def manifest() -> Path:
    """The manifest that the graph is drawn from, made anew where a file of the dbt project is newer."""
    path = PROJECT.manifest_path
    files = [file for name in warehouse.DBT for file in [ROOT / name, *(ROOT / name).rglob("*")] if file.exists()]
    with lake.locked(PROJECT.project_dir / "target", "parse"):
        if not path.exists() or path.stat().st_mtime < max(file.stat().st_mtime for file in files):
            # Beside the manifest, and moved into its place whole: a crash must not leave half of one.
            parsing = PROJECT.project_dir / "target" / "parsing"
            dbt = [DBT, "--quiet", "parse", "--project-dir", str(PROJECT.project_dir), "--target-path", str(parsing)]
            done = subprocess.run(  # noqa: S603 (arguments of our own)
                [*dbt, "--profiles-dir", str(PROJECT.project_dir)],
                env={**os.environ, **environment(settings.load())},
                capture_output=True,
                text=True,
            )
            if done.returncode:
                raise RuntimeError(f"dbt can't parse {PROJECT.project_dir}:\n{done.stdout}{done.stderr}")
            os.replace(parsing / "manifest.json", path)
    return path


def environment(settings: Settings) -> dict[str, str]:
    """What the dbt project reads from the environment."""
    return {"NEWSLEDGER_WAREHOUSE": str(settings.working), "DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "DO_NOT_TRACK": "1"}


@dbt_assets(
    manifest=manifest(), project=PROJECT, dagster_dbt_translator=Translator(), pool=WAREHOUSE_POOL, backfill_policy=BACKFILL
)
def marts(context: dg.AssetExecutionContext, dbt: DbtCliResource, settings: dg.ResourceParam[Settings]) -> Iterator[Any]:
    """Build and test everything; a copy of the whole is set aside for publishing only if no test fails."""
    os.environ.update(environment(settings))
    with warehouse.building(settings, whole=not context.is_subset) as arguments:
        # One folder for all runs: dagster-dbt would leave one behind for each. Unit tests are of the code, not of the data.
        run = dbt.cli(
            ["build", "--exclude-resource-type", "unit_test", *arguments],
            context=context,
            target_path=settings.working.parent / "dbt",
            raise_on_error=False,
        )
        events = list(run.stream())
        # Counted here: dagster-dbt would hold the file open in this process to count.
        with warehouse.connect(settings) as connection:
            for event in events:
                if isinstance(event, dg.Output):
                    key = context.asset_key_for_output(event.output_name)
                    rows = warehouse.count(connection, ".".join(key.path))
                    event = event.with_metadata({**event.metadata, "dagster/row_count": rows})
                yield event
        if error := run.get_error():
            raise error
