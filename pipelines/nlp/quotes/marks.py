"""Quotation marks: which stretches of a text stand between them, whatever the convention, by paragraph and in linear time."""

from __future__ import annotations

import re
from dataclasses import dataclass

DOUBLE, SINGLE = "double", "single"
_MARK = re.compile(r"''|’’|‘‘|``|[\"＂“”„‟«»‘’‚']")
_DOUBLE_OPENERS = {"“", "„", "‟", "``", "‘‘", "«"}
_DOUBLE_CLOSERS = {"”", "’’", "»"}
_SINGLES = {"‘", "’", "‚", "'"}
_PARAGRAPH = re.compile(r"[^\n]+")
# What may stand before an opening mark without a space.
_BEFORE = set("([{—–-―/…:“‘\"'")
# An apostrophe may look like an opening single mark: a stretch in single marks is not longer than this.
_LONGEST_SINGLE = 1200


@dataclass(frozen=True, slots=True)
class Quoted:
    """What stands in marks: `start` and `end` are inside of them, `outer_start` and `outer_end` take them in."""

    start: int
    end: int
    outer_start: int
    outer_end: int
    closed: bool = True


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    family: str
    opens: bool
    closes: bool


def pairs(text: str) -> list[Quoted]:
    """Outermost quoted stretches in order. One that its paragraph does not close ends with the paragraph, and is not `closed`."""
    found: list[Quoted] = []
    for paragraph in _PARAGRAPH.finditer(text):
        end = paragraph.start() + len(paragraph.group().rstrip())
        found.extend(_pairs(text, _marks(text, paragraph.start(), end), end))
    return found


def _marks(text: str, start: int, end: int) -> list[_Mark]:
    return [mark for match in _MARK.finditer(text, start, end) if (mark := _mark(text, match, start, end))]


def _mark(text: str, match: re.Match[str], start: int, end: int) -> _Mark | None:
    """Tell what a mark may be by its shape and its neighbours; None for an apostrophe within a word."""
    before = text[match.start() - 1] if match.start() > start else " "
    after = text[match.end()] if match.end() < end else " "
    single = match.group() in _SINGLES
    if before.isalnum() and after.isalnum() and (single or match.group() == "''"):
        return None
    may_open = not after.isspace() and (before.isspace() or before in _BEFORE)
    may_close = not before.isspace() and not after.isalnum()
    if not single and not may_open and not may_close:  # spaced on both sides, or on neither: only the shape can tell
        may_open = match.group() not in _DOUBLE_CLOSERS
        may_close = match.group() not in _DOUBLE_OPENERS
    if may_open and may_close:  # between punctuation: the shape tells where it can
        may_open = match.group() not in _DOUBLE_CLOSERS | {"’"}
        may_close = match.group() not in _DOUBLE_OPENERS | {"‘", "‚"}
    if match.group() == "’" or (match.group() == "'" and after.isdigit()):
        may_open = False  # ’90s, ’tis
    if not single and before.isdigit() and after.isspace() and match.group() in {'"', "''"}:
        may_open = False  # inches
    return _Mark(match.start(), match.end(), SINGLE if single else DOUBLE, may_open, may_close)


def _pairs(text: str, marks: list[_Mark], end: int) -> list[Quoted]:
    found: list[Quoted] = []
    at = 0
    singles = _single_ends(text, marks)
    while at < len(marks):
        mark = marks[at]
        closing = None
        if mark.opens and mark.family == DOUBLE:
            closing = _double_end(marks, at)
            if closing is None:
                later = next((i for i in range(at + 1, len(marks)) if marks[i].family == DOUBLE and marks[i].opens), None)
                if later is None:
                    found.append(_unclosed(text, marks, at, end))
                    break
                # Paragraphs that were run together: "One. "Two."
                inner = text[mark.end : marks[later].start].rstrip()
                if inner[-1:] in {".", "!", "?"} and inner.count(" ") >= 3:
                    found.append(Quoted(mark.end, mark.end + len(inner), mark.start, mark.end + len(inner), closed=False))
                at = later
                continue
        elif mark.opens:
            closing = singles.get(at)
        if closing is None:
            at += 1
            continue
        if marks[closing].start > mark.end:
            found.append(Quoted(mark.end, marks[closing].start, mark.start, marks[closing].end))
        at = closing + 1
    return found


def _double_end(marks: list[_Mark], at: int) -> int | None:
    """Find the mark that closes a double one; None where the next one opens anew, unless two in a row close (one nested)."""
    doubles = []
    for i in range(at + 1, len(marks)):
        if marks[i].family == DOUBLE and (marks[i].opens or marks[i].closes):
            doubles.append(i)
            if len(doubles) == 3:
                break
    if not doubles:
        return None
    if marks[doubles[0]].closes:
        return doubles[0]
    nested = len(doubles) == 3 and all(marks[i].closes and not marks[i].opens for i in doubles[1:])
    return doubles[2] if nested else None


def _unclosed(text: str, marks: list[_Mark], at: int, end: int) -> Quoted:
    """Take a quotation that its paragraph leaves open, or closes with a single mark after its last punctuation."""
    mark, last = marks[at], marks[-1]
    if last is not mark and last.family == SINGLE and last.closes and text[last.start - 1] in ",.!?":
        return Quoted(mark.end, last.start, mark.start, last.end)
    return Quoted(mark.end, end, mark.start, end, closed=False)


def _single_ends(text: str, marks: list[_Mark]) -> dict[int, int]:
    """For each single mark that may open, the mark that closes it: ‘…’, or ‘…” where the writer mixed them."""
    ends: dict[int, int] = {}
    closing: int | None = None
    unopened: list[int] = []  # double closing marks whose opening one has not come yet, from the paragraph's end on
    for i in range(len(marks) - 1, -1, -1):
        mark = marks[i]
        if mark.family == DOUBLE:
            if mark.closes:
                unopened.append(i)
            elif mark.opens and unopened:
                unopened.pop()
        elif mark.closes and not mark.opens:
            possessive = text[mark.start - 1] in "sS" and text[mark.end : mark.end + 1] == " " and closing is not None
            if not possessive:
                closing = i
        elif mark.opens:
            chosen = unopened.pop() if unopened and (closing is None or unopened[-1] < closing) else closing
            if chosen is not None and marks[chosen].start - mark.end <= _LONGEST_SINGLE:
                ends[i] = chosen
            closing = None
    return ends
