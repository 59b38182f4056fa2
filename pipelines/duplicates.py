"""Which articles are copies, and which are revisions: facts about the whole history, brought up to date for the days that change.

A copy shares most of its words with an earlier article elsewhere. Each article has a MinHash of its word triples; two whose
hashes agree in any band are compared, and count as copies where so much agrees that their triples overlap by SAME. Of each such
group the earliest is the original. Only what the changed articles can reach is looked at again, so that a night costs what is
new in it, and the answer does not depend on the order in which days were loaded.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from hashlib import blake2b
from itertools import islice
from typing import Any

import duckdb
import pyarrow as pa
from rensa import RMinHash

# 24 bands of 4: of two articles with an overlap of 0.7, one in 600 pairs is missed; with 0.2, one in 26 is compared in vain.
BANDS, ROWS = 24, 4
SAME = 0.7
SHINGLE = 3
SEED = 1
ARTICLES_AT_ONCE = 1000


def minhash(text: str) -> list[int]:
    """The MinHash of a text's word triples, whatever its marks and capitals."""
    words = re.findall(r"\w+", text.lower())
    made = RMinHash(num_perm=BANDS * ROWS, seed=SEED)
    made.update([" ".join(words[i : i + SHINGLE]) for i in range(max(len(words) - SHINGLE + 1, 1))])
    return list(made.digest())


def bands(hashes: list[int]) -> list[int]:
    """A number for each band of a MinHash: two texts share it only where they share the band."""
    rows = (hashes[i * ROWS : (i + 1) * ROWS] for i in range(BANDS))
    return [_number(f"{i} {row}") for i, row in enumerate(rows)]


def _number(words: str) -> int:
    return int.from_bytes(blake2b(words.encode(), digest_size=8).digest(), "little")


def touch(connection: duckdb.DuckDBPyConnection, days: list[date]) -> None:
    """Remember what the articles of days say, before the days are replaced and after: `tie` looks at no other."""
    _touch(connection, "landed_on in (select unnest(?))", [days])


def _touch(connection: duckdb.DuckDBPyConnection, which: str, parameters: list[Any] | None = None) -> None:
    connection.execute("create temp table if not exists touched (article_id varchar, landed_on date, url varchar, first varchar)")
    rows = "select article_id, landed_on, url, coalesce(duplicate_of, article_id) from raw.articles"
    connection.execute(f"insert into touched {rows} where {which}", parameters or [])


def tie(connection: duckdb.DuckDBPyConnection, days: list[date]) -> None:
    """Number the revisions of each URL, and tie each copy to the earliest article with its words; write what changed.

    Every article that counts otherwise than before, or may, is noted in raw.changed: the marts make the rows of those anew.
    """
    touch(connection, days)
    connection.execute(REVISIONS)
    _fingerprint(connection, days)
    _reach(connection, days)
    _tie_copies(connection)
    connection.execute("drop table reached")
    _touch(connection, "url in (select url from touched)")
    connection.execute(CHANGED)
    connection.execute("drop table touched")


# Of the articles that share a text, one stands for all: which one, all of them tell together.
CHANGED = """
    insert into raw.changed
    select article_id, landed_on from touched
    union
    select article_id, landed_on from raw.articles where coalesce(duplicate_of, article_id) in (select first from touched)
    except
    select article_id, landed_on from raw.changed
"""


# In the order in which they came; of those that came on one day with one time, copies stand beside each other. A text that comes
# back is a revision of its own, unless it says itself that it is older than what came between: then it is only read again.
REVISIONS = """
    with arrived as (
        select
            article_id, url, text_sha256, landed_on, coalesce(updated_at, published_at, '-infinity'::timestamp) as stated,
            min(article_id) over (partition by url, landed_on, stated, text_sha256) as first_id
        from raw.articles
        where url in (select url from touched)
    ),
    ordered as (
        select *, row_number() over (partition by url order by landed_on, stated, first_id, article_id) as number from arrived
    ),
    told as (
        select
            *,
            number > min(number) over (partition by url, text_sha256)
                and stated < max(stated) over (partition by url order by number) as is_old
        from ordered
    ),
    compared as (
        select *, text_sha256 <> lag(text_sha256) over (partition by url, is_old order by number) as is_other from told
    ),
    counted as (
        select
            article_id, url, text_sha256, number,
            if(is_old, null, 1 + count(*) filter (is_other) over (partition by url, is_old order by number)) as revision
        from compared
    ),
    numbered as (
        select article_id, last_value(revision ignore nulls) over (partition by url, text_sha256 order by number) as revision
        from counted
        union all
        select article_id, 1 from raw.articles where url is null and revision <> 1
    )
    update raw.articles set revision = numbered.revision
    from numbered
    where articles.article_id = numbered.article_id and articles.revision <> numbered.revision
"""


