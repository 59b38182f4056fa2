"""People: every person of an article once, under the fullest form of the name, with titles and all mentions."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import takewhile
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from pipelines.nlp.people.holders import said_as, told_apart
from pipelines.nlp.people.name_words import title_words
from pipelines.nlp.people.titles import after, before, is_list, joint
from pipelines.nlp.records import Mention, Person

INDEX = "newsledger_people_index"
# What so many are called points to nobody.
MANY = 20
# So many words at most stand between "the" and a title.
FAR = 5
MODIFIERS = {"JJ", "NN", "NNP", "NNPS", "POS", "HYPH", "VBN"}
# Words that make another's title of a title.
UNDER = {"acting", "assistant", "deputy", "designate", "elect", "ex", "former", "shadow", "then", "under", "vice"}
# What stands behind the role in a title: mayor | of Elm.
JOINTS = {"and", "at", "for", "in", "of", "on", "to", "with"}
# What is short for a title in front of a name.
SHORT = {"gov": "governor", "sen": "senator", "rep": "representative", "gen": "general", "ceo": "executive", "pm": "minister"}


@Language.component("newsledger_people", requires=["doc.ents"])
def people(doc: Doc) -> Doc:
    """Fill `doc._.people` from the PERSON entities and their canonical names (`newsledger_names` sets them)."""
    found: dict[str, Person] = {}
    # The title in front of a list of names ("Senators …, … and …"), and where the last of them ends.
    shared, end = "", -1
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
        shared = joint(entity) or (shared if end >= 0 and is_list(doc, end, entity.start) else "")
        end = entity.end
        for title in (*filter(None, (shared,)), *before(entity), *after(entity)):
            titles[name].setdefault(title.lower(), title)
    for apart in (said_as(doc), told_apart(doc, {name for name in found if not titles[name]})):
        for entity, title in apart:
            titles[entity._.name or entity.text].setdefault(title.lower(), title)
    for name, person in found.items():
        person.aliases = [form for form in forms[name] if form != name]
        # "Dr" says least.
        person.titles = sorted(titles[name].values(), key=lambda title: title_words().get(title.lower().rstrip(".")) == "degree")
    doc._.people = list(found.values())
    for person, mention in list(_titles_alone(doc)):
        person.mentions.append(mention)
    for person in doc._.people:
        person.mentions.sort(key=lambda each: each.start_char)
    return doc


def _titles_alone(doc: Doc) -> Iterator[tuple[Person, Mention]]:
    """Whom a title alone means ("the president"): the only one who was named before and has it in the article."""
    holders: dict[str, list[tuple[set[str], Person]]] = defaultdict(list)
    for person in doc._.people:
        for title in person.titles:
            words = _words(title.split())
            role = list(takewhile(lambda word: word not in JOINTS, words))
            if role and role[-1] in title_words():
                holders[role[-1]].append((set(words), person))
    if not holders:
        return
    for token in doc:
        if token.lower_ not in holders or token.tag_ not in ("NN", "NNP") or token.ent_type_ == "PERSON":
            continue
        if len(holders[token.lower_]) > MANY:
            continue
        start, end = _start_of_title(doc, token.i), token.i + 1
        if end < len(doc) and doc[end].lower_ == "of":
            known = {"of", "the"}.union(*(words for words, _ in holders[token.lower_]))
            end = next((at for at in range(end, min(end + FAR, len(doc))) if doc[at].lower_ not in known), end)
        if start is None or _goes_on(doc, end):
            continue
        span = doc[start:end]
        said = set(_words(each.text for each in span)) - {"the"}
        fits = {
            id(person): person
            for words, person in holders[token.lower_]
            if person.mentions[0].start_char < token.idx and said <= words and (said & UNDER) == (words & UNDER)
        }
        if len(fits) == 1:
            (person,) = fits.values()
            yield person, Mention(span.start_char, span.end_char, span.text)


def _words(words: Iterable[str]) -> list[str]:
    """The words of a title, in small letters and in full."""
    plain = (part.lower().rstrip(".,") for word in words for part in word.split("-"))
    return [SHORT.get(word, word) for word in plain]


def _start_of_title(doc: Doc, head: int) -> int | None:
    """Where the words of a title begin that stand behind "the", and neither beside a name nor behind "is"."""
    start = head
    while start and head - start < FAR and doc[start - 1].tag_ in MODIFIERS and doc[start - 1].ent_type_ != "PERSON":
        start -= 1
    if not start or doc[start - 1].lower_ not in ("the", "this"):
        return None
    before = doc[start - 2] if start > 1 else None
    apposition = before is not None and before.text == "," and doc[start - 3].ent_type_ == "PERSON"
    return None if apposition or (before is not None and before.lemma_ in ("be", "become", "as")) else start


def _goes_on(doc: Doc, at: int) -> bool:
    """Whether more of a title or a name stands there: the president | of Kenya, the president | Ada Marr."""
    if at >= len(doc):
        return False
    token = doc[at]
    named = at + 1 < len(doc) and token.text == "," and doc[at + 1].ent_type_ == "PERSON"
    return named or token.ent_type_ == "PERSON" or token.lower_ in ("of", "for") or token.tag_ in ("NN", "NNS", "NNP", "HYPH")


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
