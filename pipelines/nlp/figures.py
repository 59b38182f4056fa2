"""Figures: amounts of money, and what they mean by the words and the parse around them."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta

from spacy.language import Language
from spacy.tokens import Doc

from pipelines.nlp.amounts import Amount, amounts, tenders
from pipelines.nlp.flows import settle
from pipelines.nlp.kinds import kind, status
from pipelines.nlp.records import Figure

# The words right before (or behind) an amount that qualify it. The first that fits is taken.
QUALIFIERS = [
    ("at_most", r"up to|as much as|as many as|at most|no more than|not more than|a maximum of|maximum|capped at|as high as"),
    ("at_least", r"at least|no less than|not less than|a minimum of|minimum|as little as|upwards? of|as low as"),
    ("over", r"more than|over|above|in excess of|exceed(?:s|ed|ing)?|greater than|higher than|well over|north of|topp(?:ed|ing)"),
    ("under", r"less than|under|below|lower than|fewer than|short of"),
    (
        "about",
        r"about|around|roughly|approximately|approx\.?|nearly|almost|some|close to|an estimated|estimated|circa|near|just shy of",
    ),
]
BEFORE = [(name, re.compile(rf"(?:^|\W)(?:{words})(?: (?:a|an|the))?\s*$", re.I)) for name, words in QUALIFIERS]
BEHIND = [("at_least", r"or more|at least"), ("at_most", r"or less|at most"), ("about", r"or so")]
AFTER = [(name, re.compile(rf"\s*,?\s*(?:{words})\b", re.I)) for name, words in BEHIND]
PER = re.compile(
    r"\s*(?:(?:-|\s)?an?[- ]|per[- ]|for (?:each|every) |(?:for )?each |every |/)"
    r"(year|month|week|day|hour|night|quarter|share|barrel|tonne|ton|bushel|gallon|litre|liter|kilo(?:gram)?|kg|ounce|gram|pound|euro|dollar|"
    r"person|head|household|family|child|pupil|student|ticket|unit|vote|mile|seat|passenger|piece|employee|worker|acre|bottle|hectare)\b",
    re.I,
)
PER_ADVERB = {"annually": "year", "monthly": "month", "weekly": "week", "daily": "day", "hourly": "hour", "apiece": "unit"}
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
# Words of time; a preposition says whether they are its beginning or its end.
WHEN = r"\b(in|since|by|during|for|until|from|of)\s+(?:the\s+)?"
YEAR = re.compile(WHEN + r"(?:(?:fiscal|financial|FY|calendar)\s+)?(?:year\s+)?((?:19|20)\d\d)\b", re.I)
MONTH = re.compile(WHEN + rf"({'|'.join(MONTHS)}),?\s+((?:19|20)\d\d)\b", re.I)
QUARTER = re.compile(
    WHEN + r"(first|second|third|fourth|final|last)[\s-]+(?:quarter|three months)(?:\s+of)?\s+((?:19|20)\d\d)\b", re.I
)
YEARS = re.compile(r"\b(?:between|from)\s+((?:19|20)\d\d)\s+(?:and|to|until)\s+((?:19|20)\d\d)\b", re.I)
RELATIVE = re.compile(r"\b(last|this|next)\s+(year|month)\b", re.I)
QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4}
# What a conversion shares with the figure that it restates, in groups that go together.
SHARED = [
    ["kind", "status"],
    ["per"],
    ["period_text", "period_start", "period_end"],
    ["payer", "payer_start", "payer_end", "payer_country"],
    ["payee", "payee_start", "payee_end", "payee_country"],
    ["purpose", "purpose_start", "purpose_end"],
]
CONVERTS = re.compile(r"\s*[(\[;,]\s*(?:or\s+|about\s+|around\s+|roughly\s+)?$", re.I)
DOMAINS = re.compile(r"\.(au|ca|nz|sg|hk|jm|uk|in|pk|za|ng|ke|ie|mx|ar|co|cl|ph|se|no|dk|jp|cn)(?:[/:]|$)", re.I)


def home_currencies(doc: Doc) -> list[str]:
    """Give the currencies of the countries that the outlet's address and the article's mentions speak of, the strongest first."""
    countries = [found[1].upper().replace("UK", "GB") for found in [DOMAINS.search(str(doc._.url or ""))] if found]
    countries += [country for country, _ in Counter(mention.country for mention in doc._.country_mentions).most_common()]
    return [tenders()[country] for country in countries if country in tenders()]


def currency(amount: Amount, homes: list[str], certain: set[str]) -> str:
    """Give the currency that an amount's words stand for here."""
    codes = amount.codes
    if len(codes) == 1:
        return codes[0]
    if amount.minor and len(certain & set(codes)) == 1:
        return next(iter(certain & set(codes)))
    # The dollar is spent everywhere: only the country that the article speaks of most, or its outlet's, makes it another.
    for home in homes[:1] if "USD" in codes else homes:
        if home in codes and not (home in ("EUR",) and not amount.minor):
            return home
    return codes[0]


