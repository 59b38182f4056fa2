"""Settings: from the environment (`NEWSLEDGER_…`), else from one file, `newsledger.toml`; checked when the program starts."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from pipelines.errors import LedgerError

ROOT = Path(__file__).resolve().parents[1]


# Names in the environment that are not the user's: where this file is, and what dbt is told.
NO_SETTINGS = {"NEWSLEDGER_SETTINGS", "NEWSLEDGER_WAREHOUSE"}


# The fields of a document that a column of a dump can be.
Column = Literal["text", "title", "url", "source", "authors", "published", "updated", "language"]


class BadSettings(LedgerError):
    """A setting has a value that can't be used."""


class SettingsFile(TomlConfigSettingsSource):
    """The settings file. Its relative folders are relative to itself, from wherever the program is called."""

    def __call__(self) -> dict[str, Any]:
        """What the file says."""
        found = super().__call__()
        beside = Path(str(self.toml_file_path)).absolute().parent
        paths = {name: beside / Path(found[name]).expanduser() for name in ("home", "inbox", "places") if name in found}
        return {**found, **paths}


class Settings(BaseSettings):
    """What a user can set. Every folder of data lies below `home`."""

    model_config = SettingsConfigDict(env_prefix="NEWSLEDGER_", env_ignore_empty=True, extra="forbid")

    home: Path = Field(ROOT / "warehouse", description="where the data lies: landing zone, extracts, warehouse, history of runs")
    inbox: Path = Field(ROOT / "samples" / "inbox", description="folder that the nightly run lands")
    model: str = Field("en_newsledger", description="spaCy pipeline: the default's name, an installed package, or a folder")
    places: Path | None = Field(None, description="CSV of your own readings of places, which win over all tables")
    engine: Literal["processes", "dask"] = Field("processes", description="what extraction runs on")
    workers: int = Field(os.cpu_count() or 1, ge=1, description="processes that extract at once")
    dask_scheduler: str | None = Field(None, description="address of a Dask scheduler; without one, a local cluster is started")
    first_day: date = Field(date(2026, 1, 1), description="the earliest partition")
    lock_timeout: float = Field(3600, gt=0, description="seconds to wait for the warehouse while another run writes")
    max_bytes: int = Field(
        64 * 2**20, ge=1, description="largest page, message, feed, line or row that is read; a larger one is rejected"
    )
    min_words: int = Field(20, ge=1, description="shortest article; a shorter one is rejected")
    time_limit: float = Field(
        30, gt=0, description="seconds that reading a document may take; then it is rejected, and the next is read"
    )
    memory_limit: int = Field(
        2 * 2**30,
        ge=2**29,
        description="bytes of memory that the process which reads documents may take; the one that needs more is rejected",
    )
    keep_runs: int = Field(90, ge=1, description="days that finished runs stay in the history")
    columns: dict[Column, str] = Field(
        {}, description='which column of a dump is which field: {"text": "story", "source": "site.name"}'
    )
    private_urls: bool = Field(False, description="whether URLs on private or loopback addresses may be fetched")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments win over the environment, and that over the file; there is no other place."""
        file = Path(os.environ.get("NEWSLEDGER_SETTINGS", ROOT / "newsledger.toml"))
        return init_settings, env_settings, SettingsFile(settings_cls, file)

    def model_post_init(self, _: object) -> None:
        """Make the folders absolute, so that a change of the working directory changes nothing."""
        self.home, self.inbox = self.home.expanduser().absolute(), self.inbox.expanduser().absolute()
        self.places = self.places and self.places.expanduser().absolute()
        if self.places and not self.places.is_file():
            raise BadSettings(f"There is no file {self.places}, which NEWSLEDGER_PLACES names.")
        if set(str(self.home)) & set("*?["):
            # Dagster would take the path of its settings for a pattern, find none, and send usage statistics.
            raise BadSettings(f"The home of the data can't have any of * ? [ in its path: {self.home}. Set NEWSLEDGER_HOME.")

    @property
    def published(self) -> Path:
        """The DuckDB file that analysts open."""
        return self.home / "newsledger.duckdb"

    @property
    def working(self) -> Path:
        """The DuckDB file that runs write.

        It has the same name as the published one because views hold the name of their database.
        """
        return self.home / "working" / "newsledger.duckdb"

    @property
    def previous(self) -> Path:
        """The file that was published before the present one."""
        return self.home / "newsledger.previous.duckdb"

    @property
    def report(self) -> Path:
        """The page to look at."""
        return self.home / "report" / "index.html"


def load() -> Settings:
    """Read the settings. Raises BadSettings with a line per mistake."""
    named = os.environ.get("NEWSLEDGER_SETTINGS")
    if named and not Path(named).is_file():
        raise BadSettings(f"NEWSLEDGER_SETTINGS names a file that does not exist: {named}")
    known = {f"NEWSLEDGER_{name.upper()}" for name in Settings.model_fields}
    for name in sorted(os.environ.keys() - known - NO_SETTINGS):
        if name.startswith("NEWSLEDGER_"):
            near = get_close_matches(name, known, 1)
            raise BadSettings(f"{name} is no setting. {f'Did you mean {near[0]}?' if near else 'newsledger --help lists them.'}")
    try:
        return Settings()
    except ValidationError as error:
        lines = (f"NEWSLEDGER_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']} (was: {e['input']!r})" for e in error.errors())
        raise BadSettings("\n".join(lines)) from error
    except ValueError as error:
        raise BadSettings(f"The settings can't be read: {error}") from error


def describe() -> str:
    """One line per setting, for `newsledger --help`."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = str(field.default).replace(f"{ROOT}{os.sep}", "")
        rows.append(f"  NEWSLEDGER_{name.upper():<15} {field.description} [{default}]")
    return "\n".join(rows)


def today() -> date:
    """The day in UTC: the partition of what lands now."""
    return datetime.now(UTC).date()
