"""Amounts: which stretches of a text are money, and what they come to."""

from decimal import Decimal

import pytest

from pipelines.nlp.amounts import amounts
from tests.conftest import calls


def found(text):
    return [(text[a.start : a.end], a.amount, a.amount_max, a.codes[0]) for a in amounts(text)]


@pytest.mark.parametrize(
    ("text", "surface", "amount", "currency"),
    [
        ("The pier cost $1,062.50 to mend.", "$1,062.50", "1062.50", "USD"),
        ("The orchard sold for HK$1.1m in May.", "HK$1.1m", "1100000", "HKD"),
        ("A rail link for Rs 500 crore was begun.", "Rs 500 crore", "5000000000", "INR"),
        ("They put by 3 lakh rupees.", "3 lakh rupees", "300000", "INR"),
        ("A bun is 50p now.", "50p", "0.50", "GBP"),
        ("Milk went up 75 cents.", "75 cents", "0.75", "USD"),
        ("She lent him ten quid.", "ten quid", "10", "GBP"),
        ("A soup was seven pounds fifty.", "seven pounds fifty", "7.50", "GBP"),
        ("Repairs took half a million dollars.", "half a million dollars", "500000", "USD"),
        ("A barn worth a couple of hundred thousand dollars burned.", "a couple of hundred thousand dollars", "200000", "USD"),
        ("The canal needs 640 million zł.", "640 million zł", "640000000", "PLN"),
        ("The tram cost ₴2.1 billion.", "₴2.1 billion", "2100000000", "UAH"),
        ("They owe SEK 310 million.", "SEK 310 million", "310000000", "SEK"),
        ("The mill paid 40 million Colombian pesos.", "40 million Colombian pesos", "40000000", "COP"),
        ("It is a $10-billion-a-year trade.", "$10-billion", "10000000000", "USD"),
        ("Der Preis, €1.234,56, was high.", "€1.234,56", "1234.56", "EUR"),
        ("The trade gap was $-50.8bn in May.", "$-50.8bn", "-50800000000", "USD"),
        ("The client expects 120 MEUR.", "120 MEUR", "120000000", "EUR"),
        ("A soup is three dollars and 42 cents.", "three dollars and 42 cents", "3.42", "USD"),
        ("A stamp is a dollar and ten cents.", "a dollar and ten cents", "1.10", "USD"),
        ("The motorbike cost me a grand.", "a grand", "1000", "USD"),
        ("They pay ringgit 42 for it.", "ringgit 42", "42", "MYR"),
    ],
)
def test_an_amount_is_read_in_major_units(text, surface, amount, currency):
    assert found(text) == [(surface, Decimal(amount), None, currency)]


@pytest.mark.parametrize(
    ("text", "surface", "low", "high"),
    [
        ("Freight is $4 to $6 a barrel.", "$4 to $6", 4, 6),
        ("It needs between €3bn and €4 billion.", "€3bn and €4 billion", 3 * 10**9, 4 * 10**9),
        ("It needs $10 to $15 billion.", "$10 to $15 billion", 10**10, 15 * 10**9),
        ("A kit is $2m-$3m.", "$2m-$3m", 2 * 10**6, 3 * 10**6),
    ],
)
def test_a_range_is_one_amount(text, surface, low, high):
    [(words, amount, amount_max, _)] = found(text)
    assert (words, amount, amount_max) == (surface, low, high)


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("The bill rose from $2m to $3m.", 2_000_000, 3_000_000),
        ("Profit went from $2m to $3m.", 2_000_000, 3_000_000),
        ("Shares were up 10 cents to $2.", Decimal("0.1"), 2),
        ("The fund grew from $10 to $15 billion.", 10**10, 15 * 10**9),
    ],
)
def test_a_change_is_two_amounts(text, first, second):
    assert [row[1:3] for row in found(text)] == [(first, None), (second, None)]


def test_from_one_amount_to_another_is_a_range_where_nothing_moves():
    assert [row[1:3] for row in found("Naming rights run from $500,000 to $1 million a year.")] == [(500_000, 1_000_000)]


def test_a_large_number_of_what_is_money_has_the_currency_of_the_amount_before():
    text = "Oslo sent €4 billion to Riga, and has given 8 billion in aid since."
    assert [row[1:] for row in found(text)] == [(4 * 10**9, None, "EUR"), (8 * 10**9, None, "EUR")]
    assert found("More than 8 billion in aid was given.") == []


def test_a_part_has_the_currency_of_its_whole():
    assert [row[1] for row in found("He raised 280 million of the 1.5 billion shekels.")] == [280_000_000, 1_500_000_000]


def test_tens_of_millions_is_vague_and_its_lower_bound():
    [amount] = amounts("The leak cost tens of millions of pounds.")
    assert (amount.amount, amount.vague) == (10_000_000, True)


@pytest.mark.parametrize(
    "text",
    [
        "a quarter of the town", "an engine with 275 pound-feet of torque", "the Euro 2020 final", "they won 3-2", "the TOP 10",
        "ALL 70 of them", "at 9 p.m.", "every rupee counts", "about 5 drams of gin", "in 1080p", "a bag that weighs 30 pounds",
        "a twenty pound bag of rice", "the drug PLX-R18", "on a grand scale", "two million in the town", "5 million shares",
    ],
)  # fmt: skip
def test_what_only_looks_like_money_is_none(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "text", ["", "$", "€€€ £", "\0\0", "🙂 $ 🙂", "1,,2..3 $", "$" * 50, "٣ dollars", "$1" + "0" * 40, "5" + " million" * 40]
)
def test_odd_text_raises_nothing_and_gives_bounded_amounts(text):
    assert all(amount.amount < 10**20 for amount in amounts(text))


HOSTILE = [
    "$", "1", "100 ", "$1 to ", "one ", "a hundred and ", "$1-", "tens of ", "(£5m; ", "US$ ", "1,", "$ 1 ", "one million and ",
    "from $1 to ", "half a ", "u.s. $", "5p ", "point one ", "5 pounds ", "5 million of the ", "a dollar and ", "8 billion in ",
]  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_reading_takes_linear_time_however_the_text_repeats(unit):
    amounts(unit)  # fills what is cached
    assert calls(lambda: amounts(unit * 1600)) <= 4.4 * calls(lambda: amounts(unit * 400)) + 400


def test_reading_twice_the_text_reads_twice_the_amounts():
    text = "$1 to " * 500 + "one million and " * 500 + "1-" * 500 + "$5 each. "
    assert len(amounts(text * 4)) == 4 * len(amounts(text))
