"""Figures: what an amount means by the words around it."""

import json
from datetime import date

import pytest
from spacy.tokens import Doc

from pipelines.nlp.figures.component import figures
from pipelines.nlp.figures.days import clock, days
from pipelines.nlp.figures.times import times
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
        ("in excess of", "over"),
        ("an estimated", "about"),
        ("", "exactly"),
    ],
)
def test_the_words_before_an_amount_qualify_it(read, words, qualifier):
    assert one(read(f"The new library cost {words} $4 million.")).qualifier == qualifier


@pytest.mark.parametrize(("words", "qualifier"), [("+", "at_least"), (" or more", "at_least"), (" or less", "at_most")])
def test_the_words_behind_an_amount_qualify_it(read, words, qualifier):
    assert one(read(f"The new library cost $4 million{words} to build.")).qualifier == qualifier


def test_a_bill_over_an_amount_and_one_under_a_fund_are_exact(read):
    assert one(read("They lent little under a $4 million fund.")).qualifier == "exactly"


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
    ("text", "kind"),
    [
        ("The firm reported a net income of $4 million.", "profit"),
        ("Half of the income from new licences, put at $3 billion, goes to a fund.", "revenue"),
        ("The bank agreed to a $13 million mortgage settlement.", "settlement"),
        ("Acme agreed to buy Bolt for $4 billion.", "deal"),
        ("The hall cost $7 million to build.", "cost"),
        ("Officials announced spending cuts of $7 million.", "savings"),
        ("They avoided ruin thanks to a $4.5bn bail-out in January.", "aid"),
        ("The storm is thought to have cost insurers $5 billion.", "damage"),
        ("The judge set a $50,000 bond and sent him back to jail.", "other"),
        ("The lamp is $40 off this week.", "savings"),
        ("The kiosk is part of a $2 billion industry.", "revenue"),
        ("Crude sank by $5 a barrel.", "price"),
        ("He earned $18 an hour at the mill.", "salary"),
        ("The port lost $5 million in revenue.", "loss"),
        ("The council has set aside $5 million for the fair.", "budget"),
        ("The firm is suing the bank for $5 million.", "settlement"),
        ("The start-up secured $5 million from three funds.", "fundraising"),
        ("The bribe came to $5 million.", "other"),
        ("They imposed tariffs on $40 billion of imported shoes.", "other"),
        ("The senate passed $4 billion in tax cuts.", "tax"),
        ("The levy would raise $3 billion in new revenue.", "tax"),
        ("The ministers trimmed spending by $5 million.", "savings"),
        ("The firm posted a profit of 45 cents per share.", "profit"),
        ("Its stock closed at $45.", "price"),
        ("The streaming bundle is $9.99 a month.", "price"),
        ("Clerks want a $17-an-hour minimum wage.", "salary"),
        ("She poured $5 million into television ads for her campaign.", "spending"),
        ("The chain lost $2 billion of its market value.", "market_value"),
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
        ("The firm will be able to borrow $5 million.", "promised"),
        ("The town has a plan to cut its budget by $5 million.", "proposed"),
        ("The firm wants to pay $5 million for the mill.", "proposed"),
        ("He is thought to have $5 million.", "hypothetical"),
        ("The bank raised its forecast to $5 million.", "hypothetical"),
        ("A $5 million grant will pay for the roof.", "promised"),
        ("A $5 million grant would pay for the roof.", "proposed"),
        ("The council rescinded a $5 million grant.", "denied"),
        ("The report put the cost, by an early estimate, at $5 million.", "hypothetical"),
        ("The mayor sent a request on Monday for $5 million.", "requested"),
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
        ("in the first nine months of 2019", date(2019, 1, 1), date(2019, 9, 30)),
        ("in the quarter ended June 30", date(2019, 4, 1), date(2019, 6, 30)),
        ("in the October-to-December period", date(2019, 10, 1), date(2019, 12, 31)),
        ("from January to March 2018", date(2018, 1, 1), date(2018, 3, 31)),
        ("in 2018/19", date(2018, 1, 1), date(2019, 12, 31)),
        ("in 2017 and 2018", date(2017, 1, 1), date(2018, 12, 31)),
        ("in the 1990s", date(1990, 1, 1), date(1999, 12, 31)),
        ("in Q3 2019", date(2019, 7, 1), date(2019, 9, 30)),
        ("last quarter", date(2019, 10, 1), date(2019, 12, 31)),
        ("two years ago", date(2018, 1, 1), date(2018, 12, 31)),
        ("last May", date(2019, 5, 1), date(2019, 5, 31)),
        ("in June last year", date(2019, 6, 1), date(2019, 6, 30)),
        ("this week", date(2020, 3, 2), date(2020, 3, 8)),
        ("through 2024", None, date(2024, 12, 31)),
        ("from April", date(2019, 4, 1), None),
        ("by 2030", None, date(2030, 12, 31)),
        ("over the past decade", None, None),
    ],
)
def test_quarters_months_and_spans_of_years_have_their_dates(read, words, first, last):
    figure = one(read(f"The port earned $5 million {words}.", published=date(2020, 3, 4)))
    assert (figure.period_text, figure.period_start, figure.period_end) == (words, first, last)


