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
_FINITE = {"VBD", "VBP", "VBZ", "MD"}
_SUBORDINATE = {"WDT", "WP", "WP$", "WRB"}
# Verbs and adjectives whose infinitive did not happen: declined to say, was unable to tell.
_WITHHOLDS = {"avoid", "decline", "fail", "refuse", "short", "unable", "unwilling", "reluctant", "without"}
# Cues whose passive has the hearer for its subject.
_HEARD = {"ask", "brief", "inform", "press", "query", "question", "remind", "tell", "urge", "warn"}
_NAMING = {"cited", "identified", "named", "published", "quoted", "used"}
_NAMELESS = {"anonymity", "anonymous", "unidentified", "unnamed", "withheld"}


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


def names(token: Token) -> bool:
    """Tell whether a participle only gives the noun before it its name: a coffee called “Dawn”."""
    if token.dep_ != "acl" or token.head.i != token.i - 1 or token.head.pos_ != "NOUN" or token.tag_ not in {"VBN", "VBD"}:
        return False
    return _cues().get(token.lemma_.lower()) == ("say", "marks") and not any(child.dep_ == "agent" for child in token.children)


def says(token: Token) -> bool:
    """Tell whether a token is a finite verb of saying that takes a clause."""
    kind, content = _cues().get(token.lemma_.lower(), ("", ""))
    return token.tag_ in {"VBD", "VBZ"} and kind in {"say", "claim", "deny", "warn"} and content != "marks"


def withheld(cue: Token) -> bool:
    """Tell whether words of saying are denied, declined or unsettled: did not say, refused to say, nor did she say, who said."""
    who = next((child for child in cue.children if child.dep_ == "nsubj" and child.tag_ == "WP"), None)
    if who is not None and cue.dep_ != "relcl" and (who.i == 0 or who.nbor(-1).pos_ in {"ADJ", "ADV", "VERB", "AUX", "ADP"}):
        return True
    verb = cue
    for _ in range(4):
        if any(child.dep_ == "neg" or (child.lower_ == "nor" and child.i < verb.i) for child in verb.children) or (
            verb is not cue and verb.lemma_.lower() in _WITHHOLDS
        ):
            return True
        if verb.i and verb.nbor(-1).lower_ in {"neither", "nor", "never", "without"}:
            return True
        joined = verb.dep_ == "conj" and verb.tag_ == verb.head.tag_ == "VB"  # declined to confirm or deny
        if not joined and (verb.dep_ not in {"xcomp", "pcomp", "prep"} or verb.tag_ not in {"VB", "VBG", "IN"}):
            return False
        verb = verb.head
    return False


