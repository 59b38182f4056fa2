"""The titles and roles that a text gives a person: in front of the name, in an apposition, or said of it."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from pipelines.nlp.people.descriptions import is_sort
from pipelines.nlp.people.name_words import name_words, title_of_several, title_words
from pipelines.nlp.people.names import POSSESSIVES, PROPER

# No title is longer; the bound keeps the search linear in a text that has no sentences.
LONGEST = 18
BEFORE = {"NNP", "NNPS", "NN", "JJ", "POS", "HYPH", "AFX"}
DETERMINERS = {"DT", "PRP$"}
SURROUNDING = DETERMINERS | {"POS", "CC", "IN", "RB", "HYPH"}
PREDICATES = {"is", "was", "became"}
# What begins the examples of several: "senators like Ada Marr".
EXAMPLES = {"like", "including", "as", "such", ","}
# What sets an apposition apart that has its article: "Ada Marr – the mayor – …", and what ends any.
APART = {"–", "—", "--", "("}
ENDS = {",", ".", ";", "or", ")"} | APART
# What is no part of a title in front of it, nor the party of a lawmaker.
PASSING = {
    *("current", "fellow", "new", "newest", "own", "today", "tomorrow", "yesterday", "tonight", "late", "then", "now"),
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
}
PARTIES = {"democratic", "democrat", "republican", "gop", "labour", "conservative", "tory"}
LAWMAKERS = {
    "sen",
    "senator",
    "rep",
    "reps",
    "representative",
    "congressman",
    "congresswoman",
    "gov",
    "governor",
    "mp",
    "lawmaker",
}
# What stands behind the head: professor emeritus.
BEHIND = {"designate", "elect", "emerita", "emeritus"}
# What tells a place in a row, and not what somebody is.
ORDINALS = {"first", "second", "third", "only", "last", "latest", "youngest", "oldest", "best"}
# What labels a picture in front of its text: "Image caption Mayor Ada Marr".
LABELS = {"caption", "copyright", "photo", "photograph", "source", "video"}
HOLDERS = {"ORG", "GPE", "NORP", "LOC"}
CLAUSE = {"WP", "WDT", "WP$", "WRB", "VBD", "VBZ", "VBP", "MD", ":", "``", "''", "-LRB-", "-RRB-", "_SP"}


def before(entity: Span) -> Iterator[str]:
    """The titles that stand right before a name ("Deputy Energy Minister"), or before a comma ("its director, …")."""
    doc, end = entity.doc, entity.start
    degree = None
    while end and kind_of(doc[end - 1]) in ("honorific", "degree"):
        end -= 1
        degree = doc[end] if kind_of(doc[end]) == "degree" else degree
    # "The Democratic leader, Senator Ada Marr": both.
    first = end
    while first and end - first < LONGEST and is_title(doc[first - 1]):
        first -= 1
    if first and doc[first - 1].text == ",":
        yield from _phrase_before(doc, first - 1, apposition=True)
    yield from _phrase_before(doc, end, apposition=False)
    if degree is not None:
        yield degree.text


def _phrase_before(doc: Doc, end: int, apposition: bool) -> Iterator[str]:
    start, owned, joined = end, False, None
    while start and end - start < LONGEST:
        token = doc[start - 1]
        # "Marr's former lawyer": whose is no part of it.
        if start < end and _is_possessive(token) and start > 1 and doc[start - 2].ent_type_ == "PERSON":
            owned = True
            # A role of one word says nothing without: "Marr's partner".
            start -= 2 if end - start == 1 and not apposition else 0
            break
        # "Author and critic", "actor, author and critic": each is a title.
        link = token.lower_ == "and" or (token.text == "," and joined is not None)
        if link and not apposition and 1 < start < end and (is_title(doc[start - 2]) or is_role(doc[start - 2])):
            joined = start = start - 1
        elif _belongs(token, start, end, apposition):
            start -= 1
        elif not apposition and 1 < start < end and token.lower_ in ("of", "for") and _is_rank(doc, start, end):
            start -= 2
        elif apposition and token.tag_ in DETERMINERS:
            start -= 1
            # "At the request of the | mayor of Elm": the title goes no further than to its own determiner.
            if start == 0 or doc[start - 1].tag_ != "IN" or _title(doc, start, end, last=False):
                break
        else:
            break
        if start and doc[start].is_sent_start and doc[start - 1].text.endswith("."):
            break
    # "The president and Senator Ada Marr" are two.
    if joined is not None and start and doc[start - 1].tag_ == "DT" and not doc[end - 1].is_lower:
        start = next(at + 1 for at in range(end - 1, start - 1, -1) if doc[at].lower_ == "and")
    # "Its director, …", "Estonia's …": without a determiner it is more likely the end of something else: a list, a place.
    determined = owned or (start < end and (doc[start].tag_ in DETERMINERS or any(map(_is_possessive, doc[start + 1 : end]))))
    if not apposition or determined or (start < end and doc[start].is_sent_start):
        yield from titles_in(doc, start, end, last=not apposition)


def _belongs(token: Token, start: int, end: int, apposition: bool) -> bool:
    """Whether a word in front of the words from `start` to `end` is a part of the title that ends there."""
    behind = token.doc[start] if start < end else None
    # "Editor-in-chief" is one word.
    if behind is not None and not token.whitespace_ and "-" in (token.text, behind.text):
        return not token.is_space
    # "Trump aide Roger Stone": a name may stand inside a title, right before its head.
    if token.is_space or (token.ent_type_ == "PERSON" and token.tag_ != "POS" and (behind is None or behind.is_punct)):
        return False
    if (token.is_punct and token.tag_ not in ("HYPH", "POS")) or token.lower_ in LABELS:
        return False
    if token.tag_ in BEFORE or _is_possessive(token) or is_title(token) or (apposition and token.tag_ in ("IN", "NNS", "CC")):
        return True
    if behind is None:
        return False
    # In front of the head, an entity belongs to it, whatever its tags, and a plural: "SMFG President", "human rights lawyer".
    plural = token.tag_ == "NNS" and behind.is_lower and behind.lower_ != "former"
    return token.ent_type_ in HOLDERS or plural or token.lower_ in name_words("participle")


def _is_possessive(token: Token) -> bool:
    return token.tag_ == "POS" or token.text in POSSESSIVES


def _is_rank(doc: Doc, at: int, end: int) -> bool:
    """Whether "of" before a token joins a title or a name to a name: Secretary of State, Bank of England Governor.

    In "spokesman for Majority Leader" it does not: the leader has a name, and the spokesman none.
    """
    titled = is_title(doc[at - 2])
    if is_title(doc[end - 1]) and (titled or at == end - 1):
        return False
    # "Chief of staff", "professor of law".
    if titled and doc[at - 1].lower_ == "of" and doc[at - 2].is_lower == doc[at].is_lower:
        return True
    return doc[at].tag_ in PROPER and (titled or (doc[at - 1].lower_ == "of" and doc[at - 2].tag_ in PROPER))


def after(entity: Span) -> Iterator[str]:
    """The roles in an apposition after a name (", chief executive of Solent,"), or said of it ("was the minister")."""
    doc, start = entity.doc, entity.end
    if not (start + 1 < len(doc) and doc[start].text in APART and doc[start + 1].tag_ == "DT"):
        start = _end_of_place(doc, start)
        # "54", "D-Ohio".
        aged = start + 2 < len(doc) and doc[start].text == doc[start + 2].text == ","
        start += 2 if aged and (doc[start + 1].like_num or doc[start + 1].text[:2] in ("R-", "D-", "I-")) else 0
        start += start + 1 < len(doc) and doc[start].text == "," and doc[start + 1].lower_ == "who" and 2
        predicate = start + 1 < len(doc) and doc[start].lower_ in PREDICATES and doc[start + 1].tag_ in DETERMINERS
        if start + 1 >= len(doc) or not (predicate or doc[start].text == ","):
            return
    else:
        predicate = False
    start += 1
    # "Was the first president to …", ", urging the president to …".
    if (predicate and start + 1 < len(doc) and doc[start + 1].lower_ in ORDINALS) or _is_act(doc[start]):
        return
    end = end_of_role(doc, start, predicate)
    # "Trump, Treasury Secretary Ada Marr and …" is a list.
    if not any(_is_named(doc, at) for at in range(start + 1, min(end + 1, len(doc)))):
        yield from titles_in(doc, start, end, last=False)


def end_of_role(doc: Doc, start: int, short: bool) -> int:
    """Where the phrase ends that tells a role; a short one has no other preposition than "of"."""
    for end in range(start, min(start + LONGEST, len(doc))):
        token = doc[end]
        # "Commander-in-chief" is one word.
        if end > start and token.tag_ in ("IN", "HYPH", "NN") and not (token.whitespace_ or doc[end - 1].whitespace_):
            continue
        if token.is_sent_start or token.text in ENDS or token.tag_ in CLAUSE:
            return end
        ends = (token.tag_ == "IN" and token.lower_ != "of") or token.ent_type_ in ("PERSON", "DATE", "TIME")
        if short and ends and doc[min(end + 1, len(doc) - 1)].lower_ != "chief" and doc[end - 1].text != "-":
            return end
    return min(start + LONGEST, len(doc))


def _end_of_place(doc: Doc, at: int) -> int:
    """Where the brackets end that stand right behind a name, or the place that somebody is of: Marr of Elm, its mayor."""
    if at < len(doc) and doc[at].text == "(":
        return next((i + 1 for i in range(at + 1, min(at + LONGEST, len(doc))) if doc[i].text == ")"), at)
    if at + 1 < len(doc) and doc[at].lower_ == "of" and doc[at + 1].ent_type_ in HOLDERS:
        return next((i for i in range(at + 1, min(at + LONGEST, len(doc))) if doc[i].ent_type_ not in HOLDERS), at)
    return at


def _is_act(token: Token) -> bool:
    return token.tag_ == "VBG" and token.lower_ not in name_words("participle")


def _is_named(doc: Doc, at: int) -> bool:
    """Whether somebody's name stands right behind a title in it."""
    before = doc[at - 1]
    return doc[at].ent_type_ == "PERSON" != before.ent_type_ and (is_title(before) or before.tag_ in PROPER | {"NNS"})


