"""Speakers as values, and the record of those whom the cues of a text have had speak so far."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator
from dataclasses import dataclass, replace


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


class Spoken:
    """The speakers of the cues that have been read."""

    def __init__(self) -> None:
        self.of: dict[int, Speaker] = {}  # by the token of the cue
        self.cues: list[int] = []  # those tokens, in the order of the text

    def add(self, cue: int, speaker: Speaker) -> None:
        """Remember who spoke."""
        self.of[cue] = speaker
        insort(self.cues, cue)

    def before(self, i: int, cues: int = 12) -> Iterator[tuple[int, Speaker]]:
        """Yield so many cues before a token with their speakers, the last one first."""
        at = bisect_left(self.cues, i)
        yield from ((i, self.of[i]) for i in reversed(self.cues[max(at - cues, 0) : at]))
