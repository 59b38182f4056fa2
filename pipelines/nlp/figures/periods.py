"""When money applies: the words of time that belong to an amount by their place in its sentence."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from operator import attrgetter

from pipelines.nlp.figures.days import Clock, days
from pipelines.nlp.figures.doers import CLAUSES
from pipelines.nlp.figures.scenes import Scene
from pipelines.nlp.figures.times import Time
from pipelines.nlp.records import Figure

# How many characters before and behind an amount are looked at, and how many from a day of the week.
BACK, AHEAD, NEAR = 300, 200, 60
# Kinds of money whose fiscal year is that of the United States, from October on, where they are dollars.
PUBLIC = {"budget", "spending", "aid", "tax", "debt", "savings"}
FINITE = {"VBD", "VBZ", "VBP", "MD", "VBG"}
WH = {"who", "which", "that", "when", "where", "while", "because", "whose"}
STOPS = (WH | CLAUSES | {";", "compared", "—"}) - {"as", "since", "until", "before", "after"}


def period(figure: Figure, seen: Scene, told: Sequence[Time], begins: int, clock: Clock) -> None:
    """Fill the period from the words of time of its sentence (`told`), the nearest to it; the sentence begins at `begins`."""
    best: tuple[int, Time] | None = None
    for i in range(bisect_left(told, figure.start_char - BACK - begins, key=attrgetter("start")), len(told)):
        time = told[i]
        start, end = time.start + begins, time.end + begins
        if start > figure.end_char + AHEAD:
            break
        if start < figure.end_char and figure.start_char < end:
            continue
        gap = start - figure.end_char if start >= figure.end_char else figure.start_char - end + 10
        if time.name == "weekday" and gap > NEAR and time.start > NEAR // 4:
            continue
        if (best is None or gap < best[0]) and belongs(seen, start, end):
            best = gap, time
    if best is not None:
        public = figure.currency == "USD" and figure.kind in PUBLIC
        figure.period_text = best[1].text
        figure.period_start, figure.period_end = days(best[1], clock, public)


def belongs(seen: Scene, start: int, end: int) -> bool:
    """Tell whether words of time belong to an amount: no other clause and no other amount stands between."""
    doc = seen.items[0].head.doc
    first = bisect_right(seen.items, start, key=lambda item: doc[item.end - 1].idx + len(doc[item.end - 1]))
    return is_behind(seen, first) if first > seen.k else is_before(seen, first, end)


def is_behind(seen: Scene, first: int) -> bool:
    """Tell whether words of time from item `first` on, behind an amount, belong to it: “$5 in 2019”, “$5 was paid in 2019”."""
    items, k, tail, depth = seen.items, seen.k, seen.tail, 0
    said = range(k, tail.verb + 2) if tail.verb is not None and tail.manner == "predicate" else range(0)
    for i in range(k + 1, first):
        item = items[i]
        depth += (item.word in ("(", "[")) - (item.word in (")", "]"))
        if depth > 0 or i in said:
            continue
        finite = item.kind == "verb" and item.head.tag_ in FINITE
        if finite and (i == k + 1 or items[i - 1].word not in ("on", "in", "for", "of")):
            return False
        if item.kind == "money" or item.word in STOPS:
            return False
    return True


def is_before(seen: Scene, first: int, end: int) -> bool:
    """Tell whether words of time from item `first` to character `end`, before an amount, belong to it: “In 2019 it paid $5”."""
    items, k, doc = seen.items, seen.k, seen.items[0].head.doc
    own = range(seen.link.group, seen.link.verb + 1) if seen.link.verb is not None else range(0)
    for item in reversed(items[max(0, first - 8) : first]):
        if item.word in (",", ";"):
            break
        if item.word in WH - {"that"}:
            return False  # "which was founded in 1998"
    others = depth = 0
    i = last = next((i for i in range(first, k) if doc[items[i].start].idx >= end), k)
    if i + 1 < k and items[i].word == "," and items[i + 1].word in WH:
        i = next((m for m in range(i + 1, k) if items[m].word == ","), i)  # "In May, when it sold A, it paid $5"
    for m in range(i, k):
        item = items[m]
        depth += (item.word in ("(", "[")) - (item.word in (")", "]"))
        if item.kind == "money" or (item.word in WH - {"that", "who", "which"} and m > last) or item.word == ";":
            return False
        if item.kind == "verb" and item.head.lemma_ != "say":
            others += item.head.tag_ in FINITE and m not in own and items[m - 1].kind != "verb"
    return depth <= 0 and others <= (first <= 1)
