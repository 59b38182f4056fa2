"""The third step: a spaCy pipeline over a day's articles. Workers read Parquet and write Parquet; none opens the warehouse.

`extract_part` is the whole work of a worker: a thread of this process, or a task on a Dask cluster. Each has the pipeline in a
process of its own beside it (`apart`), so that an article which takes that down is refused, and the others are found on either.
"""

from __future__ import annotations

import json
import shutil
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from functools import cache, partial
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
from tqdm import tqdm

from pipelines import apart, lake, landing, reading, schema
from pipelines.settings import Settings
from pipelines.sources.documents import Reject

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# A worker takes about as long to load the pipeline as to read this many articles: fewer are not worth a process of their own.
ARTICLES_PER_WORKER = 50
# Small parts keep all workers busy to the end and bound what one of them holds.
ARTICLES_PER_PART = 100
# Articles that go through the pipeline at once, and characters beyond which a batch takes no further one: their Docs are all in
# memory.
ARTICLES_AT_ONCE, CHARACTERS_AT_ONCE = 16, 200_000
# What a text may take beyond the time limit of a document: a second of the processor for so many of its characters.
CHARACTERS_PER_SECOND = 4000
LANGUAGE = "en"
# Rows of an article, by their tables; and what finds them in several at once, or raises Reject.
Rows = dict[str, list[dict[str, Any]]]
Look = Callable[[list[dict[str, Any]]], list[Rows]]


class Part(NamedTuple):
    """A stretch of a day's articles, and where what is found in them goes."""

    number: int
    home: Path
    day: date
    start: int
    stop: int
    folder: Path
    model: str
    places: Path | None = None
    time_limit: float | None = None

    def articles(self) -> pa.Table:
        """Rows of raw.articles; no more of the day's file is read than the groups of rows that they lie in."""
        found, first = [], 0
        with pq.ParquetFile(lake.folder(self.home, lake.ARTICLES, self.day) / "articles.parquet") as file:
            for number in range(file.num_row_groups):
                behind = first + file.metadata.row_group(number).num_rows
                start, stop = max(self.start, first), min(self.stop, behind)
                if start < stop:
                    found.append(file.read_row_group(number).slice(start - first, stop - start))
                first = behind
        return pa.concat_tables(found)


@cache
def pipeline(model: str, places: Path | None = None) -> Language:
    """The spaCy pipeline, loaded once in a process."""
    from pipelines.nlp.pipeline import load

    return load(model, places)


def extractor(nlp: Language) -> str:
    """Name and version of a pipeline, as rows name what found them."""
    return f"{nlp.meta['lang']}_{nlp.meta['name'].removeprefix(nlp.meta['lang'] + '_')} {nlp.meta['version']}"


def extract_day(settings: Settings, day: date) -> Counter[str]:
    """Extract a day that was read into `extracts/landed_on=DAY`, a consistent day. Returns rows per table.

    Raises FileNotFoundError where the day has not been read.
    """
    source = lake.folder(settings.home, lake.ARTICLES, day)
    total = pq.read_metadata(source / "articles.parquet").num_rows
    counts: Counter[str] = Counter()
    how = settings.model, settings.places, settings.time_limit
    with lake.replacing(settings.home, lake.EXTRACTS, day) as folder:
        parts = [
            Part(number, settings.home, day, start, min(start + ARTICLES_PER_PART, total), folder, *how)
            for number, start in enumerate(range(0, total, ARTICLES_PER_PART))
        ]
        with tqdm(total=total, desc=f"extract {day}", unit="article", disable=None) as bar:
            for part, found in _run(settings, parts):
                counts.update(found)
                bar.update(part.stop - part.start)
        for name in ("landed", "rejected"):
            shutil.copyfile(source / f"{name}.parquet", folder / f"{name}-read.parquet")
    return counts


def extract_part(part: Part) -> Counter[str]:
    """Extract a part of a day and write one Parquet file per table. Returns rows per table, and articles by outcome."""
    articles = part.articles()
    rows = articles.to_pylist()
    tables: dict[str, list[pa.Table]] = {name: [schema.arrow("extracted", name).empty_table()] for name in schema.EXTRACTED}
    refused: dict[str, dict[str, Any]] = {}
    english = [row for row in rows if row["language"] == LANGUAGE]
    for row, result in zip(english, find_apart(english, part.model, part.places, part.time_limit), strict=True):
        found = _fitting(row, result)
        if isinstance(found, Reject):
            item = landing.at(part.home, part.day, row["raw_sha256"])
            refused[row["article_id"]] = reading.rejected_row(item, row["position"], found, stage="extract")
            continue
        for name, each in found.items():
            tables[name].append(each)
    tables["articles"] = [articles.filter(pa.array([row["article_id"] not in refused for row in rows], pa.bool_()))]
    tables["rejected"] = [pa.Table.from_pylist(list(refused.values()), schema.arrow("raw", "rejected"))]
    counts: Counter[str] = Counter(skipped_language=len(rows) - len(english))
    for name, made in tables.items():
        whole = pa.concat_tables(made)
        pq.write_table(whole, part.folder / f"{name}-{part.number:05}.parquet")
        counts[name] += len(whole)
    return counts


def _fitting(article: dict[str, Any], found: Rows | Reject) -> dict[str, pa.Table] | Reject:
    """The rows of an article with its keys, as tables, if they fit those; one odd value must not stop its day."""
    if isinstance(found, Reject):
        return found
    keys = {"article_id": article["article_id"], "landed_on": article["landed_on"]}
    try:
        return {
            name: pa.Table.from_pylist([{**keys, **values} for values in each], schema.arrow("extracted", name))
            for name, each in found.items()
        }
    except (pa.ArrowException, UnicodeError) as error:
        return Reject("extraction_failed", repr(error))


