"""What repeats within a source is no news: lines as "Sign up for our newsletter" are learnt from the days before and cut.

A line is learnt from the articles themselves: it stands in several of a source's articles, under other titles and addresses, and
in a good part of all that the source published within the window. It is cut before any offset is counted, and the article keeps
it in `boilerplate`. A whole body under several titles is no article at all: a sidebar was taken for one.

The result is a function of the landing zone: reading a day again, after later days, gives the same.
"""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from pipelines import lake, schema
from pipelines.sources.documents import Reject, clean, text_sha256

WINDOW = timedelta(days=14)
# A line of so many articles is boilerplate where that is also so much of the source; a longer line is a paragraph.
LEAST_ARTICLES, LEAST_SHARE, LONGEST_LINE = 5, 0.2, 300
# So many titles over one body.
LEAST_TITLES = 3
# What the search for them may hold in memory; the rest lies on the disk meanwhile.
MEMORY = "512MB"

LINES = f"""
    with told as (
        select
            source, text,
            md5_number_lower(coalesce(title, split_part(text, chr(10), 1))) as title,
            md5_number_lower(coalesce(url, title, split_part(text, chr(10), 1))) as url
        from articles where source is not null
    ),
    found as (
        select source, title, url, 'line' as kind, trim(unnest(string_split(text, chr(10)))) as words from told
        union all select source, title, url, 'body', text from told
        union all select source, title, url, 'any', '' from told
    )
    select distinct source, kind, md5_number_lower(words) as words, title, url from found
    where kind <> 'line' or length(words) between 2 and {LONGEST_LINE}
"""  # noqa: S608 (a number of our own)
REPEATED = f"""
    with lines as (from read_parquet(?, hive_partitioning = false)),
    -- Most lines stand in one article only: they are gone before anything is compared.
    several as (select source, kind, words from lines group by all having count(*) >= {LEAST_TITLES}),
    counted as (
        select source, kind, words, least(count(distinct title), count(distinct url)) as articles
        from lines semi join several using (source, kind, words) group by all
    ),
    everything as (
        select source, least(count(distinct title), count(distinct url)) as articles from lines where kind = 'any' group by all
    )
    select counted.source, counted.kind, counted.words from counted join everything using (source)
    where counted.kind = 'line' and counted.articles >= {LEAST_ARTICLES}
        and counted.articles >= {LEAST_SHARE} * everything.articles
        or counted.kind = 'body' and counted.articles >= {LEAST_TITLES}
"""  # noqa: S608 (numbers of our own)
# The lines and the bodies that are meant by these numbers.
MEANT = {
    "line": f"""
        select source, line from (select source, trim(unnest(string_split(text, chr(10)))) as line from articles)
        where length(line) between 2 and {LONGEST_LINE}
            and (source, md5_number_lower(line)) in (select (source, words) from repeated where kind = 'line') group by all
    """,  # noqa: S608 (a number of our own)
    "body": """
        select source, text_sha256 from articles
        where (source, md5_number_lower(text)) in (select (source, words) from repeated where kind = 'body') group by all
    """,
}


TEXTS, NUMBERS = ("source", "kind"), ("words", "title", "url")
LINES_SCHEMA = pa.schema([pa.field(name, pa.string()) for name in TEXTS] + [pa.field(name, pa.uint64()) for name in NUMBERS])


# A row of raw.articles, and why it is none, to a row of raw.rejected.
Refuse = Callable[[dict[str, Any], Reject], dict[str, Any]]


