"""People: every person of an article once, under the fullest form of the name, with titles and all mentions."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipelines.nlp.name_words import title_of_several, title_words
from pipelines.nlp.names import POSSESSIVES, PROPER
from pipelines.nlp.records import Mention, Person

INDEX = "newsledger_people_index"
# No title is longer; the bound keeps the search linear in a text that has no sentences.
LONGEST = 14
BEFORE = {"NNP", "NNPS", "NN", "JJ", "POS", "HYPH", "AFX"}
DETERMINERS = {"DT", "PRP$"}
SURROUNDING = DETERMINERS | {"POS", "CC", "IN", "RB", "HYPH"}
PREDICATES = {"is", "was", "became"}
HOLDERS = {"ORG", "GPE", "NORP", "LOC"}
CLAUSE = {"WP", "WDT", "WP$", "WRB", "VBD", "VBZ", "VBP", "MD", ":", "``", "''", "-LRB-", "-RRB-", "_SP"}


@Language.component("newsledger_people", requires=["doc.ents"])
def people(doc: Doc) -> Doc:
    """Fill `doc._.people` from the PERSON entities and their canonical names (`newsledger_names` sets them)."""
    found: dict[str, Person] = {}
    # The title in front of a list of names ("Senators …, … and …"), and where the last of them ends.
    joint, end = "", -1
    # Per person, what has been seen: forms of the name, and titles in small letters with the words of the first.
    forms: dict[str, dict[str, None]] = defaultdict(dict)
    titles: dict[str, dict[str, str]] = defaultdict(dict)
    for entity in doc.ents:
        if entity.label_ != "PERSON":
            continue
        form, name = " ".join(entity.text.split()), entity._.name or entity.text
        mention = Mention(entity.start_char, entity.end_char, entity.text)
        person = found.setdefault(name, Person(mention.start_char, mention.end_char, name))
        if form == name and name not in forms[name]:
            person.start_char, person.end_char = mention.start_char, mention.end_char
        person.mentions.append(mention)
        forms[name].setdefault(form)
        joint = _joint(entity) or (joint if end >= 0 and _is_list(doc, end, entity.start) else "")
        end = entity.end
        for title in (*filter(None, (joint,)), *before(entity), *after(entity)):
            titles[name].setdefault(title.lower(), title)
    for name, person in found.items():
        person.aliases = [form for form in forms[name] if form != name]
        # "Dr" says least.
        person.titles = sorted(titles[name].values(), key=lambda title: title_words().get(title.lower().rstrip(".")) == "degree")
    doc._.people = list(found.values())
    return doc


def _joint(entity: Span) -> str:
    """The singular of a title in the plural in front of a name: "Senators" is "Senator"."""
    word = entity.doc[entity.start - 1].text if entity.start else ""
    single = title_of_several(word.lower())
    return word[: len(single) - 1] + single[-1] if single else ""


def _is_list(doc: Doc, start: int, end: int) -> bool:
    """Whether nothing but commas and "and" stands between two names."""
    return start < end <= start + 2 and all(token.lower_ in (",", "and") for token in doc[start:end])


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


def before(entity: Span) -> Iterator[str]:
    """The titles that stand right before a name ("Deputy Energy Minister"), or before a comma ("its director, …")."""
    doc, end = entity.doc, entity.start
    if end and doc[end - 1].text == ",":
        yield from _phrase_before(doc, end - 1, apposition=True)
        return
    degree = None
    while end and kind_of(doc[end - 1]) in ("honorific", "degree"):
        end -= 1
        degree = doc[end] if kind_of(doc[end]) == "degree" else degree
    yield from _phrase_before(doc, end, apposition=False)
    if degree is not None:
        yield degree.text


def _phrase_before(doc: Doc, end: int, apposition: bool) -> Iterator[str]:
    start, owned = end, False
    while start and end - start < LONGEST:
        token = doc[start - 1]
        # "Marr's lawyer": whose is no part of it.
        if start < end and _is_possessive(token) and start > 1 and doc[start - 2].ent_type_ == "PERSON":
            owned = True
            break
        # "Trump aide Roger Stone": a name may stand inside a title, right before its head.
        if token.is_space or (token.ent_type_ == "PERSON" and token.tag_ != "POS" and (start == end or doc[start].is_punct)):
            break
        if token.is_punct and token.tag_ not in ("HYPH", "POS"):
            break
        # "Editor-in-chief" is one word.
        compound = start < end and not token.whitespace_ and (token.tag_ == "HYPH" or doc[start].tag_ == "HYPH")
        # In front of the head, an entity belongs to it, whatever its tags, and a plural: "SMFG President", "human rights lawyer".
        holder = start < end and (token.ent_type_ in HOLDERS or (token.tag_ == "NNS" and doc[start].is_lower))
        if (
            compound
            or holder
            or token.tag_ in BEFORE
            or _is_possessive(token)
            or (apposition and token.tag_ in ("IN", "NNS", "CC"))
            or is_title(token)
        ):
            start -= 1
        elif not apposition and 1 < start < end and token.lower_ in ("of", "for") and _is_rank(doc, start):
            start -= 2
        elif apposition and token.tag_ in DETERMINERS:
            start -= 1
            if start == 0 or doc[start - 1].tag_ != "IN":
                break
        else:
            break
        if start and doc[start].is_sent_start and doc[start - 1].text.endswith("."):
            break
    # "Its director, …", "the …", "Estonia's …".
    determined = owned or (start < end and (doc[start].tag_ in DETERMINERS or any(map(_is_possessive, doc[start + 1 : end]))))
    # Without a determiner it is more likely the end of something else: a list, a place.
    if not apposition or determined or (start < end and doc[start].is_sent_start):
        yield from _titles(doc, start, end, last=not apposition)


def _is_possessive(token: Token) -> bool:
    return token.tag_ == "POS" or token.text in POSSESSIVES


def _is_rank(doc: Doc, at: int) -> bool:
    """Whether "of" before a token joins a title or a name to a name: Secretary of State, Bank of England Governor."""
    return doc[at].tag_ in PROPER and (doc[at - 2].tag_ in PROPER or is_title(doc[at - 2]))


def after(entity: Span) -> Iterator[str]:
    """The roles in an apposition after a name (", chief executive of Solent,"), or said of it ("was the minister")."""
    doc, start = entity.doc, entity.end
    predicate = start + 1 < len(doc) and doc[start].lower_ in PREDICATES and doc[start + 1].tag_ in DETERMINERS
    if start + 1 >= len(doc) or not (predicate or doc[start].text == ","):
        return
    start += 1
    if doc[start].like_num and start + 2 < len(doc) and doc[start + 1].text == ",":
        start += 2
    for end in range(start, min(start + LONGEST, len(doc)) + 1):
        stops = end == len(doc) or doc[end].is_sent_start or doc[end].text in (",", ".", ";") or doc[end].tag_ in CLAUSE
        if stops or (predicate and doc[end].tag_ == "IN" and doc[end].lower_ != "of"):
            yield from _titles(doc, start, end, last=False)
            return


def _titles(doc: Doc, start: int, end: int, last: bool) -> Iterator[str]:
    """The titles that stand in a phrase: one, or two that "and" joins. `last`: the head stands at the end."""
    if not last:
        for at in range(start + 1, end - 1):
            parts = [_title(doc, start, at, last), _title(doc, at + 1, end, last)] if doc[at].lower_ == "and" else []
            if parts and all(parts):
                yield from filter(None, parts)
                return
    whole = _title(doc, start, end, last)
    if whole:
        yield whole


def _title(doc: Doc, start: int, end: int, last: bool) -> str | None:
    """The words of a title without what surrounds it; None where its head is no title."""
    while start < end and (doc[start].tag_ in SURROUNDING or doc[start].is_punct or doc[start].is_space):
        start += 1
    while start < end and (doc[end - 1].tag_ in SURROUNDING or doc[end - 1].is_space or doc[end - 1].is_punct):
        end -= 1
    if start == end:
        return None
    if last and is_title(doc[end - 1]):
        head = end - 1
    else:
        inside = (at for at in range(start + 1, end) if doc[at].tag_ in ("IN", "TO") and doc[at - 1].tag_ != "HYPH")
        stop = next(inside, end)
        head = stop - 1
        if "CC" in {doc[at].tag_ for at in range(start, stop)}:
            head = next((at for at in range(start, stop) if is_title(doc[at])), head)
    # "Sister Agnes" has a title, "his sister, Agnes" has none.
    kind = kind_of(doc[head])
    return doc[start:end].text if kind == "title" or (kind == "kin" and last and doc[start:end].text.istitle()) else None


def is_title(token: Token) -> bool:
    """Whether a word is a title or a role: "president", "Sen.", "vice-president", "spokeswoman"."""
    return kind_of(token) == "title"


def kind_of(token: Token) -> str:
    """What `data/titles.csv` says of a word, "" where nothing."""
    return title_words().get(token.lower_.rpartition("-")[2].rstrip("."), "")
