"""Dates, times, percentages, money and numbers as entities: OntoNotes' types of values, by rules.

For a recognizer that was trained on names only. What the rules follow: R. Weischedel et al., OntoNotes Release 5.0 (2013), named
entities; words of approximation ("about 5 percent") belong to the value, "ago" and "later" to the time that they count.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from spacy.attrs import LOWER
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipelines.nlp.tables import words

LABELS = ("DATE", "TIME", "PERCENT", "MONEY", "CARDINAL", "ORDINAL")

_DIGITS = r"(?:\d{1,3}(?:,\d{3}){1,6}|\d{1,15})(?:\.\d{1,6})?"
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_SCALE = "hundred|thousand|million|billion|trillion"
_WORD = f"(?:(?:{_TENS})(?:[- ](?:{_ONES}))?|{_TEENS}|{_ONES}|half a dozen|a dozen|dozens|scores|zero)"
_SPELLED = (
    f"(?:(?:{_WORD}|a|half a|several|a few)(?: (?:{_SCALE})){{1,2}}(?: (?:and )?{_WORD}(?: (?:{_SCALE}))?){{0,2}}"
    f"|(?:tens|hundreds|thousands|millions|billions)(?: of (?:thousands|millions|billions))?|{_WORD})"
)
_NUMBER = rf"(?:{_DIGITS}(?:[- ](?:{_SCALE}|dozen)s?\b)?|{_SPELLED})"
_ABOUT = (
    r"(?:(?:about|around|approximately|roughly|nearly|almost|some|over|under|up to|at least|at most|"
    r"as (?:many|much|little|few) as|an estimated|only|just|"
    r"(?:more|less|fewer|better|greater|higher|lower) than|close to|well over|just over|just under) )?"
)
_TO = r"(?: ?[-–—] ?| to | and | or )"
_SEVERAL = rf"(?:{_NUMBER}(?:{_TO}{_NUMBER})?|several|a few|many|a couple of|a|an|the)"

_MONTH = "(?-i:January|February|March|April|May|June|July|August|September|October|November|December)"
_SHORT = r"(?-i:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?"
_DAY = "(?-i:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_DAY_SHORT = r"(?-i:Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun)\."
_YEAR = r"(?:1[5-9]|20)\d\d"
_PERIOD = "day|week|weekend|month|year|decade|century|quarter|fortnight|season|term|spring|summer|autumn|fall|winter"
_SPAN = r"(?:days?|weeks?|weekends?|months?|years?|decades?|centur(?:y|ies)|quarters?|fortnights?)"
_PART = "early|late|mid|the end of|the beginning of|the start of|the middle of|the rest of|much of|the (?:first|second) half of"
_WHICH = "last|next|this|past|previous|coming|following|recent|each|every|later this|earlier this|late last|early next|the same"
_DATE = "|".join(
    (
        rf"(?:(?:{_DAY}|{_DAY_SHORT}),? )?(?:{_MONTH}|{_SHORT}) \d{{1,2}}(?:st|nd|rd|th)?"
        rf"(?:{_TO}(?:(?:{_MONTH}) )?\d{{1,2}}\b)?(?:,? {_YEAR})?",
        rf"(?:the )?\d{{1,2}}(?:st|nd|rd|th)? (?:of )?(?:{_MONTH}|{_SHORT})(?:,? {_YEAR})?",
        rf"(?:(?:{_PART})[ -])?(?:{_MONTH}|{_SHORT})(?: of|,)? {_YEAR}",
        r"\d{1,4}[-/]\d{1,2}[-/]\d{2,4}",
        rf"(?:the )?(?:(?:{_PART})[ -])?(?:{_YEAR}s|['’]\d0s|(?:twent|thirt|fort|fift|sixt|sevent|eight|ninet)ies)",
        rf"(?:(?:{_PART}|fiscal|fiscal year|the year|the fiscal year)[ -])?{_YEAR}(?:(?:[-–/])(?:\d{{2}}|{_YEAR})\b)?",
        r"the (?:\d{1,2}(?:st|nd|rd|th)|(?:early|late|mid)[- ]\w{5,12}|[a-z]{5,11}th|first)[ -]century",
        rf"{_NUMBER}[- ](?:year|month|week|day)s?[- ]old",
        rf"(?:(?:{_PART}) )?(?:the )?(?:{_WHICH}) {_ABOUT}(?:(?:{_NUMBER}|few|several|couple of) )?(?:{_PERIOD})s?",
        rf"(?:the )?(?:{_WHICH}) (?:{_MONTH}|{_DAY})",
        r"(?:the )?(?:first|second|third|fourth|final|last|next) (?:quarter|half|day|week|month|year)"
        rf"(?: of (?:the year|{_YEAR}|last year))?",
        rf"{_ABOUT}{_SEVERAL}[- ](?:(?:more|full|straight|consecutive|past) )?{_SPAN}"
        r"(?: (?:ago|earlier|later|old|before|after)\b)?",
        rf"(?:the )?(?:end|beginning|start|middle) of (?:the|this|last|next) (?:{_PERIOD})",
        rf"(?:late |early |mid-)?(?:{_DAY})s?",
        r"today|yesterday|tomorrow|nowadays|annual|annually|monthly|weekly|daily|quarterly|decades|years|months|weeks|days",
        _MONTH,
    )
)
_CLOCK = r"(?:\d{1,2}(?:[:.]\d{2}){1,2}|\d{1,2})"
_TIME = "|".join(
    (
        rf"{_ABOUT}{_CLOCK} ?(?:a\.m\.|p\.m\.|am\b|pm\b|o['’]clock|GMT\b)"
        r"(?: (?-i:ET|EST|EDT|CT|PT|PST|PDT|GMT|BST|CET|UTC|Eastern)\b)?",
        r"(?:[01]?\d|2[0-3]):[0-5]\d",
        rf"(?:(?:{_DAY}|this|late|early|last|tomorrow|yesterday|the|one) )(?:morning|afternoon|evening|night)",
        rf"{_ABOUT}(?!the |many ){_SEVERAL}[- ](?:hours?|minutes?|seconds?)(?: (?:ago|earlier|later)\b)?",
        r"midnight|noon|midday|overnight|tonight|hours|minutes",
    )
)
_SIGN = r"(?-i:(?:US|U\.S\. ?|A|C|CA|HK|NZ|S|R)?\$|[€£¥₹₴₽₩₪]|(?:USD|EUR|GBP|Rs\.?) ?)"
_UNIT = (
    r"(?:(?:US|U\.S\.|Canadian|Australian|Hong Kong) )?(?:dollars?|euros?|pounds?|pence|cents?|yen|yuan|rupees?|rubles?|roubles?|"
    r"hryvnias?|francs?|pesos?|lira|krona|kroner|zloty|bucks|quid)"
)
_SHORT_SCALE = rf"(?:[- ]?(?:{_SCALE})s?\b|(?:bn|m|tn|k|b|M|B|K|mn|trn)\b)?"
_MONEY = "|".join(
    (
        rf"{_ABOUT}(?:between )?{_SIGN} ?{_DIGITS}{_SHORT_SCALE}"
        rf"(?:{_TO}{_SIGN} ?{_DIGITS}{_SHORT_SCALE}|(?: ?[-–—] ?| to ){_DIGITS}{_SHORT_SCALE})?",
        rf"{_ABOUT}{_NUMBER}(?:{_TO}{_NUMBER})?(?:bn|m|tn|k)?[- ]{_UNIT}\b",
    )
)
_PERCENT = rf"{_ABOUT}(?:between )?{_NUMBER}(?:%|{_TO}{_NUMBER})?(?: ?%|[- ](?:percent|per cent|percentage points?|pct)\b)"
_ORDINAL = (
    rf"\d{{1,6}}(?:st|nd|rd|th)|(?:(?:{_TENS})-)?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|"
    r"tenth|eleventh|twelfth|[a-z]{4,6}teenth|[a-z]{4,5}tieth|hundredth"
)
_CARDINAL = rf"{_ABOUT}{_NUMBER}(?:{_TO}{_NUMBER})?"
# In the order of trust: the first that fits at a place is taken.
PATTERN = re.compile(
    rf"(?<![\w$€£.,@#/&-])(?:(?P<MONEY>{_MONEY})|(?P<PERCENT>{_PERCENT})|(?P<TIME>{_TIME})|(?P<DATE>{_DATE})|(?P<ORDINAL>{_ORDINAL})|"
    rf"(?P<CARDINAL>{_CARDINAL}))(?![\w@])",
    re.IGNORECASE,
)
# What a value's first token looks like: most tokens begin none, and are passed over at once.
_BEGINNING = re.compile(
    r"\d|[a-z.]{0,4}[$€£¥₹₴₽₩₪]|['’]\d|(?:half|dozens|scores|zero|tens|hundreds|thousands|millions|billions|usd|eur|gbp|rs|several|"
    r"early|late|mid|fiscal|last|next|this|past|previous|coming|following|recent|each|every|later|earlier|final|today|yesterday|"
    r"tomorrow|nowadays|annual|annually|monthly|weekly|daily|quarterly|decades|years|months|weeks|days|midnight|noon|midday|overnight|"
    rf"tonight|hours|minutes|end|beginning|start|middle|{_MONTH}|{_DAY}s?|{_SHORT}|{_DAY_SHORT}|{_TENS}|{_TEENS}|{_ONES}|{_ORDINAL})$|"
    rf"(?:{_TENS})-",
    re.IGNORECASE,
)
NEVER, BEHIND, BEFORE, ALONE = range(4)
# Words that are values only where they count something, by their tag.
_COUNTING = frozenset(("one", "second"))


@Language.component("newsledger_values", requires=["doc.ents"], assigns=["doc.ents"])
def values(doc: Doc) -> Doc:
    """Add the values that no entity of the recognizer covers; a doc whose recognizer finds values of its own stays as it is."""
    if any(entity.label_ in LABELS for entity in doc.ents):
        return doc
    taken = {i for entity in doc.ents for i in range(entity.start, entity.end)}
    text = doc.text  # joined anew at every look
    found: list[Span] = []
    after = 0
    begins = [_begins(doc.vocab.strings[form]) for form in doc.to_array(LOWER).tolist()]
    for at, (this, following) in enumerate(pairwise([*begins, NEVER])):
        if at >= after and (this == ALONE or (this == BEFORE and following)) and at not in taken:
            span = _value_at(doc, text, at)
            if span is not None and taken.isdisjoint(range(span.start, span.end)):
                found.append(span)
                after = span.end
    if found:
        doc.ents = [*doc.ents, *found]
    return doc


@lru_cache(maxsize=100_000)
def _begins(form: str) -> int:
    """Whether a form begins values, alone, only before one that does, or never but stands behind such a one."""
    if _BEGINNING.match(form.title()):
        return ALONE
    return BEFORE if form in words("value_words", "before") else BEHIND if form in words("value_words", "behind") else NEVER


def _value_at(doc: Doc, text: str, at: int) -> Span | None:
    """The value that begins at a token; None where there is none, or where it fits no tokens."""
    match = PATTERN.match(text, doc[at].idx)
    if match is None:
        return None
    span = doc.char_span(*match.span(), label=match.lastgroup or "")
    if span is None or "\n" in span.text:
        return None
    if len(span) == 1:
        word, before = span.text, doc[at - 1].lower_ if at else ""
        if word.lower() in _COUNTING and (span[0].tag_ not in ("CD", "JJ", "RB", "") or before == "no"):
            return None
        if word in ("May", "March") and before not in words("value_words", "month"):
            return None
    return span
