"""Dagster assets: one module per step of the way of an article, each a thin face of a function elsewhere."""

import warnings

from dagster import BetaWarning

# Backfill policies have been in beta for years; a warning for each asset would hide the others.
warnings.filterwarnings("ignore", category=BetaWarning)
