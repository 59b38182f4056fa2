"""Whom the text has named so far: the people, bodies and groups that a pronoun may stand for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter

from spacy.tokens import Doc, Span, Token

from pipelines.nlp.people.descriptions import is_plural, is_some, noun_of, words_of
from pipelines.nlp.tables import words

_MALE, _FEMALE = {"mr", "mr.", "sir", "lord"}, {"mrs", "mrs.", "ms", "ms.", "miss", "dame"}
# How many sentences back a pronoun may look.
_REACH = 4
# How far the line of a name is read, and how that of a picture ends: “… Elm. REUTERS/Ann Poe”.
_LINE = 600
_CREDIT = re.compile(r"\w/ ?[A-Z][\w.' ]{2,40}(?:/File Photo)?\)?$")


class Referents:
    """Finds whom a pronoun means. `inside` is, by token, the number of the stretch in marks around it, or -1."""

    def __init__(self, doc: Doc, inside: list[int], ents: list[Span]) -> None:
        self.doc, self.inside = doc, inside
        self.text = doc.text  # joined anew at every look
        self.entity = {token.i: ent for ent in ents for token in ent}
        lines = Counter(line.strip() for line in self.text.splitlines())
        self.turns = {line for line, times in lines.items() if times > 1}
        people = [ent for ent in ents if ent.label_ == "PERSON"]
        self.people = [ent for ent in people if not self._labels(ent)]  # whom "he" or "she" may mean
        self.genders: dict[str, str] = {}  # by name, as titles and earlier pronouns tell
        for ent in people:
            if gender := _gender(ent):
                self.genders.setdefault(name_of(ent), gender)

    def gender(self, name: str) -> str | None:
        """Tell whether a person is "he" or "she", by what the text has told, else by the first name."""
        first = next((word for word in name.lower().split()[:-1] if len(word.strip(".")) > 1), "")
        told = "he" if first in words("first_names", "he") else "she" if first in words("first_names", "she") else None
        return self.genders.get(name, told)

    def _labels(self, ent: Span) -> bool:
        """Tell whether a name is no part of the story: in a picture's caption or credit, or a turn's line that comes again."""
        begin = self.text.rfind("\n", max(ent.start_char - _LINE, 0), ent.start_char) + 1
        end = self.text.find("\n", ent.end_char, ent.end_char + _LINE)
        line = self.text[begin or max(ent.start_char - _LINE, 0) : end if end >= 0 else ent.end_char + _LINE].strip()
        captions = line.startswith("FILE PHOTO") or _CREDIT.search(line[-60:]) is not None
        return captions or line in self.turns or self.text[ent.end_char : ent.end_char + 1] == "/"

    def last_group(self, pronoun: Token) -> Token | None:
        """Find the plural noun for people or bodies that was last a subject before "they", up to a few lines back."""
        for i in range(pronoun.i - 1, max(pronoun.i - 80, -1), -1):
            token = self.doc[i]
            if (
                is_plural(token)
                and token.dep_ == "nsubj"
                and self.inside[i] < 0
                and (token.ent_type_ == "NORP" or is_some(token))
            ):
                return token
        return None

    def last_body(self, pronoun: Token) -> Token | None:
        """Find the organization or document that was last a subject before "it", up to a few lines back."""
        for i in range(pronoun.i - 1, max(pronoun.i - 2 * _REACH * 15, -1), -1):
            token, ent = self.doc[i], self.entity.get(i)
            if token.dep_ == "nsubj" and self.inside[i] < 0:
                if ent is not None and ent.label_ == "ORG":
                    return ent.root
                if token.tag_ == "NN" and noun_of(token) in words_of("body") | words_of("document"):
                    return token
        return None

    def antecedent(self, pronoun: Token, gender: str | None) -> Span | None:
        """Find the last fitting person before a pronoun: a sentence's subject before others, outside marks.

        Whom a clause names is not who says it: in "Poe will go, she said" she is another.
        """
        low = bisect_right(self.people, pronoun.i, key=lambda ent: ent.end)
        by_sentence: dict[int, list[Span]] = {}
        sentence = pronoun.sent.start
        clause = next((child for child in pronoun.head.lefts if child.dep_ == "ccomp" and child.i < pronoun.i), None)
        first = pronoun.i if clause is None else clause.left_edge.i
        for ent in reversed(self.people[max(low - 12, 0) : low]):
            if ent.start < first and self.inside[ent.start] < 0 and gender in {None, self.gender(name_of(ent)) or gender}:
                by_sentence.setdefault(ent.sent.start, []).append(ent)
        for start, people in by_sentence.items():
            if start == sentence and len(people) == 1 and people[0].root.dep_ == "poss":
                continue
            if pronoun.i - start > _REACH * 60:
                return None
            subjects = [ent for ent in people if ent.root.dep_ in {"nsubj", "nsubjpass"}]
            others = [ent for ent in people if ent.root.dep_ != "poss"] or people
            return subjects[0] if subjects else others[-1]
        return None


def name_of(ent: Span) -> str:
    """Give the canonical name of an entity in its article, else its words."""
    return (ent._.name if Span.has_extension("name") else None) or ent.text


def _gender(ent: Span) -> str | None:
    beside = {token.lower_ for token in ent.doc[max(ent.start - 1, 0) : ent.start + 1]}
    return "he" if beside & _MALE else "she" if beside & _FEMALE else None
