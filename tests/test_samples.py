"""The sample inbox: what a careful reader finds in it is what the ledger holds of it."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal

import pytest

from pipelines.settings import ROOT

EXPECTED = [json.loads(line) for line in (ROOT / "samples" / "expected.jsonl").read_text().splitlines()]
ARTICLE = "(select article_id, path, position from raw.articles join raw.landed using (raw_sha256)) using (article_id)"


def key(label: dict) -> tuple[str, int]:
    return label["file"], label["record"] or 0


@pytest.fixture(scope="module")
def found(samples):
    """What the ledger holds of each sample article."""

    def by_article(query: str) -> dict[tuple[str, int], list[tuple]]:
        rows: dict[tuple[str, int], list[tuple]] = {key(label): [] for label in EXPECTED}
        for path, position, *values in samples.query(query):
            rows[path, position].append(tuple(values))
        return rows

    return {
        "figures": by_article(
            "select path, position, surface, amount, amount_max, currency "
            f"from extracted.figures join {ARTICLE} order by start_char"
        ),
        "countries": by_article(f"select distinct path, position, country from extracted.country_mentions join {ARTICLE}"),
        "quotes": by_article(f"select path, position, surface from extracted.quotes join {ARTICLE} where kind <> 'indirect'"),
    }


@pytest.mark.parametrize("label", EXPECTED, ids=lambda label: f"{label['file']}#{label['record'] or 0}")
def test_every_amount_is_read_to_the_cent_in_its_currency(found, label):
    expected = []
    for surface, amount, currency in label["figures"]:
        low, _, high = amount.partition("-")
        expected.append((surface, Decimal(low), Decimal(high) if high else None, currency))
    assert found["figures"][key(label)] == expected


def test_the_countries_of_nearly_every_article_are_found(found):
    counts = Counter()
    for label in EXPECTED:
        gold, ours = set(label["countries"]), {country for (country,) in found["countries"][key(label)]}
        counts.update(right=len(gold & ours), gold=len(gold), ours=len(ours))
    assert 2 * counts["right"] / (counts["gold"] + counts["ours"]) > 0.9


def test_no_sample_article_is_without_its_quotations(found):
    assert all(found["quotes"][key(label)] for label in EXPECTED if label["quotes"])


def test_every_document_is_an_article_or_rejected(samples):
    landed = samples.query("select sum(documents) from raw.landed")
    kept = "select landed_on from raw.articles union all select landed_on from raw.rejected"
    assert landed == samples.query(f"select count(*) from ({kept})")


def test_what_is_broken_says_why(samples):
    reasons = dict(samples.query("select reason, count(*) from raw.rejected group by all"))
    assert reasons == {
        "malformed": 6,
        "no_text": 2,
        "too_short": 2,
        "unsupported_format": 2,
        "empty": 1,
        "no_article": 1,
        "undecodable": 1,
        "unsafe_xml": 1,
    }


def test_a_correction_replaces_what_it_corrects_in_the_marts(samples):
    amounts = samples.query("select surface from marts.monetary_figures where url like '%clinic%' order by start_char limit 1")
    assert amounts == [("$38 million",)]


def test_copies_are_counted_apart(samples):
    assert samples.query(
        "select mentions - unique_mentions > 0, articles - unique_articles from marts.mentions_per_country where country = 'EG'"
    ) == [(True, 1)]


def test_the_same_quotation_is_followed_across_outlets(samples):
    assert samples.query("select distinct outlets from marts.quotes_by_person where quote like '%flour until spring%'") == [(2,)]


def test_a_minister_in_two_spellings_is_one_person(samples):
    assert samples.query(
        "select distinct person from marts.quotes_by_person where speaker in ('Iryna Dovhalenko', 'Irina Dovgalenko')"
    ) == [("Iryna Dovhalenko",)]