def heard(cue: Token) -> bool:
    """Tell whether a cue is a passive whose subject is the hearer: Asked whether …, Poe said; Poe was told that …."""
    if cue.tag_ not in {"VBN", "VBD"} or cue.lemma_.lower() not in _HEARD:
        return False
    deps = {child.dep_ for child in cue.children}
    if "agent" in deps:
        return False
    if "nsubjpass" in deps or "auxpass" in deps:
        return True
    if deps & {"nsubj", "aux", "csubj"}:
        return False
    before = cue.nbor(-1) if cue.i else None
    if before is None or cue.is_sent_start or before.tag_ == "WRB":
        return True
    return before.text == "," and cue.tag_ == "VBN" and cue.lemma_.lower() in {"ask", "press", "query", "question"}


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
        """Yield the stretches of tokens that a cue reports, without the words that report them.

        What was not said, or said to nobody's account ("asked not to be named"), counts only where words stand in marks.
        """
        silent = withheld(cue.token) or heard(cue.token)
        for start, end in self._contents(cue, sentence):
            words = [self.doc[i] for i in range(start, end)]
            if not any((w.tag_ in _VERBS | {"MD"} and not w.ent_type_) or self.inside[w.i] >= 0 for w in words):
                continue  # a name or a noun, which states nothing
            if cue.token.dep_ == "relcl":
                end = self._to_verb(start, end)
            end = self._to_next(start, end)
            marked = any(self.inside[i] >= 0 for i in range(start, end))
            that = cue.content != "marks" and self.doc[start].lower_ == "that" and end - start > 2
            if that and self.doc[start + 1].tag_ not in _FINITE | {"RB"}:
                start += 1  # the parse took it for "that work"
            if marked or not (silent or (cue.kind == "ask" and self._asks_no_name(start, end))):
                yield start, end

    def _to_verb(self, start: int, end: int) -> int:
        """Cut what a relative clause reports at a comma before a verb, which is the main one: which says it is ill, closed."""
        for i in range(start + 1, end - 1):
            verb = self.doc[i + 1]
            if self.doc[i].text == "," and self.inside[i] < 0 and (verb.tag_ in _FINITE or verb.lemma_.lower() in _cues()):
                return i
        return end

    def _to_next(self, start: int, end: int) -> int:
        """Cut what is reported where ", but" leads to another report: confirmed that it had paid, but its manager denied …."""
        joint = None
        for i in range(start + 1, min(end + 2, len(self.doc) - 1)):
            if self.inside[i] >= 0:
                continue
            token = self.doc[i]
            if token.text == "," and self.doc[i + 1].lower_ in {"but", "while"}:
                joint = i
            elif joint is not None and token.tag_ in {"VBD", "VBZ"} and says(token):
                return joint
        return end

    def _asks_no_name(self, start: int, end: int) -> bool:
        """Tell whether a request is for staying unnamed: not to be named, that her name be withheld."""
        words = {self.doc[i].lower_ for i in range(start, min(end, start + 10))}
        return bool(words & _NAMELESS or (words & {"not", "n't", "n’t"} and words & _NAMING))

    def _contents(self, cue: Cue, sentence: Span) -> Iterator[tuple[int, int]]:
        token = cue.token
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
            while head.dep_ == "advcl" and head.head.i < head.i and token.i and token.nbor(-1).text == ",":
                head = head.head  # less than they spend, according to
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
        if not any(
            child.dep_ == "nsubj" for child in cue.token.children
        ):  # ", said Poe", but not "Norfield, which …, threatened"
            behind = self.doc[cue.token.i + 1] if cue.token.i + 1 < len(self.doc) else None
            if cue.kind != "say" or behind is None or behind.pos_ not in {"PROPN", "DET", "PRON"}:
                return None
        return self._trimmed(start, first - 1) if self._states(start, first - 1, cue.kind == "ask") else None

    def _states(self, start: int, end: int, question: bool) -> bool:
        """Tell whether a stretch has a finite verb outside its relative and subordinate clauses, each taken to end at a comma."""
        below = False
        for i in range(start, end):
            token = self.doc[i]
            if token.text == ",":
                below = False
            elif (token.tag_ in _SUBORDINATE and not question) or (token.tag_ == "IN" and token.dep_ == "mark"):
                below = True
            elif token.tag_ in _FINITE and not below:
                return True
        return False

    def _clause(self, cue: Cue) -> Token | None:
        """Find the head of the clause that a cue takes, one behind it before one in front of it."""
        wanted = {"ccomp", "xcomp"} if cue.content == "clause+to" else {"ccomp"}
        clauses = [child for child in cue.token.children if child.dep_ in wanted and self._says_something(child)]
        if clauses:
            return next((clause for clause in clauses if clause.i > cue.token.i), clauses[0])
        if asked := [child for child in cue.token.children if child.dep_ == "dobj" and child.tag_ == "WP"]:
            return asked[0]  # asked what they wanted
        head = cue.token.head
        if cue.token.dep_ == "parataxis" and (head.pos_ in {"VERB", "AUX"} or any(c.dep_ == "nsubj" for c in cue.token.children)):
            return head
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