def titles_in(doc: Doc, start: int, end: int, last: bool) -> Iterator[str]:
    """The titles that stand in a phrase: one, or two that "and" joins. `last`: the head stands at the end."""
    for at in range(end - 2, start, -1):
        if doc[at].lower_ != "and" and not (last and doc[at].text == ","):
            continue
        second = _title(doc, at + 1, end, last)
        first = second and _title(doc, start, at, last)
        if first and second:
            yield from titles_in(doc, start, at, last)
            yield second
            return
    whole = _title(doc, start, end, last)
    if whole:
        yield whole


def _title(doc: Doc, start: int, end: int, last: bool) -> str | None:
    """The words of a title without what surrounds it; None where its head is no title."""
    while start < end and (_is_around(doc[start]) or (start + 1 < end and _is_passing(doc, start, end))):
        start += 1
    while start < end and _is_around(doc[end - 1]):
        end -= 1
    if start == end:
        return None
    if last and (is_title(doc[end - 1]) or is_role(doc[end - 1])):
        head = end - 1
    else:
        inside = (at for at in range(start + 1, end) if doc[at].tag_ in ("IN", "TO") and doc[at - 1].tag_ != "HYPH")
        stop = next(inside, end)
        head = stop - 1
        if "CC" in {doc[at].tag_ for at in range(start, stop)}:
            head = next((at for at in range(start, stop) if is_title(doc[at])), head)
    if head > start and doc[head].lower_ in BEHIND:
        head -= 1
    if is_role(doc[head]):
        return doc[start:end].text
    # The Institute for Justice.
    if doc[head].ent_type_ == "ORG" and head > start and doc[head - 1].lower_ in ("of", "for"):
        return None
    # "Sister Agnes" has a title, "his sister, Agnes" has none.
    kind = kind_of(doc[head])
    return doc[start:end].text if kind == "title" or (kind == "kin" and last and doc[start:end].text.istitle()) else None


