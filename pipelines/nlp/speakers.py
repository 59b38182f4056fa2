"""Speakers: whom a cue has speak, by ordered sieves over the parse, each of which gives its name to `rule`."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from pipelines.nlp.clauses import heard, names
from pipelines.nlp.people import person_at
from pipelines.nlp.tokenizer import DATELINE

_PERSON_PRONOUNS = {"he": "m", "she": "f"}
_PRONOUNS = {"he", "she", "they", "it", "i", "we", "you", "who", "which", "that", "this"}
_TITLE_GENDER = {
    "mr": "m",
    "mr.": "m",
    "sir": "m",
    "lord": "m",
    "mrs": "f",
    "mrs.": "f",
    "ms": "f",
    "ms.": "f",
    "miss": "f",
    "dame": "f",
}
_HONORIFICS = {"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "miss", "messrs."}
_NAMELESS_WORDS = """
    adviser advisor aide insider man official people person source spokesman spokesperson spokeswoman witness woman"""
_BODIES_WORDS = """
    administration agency airline alliance association authority bank board broadcaster bureau business campaign charity club
    coalition commission committee company complaint consortium corporation council court department document embassy
    federation filing firm foundation government group hospital institute institution lawsuit lender letter magazine maker
    manufacturer military ministry network newspaper office operator organisation organization panel paper parliament party
    police poll publication publisher regulator report retailer school statement study supplier tank team treasury tribunal
    union university watchdog"""
_NAMELESS, _BODIES = set(_NAMELESS_WORDS.split()), set(_BODIES_WORDS.split())
_ORGANIZATIONS = {"ORG", "GPE", "FAC", "LOC", "PRODUCT"}
# Trades whose people speak without a name, even as "the trader".
_TRADES = {"diplomat", "lobbyist", "negotiator", "trader", "whistleblower"}
_ANY_BODY = {"the company", "the firm", "the group"}
# How many sentences back a pronoun may look.
_REACH = 4
# How far the line of a name is read, and how that of a picture ends: “… Elm. REUTERS/Ann Poe”.
_LINE = 600
_CREDIT = re.compile(r"\w/ ?[A-Z][\w.' ]{2,40}(?:/File Photo)?\)?$")
_CHAIN = {"conj", "xcomp", "advcl", "pcomp", "prep", "dep"}


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: the words that say so, the canonical name, and the sieve that found them."""

    rule: str
    start: int | None = None
    end: int | None = None
    name: str | None = None
    kind: str = "unknown"
    title: str | None = None

    def carried(self, rule: str) -> Speaker:
        """Give the same speaker for a further quotation, found by another sieve."""
        return replace(self, rule=rule) if self.start is not None else Speaker("none")


