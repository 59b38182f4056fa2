"""What repeats within a source is no news: lines as "Sign up for our newsletter" are learnt from the days before and cut.

A line is learnt from the articles themselves: it stands in several of a source's articles, under other titles and addresses, and
in a good part of all that the source published within the window. It is cut before any offset is counted, and the article keeps
it in `boilerplate`. A whole body under several titles is no article at all: a sidebar was taken for one.

The result is a function of the landing zone: reading a day again, after later days, gives the same.
"""

from __future__ import annotations

import os
from collections.abc import Callable
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
ROWS_AT_ONCE = 500

LINES = f"""
    with articles as (
        select
            source, text,
            md5_number_lower(coalesce(title, split_part(text, chr(10), 1))) as title,
            md5_number_lower(coalesce(url, title, split_part(text, chr(10), 1))) as url
        from read_parquet(?, hive_partitioning = false) where source is not null
    ),
    found as (
        select source, title, url, 'line' as kind, trim(unnest(string_split(text, chr(10)))) as words from articles
        union all select source, title, url, 'body', text from articles
        union all select source, title, url, 'any', '' from articles
    )
    select distinct source, kind, md5_number_lower(words) as words, title, url from found
    where kind <> 'line' or length(words) between 2 and {LONGEST_LINE}
"""  # noqa: S608 (a number of our own)
REPEATED = f"""
    with counted as (
        select source, kind, words, least(count(distinct title), count(distinct url)) as articles
        from read_parquet(?, hive_partitioning = false) group by all
    )
    select counted.source, counted.kind, counted.words from counted
    join counted as everything on everything.kind = 'any' and everything.source = counted.source
    where counted.kind = 'line' and counted.articles >= {LEAST_ARTICLES}
        and counted.articles >= {LEAST_SHARE} * everything.articles
        or counted.kind = 'body' and counted.articles >= {LEAST_TITLES}
"""  # noqa: S608 (numbers of our own)


# A row of raw.articles, and why it is none, to a row of raw.rejected.
Refuse = Callable[[dict[str, Any], Reject], dict[str, Any]]


def cut(home: Path, day: date, folder: Path, min_words: int, refuse: Refuse) -> list[dict[str, Any]]:
    """Cut what repeats from the articles that were read into a day's new folder, and reject those that share a body.

    Gives the rejected rows, which are in the folder now. It keeps the lines of the day as numbers, for the days that follow.
    """
    articles = folder / "articles.parquet"
    with duckdb.connect() as connection:
        connection.execute(f"copy ({LINES}) to '{_quoted(folder / 'lines.parquet')}' (format parquet)", [str(articles)])
        earlier = (lake.folder(home, lake.ARTICLES, day - timedelta(days=back)) for back in range(1, WINDOW.days + 1))
        files = [str(folder / "lines.parquet"), *(str(file) for each in earlier if (file := each / "lines.parquet").exists())]
        connection.execute(f"create table repeated as {REPEATED}", [files])
        words = "select distinct source, words from repeated where kind = 'line'"
        lines = connection.execute(
            f"select source, line from (select source, trim(unnest(string_split(text, chr(10)))) as line"  # noqa: S608
            f" from read_parquet(?, hive_partitioning = false)) join ({words}) using (source)"
            f" where md5_number_lower(line) = words and length(line) between 2 and {LONGEST_LINE} group by all",
            [str(articles)],
        ).fetchall()
        bodies = connection.execute(
            "select source, text_sha256 from read_parquet(?, hive_partitioning = false) join repeated using (source)"
            " where kind = 'body' and words = md5_number_lower(text) group by all",
            [str(articles)],
        ).fetchall()
    return _rewrite(folder, set(lines), set(bodies), min_words, refuse) if lines or bodies else []


def _rewrite(
    folder: Path, lines: set[tuple[str, str]], bodies: set[tuple[str, str]], min_words: int, refuse: Refuse
) -> list[dict[str, Any]]:
    old, new = folder / "articles.parquet", folder / "articles.parquet.new"
    rejected: list[dict[str, Any]] = []
    with pq.ParquetFile(old) as source, pq.ParquetWriter(new, schema.arrow("raw", "articles")) as writer:
        for batch in source.iter_batches(ROWS_AT_ONCE):
            kept = []
            for row in batch.to_pylist():
                shorter = _without(row, lines)
                left = len(shorter["text"].split())
                if (row["source"], row["text_sha256"]) in bodies:
                    rejected.append(refuse(row, Reject("shared_body", f"under {LEAST_TITLES} titles of {row['source']} or more")))
                elif shorter["boilerplate"] and left < min_words:
                    rejected.append(refuse(row, Reject("shared_body", f"{left} words that its source does not repeat")))
                else:
                    kept.append(shorter)
            writer.write_table(pa.Table.from_pylist(kept, schema.arrow("raw", "articles")))
    os.replace(new, old)
    before = pq.read_table(folder / "rejected.parquet")
    refusals = pa.Table.from_pylist(rejected, schema.arrow("raw", "rejected"))
    pq.write_table(pa.concat_tables([before, refusals]), folder / "rejected.parquet")
    return rejected


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
