"""Tokens and sentence starts as news needs them: broken apostrophes, hyphens behind abbreviations, titles, line breaks."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from spacy.language import Language
from spacy.symbols import NORM, ORTH, SENT_START
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import registry

# An opening mark, an acute accent or a grave one, written where an apostrophe belongs: Ukraine‘s, Ukraine´s.
BROKEN_APOSTROPHES = "‘´`"
SUFFIXES = (rf"[{BROKEN_APOSTROPHES}][sS]", "_")
INFIXES = (
    r"(?<=\.)-(?=[A-Za-z])",  # U.S.-led
    rf"(?<=[A-Za-z.])[{BROKEN_APOSTROPHES}](?=[sS]\b)",
    r"(?<=[^\s—])(?:—|--)(?=[^\s—])",  # a dash without spaces, whatever stands beside it
)
# Abbreviations that stand before a name: the full stop ends no sentence.
TITLES = (  # noqa: SIM905 - a list would take a line for each
    "Adm. Amb. Asst. Atty. Brig. Capt. Cmdr. Col. Cpl. Det. Dr. Ens. Fr. Gen. Gov. Govs. Hon. Insp. Lt. Maj. Messrs. Mr. Mrs. "
    "Ms. Mt. Msgr. Pres. Prof. Pvt. Rep. Reps. Rev. Sen. Sens. Sgt. Spc. St. Ste. Supt."
).split()
# Others that stand before more of the same sentence, more often than not.
ABBREVIATIONS = [*TITLES, *"Bros. Co. Corp. Cos. Inc. Jr. Ltd. Nos. No. Sr. approx. cf. est. vs.".split()]  # noqa: SIM905
# KYIV — / WARSAW, Nov 3 (Reuters) - / SANTA FE, N.M. (AP) —
DATELINE = re.compile(
    r"^[ \t]*[A-Z][A-Z'’.-]+(?: [A-Z][A-Z'’.-]+){0,3}(?:, [^\n()—–]{2,30})?(?: \([^\n()]{2,40}\))?"
    r"(?: ?(?:—|–|--|-) |—)(?=[^\sa-z])",
    re.MULTILINE,
)
# Headings and the caption of a picture may stand before it.
DATELINE_WITHIN = 1_500
# 1. / 12) at the start of a line
ITEM = re.compile(r"^[ \t]*\d{1,3}[.)][ \t]+", re.MULTILINE)
# Marks behind which a sentence may begin; closing ones change nothing, and straight ones open and close.
ENDING, CLOSING, OPENING = frozenset(".?!…;—–\n"), frozenset("\"”’'»)]}"), frozenset('"“‘«([{')
# To take the marks off the ends of what stands between two spaces costs the square of its length: no more characters of it go in
# at once. Addresses that mean anything are shorter.
MOST = 400
LONG = re.compile(rf"(?<!\S)\S{{{MOST + 1},}}")
# News repeats itself: the default of 10,000 words is emptied again and again.
CACHE_SIZE = 200_000


@registry.tokenizers("newsledger.Tokenizer.v1")
def create_tokenizer() -> Callable[[Language], Tokenizer]:
    """Give spaCy's tokenizer for the language, mended: for the configuration of a pipeline that is to be trained."""

    def create(nlp: Language) -> Tokenizer:
        tokenizer = registry.tokenizers.get("spacy.Tokenizer.v1")()(nlp)
        mend(tokenizer)
        return tokenizer

    return create


def mend(tokenizer: Tokenizer) -> None:
    """Add the rules of this module to a tokenizer of English, in place; doing so again changes nothing."""
    tokenizer.suffix_search = _extended(tokenizer.suffix_search, [f"(?:{suffix})$" for suffix in SUFFIXES]).search
    # In front: the first alternative that fits is taken, and those of spaCy know other hyphens.
    tokenizer.infix_finditer = _extended(tokenizer.infix_finditer, INFIXES).finditer
    for text in ABBREVIATIONS:
        tokenizer.add_special_case(text, [{ORTH: text}])
    for text, parts in list(tokenizer.rules.items()):
        if "’" in text:
            for mark in BROKEN_APOSTROPHES:
                broken = [{**part, ORTH: part[ORTH].replace("’", mark)} for part in parts]
                tokenizer.add_special_case(
                    text.replace("’", mark), [{key: part[key] for key in part if key in (ORTH, NORM)} for part in broken]
                )
    tokenizer.max_cache_size = CACHE_SIZE


