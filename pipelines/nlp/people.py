"""People: every person of an article once, under the fullest form of the name, with titles and all mentions."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipelines.nlp.names import title_words
from pipelines.nlp.records import Mention, Person

INDEX = "newsledger_people_index"
# No title is longer; the bound keeps the search linear in a text that has no sentences.
LONGEST = 14
BEFORE = {"NNP", "NNPS", "NN", "JJ", "POS", "HYPH", "AFX"}
DETERMINERS = {"DT", "PRP$"}
CLAUSE = {"WP", "WDT", "WP$", "WRB", "VBD", "VBZ", "VBP", "MD", ":", "``", "''", "-LRB-", "-RRB-", "_SP"}


@Language.component("newsledger_people", requires=["doc.ents"])
def people(doc: Doc) -> Doc:
    """Fill `doc._.people` from the PERSON entities and their canonical names (`newsledger_names` sets them)."""
    found: dict[str, Person] = {}
    for entity in doc.ents:
        if entity.label_ != "PERSON":
            continue
        surface, name = entity.text, entity._.name or entity.text
        mention = Mention(entity.start_char, entity.end_char, surface)
        person = found.setdefault(name, Person(mention.start_char, mention.end_char, name))
        if surface == name and not any(each.surface == name for each in person.mentions):
            person.start_char, person.end_char = mention.start_char, mention.end_char
        person.mentions.append(mention)
        if surface != name and surface not in person.aliases:
            person.aliases.append(surface)
        for title in (before(entity), after(entity)):
            if title and title.lower() not in map(str.lower, person.titles):
                person.titles.append(title)
    doc._.people = list(found.values())
    return doc


def person_at(doc: Doc, start_char: int, end_char: int) -> Person | None:
    """The person whose mention overlaps a stretch of the text: the first such mention."""
    index: Any = doc.user_data.get(INDEX)
    if index is None or index[0] is not doc._.people:
        # Mentions are entities, which never overlap: their ends are sorted as their starts are.
        pairs = sorted(
            ((each.end_char, each.start_char, person) for person in doc._.people for each in person.mentions), key=_ends
        )
        index = doc.user_data[INDEX] = (doc._.people, [end for end, _, _ in pairs], pairs)
    _, ends, pairs = index
    at = bisect_left(ends, start_char + 1)
    return pairs[at][2] if at < len(pairs) and pairs[at][1] < end_char else None


def _ends(pair: tuple[int, int, Person]) -> int:
    return pair[0]


def before(entity: Span) -> str | None:
    """The title that stands right before a name ("Deputy Energy Minister"), or before a comma ("its director, …")."""
    doc, end = entity.doc, entity.start
    if end and doc[end - 1].text == ",":
        return _phrase_before(doc, end - 1, apposition=True)
    while end and _is_honorific(doc[end - 1]):
        end -= 1
    return _phrase_before(doc, end, apposition=False)


def _phrase_before(doc: Doc, end: int, apposition: bool) -> str | None:
    start = end
    while start and end - start < LONGEST:
        token = doc[start - 1]
        # "Trump aide Roger Stone": a name may stand inside a title, right before its head.
        if token.is_space or (token.ent_type_ == "PERSON" and token.tag_ != "POS" and (start == end or doc[start].is_punct)):
            break
        if token.tag_ in BEFORE or (apposition and token.tag_ in ("IN", "NNS", "CC")) or is_title(token):
            start -= 1
        elif apposition and token.tag_ in DETERMINERS:
            start -= 1
            if start == 0 or doc[start - 1].tag_ != "IN":
                break
        else:
            break
        if doc[start].is_sent_start:
            break
    determined = start < end and doc[start].tag_ in DETERMINERS
    # Without a determiner it is more likely the end of something else: a list, a place.
    if apposition and not determined and not (start < end and doc[start].is_sent_start):
        return None
    return _title(doc, start, end, last=not apposition)


def after(entity: Span) -> str | None:
    """The role in an apposition after a name (", chief executive of Solent & Skagerrak,")."""
    doc, start = entity.doc, entity.end
    if start + 1 >= len(doc) or doc[start].text != ",":
        return None
    start += 1
    if doc[start].like_num and start + 2 < len(doc) and doc[start + 1].text == ",":
        start += 2
    end = start
    while end < len(doc) and end - start < LONGEST and not doc[end].is_sent_start:
        token = doc[end]
        if token.text in (",", ".", ";") or token.tag_ in CLAUSE:
            break
        end += 1
    else:
        if end - start >= LONGEST:
            return None
    return _title(doc, start, end, last=False)


def _title(doc: Doc, start: int, end: int, last: bool) -> str | None:
    """The words of a title without what surrounds it; None where its head is no title. `last`: the head stands at the end."""
    while start < end and (doc[start].tag_ in DETERMINERS | {"POS", "CC", "IN", "RB", "HYPH"} or doc[start].is_punct):
        start += 1
    if start == end:
        return None
    if last:
        head = end - 1
    else:
        stop = next((at for at in range(start, end) if doc[at].tag_ in ("IN", "TO")), end)
        head = stop - 1
        if "CC" in {doc[at].tag_ for at in range(start, stop)}:
            head = next((at for at in range(start, stop) if is_title(doc[at])), head)
    return doc[start:end].text.strip() if head >= start and is_title(doc[head]) else None


def is_title(token: Token) -> bool:
    """Whether a word is a title or a role: "president", "Sen.", "vice-president", "spokeswoman"."""
    return _is_title(token.lower_)


@cache
def _is_title(word: str) -> bool:
    return title_words().get(word.rpartition("-")[2].rstrip("."), "") == "title"


def _is_honorific(token: Token) -> bool:
    return title_words().get(token.lower_.rstrip("."), "") == "honorific"
