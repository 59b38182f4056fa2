"""The reader of figures: what it sees of an amount, what it decides, and where it leaves the rules alone."""

from __future__ import annotations

import numpy as np
import pytest
import spacy

from pipelines.nlp.figures import reader
from pipelines.nlp.figures.component import by_rules
from pipelines.nlp.figures.window import LEFT, OWN, RELATED, RIGHT, own, window


def seen(doc):
    """Give the window of the first amount of a text."""
    told = by_rules(doc)[0]
    return window(told.figure, told.span, told.seen)


def test_a_window_holds_the_words_around_an_amount_and_no_more(read):
    doc = read("The mayor said so again. " * 40 + "Acme paid Bolt $4 million. " + "The mayor said so again. " * 40)
    found = seen(doc)
    assert doc[found.amount.start : found.amount.stop].text == "$4 million"
    assert (found.amount.start - found.tokens.start, found.tokens.stop - found.amount.stop) == (LEFT, RIGHT)
    assert len(found.related) == len(found.tokens)


def test_a_word_is_seen_by_what_it_is_and_by_what_it_is_to_the_amount(read):
    doc = read("Acme Corp. paid the city $4 million.")
    found = seen(doc)
    place = next(i for i in found.tokens if doc[i].lower_ == "city")
    assert dict(zip(OWN, own(doc[place]), strict=True))["word"] == "city"
    related = dict(zip(RELATED, found.related[place - found.tokens.start], strict=True))
    assert related["rule"][1] == "1"  # the rules take the city for who is paid
    assert related["money"] == ""
    assert related["distance"] == "-1"


def test_a_purpose_is_the_likeliest_stretch_of_words():
    nothing, inside, first = [0.9, 0.05, 0.05], [0.1, 0.8, 0.1], [0.1, 0.1, 0.8]
    assert reader.purpose(np.array([nothing, first, inside, inside, nothing]), set()) == (1, 4)
    assert reader.purpose(np.array([nothing] * 5), set()) == (0, 0)


def test_a_doubtful_purpose_stands_where_the_rules_find_it_too():
    nothing, doubtful = [0.9, 0.05, 0.05], [0.5, 0.05, 0.45]
    assert reader.purpose(np.array([nothing, doubtful, nothing]), {1}) == (1, 2)
    assert reader.purpose(np.array([nothing, doubtful, nothing]), {0}) == (0, 0)


def test_a_party_is_the_phrase_whose_words_are_likeliest_together(read):
    doc = read("The town council paid the builders $4 million.")
    found = seen(doc)
    likely = np.zeros(len(found.tokens))
    likely[[1, 2, 5]] = 0.3, 0.3, 0.35  # town, council; builders
    item, share = reader.party(doc, found, likely)
    assert doc[item.first : item.end].text == "The town council"
    assert share == pytest.approx(0.6)


def test_the_rules_stand_where_the_vectors_are_not_those_that_the_reader_learnt_with():
    nlp = spacy.blank("en")
    doc = nlp("Acme Corp. paid Bolt Ltd. $4 million.")
    told = by_rules(doc)
    before = [str(each.figure) for each in told]
    reader.read(doc, told)
    assert [str(each.figure) for each in told] == before


def test_an_amount_with_no_words_around_it_is_read(read):
    (figure,) = read("$4 million")._.figures
    assert (str(figure.amount), figure.payer, figure.payee, figure.purpose) == ("4000000", None, None, None)


def test_what_restates_an_amount_in_another_currency_means_the_same(read):
    first, second = read("Acme Corp. was fined £5.5 million ($7 million) for the spill.")._.figures
    assert second.converts == first.start_char
    assert (second.kind, second.status, second.payer, second.purpose) == (first.kind, first.status, first.payer, first.purpose)


def test_nobody_pays_themselves(read, monkeypatch):
    """Where the network takes one phrase for both, it is the likelier side."""
    answer = reader.Reader.answer

    def both(self, seen, words, features):
        found = answer(self, seen, words, features)
        found.roles[:] = 0
        found.roles[1] = 0.6, 0.9
        return found

    monkeypatch.setattr(reader.Reader, "answer", both)
    (figure,) = read("The council had $4 million.")._.figures
    assert (figure.payer, figure.payee) == (None, "The council")
