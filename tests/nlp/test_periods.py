"""Periods: which words of time are an amount's, and the days that they mean."""

from __future__ import annotations

from datetime import date

import pytest

from pipelines.nlp.figures.days import Clock, days
from pipelines.nlp.figures.periods import weights
from pipelines.nlp.figures.times import times

PUBLISHED = date(2020, 3, 4)


def meant(text, coming=False, public=False, last=(None, None)):
    """Give the days of the only words of time in a text."""
    (time,) = times(text)
    return days(time, Clock(PUBLISHED, None, last), public, coming)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("since the mill opened in 2012", date(2012, 1, 1), None),
        ("from December 2016 to February 2018", date(2016, 1, 1), date(2018, 12, 31)),
        ("between 24 and 26 December", date(2019, 12, 24), date(2019, 12, 26)),
        ("in its first quarter", date(2020, 1, 1), date(2020, 3, 31)),
        ("in the holiday quarter", date(2019, 10, 1), date(2019, 12, 31)),
        ("through Feb. 25", None, date(2020, 2, 25)),
        ("its 2018 budget", date(2018, 1, 1), date(2018, 12, 31)),
    ],
)
def test_years_and_days_are_read_in_many_forms(words, first, last):
    coming = "first quarter" in words
    assert meant(words, coming) == (first, last)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("since then", date(2016, 1, 1), None),
        ("two years later", date(2018, 1, 1), date(2018, 12, 31)),
        ("during that time", date(2016, 1, 1), date(2016, 12, 31)),
    ],
)
def test_what_is_counted_from_a_time_spoken_of_before_is_found_from_it(words, first, last):
    assert meant(words, last=(date(2016, 1, 1), date(2016, 12, 31))) == (first, last)


def test_a_quarter_of_money_to_come_is_the_next_one():
    assert meant("in the second quarter", coming=True) == (date(2020, 4, 1), date(2020, 6, 30))
    assert meant("in the second quarter") == (date(2019, 4, 1), date(2019, 6, 30))


def test_fiscal_years_of_public_money_begin_in_october():
    assert meant("for fiscal 2018 and 2019", public=True) == (date(2017, 10, 1), date(2019, 9, 30))


@pytest.mark.parametrize("text", ["He paid $2000.", "No.2012", "room A2019", "march on", "It may do so."])
def test_numbers_and_words_that_are_no_times_are_left(text):
    assert times(text) == []


def test_the_weight_of_all_that_is_said_of_words_of_time_is_small():
    assert "least" in weights()
    assert all(abs(weight) < 2 for weight in weights().values())


def test_the_time_of_a_sentence_before_is_counted_from(read):
    last = read("The mill opened in 2012. It has earned $5 million since then.", published=PUBLISHED)._.figures[-1]
    assert (last.period_text, last.period_start, last.period_end) == ("since then", date(2012, 1, 1), None)


def test_the_day_on_which_a_bill_was_passed_is_not_when_its_money_applies(read):
    (figure,) = read("Lawmakers voted on Tuesday to draft a $5 billion relief bill.", published=PUBLISHED)._.figures
    assert figure.period_text is None
