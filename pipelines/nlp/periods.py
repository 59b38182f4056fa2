"""When money applies: the words of time in a figure's sentence, and the first and the last day that they mean."""

from __future__ import annotations

import re
from datetime import date, timedelta

from pipelines.nlp.flows import Scene
from pipelines.nlp.records import Figure
from pipelines.nlp.scenes import CLAUSES

MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|today|yesterday"
MONTH = (
    r"(?P<month>January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.|Feb\.|Mar\.|Apr\.|Jun\.|Jul\.|Aug\.|Sept?\.|Oct\.|Nov\.|Dec\.)"
)
YEAR = r"(?P<year>(?:19|20)\d\d)\b"
HOW = r"\b(?:(?P<how>in|since|by|during|for|until|till|from|before|after|through|over|within|on|at)\s+)?(?:the\s+)?"
ORDER = {"first": 1, "second": 2, "third": 3, "fourth": 4, "final": 4, "last": 4}
NUMBERS = {"three": 3, "six": 6, "nine": 9, "12": 12, "twelve": 12, "3": 3, "6": 6, "9": 9}
COUNT = r"(?P<count>three|six|nine|12|twelve|3|6|9)?"
ENDING = rf"(?:(?:the end of\s+)?(?P<day>\d\d?)?\s?{MONTH}(?:\s+(?P<day2>\d\d?)\b)?)(?:,?\s+{YEAR})?"
OTHER_MONTH = MONTH.replace("<month>", "<month2>")
FISCAL = r"(?:(?P<which>this|last|next|current|previous)\s+)?(?:fiscal(?:\s+year)?|financial\s+year|FY)"
SINCE_THEN = r"\s+(?:in|of)\s+" + YEAR + r"|\s+(?:last|the previous)\s+year|\s+a\s+year\s+(?:ago|earlier)"
LONG = r"(?:\d\d?|two|three|four|five|six|seven|eight|nine|ten|several|recent)"
# What names a time, the longest way to say it first.
RULES = [
    (name, re.compile(rule, re.I))
    for name, rule in [
        ("years", r"\b(?:between|from)\s+(?P<from>(?:19|20)\d\d)\s+(?:and|to|until|through)\s+(?P<to>(?:19|20)\d\d)\b"),
        ("year_to", rf"{HOW}{COUNT}\s?(?:months|year)\s+(?:to|ended|ending)\s+{ENDING}"),
        (
            "quarter",
            rf"{HOW}(?P<order>first|second|third|fourth|final|last)[\s-]+(?:quarter|three months)\b(?:(?:\s+of)?\s+{YEAR})?",
        ),
        ("half", rf"{HOW}(?P<order>first|second)[\s-]half\b(?:(?:\s+of)?\s+{YEAR})?"),
        ("day", rf"{HOW}(?:(?P<day>\d\d?)\s+{MONTH}|{OTHER_MONTH}\s+(?P<day2>\d\d?)\b)(?:,?\s+{YEAR})?"),
        ("month", rf"{HOW}{MONTH}(?:,?\s+{YEAR})?(?!\s*\d|-)"),
        ("fiscal", rf"{HOW}{FISCAL}\s?(?:{YEAR})?"),
        ("that", r"\b(?:in|during|over)\s+(?:that|the)\s+(?:period|time|quarter)\b"),
        (
            "same",
            rf"\b(?:in|during|from|for)\s+the\s+same\s+(?:period|quarter|month|time|three months|six months)\b(?:{SINCE_THEN})?",
        ),
        ("before", r"\b(?:(?:the|a)\s+year\s+(?:earlier|ago|before)|(?:in\s+)?the\s+(?:previous|prior)\s+year)\b"),
        ("year", rf"{HOW}(?:calendar\s+)?(?:year\s+)?{YEAR}"),
        ("relative", r"\b(?:(?P<how>since|until|by|in|for|of)\s+)?(?P<which>last|this|next)\s+(?P<unit>year|month|week)\b"),
        ("weekday", rf"\b(?:(?P<how>on|since|until|by)\s+)?(?P<which>last\s+|next\s+)?(?P<weekday>{DAYS})\b"),
        (
            "span",
            r"\b(?:over|in|within|for|during)\s+(?:(?:the|a)\s+)?(?:period\s+of\s+|next\s+|past\s+|last\s+|coming\s+)?"
            rf"{LONG}?\s?-?(?:years?|decades?|months|weeks)\b(?!-)(?:\s+period)?",
        ),
    ]
]
# How many items before and behind an amount are looked at.
BACK, AHEAD = 45, 30
# Kinds of money whose fiscal year is that of the United States, from October on, where they are dollars.
PUBLIC = {"budget", "spending", "aid", "tax", "debt", "savings"}
# The first and the last day, None where one is open or unknown.
Days = tuple[date | None, date | None]
FINITE = {"VBD", "VBZ", "VBP", "MD", "VBG"}
WH = {"who", "which", "that", "when", "where", "while", "because", "whose"}


