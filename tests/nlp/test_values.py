"""Values: dates, times, percentages, money and numbers that the recognizer was not trained on."""

from __future__ import annotations

import time

import pytest
import spacy
from spacy.tokens import Span

from pipelines.nlp import tokenizer, values


@pytest.fixture(scope="module")
def found():
    nlp = spacy.blank("en")
    tokenizer.mend(nlp.tokenizer)
    nlp.add_pipe("newsledger_values")
    return lambda text: [(entity.text, entity.label_) for entity in nlp(text).ents]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It opens on March 3, 2031.", [("March 3, 2031", "DATE")]),
        ("They met on 4 June 1998.", [("4 June 1998", "DATE")]),
        ("In May the river may rise.", [("May", "DATE")]),
        ("The march began in March.", [("March", "DATE")]),
        ("Last year was dry.", [("Last year", "DATE")]),
        ("It closed three days ago.", [("three days ago", "DATE")]),
        ("A 45-year-old man fell.", [("45-year-old", "DATE")]),
        ("Prices of the 1990s", [("the 1990s", "DATE")]),
        ("by the end of the year", [("the end of the year", "DATE")]),
        ("in the third quarter of 2019", [("the third quarter of 2019", "DATE")]),
        ("on Tuesday night", [("Tuesday night", "TIME")]),
        ("at 3 p.m. ET", [("3 p.m. ET", "TIME")]),
        ("two hours before midnight", [("two hours", "TIME"), ("midnight", "TIME")]),
        ("About 5 percent agreed", [("About 5 percent", "PERCENT")]),
        ("rose 12.5%", [("12.5%", "PERCENT")]),
        ("between 10 and 12 per cent", [("between 10 and 12 per cent", "PERCENT")]),
        ("cost $5 million", [("$5 million", "MONEY")]),
        ("US$5bn or 20 to 30 euros", [("US$5bn", "MONEY"), ("20 to 30 euros", "MONEY")]),
        ("hundreds of thousands of geese", [("hundreds of thousands", "CARDINAL")]),
        ("Twenty-one boats and 2,300 nets", [("Twenty-one", "CARDINAL"), ("2,300", "CARDINAL")]),
        ("the second boat was first", [("second", "ORDINAL"), ("first", "ORDINAL")]),
        ("wait a moment, no one may march", []),
    ],
)
def test_a_value_is_found_with_its_words_of_approximation(found, text, expected):
    assert found(text) == expected


def test_a_value_within_a_name_stays_the_name_s():
    nlp = spacy.blank("en")
    doc = nlp("Channel 4 reported on Monday")
    doc.ents = [Span(doc, 0, 2, label="ORG")]
    assert [(entity.text, entity.label_) for entity in values.values(doc).ents] == [("Channel 4", "ORG"), ("Monday", "DATE")]


def test_a_recognizer_that_finds_values_is_not_second_guessed():
    nlp = spacy.blank("en")
    doc = nlp("on Monday and Tuesday")
    doc.ents = [Span(doc, 1, 2, label="DATE")]
    assert [entity.text for entity in values.values(doc).ents] == ["Monday"]


@pytest.mark.parametrize(
    "hostile", ["1" * 50_000, "1," * 25_000, "$" * 50_000, "about " * 10_000, "1 to " * 10_000, "two hundred " * 5_000]
)
def test_twice_the_text_takes_about_twice_the_time(hostile):
    def cost(text):
        begun = time.process_time()
        for match in values.PATTERN.finditer(text):
            assert match.end() > match.start()
        return time.process_time() - begun

    assert cost(hostile * 4) < 12 * max(cost(hostile), 0.05)


def test_an_article_of_many_values_takes_linear_time():
    nlp = spacy.blank("en")
    docs = {times: nlp("on Monday and 5 percent of 30 " * times) for times in (500, 2000)}

    def cost(times):
        begun = time.process_time()
        values.values(docs[times])
        return time.process_time() - begun

    # Joining the text of the article anew for each value would cost sixteen times as much.
    assert cost(2000) < 12 * max(cost(500), 0.05)
