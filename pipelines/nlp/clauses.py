"""Reported clauses: by the parse and the words around, the stretches of a sentence that words of saying report."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from pipelines.nlp.cues import FINITE, VERBS, Cue, cue_at, end_of, heard, is_cue, passive, says, withheld, word_of
from pipelines.nlp.ends import SUBORDINATE, Ends
from pipelines.nlp.tokenizer import dateline

# The parse of a longer "sentence" is a table's or a list's, and says nothing.
LONGEST_SENTENCE = 300
_NAMING = {"cited", "identified", "named", "published", "quoted", "used"}
_NAMELESS = {"anonymity", "anonymous", "unidentified", "unnamed", "withheld"}
_DAYS = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday"}
_MARKS = set("\"'‘’“”„«»`")
# What a clause begins with.
_BEGINS = {"CD", "DT", "EX", "JJ", "JJR", "NN", "NNP", "NNPS", "NNS", "PRP", "PRP$", "PDT"}
_SENTENCE_ENDS = (".", "!", "?", "…", ":", ";")
# Verbs whose object may be the hearer; the object of any other belongs to what is said.
_TO_HEARERS = {
    "tell",
    "ask",
    "assure",
    "inform",
    "remind",
    "brief",
    "warn",
    "urge",
    "promise",
    "advise",
    "caution",
    "press",
    "beg",
}
# What stands between a cue and its clause and is no part of it: said on Monday, told him, said in a statement, said he.
_ASIDE = {"prep", "advmod", "npadvmod", "dative", "punct", "agent", "advcl", "prt", "aux", "neg"}


class Clauses:
    """Finds cues and their clauses. `inside` is, by token, the number of the stretch in marks that it stands in, or -1."""

    def __init__(self, doc: Doc, inside: list[int]) -> None:
        self.doc, self.inside = doc, inside
        self.ends = Ends(doc, inside)
        place = dateline(doc.text)
        self.dateline = place[1] if place else -1  # where the words begin behind the place and the agency

    def sentences(self) -> Iterator[Span]:
        """Yield sentences; one that the parse cut where no mark of its end stands goes on: “at 2 a.m. | Tuesday”."""
        start = None
        for sentence in self.doc.sents:
            start = sentence.start if start is None else start
            if not self._goes_on(sentence.end):
                yield self.doc[start : sentence.end]
                start = None

    def _goes_on(self, end: int) -> bool:
        if end == len(self.doc) or self.doc[end - 1].is_space or self.doc[end].is_space or self.doc[end].idx == self.dateline:
            return False
        last, ahead = self.doc[end - 1], self.doc[end]
        if last.lower_ in {"a.m.", "p.m."}:
            return ahead.ent_type_ in {"DATE", "TIME"}
        before = self.doc[end - 2] if last.tag_ in {"''", "``"} and end > 1 else last
        return before.text[-1] not in _SENTENCE_ENDS and (last == before or ahead.text[0].islower())

    def cues(self, sentence: Span) -> Iterator[Cue]:
        """Yield the words of saying of a sentence that stand outside marks."""
        for token in sentence:
            if self.inside[token.i] < 0 and (cue := cue_at(token)) is not None:
                yield cue

    def contents(self, cue: Cue, sentence: Span) -> Iterator[tuple[int, int]]:
        """Yield the stretches of tokens that a cue reports, without the words that report them.

        What was not said, or said to nobody's account ("asked not to be named"), counts only where words stand in marks.
        """
        silent = cue.token.lower_ != "according" and (withheld(cue.token) or heard(cue.token))
        runs = list(self._contents(cue, sentence))
        states = (
            cue.content in {"thing", "object"}
            or self._that(cue, sentence.end) is not None
            or any(self._has_verb(start, end) for start, end in runs)
        )
        for start, end in runs:
            marked = any(self.inside[i] >= 0 for i in range(start, end))
            if marked or (states and not silent and not (cue.kind == "ask" and self._asks_no_name(start, end))):
                yield start, end

    def _has_verb(self, start: int, end: int) -> bool:
        return any(word.tag_ in VERBS | {"MD"} and not word.ent_type_ for word in self.doc[start:end])

    def _asks_no_name(self, start: int, end: int) -> bool:
        """Tell whether a request is for staying unnamed: not to be named, that her name be withheld."""
        words = {self.doc[i].lower_ for i in range(start, min(end, start + 10))}
        return bool(words & _NAMELESS or (words & {"not", "n't", "n’t"} and words & _NAMING))

    def _contents(self, cue: Cue, sentence: Span) -> Iterator[tuple[int, int]]:
        token = cue.token
        if token.lower_ == "according":
            yield from self._according(token, sentence)
        elif cue.noun:
            if (clause := self._of_noun(cue)) is not None:
                start = self._that(cue, sentence.end) or self._start(cue, clause)
                yield from self._trimmed(start, self.ends.of(cue, clause, start, sentence))
        elif cue.content == "object":
            yield from self._object(cue, sentence)
        elif cue.content == "utterance":
            return
        elif (that := self._that(cue, sentence.end)) is not None:
            clause = next((c for c in token.children if c.dep_ == "ccomp" and c.i > that), None)
            yield from self._trimmed(that, self.ends.of(cue, clause, that, sentence))
        elif (clause := self._clause(cue)) is not None and clause.i > token.i and not self._answers(token, clause):
            start = self._start(cue, clause)
            first = self._first(token)
            if (
                clause.left_edge.i < first and self.doc[first - 1].text == ","
            ):  # | Any delay |, the bank warned, | would cost jobs |
                yield from self._trimmed(clause.left_edge.i, first)
            yield from self._trimmed(start, self.ends.of(cue, clause, start, sentence))
        elif clause is not None and clause.i < token.i and token.tag_ != "VBG":
            yield from self._around(cue, clause, sentence)
            yield from self._after(cue, sentence)
        elif (comma := self._behind_as(token, sentence)) is not None:
            yield from self._trimmed(comma + 1, self.ends.of(cue, None, comma + 1, sentence))
        elif run := next(self._in_front(cue, sentence), None):
            yield run
            yield from self._after(cue, sentence)
        elif (plain := self._plain(cue, sentence)) is not None:
            yield from self._trimmed(plain, self.ends.of(cue, None, plain, sentence))
        elif cue.content == "thing" or cue.kind != "say":
            yield from self._object(cue, sentence)

    def _first(self, cue: Token) -> int:
        """Give the first token of a cue with its subject."""
        return min([cue.i, *(child.left_edge.i for child in cue.lefts if child.dep_ == "nsubj" and self.inside[child.i] < 0)])

    def _answers(self, cue: Token, clause: Token | None = None) -> bool:
        """Tell whether what stands before a cue is what it reports, and not the clause behind: “…,” he said as he left."""
        first = self._first(cue)
        before = first - 1
        while before > 0 and self.inside[before] < 0 and set(self.doc[before].text) <= _MARKS:
            before -= 1
        if 0 <= before < first - 1 and self.inside[before] >= 0:
            return self.doc[before].text[-1] != "."  # “It is gone.” He said it was old: another sentence
        led = (
            clause is not None
            and clause.left_edge.tag_ in {"IN", "WRB"}
            and clause.left_edge.lower_ not in {"if", "whether", "how", "why"}
        )
        return led and first - cue.sent.start > 3 and self.doc[first - 1].text == ","

    def _behind_as(self, cue: Token, sentence: Span) -> int | None:
        """Find the comma behind which stands what a clause with "as" reports: As the mayor noted, …."""
        if not any(child.lower_ == "as" and child.i < cue.i for child in cue.children):
            return None
        return next((i for i in range(cue.i + 1, sentence.end) if self.doc[i].text == "," and self.inside[i] < 0), None)

    def _plain(self, cue: Cue, sentence: Span) -> int | None:
        """Find where the rest of a sentence begins that a finite cue may well report though the parse does not say so."""
        token = cue.token
        follows = token.tag_ == "VBG" and word_of(token) in {"say", "add", "argue"}
        if (not follows and (not says(token) or self._has_no_left(token))) or self._answers(token):
            return None
        start = token.i + 1
        while start < sentence.end and (self.doc[start].lower_ in _DAYS or self.doc[start].tag_ == "RB"):
            start += 1
        if start >= sentence.end or self.inside[start] >= 0 or self.doc[start].tag_ not in _BEGINS:
            return None
        below = False
        for i in range(start, min(start + 30, sentence.end)):
            token = self.doc[i]
            if (
                token.text == ";"
                or self.inside[i] >= 0
                or (token.text == "," and self.doc[i + 1].tag_ not in SUBORDINATE and not below)
            ):
                return None
            below = (below and token.text != ",") or token.tag_ in SUBORDINATE
            if token.tag_ in FINITE and not below:
                return start
        return None

    # What a cue takes

    def _clause(self, cue: Cue) -> Token | None:
        """Find the head of the clause that a verb takes, one behind it before one in front of it."""
        token = cue.token
        wanted = {"ccomp", "xcomp"} if cue.content != "clause" else {"ccomp"}
        clauses = [child for child in token.children if child.dep_ in wanted and self._says_something(child, cue)]
        if clauses:
            return next((clause for clause in clauses if clause.i > token.i), clauses[0])
        if asked := [child for child in token.children if child.dep_ == "dobj" and child.tag_ == "WP"]:
            return asked[0]  # asked what they wanted
        head = token.head
        if token.dep_ == "parataxis" and (head.pos_ in {"VERB", "AUX"} or any(c.dep_ == "nsubj" for c in token.children)):
            return head
        for each in self.doc[token.i + 1 : token.i + 15]:  # "told the reporters there that …", hung on the hearers
            if self.inside[each.i] >= 0 or each.is_space or each.tag_ in FINITE:
                break
            if each.lower_ == "that" and each.dep_ == "mark" and token.is_ancestor(each.head) and each.head.i > each.i:
                return each.head
            if cue.content != "clause" and each.tag_ == "TO" and each.head.tag_ == "VB" and token.is_ancestor(each):
                return each.head
        return None

    def _says_something(self, clause: Token, cue: Cue) -> bool:
        if clause.dep_ == "xcomp" or clause.tag_ != "VBG" or cue.kind == "deny":
            return True
        return any(child.dep_ in {"nsubj", "aux"} for child in clause.children)

    def _of_noun(self, cue: Cue) -> Token | None:
        """Find the clause of a noun: her claim that …, a promise to …."""
        for each in self.doc[cue.token.i + 1 : cue.token.i + 15]:  # warnings from the bank that …
            if self.inside[each.i] >= 0 or each.is_space or each.tag_ in FINITE or each.text == ",":
                break
            own = cue.token.is_ancestor(each.head) or each.i == cue.token.i + 1
            if each.lower_ == "that" and each.dep_ == "mark" and own:
                return each.head
            if cue.content == "clause+to" and each.tag_ == "TO" and each.i == cue.token.i + 1 and each.head.tag_ == "VB":
                return each.head
        return None

    def _that(self, cue: Cue, end: int) -> int | None:
        """Give the token behind the "that" which a cue leads to, whatever the parse makes of what stands in between."""
        for i in range(cue.token.i + 1, min(end - 1, cue.token.i + 25)):
            token = self.doc[i]
            leads = token.dep_ == "mark" or token.tag_ == "IN" or (token.tag_ == "WDT" and word_of(cue.token) in _TO_HEARERS)
            if token.lower_ == "that" and leads:
                noun = self.doc[i - 1]
                owned = (
                    token.tag_ != "WDT" and token.head.dep_ in {"acl", "relcl"} and noun.pos_ == "NOUN" and cue.content != "thing"
                )
                owned = owned and word_of(cue.token) not in _TO_HEARERS | {"express", "voice"}
                return None if owned and noun.dep_ not in {"dative", "npadvmod"} else i + 1
            if self.inside[i] >= 0 or token.tag_ in FINITE or token.is_space or token.text in {";", ":", ")"} or is_cue(token):
                return None
        return None

    # Where it stands

    def _start(self, cue: Cue, clause: Token) -> int:
        if cue.end > end_of(cue.token) and self.doc[cue.token.i + 1].lower_ == "for":
            return cue.token.i + 2  # called for | the minister to go
        first = max(clause.left_edge.i, cue.token.i + 1)
        to = next((child for child in clause.lefts if child.tag_ == "TO"), None)
        if to is not None and to.i > cue.token.i and cue.content != "clause":
            return to.i - (self.doc[to.i - 1].lower_ in {"not", "never"})
        if word_of(cue.token) not in _TO_HEARERS and not cue.noun:
            for child in cue.token.rights:  # his ability to cut | was not hurt: a subject that the parse took for an object
                if child.i < first and child.dep_ not in _ASIDE and not (child.dep_ == "nsubj" and self._has_no_left(cue.token)):
                    first = max(child.left_edge.i, cue.token.i + 1)
                    break
        if self.doc[first].lower_ in _DAYS and first == cue.token.i + 1:
            first += 1  # said Tuesday his plan …, which may look like Tuesday's
        return first

    def _has_no_left(self, verb: Token) -> bool:
        return not any(child.dep_ == "nsubj" for child in verb.lefts)

    def _around(self, cue: Cue, clause: Token, sentence: Span) -> Iterator[tuple[int, int]]:
        """Yield a clause in front of its cue, and its rest behind it: “The bridge, | Poe said, | will reopen”."""
        token = cue.token
        before = [child for child in token.children if child.dep_ in {"nsubj", "aux", "advmod"} and child.i > clause.left_edge.i]
        first = min([token.i, *(child.left_edge.i for child in before if child.i < token.i)])
        if clause.i < first:
            earlier = any(is_cue(each) and self.inside[each.i] < 0 for each in self.doc[sentence.start : clause.left_edge.i])
            yield from self._trimmed(clause.left_edge.i if earlier else sentence.start, first)
        else:
            yield from self._trimmed(clause.left_edge.i, first)
        last = max([token.i, *(child.right_edge.i for child in token.rights if child.dep_ in {"nsubj", "dobj", "dative"})])
        rest = max(clause.right_edge.i, clause.i)
        if rest > last:
            start = min(each.i for each in clause.subtree if each.i > last)
            end = self.ends.of(cue, clause, start, sentence)
            if self._has_verb(start, end):
                yield from self._trimmed(start, end)

    def _after(self, cue: Cue, sentence: Span) -> Iterator[tuple[int, int]]:
        """Yield what goes on behind a cue with "and" or a participle: Prices fell, the bank said, but | wages rose |."""
        comma = next((i for i in range(cue.token.i + 1, min(cue.token.i + 9, sentence.end - 2)) if self.doc[i].text == ","), None)
        if comma is None or self.inside[comma] >= 0 or self._answers(cue.token):
            return
        ahead, then = self.doc[comma + 1], self.doc[comma + 2]
        joined = ahead.lower_ in {"and", "but"} and then.tag_ in _BEGINS
        if joined or (ahead.tag_ == "VBG" and not is_cue(ahead)):
            start = comma + 1 + joined
            end = self.ends.of(cue, None, start, sentence)
            clear = not any(self.inside[i] >= 0 or is_cue(self.doc[i]) for i in range(start, end))
            if clear and (not joined or any(self.doc[i].tag_ in FINITE for i in range(start, end))):
                yield from self._trimmed(start, end)

    def _according(self, token: Token, sentence: Span) -> Iterator[tuple[int, int]]:
        """Yield what stands before "according to", or behind its comma where it begins the sentence."""
        comma = next((i for i in range(token.i + 2, sentence.end) if self.doc[i].text == "," and self.inside[i] < 0), None)
        if all(lead.tag_ in {"CC", "RB", ","} for lead in self.doc[sentence.start : token.i]):
            if comma is not None:
                yield from self._trimmed(comma + 1, self.ends.of(Cue(token, 0, 0, "say", "clause"), None, comma + 1, sentence))
            return
        start = sentence.start
        for i in range(token.i - 2, sentence.start, -1):  # Poe said it was late, but …, according to
            if self.doc[i].lower_ in {"but", "while"} and self.doc[i - 1].text == "," and self.inside[i] < 0:
                start = i + 1
                break
        if self.doc[start].i < token.i - 1 and self._is_frame(start, token.i - 1):
            return  # “…,” Poe wrote, according to the Post
        yield from self._trimmed(start, token.i)

    def _is_frame(self, start: int, end: int) -> bool:
        """Tell whether a stretch ends with marks and the words that report them."""
        outside = next((i for i in range(end, start, -1) if self.inside[i] >= 0), start)
        return outside > start and any(says(self.doc[i]) for i in range(outside, end))

    def _in_front(self, cue: Cue, sentence: Span) -> Iterator[tuple[int, int]]:
        """Yield a sentence up to its last ", Poe said", where the parse tied the two in another way or cut them apart."""
        subject = next((child for child in cue.token.children if child.dep_ == "nsubj"), None)
        relative = cue.token.dep_ == "relcl" or (subject is not None and subject.tag_ in SUBORDINATE)
        if relative or cue.token.tag_ in {"VBG", "VB"} or passive(cue.token):
            return
        first = min(subject.left_edge.i if subject is not None else cue.token.i, cue.token.i)
        first += self.doc[first].text == ","
        if first <= 0 or self.doc[first - 1].text != "," or self.inside[first - 1] >= 0:
            return
        start = sentence.start if first > sentence.start else self.doc[first - 1].sent.start
        if first - start < 4 or first - start > LONGEST_SENTENCE or any(self.doc[i].is_space for i in range(start, first)):
            return
        if subject is None:  # ", said Poe", but not "Norfield, which …, threatened"
            behind = self.doc[cue.token.i + 1] if cue.token.i + 1 < len(self.doc) else None
            if cue.kind != "say" or behind is None or behind.pos_ not in {"PROPN", "DET", "PRON"}:
                return
        if self._states(start, first - 1, cue.kind == "ask"):
            yield from self._trimmed(start, first - 1)

    def _states(self, start: int, end: int, question: bool) -> bool:
        """Tell whether a stretch has a finite verb outside its relative and subordinate clauses, each taken to end at a comma."""
        below = False
        for i in range(start, end):
            token = self.doc[i]
            if token.text == ",":
                below = False
            elif (token.tag_ in SUBORDINATE and not question) or (token.tag_ == "IN" and token.dep_ == "mark"):
                below = True
            elif token.tag_ in FINITE and not below:
                return True
        return False

    def _object(self, cue: Cue, sentence: Span) -> Iterator[tuple[int, int]]:
        """Yield the object and its complement: called | the plan “mad” |; without marks only where a thing can be said."""
        token = cue.token
        deps = {"dobj", "oprd", "prep", "ccomp", "xcomp", "acomp", "dative"}
        active = token.tag_ in {"VBD", "VBZ", "VBP"} or any(child.dep_ == "aux" and child.tag_ != "TO" for child in token.lefts)
        active = (active or (token.tag_ == "VBG" and token.dep_ == "advcl")) and not passive(token)
        complement = any(child.lower_ == "as" and child.dep_ == "prep" for child in token.rights)
        whole = active and (cue.content == "thing" or complement)
        start = end = None
        for child in token.rights:
            if child.dep_ not in deps:
                continue
            start = child.left_edge.i if start is None else start
            marked = [i for i in range(child.left_edge.i, child.right_edge.i + 1) if self.inside[i] >= 0]
            if marked or whole:
                last = marked[-1] if marked else child.i
                more = (
                    each.left_edge.i for each in child.subtree if each.dep_ == "conj" and each.pos_ == "VERB" and each.i > last
                )
                end = min(more, default=child.right_edge.i + 1)
        if start is not None and end is not None:
            yield from self._trimmed(max(start, token.i + (2 if cue.end > end_of(token) else 1)), end)

    def _trimmed(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield a stretch without what hangs on at its ends, if something is left: marks of its ends, conjunctions, "that"."""

        def drops(i: int) -> bool:
            token = self.doc[i]
            if self.inside[i] >= 0:
                return False
            if i == end - 1 and (token.dep_ == "cc" or token.lower_ in {"while", "that"}):
                return True
            return not any(map(str.isalnum, token.text)) and token.tag_ not in {"$", "-RRB-"}

        def leads(i: int) -> bool:
            token = self.doc[i]
            that = token.lower_ == "that" and (
                token.dep_ == "mark" or (end - i > 2 and self.doc[i + 1].tag_ not in FINITE | {"RB"})
            )
            return self.inside[i] < 0 and (that or (token.dep_ == "cc" and token.lower_ in {"and", "but"}))

        if heard(self.doc[start]) and start < end:
            return  # Asked whether he would stay, Poe replied
        while end > start and drops(end - 1):
            end -= 1
        while start < end and (drops(start) or leads(start)):
            start += 1
        if end > start:
            yield start, end
