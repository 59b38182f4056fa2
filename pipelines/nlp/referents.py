"""Whom the text has named so far: the people, bodies and groups that a pronoun or a role may stand for."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable

from spacy.tokens import Doc, Span, Token

from pipelines.nlp.name_words import is_title
from pipelines.nlp.records import Person
from pipelines.nlp.tables import words

_MALE, _FEMALE = {"mr", "mr.", "sir", "lord"}, {"mrs", "mrs.", "ms", "ms.", "miss", "dame"}
_HONORIFICS = {"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss", "messrs."}
# Words that make another's title of a title.
_UNDER = {"acting", "assistant", "deputy", "ex", "former", "shadow", "under", "vice"}
# The ends of nouns for people of a sort: economist, surgeon, politician, volunteer.
_SORTS = ("man", "woman", "-old", "ist", "eon", "ian", "eer")
# How many sentences back a pronoun may look, and how many mentions back a role.
_REACH, _MENTIONS = 4, 60
# How far the line of a name is read, and how that of a picture ends: “… Elm. REUTERS/Ann Poe”.
_LINE = 600
_CREDIT = re.compile(r"\w/ ?[A-Z][\w.' ]{2,40}(?:/File Photo)?\)?$")
# What stands behind the role in a title: mayor | of Elm, chief executive | at Norfield.
_ROLE = re.compile(r",| (?:of|for|at|in|to|and|on|with)\b")


def words_of(kind: str) -> frozenset[str]:
    """Give the words of a kind in `data/speaker_words.csv`."""
    return words("speaker_words", kind)


class Referents:
    """Finds whom a pronoun or a role means. `inside` is, by token, the number of the stretch in marks around it, or -1."""

    def __init__(self, doc: Doc, inside: list[int], ents: list[Span]) -> None:
        self.doc, self.inside = doc, inside
        self.text = doc.text  # joined anew at every look
        self.entity = {token.i: ent for ent in ents for token in ent}
        lines = Counter(line.strip() for line in self.text.splitlines())
        self.turns = {line for line, times in lines.items() if times > 1}
        people = [ent for ent in ents if ent.label_ == "PERSON"]
        self.told = [ent for ent in people if not self._labels(ent)]  # whom "he" or "she" may mean
        self.bodies = [ent for ent in ents if ent.label_ == "ORG"]
        self.genders: dict[str, str] = {}  # by name, as titles and earlier pronouns tell
        for ent in people:
            if gender := _gender(ent):
                self.genders.setdefault(name_of(ent), gender)
        self.titles: dict[str, list[tuple[set[str], Person]]] = defaultdict(list)  # by the role that a title ends with
        found: list[Person] = doc._.people or []
        for person in found:
            for title in person.titles:
                role = _ROLE.split(title.lower())[0].split()
                if title_of([title]) and role:
                    self.titles[role[-1]].append((set(title.lower().replace(",", " ").split()), person))
        self.mentions = sorted((each.start_char, n) for n, person in enumerate(found) for each in person.mentions)

    def _labels(self, ent: Span) -> bool:
        """Tell whether a name is no part of the story: in a picture's caption or credit, or a turn's line that comes again."""
        begin = self.text.rfind("\n", max(ent.start_char - _LINE, 0), ent.start_char) + 1
        end = self.text.find("\n", ent.end_char, ent.end_char + _LINE)
        line = self.text[begin or max(ent.start_char - _LINE, 0) : end if end >= 0 else ent.end_char + _LINE].strip()
        captions = line.startswith("FILE PHOTO") or _CREDIT.search(line[-60:]) is not None
        return captions or line in self.turns or self.text[ent.end_char : ent.end_char + 1] == "/"

    def titled(self, noun: str, span: Span) -> Person | None:
        """Find the person whose title a role repeats, named before it: the former mayor."""
        words = {token.lower_ for token in span}
        fits = [
            (len(words & title), person.start_char, person)
            for title, person in self.titles.get(noun, [])[:_MENTIONS]
            if person.start_char < span.start_char and (title & _UNDER) == (words & _UNDER)
        ]
        return max(fits, key=lambda each: each[:2])[2] if fits else None

    def told_most(self, noun: str, span: Span) -> Person | None:
        """Take the person named most before a role that no title has, and not one of another title like it."""
        if not (is_title(noun) or noun.endswith(_SORTS) or noun in words_of("sort")):
            return None
        if any(child.dep_ in {"prep", "relcl", "acl"} for child in span.root.rights):
            return None  # the mayor of Elm is told by his town
        gender = "f" if noun.endswith("woman") else "m" if noun.endswith("man") else None
        others = {id(person) for _, person in self.titles.get(noun, [])}
        before = bisect_left(self.mentions, (span.start_char, -1))
        times = Counter(n for _, n in self.mentions[max(before - _MENTIONS, 0) : before])
        for n, _ in times.most_common():
            person: Person = self.doc._.people[n]
            if id(person) not in others and (gender is None or self.genders.get(person.name) in {None, gender}):
                return person
        return None

    def body(self, noun: str, before: int) -> Token | None:
        """Find the organization that a noun takes up: the one whose name has it, or for "the firm" the last to be a subject."""
        low = bisect_left(self.bodies, before, key=lambda ent: ent.start)
        named = self.bodies[max(low - 30, 0) : low]
        for ent in reversed(named):
            if noun in ent.text.lower().split():
                return ent.root
        if noun not in words_of("any body"):
            return None
        subjects = [ent for ent in named if ent.root.dep_ in {"nsubj", "nsubjpass"} and self.inside[ent.start] < 0]
        return subjects[-1].root if subjects else named[0].root if named else None

    def last_group(self, pronoun: Token) -> Token | None:
        """Find the plural noun that was last a subject before "they", up to a few lines back."""
        for i in range(pronoun.i - 1, max(pronoun.i - 80, -1), -1):
            token = self.doc[i]
            if (
                token.tag_ in {"NNS", "NNPS"}
                and token.dep_ == "nsubj"
                and self.inside[i] < 0
                and token.ent_type_ not in {"DATE", "MONEY"}
            ):
                return token
        return None

    def last_body(self, pronoun: Token) -> Token | None:
        """Find the organization that was last a subject before "it", up to a few lines back."""
        for i in range(pronoun.i - 1, max(pronoun.i - 2 * _REACH * 15, -1), -1):
            ent = self.entity.get(i)
            if ent is not None and ent.label_ == "ORG" and ent.root.i == i and ent.root.dep_ == "nsubj" and self.inside[i] < 0:
                return ent.root
        return None

    def antecedent(self, pronoun: Token, gender: str) -> Span | None:
        """Find the last fitting person before a pronoun: a sentence's subject before others, outside marks.

        Whom a clause names is not who says it: in "Poe will go, she said" she is another.
        """
        low = bisect_right(self.told, pronoun.i, key=lambda ent: ent.end)
        by_sentence: dict[int, list[Span]] = {}
        sentence = pronoun.sent.start
        clause = next((child for child in pronoun.head.lefts if child.dep_ == "ccomp" and child.i < pronoun.i), None)
        first = pronoun.i if clause is None else clause.left_edge.i
        for ent in reversed(self.told[max(low - 12, 0) : low]):
            if ent.start < first and self.inside[ent.start] < 0 and self.genders.get(name_of(ent)) in {None, gender}:
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


def title_of(titles: Iterable[str]) -> str | None:
    """Take the first title that is more than an honorific, without marks around it."""
    for title in titles:
        words = title.strip(" ,;:–—").split()
        while words and words[0].lower() in _HONORIFICS:
            words = words[1:]
        if words and not words[-1].endswith("-"):
            return " ".join(words)
    return None


def _gender(ent: Span) -> str | None:
    words = {token.lower_ for token in ent.doc[max(ent.start - 1, 0) : ent.start + 1]}
    return "m" if words & _MALE else "f" if words & _FEMALE else None