def months(year: int, month: int, count: int) -> tuple[date, date]:
    """Give the first and the last day of some months, `month` counted from 0 in `year` and free to leave it."""
    first, last = 12 * year + month, 12 * year + month + count
    return date(first // 12, first % 12 + 1, 1), date(last // 12, last % 12 + 1, 1) - timedelta(days=1)


def dates(match: re.Match[str], published: date | None) -> tuple[date | None, date | None]:
    """Give the first and the last day that words of time mean, None where they leave one open or where it is not known."""
    if match.re is YEARS:
        return date(int(match[1]), 1, 1), date(int(match[2]), 12, 31)
    if match.re is RELATIVE:
        if published is None or not 1 < published.year < 9998:
            return None, None
        step = {"last": -1, "this": 0, "next": 1}[match[1].lower()]
        if match[2].lower() == "year":
            return months(published.year + step, 0, 12)
        return months(published.year, published.month - 1 + step, 1)
    if match.re is QUARTER:
        first, last = months(int(match[3]), 3 * (QUARTERS[match[2].lower()] - 1), 3)
    elif match.re is MONTH:
        first, last = months(int(match[3]), MONTHS.index(match[2].capitalize()), 1)
    else:
        first, last = months(int(match[2]), 0, 12)
    how = match[1].lower()
    return (None if how in ("by", "until") else first), (None if how in ("since", "from") else last)


def period(figure: Figure, clause: str, offset: int, published: date | None) -> None:
    """Fill the period from the words of the sentence; the nearest to the amount is taken, the longest of those."""
    found = [m for rule in (YEARS, QUARTER, MONTH, YEAR, RELATIVE) for m in rule.finditer(clause)]
    if not found:
        return

    def distance(match: re.Match[str]) -> tuple[int, int]:
        gap = max(match.start() + offset - figure.end_char, figure.start_char - match.end() - offset)
        return gap, match.start() - match.end()

    match = min(found, key=distance)
    # "the last three months of 2004" holds "of 2004".
    match = next((m for m in found if m.start() <= match.start() and match.end() <= m.end() and m.re is not YEAR), match)
    if match.re is YEAR and match[1].lower() == "of":
        return
    figure.period_text = match[0]
    figure.period_start, figure.period_end = dates(match, published)


def first_of(rules: list[tuple[str, re.Pattern[str]]], text: str, default: str) -> str:
    """Give the name of the first rule that fits."""
    return next((name for name, rule in rules if rule.search(text)), default)


def meaning(doc: Doc, text: str, figure: Figure) -> None:
    """Fill what the words around an amount say of it; `text` is the Doc's, which joins it anew at every look."""
    start, end = figure.start_char, figure.end_char
    before, after = text[max(0, start - 30) : start], text[end : end + 30]
    figure.qualifier = first_of(BEFORE, before, "") or next((name for name, rule in AFTER if rule.match(after)), "exactly")
    match = PER.match(after)
    figure.per = (
        match[1].lower()
        if match
        else next((per for word, per in PER_ADVERB.items() if after.lower().lstrip().startswith(word)), None)
    )
    span = doc.char_span(start, end, alignment_mode="expand")
    if span is None or not doc.has_annotation("SENT_START"):
        return
    sentence = span.sent
    left, right = max(sentence.start_char, start - 300), min(sentence.end_char, end + 200)
    period(figure, text[left:right], left, doc._.published)
    if doc.has_annotation("DEP"):
        settle(figure, span)
    figure.kind = kind(figure, span)
    if doc.has_annotation("DEP"):
        figure.status = status(figure, span)


@Language.component("newsledger_figures")
def figures(doc: Doc) -> Doc:
    """Fill `doc._.figures`, in the order of the text."""
    text = doc.text
    found = amounts(text)
    certain = {amount.codes[0] for amount in found if len(amount.codes) == 1}
    homes = home_currencies(doc) if found else []
    doc._.figures = []
    for n, amount in enumerate(found):
        code = currency(amount, homes, certain)
        figure = Figure(amount.start, amount.end, amount.amount, amount.amount_max, amount.vague, code, len(amount.codes) == 1)
        meaning(doc, text, figure)
        if n and (CONVERTS.fullmatch(text[found[n - 1].end : amount.start])) and doc._.figures[-1].currency != code:
            previous = doc._.figures[-1]
            figure.converts = previous.converts if previous.converts is not None else previous.start_char
            # It is the same money, and what stands behind the brackets may hang on either.
            for group in SHARED:
                source = previous if getattr(previous, group[0]) is not None else figure
                for name in group:
                    value = getattr(source, name)
                    setattr(previous, name, value)
                    setattr(figure, name, value)
        doc._.figures.append(figure)
    return doc
