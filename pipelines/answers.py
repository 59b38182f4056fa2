"""Answers to queries over the published warehouse."""

from __future__ import annotations

import contextlib
import csv
import io
import shutil
from typing import IO

import duckdb

from pipelines import extraction, warehouse
from pipelines.errors import LedgerError
from pipelines.settings import Settings

# A terminal is no place for more; csv and json give all.
TABLE_ROWS = 1000


class BadQuery(LedgerError):
    """A query can't be answered."""


def answer(settings: Settings, query: str, shape: str, out: IO[str]) -> None:
    """Write the answer to a query as a table for people, as CSV or as JSON lines. Raises BadQuery, warehouse.NotPublished."""
    with warehouse.reading(settings) as connection:
        # The warehouse is all there is to ask: no other file of this machine.
        connection.execute("set enable_external_access = false")
        try:
            if len(connection.extract_statements(query)) != 1:
                raise BadQuery("One query at a time, please.")
            if shape == "table":
                # DuckDB's own table fits the width of the terminal and cuts long cells.
                relation = connection.sql(query)
                if relation is None:
                    raise BadQuery("The query gives no rows.")
                out.write(_boxed(relation))
            else:
                _write_rows(connection.execute(query), shape, out)
        except duckdb.Error as error:
            raise BadQuery(str(error)) from error


def _boxed(relation: duckdb.DuckDBPyRelation) -> str:
    buffer = io.StringIO()
    with contextlib.redirect_stdout(buffer):
        relation.show(max_rows=TABLE_ROWS, max_width=max(shutil.get_terminal_size((160, 40)).columns, 80))
    return buffer.getvalue()


def _write_rows(answered: duckdb.DuckDBPyConnection, shape: str, out: IO[str]) -> None:
    names = [column[0] for column in answered.description or []]
    writer = csv.writer(out)
    if shape == "csv":
        writer.writerow(names)
    while batch := answered.fetchmany(TABLE_ROWS):
        if shape == "csv":
            writer.writerows(batch)
        else:
            out.writelines(extraction.to_json(dict(zip(names, row, strict=True))) + "\n" for row in batch)
