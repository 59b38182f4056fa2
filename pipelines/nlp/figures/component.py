"""Figures: amounts of money, and what they mean by the words around them.

`amounts` finds and reads them, `layout` gives the items of their sentence, `scene` what belongs to an amount; the other modules
each fill some fields of a figure from that by rules. Then `reader` decides by all of it together.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter

from spacy.attrs import SENT_START
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipelines.nlp.figures.amounts import Amount, amounts
from pipelines.nlp.figures.currencies import tenders
from pipelines.nlp.figures.days import Clock, clock
from pipelines.nlp.figures.flows import PAYEE, PAYER, PERIOD, PURPOSE, carry, own, settle
from pipelines.nlp.figures.kinds import kind
from pipelines.nlp.figures.parties import acting
from pipelines.nlp.figures.periods import period
from pipelines.nlp.figures.phrases import Item, layout
from pipelines.nlp.figures.purposes import purpose
from pipelines.nlp.figures.qualifiers import around, rate
from pipelines.nlp.figures.reader import Told, read
from pipelines.nlp.figures.scenes import Scene, scene
from pipelines.nlp.figures.statuses import status
from pipelines.nlp.figures.times import Time, times
from pipelines.nlp.records import Figure

# What a conversion shares with the figure that it restates.
SHARED = ("kind", "status", "qualifier", "per", *PERIOD, *PAYER, *PAYEE, *PURPOSE)
# What stands between an amount and the same in another currency: "£5 ($7", "5 yen, or $7"; behind the first one also "; ".
CONVERTS = re.compile(r"\s*(?:[(\[]\s*|,?\s+or\s+)(?:or\s+|about\s+|around\s+|roughly\s+|some\s+)?$", re.I)
GOES_ON = re.compile(r"\s*[;,/]\s*(?:or\s+|and\s+)?$", re.I)
ASIDE = re.compile(r"(?:(?!\band\b)[^.;,()]){0,60}\(\s*(?:or\s+|about\s+|around\s+|roughly\s+|some\s+)?$", re.I)
CLOSES = re.compile(r"\s*[),;/]")
DOMAINS = re.compile(r"\.(au|ca|nz|sg|hk|jm|uk|in|pk|za|ng|ke|ie|mx|ar|co|cl|ph|se|no|dk|jp|cn)(?:[/:]|$)", re.I)


def home_currencies(doc: Doc) -> list[str]:
    """Give the currencies of the countries that the outlet's address and the article's mentions speak of, the strongest first."""
    countries = [found[1].upper().replace("UK", "GB") for found in [DOMAINS.search(str(doc._.url or ""))] if found]
    countries += [country for country, _ in Counter(mention.country for mention in doc._.country_mentions).most_common()]
    return [tenders()[country] for country in countries if country in tenders()]


def currency(amount: Amount, homes: list[str], certain: set[str], said: set[str | None]) -> str:
    """Give the currency that an amount's words stand for here: of a conversion, none that it restates (`said`)."""
    codes = tuple(code for code in amount.codes if code not in said) or amount.codes
    if len(codes) == 1:
        return codes[0]
    if amount.minor and len(certain & set(codes)) == 1:
        return next(iter(certain & set(codes)))
    # The dollar is spent everywhere: only the country that the article speaks of most, or its outlet's, makes it another.
    for home in homes[:1] if "USD" in codes else homes:
        if home in codes and not (home in ("EUR",) and not amount.minor):
            return home
    return codes[0]


def converts(before: Figure, between: str, behind: str) -> bool:
    """Tell by the words between, and those behind it, whether an amount restates the one before it in its own currency."""
    if CONVERTS.match(between) or (before.converts is not None and GOES_ON.match(between)):
        return True
    return bool(ASIDE.match(between) and CLOSES.match(behind))