def cut(home: Path, day: date, folder: Path, min_words: int, refuse: Refuse) -> Counter[str]:
    """Cut what repeats from the articles that were read into a day's new folder, and reject those that share a body.

    Gives how many it rejected, by reason; they are in the folder now. It keeps the lines of the day as numbers, for the days that
    follow.
    """
    lines = folder / "lines.parquet"
    with tempfile.TemporaryDirectory(dir=folder) as spilled, duckdb.connect(config={"temp_directory": spilled}) as connection:
        connection.execute(
            f"set memory_limit = '{MEMORY}'; set preserve_insertion_order = false; set enable_progress_bar = false"
        )
        with pq.ParquetWriter(lines, LINES_SCHEMA) as writer:
            for table in _asked(connection, folder, LINES):
                writer.write_table(table.cast(LINES_SCHEMA))
        earlier = (lake.folder(home, lake.ARTICLES, day - timedelta(days=back)) for back in range(1, WINDOW.days + 1))
        files = [str(lines), *(str(file) for each in earlier if (file := each / lines.name).exists())]
        connection.execute(f"create table repeated as {REPEATED}", [files])
        meant: dict[str, set[tuple[str, str]]] = {}
        for kind, query in MEANT.items():
            there = connection.execute("select 1 from repeated where kind = ? limit 1", [kind]).fetchall()
            rows = (row for table in _asked(connection, folder, query) for row in table.to_pylist()) if there else ()
            meant[kind] = {tuple(row.values()) for row in rows}
    return _rewrite(folder, meant["line"], meant["body"], min_words, refuse) if any(meant.values()) else Counter()


def _asked(connection: duckdb.DuckDBPyConnection, folder: Path, query: str) -> Iterator[pa.Table]:
    """The answers to a query over `articles`, those of a day a group of rows at a time: reading has bound how much is in one."""
    with pq.ParquetFile(folder / "articles.parquet") as file:
        for number in range(file.num_row_groups):
            connection.register(
                "articles", file.read_row_group(number, columns=["source", "title", "url", "text", "text_sha256"])
            )
            yield connection.sql(query).to_arrow_table()
            connection.unregister("articles")


def _rewrite(
    folder: Path, lines: set[tuple[str, str]], bodies: set[tuple[str, str]], min_words: int, refuse: Refuse
) -> Counter[str]:
    counts: Counter[str] = Counter()
    with _anew(folder, "rejected") as (refused, refusals), _anew(folder, "articles") as (articles, kept):
        for number in range(refused.num_row_groups):
            refusals.write_table(refused.read_row_group(number))
        # A group of rows at a time: reading has bound how much is in one.
        for number in range(articles.num_row_groups):
            rows: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
            for row in articles.read_row_group(number).to_pylist():
                shorter = _without(row, lines)
                reject = _why_none(row, shorter, bodies, min_words)
                counts.update([reject.reason] if reject else [])
                rows[reject is None].append(refuse(row, reject) if reject else shorter)
            kept.write_table(pa.Table.from_pylist(rows[True], schema.arrow("raw", "articles")))
            refusals.write_table(pa.Table.from_pylist(rows[False], schema.arrow("raw", "rejected")))
    return counts


def _why_none(row: dict[str, Any], shorter: dict[str, Any], bodies: set[tuple[str, str]], min_words: int) -> Reject | None:
    """Why an article is none, knowing what is left of it."""
    left = len(shorter["text"].split())
    if (row["source"], row["text_sha256"]) in bodies:
        return Reject("shared_body", f"under {LEAST_TITLES} titles of {row['source']} or more")
    if shorter["boilerplate"] and left < min_words:
        return Reject("shared_body", f"{left} words that its source does not repeat")
    return None


@contextmanager
def _anew(folder: Path, table: str) -> Iterator[tuple[pq.ParquetFile, pq.ParquetWriter]]:
    """A table of a day to read, and to write anew in its place."""
    old, new = folder / f"{table}.parquet", folder / f"{table}.parquet.new"
    with pq.ParquetFile(old) as source, pq.ParquetWriter(new, schema.arrow("raw", table)) as writer:
        yield source, writer
    os.replace(new, old)


def _without(row: dict[str, Any], lines: set[tuple[str, str]]) -> dict[str, Any]:
    """A row whose text has lost the lines that repeat, and keeps them beside it."""
    kept: list[str] = []
    gone: list[str] = []
    for line in row["text"].split("\n"):
        (gone if (row["source"], line.strip(" ")) in lines else kept).append(line)
    text = clean("\n".join(kept))
    return {**row, "text": text, "text_sha256": text_sha256(text), "boilerplate": gone} if gone else row


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
