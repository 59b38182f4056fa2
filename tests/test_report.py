"""The report: nothing in an article can harm the page, and every row leads to its own characters."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from datetime import date, datetime

import duckdb
import pytest

from pipelines import report, schema, warehouse
from pipelines.report import Span, mark
from pipelines.settings import Settings

DAY = date(2026, 9, 15)
TEXT = (
    "Ruritania will pay Zenda $5 million for a bridge.\n\n"
    "“It is <b>late</b> & dear,” said Minister Anna Holt.\n"
    "Strelsau\u202e is calm."
)
HOSTILE = "</title><script>alert(1)</script>\u202e\" onload='x"
BACK = '<a class="back" href="#row-q" data-sign="↩" aria-label="Back to the row"></a>'
FIGURE_COLUMNS = """
    figure_id, article_id, landed_on, start_char, end_char, surface, sentence_start, sentence_end, amount, amount_max, vague,
    currency, currency_certain, amount_usd, amount_max_usd, qualifier, per, period_text, payer, payer_start, payer_end, payee,
    payee_start, payee_end, purpose, purpose_start, purpose_end, kind, status, converts, is_duplicate
"""
QUOTE_COLUMNS = """
    quote_id, article_id, landed_on, person, speaker, speaker_kind, speaker_title, speaker_start, speaker_end, kind, quote,
    start_char, end_char, cue, cue_start, cue_end, sentence_start, sentence_end, outlets, is_duplicate
"""
INSERT_ARTICLE = """
    insert into raw.articles by name select
        ?::varchar as article_id, ?::date as landed_on, ?::varchar as title, ?::varchar as url, ?::varchar as text,
        ?::timestamp as published_at, 'The Gazette' as source, 'text' as format, 'en' as language, 'time' as published_precision,
        '' as raw_sha256, '' as text_sha256, 0 as position, 1 as revision
"""
INSERT_REJECTED = """
    insert into raw.rejected by name select
        ?::date as landed_on, '' as raw_sha256, 'x' as path, 0 as position, 'read' as stage, 'too_short' as reason,
        false as retryable
