"""Where a spaCy pipeline lies; needs no spaCy, so that asking is quick."""

from __future__ import annotations

from pathlib import Path

from pipelines.errors import LedgerError

DEFAULT = "en_newsledger"


class UnknownPipeline(LedgerError):
    """The setting names a spaCy pipeline that is not installed."""

    def __init__(self, model: str) -> None:
        super().__init__(
            f"The spaCy pipeline {model!r} is not installed. Install it into this environment, give the path of its folder, or "
            f"unset NEWSLEDGER_MODEL for the default, {DEFAULT}."
        )


def path_of(model: str) -> Path | None:
    """The folder of the default pipeline, or of one that is given by its path; None for an installed package."""
    if model == DEFAULT:
        return Path(__file__).parent / DEFAULT
    return Path(model) if Path(model).is_dir() else None
