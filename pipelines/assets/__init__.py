"""Dagster assets: one module per step of the way of an article, each a thin face of a function elsewhere."""
