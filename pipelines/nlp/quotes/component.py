"""Quotes: who said what. Marks come from `marks.pairs`, cues and their clauses from `Clauses`, speakers from `Speakers`."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator

from spacy.language import Language
from spacy.tokens import Doc, Span

from pipelines.nlp.quotes.clauses import Clauses
from pipelines.nlp.quotes.cues import Cue, end_of, heard, says
from pipelines.nlp.quotes.fragments import FEW, Fragments, apart, tokens
from pipelines.nlp.quotes.marks import Quoted, pairs
from pipelines.nlp.quotes.speakers import Speaker, Speakers
from pipelines.nlp.quotes.stretches import LONGEST_SENTENCE
from pipelines.nlp.records import Quote

_NO_PARSE = (
    "newsledger_quotes: a text has no parse, so only quotations in marks are found, without speakers; put a parser before it"
)
_OWN = {"i", "we", "you"}
# “SMITH: Well, …”
_TRANSCRIPT = re.compile(r"\s{0,3}([A-Z][A-Z.’' -]{1,40}):\s{1,3}(?=\w)")
_TURN = re.compile(r"^([A-Z][A-Z.’'-]{1,20}(?: [A-Z.’'-]{1,20}){0,3}):[ \t]+([^\s\"“„«‘'].*\S)", re.MULTILINE)


@Language.component("newsledger_quotes", assigns=["doc._.quotes"])
def quotes(doc: Doc) -> Doc:
    """Fill `doc._.quotes`; without a parse only with what stands in marks, of unknown speakers, by the rule "no parse"."""
    reader = _Reader(doc)
    if len(doc) and not reader.parsed:
        warnings.warn(_NO_PARSE, stacklevel=2)
    found = sorted(filter(reader.counts, reader.quotes()), key=lambda quote: (quote.start_char, -quote.end_char))
    kept: list[Quote] = []
    ends: dict[int | None, int] = {}  # by speaker: where the last quotation that was kept ends
    outer = -1
    for quote in found:
        # Two readings of the same words: the longer stands. What one speaker reports of another stays, inside what reports it.
        again = quote.start_char < ends.get(quote.speaker_start, -1) or (kept and quote.start_char == kept[-1].start_char)
        within = quote.kind == "indirect" and quote.start_char < outer
        if not again and (not within or _is_told_of(quote)):
            kept.append(quote)
            ends[quote.speaker_start] = quote.end_char
            outer = max(outer, quote.end_char)
    doc._.quotes = kept
    return doc


def _is_told_of(quote: Quote) -> bool:
    """Tell whether a quotation counts within another's words: somebody with a name of their own said it."""
    named = quote.speaker_kind in {"person", "organization"} and (quote.speaker_surface or "")[:1].isupper()
    return named and quote.cue_class == "say" and not (quote.cue or "").endswith("ing")


