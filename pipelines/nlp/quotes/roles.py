"""Roles: whom the article means by “the former mayor”, “the firm” or “the pair”."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable

from spacy.tokens import Doc, Span, Token

from pipelines.nlp.people.component import person_at
from pipelines.nlp.people.descriptions import noun_of, words_of
from pipelines.nlp.people.name_words import places
from pipelines.nlp.people.referents import name_of
from pipelines.nlp.records import Person

_HONORIFICS = {"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss", "messrs."}
# Words that make another's title of a title.
_UNDER = {"acting", "assistant", "deputy", "ex", "former", "shadow", "under", "vice"}
_SHORT = {
    "sen.": "senator",
    "rep.": "representative",
    "gov.": "governor",
    "gen.": "general",
    "prof.": "professor",
    "ceo": "executive",
}
# What stands behind the role in a title: mayor | of Elm, chief executive | at Norfield.
_ROLE = re.compile(r",| (?:of|for|at|in|to|and|on|with)\b")
# How many names a role looks back over, and how often the person is named whom an article is about.
_NAMES, _OFTEN = 40, 3


class Roles:
    """Finds who has a role. `inside` is, by token, the number of the stretch in marks around it, or -1.

    `told`: the people whom the text tells of, without those of its captions.
    """

    def __init__(self, doc: Doc, inside: list[int], ents: list[Span], told: list[Span]) -> None:
        self.doc, self.inside, self.told = doc, inside, told
        # Not those who took a picture: (AP), Getty/AFP.
        self.bodies = [
            ent for ent in ents if ent.label_ == "ORG" and (not ent.start or doc[ent.start - 1].text not in {"(", "/"})
        ]
        self.titles: dict[str, list[tuple[set[str], Person]]] = defaultdict(list)  # by the role that a title ends with
        people: list[Person] = doc._.people or []
        self.most = max(people, key=lambda person: len(person.mentions), default=None)
        for person in people:
            for title in person.titles:
                role = _ROLE.split(title.lower())[0].split()
                if title_of([title]) and role:
                    self.titles[_SHORT.get(role[-1], role[-1])].append((words_in(title), person))

    def person(self, head: Token, span: Span, least: int) -> Person | None:
        """Find the person whose title a role repeats: one named before it, the last of those, else the first one behind it.

        `least`: so many words of the role must be in the title.
        """
        noun, words = noun_of(head), words_in(span.text)
        there, fits = words & places(), []
        for title, person in self.titles.get(noun, [])[:_NAMES]:
            shared = len(words & title | {noun})
            if (title & _UNDER) == (words & _UNDER) and shared >= least:
                at = bisect_left(person.mentions, span.start_char, key=lambda each: each.start_char)
                place = person.mentions[at - 1].start_char if at else -person.mentions[0].start_char
                if at or there <= title:
                    fits.append((at > 0, shared, title & places() <= there, place, person))
        return max(fits, key=lambda each: each[:4])[4] if fits else None

    def introduced(self, head: Token) -> Person | None:
        """Find the person whom the sentences behind a description introduce: An ally denied it. | Ann Poe said …."""
        low = bisect_left(self.told, head.sent.end, key=lambda ent: ent.start)
        for ent in self.told[low : low + 8]:
            if ent.start - head.i > 80:
                return None
            person = person_at(self.doc, ent.start_char, ent.end_char)
            first = person is not None and person.mentions[0].start_char == ent.start_char
            if first and ent.root.dep_ == "nsubj" and self.inside[ent.start] < 0:
                return person
        return None

    def introduced_body(self, head: Token) -> Span | None:
        """Find the organization that the sentence behind a description begins with: The watchdog said so. | Norfield said …."""
        low = bisect_left(self.bodies, head.sent.end, key=lambda ent: ent.start)
        ent = self.bodies[low] if low < len(self.bodies) else None
        begins = ent is not None and ent.start - head.sent.end <= 2 and ent.root.dep_ == "nsubj"
        return ent if begins and ent is not None and all(name_of(each) != name_of(ent) for each in self.bodies[:low]) else None

    def is_another(self, name: str | None, head: Token, span: Span) -> bool:
        """Tell whether a role can't be that of a person of another rank: the president of a vice president."""
        words = words_in(span.text)
        titles = [held for held, person in self.titles.get(noun_of(head), [])[:_NAMES] if person.name == name]
        return any((words & _UNDER) != (held & _UNDER) for held in titles)

    def told_most(self, span: Span) -> Person | None:
        """Give the person whom the article is about, named before a role and never with a title: the US president."""
        person = self.most
        if person is None or len(person.mentions) < _OFTEN or title_of(person.titles):
            return None
        return person if person.mentions[0].start_char < span.start_char else None

    def body(self, head: Token, span: Span, spoke: set[str]) -> Span | None:
        """Find the organization that a noun takes up: one whose name has it, else the last to be a subject.

        A newspaper only means one of `spoke`, those that have spoken.
        """
        noun = noun_of(head)
        low = bisect_left(self.bodies, span.start, key=lambda ent: ent.start)
        named = self.bodies[max(low - _NAMES, 0) : low]
        for ent in reversed(named):
            if noun in ent.text.lower().split():
                return ent
        if noun not in words_of("any body") or any(token.ent_type_ for token in span):
            return None
        if noun in words_of("trading"):
            named = [ent for ent in named if not words_of("public") & set(ent.text.lower().split())]
        if noun in words_of("medium"):
            return next((ent for ent in reversed(named) if name_of(ent) in spoke), None)
        subjects = [ent for ent in named if ent.root.dep_ in {"nsubj", "nsubjpass"} and self.inside[ent.start] < 0]
        return subjects[-1] if subjects else named[0] if named else None

    def several(self, before: int, label: str) -> list[Span]:
        """Give the names of a label that "and" joined last: Ann Poe of Elm and Mayor Joe Roe met … the pair."""
        listed = self.bodies if label == "ORG" else self.told if label == "PERSON" else []
        low = bisect_left(listed, before, key=lambda ent: ent.start)
        named = [ent for ent in listed[max(low - _NAMES, 0) : low] if self.inside[ent.start] < 0]
        for i in range(len(named) - 1, 0, -1):
            if "and" in self._between(named[i - 1], named[i]):
                first = i - 1
                while first > 0 and "," in self._between(named[first - 1], named[first]):
                    first -= 1
                return named[first : i + 1]
        return []

    def _between(self, one: Span, other: Span) -> set[str]:
        """Give the words between two names of one list, or none where they are of no list."""
        between = self.doc[one.end : other.start]
        listed = len(between) <= 8 and not any(token.pos_ in {"VERB", "AUX"} or token.tag_ in {".", ":"} for token in between)
        return {token.lower_ for token in between} if listed else set()


def words_in(title: str) -> set[str]:
    """Give the words of a title in small letters, without the endings of possessors."""
    return {word.removesuffix("'s").removesuffix("’s") for word in title.lower().replace(",", " ").split()}


def title_of(titles: Iterable[str]) -> str | None:
    """Take the first title that is more than an honorific, without marks around it."""
    for title in titles:
        words = title.strip(" ,;:–—").split()
        while words and words[0].lower() in _HONORIFICS:
            words = words[1:]
        if words and not words[-1].endswith("-"):
            return " ".join(words)
    return None
