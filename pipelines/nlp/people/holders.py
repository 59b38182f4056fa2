"""Whose a title is that stands apart from the name: behind "as", or in the sentence before or behind."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from spacy.tokens import Doc, Span, Token

from pipelines.nlp.people.titles import DETERMINERS, end_of_role, is_role, is_title, titles_in

# "Her tenure as mayor", "she served as the mayor"; but what somebody is seen as is an opinion. So far up stands the subject.
POSTS = {
    "career",
    "days",
    "job",
    "place",
    "position",
    "post",
    "role",
    "service",
    "stint",
    "tenure",
    "term",
    "time",
    "work",
    "year",
}
SERVING = {"act", "appoint", "elect", "employ", "hire", "install", "name", "nominate", "serve", "start", "train", "work"}
VIEWS = {
    *(
        "brand",
        "cast",
        "depict",
        "describe",
        "dismiss",
        "hail",
        "know",
        "paint",
        "portray",
        "refer",
        "regard",
        "see",
        "treat",
        "view",
    ),
}
STEPS = 3
# Verbs with more words under them have none to tell apart.
MANY = 50
# The words of a title that is a subject, so many at most, and what follows it.
INSIDE = {"NN", "NNP", "JJ", "VBN", "HYPH", "POS", "CD", "RB"} | DETERMINERS
STRETCH = 8
VERBS = {"VBD", "VBZ", "MD"}


def said_as(doc: Doc) -> Iterator[tuple[Span, str]]:
    """The roles that somebody is said to have ("Marr, as mayor, …", "her tenure as mayor"), each with the name of who it is."""
    people = {at: entity for entity in doc.ents if entity.label_ == "PERSON" for at in range(entity.start, entity.end)}
    last: Span | None = None
    for token in doc:
        last = people.get(token.i, None if token.is_sent_start else last)
        start = token.i + 1
        if last is None or token.lower_ != "as" or token.tag_ != "IN" or start == len(doc):
            continue
        if doc[start - 2].lower_ in ("such", "same") or (
            doc[start].tag_ in DETERMINERS and token.head.lemma_ not in POSTS | SERVING
        ):
            continue
        holder, end = _holder(token, last, people), end_of_role(doc, start, short=True)
        # "As Senator Ada Marr left": hers.
        if holder is not None and not (end < len(doc) and end in people):
            yield from ((holder, title) for title in titles_in(doc, start, end, last=False))


def _holder(token: Token, last: Span, people: dict[int, Span]) -> Span | None:
    """Whose role stands behind "as": of the name right before it, of the subject of its verb, of "her tenure".

    `last`: the last name before it in its sentence; `people`: the names by the places of their words.
    """
    doc, head = token.doc, token.head
    if last.end == token.i:
        # "They named Ada Marr as head" tells what will be.
        return None if last.root.dep_ == "dobj" else last
    if last.end == token.i - 1 and doc[token.i - 1].lower_ in ("who", ","):
        return last
    if head.pos_ == "NOUN":
        owner = next((child for child in head.children if child.dep_ == "poss"), None)
        owned = owner is not None and (owner.tag_ == "PRP$" or owner.i in people)
        return last if owned and head.lemma_ in POSTS else None
    for _ in range(STEPS):
        children = list(islice(head.children, MANY))
        if head.lemma_ in VIEWS or any(child.dep_ == "dobj" and child.i in people for child in children):
            return None
        who = next((child for child in children if child.dep_ in ("nsubj", "nsubjpass")), None)
        if who is not None:
            return people.get(head.head.i if who.lower_ == "who" else who.i)
        if head.dep_ not in ("xcomp", "conj", "advcl"):
            return None
        head = head.head
    return None


def told_apart(doc: Doc, untitled: set[str]) -> Iterator[tuple[Span, str]]:
    """The titles that are the subject of a sentence beside the one that begins with a name, each with that name.

    "Marr defends the law. The prime minister has …"; "A former police officer was jailed. Ada Marr, 41, had …". `untitled`: the
    people without a title.
    """
    if not doc.has_annotation("SENT_START"):
        return
    people = {entity.start: entity for entity in doc.ents if entity.label_ == "PERSON"}
    named: set[str] = set()
    before: Span | None = None
    several: set[str] = set()
    for sentence in doc.sents:
        start = next((token.i for token in sentence if not token.is_space), None)
        if start is None:
            continue
        here = doc[start : sentence.end]
        names = {people[token.i]._.name for token in here if token.i in people}
        first, next_one = people.get(before.start) if before else None, people.get(start)
        if before is None:
            pass
        elif first is not None and several == {first._.name} & untitled and here[0].text == "The":
            # Another title before may be whose it is: "Marr told a doctor. The doctor said …".
            if not any(is_title(token) or is_role(token) for token in before):
                yield from ((first, title) for title in _subject(here))
        elif next_one is not None and not several and len(next_one) > 1 and next_one._.name in untitled - named:
            yield from ((next_one, title) for title in _subject(before) if _acts(doc, next_one.end))
        named |= names
        before, several = here, names


def _acts(doc: Doc, at: int) -> bool:
    """Whether behind a name stands what somebody did, or an age: Ada Marr said; Ada Marr, 41, had."""
    aged = at + 2 < len(doc) and doc[at].text == "," and doc[at + 1].like_num
    return aged or (at < len(doc) and doc[at].tag_ == "VBD")


def _subject(sentence: Span) -> Iterator[str]:
    """The title that begins a sentence as its subject."""
    at = next((token for token in sentence[: STRETCH + 1] if token.tag_ not in INSIDE or token.is_space), None)
    if at is None or at.tag_ not in VERBS or at.i - sentence.start < 2:
        return
    head = at.nbor(-1)
    if head.ent_type_ != "PERSON" and (is_title(head) or is_role(head)):
        yield from titles_in(sentence.doc, sentence.start, at.i, last=True)