class _Reader:
    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = doc.text  # joined anew at every look
        self.marks = [each for each in pairs(self.text) if any(map(str.isalnum, self.text[each.start : each.end]))]
        self.parsed = doc.has_annotation("DEP")
        if self.parsed:
            self.marks = [self._cut(number) for number in range(len(self.marks))]
        self.inside = [-1] * len(doc)  # by token: the number of the stretch in marks that it stands in
        at = 0
        for token in doc:
            while at < len(self.marks) and self.marks[at].end <= token.idx:
                at += 1
            if at < len(self.marks) and token.idx >= self.marks[at].outer_start and token.idx < self.marks[at].end:
                self.inside[token.i] = at
        self.clauses = Clauses(doc, self.inside)
        self.speakers = Speakers(doc, self.inside)
        self.fragments = Fragments(doc, self.text, self.clauses.ends, self.speakers.begins)

    def _cut(self, number: int) -> Quoted:
        """Cut an utterance that was never closed at the comma before the words that report it: “It is gone, said Ann Poe."""
        quoted = self.marks[number]
        ahead = self.marks[number + 1].outer_start if number + 1 < len(self.marks) else len(self.text)
        if quoted.closed or (number + 1 < len(self.marks) and not self.text[quoted.end : ahead].strip()):
            return quoted  # it goes on in the next paragraph
        span = tokens(self.doc, quoted.start, quoted.end)
        for token in span:
            subject = next((child for child in token.children if child.dep_ == "nsubj"), None)
            if (
                subject is None
                or not says(token)
                or not (subject.ent_type_ in {"PERSON", "ORG"} or subject.pos_ in {"NOUN", "PRON"})
            ):
                continue
            first = min(subject.left_edge.i, token.i)
            inverted = subject.i > token.i and subject.pos_ != "PRON"
            closed = token.i + 1 == len(self.doc) or not token.nbor().text[0].isalnum()
            if first > span.start and self.doc[first - 1].text == "," and (inverted or (closed and subject.lower_ not in _OWN)):
                end = end_of(self.doc[first - 1])
                return Quoted(quoted.start, end, quoted.outer_start, end)
        return quoted

    def counts(self, quote: Quote) -> bool:
        """Tell whether a quotation is one: a few words in marks of nobody are a name or a phrase."""
        if (quote.speaker_surface or "").lower() == "you" and quote.kind != "direct":
            return False  # you can ask it to beep
        marked = (token for token in tokens(self.doc, quote.start_char, quote.end_char) if self.inside[token.i] >= 0)
        words = [token.text for token in marked if token.text[0].isalnum()]
        # A name in marks: He sells a coffee called the “Old Border”.
        named = quote.kind == "mixed" and all(word[0].isupper() for word in words)
        known = quote.speaker is not None or ((quote.speaker_surface or "").lower() in {"he", "she"} and not named)
        said = quote.kind == "indirect" or known or (quote.kind == "direct" and quote.speaker_surface is not None)
        return said or len(words) >= FEW

    def quotes(self) -> Iterator[Quote]:
        done: set[int] = set()
        cues: list[Cue] = []
        if self.parsed:
            for sentence in self.clauses.sentences():
                if len(sentence) <= LONGEST_SENTENCE:
                    found = list(self.clauses.cues(sentence))
                    cues.extend(cue for cue in found if not cue.noun and not heard(cue.token))
                    for cue in found:
                        if cue.content not in {"object", "utterance"}:  # in the order of the text: a pronoun looks back at them
                            self.speakers.of(cue.token)
                        yield from self._reported(cue, sentence, done)
        yield from self._direct(cues, done)
        yield from self._turns()

    def _turns(self) -> Iterator[Quote]:
        """Yield the turns of a transcript without marks, of three or more: SMITH: I was there."""
        turns = [turn for turn in _TURN.finditer(self.text) if turn.start(2) != turn.end(2)]
        for turn in turns if self.parsed and len(turns) >= 3 else ():
            yield self._quote(turn.start(2), turn.end(2), "direct", None, self.speakers.at(turn.start(1), turn.end(1)))

    def _reported(self, cue: Cue, sentence: Span, done: set[int]) -> Iterator[Quote]:
        """Yield the clauses that a cue reports by the parse, outside marks or partly in them."""
        for start, end in self.clauses.contents(cue, sentence):
            words = [i for i in range(start, end) if any(map(str.isalnum, self.doc[i].text))]
            begins = next((i for i in words if self.inside[i] >= 0 and self.fragments.begins(self.marks[self.inside[i]])), start)
            if begins - start > 3 and cue.token.i < start:  # said that it was late in the U.S. | “It is dark.”
                end, words = begins, [i for i in words if i < begins]
                while not any(map(str.isalnum, self.doc[end - 1].text)):
                    end -= 1
            quoted = sorted({self.inside[i] for i in words} - {-1})
            if len(words) < 2:
                continue
            if quoted and (all(self.inside[i] >= 0 for i in words) or not done.isdisjoint(quoted)):
                continue  # wholly in marks: read as an utterance
            if any(self.fragments.whole(self.marks[number]) for number in quoted):
                continue
            done.update(quoted)
            first, last = self.doc[start].idx, end_of(self.doc[end - 1])
            if quoted:
                first, last = min(first, self.marks[quoted[0]].outer_start), max(last, self.marks[quoted[-1]].outer_end)
            speaker = self.speakers.of(cue.token)
            if not cue.noun or speaker.start is not None:  # a claim of nobody's is none
                yield self._quote(first, last, "mixed" if quoted else "indirect", cue, speaker)

    def _direct(self, cues: list[Cue], done: set[int]) -> Iterator[Quote]:
        """Yield what stands in marks outside reported clauses, with the cue of its sentence or the speaker before it."""
        text = self.text
        at = 0
        previous: tuple[int, Cue | None, Speaker] | None = None
        for number, quoted in enumerate(self.marks):
            while at < len(cues) and cues[at].start < quoted.start:
                at += 1
            before = cues[at - 1] if at else None
            after = cues[at] if at < len(cues) else None
            if number in done:
                cue = before if before and not apart(text, before.end, quoted.start) else after
                if cue is not None:
                    previous = (quoted.outer_end, cue, self.speakers.of(cue.token))
                continue
            whole = self.fragments.whole(quoted) or (number > 0 and self.fragments.goes_on(self.marks[number - 1], quoted))
            start, end = quoted.start, quoted.end
            cue = self._frame(number, before, after, whole)
            if cue is not None:
                speaker = self.speakers.of(cue.token)
                if not whole and self.fragments.is_title(quoted, cue):
                    continue
                if not whole and cue.content in {"object", "utterance"} and text[start:end].count(" ") < 2:
                    continue
                if not whole:
                    start, end = self.fragments.around(quoted, cue)
                    if cue.start > end and not any(token.pos_ in {"VERB", "AUX"} for token in tokens(self.doc, start, end)):
                        continue  # In the film “Dawn,” she said …
                if speaker.name is None and whole and previous is not None and cue.token.lower_ in {"added", "continued"}:
                    speaker = previous[2].carried("paragraph")
            elif whole and (colon := self.speakers.before_colon(quoted.outer_start)):
                speaker = colon
            elif whole and (author := self.speakers.behind_dash(quoted.outer_end)):
                speaker = author
            elif whole and (name := _TRANSCRIPT.match(text, quoted.start, quoted.end)):
                speaker = self.speakers.at(name.start(1), name.end(1))
                start = name.end()
            elif whole and self.fragments.is_name(quoted):
                continue
            elif whole and previous is not None and self.fragments.follows(previous[0], quoted):
                cue, speaker = previous[1], previous[2].carried("carried")
            elif whole and before is not None and self.fragments.follows(before.end, quoted):
                cue, speaker = before, self.speakers.of(before.token).carried("sentence before")
            elif self.parsed and whole and (subject := self.speakers.before_end(quoted.outer_start)) is not None:
                speaker = subject
            elif whole and len(text[quoted.start : quoted.end].split()) >= FEW:
                speaker = Speaker("none")
            elif self.parsed and not whole and (subject := self.speakers.around(quoted)) is not None:
                speaker = subject
            elif self.parsed and not whole and self.fragments.is_said(quoted):
                near = previous is not None and "\n" not in text[previous[0] : quoted.outer_start]
                speaker = previous[2].carried("carried") if near and previous is not None else Speaker("none")
            else:
                continue
            previous = (max(quoted.outer_end, cue.end if cue else 0), cue, speaker)
            yield self._quote(start, end, "direct" if whole else "mixed", cue, speaker)

    def _frame(self, number: int, before: Cue | None, after: Cue | None, whole: bool) -> Cue | None:
        """Find the cue of a stretch in marks: after it where a comma or a whole utterance leads over to it, else before it."""
        text, quoted = self.text, self.marks[number]
        bound = self.marks[number + 1].outer_start if number + 1 < len(self.marks) else len(text)
        inner = text[quoted.start : quoted.end].rstrip(" \t\n'’\"”")
        follows = after is not None and after.start < bound and quoted.closed and not apart(text, quoted.outer_end, after.start)
        follows = follows and after is not None and (whole or not self._goes_back(after, quoted.outer_start, quoted.outer_end))
        leads = before is not None and not apart(text, before.end, quoted.outer_start)
        if before is not None and not leads and whole:  # Poe said: and a new line
            lead = text[before.end : quoted.outer_start]
            leads = lead.rstrip()[-1:] == ":" and not apart(lead.rstrip(), 0, len(lead.rstrip()))
        gap = text[quoted.outer_end : quoted.outer_end + 2].strip()
        if (
            follows
            and (inner[-1:] in {",", "?", "!", "—"} or gap[:1] == ",")
            and not (leads and text[: quoted.outer_start].rstrip()[-1:] in {",", ":"} and inner[-1:] != ",")
        ):
            return after
        if leads and before is not None:
            lead = text[before.end : quoted.outer_start].rstrip()
            if whole or lead[-1:] in {":", ","} or len(lead.split()) <= 12:
                return before
        if (
            inner[-1:] == "."
            and after is not None
            and any(c.dep_ == "ccomp" and c.left_edge.i > after.token.i for c in after.token.rights)
        ):
            return None  # “He is ill.” Poe hinted that he was
        return after if follows and (whole or inner[-1:] == ",") else None

    def _goes_back(self, cue: Cue, start: int, end: int) -> bool:
        """Tell whether a cue behind a place is another clause's, or has its subject before it: I read “…” and sighed."""
        if cue.start - end > 80:
            return True
        subject = next((child for child in cue.token.children if child.dep_ == "nsubj"), None)
        return (subject is not None and subject.idx < start) or (cue.token.i > 0 and cue.token.nbor(-1).dep_ == "cc")

    def _quote(self, start: int, end: int, kind: str, cue: Cue | None, speaker: Speaker) -> Quote:
        return Quote(
            start_char=start,
            end_char=end,
            kind=kind,
            rule=speaker.rule if self.parsed else "no parse",
            speaker=speaker.name,
            speaker_surface=None if speaker.start is None else self.text[speaker.start : speaker.end],
            speaker_start=speaker.start,
            speaker_end=speaker.end,
            speaker_kind=speaker.kind,
            speaker_title=speaker.title,
            cue=self.text[cue.start : cue.end] if cue else None,
            cue_start=cue.start if cue else None,
            cue_end=cue.end if cue else None,
            cue_class=cue.kind if cue else None,
        )
