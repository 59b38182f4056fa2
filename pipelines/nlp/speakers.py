"""Speakers: whom a cue has speak, by ordered sieves over the parse, each of which gives its name to `rule`."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Span, Token

from pipelines.nlp.cues import heard
from pipelines.nlp.marks import Quoted
from pipelines.nlp.people import person_at
from pipelines.nlp.referents import Referents, title_of, words_of
from pipelines.nlp.subjects import Subjects
from pipelines.nlp.tokenizer import dateline

_PERSON_PRONOUNS = {"he": "m", "she": "f"}
_POSSESSIVES = {"his": "he", "her": "she", "its": "it", "their": "they"}
_PRONOUNS = {"he", "she", "they", "it", "i", "we", "you", "who", "which", "that", "this"}
_ORGANIZATIONS = {"ORG", "GPE", "FAC", "LOC", "PRODUCT"}


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
        place = dateline(self.text)
        # The place and the agency that a text begins with say nothing.
        self.begins = place[1] if place and not self.text[: place[0]].strip() else 0
        ents = [ent for ent in doc.ents if ent.start_char >= self.begins]
        self.entity = {token.i: ent for ent in ents for token in ent}
        whole = [ent for ent in reversed(ents) if ent.label_ == "PERSON" and len(ent) > 1 and ent.text.split()]
        self.whole = {ent.text.split()[-1].casefold(): ent for ent in whole}  # names of several words, by the last of them
        self.referents = Referents(doc, inside, ents)
        self.genders = self.referents.genders
        self.subjects = Subjects(doc, inside, self.entity, self.begins)
        self.known: dict[int, Speaker] = {}
        self.cues: list[int] = []  # those of `known`, in the order of the text

    def of(self, cue: Token) -> Speaker:
        """Find the speaker of a cue, once for each cue."""
        if cue.i not in self.known:
            self.known[cue.i] = self._of(cue)
            insort(self.cues, cue.i)
        return self.known[cue.i]

    def _of(self, cue: Token) -> Speaker:
        if cue.tag_ in {"NN", "NNS"}:
            owner, rule = self.subjects.owner(cue)
            return self._named(owner, rule) if owner is not None else Speaker("none")
        if cue.lower_ == "according":
            objects = [child for prep in cue.children if prep.lower_ == "to" for child in prep.children if child.dep_ == "pobj"]
            objects = objects or [child for child in cue.children if child.dep_ == "pobj"]
            return self._named(objects[0], "according to") if objects else Speaker("none")
        if (earlier := self._joined(cue)) is not None:
            return earlier
        subject, rule = self.subjects.of(cue)
        beside = self.entity.get(cue.i - 1) if rule == "verb above" else None
        if (
            beside is not None
            and beside.label_ in _ORGANIZATIONS
            and beside.root.dep_ not in {"pobj", "poss"}
            and self.inside[cue.i - 1] < 0
        ):
            subject, rule = beside.root, "before"
        if cue.tag_ != "VBG" and (subject is None or subject.ent_type_ != "PERSON"):
            near = self.subjects.apposed(cue)
            subject, rule = (near.root, "apposition") if near is not None else (subject, rule)
        return self._named(subject, rule) if subject is not None else Speaker("none")

    def _joined(self, cue: Token) -> Speaker | None:
        """Take the speaker of an earlier cue which one without a subject goes on from: said …, adding …; said … and said …."""
        if any(child.dep_ in {"nsubj", "nsubjpass", "agent"} for child in cue.children) or heard(cue):
            return None
        before = max(cue.i - 1, 0)
        while before > 0 and self.doc[before].tag_ == "RB":
            before -= 1
        lead = self.doc[before]
        if not (lead.tag_ == "CC" or (cue.tag_ == "VBG" and (lead.text in {",", "—", "–", "--"} or lead.tag_ == "''"))):
            return None
        at = bisect_left(self.cues, cue.i)
        for i in reversed(self.cues[max(at - 4, 0) : at]):
            if cue.i - i > 80 or any(
                self.doc[k].is_space or self.doc[k].tag_ == "." for k in range(i, cue.i) if self.inside[k] < 0
            ):
                return None
            if not self.doc[i].is_ancestor(cue):
                return None
            if self.known[i].start is not None and (cue.tag_ == "VBG" or self.doc[i].tag_ == cue.tag_):
                return replace(self.known[i], rule="verb above")
        return None

    def at(self, start: int, end: int) -> Speaker:
        """Take the name that heads a turn of a transcript."""
        person = person_at(self.doc, start, end)
        words = self.text[start:end]
        last = words.split()[-1].casefold()
        named = self.whole.get(last)
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
        name = self.doc.char_span(at, at + len(lead) - 1, alignment_mode="contract")
        ent = self.entity.get(name.end - 1) if name is not None and len(name) else None
        if name is None or ent is None or ent.end != name.end or ent.start < name.start:
            return None
        return self._named(ent.root, "colon")

    def before_end(self, start: int) -> Speaker | None:
        """Take the person whom the sentence right before an utterance is about: Ann Poe shook her head."""
        lead = self.text[max(start - 400, 0) : start]
        if lead.rstrip(" ")[-1:] not in {".", "!"}:
            return None
        last = self.doc.char_span(start - len(lead) + len(lead.rstrip()) - 1, start, alignment_mode="contract")
        if last is None or not len(last) or self.inside[last.start] >= 0:
            return None
        subject = next((child for child in last[0].sent.root.lefts if child.dep_ == "nsubj" and self.inside[child.i] < 0), None)
        somebody = subject is not None and (subject.ent_type_ == "PERSON" or subject.lower_ in _PERSON_PRONOUNS)
        return self._named(subject, "sentence before") if somebody and subject is not None else None

    def around(self, quoted: Quoted) -> Speaker | None:
        """Take the person whom a sentence is about, for a clause in marks within it: Ann Poe fears “it will be long and cold”."""
        span = self.doc.char_span(quoted.start, quoted.end, alignment_mode="contract")
        words = [token for token in span or () if token.text[0].isalnum()]
        if span is None or len(words) < 5 or not any(token.pos_ in {"VERB", "AUX"} for token in words):
            return None
        subject = next((child for child in span[0].sent.root.lefts if child.dep_ == "nsubj" and self.inside[child.i] < 0), None)
        somebody = subject is not None and (subject.ent_type_ == "PERSON" or subject.lower_ in _PERSON_PRONOUNS)
        return self._named(subject, "subject") if somebody and subject is not None and subject.i < span.start else None

    def _named(self, head: Token, rule: str) -> Speaker:
        if head.pos_ == "PROPN" and head.i not in self.entity:  # a name that the parse and the entities cut differently
            near = [
                self.entity[i] for i in range(head.i - 2, head.i + 3) if i in self.entity and self.entity[i].label_ == "PERSON"
            ]
            head = near[0].root if near else head
        if head.is_space or not (head.text[0].isalnum() or head.text == "%") or head.idx < self.begins:
            return Speaker("none")
        if head.lower_ in _PRONOUNS or head.lower_ in _POSSESSIVES:
            return self._pronoun(head, rule)
        ent = self.entity.get(head.i)
        if ent is None or ent.label_ not in {"PERSON", *_ORGANIZATIONS}:
            apposed = [child for child in head.children if child.dep_ == "appos" and self.subjects.speaks(child)]
            apposed += [head.head] if head.dep_ == "appos" and self.subjects.speaks(head.head) else []
            if apposed:
                head, ent = apposed[0], self.entity.get(apposed[0].i)
            elif (person := self._led(head)) is not None:
                head, ent = person.root, person
        if ent is not None and ent.label_ == "PERSON" and ent.end - 1 >= head.i:
            return self._person(ent, rule)
        if ent is not None and ent.label_ in _ORGANIZATIONS and ent.end < len(self.doc):
            behind = self.doc[ent.end]
            if (
                (behind.lemma_ or behind.text).lower() in words_of("nameless")
                and behind.tag_ in {"NN", "NNS"}
                and self.inside[behind.i] < 0
            ):
                return self._words(behind, rule)  # a Department of Labor spokesperson
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
        if head.dep_ != "nsubj" or head.tag_ not in {"NN", "NNP"} or (head.lemma_ or head.text).lower() in words_of("body"):
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
        parts = {"prep", "amod", "conj", "cc"}
        if rule != "beside":  # what stands right before its cue ends there, though the parse hangs the cue on it
            parts.add("acl")
        if head.lower_ == "those":
            parts.add("relcl")
        for child in head.children:
            if child.i > head.i and child.dep_ in parts and child.left_edge.i == last.i + 1:
                last = child.right_edge
        first = head.left_edge.i if head.i - head.left_edge.i <= 12 else head.i
        span = self.doc[first : min(last.i + 1, head.i + 15)]
        for i in range(head.i + 1, span.end):
            if self.doc[i].text in {",", "—", "–", "(", ":"} or self.inside[i] >= 0 or self.doc[i].is_space:
                span = self.doc[first:i]
                break
        if span[0].tag_ == "IN" and any(token.text == "," for token in self.doc[first : head.i]):  # Amid the uproar, the leaders
            span = self.doc[max(token.i for token in self.doc[first : head.i] if token.text == ",") + 1 : span.end]
        while len(span) > 1 and (not span[0].text[0].isalnum() or span[0].tag_ in {"CC", "RB"}):
            span = span[1:]
        noun, plural = (head.lemma_ or head.text).lower(), head.tag_ in {"NNS", "NNPS"} or head.lower_ == "people"
        definite = head.left_edge.lower_ in {"the", "this", "that", "his", "her"}
        if noun in words_of("document") and (made := self._made(head)) is not None:
            return replace(made, rule="document", start=span.start_char, end=span.end_char)
        if definite and not plural and (known := self._known(noun, span)) is not None:
            return replace(known, rule="role", start=span.start_char, end=span.end_char)
        if noun in words_of("nameless") or (noun == "authority" and plural):
            kind = "anonymous"
        elif noun in words_of("document"):
            kind = "organization"
        elif noun in words_of("body"):
            kind = "group" if plural and noun != "police" else "organization"
        elif plural or self._is_group(head):
            kind = "group"
        elif head.pos_ == "PROPN":
            kind = "person"
        else:
            kind = "person" if definite and noun not in words_of("trade") else "anonymous"
        if kind == "person" and (name := self._name_behind(span)) is not None:
            title = title_of([self.doc[span.start : name.start].text.removeprefix("the ").removeprefix("The ")])
            return Speaker(rule, name.start_char, name.end_char, name.text, kind, title)
        text = span.text
        lowered = text[:1].lower() + text[1:] if self.doc[span.start].pos_ in {"DET", "ADJ", "NOUN", "NUM"} else text
        return Speaker(rule, span.start_char, span.end_char, lowered, kind)

    def _name_behind(self, span: Span) -> Span | None:
        """Find the name of two words or more that a description ends with: the magazine editor Ann Poe."""
        start = span.end
        while start > span.start and self.doc[start - 1].tag_ == "NNP" and self.doc[start - 1].is_title:
            start -= 1
        described = start > span.start and self.doc[start - 1].tag_ in {"NN", "JJ"}
        return self.doc[start : span.end] if described and span.end - start > 1 else None

    def _made(self, document: Token) -> Speaker | None:
        """Find whose a document is, where its words name somebody: its ruling; the firm issued a statement saying …."""
        owner, rule = self.subjects.owner(document)
        made = self._named(owner, rule) if owner is not None else None
        return made if made is not None and made.name is not None else None

    def _known(self, noun: str, span: Span) -> Speaker | None:
        """Find whom a role stands for: the former mayor, the firm, the official."""
        if (person := self.referents.titled(noun, span)) is not None:
            return Speaker("role", name=person.name, kind="person", title=title_of(person.titles))
        if noun in words_of("nameless"):
            earlier = (self.known[i] for i in reversed(self.cues[-12:]) if i < span.start)
            return next((each for each in earlier if each.kind == "anonymous" and noun in (each.name or "").split()), None)
        if span[0].tag_ == "PRP$" or any(token.ent_type_ and token.lower_ not in words_of("party") for token in span):
            return None  # the Iranian president is another
        if noun in words_of("body"):
            body = self.referents.body(noun, span.start)
            return self._named(body, "role") if body is not None else None
        if (person := self.referents.told_most(noun, span)) is not None:
            return Speaker("role", name=person.name, kind="person", title=title_of(person.titles))
        return None

    def _is_group(self, head: Token) -> bool:
        ent = self.entity.get(head.i)
        return (ent is not None and ent.label_ == "NORP") or head.lower_ in words_of("some")

    def _pronoun(self, pronoun: Token, rule: str) -> Speaker:
        word = _POSSESSIVES.get(pronoun.lower_, pronoun.lower_)
        words = Speaker(rule, pronoun.idx, pronoun.idx + len(pronoun.text))
        gender = _PERSON_PRONOUNS.get(word)
        if gender is not None:
            ent = self.referents.antecedent(pronoun, gender)
            found = self._same(pronoun, gender, ent) or (self._person(ent, rule) if ent is not None else None)
            if found is None or found.name is None:
                return words
            self.genders.setdefault(found.name, gender)
            return replace(words, rule="pronoun", name=found.name, kind=found.kind, title=found.title)
        if word in {"they", "it"}:
            kinds = {"organization", "group", "anonymous"}
            near = [speaker for i, speaker in self._before(pronoun) if speaker.kind in kinds and pronoun.i - i < 120]
            if near:
                speaker = next(
                    (speaker for speaker in near if speaker.name not in {"the company", "the firm", "the group"}), near[0]
                )
                return replace(words, rule="pronoun", name=speaker.name, kind=speaker.kind)
            if word == "they" and (group := self.referents.last_group(pronoun)) is not None:
                return replace(self._named(group, "pronoun"), start=words.start, end=words.end)
            if word == "it" and (body := self.referents.last_body(pronoun)) is not None:
                return replace(self._named(body, "pronoun"), start=words.start, end=words.end)
        return words

    def _before(self, pronoun: Token) -> Iterator[tuple[int, Speaker]]:
        """Yield the cues before a pronoun whose speakers are known, with them, the last one first."""
        at = bisect_left(self.cues, pronoun.i)
        yield from ((i, self.known[i]) for i in reversed(self.cues[max(at - 12, 0) : at]))

    def _same(self, pronoun: Token, gender: str, ent: Span | None) -> Speaker | None:
        """Take the speaker before "he" or "she" in its paragraph, unless a person is the subject of a sentence in between."""
        for i, speaker in self._before(pronoun):
            if "\n" in self.text[self.doc[i].idx : pronoun.idx] and ent is not None and ent.start > i:
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
        noun = span.root.lower_
        if known is None and (noun.endswith("woman") or noun in words_of("she")):
            known = "f"
        elif known is None and (noun.endswith("man") or noun in words_of("he")):
            known = "m"
        return known in {None, gender}
