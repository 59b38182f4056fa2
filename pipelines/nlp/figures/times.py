"""Words of time in a text, by rules. Text in, `Time`s out; which days they mean is told by `days`."""

from __future__ import annotations

import re
from typing import NamedTuple

NAMES = (
    r"January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Jan\.|Feb\.|Mar\.|Apr\.|Jun\.|Jul\.|Aug\.|Sept?\.|Oct\.|Nov\.|Dec\."
)
MONTH, MONTH2 = rf"(?P<month>{NAMES})", rf"(?P<month2>{NAMES})"
DAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|today|tonight|yesterday|tomorrow"
YEAR = r"(?P<year>(?:19|20)\d\d)\b"
COUNT = r"(?P<count>\d\d?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
HOW = (
    r"\b(?:(?P<how>in|since|by|during|for|until|till|from|before|after|through|over|within|on|at|as of|as from|"
    r"(?:start|beginn)ing(?: in| on| from)?|effective)\s+)?(?:(?:the|its|his|her|their|our)\s+)?"
)
PART = r"(?P<part>early|late|mid|(?:the\s+)?(?:end|start|beginning|middle)\s+of|(?:ear|la)(?:l|t)ier|later)"
ENDING = rf"(?:(?:the\s+end\s+of\s+)?(?P<day>\d\d?)?\s?{MONTH}(?:\s+(?P<day2>\d\d?)\b)?)(?:,?\s+{YEAR})?"
FISCAL = r"(?:(?P<which>this|last|next|current|previous|coming)\s+)?(?:fiscal(?:\s+year)?|financial\s+year|budget\s+year|FY)"
SINCE_THEN = r"\s+(?:in|of)\s+" + YEAR + r"|\s+(?:last|the\s+previous)\s+year|\s+a\s+year\s+(?:ago|earlier)"
MANY = r"(?:\d\d?|two|three|four|five|six|seven|eight|nine|ten|fifteen|twenty|several|recent|few)"
# What a bare year before it is of: "its 2019 revenue".
YEARLY = (
    r"budgets?|revenues?|sales|profits?|earnings|incomes?|losses|loss|spending|deficit|surplus|figures?|total|salary|tax|pay|results?|"
    r"settlement|deal|bailout|rescue|campaign|election|stimulus|recovery|fiscal"
)
# What names a time, the longest way to say it first, each with the keys of which a text must have one to be looked at;
# what stands within words that are found is not looked at again.
RULES = [
    (name, set(keys.split()), re.compile(rule, re.I))
    for name, keys, rule in [
        (
            "years",
            "YEAR",
            r"\b(?:between|from|in|for|during)\s+(?:the\s+)?(?:both\s+)?(?:(?P<fiscal>fiscal|financial)\s+|tax\s+)?(?:years?\s+)?"
            r"(?P<from>(?:19|20)\d\d)\s+(?:and|to|until|through)\s+(?P<to>(?:19|20)\d\d)\b",
        ),
        (
            "years",
            "YEAR",
            rf"{HOW}(?P<from>(?:19|20)\d\d)\s?[-–/]\s?(?P<to>(?:19|20)?\d\d)\b(?![-–/.,]?\d)"
            r"(?:\s+(?:fiscal|financial|budget)\s+year)?",
        ),
        (
            "years",
            "MONTH",
            rf"{HOW}(?:between\s+)?{MONTH}\s+(?P<from>(?:19|20)\d\d)(?:\s?[-–]\s?|\s+(?:to|through|until|and)\s+)"
            rf"{MONTH2}\s+(?P<to>(?:19|20)\d\d)\b",
        ),
        (
            "year_to",
            "MONTH",
            rf"{HOW}(?:{COUNT}\s?months|year|(?P<quarter>quarter))\s+(?:to|ended|ending|through)\s+(?:on\s+)?{ENDING}",
        ),
        (
            "months",
            "MONTH",
            rf"{HOW}(?:between\s+)?{MONTH}(?:\s?[-–]\s?|-to-|\s+(?:to|through|until|and)\s+){MONTH2}"
            rf"(?:,?\s+{YEAR})?(?!\s*\d)(?:\s+period\b)?",
        ),
        (
            "days",
            "MONTH",
            rf"{HOW}(?:between\s+)?(?:{MONTH}\s+(?P<day>\d\d?)(?:\s?[-–]\s?|\s+(?:to|through|and)\s+)(?P<to>\d\d?)"
            rf"|(?P<day2>\d\d?)(?:\s?[-–]\s?|\s+(?:to|and)\s+)(?P<to2>\d\d?)\s+{MONTH2})\b(?:,?\s+{YEAR})?",
        ),
        (
            "since",
            "YEAR",
            rf"\b(?P<how>since)\s+(?:[\w’'-]+\s+){{1,6}}?(?:in|on)\s+(?:{MONTH}\s+(?:\d\d?,\s+)?)?{YEAR}",
        ),
        ("part", "month", rf"{HOW}first\s+{COUNT}\s+months\b(?:(?:\s+of)?\s+(?:{YEAR}|(?P<which>this|last)\s+year|the\s+year))?"),
        (
            "quarter",
            "quarter month q",
            rf"{HOW}(?:(?P<order>first|second|third|fourth|final|last|holiday)[\s-]+(?:quarter|three\s+months)|Q(?P<number>[1-4]))\b"
            rf"(?:(?:\s+of|\s+in)?\s+(?:fiscal\s+)?(?:{YEAR}|(?P<which>this|last)\s+year))?",
        ),
        (
            "half",
            "half",
            rf"{HOW}(?P<order>first|second)[\s-]half\b(?:(?:\s+of)?\s+(?:{YEAR}|(?P<which>this|last)\s+year))?",
        ),
        (
            "day",
            "MONTH",
            rf"{HOW}(?:(?P<day>\d\d?)(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}|{MONTH2}\s+(?P<day2>\d\d?)(?:st|nd|rd|th)?\b)"
            rf"(?:,?\s+{YEAR})?",
        ),
        (
            "month",
            "MONTH",
            rf"{HOW}(?:{PART}[\s-]+)?(?:(?P<which>last|this|next)\s+)?{MONTH}"
            rf"(?:(?:,|\s+of)?\s+(?:{YEAR}|(?P<that>this|last|next)\s+year))?(?!\s*\d|-)",
        ),
        ("fiscal", "fiscal year fy", rf"{HOW}{FISCAL}\s?(?:{YEAR}|(?P<short>\d\d)\b)?"),
        ("decade", "YEAR", rf"{HOW}(?:{PART}[\s-]+)?(?P<decade>(?:19|20)\d0)s\b"),
        (
            "that",
            "period time quarter span year then",
            r"\b(?:(?:in|during|over|for|at)\s+(?:that|the\s+same|the)\s+(?:full\s+)?(?P<unit>period|time|quarter|span|year)\b"
            r"(?!\s+(?:in|of|last|a|to|end\w*|through|before|earlier|ago|prior|being)\b)|(?P<how>since)\s+then\b)",
        ),
        (
            "later",
            "later",
            rf"\b{COUNT}\s+(?P<unit>year|month)s?\s+later\b",
        ),
        (
            "same",
            "period time quarter month half",
            r"\b(?:in|during|from|for)\s+the\s+(?:same|year-earlier|year-ago|prior-year|corresponding)\s+"
            rf"(?:period|quarter|month|time|half|{MANY}\s+months)\b(?:{SINCE_THEN})?",
        ),
        ("before", "year", r"\b(?:(?:the|a)\s+year\s+(?:earlier|ago|before|prior)|(?:in\s+)?the\s+(?:previous|prior)\s+year)\b"),
        (
            "ago",
            "ago",
            r"\b(?:(?P<how>since|until|before)\s+)?(?:(?:about|around|some|nearly|almost)\s+)?"
            r"(?P<count>\d\d?|an?|one|two|three|four|five|six|seven|eight|nine|ten)\s+"
            r"(?P<unit>year|month|week|day|decade)s?\s+ago\b",
        ),
        ("year", "YEAR", rf"{HOW}(?:{PART}[\s-]+)?(?:calendar\s+)?(?:the\s+)?(?:year\s+)?{YEAR}(?!\s+dollars)"),
        (
            "relative",
            "year month week quarter season",
            rf"\b(?:(?P<how>since|until|by|in|for|as\s+of|of|from|through|during|before|after)\s+)?(?:{PART}\s+)?(?:the\s+)?"
            r"(?P<which>last|this|next|previous|coming|current|following)\s+"
            r"(?P<unit>year|month|week|quarter|spring|summer|autumn|fall|winter)\b(?!-)",
        ),
        (
            "weekday",
            "day",
            r"\b(?:(?P<how>on|since|until|by|from|starting|beginning|before|after|as\s+of)\s+)?(?P<which>last\s+|next\s+)?"
            rf"(?P<weekday>{DAYS})\b",
        ),
        (
            "span",
            "year month week day decade",
            r"\b(?:(?:over|in|within|for|during)\s+)?(?:(?:the|a)\s+)?(?:(?:period|course|space)\s+of\s+(?:the\s+)?)?"
            r"(?:(?:next|past|last|coming|first|this)\s+)?"
            rf"(?:{MANY}[\s-])?(?:years?|decades?|months|weeks|days|weekend)\b(?!-)(?:\s+period)?",
        ),
    ]
]
# What a word or a number of a text shows that may be in it.
KEYS = {name.rstrip(".").lower(): "MONTH" for name in NAMES.replace("Sept?", "Sep|Sept").replace("\\", "").split("|")}
KEYS |= {day.lower(): "day" for day in DAYS.split("|")} | dict.fromkeys(
    ("spring", "summer", "autumn", "fall", "winter"), "season"
)
KEYS |= {
    "fiscal": "fiscal",
    "financial": "fiscal",
    "budget": "fiscal",
    "fy": "fy",
    "ago": "ago",
    "q": "q",
    "weekend": "week",
    "later": "later",
    "then": "then",
}
for unit in ("year", "month", "week", "quarter", "half", "decade", "period", "time", "span", "day"):
    KEYS |= {unit: unit, unit + "s": unit}
