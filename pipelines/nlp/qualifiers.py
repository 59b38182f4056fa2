"""What the words right beside an amount say of it: whether it is exact, and per what it is."""

from __future__ import annotations

import re

from pipelines.nlp.frames import MOVES
from pipelines.nlp.records import Figure
from pipelines.nlp.scenes import Scene, tokens

# The words right before (or behind) an amount that qualify it. The first that fits is taken.
QUALIFIERS = [
    ("at_most", r"up to|as much as|as many as|at most|no more than|not more than|a maximum of|maximum|capped at|as high as"),
    (
        "at_least",
        r"start(?:s|ing|ed)? (?:at|from)|at least|no less than|not less than|a minimum of|minimum|as little as|upwards? of|"
        r"as low as",
    ),
    (
        "over",
        r"more than|over|above|in excess of|exceed(?:s|ed|ing)?|(?:great|high)er than|well over|north of|top(?:s|ped|ping)?",
    ),
    ("under", r"less than|under|below|lower than|fewer than|short of"),
    (
        "about",
        r"about|around|roughly|approximately|approx\.?|nearly|almost|some|close to|an estimated|estimated|circa|near|just shy of",
    ),
]
BEFORE = [(name, re.compile(rf"(?:^|\W)(?:{words})\s*$", re.I)) for name, words in QUALIFIERS]
BEHIND = [
    ("at_least", r"\+|-plus|or (?:more|above|higher)|at least"),
    ("at_most", r"or (?:less|under|below)|at most"),
    ("about", r"or so"),
]
AFTER = [(name, re.compile(rf"\s*,?\s*(?:{words})(?!\w)", re.I)) for name, words in BEHIND]
UNITS = (
    "year|month|week|day|hour|night|quarter|share|barrel|tonne|ton|bushel|gallon|litre|liter|kilo(?:gram)?|kg|ounce|gram|pound|"
    "euro|dollar|person|head|household|family|child|pupil|student|ticket|unit|vote|mile|seat|passenger|piece|employee|worker|acre|"
    "bottle|hectare|voter|patient|kilometre|kilometer|square foot|pop|individual|couple|game|episode|user|customer|citizen|"
    "resident|car|vehicle|ride|trip|visit|session|copy|page|minute|mwh|megawatt[ -]hour|kwh|cup|pint|pack|packet|plate|room|bed"
)
PER = re.compile(
    r"\+?(?:\s+(?:worse off|better off|more|less|extra|or more|or less))?\s*"
    r"(?:(?:-|\s)?an?[- ]|per[- ]|for (?:an?|each|every) (?=person|individual|head|household|family|couple|child|day|year)|"
    rf"(?:for |on )?(?:each|every) |/)({UNITS})(?!-|\s+(?:ago|earlier|before|later)\b)\b",
    re.I,
)
EACH = re.compile(r"\s+(?:each|apiece|a pop)\b", re.I)
OFTEN = {
    "annual": "year", "yearly": "year", "monthly": "month", "weekly": "week", "daily": "day", "hourly": "hour",
    "nightly": "night",
}  # fmt: skip
SHARES = {"share", "shares", "stock", "target"}
OIL = {"oil", "crude", "brent", "wti", "intermediate"}
MONEYS = {"euro", "dollar", "pound", "sterling"}
PER_ADVERB = {"annually": "year", "monthly": "month", "weekly": "week", "daily": "day", "hourly": "hour", "apiece": "unit"}


def first_of(rules: list[tuple[str, re.Pattern[str]]], text: str, default: str) -> str:
    """Give the name of the first rule that fits."""
    return next((name for name, rule in rules if rule.search(text)), default)


def around(figure: Figure, text: str) -> None:
    """Fill what the words right before and behind an amount say: its qualifier, and per what it is."""
    start, end = figure.start_char, figure.end_char
    before, after = text[max(0, start - 30) : start], text[end : end + 30]
    figure.qualifier = first_of(BEFORE, before, "") or next((name for name, rule in AFTER if rule.match(after)), "exactly")
    if match := PER.match(after):
        figure.per = "unit" if match[1].lower() == "pop" else match[1].lower()
    else:
        word = after.lower().lstrip()
        often = next((per for adverb, per in PER_ADVERB.items() if word.startswith(adverb)), None)
        figure.per = often or ("unit" if EACH.match(after) else None)


def rate(figure: Figure, seen: Scene) -> str | None:
    """Give per what an amount is, where the words farther off say it: "an annual payment of $5", "the shares rose to $5"."""
    nouns = [seen.items[seen.k], *(seen.items[i] for _, i in seen.link.between[:1] if seen.link.prep in ("of", "in"))]
    near = [token.lower_ for item in nouns for token in tokens(item)]
    if often := next((OFTEN[word] for word in near if word in OFTEN), None):
        return often
    if figure.kind != "price":
        return None
    if seen.doer is not None and seen.word in MOVES - {"be"}:
        words = {token.lower_ for token in tokens(seen.doer)}
        if moneys := words & MONEYS:
            return "pound" if "sterling" in words else min(moneys)
        if words & OIL:
            return "barrel"
        if words & SHARES or seen.doer.head.ent_type_ == "ORG":
            return "share"
    return "share" if {"target", "share"} & set(near) else None