class Layouts:
    """The sentence that an amount stands in: its items and its words of time, found once for all its amounts."""

    def __init__(self, doc: Doc, spans: list[Span | None]) -> None:
        self.doc = doc
        self.money = {i for span in spans if span is not None for i in range(span.start, span.end)}
        parsed = bool(spans) and doc.has_annotation("DEP") and doc.has_annotation("SENT_START")
        # As an array: `doc.sents` makes every token of the article anew.
        self.starts = [0, *(i for i in (doc.to_array(SENT_START) == 1).nonzero()[0].tolist() if i)] if parsed else []
        self.items: list[Item] = []
        self.times: list[Time] = []
        self.sentence = doc[:0]

    def turn(self, span: Span) -> None:
        """Turn to the sentence of an amount, to more sentences where an end of one was read within it."""
        if self.items and self.items[0].start <= span.start and span.end <= self.items[-1].end:
            return
        first = bisect_right(self.starts, span.start) - 1
        last = bisect_right(self.starts, span.end - 1)
        self.sentence = self.doc[self.starts[first] : self.starts[last] if last < len(self.starts) else len(self.doc)]
        self.items, self.times = layout(self.sentence, self.money), times(self.sentence.text)

    def fill(self, figure: Figure, span: Span, before: Figure | None, clock: Clock) -> Scene | None:
        """Fill what its sentence says of an amount, and give its scene; `before` is the figure before it."""
        if self.starts:
            self.turn(span)
        items, begins = self.items, self.sentence.start_char
        k = bisect_right(items, span.end - 1, key=lambda item: item.start) - 1
        if k < 0 or items[k].kind != "money":
            figure.kind = kind(figure, span, None)
            return None
        last = before if before is not None and before.start_char >= begins else None
        seen = scene(items, k)
        settle(figure, seen)
        figure.kind = kind(figure, span, seen, before)
        figure.per = figure.per or rate(figure, seen)
        figure.status = status(figure, seen)
        purpose(figure, seen)
        period(figure, seen, self.times, begins, clock)
        if figure.qualifier == "over" and seen.link.prep == "over":
            figure.qualifier = "exactly"  # a row over $5
        if last is not None and seen.link.verb is None:
            carry(figure, seen, last)
        own(figure, seen, last)
        return seen


def by_rules(doc: Doc) -> list[Told]:
    """Give the figures of a text as the rules read them, in its order."""
    text = doc.text
    told: list[Told] = []
    found = amounts(text)
    if not found:
        return told
    certain = {amount.codes[0] for amount in found if len(amount.codes) == 1}
    homes, now = home_currencies(doc), clock(doc._.published, text)
    spans = [doc.char_span(amount.start, amount.end, alignment_mode="expand") for amount in found]
    layouts = Layouts(doc, spans)
    signs: tuple[str, ...] = ()
    for amount, span in zip(found, spans, strict=True):
        before = told[-1].figure if told else None
        # What is written with the sign of the amount before it is another amount: "$705 million, or $95 million more".
        other, behind = signs != amount.codes, text[amount.end : amount.end + 3]
        again = before is not None and other and converts(before, text[before.end_char : amount.start], behind)
        signs = amount.codes
        said = {each.figure.currency for each in told[-3:]} if again else set()
        code = currency(amount, homes, certain, said)
        figure = Figure(amount.start, amount.end, amount.amount, amount.amount_max, amount.vague, code, len(amount.codes) == 1)
        if before is not None and again and before.currency != code:
            share(figure, before)
            figure.converts = before.converts if before.converts is not None else before.start_char
            told.append(Told(figure, span, None, before))
            continue
        around(figure, text)
        seen = layouts.fill(figure, span, before, now) if span is not None else None
        told.append(Told(figure, span, seen, before))
        if figure.period_start or figure.period_end:
            now = now.after((figure.period_start, figure.period_end))
    return told


def share(figure: Figure, restated: Figure) -> None:
    """Give an amount what is said of the one that it restates."""
    for name in SHARED:
        setattr(figure, name, getattr(restated, name))


@Language.component("newsledger_figures")
def figures(doc: Doc) -> Doc:
    """Fill `doc._.figures`, in the order of the text."""
    told = by_rules(doc)
    doc._.figures = [each.figure for each in told]
    if doc.has_annotation("DEP"):
        read(doc, [each for each in told if each.figure.converts is None])
    for figure, _, _, before in told:
        if figure.converts is None:
            acting(figure, doc)
        elif before is not None:
            share(figure, before)
    return doc