def _is_around(token: Token) -> bool:
    return token.tag_ in SURROUNDING or token.is_space or token.is_punct


def _is_passing(doc: Doc, at: int, end: int) -> bool:
    """Whether a word in front of a title tells only of the day, or of the party of a lawmaker."""
    if doc[at].lower_ in PARTIES:
        return at + 2 == end and doc[at + 1].lower_.rstrip(".") in LAWMAKERS
    return doc[at].lower_ in PASSING and (at + 1 == end or doc[at + 1].tag_ != "HYPH")


def is_role(token: Token) -> bool:
    """Whether a noun in small letters tells what somebody is, though no table of titles has it: "teammate", "bioethicist"."""
    noun = token.lower_.rpartition("-")[2]
    small = token.is_lower and token.tag_ in ("NN", "JJ")
    begins = token.is_sent_start and token.is_title and token.tag_ in ("NN", "NNP") and not token.ent_type_
    if not (small or begins) or noun in name_words("anybody") or kind_of(token):
        return False
    return noun in name_words("role") or is_sort(noun)


def is_title(token: Token) -> bool:
    """Whether a word is a title or a role: "president", "Sen.", "vice-president", "spokeswoman"."""
    return kind_of(token) == "title"


def kind_of(token: Token) -> str:
    """What `data/titles.csv` says of a word, "" where nothing."""
    return title_words().get(token.lower_.rpartition("-")[2].rstrip("."), "")


def joint(entity: Span) -> str:
    """The singular of a title in the plural in front of a name: "Senators" is "Senator"."""
    doc, at = entity.doc, entity.start - 1
    while at > 0 and entity.start - at < 4 and doc[at].lower_ in EXAMPLES:
        at -= 1
    # "Said lawyers, Ada Marr …": behind a comma alone begins something else.
    word = doc[at].text if at >= 0 and (at == entity.start - 1 or doc[entity.start - 1].text != ",") else ""
    single = title_of_several(word.lower()) if word and (word.istitle() or doc[at].tag_ == "NNS") else None
    return word[: len(single) - 1] + single[-1] if single else ""


def is_list(doc: Doc, start: int, end: int) -> bool:
    """Whether nothing but commas and "and" stands between two names, behind what is in brackets: Marr (Elm) and Quill."""
    start = _end_of_place(doc, start) if start < end else start
    return start < end <= start + 2 and all(token.lower_ in (",", "and") for token in doc[start:end])
