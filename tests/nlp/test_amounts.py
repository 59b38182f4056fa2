"""Amounts: which stretches of a text are money, and what they come to."""

from decimal import Decimal

import pytest

from pipelines.nlp.figures.amounts import amounts
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
        ("The lamp was $5.", "$5", "5", "USD"),
        ("The lamp was US$5.", "US$5", "5", "USD"),
        ("The lamp was $US5.", "$US5", "5", "USD"),
        ("The shed cost A$900.", "A$900", "900", "AUD"),
        ("The shed cost C$900.", "C$900", "900", "CAD"),
        ("The shed cost R$900.", "R$900", "900", "BRL"),
        ("The sail cost €700.", "€700", "700", "EUR"),
        ("The sail cost £700.", "£700", "700", "GBP"),
        ("The sail cost ¥700.", "¥700", "700", "JPY"),
        ("The sail cost ₹700.", "₹700", "700", "INR"),
        ("A ticket is 90 kr each way.", "90 kr", "90", "SEK"),
        ("A seat is Rs 500.", "Rs 500", "500", "INR"),
        ("A seat is 500 rupees.", "500 rupees", "500", "INR"),
        ("The mine lost USD 5m.", "USD 5m", "5000000", "USD"),
        ("The mine lost 5m USD.", "5m USD", "5000000", "USD"),
        ("He found five dollars.", "five dollars", "5", "USD"),
        ("A bolt is $3.50.", "$3.50", "3.50", "USD"),
        ("It won a 5-million-euro grant.", "5-million-euro", "5000000", "EUR"),
        ("The yard took 1.2bn euros.", "1.2bn euros", "1200000000", "EUR"),
        ("The debt is £1.2 tn.", "£1.2 tn", "1200000000000", "GBP"),
        ("The boat cost two grand.", "two grand", "2000", "USD"),
        ("It sought a $400 million package.", "$400 million", "400000000", "USD"),
        ("The dam took two-and-a-half million pounds.", "two-and-a-half million pounds", "2500000", "GBP"),
        ("He owes a million and a half euros.", "a million and a half euros", "1500000", "EUR"),
        ("The mill made SFr3m.", "SFr3m", "3000000", "CHF"),
        ("The road cost KSh 40 million.", "KSh 40 million", "40000000", "KES"),
        ("The port paid Rp5,000.", "Rp5,000", "5000", "IDR"),
        ("The herd fed on a dollar a day.", "a dollar", "1", "USD"),
        ("The gap was −$5m.", "−$5m", "-5000000", "USD"),
        ("The result was ($5m).", "$5m", "-5000000", "USD"),
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
        ("A stall is $8 or $9.", "$8 or $9", 8, 9),
        ("Oil may fetch $60-65 per barrel.", "$60-65", 60, 65),
        ("They need one to two million dollars.", "one to two million dollars", 10**6, 2 * 10**6),
        ("Sales fell short of the $89 to $93 billion it had named.", "$89 to $93 billion", 89 * 10**9, 93 * 10**9),
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
        ("The fund grew from 10 to 15 billion euros.", 10**10, 15 * 10**9),
    ],
)
def test_a_change_is_two_amounts(text, first, second):
    assert [row[1:3] for row in found(text)] == [(first, None), (second, None)]


def test_from_one_amount_to_another_is_a_range_where_nothing_moves():
    assert [row[1:3] for row in found("Naming rights run from $500,000 to $1 million a year.")] == [(500_000, 1_000_000)]


def test_a_change_may_end_in_a_range():
    assert [row[1:3] for row in found("Takings are to rise from 2.5 to 4-5 billion euros.")] == [
        (2_500_000_000, None),
        (4_000_000_000, 5_000_000_000),
    ]


def test_a_number_in_brackets_behind_a_noun_is_no_minus():
    assert [row[1] for row in found("The bank (€5m) and the mill (£3m) lost most.")] == [5_000_000, 3_000_000]


def test_a_lone_point_before_three_digits_parts_thousands_where_the_text_writes_so():
    assert [row[1] for row in found("One lot was €1.234,56 and one €2.500.")] == [Decimal("1234.56"), 2500]
    assert [row[1] for row in found("The euro was at $1.234.")] == [Decimal("1.234")]


def test_an_amount_and_its_conversion_are_two_amounts():
    assert [row[1:] for row in found("The line was fined £5.5m ($7m).")] == [
        (5_500_000, None, "GBP"),
        (7_000_000, None, "USD"),
    ]


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
        "in 2024", "she scored 41 and 52", "12 percent", "3 million people", "an interval of 5-4", "the 300,000 mark",
        "in 2017 dollars", "a 2018 NPR poll", "three penny stocks", "photo/Gq56p3eb", "the 1P and 3P shops", "R2-D2 and R134a",
        "a 3,000-pound satellite", "8.4 million pounds of thrust", "cars that carry 800 pounds", "every dollar counts",
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
    "1.234.", "1 point 1 ", "from 1 to ", "R5 ", "-$5 ", "two-and-a-half ", "($5) ", "is ($5", "a dollar a ",
]  # fmt: skip


@pytest.mark.parametrize("unit", HOSTILE)
def test_reading_takes_linear_time_however_the_text_repeats(unit):
    amounts(unit)  # fills what is cached
    assert calls(lambda: amounts(unit * 1600)) <= 4.4 * calls(lambda: amounts(unit * 400)) + 400


def test_reading_twice_the_text_reads_twice_the_amounts():
    text = "$1 to " * 500 + "one million and " * 500 + "1-" * 500 + "$5 each. "
    assert len(amounts(text * 4)) == 4 * len(amounts(text))
