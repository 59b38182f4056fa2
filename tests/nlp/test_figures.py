"""Figures: what an amount means by the words around it."""

import json
from datetime import date

import pytest
from spacy.tokens import Doc

from pipelines.nlp.figures import figures
from pipelines.settings import ROOT
from tests.conftest import calls


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
        ("Ruth Poe met Ida Marlow in May. Last year, she was fined $5,000 for taking a gift.", "she"),
        ("The company lost a case in May. She was fined $5 million.", "She"),
        ("Ruth Poe shook her head. “She was fined $5,000 for it,” an aide said.", "She"),
        ("Last week we paid $5 million for the mill.", "we"),
        ("He lost $300 on the bet.", "He"),
    ],
)
def test_a_pronoun_is_named_where_the_sentence_before_tells_who_it_is_and_else_stands_for_itself(read, text, payer):
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
        ("on Monday", date(2020, 3, 2), date(2020, 3, 2)),
        ("in October", date(2019, 10, 1), date(2019, 10, 31)),
        ("in the second half of 2018", date(2018, 7, 1), date(2018, 12, 31)),
        ("in the year to March 2019", date(2018, 4, 1), date(2019, 3, 31)),
        ("on 3 May 2018", date(2018, 5, 3), date(2018, 5, 3)),
    ],
)
def test_quarters_months_and_spans_of_years_have_their_dates(read, words, first, last):
    figure = one(read(f"The port earned $5 million {words}.", published=date(2020, 3, 4)))
    assert (figure.period_text, figure.period_start, figure.period_end) == (words, first, last)


def test_a_year_earlier_is_counted_from_the_period_before(read):
    now, then = read("Profit was $5 million in the first quarter of 2012, against $4 million a year earlier.")._.figures
    assert (then.period_start, then.period_end) == (date(2011, 1, 1), date(2011, 3, 31))
    assert (now.kind, then.kind) == ("profit", "profit")


def test_words_of_time_of_another_clause_are_not_the_amounts(read):
    assert one(read("The firm, which was founded in 1998, will pay $5 million.")).period_text is None


@pytest.mark.parametrize(
    ("text", "payer", "payee"),
    [
        ("Norway lent Kenya $20 million.", "NO", "KE"),
        ("The German government has lent Tunisia €300 million.", "DE", "TN"),
        ("Kyiv has asked Washington for another $2 billion.", "US", "UA"),
        ("The Treasury of Britain gave £6 million to Acme.", "GB", None),
    ],
)
def test_payer_and_payee_each_have_their_country(read, text, payer, payee):
    figure = one(read(text))
    assert (figure.payer_country, figure.payee_country) == (payer, payee)


@pytest.mark.parametrize(
    ("text", "purpose"),
    [
        ("The bridge cost the town $4 million.", "The bridge"),
        ("Acme bought its rival Bolt for $4 billion.", "its rival Bolt"),
        ("Congress approved a $4 billion rescue package.", "rescue package"),
        ("Norway sent $4 million in military aid to Kenya.", "military aid"),
        ("The price of bread rose to $4.", "bread"),
        ("Acme was fined $4 million.", None),
    ],
)
def test_a_purpose_is_what_is_bought_built_priced_or_named_beside_the_amount(read, text, purpose):
    assert one(read(text)).purpose == purpose


def test_amounts_that_one_verb_takes_share_its_payer(read):
    first, second = read("The firm paid $2 million to the city and $5 million to the bank.")._.figures
    assert (first.payer, first.payee) == ("The firm", "the city")
    assert (second.payer, second.payee) == ("The firm", "the bank")


def test_a_list_of_currencies_holds_no_conversion(read):
    assert [figure.converts for figure in read("Fees are $5, €4 and £3.")._.figures] == [None, None, None]


def test_a_conversion_is_not_in_the_currency_that_it_restates(read):
    doc = read("The stadium cost 1.2bn Australian dollars (£458m; $874m).")
    assert [figure.currency for figure in doc._.figures] == ["AUD", "GBP", "USD"]


@pytest.mark.parametrize(
    "unit", ["He paid $5 to A and ", "$5 ($6) ", "from $1 to $2 of $3 in ", "that he owes $5 who paid ", "(a $5 "]
)
def test_meaning_takes_linear_time_in_a_sentence_of_any_length(nlp, unit):
    def doc(times):
        words = [token.text for token in nlp.make_doc(unit * times)]
        tags = [{"$": "$", "(": "-LRB-", ",": ","}.get(w, "CD" if w.isdigit() else "NN" if w.istitle() else "IN") for w in words]
        # One sentence, and a parse that is no help.
        return Doc(nlp.vocab, words, tags=tags, heads=[0] * len(words), deps=["dep"] * len(words))

    long, short = doc(400), doc(100)
    assert calls(lambda: figures(long)) <= 4.6 * calls(lambda: figures(short)) + 2000


def test_the_gold_set_has_exact_offsets():
    rows = [json.loads(line) for line in (ROOT / "benchmarks/gold/figures.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 150
    for row in rows:
        for figure in row["figures"]:
            assert row["text"][figure["start"] : figure["end"]] == figure["surface"]


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


def test_an_amount_with_the_sign_of_the_one_before_is_no_conversion_of_it(read):
    figures = read("The request was $705 million, or $95 million more than the year before.")._.figures
    assert [(figure.currency, figure.converts) for figure in figures] == [("USD", None), ("USD", None)]
    pair = read("The bridge cost C$5 million, or $3.7 million.")._.figures
    assert [(figure.currency, figure.converts is None) for figure in pair] == [("CAD", True), ("USD", False)]
