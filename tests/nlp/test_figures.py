"""Figures: what an amount means by the words around it."""

from datetime import date

import pytest


def one(doc):
    [figure] = doc._.figures
    return figure


@pytest.mark.parametrize(
    ("words", "qualifier"),
    [
        ("more than", "over"),
        ("nearly", "about"),
        ("up to", "at_most"),
        ("at least", "at_least"),
        ("less than", "under"),
        ("", "exactly"),
    ],
)
def test_the_words_before_an_amount_qualify_it(read, words, qualifier):
    assert one(read(f"The new library cost {words} $4 million.")).qualifier == qualifier


@pytest.mark.parametrize(
    ("words", "per"), [("a barrel", "barrel"), ("per person", "person"), ("an hour", "hour"), ("in all", None)]
)
def test_an_amount_may_be_per_something(read, words, per):
    assert one(read(f"The guild charges $35 {words}.")).per == per


def test_last_year_is_counted_from_the_day_of_publication(read):
    figure = one(read("The port earned $5 million last year.", published=date(2021, 3, 4)))
    assert (figure.period_text, figure.period_start, figure.period_end) == ("last year", date(2020, 1, 1), date(2020, 12, 31))


def test_since_a_year_has_no_end(read):
    figure = one(read("The fund has given $5 million since 2014."))
    assert (figure.period_start, figure.period_end) == (date(2014, 1, 1), None)


def test_who_gives_pays_and_who_is_given_to_is_paid(read):
    doc = read("Norway gave Kenya $20 million for schools.")
    figure = one(doc)
    assert (figure.payer, figure.payee) == ("Norway", "Kenya")
    assert doc.text[figure.purpose_start : figure.purpose_end] == figure.purpose == "schools"


def test_a_sum_in_brackets_in_another_currency_converts_the_one_before(read):
    doc = read("The ferry line was fined £5.5m ($7m) on Friday.")
    pound, dollar = doc._.figures
    assert dollar.converts == pound.start_char
    assert pound.converts is None


def test_a_bare_dollar_is_the_outlets_and_uncertain(read):
    figure = one(read("The hall cost $7 million.", url="https://news.example.com.au/hall"))
    assert (figure.currency, figure.currency_certain) == ("AUD", False)
    assert one(read("The hall cost US$7 million.", url="https://news.example.com.au/hall")).currency == "USD"


@pytest.mark.parametrize("text", ["", "...", "$", "🙂 \0", "$5", "$5 ($6) ($7)"])
def test_odd_articles_raise_nothing(read, text):
    for figure in read(text)._.figures:
        assert (figure.payer_start is None) == (figure.payer_end is None)


def test_a_doc_of_a_blank_pipeline_has_figures_too():
    import spacy

    from pipelines.nlp import extensions
    from pipelines.nlp.figures import figures

    extensions.register()
    assert one(figures(spacy.blank("en")("It cost $5 million."))).amount == 5_000_000