def test_months_of_an_article_without_a_date_are_counted_by_the_year_that_it_compares_with():
    found = times("Profit was $5 million in the fourth quarter, up from $4 million in the same period in 2003.")
    now = clock(None, "Profit was $5 million in the fourth quarter, up from $4 million in the same period in 2003.")
    first = days(found[0], now, public=False)
    assert first == (date(2004, 10, 1), date(2004, 12, 31))
    assert days(found[1], now.after(first), public=False) == (date(2003, 10, 1), date(2003, 12, 31))


@pytest.mark.parametrize(
    ("text", "per"),
    [
        ("The barge earns $4 million in fees per voyage.", "voyage"),
        ("The town spends $5 million on buses every year.", "year"),
        ("The toll rose from $4 to $6 a trip.", "trip"),
        ("The lamps sell for $40 (£30) each.", "unit"),
        ("The average hourly wage rose to $18.", "hour"),
        ("Shares of the brewer closed at $41.", "share"),
        ("It made $5 million in less than a year.", None),
        ("It lost $5 million, or 40 cents per share.", None),
    ],
)
def test_what_an_amount_is_per_may_stand_a_few_words_off(read, text, per):
    assert read(text)._.figures[0].per == per


@pytest.mark.parametrize("year", [1, 2, 1900, 2020, 9999])
def test_odd_words_of_time_raise_nothing_on_any_day(year):
    words = [
        "on 31 February", "on Feb. 30, 2019", "between 2019 and 2001", "in 2019-01", "99 decades ago", "99 weeks ago",
        "in the first 99 months", "in the 0 months to 31 June", "next fiscal year", "last winter", "next winter", "next Monday",
        "a year earlier", "in that period", "in the same month of 2003", "FY99", "tomorrow", "in December-January", "since",
    ]  # fmt: skip
    for time in [each for text in words for each in times(text)]:
        first, last = days(time, clock(date(year, 1, 1), ""), public=True)
        assert first is None or last is None or first <= last


@pytest.mark.parametrize(
    "unit", ["in 2019 ", "the first quarter of ", "2019-", "in the same period ", "a year ", "Jan. ", "last "]
)
def test_words_of_time_are_found_in_linear_time(unit):
    times(unit)
    assert calls(lambda: times(unit * 800)) <= 4.4 * calls(lambda: times(unit * 200)) + 400


def test_a_year_earlier_is_counted_from_the_period_before(read):
    now, then = read("Profit was $5 million in the first quarter of 2012, against $4 million a year earlier.")._.figures
    assert (then.period_start, then.period_end) == (date(2011, 1, 1), date(2011, 3, 31))
    assert (now.kind, then.kind) == ("profit", "profit")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Norway's $5 million grant to Kenya was paid out in 2019.", "in 2019"),
        ("In 2019, when it moved to Leeds, the firm paid $5 million.", "In 2019"),
        ("It paid $5 million in 2018 (£4 million).", "in 2018"),
    ],
)
def test_words_of_time_reach_over_what_stands_between_where_they_are_the_amounts(read, text, words):
    assert {figure.period_text for figure in read(text)._.figures} == {words}


def test_words_of_time_of_another_clause_are_not_the_amounts(read):
    assert one(read("The firm, which was founded in 1998, will pay $5 million.")).period_text is None


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


@pytest.mark.parametrize("text", ["", "...", "$", "🙂 \0", "$5", "$5 ($6) ($7)"])
def test_odd_articles_raise_nothing(read, text):
    for figure in read(text)._.figures:
        assert (figure.payer_start is None) == (figure.payer_end is None)


def test_a_doc_of_a_blank_pipeline_has_figures_too():
    import spacy

    from pipelines.nlp import extensions
    from pipelines.nlp.figures.component import figures

    extensions.register()
    assert one(figures(spacy.blank("en")("It cost $5 million."))).amount == 5_000_000


def test_an_amount_with_the_sign_of_the_one_before_is_no_conversion_of_it(read):
    figures = read("The request was $705 million, or $95 million more than the year before.")._.figures
    assert [(figure.currency, figure.converts) for figure in figures] == [("USD", None), ("USD", None)]
    pair = read("The bridge cost C$5 million, or $3.7 million.")._.figures
    assert [(figure.currency, figure.converts is None) for figure in pair] == [("CAD", True), ("USD", False)]


@pytest.mark.parametrize("text", ["$5 ", "He paid $5 million "])
def test_a_run_of_amounts_takes_work_in_proportion_to_its_length(nlp, text):
    def work(times):
        with nlp.select_pipes(disable="newsledger_figures"):
            doc = nlp(text * times)
        return calls(lambda: nlp.get_pipe("newsledger_figures")(doc))

    assert work(160) < 5 * work(40)
