"""Reported clauses: the cues of a sentence by `data/cues.csv`, and by the parse the stretches that each of them reports."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from spacy.tokens import Doc, Span, Token

# The parse of a longer "sentence" is a table's or a list's, and says nothing.
LONGEST_SENTENCE = 300
_VERBS = {"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"}


@dataclass(frozen=True, slots=True)
class Cue:
    """Words of saying at a token; `content` tells what they take: a clause, a clause or "to …", or only words in marks."""

    token: Token
    start: int
    end: int
    kind: str
    content: str


@cache
def _cues() -> dict[str, tuple[str, str]]:
    table = files("pipelines.nlp").joinpath("data/cues.csv").read_text(encoding="utf-8")
    return {row["cue"]: (row["class"], row["content"]) for row in csv.DictReader(table.splitlines())}


def end_of(token: Token) -> int:
    """Give the offset behind a token."""
    return token.idx + len(token.text)


class Clauses:
    """Finds cues and their clauses. `inside` is, by token, the number of the stretch in marks that it stands in, or -1."""

    def __init__(self, doc: Doc, inside: list[int]) -> None:
        self.doc, self.inside = doc, inside
        self.text = doc.text  # joined anew at every look

    def cues(self, sentence: Span) -> Iterator[Cue]:
        """Yield the words of saying of a sentence that stand outside marks."""
        for token in sentence:
            if self.inside[token.i] >= 0:
                continue
            if token.lower_ == "according" and token.i + 1 < sentence.end and self.doc[token.i + 1].lower_ == "to":
                yield Cue(token, token.idx, end_of(self.doc[token.i + 1]), "say", "clause")
            elif token.tag_ in _VERBS and token.dep_ not in {"aux", "amod", "compound"}:
                lemma, after = token.lemma_.lower(), self.doc[token.i + 1] if token.i + 1 < sentence.end else None
                phrase = f"{lemma} {after.lower_}" if after is not None else ""
                if after is not None and phrase in _cues():
                    yield Cue(token, token.idx, end_of(after), *_cues()[phrase])
                elif lemma in _cues():
                    yield Cue(token, token.idx, end_of(token), *_cues()[lemma])

    def contents(self, cue: Cue, sentence: Span) -> Iterator[tuple[int, int]]:
        """Yield the stretches of tokens that a cue reports, without the words that report them."""
        token = cue.token
        if cue.kind == "say" and any(child.dep_ == "neg" for child in token.children):
            return  # "did not say whether" states nothing
        if token.lower_ == "according":
            yield from self._according(token, sentence)
        elif cue.content == "marks":
            yield from self._object(token)
        elif (clause := self._clause(cue)) is not None:
            joined = [child for child in token.children if child.dep_ == "conj" and child.i > clause.i]
            more = [child for child in joined if any(below.dep_ == "mark" and below.lower_ == "that" for below in child.children)]
            if token.is_ancestor(clause):
                own = [child for child in token.children if child.dep_ == "nsubj" and child.i < clause.right_edge.i]
                yield from self._runs(
                    sentence, [clause, *more], *(own if clause.left_edge.i < token.i < clause.right_edge.i else []), only=token
                )
            else:
                yield from self._runs(sentence, [clause], token)
        elif run := self._in_front(cue, sentence):
            yield run
        else:
            yield from self._object(token)

    def _according(self, token: Token, sentence: Span) -> Iterator[tuple[int, int]]:
        """Yield the clause that "according to" hangs on; where it begins the sentence, what comes behind its comma."""
        head = token.head
        while head.pos_ not in {"VERB", "AUX"} and head.head != head:
            head = head.head
        comma = next((i for i in range(token.i + 2, sentence.end) if self.doc[i].text == "," and self.inside[i] < 0), None)
        if token.i - sentence.start <= 1 and comma is not None:
            subject = next((child.left_edge.i for child in head.children if child.dep_ in {"nsubj", "nsubjpass"}), comma)
            if run := self._trimmed(max(comma + 1, subject), sentence.end):
                yield run
        elif head != token and not head.is_space:
            yield from self._runs(sentence, [head], token)

    def _in_front(self, cue: Cue, sentence: Span) -> tuple[int, int] | None:
        """Take a sentence up to its last ", Poe said", where the parse tied the two in another way or cut them apart."""
        first = min((child.left_edge.i for child in cue.token.children if child.dep_ == "nsubj"), default=cue.token.i)
        first = min(first, cue.token.i)
        first += self.doc[first].text == ","
        if first <= 0 or self.doc[first - 1].text != "," or self.inside[first - 1] >= 0:
            return None
        start = sentence.start if first > sentence.start else self.doc[first - 1].sent.start
        if first - start < 4 or first - start > LONGEST_SENTENCE or any(self.doc[i].is_space for i in range(start, first)):
            return None
        finite = {"VBD", "VBP", "VBZ", "MD"}
        return self._trimmed(start, first - 1) if any(self.doc[i].tag_ in finite for i in range(start, first - 1)) else None

    def _clause(self, cue: Cue) -> Token | None:
        """Find the head of the clause that a cue takes, one behind it before one in front of it."""
        wanted = {"ccomp", "xcomp"} if cue.content == "clause+to" else {"ccomp"}
        clauses = [child for child in cue.token.children if child.dep_ in wanted and self._says_something(child)]
        if clauses:
            return next((clause for clause in clauses if clause.i > cue.token.i), clauses[0])
        if asked := [child for child in cue.token.children if child.dep_ == "dobj" and child.tag_ == "WP"]:
            return asked[0]  # asked what they wanted
        if cue.token.dep_ == "parataxis":
            return cue.token.head
        for token in self.doc[cue.token.i + 1 : cue.token.i + 8]:  # "told the reporters there that …", hung on the hearers
            if token.lower_ == "that" and token.dep_ == "mark" and cue.token.is_ancestor(token.head):
                return token.head
        return None

    def _says_something(self, clause: Token) -> bool:
        return clause.dep_ == "xcomp" or clause.tag_ != "VBG" or any(child.dep_ in {"nsubj", "aux"} for child in clause.children)

    def _object(self, cue: Token) -> Iterator[tuple[int, int]]:
        """Yield the object and its complement where they are partly in marks: called | the plan “mad” |."""
        start = end = None
        for child in cue.children:
            if child.i > cue.i and child.dep_ in {"dobj", "oprd", "prep", "ccomp", "xcomp", "acomp", "dative"}:
                start = child.left_edge.i if start is None else start
                marked = [i for i in range(child.left_edge.i, child.right_edge.i + 1) if self.inside[i] >= 0]
                if marked:
                    more = (
                        each.left_edge.i
                        for each in child.subtree
                        if each.dep_ == "conj" and each.pos_ == "VERB" and each.i > marked[-1]
                    )
                    end = min(more, default=child.right_edge.i + 1)
        if start is not None and end is not None and (run := self._trimmed(start, end)):
            yield run

    def _runs(self, sentence: Span, heads: list[Token], *without: Token, only: Token | None = None) -> Iterator[tuple[int, int]]:
        """Yield the contiguous stretches of a clause, less the subtrees in `without`, the token `only`, and what reports anew."""
        inside = {each.i for head in heads for each in head.subtree}
        for each in [self.doc[i] for i in sorted(inside)]:  # ", adding that …" is another report of the same speaker
            if each.dep_ == "advcl" and each.tag_ == "VBG" and each.lemma_.lower() in _cues() and each.left_edge.i == each.i:
                inside -= {below.i for below in each.subtree} | {each.i - 1}
        for outer in without:
            inside -= {each.i for each in outer.subtree}
        if only is not None:
            inside.discard(only.i)
        start = None
        for i in range(sentence.start, sentence.end + 1):
            if i < sentence.end and i in inside:
                start = i if start is None else start
            elif start is not None and not (i < sentence.end and self._bridges(i, inside, sentence)):
                if run := self._trimmed(start, i):
                    yield run
                start = None

    def _bridges(self, i: int, inside: set[int], sentence: Span) -> bool:
        """Tell whether only punctuation or a conjunction that the parse hung elsewhere parts two stretches."""
        ahead = next((k for k in range(i, min(i + 3, sentence.end)) if k in inside), None)
        if ahead is None:
            return False
        between = self.doc[i:ahead]
        joined = between[-1].dep_ == "cc"
        return all(token.dep_ == "cc" or (token.is_punct and (joined or token.text != ",")) for token in between)

    def _trimmed(self, start: int, end: int) -> tuple[int, int] | None:
        def drops(i: int) -> bool:
            if i == end - 1 and self.doc[i].dep_ == "cc":
                return True
            return self.inside[i] < 0 and not any(map(str.isalnum, self.doc[i].text)) and self.doc[i].tag_ not in {"$", "-RRB-"}

        while start < end and (drops(start) or (self.doc[start].lower_ == "that" and self.doc[start].dep_ == "mark")):
            start += 1
        while end > start and drops(end - 1):
            end -= 1
        return (start, end) if end > start else None