def _fingerprint(connection: duckdb.DuckDBPyConnection, days: list[date]) -> None:
    """Bring the fingerprints of days up to date."""
    connection.execute("delete from raw.fingerprints where landed_on in (select unnest(?))", [days])
    query = "select article_id, landed_on, text from raw.articles where landed_on in (select unnest(?))"
    found, made = connection.execute(query, [days]), []
    # One text at a time: some are very long.
    hashed = ((article_id, day, minhash(text)) for article_id, day, text in iter(found.fetchone, None))
    while rows := list(islice(hashed, ARTICLES_AT_ONCE)):
        made.append(_fingerprints(rows))
    for table in made:
        connection.register("incoming", table)
        connection.execute("insert into raw.fingerprints by name from incoming")
        connection.unregister("incoming")


def _fingerprints(articles: list[tuple[str, date, list[int]]]) -> pa.Table:
    ids, days, hashes = zip(*articles, strict=True)
    return pa.table(
        {
            "article_id": pa.array(ids),
            "landed_on": pa.array(days),
            "fingerprint": pa.array([_number(str(each)) for each in hashes], pa.uint64()),
            "minhash": pa.array(hashes, pa.list_(pa.uint32())),
            "bands": pa.array([bands(each) for each in hashes], pa.list_(pa.uint64())),
        }
    )


def _reach(connection: duckdb.DuckDBPyConnection, days: list[date]) -> None:
    """Find the fingerprints that the changed articles can reach from copy to copy, and which of them are copies of which."""
    connection.execute("create temp table reached (fingerprint ubigint, step integer)")
    connection.execute("create temp table if not exists alike (one ubigint, other ubigint)")
    connection.execute("delete from alike")
    connection.execute(
        """
        insert into reached
        select distinct fingerprint, 0
        from raw.fingerprints as f join raw.articles as a using (article_id)
        where a.landed_on in (select unnest($1))
            or a.duplicate_of is not null and (
                a.duplicate_of not in (select article_id from raw.articles)
                or a.duplicate_of in (select article_id from raw.articles where landed_on in (select unnest($1)))
            )
        """,
        [days],
    )
    step = 0
    while connection.execute("select count(*) from reached where step = ?", [step]).fetchall() != [(0,)]:
        connection.execute(
            f"""
            insert into alike
            with known as (select distinct fingerprint, minhash, bands from raw.fingerprints),
            mine as (from known semi join (from reached where step = $1) using (fingerprint)),
            pairs as (
                select distinct mine.fingerprint as one, known.fingerprint as other
                from (select fingerprint, unnest(bands) as band from mine) as mine
                join (select fingerprint, unnest(bands) as band from known) as known using (band)
                where mine.fingerprint <> known.fingerprint
            )
            select one, other from pairs
            join known as a on one = a.fingerprint
            join known as b on other = b.fingerprint
            where len(list_filter(list_zip(a.minhash, b.minhash), lambda each: each[1] = each[2])) >= {SAME * BANDS * ROWS}
            """,  # noqa: S608 (a number of our own)
            [step],
        )
        connection.execute(
            "insert into reached select distinct other, $1 + 1 from alike where other not in (select fingerprint from reached)",
            [step],
        )
        step += 1


def _tie_copies(connection: duckdb.DuckDBPyConnection) -> None:
    neighbours: dict[int, set[int]] = defaultdict(set)
    for one, other in connection.execute("select one, other from alike").fetchall():
        neighbours[one].add(other)
        neighbours[other].add(one)
    articles = connection.execute("""
        select article_id, fingerprint, url, text_sha256, duplicate_of
        from raw.articles join raw.fingerprints using (article_id) semi join reached using (fingerprint)
        -- Where only the day is known, the article may be as late as its evening.
        order by published_at + if(published_precision = 'day', interval 1 day, interval 0 day) nulls last,
            articles.landed_on, article_id
    """).fetchall()
    changed = _copies(articles, neighbours)
    if changed:
        ids, originals = zip(*changed, strict=True)
        connection.register("incoming", pa.table({"article_id": pa.array(ids), "original": pa.array(originals, pa.string())}))
        _touch(connection, "article_id in (select article_id from incoming)")
        connection.execute(
            "update raw.articles set duplicate_of = original from incoming where articles.article_id = incoming.article_id"
        )
        _touch(connection, "article_id in (select article_id from incoming)")
        connection.unregister("incoming")


def _copies(articles: Iterable[tuple], neighbours: dict[int, set[int]]) -> list[tuple[str, str | None]]:
    """Articles in order of time whose original is another than it was, with that original.

    Another text under the same URL is a revision, no copy.
    """
    originals: dict[int, list[tuple[int, str, str | None, str]]] = defaultdict(list)
    changed = []
    for number, (article_id, fingerprint, url, text, was) in enumerate(articles):
        near = (each for node in (fingerprint, *neighbours[fingerprint]) for each in originals[node])
        found = min((each for each in near if url is None or each[2] != url or each[3] == text), default=None)
        if found is None:
            originals[fingerprint].append((number, article_id, url, text))
        original = found[1] if found else None
        if original != was:
            changed.append((article_id, original))
    return changed
