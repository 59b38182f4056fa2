"""Speakers: whom a cue has speak, by ordered sieves over the parse, each of which gives its name to `rule`."""

from __future__ import annotations

import re
from dataclasses import replace

from spacy.tokens import Doc, Token

from pipelines.nlp.people.component import person_at
from pipelines.nlp.quotes.cues import heard
from pipelines.nlp.quotes.marks import Quoted
from pipelines.nlp.quotes.naming import ORGANIZATIONS, PEOPLE, Naming
from pipelines.nlp.quotes.roles import title_of
from pipelines.nlp.quotes.spoken import Speaker, Spoken
from pipelines.nlp.quotes.subjects import Subjects
from pipelines.nlp.tokenizer import dateline

# What stands between a quotation and its author's name: “…” — Ann Poe.
_DASHED = re.compile(r"\s{0,2}[—–-]{1,2} ?(?=[A-Z])")

__all__ = ["Speaker", "Speakers"]


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
        self.subjects = Subjects(doc, inside, self.entity, self.begins)
        self.spoken = Spoken()
        self.named = Naming(doc, inside, ents, self.subjects, self.spoken).speaker

    def of(self, cue: Token) -> Speaker:
        """Find the speaker of a cue, once for each cue."""
        if cue.i not in self.spoken.of:
            self.spoken.add(cue.i, self._of(cue))
        return self.spoken.of[cue.i]

    def _of(self, cue: Token) -> Speaker:
        if cue.tag_ in {"NN", "NNS"}:
            owner, rule = self.subjects.owner(cue)
            return self.named(owner, rule) if owner is not None else Speaker("none")
        if cue.lower_ == "according":
            objects = [child for prep in cue.children if prep.lower_ == "to" for child in prep.children if child.dep_ == "pobj"]
            objects = objects or [child for child in cue.children if child.dep_ == "pobj"]
            return self.named(objects[0], "according to") if objects else Speaker("none")
        if (earlier := self._joined(cue)) is not None:
            return earlier
        subject, rule = self.subjects.of(cue)
        beside = self.entity.get(cue.i - 1) if rule == "verb above" else None
        if (
            beside is not None
            and beside.label_ in ORGANIZATIONS
            and beside.root.dep_ not in {"pobj", "poss"}
            and self.inside[cue.i - 1] < 0
        ):
            subject, rule = beside.root, "before"
        if cue.tag_ != "VBG" and (subject is None or subject.ent_type_ != "PERSON"):
            near = self.subjects.apposed(cue)
            subject, rule = (near.root, "apposition") if near is not None else (subject, rule)
        return self.named(subject, rule) if subject is not None else Speaker("none")

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
        for i, speaker in self.spoken.before(cue.i, 4):
            between = (self.doc[k] for k in range(i, cue.i) if self.inside[k] < 0)
            if cue.i - i > 80 or any(token.is_space or token.tag_ == "." for token in between):
                return None
            if not self.doc[i].is_ancestor(cue):
                return None
            if speaker.start is not None and (cue.tag_ == "VBG" or self.doc[i].tag_ == cue.tag_):
                return replace(speaker, rule="verb above")
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
        return self.named(ent.root, "colon")

    def behind_dash(self, end: int) -> Speaker | None:
        """Read “…” — NAME, as collections of quotations have it."""
        lead = self.text[end : end + 60]
        name = _DASHED.match(lead)
        span = self.doc.char_span(end + name.end(), end + name.end() + 1, alignment_mode="expand") if name else None
        if span is None or not len(span):
            return None
        ent = next((self.entity[i] for i in range(span.start, min(span.start + 5, len(self.doc))) if i in self.entity), None)
        return self.named(ent.root, "dash") if ent is not None and ent.label_ in {"PERSON", "ORG"} else None

    def before_end(self, start: int) -> Speaker | None:
        """Take the person whom the sentence right before an utterance is about: Ann Poe shook her head."""
        lead = self.text[max(start - 400, 0) : start]
        if lead.rstrip(" ")[-1:] not in {".", "!"}:
            return None
        last = self.doc.char_span(start - len(lead) + len(lead.rstrip()) - 1, start, alignment_mode="contract")
        if last is None or not len(last) or self.inside[last.start] >= 0:
            return None
        return self._subject(last[0], "sentence before")

    def around(self, quoted: Quoted) -> Speaker | None:
        """Take the person whom a sentence is about, for a clause in marks within it: Ann Poe fears “it will be long and cold”."""
        span = self.doc.char_span(quoted.start, quoted.end, alignment_mode="contract")
        words = [token for token in span or () if token.text[0].isalnum()]
        if span is None or len(words) < 5 or not any(token.pos_ in {"VERB", "AUX"} for token in words):
            return None
        return self._subject(span[0], "subject")

    def _subject(self, token: Token, rule: str) -> Speaker | None:
        """Take the person whom the sentence of a token is about, if named before it."""
        subject = next((child for child in token.sent.root.lefts if child.dep_ == "nsubj" and self.inside[child.i] < 0), None)
        somebody = subject is not None and (subject.ent_type_ == "PERSON" or subject.lower_ in PEOPLE)
        return self.named(subject, rule) if somebody and subject is not None and subject.i <= token.i else None