# Before which a number is no year: "$2000", "1,2000", "No. 2000".
BOUND = re.compile(r"[\w$€£.,#/-]$")
WORDS = re.compile(r"[a-z]+|(?:19|20)\d\d")


class Time(NamedTuple):
    """Words of time: the rule that found them, where they stand, and their parts."""

    name: str
    start: int
    end: int
    text: str
    parts: dict[str, str]


def times(text: str) -> list[Time]:
    """Find the words of time of a text, in order; they do not overlap."""
    found: list[Time] = []
    keys = {KEYS.get(word, "YEAR" if word.isdecimal() else "") for word in WORDS.findall(text.lower())} - {""}
    taken = bytearray(len(text))
    for name, needs, rule in RULES if keys else ():
        for match in () if keys.isdisjoint(needs) else rule.finditer(text):
            start, end = match.span()
            parts = {key: value.lower() for key, value in match.groupdict().items() if value}
            if not any(taken[start:end]) and says(name, parts, text, start, end):
                taken[start:end] = b"\1" * (end - start)
                found.append(Time(name, start, end, match[0], parts))
    return sorted(found, key=lambda time: time.start)


def says(name: str, parts: dict[str, str], text: str, start: int, end: int) -> bool:
    """Tell whether words are a time at all: "May" alone is a name, a bare number is one."""
    if name == "fiscal":
        return "year" in parts or "short" in parts or "which" in parts
    if name == "month":
        named = text[start:end].strip().lower()
        return len(parts) > 1 or (
            text[start].isupper() and named not in ("march", "may") and text[max(0, start - 2) : start][:1].isalnum()
        )
    if name == "span":
        return " " in text[start:end] and not text[start:end].lower().startswith(("a ", "the year", "first"))
    if name == "year":
        return "how" in parts or "part" in parts or not BOUND.search(text[max(0, start - 2) : start])
    return True
