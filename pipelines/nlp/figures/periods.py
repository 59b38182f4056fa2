"""When money applies: of the words of time in and before its sentence, those that fit an amount best, by weights.

What holds of each is named by short words ("behind alone", "same verb"), whose weights `data/period_weights.csv` keeps; they were
fitted to annotated news. Words that fit too little are left: an amount of which nothing is said has no period.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from spacy.tokens import Doc, Token

from pipelines.nlp.figures.days import NONE, Clock, Days, days
from pipelines.nlp.figures.phrases import Item
from pipelines.nlp.figures.scenes import Scene
from pipelines.nlp.figures.times import Time, times
from pipelines.nlp.records import Figure
from pipelines.nlp.tables import rows

# How many characters before and behind an amount are looked at, how many of a sentence before its own, and of how many of those.
BACK, AHEAD, WIDE, SENTENCES = 400, 300, 800, 2
# Kinds of money whose fiscal year is a company's own, not that of the United States, from October on, where they are dollars.
PRIVATE = {"revenue", "profit", "loss", "market_value", "deal", "price", "salary", "investment", "fundraising"}
# Of money that is yet to come, a quarter is the next.
COMING = {"promised", "hypothetical"}
FINITE = {"VBD", "VBZ", "VBP", "MD", "VBG"}
VERBS = {"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"}
RELATIVES = {"who", "which", "whose", "where"}
WH = RELATIVES | {"that", "when", "while", "because"}
# How long a time is that a rule finds, where its unit does not say it; what is short is mostly of an act, not of its money.
LENGTHS = {
    "weekday": "day", "day": "day", "days": "day", "month": "month", "months": "part", "quarter": "part", "half": "part",
    "part": "part", "year_to": "year", "year": "year", "years": "years", "decade": "years", "since": "years", "later": "year",
}  # fmt: skip
UNITS = {"week": "day", "day": "day", "month": "month", "year": "year", "decade": "years"}
HOWS = {"in", "since", "by", "during", "for", "until", "from", "before", "after", "through", "over", "on", "at", "between"}
GAPS, MOST = (3, 12, 30, 60, 100, 160), 25


class Told(NamedTuple):
    """Words of time in a text: where they stand, how many sentences before the amount, and the days that they mean."""

    time: Time
    start: int
    end: int
    back: int
    days: Days


@cache
def weights() -> dict[str, float]:
    """Give the weight of all that may hold of words of time."""
    return {row["what"]: float(row["weight"]) for row in rows("period_weights")}


@lru_cache(maxsize=64)
def times_before(text: str) -> list[Time]:
    """Give the words of time of a sentence before; several amounts ask for those of the same."""
    return times(text)


def period(figure: Figure, seen: Scene, told: Sequence[Time], begins: int, clock: Clock) -> None:
    """Fill the period from the words of time of its sentence (`told`), which begins at `begins`, and of those before."""
    found = candidates(figure, seen, told, begins, clock)
    if not found:
        return
    known = weights()
    least, best = known["least"], None
    for each, what in zip(found, described(figure, seen, found), strict=True):
        score = sum(known.get(name, 0.0) for name in what)
        if score > least:
            least, best = score, each
    if best is not None:
        figure.period_text = best.time.text.strip()
        figure.period_start, figure.period_end = best.days


def candidates(figure: Figure, seen: Scene, told: Sequence[Time], begins: int, clock: Clock) -> list[Told]:
    """Give the words of time of the sentences before and its own, in order; each is counted from those before it."""
    doc, found = seen.items[0].head.doc, []
    for back, start, text in before(doc, seen.items[0].start, begins):
        found += [(time, time.start + start, time.end + start, back) for time in times_before(text)]
    found.sort(key=lambda each: each[1])
    for i in range(bisect_left(told, figure.start_char - BACK - begins, key=lambda time: time.start), len(told)):
        start, end = told[i].start + begins, told[i].end + begins
        if start > figure.end_char + AHEAD:
            break
        if start >= figure.end_char or figure.start_char >= end:
            found.append((told[i], start, end, 0))
    public = figure.currency == "USD" and figure.kind not in PRIVATE
    coming = figure.status in COMING
    made = []
    for time, start, end, back in found:
        meant = days(time, clock, public, coming)
        if meant != NONE:
            clock = clock._replace(last=meant)
        made.append(Told(time, start, end, back, meant))
    return made


def before(doc: Doc, first: int, begins: int) -> Iterator[tuple[int, int, str]]:
    """Yield the sentences before the one that begins with a token, the nearest first: how far back, where, and its text."""
    first = min(first, next((token.i for token in doc.char_span(begins, begins + 1, alignment_mode="expand") or ()), first))
    for back in range(1, SENTENCES + 1):
        if first <= 0:
            return
        sentence = doc[first - 1].sent
        # Not `doc.text`, which is made anew each time.
        near = doc[max(sentence.start, sentence.end - WIDE) : sentence.end]
        start = max(near.start_char, near.end_char - WIDE)
        yield back, start, near.text[start - near.start_char :]
        first = sentence.start


def described(figure: Figure, seen: Scene, found: list[Told]) -> Iterator[list[str]]:
    """Yield what holds of each of the words of time found, by which they are weighed."""
    own = [each for each in found if each.back == 0]
    nearest = min(own, key=lambda each: gap(figure, each), default=None)
    actual = "actual" if figure.status in (None, "actual") else figure.status
    rate = "rate" if figure.per else "whole"
    verbs = governing(seen.items[seen.k].head)
    for each in found:
        long = length(each.time)
        age = "fresh" if long in ("day", "month") else "old"
        how = (each.time.parts.get("how") or each.time.text.split()[0]).lower()
        how = how if how in HOWS else "bare"
        what = [f"rule {each.time.name}", f"how {how}", f"long {long}", f"{age} {actual}", f"{age} {rate}"]
        if each.back == 0:
            alone = "alone" if len(own) == 1 else "among"
            what += [alone, f"own {long}", *beside(figure, seen, each, how, nearest is each), *hung(seen, each, verbs, age)]
            what += [f"{age} {name}" for name in what if name.endswith("clean")]
        else:
            rest = [other for other in found if other.back == each.back]
            place = "last" if each is rest[-1] else "first" if each is rest[0] else "inner"
            what += [f"back {each.back}", f"back {long}", f"back {place}", f"back {actual}"]
            what.append(f"back {each.back} {'where none' if not own else 'for another'}")
        yield what


def gap(figure: Figure, each: Told) -> int:
    """Give how many characters stand between an amount and words of time; those behind it are nearer."""
    return each.start - figure.end_char if each.start >= figure.end_char else figure.start_char - each.end + 10


def length(time: Time) -> str:
    """Give how long a time is."""
    return LENGTHS.get(time.name) or (UNITS.get(time.parts["unit"], "part") if time.name in ("relative", "ago") else time.name)


def beside(figure: Figure, seen: Scene, each: Told, how: str, nearest: bool) -> Iterator[str]:
    """Yield what the place of words of time in the sentence of an amount says, and what stands between."""
    items, k, doc = seen.items, seen.k, seen.items[0].head.doc
    first = bisect_right(items, each.start, key=lambda item: doc[item.end - 1].idx + len(doc[item.end - 1]))
    if first > k:
        side, mid = "behind", items[k + 1 : first]
    else:
        side, mid = "before", items[bisect_left(items, each.end, first, k, key=lambda item: doc[item.start].idx) : k]
        closed = any(item.word == "," for item in mid) and is_relative(items, first)
        yield f"before {'at first' if first <= 1 else 'in relative' if closed else 'within'}"
    far = bisect_left(GAPS, gap(figure, each))
    finite = min(2, sum(item.kind == "verb" and item.head.tag_ in FINITE for item in mid))
    comma = any(item.word == "," for item in mid)
    yield side
    yield f"{side} {how} {each.time.name}"
    yield f"{side} gap {far}"
    yield f"{side} {'close' if far < 2 else 'far'} {each.time.name}"
    yield f"{side} {'nearest' if nearest else 'farther'}"
    yield f"{side} finite {finite}"
    yield f"{side} {'comma' if comma else 'no comma'}"
    yield f"{side} {'money' if any(item.kind == 'money' for item in mid) else 'no money'}"
    yield f"{side} {'wh' if any(item.word in WH for item in mid) else 'no wh'}"
    yield f"{side} finite {finite} {'comma' if comma else 'clean'}"


def is_relative(items: list[Item], first: int) -> bool:
    """Tell whether the words from item `first` on stand in a relative clause: "which was founded in 1998"."""
    for item in reversed(items[max(0, first - 8) : first]):
        if item.word in (",", ";"):
            break
        if item.word in RELATIVES:
            return True
    return False


def hung(seen: Scene, each: Told, verbs: list[int], age: str) -> Iterator[str]:
    """Yield what words of time hang on in the parse: the verb of the amount, one above or below, or a noun."""
    doc, item = seen.items[0].head.doc, seen.items[seen.k]
    span = doc.char_span(each.start, each.end, alignment_mode="expand")
    if span is None:
        return
    root = span.root
    theirs = governing(root)
    if not theirs:
        verb = "none"
    elif verbs and theirs[0] == verbs[0]:
        verb = "same"
    elif theirs[0] in verbs:
        verb = "above"
    else:
        verb = "below" if verbs and verbs[0] in theirs else "other"
    head = root.head
    while head.tag_ in ("IN", "TO") and head.head.i != head.i:
        head = head.head
    on = "verb" if head.tag_ in VERBS else "amount" if item.start <= head.i < item.end else "noun"
    yield f"{verb} verb"
    yield f"{'before' if each.end <= doc[item.start].idx else 'behind'} {verb} verb"
    yield f"{verb} verb on {on}"
    yield f"{age} {verb} verb on {on}"


def governing(token: Token) -> list[int]:
    """Give the verbs on which a word hangs in the parse, the nearest first."""
    found = []
    for _ in range(MOST):
        if token.tag_ in VERBS and token.dep_ not in ("aux", "auxpass", "amod"):
            found.append(token.i)
        if token.head.i == token.i:
            break
        token = token.head
    return found