class Speakers:
    """Finds the speaker of a cue. `inside` is, by token, the number of the stretch in marks that it stands in, or -1."""

    def __init__(self, doc: Doc, inside: list[int]) -> None:
        self.doc, self.inside = doc, inside
        self.text = doc.text  # joined anew at every look
        dateline = DATELINE.match(self.text)
        self.begins = dateline.end() if dateline else 0  # the place and the agency of a dateline say nothing
        ents = [ent for ent in doc.ents if ent.start_char >= self.begins]
        self.entity = {token.i: ent for ent in ents for token in ent}
        self.people = [ent for ent in ents if ent.label_ == "PERSON"]
        lines = Counter(line.strip() for line in self.text.splitlines())
        self.turns = {line for line, times in lines.items() if times > 1}
        self.told = [ent for ent in self.people if not self._labels(ent)]  # whom "he" or "she" may mean
        self.genders: dict[str, str] = {}  # by name, as titles and earlier pronouns tell
        for ent in self.people:
            if gender := _gender(ent):
                self.genders.setdefault(_name(ent), gender)
        self.roles: dict[str, tuple[str, list[str]]] = {}
        for person in doc._.people or []:
            for title in person.titles:
                if role := title_of([title]):
                    self.roles.setdefault(role.lower().split()[-1], (person.name, person.titles))
        self.known: dict[int, Speaker] = {}
        self.cues: list[int] = []  # those of `known`, in the order of the text

    def _labels(self, ent: Span) -> bool:
        """Tell whether a name is no part of the story: in a picture's caption or credit, or a turn's line that comes again."""
        begin = self.text.rfind("\n", max(ent.start_char - _LINE, 0), ent.start_char) + 1
        end = self.text.find("\n", ent.end_char, ent.end_char + _LINE)
        line = self.text[begin or max(ent.start_char - _LINE, 0) : end if end >= 0 else ent.end_char + _LINE].strip()
        captions = line.startswith("FILE PHOTO") or _CREDIT.search(line[-60:]) is not None
        return captions or line in self.turns or self.text[ent.end_char : ent.end_char + 1] == "/"

    def of(self, cue: Token) -> Speaker:
        """Find the speaker of a cue, once for each cue."""
        if cue.i not in self.known:
            self.known[cue.i] = self._of(cue)
            insort(self.cues, cue.i)
        return self.known[cue.i]

    def _of(self, cue: Token) -> Speaker:
        if cue.lower_ == "according":
            objects = [child for prep in cue.children if prep.lower_ == "to" for child in prep.children if child.dep_ == "pobj"]
            objects = objects or [child for child in cue.children if child.dep_ == "pobj"]
            return self._named(objects[0], "according to") if objects else Speaker("none")
        subject, rule = self._subject(cue)
        return self._named(subject, rule) if subject is not None else Speaker("none")

    def _subject(self, cue: Token) -> tuple[Token | None, str]:
        """Find a cue's own subject, else that of the verb that it hangs on."""
        if heard(cue) or names(cue):
            return None, "none"
        verb, rule = cue, "subject"
        for _ in range(6):
            for child in verb.children:
                if child.dep_ == "agent":
                    return next((each for each in child.children if each.dep_ == "pobj"), None), "agent"
                if child.dep_ == "nsubj" and self.inside[child.i] < 0:
                    if verb.dep_ == "relcl" and child.tag_ in {"WP", "WDT"}:
                        return verb.head, "relative clause"
                    return child, "inverted" if child.i > verb.i and rule == "subject" else rule
                if child.dep_ == "nsubjpass" and verb.lemma_ in {"quote", "cite", "hear"} and self.inside[child.i] < 0:
                    return child, "passive"
            if any(child.dep_ == "nsubjpass" for child in verb.children) and verb is cue:
                return None, "none"
            if verb is cue and (reduced := self._reduced(cue)) is not None:
                return reduced, rule
            if verb.dep_ == "acl" and verb.tag_ == "VBG" and self.inside[verb.head.i] < 0 and verb.head.pos_ in {"NOUN", "PROPN"}:
                return verb.head, "participle"
            if verb is cue and verb.dep_ == "acl" and verb.tag_ in {"VBD", "VBN"} and verb.head.i == verb.i - 1:
                return verb.head, "beside"  # While Poe was silent, an aide denied that …: the aide, not Poe
            finite = verb.dep_ == "advcl" and verb.tag_ in {
                "VBD",
                "VBZ",
                "VBP",
            }  # its subject was lost, and is not the main verb's
            if finite or verb.dep_ not in _CHAIN or verb.head is verb:
                break
            verb, rule = verb.head, "verb above"
        return self._beside(cue)

    def _reduced(self, cue: Token) -> Token | None:
        """Find a subject that the parse hid: An aide briefed on the plan said …; In Oslo, an aide, who is ill, said …."""
        for child in cue.lefts:
            for place in child.children if child.dep_ == "prep" else ():
                for beside in place.rights:
                    if beside.dep_ == "appos" and beside.pos_ == "NOUN" and place.ent_type_ in {"GPE", "LOC"}:
                        return beside
            parts = {below.dep_: below for below in child.children}
            noun = parts.get("nsubjpass", parts.get("nsubj"))
            if child.tag_ != "VBN" or child.dep_ not in {"ccomp", "advcl"} or parts.keys() & {"aux", "auxpass", "mark"}:
                continue
            if noun is not None and noun.i < child.i and self.inside[noun.i] < 0:
                return noun
        return None

    def _beside(self, cue: Token) -> tuple[Token | None, str]:
        """Find a name or a personal pronoun around a cue without a subject in the parse: before it, else after it."""
        before = self._window(cue.i - 1, -1)
        named = [token for token in before if self._speaks(token)]
        if named:
            ent = self.entity.get(named[0].i)
            if ent is not None and ent.start and ent[0].nbor(-1).text == "," and cue.i - ent.end <= 1:
                return ent.root, "before"  # the chief of Norfield, Ann Poe, said
            return self._root(named[-1]), "before"  # the first one of its sentence: "Ann Poe, a friend of Joe Roe, said"
        if before and before[0].pos_ in {"PROPN", "NOUN"} and before[-1].tag_ not in {"WP", "WDT", "WRB", "IN"}:
            return before[0], "beside"
        named = [token for token in self._window(cue.i + 1, 1) if self._speaks(token)]
        return (self._root(named[0]), "after") if named and named[0].i - cue.i <= 8 else (None, "none")

    def _window(self, i: int, step: int) -> list[Token]:
        """Walk from a token to the next mark, line break or full stop, or 25 tokens."""
        walked: list[Token] = []
        while 0 <= i < len(self.doc) and self.inside[i] < 0 and len(walked) < 25:
            token = self.doc[i]
            if "\n" in token.text or token.tag_ in {".", "``", "''"} or token.idx < self.begins or token.lower_ == "but":
                break
            walked.append(token)
            i += step
        return walked

    def _speaks(self, token: Token) -> bool:
        ent = self.entity.get(token.i)
        return (ent is not None and ent.label_ in {"PERSON", "ORG"}) or token.lower_ in {"he", "she", "they"}

    def _root(self, token: Token) -> Token:
        ent = self.entity.get(token.i)
        return token if ent is None else ent.root

    def at(self, start: int, end: int) -> Speaker:
        """Take the name that heads a turn of a transcript."""
        person = person_at(self.doc, start, end)
        words = self.text[start:end]
        last = words.split()[-1].casefold()
        named = next((ent for ent in self.people if ent.text.casefold().endswith(last) and len(ent) > 1), None)
        found = person or (person_at(self.doc, named.start_char, named.end_char) if named is not None else None)
        if found is None:
            return Speaker("transcript", start, end, words.title(), "person")
        return Speaker("transcript", start, end, found.name, "person", title_of(found.titles))

    def before_colon(self, start: int) -> Speaker | None:
        """Read NAME: “…”, as transcripts and headlines have it."""
        at = self.text.rfind("\n", max(start - 80, 0), start) + 1
        lead = self.text[at:start].rstrip()
        if not lead.endswith(":") or at < start - 80:
            return None
        ent = next((ent for ent in self.doc.ents if ent.start_char >= at and ent.end_char == at + len(lead) - 1), None)
        return self._named(ent.root, "colon") if ent is not None else None

    def _named(self, head: Token, rule: str) -> Speaker:
        if head.pos_ == "PROPN" and head.i not in self.entity:  # a name that the parse and the entities cut differently
            near = [
                self.entity[i] for i in range(head.i - 2, head.i + 3) if i in self.entity and self.entity[i].label_ == "PERSON"
            ]
            head = near[0].root if near else head
        if head.is_space or not head.text[0].isalnum() or head.idx < self.begins:
            return Speaker("none")
        if head.lower_ in _PRONOUNS:
            return self._pronoun(head, rule)
        ent = self.entity.get(head.i)
        if ent is None or ent.label_ not in {"PERSON", *_ORGANIZATIONS}:
            apposed = [child for child in head.children if child.dep_ == "appos" and self._speaks(child)]
            apposed += [head.head] if head.dep_ == "appos" and self._speaks(head.head) else []
            if apposed:
                head, ent = apposed[0], self.entity.get(apposed[0].i)
            elif (person := self._led(head)) is not None:
                head, ent = person.root, person
        if ent is not None and ent.label_ == "PERSON" and ent.end - 1 >= head.i:
            return self._person(ent, rule)
        if ent is not None and ent.label_ in _ORGANIZATIONS:
            start = ent.start_char + (4 if ent.text.lower().startswith("the ") else 0)
            end = ent.end_char - (2 if ent.text.endswith(("'s", "’s")) else 0)
            name = ent._.name if Span.has_extension("name") else None
            words = name or self.text[start:end]
            return Speaker(rule, start, end, words[4:] if words.lower().startswith("the ") else words, "organization")
        return self._words(head, rule)

    def _led(self, head: Token) -> Span | None:
        """Find the name that leads a noun which the parse took for the subject: “Ann Poe, an aide, said”.

        “Ann Poe, an aide said, was ill” is another matter: no comma stands before the verb.
        """
        verb, left = head.head, head.left_edge.i
        if head.dep_ != "nsubj" or head.tag_ not in {"NN", "NNP"} or (head.lemma_ or head.text).lower() in _BODIES:
            return None
        if verb.i < head.i:
            ent = self.entity.get(verb.i + 1)
            leads = ent is not None and ent.start == verb.i + 1 and ent.end <= head.i
        else:
            ent = self.entity.get(left) or (self.entity.get(left - 2) if self.doc[left - 1].text == "," else None)
            leads = ent is not None and ent.end <= head.i and self.doc[verb.i - 1].text == ","
            leads = leads and ent is not None and (ent[0].is_sent_start is True or self.doc[ent.start - 1].is_space)
        named = ent is not None and ent.label_ == "PERSON" and self.inside[ent.start] < 0
        return ent if leads and named and ent is not None and self.doc[ent.end].text == "," else None

    def _person(self, ent: Span, rule: str) -> Speaker:
        start, end = ent.start_char, ent.end_char - (2 if ent.text.endswith(("'s", "’s")) else 0)
        person = person_at(self.doc, start, end)
        title = title_of(person.titles if person is not None else []) or title_of([self._title(ent) or ""])
        return Speaker(rule, start, end, person.name if person is not None else self.text[start:end], "person", title)

    def _title(self, ent: Span) -> str | None:
        """Read the title beside a name: Mayor Ann Poe, or Ann Poe, the mayor of Elm."""
        left = ent.root.left_edge.i
        words = self.doc[left : ent.start] if left < ent.start else None
        if words is not None and len(words) <= 8 and any(word.tag_ in {"NN", "NNP"} for word in words):
            return words.text.removeprefix("the ").removeprefix("The ").strip() or None
        for child in ent.root.children:
            if child.dep_ == "appos" and child.i >= ent.end and child.pos_ == "NOUN":
                text = self.doc[child.left_edge.i : min(child.right_edge.i + 1, child.i + 6)].text
                return text.removeprefix("the ").removeprefix("a ").split(",")[0]
        return None

    def _words(self, head: Token, rule: str) -> Speaker:
        """Describe a speaker without a name: the noun with what belongs to it, up to a relative clause or a comma."""
        last = head
        # What stands right before its cue ends there, though the parse hangs the cue on it.
        parts = {"prep", "amod", "conj", "cc"} | (set() if rule == "beside" else {"acl"})
        for child in head.children:
            if child.i > head.i and child.dep_ in parts and child.left_edge.i == last.i + 1:
                last = child.right_edge
        first = head.left_edge.i if head.i - head.left_edge.i <= 12 else head.i
        span = self.doc[first : min(last.i + 1, head.i + 15)]
        for i in range(head.i + 1, span.end):
            if self.doc[i].text in {",", "—", "–", "(", ":"} or self.inside[i] >= 0 or self.doc[i].is_space:
                span = self.doc[first:i]
                break
        while len(span) > 1 and not span[0].text[0].isalnum():
            span = span[1:]
        noun, plural = (head.lemma_ or head.text).lower(), head.tag_ in {"NNS", "NNPS"} or head.lower_ == "people"
        definite = head.left_edge.lower_ in {"the", "this", "that", "his", "her"}
        if definite and not plural and noun in self.roles:
            name, titles = self.roles[noun]
            return Speaker("role", span.start_char, span.end_char, name, "person", title_of(titles))
        if noun in _NAMELESS:
            kind = "anonymous"
        elif noun in _BODIES:
            kind = "group" if plural and noun != "police" else "organization"
        elif plural or self._is_group(head):
            kind = "group"
        elif head.pos_ == "PROPN":
            kind = "person"
        else:
            kind = "person" if definite and noun not in _TRADES else "anonymous"
        text = span.text
        lowered = text[:1].lower() + text[1:] if self.doc[span.start].pos_ in {"DET", "ADJ", "NOUN", "NUM"} else text
        return Speaker(rule, span.start_char, span.end_char, lowered, kind)

    def _is_group(self, head: Token) -> bool:
        ent = self.entity.get(head.i)
        return (ent is not None and ent.label_ == "NORP") or head.lower_ in {"some", "many", "others", "both", "several"}

    def _pronoun(self, pronoun: Token, rule: str) -> Speaker:
        words = Speaker(rule, pronoun.idx, pronoun.idx + len(pronoun.text))
        gender = _PERSON_PRONOUNS.get(pronoun.lower_)
        if gender is not None:
            ent = self._antecedent(pronoun, gender)
            found = self._same(pronoun, gender, ent) or (self._person(ent, rule) if ent is not None else None)
            if found is None or found.name is None:
                return words
            self.genders.setdefault(found.name, gender)
            return replace(words, rule="pronoun", name=found.name, kind=found.kind, title=found.title)
        if pronoun.lower_ in {"they", "it"}:
            kinds = {"organization", "group", "anonymous"}
            near = [speaker for i, speaker in self._before(pronoun) if speaker.kind in kinds and pronoun.i - i < 120]
            if near:
                speaker = next((speaker for speaker in near if speaker.name not in _ANY_BODY), near[0])
                return replace(words, rule="pronoun", name=speaker.name, kind=speaker.kind)
            if pronoun.lower_ == "it" and (body := self._last_body(pronoun)) is not None:
                return replace(self._named(body, "pronoun"), start=words.start, end=words.end)
        return words

    def _before(self, pronoun: Token) -> Iterator[tuple[int, Speaker]]:
        """Yield the cues before a pronoun whose speakers are known, with them, the last one first."""
        at = bisect_left(self.cues, pronoun.i)
        yield from ((i, self.known[i]) for i in reversed(self.cues[max(at - 12, 0) : at]))

    def _same(self, pronoun: Token, gender: str, ent: Span | None) -> Speaker | None:
        """Take the speaker before "he" or "she" in its paragraph, unless a person is the subject of a sentence in between."""
        for i, speaker in self._before(pronoun):
            if "\n" in self.text[self.doc[i].idx : pronoun.idx]:
                return None
            if speaker.name and speaker.kind in {"person", "anonymous"} and self._may_be(speaker, gender):
                between = ent is not None and ent.start >= self.doc[i].sent.end and ent.root.dep_ in {"nsubj", "nsubjpass"}
                return None if between else speaker
        return None

    def _may_be(self, speaker: Speaker, gender: str) -> bool:
        """Tell whether "he" or "she" may stand for a speaker: one person, of no other gender as far as is told."""
        span = self.doc.char_span(speaker.start or 0, speaker.end or 0, alignment_mode="expand")
        if (
            span is None
            or any(child.dep_ == "conj" for child in span.root.children)
            or span.root.tag_ in {"NNS", "NNPS"}
            or span.root.lower_ in {"they", "people"}
        ):
            return False
        known = self.genders.get(speaker.name or "")
        if known is None and span.root.lower_.endswith(("woman", "man")):
            known = "f" if span.root.lower_.endswith("woman") else "m"
        return known in {None, gender}

    def _last_body(self, pronoun: Token) -> Token | None:
        """Find the organization that was last a subject before "it", up to a few lines back."""
        for i in range(pronoun.i - 1, max(pronoun.i - 2 * _REACH * 15, -1), -1):
            ent = self.entity.get(i)
            if ent is not None and ent.label_ == "ORG" and ent.root.i == i and ent.root.dep_ == "nsubj" and self.inside[i] < 0:
                return ent.root
        return None

    def _antecedent(self, pronoun: Token, gender: str) -> Span | None:
        """Find the last fitting person before a pronoun: a sentence's subject before others, outside marks.

        Whom a clause names is not who says it: in "Poe will go, she said" she is another.
        """
        low = bisect_right(self.told, pronoun.i, key=lambda ent: ent.end)
        by_sentence: dict[int, list[Span]] = {}
        sentence = pronoun.sent.start
        clause = next((child for child in pronoun.head.lefts if child.dep_ == "ccomp" and child.i < pronoun.i), None)
        first = pronoun.i if clause is None else clause.left_edge.i
        for ent in reversed(self.told[max(low - 12, 0) : low]):
            if ent.start < first and self.inside[ent.start] < 0 and self.genders.get(_name(ent)) in {None, gender}:
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


def _name(ent: Span) -> str:
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
    words = [token.lower_ for token in ent.doc[max(ent.start - 1, 0) : ent.start + 1]]
    return next((_TITLE_GENDER[word] for word in words if word in _TITLE_GENDER), None)
