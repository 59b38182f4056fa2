"""The one definition of every table that Python fills: the DDL in `warehouse/schema`, read by DuckDB itself."""

from __future__ import annotations

from functools import cache

import duckdb
import pyarrow as pa

from pipelines.settings import ROOT

FILES = (*sorted((ROOT / "warehouse" / "schema").glob("*.sql")), *sorted((ROOT / "warehouse" / "macros").glob("*.sql")))
EXTRACTED = ("sentences", "entities", "people", "country_mentions", "figures", "quotes")
RAW = ("landed", "articles", "rejected")
REFERENCE = ("countries", "exchange_rates")


def create(connection: duckdb.DuckDBPyConnection) -> None:
    """Create every schema, table, comment and macro that is not there yet."""
    for file in FILES:
        connection.execute(file.read_text())


@cache
def arrow(schema: str, table: str) -> pa.Schema:
    """The Arrow schema of a table: what Parquet files for it are written with."""
    with duckdb.connect() as connection:
        create(connection)
        return connection.sql(f'from "{schema}"."{table}" limit 0').to_arrow_table().schema


@cache
def comment(schema: str, table: str) -> str:
    """What the DDL says of a table."""
    with duckdb.connect() as connection:
        create(connection)
        query = "select comment from duckdb_tables() where (schema_name, table_name) = (?, ?)"
        return str(connection.execute(query, [schema, table]).fetchall()[0][0])


@cache
def columns(schema: str, table: str) -> tuple[tuple[str, str, str], ...]:
    """Name, type and comment of each column of a table."""
    with duckdb.connect() as connection:
        create(connection)
        query = """
            select column_name, data_type, comment from duckdb_columns()
            where (schema_name, table_name) = (?, ?) order by column_index
        """
        return tuple(connection.execute(query, [schema, table]).fetchall())
