"""Stretches of a sentence that words of saying report: in front of them, around them, behind them, and their objects."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from pipelines.nlp.quotes.cues import FINITE, VERBS, Cue, end_of, heard, is_cue, passive
from pipelines.nlp.quotes.ends import DASHES, SUBORDINATE, Ends

# The parse of a longer "sentence" is a table's or a list's, and says nothing.
LONGEST_SENTENCE = 300
_MARKS = set("\"'‘’“”„«»`")
# What leads to the complement of an object: blame them for it, describe it as bad; “on Monday” is none.
_COMPLETES = {"as", "for", "of", "to"}
# What a clause begins with.
_BEGINS = {"CD", "DT", "EX", "JJ", "JJR", "NN", "NNP", "NNPS", "NNS", "PRP", "PRP$", "PDT"}


class Stretches:
    """Cuts them out. `inside` is, by token, the number of the stretch in marks that it stands in, or -1."""

    def __init__(self, doc: Doc, inside: list[int]) -> None:
        self.doc, self.inside = doc, inside
        self.ends = Ends(doc, inside)

    def first(self, cue: Token) -> int:
        """Give the first token of a cue with its subject."""
        subjects = [child for child in cue.lefts if child.dep_ == "nsubj" and self.inside[child.i] < 0]
        return subjects[-1].left_edge.i if subjects else cue.i

    def answers(self, cue: Token, clause: Token | None = None) -> bool:
        """Tell whether what stands before a cue is what it reports, and not the clause behind: “…,” he said as he left."""
        first = self.first(cue)
        before = first - 1
        while before > 0 and self.inside[before] < 0 and set(self.doc[before].text) <= _MARKS:
            before -= 1
        if 0 <= before < first - 1 and self.inside[before] >= 0:
            if clause is not None and self._is_title(before):
                return False  # On “Late Hour,” she said it was old
            return self.doc[before].text[-1] != "."  # “It is gone.” He said it was old: another sentence
        led = (
            clause is not None
            and clause.left_edge.tag_ in {"IN", "WRB"}
            and clause.left_edge.lower_ not in {"if", "whether", "how", "why"}
        )
        return led and first - cue.sent.start > 3 and self.doc[first - 1].text == ","

    def _is_title(self, last: int) -> bool:
        """Tell whether what ends with a token stands in marks as a name that a preposition or a possessor leads to."""
        first = last
        while first > 0 and self.inside[first - 1] == self.inside[last]:
            first -= 1
        words = [token for token in self.doc[first:last] if token.text[0].isalpha()]
        led = first > 0 and self.doc[first - 1].tag_ in {"IN", "POS", "PRP$"}
        return led and all(word.text[0].isupper() for word in (*words[:1], *words[-1:]))

    def has_verb(self, start: int, end: int) -> bool:
        """Tell whether a stretch has a verb that is not part of a name."""
        return any(word.tag_ in VERBS | {"MD"} and not word.ent_type_ for word in self.doc[start:end])

    def around(self, cue: Cue, clause: Token, sentence: Span) -> Iterator[tuple[int, int]]:
        """Yield a clause in front of its cue, and its rest behind it: “The bridge, | Poe said, | will reopen”."""
        token = cue.token
        own = {"nsubj", "aux", "advmod"} | ({"compound", "det"} if token.tag_ == "NNS" else set())
        before = [child for child in token.children if child.dep_ in own and child.i > clause.left_edge.i]
        first = min([token.i, *(child.left_edge.i for child in before if child.i < token.i)])
        if clause.i < first:
            earlier = any(is_cue(each) and self.inside[each.i] < 0 for each in self.doc[sentence.start : clause.left_edge.i])
            yield from self.trimmed(clause.left_edge.i if earlier else sentence.start, first)
        else:
            yield from self.trimmed(clause.left_edge.i, first)
        last = max([token.i, *(child.right_edge.i for child in token.rights if child.dep_ in {"nsubj", "dobj", "dative"})])
        rest = max(clause.right_edge.i, clause.i)
        if rest > last:
            start = min(each.i for each in clause.subtree if each.i > last)
            end = self.ends.of(cue, clause, start, sentence)
            if self.has_verb(start, end):
                yield from self.trimmed(start, end)

    def after(self, cue: Cue, sentence: Span) -> Iterator[tuple[int, int]]:
        """Yield what goes on behind a cue with "and" or a participle: Prices fell, the bank said, but | wages rose |."""
        comma = next((i for i in range(cue.token.i + 1, min(cue.token.i + 9, sentence.end - 2)) if self.doc[i].text == ","), None)
        if comma is None or self.inside[comma] >= 0 or self.answers(cue.token):
            return
        ahead, then = self.doc[comma + 1], self.doc[comma + 2]
        joined = ahead.lower_ in {"and", "but"} and then.tag_ in _BEGINS
        if joined or (ahead.tag_ == "VBG" and not is_cue(ahead)):
            start = comma + 1 + joined
            end = self.ends.of(cue, None, start, sentence)
            clear = not any(self.inside[i] >= 0 or is_cue(self.doc[i]) for i in range(start, end))
            if clear and (not joined or any(self.doc[i].tag_ in FINITE for i in range(start, end))):
                yield from self.trimmed(start, end)

    def according(self, token: Token, sentence: Span) -> Iterator[tuple[int, int]]:
        """Yield what stands before "according to", or behind its comma where it begins the sentence."""
        comma = next((i for i in range(token.i + 2, sentence.end) if self.doc[i].text == "," and self.inside[i] < 0), None)
        if (
            token.i - sentence.start > 1
            and self.doc[token.i - 1].text == ","
            and self.doc[token.i - 2].lower_ in {"that", "which"}
        ):
            return  # said that, according to the data, …
        lead = token.i
        while lead > sentence.start and self.doc[lead - 1].tag_ in {"CC", "RB"}:
            lead -= 1
        joined = lead < token.i and self.doc[lead].tag_ == "CC" and self.doc[lead - 1].text in {",", ";", "–", "—"}
        if joined or all(each.tag_ in {"CC", "RB", ","} for each in self.doc[sentence.start : token.i]):
            if comma is not None:
                yield from self.trimmed(comma + 1, self.ends.of(Cue(token, 0, 0, "say", "clause"), None, comma + 1, sentence))
            return
        start = sentence.start
        for i in range(token.i - 2, sentence.start, -1):  # Poe said it was late, but …, according to
            if self.doc[i].lower_ in {"but", "while"} and self.doc[i - 1].text == "," and self.inside[i] < 0:
                start = i + 1
                break
        yield from self.trimmed(start, token.i)

    def in_front(self, cue: Cue, sentence: Span) -> Iterator[tuple[int, int]]:
        """Yield a sentence up to its last ", Poe said", where the parse tied the two in another way or cut them apart."""
        subjects = [child for child in cue.token.children if child.dep_ == "nsubj"]
        subject = next((child for child in reversed(subjects) if child.i < cue.token.i), subjects[0] if subjects else None)
        if (subject is not None and subject.tag_ in SUBORDINATE) or cue.token.tag_ in {"VBG", "VB"} or passive(cue.token):
            return
        first = min(subject.left_edge.i if subject is not None else cue.token.i, cue.token.i)
        first = cue.token.left_edge.i if cue.token.tag_ == "NNS" else first  # …, the Norfield Times reports
        first += self.doc[first].text == ","
        if first <= 0 or self.doc[first - 1].text != "," or self.inside[first - 1] >= 0:
            return
        interrupts = cue.token.i + 1 < sentence.end and self.doc[cue.token.i + 1].text == ","
        if cue.token.dep_ == "relcl" and interrupts:
            return
        start = sentence.start if first > sentence.start else self.doc[first - 1].sent.start
        start = next((i + 1 for i in range(first, start, -1) if self.doc[i].text == ";" and self.inside[i] < 0), start)
        if first - start < 4 or first - start > LONGEST_SENTENCE or any(self.doc[i].is_space for i in range(start, first)):
            return
        if subject is None:  # ", said Poe", but not "Norfield, which …, threatened"
            behind = self.doc[cue.token.i + 1] if cue.token.i + 1 < len(self.doc) else None
            if cue.kind != "say" or behind is None:
                return
            last = sentence.end - cue.token.i < 8 and not any(each.tag_ in VERBS for each in self.doc[behind.i : sentence.end])
            if behind.pos_ not in {"PROPN", "DET", "PRON"} and not (last and behind.pos_ in {"ADJ", "NOUN", "NUM"}):
                return  # …, say market watchers
        rest = self.doc[cue.token.i + 1 : sentence.end]
        ends = subject is not None and self.doc[start].tag_ != "IN" and self.doc[start].dep_ != "mark"
        ends = ends and all(token.ent_type_ in {"DATE", "TIME"} or token.is_punct or token.is_space for token in rest)
        if ends or self._states(start, first - 1, cue.kind == "ask"):
            yield from self.trimmed(start, first - 1)

    def _states(self, start: int, end: int, question: bool) -> bool:
        """Tell whether a stretch has a finite verb outside its relative and subordinate clauses, each taken to end at a comma."""
        below = False
        for i in range(start, end):
            token = self.doc[i]
            if token.text in DASHES or token.text == ",":
                below = False
            elif (token.tag_ in SUBORDINATE and not question) or (token.tag_ == "IN" and token.dep_ == "mark"):
                below = True
            elif token.tag_ in FINITE and not below:
                return True
        return False

    def object(self, cue: Cue, sentence: Span) -> Iterator[tuple[int, int]]:
        """Yield the object and its complement: called | the plan “mad” |; without marks only where a thing can be said."""
        token = cue.token
        if cue.kind == "claim" and cue.content == "thing" and passive(token):  # was accused of | hiding it
            ahead = range(token.i + 1, min(token.i + 8, sentence.end - 1))
            of = next((i for i in ahead if self.doc[i].lower_ == "of" and self.doc[i + 1].tag_ == "VBG"), None)
            if of is not None and any(child.dep_ == "auxpass" for child in token.lefts):
                yield from self.trimmed(of + 1, self.ends.of(cue, None, of + 1, sentence))
            return
        deps = {"dobj", "oprd", "prep", "ccomp", "xcomp", "acomp", "dative"}
        active = token.tag_ in {"VBD", "VBZ", "VBP"} or any(child.dep_ == "aux" and child.tag_ != "TO" for child in token.lefts)
        active = (active or (token.tag_ == "VBG" and token.dep_ in {"advcl", "conj"})) and not passive(token)
        parts = {child.dep_: child for child in token.rights}
        named = "oprd" in parts and "dobj" in parts and parts["dobj"].tag_ == "PRP"  # called | it a joke |
        below = [*token.rights, *(parts["dobj"].rights if "dobj" in parts else ())]
        whatfor = any(each.lower_ == "for" and any(child.dep_ == "pcomp" for child in each.children) for each in below)
        complement = named or whatfor or any(child.lower_ == "as" and child.dep_ == "prep" for child in token.rights)
        whole = active and (cue.content == "thing" or complement)
        start = end = None
        for child in token.rights:
            if child.dep_ not in deps:
                continue
            start = child.left_edge.i if start is None else start
            marked = [i for i in range(child.left_edge.i, child.right_edge.i + 1) if self.inside[i] >= 0]
            if marked or (whole and (child.dep_ != "prep" or child.lower_ in _COMPLETES)):
                last = marked[-1] if marked else child.i
                more = (
                    each.left_edge.i for each in child.subtree if each.dep_ == "conj" and each.pos_ == "VERB" and each.i > last
                )
                end = min(more, default=child.right_edge.i + 1)
        if start is not None and end is not None:
            start = max(start, token.i + (2 if cue.end > end_of(token) else 1))
            yield from self.trimmed(start, min(end, self.ends.of(cue, None, start, sentence)))

    def trimmed(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield a stretch without what hangs on at its ends, if something is left: marks of its ends, conjunctions, "that"."""

        def drops(i: int) -> bool:
            token = self.doc[i]
            if self.inside[i] >= 0:
                return False
            if i == end - 1 and (token.dep_ == "cc" or token.lower_ in {"while", "that"}):
                return True
            closes = token.tag_ == "-RRB-" and any(self.doc[k].tag_ == "-LRB-" for k in range(start, i))
            return not any(map(str.isalnum, token.text)) and token.tag_ != "$" and not closes

        def leads(i: int) -> bool:
            token = self.doc[i]
            that = token.lower_ == "that" and (
                token.dep_ == "mark" or (end - i > 2 and self.doc[i + 1].tag_ not in FINITE | {"RB"})
            )
            return self.inside[i] < 0 and (that or (token.dep_ == "cc" and token.lower_ in {"and", "but"}))

        if start < end and self.doc[start].text == "(":  # (Norfield Wire) - | The dam held, …
            closes = next((i for i in range(start + 1, min(start + 6, end - 1)) if self.doc[i].text == ")"), start - 1)
            start = closes + 1
        if heard(self.doc[start]) and start < end:
            return  # Asked whether he would stay, Poe replied
        while end > start and drops(end - 1):
            end -= 1
        while start < end and (drops(start) or leads(start)):
            start += 1
        if end > start:
            yield start, end
