"""Quotations in the sample articles with their marks broken: nothing fails, offsets hold, and time stays linear."""

import random
import time
from collections.abc import Callable

import pytest

from pipelines import sources
from pipelines.nlp.quotes.component import quotes
from pipelines.nlp.quotes.marks import pairs
from pipelines.settings import ROOT

MARKS = "\"'“”‘’«»„‚`"


def deleted(text: str, chance: random.Random) -> str:
    return "".join(sign for sign in text if sign not in MARKS or chance.random() < 0.5)


def doubled(text: str, chance: random.Random) -> str:
    return "".join(sign * (1 + (sign in MARKS and chance.random() < 0.5)) for sign in text)


def swapped(text: str, chance: random.Random) -> str:
    return "".join(chance.choice(MARKS) if sign in MARKS else sign for sign in text)


def truncated(text: str, chance: random.Random) -> str:
    return text[chance.randrange(len(text)) :][: chance.randrange(len(text))]


@pytest.fixture(scope="module")
def texts() -> list[str]:
    files = [file for file in sorted((ROOT / "samples" / "inbox").rglob("*")) if file.is_file()]
    read = (each for file in files for each in sources.read(file.read_bytes(), file.name))
    found = [each.document.text for each in read if isinstance(each, sources.Found) and each.document.text.strip()]
    assert len(found) > 20 and any(mark in text for text in found for mark in MARKS)
    return found


@pytest.mark.parametrize("broken", [deleted, doubled, swapped, truncated])
def test_broken_marks_fail_no_article_and_offsets_hold(nlp, texts, broken: Callable):
    chance = random.Random(7)
    spoilt = [broken(text, chance) for text in texts]
    with nlp.select_pipes(disable=["newsledger_countries", "newsledger_figures"]):
        docs = list(nlp.pipe(spoilt))
    for text, doc in zip(spoilt, docs, strict=True):
        assert doc.text == text
        for found in pairs(text):
            assert 0 <= found.outer_start < found.start <= found.end <= found.outer_end <= len(text)
        for quote in doc._.quotes:
            assert 0 <= quote.start_char < quote.end_char <= len(text)
            for start, end, surface in (
                (quote.speaker_start, quote.speaker_end, quote.speaker_surface),
                (quote.cue_start, quote.cue_end, quote.cue),
            ):
                assert surface == (None if start is None else text[start:end])
                assert start is None or 0 <= start < end <= len(text)
    assert sum(len(doc._.quotes) for doc in docs) > 20


@pytest.mark.parametrize("broken", [deleted, doubled, swapped])
def test_time_grows_with_length_and_no_faster_whatever_is_broken(nlp, texts, broken: Callable):
    text = broken("\n".join(texts), random.Random(7))

    def seconds(times: int) -> float:
        with nlp.select_pipes(disable=["newsledger_countries", "newsledger_figures", "newsledger_quotes"]):
            doc = nlp("\n".join([text[:3_000]] * times))
        spent = []
        # The least of three: what else the machine does only adds.
        for _ in range(3):
            begun = time.process_time()
            quotes(doc)
            spent.append(time.process_time() - begun)
        return min(spent)

    seconds(1)
    # Four times the text.
    assert seconds(8) < 10 * max(seconds(2), 0.01)