def find(nlp: Language, articles: Iterable[dict[str, Any]], time_limit: float | None = None) -> Iterator[Rows | Reject]:
    """What a pipeline finds in articles (`text`, and where known `published_at`, `source`, `url`), in their order.

    An article that the pipeline fails on gives a Reject, and costs no other; so does one that takes longer than its time limit,
    in seconds of the processor: what is given, and more for a long text.
    """
    return _each(partial(look, nlp, time_limit=time_limit), articles)


def find_apart(
    articles: Iterable[dict[str, Any]], model: str, places: Path | None, time_limit: float | None
) -> Iterator[Rows | Reject]:
    """The same in a process beside this one, which an article may take down without costing another."""
    return _each(apart.processes(model, places, time_limit).look, articles)


def _each(look: Look, articles: Iterable[dict[str, Any]]) -> Iterator[Rows | Reject]:
    for batch in _batches(articles):
        try:
            found = look(batch)
        except Reject as reject:
            # A batch fails as a whole: one by one, only the culprit is refused. Whoever ends a process may not mean its article.
            again = len(batch) > 1 or reject.reason == "pipeline_crashed"
            yield from (_alone(look, article) for article in batch) if again else [reject]
        else:
            yield from found


def _alone(look: Look, article: dict[str, Any]) -> Rows | Reject:
    try:
        return look([article])[0]
    except Reject as reject:
        return reject


def _batches(articles: Iterable[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    characters = 0
    for article in articles:
        batch.append(article)
        characters += len(article["text"])
        if len(batch) == ARTICLES_AT_ONCE or characters > CHARACTERS_AT_ONCE:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def look(nlp: Language, articles: list[dict[str, Any]], time_limit: float | None = None) -> list[Rows]:
    """What a pipeline finds in articles that go through it together. Raises Reject where it fails on one, or takes too long."""
    from pipelines.nlp.rows import rows

    name = extractor(nlp)
    try:
        with _limited(articles, time_limit):
            return [rows(doc, name) for doc in nlp.pipe([_make_doc(nlp, article) for article in articles])]
    except _TookTooLong as error:
        raise Reject("timeout", str(error)) from error
    except Exception as error:
        raise Reject("extraction_failed", repr(error)) from error


class _TookTooLong(BaseException):
    """Raised by the alarm of `_limited`; no component that goes on after an Exception keeps it."""


@contextmanager
def _limited(articles: list[dict[str, Any]], seconds: float | None) -> Iterator[None]:
    """End a block that takes too much of the processor's time for some articles; only a main thread can have an alarm."""
    if seconds is None or threading.current_thread() is not threading.main_thread():
        yield
        return

    def alarm(*_: object) -> None:
        raise _TookTooLong(f"more than {most:g} s")

    most = limit(articles, seconds)
    before = signal.signal(signal.SIGPROF, alarm)
    signal.setitimer(signal.ITIMER_PROF, most)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def limit(articles: list[dict[str, Any]], seconds: float) -> float:
    """Seconds that some articles may take, where each may take so many and more for a long text."""
    return seconds + sum(len(article["text"]) for article in articles) / CHARACTERS_PER_SECOND


def to_json(found: dict[str, Any]) -> str:
    """Rows as a line of JSON: amounts as decimal strings, days as ISO 8601."""
    return json.dumps(
        found, ensure_ascii=False, default=lambda value: format(value, "f") if isinstance(value, Decimal) else str(value)
    )


def _make_doc(nlp: Language, article: dict[str, Any]) -> Doc:
    doc = nlp.make_doc(article["text"])
    doc._.published, doc._.source, doc._.url = _day(article.get("published_at")), article.get("source"), article.get("url")
    return doc


def _day(when: date | datetime | str | None) -> date | None:
    if isinstance(when, str):
        try:
            when = datetime.fromisoformat(when)
        except ValueError:
            return None
    return when.date() if isinstance(when, datetime) else when


def _run(settings: Settings, parts: list[Part]) -> Iterator[tuple[Part, Counter[str]]]:
    """Run the parts on the engine that is set, and give each with its counts as it ends."""
    if not parts:
        return
    articles = sum(part.stop - part.start for part in parts)
    workers = min(settings.workers, ceil(articles / ARTICLES_PER_WORKER), len(parts))
    if settings.engine == "dask":
        with _dask(settings, workers) as client:
            from distributed import as_completed as completed

            futures = {client.submit(extract_part, part, pure=False, retries=2): part for part in parts}
            for future in completed(futures):
                yield futures[future], future.result()
        return
    with ThreadPoolExecutor(workers) as pool:
        pending = {pool.submit(extract_part, part): part for part in parts}
        try:
            for done in as_completed(pending):
                yield pending[done], done.result()
        except BaseException:
            # Nobody wants the rest.
            pool.shutdown(wait=False, cancel_futures=True)
            apart.close()
            raise


@contextmanager
def _dask(settings: Settings, workers: int) -> Iterator[Any]:
    """A client of the scheduler that is set, else of a cluster on this machine; one process per worker."""
    from distributed import Client, LocalCluster

    if settings.dask_scheduler:
        with Client(settings.dask_scheduler) as client:
            yield client
        return
    cluster = LocalCluster(n_workers=workers, threads_per_worker=1, host="127.0.0.1", dashboard_address=":0")
    with cluster, Client(cluster) as client:
        yield client
