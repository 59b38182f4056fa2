"""Countries: by name, people, capital, city, region and institution, and what only looks like one."""

from __future__ import annotations

import pytest
import spacy

from pipelines.nlp.countries import countries, country_at
from pipelines.nlp.extensions import register


def found(doc) -> list[tuple[str, str, str]]:
    return [(doc.text[m.start_char : m.end_char], m.country, m.kind) for m in doc._.country_mentions]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ukraine‘s harvest was late.", ("Ukraine", "UA", "name")),
        ("A U.S.-led inspection began on Monday.", ("U.S.", "US", "name")),
        ("Three Britons were on the ferry.", ("Britons", "GB", "demonym")),
        ("The Dutch sent a dredger.", ("Dutch", "NL", "demonym")),
        ("Tehran said the tanker had left.", ("Tehran", "IR", "capital")),
        ("The Kremlin denied the report.", ("Kremlin", "RU", "institution")),
        ("The bridge was built in the Soviet Union.", ("Soviet Union", "SUHH", "name")),
        ("Farmers in New Mexico planted early.", ("New Mexico", "US", "region")),
    ],
)
def test_a_country_is_found_by_every_road(read, text, expected):
    assert expected in found(read(text))


@pytest.mark.parametrize(
    "text",
    [
        "They told us to wait for the bus.",
        "We ate cold turkey and French fries.",
        "The Spanish flu killed their grandfather.",
        "The guinea fowl escaped again.",
        "She won the US Open twice.",
        "The ship crossed the Gulf of Mexico.",
    ],
)
def test_what_only_looks_like_a_country_is_none(read, text):
    assert found(read(text)) == []


def test_georgia_beside_its_state_abbreviation_is_a_region_of_the_united_states(read):
    doc = read("Peach growers in Albany, Georgia, asked Atlanta for help. Officials in Atlanta agreed.")
    assert {country for _, country, _ in found(doc)} == {"US"}


def test_a_town_takes_the_country_of_the_state_behind_it(read):
    assert found(read("The mill in Paris, Texas, closed."))[0] == ("Paris", "US", "city")


def test_country_at_gives_the_first_mention_within_a_stretch(read):
    doc = read("France paid Norway.")
    assert country_at(doc, 0, len(doc.text)) == "FR"
    assert country_at(doc, 7, 11) is None


@pytest.mark.parametrize("text", ["", "…“”!!", "\x00\x00", "🇺🇦 🙂", "US US US", ", , ,"])
def test_odd_text_in_a_blank_pipeline_raises_nothing(text):
    register()
    doc = countries(spacy.blank("en").make_doc(text))
    assert all(m.start_char < m.end_char <= len(text) for m in doc._.country_mentions)
