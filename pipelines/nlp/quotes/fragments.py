"""What a stretch in marks is within its sentence: an utterance, a part of a clause that reports it, a name or a term."""

from __future__ import annotations

import re

from spacy.tokens import Doc, Span

from pipelines.nlp.people.name_words import is_title as title_word
from pipelines.nlp.quotes.cues import Cue, end_of, says, word_of
from pipelines.nlp.quotes.ends import Ends
from pipelines.nlp.quotes.marks import Quoted
from pipelines.nlp.tables import words as words_of

_INSIDE = ".,!?;:—…"
_ENDS = {".", "!", "?"}
# So many words in marks are an utterance, whoever's; fewer need a speaker.
FEW = 4
# What tells when or where something was said.
_LATER = {"after", "as", "before", "during", "following"}
_SENTENCE_END = re.compile(r"(\w+|\W)[.!?](?=\s)")


class Fragments:
    """Tells them apart. `begin` is where the text's own words begin, behind the place and the agency."""

    def __init__(self, doc: Doc, text: str, ends: Ends, begin: int) -> None:
        self.doc, self.text, self.ends, self.begin = doc, text, ends, begin

    def around(self, quoted: Quoted, cue: Cue) -> tuple[int, int]:
        """Add to a fragment in marks the words of its clause: those back to the cue's "that", or to the sentence's start."""
        text = self.text
        if cue.start < quoted.start and cue.content not in {"object", "utterance"}:
            begin = self._behind_subject(cue, quoted.outer_start)
            lead = text[begin : quoted.outer_start]
            words = lead.split()
            at = begin + len(lead) - len(lead.lstrip())
            if cue.token.lower_ == "according" and lead.rstrip()[-1:] == ",":
                return quoted.start, quoted.end
            if not words and (end := self._object_end(quoted, cue)) is not None:
                return quoted.outer_start, end
            if "that" in words[:8]:
                at = begin + re.search(r"\bthat\b\s*", lead).end()  # type: ignore[union-attr]
            elif not words or words[0][0] in ",:(" or words[0].lower() in words_of("report_words", "aside") or len(words) > 20:
                return quoted.start, quoted.end
            return min(at, quoted.outer_start), quoted.outer_end
        if cue.start > quoted.end and text[quoted.start : quoted.end].rstrip().endswith(","):
            token = next((i for i in range(cue.token.i, -1, -1) if self.doc[i].idx <= quoted.outer_start), 0)
            sentence = self.doc[token].sent
            led = any(says(each) for each in self.doc[sentence.start : token])
            if 0 <= quoted.outer_start - sentence.start_char <= 250 and not led:
                return min(self.doc[sentence.start].idx, quoted.outer_start), quoted.outer_end
        return quoted.start, quoted.end

    def _object_end(self, quoted: Quoted, cue: Cue) -> int | None:
        """Find where an object ends that begins in marks right behind its cue: voiced | “grave doubts” about the plan |."""
        span = tokens(self.doc, quoted.start, quoted.outer_end)
        node = span.root if len(span) else cue.token
        while node.head.i > cue.token.i and node.head != node:
            node = node.head
        sentence = cue.token.sent
        if node.head != cue.token or node.dep_ not in {"dobj", "attr", "oprd", "ccomp"} or node.right_edge.i < span.end:
            return None
        end = min(node.right_edge.i + 1, self.ends.of(cue, None, span.end - 1, sentence))
        later = (i for i in range(span.end, end) if self.doc[i].tag_ == "WRB" or self.doc[i].lower_ in _LATER)
        end = next(later, end)
        while end > span.end and self.doc[end - 1].is_punct:
            end -= 1
        return end_of(self.doc[end - 1]) if end > span.end and not self.doc[span.end].is_punct else None

    def _behind_subject(self, cue: Cue, limit: int) -> int:
        """Give the end of a cue, or of its subject and "and" behind it: …, said Ann Poe, and | it was “odd”."""
        subject = next((child for child in cue.token.rights if child.dep_ == "nsubj"), None)
        if subject is None or end_of(subject.right_edge) > limit:
            return cue.end
        at = subject.right_edge.i + 1
        while at < len(self.doc) and (self.doc[at].text == "," or self.doc[at].tag_ == "CC"):
            at += 1
        return min(end_of(self.doc[at - 1]), limit)

    def is_name(self, quoted: Quoted) -> bool:
        """Tell whether the sentence goes on behind a few capitals in marks: Her tour, “Paper Moons,” ends in Cork."""
        words = [word for word in self.text[quoted.start : quoted.end].split() if len(word) > 3]
        behind = self.text[quoted.outer_end : quoted.outer_end + 2].strip()
        return len(words) <= 5 and all(word[0].isupper() for word in words) and behind[:1].islower()

    def is_said(self, quoted: Quoted) -> bool:
        """Tell whether a part of a sentence in marks is too long for a term or a title: a few words, most of them small."""
        words = self.text[quoted.start : quoted.end].split()
        span = tokens(self.doc, quoted.start, quoted.outer_end)
        if 0 < span.start < span.end < len(self.doc) and self.doc[span.end].tag_ in {"NN", "NNS"}:
            before = self.doc[span.start - 1 - (self.doc[span.start - 1].tag_ in {"``", "''"})]
            if before.tag_ in {"DT", "JJ", "PRP$"}:
                return False  # a “touch it once” rule
        states = len(words) > FEW or any(token.pos_ in {"VERB", "AUX"} for token in tokens(self.doc, quoted.start, quoted.end))
        return len(words) >= FEW and states and 2 * sum(word[:1].islower() for word in words) > len(words)

    def is_title(self, quoted: Quoted, cue: Cue) -> bool:
        """Tell whether a stretch in marks is a name that other words lead to: said on “Late Hour”, an author of “Dawn”."""
        lead = self.text[cue.end : quoted.outer_start].split() if cue.end <= quoted.outer_start else []
        words = [word for word in self.text[quoted.start : quoted.end].split() if len(word) > 3]
        small = [word for word in words[1:-1] if word.lower() in words_of("report_words", "small")]
        named = all(word[0].isupper() or not word[0].isalpha() or word in small for word in words)
        return named and (bool(lead) or cue.start > quoted.end or word_of(cue.token) == "tell") and len(words) <= 8

    def whole(self, quoted: Quoted) -> bool:
        """Tell whether a stretch in marks is an utterance rather than a part of the sentence around it."""
        text = self.text
        inner = text[quoted.start : quoted.end].strip(" \t\n'’‘\"”")
        before = text[max(quoted.outer_start - 3, 0) : quoted.outer_start].rstrip(" \t\xa0\u2009\u202f")[-1:]
        starts = before in {"", "\n", ":", ",", ".", "!", "?", "”", '"'} or quoted.outer_start == self.begin
        starts = starts and not inner[:1].islower()
        ends = inner[-1:] in _INSIDE or not quoted.closed or text[quoted.outer_end : quoted.outer_end + 1] in {".", ","}
        return starts and (ends or (before == ":" and inner.count(" ") >= 2))

    def begins(self, quoted: Quoted) -> bool:
        """Tell whether a stretch in marks is an utterance behind the end of a sentence, which the parse may have passed over."""
        return self.text[max(quoted.outer_start - 3, 0) : quoted.outer_start].rstrip()[-1:] in _ENDS and self.whole(quoted)

    def goes_on(self, last: Quoted, quoted: Quoted) -> bool:
        """Tell whether an utterance goes on after the words that report it: “A,” she said, “and b”."""
        between = self.text[last.outer_end : quoted.outer_start]
        inner = self.text[last.start : last.end].rstrip()
        return (
            inner[-1:] == ","
            and between.rstrip()[-1:] == ","
            and self.whole(last)
            and not apart(self.text, last.outer_end, quoted.outer_start)
        )

    def follows(self, end: int, quoted: Quoted) -> bool:
        """Tell whether a stretch in marks comes right after what was said before, in the next sentence or paragraph."""
        between = self.text[end : quoted.outer_start]
        ends = sum(
            len(end.group(1)) > 1 and not title_word(end.group(1).lower() + ".") for end in _SENTENCE_END.finditer(between)
        )
        return len(between) < 250 and between.count("\n") <= 2 and ends <= 1


def tokens(doc: Doc, start: int, end: int) -> Span:
    """Give the tokens of a stretch of characters."""
    return doc.char_span(start, end, alignment_mode="expand") or doc[:0]


def apart(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence or a paragraph ends between two places, or they are too far apart to be one sentence."""
    between = text[start:end]
    return end - start > 250 or "\n" in between or any(f"{mark} " in between and _real_end(between, mark) for mark in _ENDS)


def _real_end(between: str, mark: str) -> bool:
    """Tell an end of a sentence from the full stop of a title or an initial."""
    lasts = [part.rpartition(" ")[2] for part in between.split(f"{mark} ")[:-1]]
    return mark != "." or any(len(last) > 4 or (len(last) > 2 and last.isalpha() and last.islower()) for last in lasts)
