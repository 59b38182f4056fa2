"""What the words right beside an amount say of it: whether it is exact, and per what it is."""

from __future__ import annotations

import re

from pipelines.nlp.figures.frames import MOVES
from pipelines.nlp.figures.scenes import Scene, tokens
from pipelines.nlp.records import Figure

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
    r"(?:(?:-|\s)?an?[- ]|per[- ](?:single |active )?|for (?:an?|each|every) "
    r"(?=person|individual|head|household|family|couple|child|day|year)|"
    rf"(?:for |on )?(?:each|every) |/)({UNITS})(?!-|\s+(?:ago|earlier|before|later)\b)\b",
    re.I,
)
# "per" tells it of whatever follows: "$5 in income per launch".
WHATEVER = re.compile(
    r"(?:\s+[\w'’-]+){0,3}?(?:\s+|[-–]\s*)per[- ](?!cent|se\b|capita)([a-z]+(?:-[a-z]+)*(?: (?:foot|mile))?)", re.I
)
# A stretch of time may stand a few words off: "spends $5 on food each month", but not "$5 in less than a year".
LATER = re.compile(
    r"(?:\s+[\w'’-]+){0,5}?\s+(?!(?:in|of|for|than|within|once|twice|over|about|after|just|almost|nearly|times)\b)[\w'’-]+"
    r"\s+(?:each|every|an?) (year|month|week|day|hour|night)(?!-|\s+(?:ago|earlier|before|later|of|after|when|in)\b)\b",
    re.I,
)
EACH = re.compile(r"(?:\s+\([^()]{1,16}\))?\s+(?:each|apiece|an? p(?:op|iece))\b(?! (?:year|month|week|day|hour|night))", re.I)
# What is compared with another amount is per the same: "from $5 to $6 an hour", "$5 per share, up from $4".
PIECE = rf"(?:(?:-|\s)an?[- ]|\s+per[- ]|/)({UNITS})(?!-|\s+(?:ago|earlier|before|later)\b)\b"
TO = (
    r"(?:,?\s+(?:up|down) from|\s+(?:to|from|and|or|versus|against|instead of)|,?\s+compared (?:with|to))\s+"
    r"(?:about |around |over |just |nearly )?"
)
AHEAD = re.compile(rf"{TO}\D{{0,3}}\d[\d,.]*(?:\s?[a-z]+)?{PIECE}", re.I)
BACK = re.compile(rf"\d(?:[- ](?:[bm]illion|cents|pence))?{PIECE}{TO}$", re.I)
OFTEN = {
    "annual": "year", "yearly": "year", "monthly": "month", "weekly": "week", "daily": "day", "hourly": "hour",
    "nightly": "night",
}  # fmt: skip
# By what piece markets give a price.
MARKETS = {
    "share": "share", "shares": "share", "stock": "share", "stocks": "share", "target": "share", "ipo": "share",
    "oil": "barrel", "crude": "barrel", "brent": "barrel", "wti": "barrel", "intermediate": "barrel",
    "gasoline": "gallon", "petrol": "gallon", "diesel": "gallon", "gas": "gallon",
    "gold": "ounce", "silver": "ounce", "platinum": "ounce", "palladium": "ounce", "bullion": "ounce",
}  # fmt: skip
MARKET_VERBS = MOVES | {"trade", "close", "open", "settle", "finish", "end", "price"}
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
    figure.per = per(text[max(0, start - 60) : start], text[end : end + 80])


def per(before: str, after: str) -> str | None:
    """Give per what an amount is, by the words right before and behind it."""
    word = after.lower().lstrip()
    if match := PER.match(after):
        return "unit" if match[1].lower() == "pop" else match[1].lower()
    if often := next((unit for adverb, unit in PER_ADVERB.items() if word.startswith(adverb)), None):
        return often
    if EACH.match(after):
        return "unit"
    match = WHATEVER.match(after) or LATER.match(after) or AHEAD.match(after) or BACK.search(before)
    return match[1].lower() if match else None


def rate(figure: Figure, seen: Scene) -> str | None:
    """Give per what an amount is, where the words farther off say it: "an annual payment of $5", "the shares rose to $5"."""
    nouns = [seen.items[seen.k], *(seen.items[i] for _, i in seen.link.between[:1] if seen.link.prep in ("of", "in"))]
    near = [token.lower_ for item in [*nouns, *(seen.items[i] for i in seen.nouns)] for token in tokens(item)]
    if often := next((OFTEN[word] for word in near if word in OFTEN), None):
        return often
    if figure.kind == "salary" and "minimum" in near and figure.amount < 100:
        return "hour"
    if figure.kind != "price":
        return None
    if seen.doer is not None and seen.word in MOVES - {"be"}:
        words = {token.lower_ for token in tokens(seen.doer)}
        if moneys := words & MONEYS:
            return "pound" if "sterling" in words else min(moneys)
    if seen.word in MARKET_VERBS:
        said = [token.lower_ for item in reversed(seen.items[: seen.k]) for token in tokens(item)]
        if found := next((MARKETS[word] for word in said if word in MARKETS), None):
            return found
        if seen.doer is not None and seen.doer.head.ent_type_ == "ORG" and seen.word != "be":
            return "share"
    return "share" if {"target", "share"} & set(near) else None