"""
INSERT_MENTION = "insert into extracted.country_mentions values ('a', ?, ?, ?, ?, 0, 'RU', 'name', 'x')"


def at(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings().model_copy(update={"home": tmp_path / "home"})


@pytest.fixture
def published(settings):
    """A published warehouse with two landed days, the last with two articles, a figure, a quotation and two mentions."""
    settings.home.mkdir(parents=True)
    with duckdb.connect(settings.published) as connection:
        schema.create(connection)
        connection.execute("create schema marts")
        for article in (
            ["old", date(2026, 9, 14), "Yesterday", None, "Of yesterday.", datetime(2026, 9, 14)],
            ["a", DAY, HOSTILE, "javascript:alert(1)", TEXT, datetime(2026, 9, 15, 7, 30)],
            ["b", DAY, "Fair", "https://gazette.example/x?a=1&b=2", "Fair weather.", None],
        ):
            connection.execute(INSERT_ARTICLE, article)
        connection.execute(INSERT_REJECTED, [DAY])
        for words in ("Ruritania", "Zenda"):
            connection.execute(INSERT_MENTION, [DAY, *at(words), words])
        lines = TEXT.split("\n")
        figure = [
            "f",
            "a",
            DAY,
            *at("$5 million"),
            "$5 million",
            *at(lines[0]),
            5_000_000,
            None,
            False,
            "USD",
            False,
            5_000_000,
            None,
        ]
        figure += ["about", None, None, "Ruritania", *at("Ruritania"), "Zenda", *at("Zenda"), "a bridge", *at("a bridge")]
        figure += ["spending", "promised", None, False]
        connection.execute(
            "create table marts.articles as select article_id, landed_on, source, false as is_duplicate from raw.articles"
        )
        _table(connection, "monetary_figures", FIGURE_COLUMNS, figure)
        words = "It is <b>late</b> & dear,"
        quote = ["q", "a", DAY, "Anna Holt", "Anna Holt", "person", "Minister", *at("Anna Holt"), "direct", words, *at(words)]
        quote += ["said", *at("said"), *at(lines[2]), 1, False]
        _table(connection, "quotes_by_person", QUOTE_COLUMNS, quote)
    return settings


def _table(connection, name: str, columns: str, row: list) -> None:
    # The page reads values, whatever types dbt gives the columns.
    chosen = ", ".join(f"? as {column.strip()}" for column in columns.split(","))
    connection.execute(f"create table marts.{name} as select {chosen}", row)


@pytest.fixture
def page(published) -> str:
    return report.write(published).read_text()


def words_of(marked: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", marked))


def marked_as(page: str, anchor: str) -> str:
    tag = re.search(rf'<mark id="{anchor}" class="\w+">', page)
    assert tag, f"nothing is marked as {anchor}"
    depth = 1
    for step in re.finditer(r"<(/?)mark\b", page[tag.end() :]):
        depth += -1 if step[1] else 1
        if not depth:
            return words_of(page[tag.end() : tag.end() + step.start()])
    raise AssertionError(f"{anchor} is never closed")


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], "<p>ab cd ef</p>\n"),
        ([Span(3, 5, "figure", "f")], '<p>ab <mark id="f" class="figure">cd</mark> ef</p>\n'),
        ([Span(0, 8, "sentence"), Span(0, 2, "cue")], '<p><span class="sentence"><span class="cue">ab</span> cd ef</span></p>\n'),
        (
            [Span(0, 5, "quote", "q"), Span(3, 8, "figure", "f")],
            '<p><mark id="q" class="quote">ab <mark id="f" class="figure">cd</mark></mark><mark class="figure"> ef</mark></p>\n',
        ),
        (
            [Span(3, 5, "quote", "q", "row-q")],
            f'<p>ab <mark id="q" class="quote">cd</mark>{BACK} ef</p>\n',
        ),
        ([Span(-4, 2, "cue"), Span(6, 99, "cue"), Span(4, 4, "cue"), Span(7, 5, "cue"), Span(50, 60, "cue")],
         '<p><span class="cue">ab</span> cd <span class="cue">ef</span></p>\n'),
    ],
)  # fmt: skip
def test_spans_are_marked_nested_crossing_or_beyond_the_text(spans, expected):
    assert mark("ab cd ef", spans) == expected


def test_a_span_over_paragraphs_is_marked_in_each_and_named_and_left_once():
    marked = mark("one\n\ntwo\n", [Span(0, 9, "quote", "q", "row-q")])
    assert marked == f'<p><mark id="q" class="quote">one</mark></p>\n<p><mark class="quote">two</mark>{BACK}</p>\n'


@pytest.mark.parametrize("text", ["", "\n", "\n\na\n", "<script>&amp;\n“x”", "👩‍👩‍👧 e\u0301\n\u200bz"])
def test_without_its_tags_a_marked_text_is_the_text(text):
    spans = [Span(n, n + 3, kind, f"x{n}", "row") for n in range(len(text)) for kind in ("quote", "figure")]
    assert words_of(mark(text, spans)).split() == text.split()


def test_every_way_of_overlapping_gives_tags_that_close_in_order():
    text = "abc\nde\n\nf"
    pairs = [(start, end) for start in range(len(text)) for end in range(start + 1, len(text) + 1)]
    for one in pairs:
        for other in pairs:
            opened: list[str] = []
            for closing, tag in re.findall(r"<(/?)(\w+)", mark(text, [Span(*one, "quote", "q", "r"), Span(*other, "speaker")])):
                if closing:
                    assert opened.pop() == tag
                else:
                    opened.append(tag)
            assert not opened


def test_a_huge_article_is_marked_in_linear_time():
    text = "word " * 200_000
    spans = [Span(n, n + 4, "mention", f"m{n}") for n in range(0, len(text), 50)]
    assert mark(text, spans).count("<mark") == len(spans)


def test_each_row_leads_to_its_own_characters_and_back(page):
    assert marked_as(page, "figure-1") == "$5 million"
    assert marked_as(page, "quote-1") == "It is <b>late</b> & dear,"
    assert [marked_as(page, f"mention-{n}") for n in (1, 2)] == ["Ruritania", "Zenda"]
    assert 'href="#row-figure-1"' in page
    assert '<span class="cue">said</span>' in page


def test_a_quotation_of_several_sentences_is_marked_in_one_piece(published):
    with duckdb.connect(published.published) as connection:
        connection.execute("update marts.quotes_by_person set sentence_end = start_char + 5")
    assert marked_as(report.write(published).read_text(), "quote-1") == "It is <b>late</b> & dear,"


def test_every_link_within_the_page_has_a_target_and_every_name_is_given_once(page):
    names = re.findall(r' id="([^"]+)"', page)
    assert len(names) == len(set(names))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(names)


def test_hostile_words_stay_words(page):
    assert HOSTILE[:10] not in page.split("</title>", 1)[1]
    assert page.count("<script") == 1
    assert "<b>late" not in page
    assert not re.search(r'href="(?!#|https?://)', page), "a link leads to something else than a page"
    assert "<span>javascript:alert(1)</span>" in page
    assert "\u202e" not in page


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", " https://a.example", "https://good\\@evil.example", "//a.example", "https://", "data:,", None,
     "https://a\n.example", "http:///x"],
)  # fmt: skip
def test_only_plain_web_addresses_become_links(url):
    assert report.link(url) is None


def test_web_addresses_become_links_with_their_host():
    assert report.link("HTTPS://u@a.example/x?y") == {"url": "HTTPS://u@a.example/x?y", "host": "u@a.example"}


def test_only_the_last_landed_day_is_shown_with_its_counts(page):
    assert 'landed on <time datetime="2026-09-15">15 September 2026</time>' in page
    assert "Yesterday" not in page
    assert [int(n) for n in re.findall(r"<dd>(\d+)</dd>", page)] == [2, 1, 2, 1, 1]
    assert "too short 1" in page


def test_what_is_beyond_the_limits_is_counted(published, monkeypatch):
    monkeypatch.setattr(report, "ARTICLES", 1)
    monkeypatch.setattr(report, "CHARACTERS", 15)
    page = report.write(published).read_text()
    assert "Not shown: 1 of 2 articles, of which 0" in page
    assert "Not shown: 1 of 1 figures." in page
    assert "The first 15 characters are shown." in page


def test_an_article_with_a_later_revision_is_counted_and_not_shown(published):
    with duckdb.connect(published.published) as connection:
        connection.execute("delete from marts.articles where article_id = 'b'")
    page = report.write(published).read_text()
    assert "Fair weather." not in page
    assert "Not shown: 1 of 2 articles, of which 1 have a later revision." in page


def test_the_same_warehouse_gives_the_same_bytes(published):
    assert report.write(published).read_bytes() == report.write(published).read_bytes()


def test_a_warehouse_without_articles_gives_a_page_that_says_so(published):
    with duckdb.connect(published.published) as connection:
        for table in (
            "raw.articles",
            "extracted.country_mentions",
            "marts.articles",
            "marts.monetary_figures",
            "marts.quotes_by_person",
        ):
            connection.execute(f"delete from {table}")
    assert "No article has landed" in report.write(published).read_text()


def test_without_a_warehouse_the_report_says_what_to_do(settings):
    with pytest.raises(warehouse.NotPublished, match="newsledger run"):
        report.write(settings)


@pytest.mark.parametrize(
    ("value", "written"),
    [("3400000000", "3.4 billion"), ("1000000", "1 million"), ("1234567", "1,234,567"), ("40000", "40,000"), ("0.5", "0.50"),
     ("31.4", "31.40"), ("0.0025", "0.0025"), ("120000000000.000000", "120 billion"), ("1200000000000000", "1,200 trillion"),
     ("0", "0")],
)  # fmt: skip
def test_sums_are_written_without_loss(value, written):
    assert report.amount(value) == written


def test_converted_sums_have_three_digits():
    assert report.dollars(4_693_412.77) == "$4.69 million"
    assert report.dollars(123_456) == "$123,000"


def test_a_browser_applies_the_style_and_runs_the_script_and_nothing_else(published, tmp_path):
    chromium = shutil.which("chromium")
    assert chromium, "this test needs Debian's chromium (apt-get install chromium)"
    page = report.write(published)
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--enable-logging=stderr",
             f"--user-data-dir={tmp_path}/browser"]  # fmt: skip
    done = subprocess.run([chromium, *flags, "--dump-dom", page.as_uri()], capture_output=True, text=True, timeout=60)
    # Unhidden by the script, which the policy names by its hash.
    assert '<p class="filter"><label' in done.stdout
    assert "Content Security Policy" not in done.stderr
