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


@pytest.mark.parametrize(
    ("text", "payer", "payee"),
    [
        ("Norway will lend Kenya $20 million.", "Norway", "Kenya"),
        ("The company owes the bank $4 million.", "The company", "the bank"),
        ("The ferry line was fined $3 million by the regulator.", "The ferry line", "the regulator"),
        ("The $4 million was paid to Acme by the city.", "the city", "Acme"),
        ("The United States has provided Ukraine with $9 billion.", "The United States", "Ukraine"),
        ("The charity raised $4 million from Japanese investors.", "Japanese investors", "The charity"),
        ("$4 million in aid from Britain to Malawi never arrived.", "Britain", "Malawi"),
        (
            "The company, which is based in Leeds, must also pay £5.5m ($7m) in compensation to the crew.",
            "The company",
            "the crew",
        ),
    ],
)
def test_a_payer_and_a_payee_are_read_from_verbs_and_nouns(read, text, payer, payee):
    for figure in read(text)._.figures:
        assert (figure.payer, figure.payee) == (payer, payee)


@pytest.mark.parametrize(
    "text",
    [
        "Maria Lopez put the sum at $90 billion.",
        "The minister estimated the damage at $4 million.",
        "The cuts are needed to fund a $5 million investment.",
        "Tim Brook took the wraps off the $1 trillion company on Monday.",
    ],
)
def test_who_only_speaks_of_a_sum_neither_pays_nor_is_paid(read, text):
    figure = one(read(text))
    assert (figure.payer, figure.payee) == (None, None)


def test_a_pronoun_is_named_by_the_subject_that_it_stands_for_and_keeps_its_own_place(read):
    doc = read("Acme Energy said it plans to invest $4 billion in Norway.")
    figure = one(doc)
    assert figure.payer == "Acme Energy"
    assert doc.text[figure.payer_start : figure.payer_end] == "it"


@pytest.mark.parametrize(
    ("text", "payer"),
    [
        ("Ruth Poe retired in May. Last year, she was fined $5,000 for taking a gift.", "Ruth Poe"),
        ("The company lost a case in May. It was fined $5 million.", "The company"),
        ("Ruth Poe met Ida Marlow in May. Last year, she was fined $5,000 for taking a gift.", None),
        ("The company lost a case in May. She was fined $5 million.", None),
        ("Ruth Poe shook her head. “She was fined $5,000 for it,” an aide said.", None),
        ("Last week we paid $5 million for the mill.", None),
        ("He lost $300 on the bet.", None),
    ],
)
def test_a_pronoun_pays_only_where_the_sentence_before_tells_who_it_is(read, text, payer):
    assert one(read(text)).payer == payer


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("The U.S. government sent $40 million in aid to Malawi.", "US"),
        ("American taxpayers paid $90 million for the bridge.", "US"),
        ("The government of Kenya pledged $4 million to the victims.", "KE"),
        ("The Japanese carmaker paid $4 million to the victims.", None),
    ],
)
def test_a_payer_has_a_country_where_it_is_one_or_its_government_or_people(read, text, country):
    assert one(read(text)).payer_country == country


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The firm reported a net income of $4 million.", "profit"),
        ("Half of the income from new licences, put at $3 billion, goes to a fund.", "revenue"),
        ("The bank agreed to a $13 million mortgage settlement.", "settlement"),
        ("Acme agreed to buy Bolt for $4 billion.", "deal"),
        ("The hall cost $7 million to build.", "cost"),
        ("Officials announced spending cuts of $7 million.", "savings"),
        ("They avoided ruin thanks to a $4.5bn bail-out in January.", "aid"),
    ],
)
def test_the_words_that_hang_together_with_an_amount_tell_its_kind(read, text, kind):
    assert one(read(text)).kind == kind


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Norway gave Kenya $20 million.", "actual"),
        ("Norway will give Kenya $20 million.", "promised"),
        ("Norway is to pay $20 million to Kenya.", "promised"),
        ("France did not pay the $4 million.", "denied"),
        ("The ministry denied that it had paid $4 million to the firm.", "denied"),
        ("She has turned down an offer of $4 million for the farm.", "denied"),
        ("The White House has asked Congress for $4 billion.", "requested"),
        ("The flood could cost the city $4 billion.", "hypothetical"),
        ("Acme announced that it has raised $4 million.", "actual"),
    ],
)
def test_verbs_and_auxiliaries_above_an_amount_tell_its_status(read, text, status):
    assert one(read(text)).status == status


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("in the fourth quarter of 2003", date(2003, 10, 1), date(2003, 12, 31)),
        ("in January 2004", date(2004, 1, 1), date(2004, 1, 31)),
        ("between 2006 and 2015", date(2006, 1, 1), date(2015, 12, 31)),
        ("last month", date(2020, 2, 1), date(2020, 2, 29)),
    ],
)
def test_quarters_months_and_spans_of_years_have_their_dates(read, words, first, last):
    figure = one(read(f"The port earned $5 million {words}.", published=date(2020, 3, 4)))
    assert (figure.period_text, figure.period_start, figure.period_end) == (words, first, last)


def test_each_of_two_givers_under_one_verb_pays_only_its_own(read):
    first, second = read("Germany is to give €60 million and Canada C$25 million.")._.figures
    assert first.payer == "Germany"
    assert second.payer in (None, "Canada")
    assert second.payee is None


def test_a_purpose_is_what_stands_in_the_text(read):
    doc = read("The city spent $4 million on new trucks and raised $5 million to repair the bridge.")
    for figure in doc._.figures:
        assert figure.purpose == doc.text[figure.purpose_start : figure.purpose_end]
    assert doc._.figures[0].purpose.startswith("new trucks")


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
