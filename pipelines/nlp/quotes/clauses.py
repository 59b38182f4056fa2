"""Reported clauses: by the parse and the words around, the stretches of a sentence that words of saying report."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from pipelines.nlp.quotes.cues import FINITE, Cue, also, cue_at, end_of, heard, is_cue, passive, says, withheld, word_of
from pipelines.nlp.quotes.ends import SUBORDINATE
from pipelines.nlp.quotes.stretches import Stretches
from pipelines.nlp.tables import words
from pipelines.nlp.tokenizer import dateline

_NAMING = {"cited", "identified", "named", "published", "quoted", "used"}
_NAMELESS = {"anonymity", "anonymous", "unidentified", "unnamed", "withheld"}
_DAYS = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "yesterday"}
_SENTENCE_ENDS = (".", "!", "?", "…", ":", ";")
# What stands between a cue and its clause and is no part of it: said on Monday, told him, said in a statement, said he.
_ASIDE = {"prep", "advmod", "npadvmod", "dative", "punct", "agent", "advcl", "prt", "aux", "neg"}


class Clauses:
    """Finds cues and their clauses. `inside` is, by token, the number of the stretch in marks that it stands in, or -1."""

    def __init__(self, doc: Doc, inside: list[int]) -> None:
        self.doc, self.inside = doc, inside
        self.stretches = Stretches(doc, inside)
        self.ends = self.stretches.ends
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
        silent = cue.token.lower_ != "according" and (withheld(cue.token) or heard(cue.token) or self._shows(cue))
        runs = list(self._contents(cue, sentence))
        that = self._that(cue, sentence.end) is not None
        against = cue.kind == "warn" and self._against(cue.token) is not None
        states = (
            against
            or cue.content in {"thing", "object"}
            or any(self.stretches.has_verb(start, end) or (that and end - start > 3) for start, end in runs)
        )
        for start, end in runs:
            start += sum(each.idx < cue.end for each in self.doc[start:end] if start > cue.token.i)
            marked = any(self.inside[i] >= 0 for i in range(start, end))
            if silent and marked:  # would not say whether it was late, though she called it “odd”
                first = next(i for i in range(start, end) if self.inside[i] >= 0)
                marked = not any(self.inside[i] < 0 and is_cue(self.doc[i]) for i in range(start, first))
            if not marked and self._tells_if(cue, start):
                continue
            if marked or (states and not silent and not (cue.kind == "ask" and self._asks_no_name(start, end))):
                yield start, end

    def _tells_if(self, cue: Cue, start: int) -> bool:
        """Tell whether words of saying are about what is not known yet: the tests will tell if it works."""
        later = any(child.tag_ == "MD" for child in cue.token.lefts)
        return later and cue.kind != "ask" and self.doc[start].lower_ in {"if", "whether"}

    def _shows(self, cue: Cue) -> bool:
        """Tell whether evidence, and not somebody, suggests what is the case: the polls suggest that …."""
        subject = next((child for child in cue.token.lefts if child.dep_ == "nsubj"), None)
        if cue.noun or not also(word_of(cue.token), "evidence"):
            return False
        noun = "" if subject is None or subject.ent_type_ else (subject.lemma_ or subject.text).lower()
        return noun in words("report_words", "evidence") or noun in words("speaker_words", "document")

    def _asks_no_name(self, start: int, end: int) -> bool:
        """Tell whether a request is for staying unnamed: not to be named, that her name be withheld."""
        words = {self.doc[i].lower_ for i in range(start, min(end, start + 10))}
        return bool(words & _NAMELESS or (words & {"not", "n't", "n’t"} and words & _NAMING))

    def _contents(self, cue: Cue, sentence: Span) -> Iterator[tuple[int, int]]:
        token = cue.token
        if token.lower_ == "according":
            yield from self.stretches.according(token, sentence)
        elif cue.noun:
            if (clause := self._of_noun(cue)) is not None:
                start = self._that(cue, sentence.end) or self._start(cue, clause)
                yield from self.stretches.trimmed(start, self.ends.of(cue, clause, start, sentence))
        elif cue.content == "object":
            yield from self.stretches.object(cue, sentence)
        elif cue.content == "utterance" and not self._leads_to_that(token):
            return
        elif cue.kind == "warn" and (against := self._against(token)) is not None:
            yield from self.stretches.trimmed(against, self.ends.of(cue, None, against, sentence))
        elif (that := self._that(cue, sentence.end)) is not None:
            clause = next((c for c in token.children if c.dep_ == "ccomp" and c.i > that), None)
            yield from self.stretches.trimmed(that, self.ends.of(cue, clause, that, sentence))
        elif (
            (clause := self._clause(cue)) is not None
            and clause.i > token.i
            and (token.head == clause or not self.stretches.answers(token, clause))
        ):
            start = self._start(cue, clause)
            first = self.stretches.first(token)
            if clause != token.head and clause.left_edge.i < first and self.doc[first - 1].text == ",":
                # | Any delay |, the bank warned, | would cost jobs |
                yield from self.stretches.trimmed(clause.left_edge.i, first)
            yield from self.stretches.trimmed(start, self.ends.of(cue, clause, start, sentence))
        elif clause is not None and clause.i < token.i and token.tag_ != "VBG" and not self._is_done(token):
            yield from self.stretches.around(cue, clause, sentence)
            yield from self.stretches.after(cue, sentence)
        elif (lost := self._lost(cue, sentence)) is not None:
            yield from self.stretches.trimmed(lost, self.ends.of(cue, None, lost, sentence))
        elif (comma := self._behind_as(token, sentence)) is not None:
            yield from self.stretches.trimmed(comma + 1, self.ends.of(cue, None, comma + 1, sentence))
        elif run := next(self.stretches.in_front(cue, sentence), None):
            yield run
            yield from self.stretches.after(cue, sentence)
        elif (cue.content in {"object", "thing"} or cue.kind != "say") and not self.stretches.answers(token):
            yield from self.stretches.object(cue, sentence)

    def _against(self, cue: Token) -> int | None:
        """Find what a warning is about: warned drivers | against the bridge |."""
        return next((child.i for child in cue.rights if child.lower_ == "against" and child.dep_ == "prep"), None)

    def _lost(self, cue: Cue, sentence: Span) -> int | None:
        """Find where a clause begins whose subject the parse took for an object: said the new rules amount to a ban."""
        token = cue.token
        if cue.content != "clause" or token.tag_ not in {"VBD", "VBZ", "VBP", "VBN"} or passive(token):
            return None
        found = (child for child in token.rights if child.dep_ in {"dobj", "npadvmod"})
        subject = next((child for child in found if child.ent_type_ not in {"DATE", "TIME"}), None)
        if subject is None or self.inside[subject.i] >= 0 or self.stretches.answers(token):
            return None
        start = subject.left_edge.i
        if word_of(token) == "say":
            long = sentence.end - start > 6 and subject.tag_ in {"NN", "NNS", "NNP", "NNPS"}
            return start if long and (subject.lemma_ or subject.text).lower() not in words("report_words", "sayable") else None
        for each in self.doc[subject.i + 1 : sentence.end]:
            if each.tag_ in FINITE and self.inside[each.i] < 0 and not is_cue(each):
                return start
            if each.text == "," or each.tag_ in SUBORDINATE | {"CC", "TO"} or each.dep_ == "mark":
                break
        return None

    def _is_done(self, cue: Token) -> bool:
        """Tell a passive whose subject is what was done: nobody opposed her, she was confirmed; not so "it was announced"."""
        return any(child.dep_ == "nsubjpass" and child.lower_ != "it" for child in cue.lefts)

    def _leads_to_that(self, cue: Token) -> bool:
        """Tell whether "that" follows right on a cue: boasted that …."""
        ahead = cue.nbor() if cue.i + 1 < len(self.doc) else None
        return ahead is not None and ahead.lower_ == "that" and ahead.dep_ == "mark"

    def _behind_as(self, cue: Token, sentence: Span) -> int | None:
        """Find the comma behind which stands what a clause with "as" reports: As the mayor noted, …."""
        if not any(child.lower_ == "as" and child.i < cue.i for child in cue.children):
            return None
        return next((i for i in range(cue.i + 1, sentence.end) if self.doc[i].text == "," and self.inside[i] < 0), None)

    # What a cue takes

    def _clause(self, cue: Cue) -> Token | None:
        """Find the head of the clause that a verb takes, one behind it before one in front of it."""
        token = cue.token
        wanted = {"ccomp", "xcomp"} if cue.content != "clause" or passive(token) else {"ccomp"}
        clauses = [child for child in token.children if child.dep_ in wanted and self._says_something(child, cue)]
        if clauses:
            behind = next((clause for clause in clauses if clause.i > token.i), clauses[0])
            led = any(child.dep_ == "mark" and child.lower_ not in {"that", "if", "whether"} for child in behind.lefts)
            first = self.stretches.first(token)
            return (
                clauses[0] if led and clauses[0].i < first and self.doc[first - 1].text == "," else behind
            )  # …, he said, because …
        beside = next((child for child in token.rights if child.left_edge.i == token.i + 1), None)
        if (
            beside is not None
            and beside.tag_ == "VBG"
            and beside.dep_ in {"advcl", "ccomp", "xcomp"}
            and also(word_of(token), "doing")
        ):
            return beside  # denied having gone
        if asked := [child for child in token.children if child.dep_ == "dobj" and child.tag_ in {"WP", "WRB"}]:
            return asked[0]  # asked what they wanted
        head = token.head
        if token.dep_ == "parataxis" and (head.pos_ in {"VERB", "AUX"} or any(c.dep_ == "nsubj" for c in token.children)):
            return head
        if token.dep_ == "advcl" and head.i > token.i and says(token) and self._set_off(token):
            return head  # In some ways, Poe noted, it was late
        for each in self.doc[token.i + 1 : token.i + 15]:  # "told the reporters there that …", hung on the hearers
            apart = each.text == "," and not also(word_of(token), "hearer")
            if self.inside[each.i] >= 0 or each.is_space or each.tag_ in FINITE or apart:
                break
            if each.lower_ == "that" and each.dep_ == "mark" and token.is_ancestor(each.head) and each.head.i > each.i:
                return each.head
            hearer = each.head.dep_ not in {"acl", "relcl"} or also(word_of(token), "hearer") or cue.end > end_of(token)
            if cue.content != "clause" and each.tag_ == "TO" and each.head.tag_ == "VB" and token.is_ancestor(each) and hearer:
                return each.head
        return None

    def _set_off(self, cue: Token) -> bool:
        """Tell whether a cue with its subject stands between commas, and no word leads it in."""
        first = self.stretches.first(cue)
        before = self.doc[first - 1].text if first else ""
        led = any(child.dep_ in {"mark", "advmod"} and child.i < first + 1 for child in cue.lefts)
        closed = any(token.text == "," for token in self.doc[cue.i + 1 : min(cue.i + 9, cue.head.i)])
        return before == "," and closed and first < cue.i and not led and self.doc[first].tag_ not in SUBORDINATE

    def _says_something(self, clause: Token, cue: Cue) -> bool:
        if clause.is_space:
            return False  # a line break that the parse took for a word
        if clause.left_edge.tag_ == "WP" and clause.left_edge.i - 1 == cue.token.i + 1:
            return False  # Poe said, who was there
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
            leads = token.dep_ == "mark" or token.tag_ == "IN" or (token.tag_ == "WDT" and also(word_of(cue.token), "hearer"))
            if token.lower_ == "that" and leads:
                noun = self.doc[i - 1]
                owned = (
                    token.tag_ != "WDT" and token.head.dep_ in {"acl", "relcl"} and noun.pos_ == "NOUN" and cue.content != "thing"
                )
                owned = owned and not (also(word_of(cue.token), "hearer") or word_of(cue.token) in {"express", "voice"})
                return None if owned and noun.dep_ not in {"dative", "npadvmod"} else i + 1
            if self.inside[i] >= 0:
                if not token.text[0].isupper() and token.text[0].isalpha() and token.pos_ not in {"ADP", "DET", "CCONJ"}:
                    return None  # words in marks other than a name
                continue
            to = token.tag_ == "TO" and token.head.tag_ == "VB" and "to" in cue.content
            if to or token.tag_ in FINITE or token.is_space or token.text in {";", ":", ")"} or is_cue(token):
                return None
        return None

    # Where it stands

    def _start(self, cue: Cue, clause: Token) -> int:
        if cue.end > end_of(cue.token) and self.doc[cue.token.i + 1].lower_ == "for":
            return cue.token.i + 2  # called for | the minister to go
        first = max(clause.left_edge.i, cue.token.i + 1)
        to = next((child for child in clause.lefts if child.tag_ == "TO"), None)
        if to is not None and to.i > cue.token.i and clause.dep_ != "ccomp":
            return to.i - (self.doc[to.i - 1].lower_ in {"not", "never"})
        if not cue.noun and not also(word_of(cue.token), "hearer"):
            for child in cue.token.rights:  # his ability to cut | was not hurt: a subject that the parse took for an object
                if child.i < first and child.dep_ not in _ASIDE and not (child.dep_ == "nsubj" and self._has_no_left(cue.token)):
                    first = max(child.left_edge.i, cue.token.i + 1)
                    break
        if also(word_of(cue.token), "hearer"):  # told the firm | the orders would be few: a subject hung on the hearer
            beside = (below for child in cue.token.rights for below in child.rights if below.dep_ == "appos")
            hung = next((each for each in beside if each.right_edge.i + 1 >= first - 1 and each.i < first), None)
            own = any(child.dep_ in {"nsubj", "nsubjpass", "expl"} for child in clause.lefts)
            first = hung.left_edge.i if hung is not None and not own and self.doc[hung.left_edge.i - 1].text != "," else first
        if self.doc[first].lower_ in _DAYS and first == cue.token.i + 1 and self.doc[first + 1].tag_ != "POS":
            first += 1  # said Tuesday his plan …, which may look like Tuesday's
        return first

    def _has_no_left(self, verb: Token) -> bool:
        return not any(child.dep_ == "nsubj" for child in verb.lefts)