class BoundedTokenizer(Tokenizer):
    """spaCy's tokenizer, in time that grows with a text and no faster, whatever stands in it: very long words come in pieces."""

    def __call__(self, text: str) -> Doc:
        """The tokens of a text."""
        tokenize = super().__call__
        cuts = [cut for long in LONG.finditer(text) for cut in range(long.start() + MOST, long.end(), MOST)]
        if not cuts:
            return tokenize(text)
        pieces = [tokenize(text[start:end]) for start, end in pairwise([0, *cuts, len(text)])]
        return Doc.from_docs(pieces, ensure_whitespace=False, attrs=[NORM])


def bounded(tokenizer: Tokenizer) -> BoundedTokenizer:
    """A tokenizer that makes the same tokens of everything but very long words."""
    names = ("rules", "prefix_search", "suffix_search", "infix_finditer", "token_match", "url_match", "faster_heuristics")
    given = {name: getattr(tokenizer, name) for name in (*names, "max_cache_size")}
    return BoundedTokenizer(tokenizer.vocab, **given)


def _extended(function: Callable, patterns: list[str] | tuple[str, ...]) -> re.Pattern[str]:
    """The expression behind a bound search with more alternatives in front."""
    old = function.__self__.pattern  # type: ignore[attr-defined]
    new = [pattern for pattern in patterns if pattern not in old]
    return re.compile("|".join([*new, old]))


def dateline(text: str) -> tuple[int, int] | None:
    """Start and end of the dateline of an article: the place, the agency and the dash that its first paragraph begins with."""
    match = DATELINE.search(text, 0, DATELINE_WITHIN)
    return match.span() if match else None


@Language.component("newsledger_line_breaks", assigns=["token.is_sent_start"])
def line_breaks(doc: Doc) -> Doc:
    """Begin a sentence behind each line break and the dateline, and none where edited text has none: the parser decides the rest.

    None begins behind a title or an item's number, or between marks and the words that they hug; and where headings have lines of
    their own, none but behind a mark that ends one. An entity recognizer behind the parser lets no name run over a line then.
    """
    place = dateline(doc.text)
    has_lines = "\n" in doc.text.strip()
    items = {match.end() for match in ITEM.finditer(doc.text)}
    texts = [token.text for token in doc]
    # Whether space stands behind a token.
    spaced = [bool(token.whitespace_) or token.is_space for token in doc]
    places = [token.idx for token in doc]
    # Set at once in the end: the setter of a token looks at the whole text.
    starts = doc.to_array(SENT_START).astype("int64")
    begun = ended = False
    for at, (before, text) in enumerate(pairwise(texts), start=1):
        begun = begun or not before.isspace()
        last, apart = before[-1], at == 1 or spaced[at - 2]
        # A closing mark leaves it at what stands before it.
        if last not in CLOSING or apart:
            ended = last in ENDING
        hugs = not spaced[at - 1] and (text[0] in CLOSING or (last in OPENING and apart))
        # Space belongs to the sentence before it, and in front of the first word to that.
        if text.isspace() or not begun or before in _TITLES:
            starts[at] = NO
        elif place and place[0] < places[at] <= place[1]:
            # The place and the agency are no words of whoever speaks in the first sentence.
            starts[at] = YES if places[at] == place[1] else NO
        elif "\n" in before:
            starts[at] = YES
        elif hugs or places[at] in items or (has_lines and not (ended and _may_begin(last, text))):
            starts[at] = NO
    return doc.from_array([SENT_START], starts.view("uint64"))  # type: ignore[arg-type]


def _may_begin(last: str, text: str) -> bool:
    """Whether a token looks like a first one: a small letter does only behind a full stop, where it may be a brand or a list."""
    return last == "." or not text[0].islower()


_TITLES = frozenset(TITLES)
# What spaCy says of a token that begins a sentence, and of one that can't.
YES, NO = 1, -1
