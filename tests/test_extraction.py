"""Extraction: one function from articles to rows, the same wherever it runs, and nothing an article does passes beyond it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from spacy.language import Language

from pipelines import extraction, lake, landing, reading, schema
from pipelines.nlp.rows import rows
from pipelines.sources.documents import Reject
from tests.conftest import SAMPLES

DAY = date(2026, 9, 1)


@Language.component("tests_choke")
def choke(doc):
    if "poison" in doc.text:
        raise RuntimeError("poisoned")
    while "hang" in doc.text:
        pass
    return doc


@pytest.fixture
def choking(nlp):
    """The pipeline with a component that fails on poison."""
    nlp.add_pipe("tests_choke", last=True)
    yield nlp
    nlp.remove_pipe("tests_choke")


@pytest.fixture
def read_samples(settings):
    """The sample inbox, landed and read, in a home of its own."""
    settings = settings.model_copy(update={"inbox": SAMPLES})
    landing.land(settings, [SAMPLES], on=DAY)
    reading.read_day(settings, DAY)
    return settings


def extracted(settings) -> dict[str, list[dict]]:
    extraction.extract_day(settings, DAY)
    folder = lake.folder(settings.home, lake.EXTRACTS, DAY)
    tables = {
        name: pa.concat_tables(pq.read_table(file) for file in folder.glob(f"{name}-*.parquet")) for name in schema.EXTRACTED
    }
    return {name: sorted(table.to_pylist(), key=repr) for name, table in tables.items()}


def test_an_article_that_the_pipeline_fails_on_costs_no_other(choking):
    articles = [{"text": "A ship came in."}, {"text": "There was poison in it."}, {"text": "It left again."}]
    first, second, third = extraction.find(choking, articles)
    assert [row["surface"] for row in first["sentences"] + third["sentences"]] == ["A ship came in.", "It left again."]
    assert isinstance(second, Reject)
    assert second.reason == "extraction_failed"


def test_an_article_that_hangs_in_the_pipeline_costs_its_time_limit_and_no_other(choking):
    articles = [{"text": "A ship came in."}, {"text": "They hang on."}, {"text": "It left again."}]
    first, second, third = extraction.find(choking, articles, time_limit=0.5)
    assert [row["surface"] for row in first["sentences"] + third["sentences"]] == ["A ship came in.", "It left again."]
    assert (second.reason, second.retryable) == ("timeout", True)


def test_long_articles_go_through_the_pipeline_one_by_one():
    sizes = [10, 150_000, 100_000, 10, 10, 900_000, *[10] * 18]
    batches = extraction._batches({"text": "a" * size} for size in sizes)
    assert [[len(article["text"]) for article in batch] for batch in batches] == [
        [10, 150_000, 100_000], [10, 10, 900_000], [10] * 16, [10] * 2,
    ]  # fmt: skip


def test_a_part_of_a_day_is_read_without_the_rest_of_it(settings, tmp_path):
    folder = lake.folder(settings.home, lake.ARTICLES, DAY)
    folder.mkdir(parents=True)
    with pq.ParquetWriter(folder / "articles.parquet", pa.schema([("n", pa.int64())])) as writer:
        for start in range(0, 30, 7):
            writer.write_table(pa.table({"n": list(range(start, min(start + 7, 30)))}))
    for start, stop in ((0, 30), (0, 7), (6, 8), (13, 29), (29, 30)):
        part = extraction.Part(0, settings.home, DAY, start, stop, tmp_path, "none")
        assert part.articles().column("n").to_pylist() == list(range(start, stop))


@pytest.mark.parametrize("text", ["", " \n ", "“", "🇺🇦" * 50, "a\x00b", "‘’“”''«»" * 100, "$" * 1000, "No end of words " * 500])
def test_odd_text_raises_nothing(nlp, text):
    (found,) = extraction.find(nlp, [{"text": text}])
    assert not isinstance(found, Reject), found.detail


def test_a_doc_puts_its_text_together_once_for_all_rows(nlp):
    class Counted:
        def __init__(self, doc):
            self.doc, self.times = doc, 0

        def __getattr__(self, name):
            self.times += name == "text"
            return getattr(self.doc, name)

    doc = Counted(nlp("Ann Lee left Rome for Paris.\n" * 50))
    assert len(rows(doc, "any")["entities"]) > 50
    assert doc.times == 1


def test_sentences_are_numbered_without_gaps_and_point_to_their_characters(nlp):
    text = "One ship came in.\n\n  Another left.\nA third sank."
    (found,) = extraction.find(nlp, [{"text": text}])
    assert [row["number"] for row in found["sentences"]] == [0, 1, 2]
    assert all(text[row["start_char"] : row["end_char"]] == row["surface"] for row in found["sentences"])


def test_articles_in_other_languages_are_kept_and_not_extracted(read_samples):
    counts = extraction.extract_day(read_samples, DAY)
    assert counts["articles"] == 34
    assert counts["skipped_language"] == 1


def test_a_dask_cluster_gives_the_same_tables_as_processes(read_samples, monkeypatch):
    # So small that there are several parts, and workers for them.
    monkeypatch.setattr(extraction, "ARTICLES_PER_PART", 12)
    monkeypatch.setattr(extraction, "ARTICLES_PER_WORKER", 12)
    alone = extracted(read_samples)
    assert sum(map(len, alone.values())) > 500
    assert extracted(read_samples.model_copy(update={"engine": "dask", "workers": 2})) == alone


def test_amounts_become_decimal_strings_and_days_iso_in_json():
    assert extraction.to_json({"amount": Decimal("1E+3"), "day": DAY}) == '{"amount": "1000", "day": "2026-09-01"}'


def test_an_amount_is_held_to_six_places(nlp):
    (found,) = extraction.find(nlp, [{"text": "They will pay $0.12345678901 for each of them."}])
    assert [row["amount"] for row in found["figures"]] == [Decimal("0.123457")]