def months(year: int, month: int, count: int) -> tuple[date, date]:
    """Give the first and the last day of some months, `month` counted from 0 in `year` and free to leave it."""
    first, last = 12 * year + month, 12 * year + month + count
    return date(first // 12, first % 12 + 1, 1), date(last // 12, last % 12 + 1, 1) - timedelta(days=1)


def recent(published: date, month: int, how: str, count: int = 1) -> int:
    """Give the year of a month named without one: the last that has begun, the next where the words look ahead."""
    ahead = how in ("by", "until", "till", "before")
    year = published.year if 12 * published.year + month <= 12 * published.year + published.month - 1 else published.year - 1
    return year + 1 if ahead and year <= published.year and month < published.month - 1 else year if not ahead else published.year


def dates(name: str, match: re.Match[str], published: date | None, last: Figure | None, public: bool) -> Days:
    """Give the first and the last day that words of time mean; None where they leave one open or where it is not known."""
    if published is not None and not 1 < published.year < 9998:
        published = None
    found: Days = (None, None)
    groups = match.groupdict()
    how, year = (groups.get("how") or "").lower(), int(groups["year"]) if groups.get("year") else None
    if name == "years":
        return date(int(groups["from"]), 1, 1), date(int(groups["to"]), 12, 31)
    if name == "span":
        return None, None
    if name == "that":
        return (None, None) if last is None else (last.period_start, last.period_end)
    if name in ("same", "before"):
        return shifted(last, year, published, match[0])
    if name == "relative":
        found = relative(groups, published)
    elif name == "weekday":
        found = weekday(groups, published)
    elif name == "fiscal":
        step = {"last": -1, "previous": -1, "next": 1}.get((groups.get("which") or "").lower(), 0)
        if year is None and published is None:
            return None, None
        if year is None and published is not None:
            year = published.year + step + (published.month > 9 and public)
        found = months(year or 0, -3 if public else 0, 12)
    elif name == "year":
        found = months(year or 0, 0, 12)
    elif name in ("quarter", "half"):
        size = 3 if name == "quarter" else 6
        first = size * (ORDER[groups["order"].lower()] - 1)
        if year is None and published is not None:
            year = published.year if first + size < published.month else published.year - 1
        found = months(year, first, size) if year is not None else found
    else:
        found = dated(name, groups, published, year, how)
    return (None if how in ("by", "until", "till", "before") else found[0]), (
        None if how in ("since", "from", "after") else found[1]
    )


def dated(name: str, groups: dict[str, str | None], published: date | None, year: int | None, how: str) -> Days:
    """Give the days of a month, of a day in it, or of the months that end there."""
    month = MONTHS.index((groups.get("month") or groups.get("month2") or "jan")[:3].lower())
    if year is None and published is None:
        return None, None
    if year is None:
        year = recent(published, month, how) if published is not None else 1
    if name == "year_to":
        count = NUMBERS.get((groups.get("count") or "12").lower(), 12)
        return months(year, month + 1 - count, count)
    if name == "month":
        return months(year, month, 1)
    try:
        day = date(year, month + 1, int(groups.get("day") or groups.get("day2") or 1))
    except ValueError:
        return None, None
    return day, day


def relative(groups: dict[str, str | None], published: date | None) -> Days:
    """Give the days of last, this or next year, month or week."""
    if published is None:
        return None, None
    step = {"last": -1, "this": 0, "next": 1}[(groups["which"] or "").lower()]
    unit = (groups["unit"] or "").lower()
    if unit == "year":
        return months(published.year + step, 0, 12)
    if unit == "month":
        return months(published.year, published.month - 1 + step, 1)
    monday = published + timedelta(days=7 * step - published.weekday())
    return monday, monday + timedelta(days=6)


def weekday(groups: dict[str, str | None], published: date | None) -> Days:
    """Give the day: the last of its name up to the day of publication."""
    if published is None:
        return None, None
    name = (groups["weekday"] or "").lower()
    if name in WEEKDAYS:
        back = (published.weekday() - WEEKDAYS.index(name)) % 7
        day = published - timedelta(days=back - 7 if (groups.get("which") or "").strip().lower() == "next" else back)
    else:
        day = published - timedelta(days=name == "yesterday")
    return day, day


def shifted(last: Figure | None, year: int | None, published: date | None, words: str) -> Days:
    """Give the same days a year before those of the figure before: "a year earlier", "the same period in 2003"."""
    if last is None or last.period_start is None or last.period_end is None:
        ago = published is not None and "ago" in words.lower() and "same" not in words.lower()
        return (
            months(published.year - 1, 0, 12) if ago and published is not None else months(year, 0, 12) if year else (None, None)
        )
    step = 1 if year is None else last.period_start.year - year
    first = last.period_start.year - step
    count = 12 * (last.period_end.year - last.period_start.year) + last.period_end.month - last.period_start.month + 1
    return months(first, last.period_start.month - 1, count) if 1 < first < 9998 and 0 < count < 2400 else (None, None)


def period(figure: Figure, seen: Scene, last: Figure | None) -> None:
    """Fill the period from words in the clause of an amount, the nearest to it; `last` is what "a year earlier" is before."""
    doc, items = seen.items[0].head.doc, seen.items
    near = items[max(0, seen.k - BACK)].start, items[min(len(items) - 1, seen.k + AHEAD)].end
    text, offset = doc[near[0] : near[1]].text, doc[near[0]].idx
    best: tuple[int, str, re.Match[str]] | None = None
    taken: list[tuple[int, int]] = []
    for name, rule in RULES:
        for match in rule.finditer(text):
            start, end = match.start() + offset, match.end() + offset
            if any(a < end and start < b for a, b in taken) or not says(name, match):
                continue
            taken.append((start, end))
            if (start < figure.end_char and figure.start_char < end) or not belongs(seen, start):
                continue
            gap = start - figure.end_char if start >= figure.end_char else figure.start_char - end + 10
            if (name != "weekday" or gap <= 60) and (best is None or gap < best[0]):
                best = gap, name, match
    if best is not None:
        _, name, match = best
        public = figure.currency == "USD" and figure.kind in PUBLIC
        figure.period_text = match[0]
        figure.period_start, figure.period_end = dates(name, match, doc._.published, last, public)


def says(name: str, match: re.Match[str]) -> bool:
    """Tell whether words are a time at all: "May" alone is a name, a bare number is one."""
    groups = match.groupdict()
    if name == "fiscal":
        return bool(groups.get("year") or groups.get("which"))
    return name not in ("month", "year") or bool(groups.get("how") or (name == "month" and groups.get("year")))


def belongs(seen: Scene, start: int) -> bool:
    """Tell whether words of time belong to an amount: no other clause and no other amount stands between."""
    items, k = seen.items, seen.k
    doc = items[0].head.doc
    first = next((i for i, item in enumerate(items) if doc[item.end - 1].idx + len(doc[item.end - 1]) > start), len(items))
    if first > k:
        between = items[k + 1 : first]
        depth = 0
        for n, item in enumerate(between):
            depth += (item.word in ("(", "[")) - (item.word in (")", "]"))
            if depth > 0:
                continue
            if (
                item.kind == "money"
                or (
                    item.kind == "verb"
                    and item.head.tag_ in FINITE
                    and (not n or between[n - 1].word not in ("on", "in", "for", "of"))
                )
                or item.word in WH
                or item.word in CLAUSES - {"as", "since", "until", "before", "after"}
                or item.word in (";", "compared", "—")
            ):
                return False
        return True
    own = range(seen.link.group, seen.link.verb + 1) if seen.link.verb is not None else range(0)
    for item in reversed(items[max(0, first - 8) : first]):
        if item.word in (",", ";"):
            break
        if item.word in WH - {"that"}:
            return False  # "which was founded in 1998"
    others = depth = 0
    for i in range(first, k):
        item = items[i]
        depth += (item.word in ("(", "[")) - (item.word in (")", "]"))
        if item.kind == "money" or (item.word in WH - {"that", "who", "which"} and i > first + 2) or item.word == ";":
            return False
        if item.kind == "verb" and item.head.lemma_ == "say":
            continue
        others += item.kind == "verb" and item.head.tag_ in FINITE and i not in own and items[i - 1].kind != "verb"
    return depth <= 0 and others <= (first <= 1)
