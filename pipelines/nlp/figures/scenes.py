"""The scene of an amount in its sentence: what stands around it, its verb, its subject, the nouns that say what it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Token

from pipelines.nlp.figures.casts import Roles, cast
from pipelines.nlp.figures.doers import (
    is_time,
    passive,
    subject_of,
    topmost,
)
from pipelines.nlp.figures.frames import DEALS, MOVES, RAISES, frames, particles, plain, verb_at, verbs
from pipelines.nlp.figures.looks import BESIDE, Link, Tail, after, before, beyond
from pipelines.nlp.figures.phrases import Item

PARTS = {"%", "percent", "points"}


@dataclass(slots=True)
class Scene:
    """An amount, item k of its sentence; `turned` where its verb is in the passive."""

    items: list[Item]
    k: int
    link: Link
    tail: Tail
    word: str = ""
    subject: int | None = None
    turned: bool = False
    nouns: list[int] = field(default_factory=list)
    roles: Roles = field(default_factory=Roles)

    @property
    def verb(self) -> Token | None:
        """Give the verb before the amount."""
        return None if self.link.verb is None else self.items[self.link.verb].head

    @property
    def doer(self) -> Item | None:
        """Give the subject of that verb."""
        return None if self.subject is None else self.items[self.subject]


def scene(items: list[Item], k: int) -> Scene:
    """Look around the amount that is item k and find the roles there."""
    link = before(items, k)
    seen = Scene(items, k, link, after(items, k))
    if link.verb is not None:
        seen.word, seen.subject = verb_at(items, link.verb), subject_of(items, link.group)
        if not link.between and f"{plain(items[link.verb].head, verbs())}_{link.prep}" in particles():
            seen.link = link._replace(prep="")  # "raked in more than $5"
        seen.turned = passive(items, link.group, link.verb, "object" in frames("verb").get(seen.word, {}))
    seen.nouns = list(dict.fromkeys(nouns(seen)))
    cast(seen)
    return seen


def nouns(seen: Scene) -> Iterator[int]:
    """Yield the nouns that say what the amount is: that which it modifies, "$5 in aid", "a grant of $5", "profit rose to $5"."""
    items, k, link, pairs = seen.items, seen.k, seen.link, seen.tail.pairs
    yield k
    i = beyond(items, k)
    if i > k + 1 and i < len(items) and items[i].kind == "noun":
        yield i
    else:
        i += i < len(items) and items[i].word == "worth"  # "$5 worth of wheat"
        if pairs and pairs[0][1] == i + 1 and not is_time(items[i + 1]) and is_content(pairs[0][0], items[i + 1]):
            yield i + 1
    if link.prep in ("of", "in", *BESIDE) and link.between:
        yield link.between[0][1]
        if link.between[0][0] and len(link.between) > 1:
            yield link.between[1][1]
        if items[link.between[0][1]].word in DEALS:
            yield from (i for _, i in link.between[2:] if items[i].word in DEALS)
    if link.prep == "for" and frames("verb").get(seen.word, {}).get("for") != "money":  # the sale of A to B for $5
        yield from [i for _, i in link.between[:3] if items[i].word in DEALS][:1]
    if (spot := moved(seen)) is not None:
        yield spot


def is_content(prep: str, item: Item) -> bool:
    """Tell whether a phrase behind an amount says what it is: "$5 in aid", but "$5 of his fortune" is a part of it."""
    return prep == "in" or (prep == "of" and item.owner is None)


def moved(seen: Scene) -> int | None:
    """Find what an amount is said of: "profit rose to $5", "the fee is $5", "it raised the fee to $5"."""
    if seen.word in RAISES and seen.link.prep in ("to", "from", "by", "at"):
        things = (i for prep, i in reversed(seen.link.between) if not prep and seen.items[i].word not in PARTS)
        thing = next(things, None)
        return seen.subject if thing is None else topmost(seen.items, thing)
    return seen.subject if seen.word in MOVES else None


def tokens(item: Item) -> list[Token]:
    """Give the words of a phrase."""
    doc = item.head.doc
    return [doc[i] for i in range(item.start, item.end)]
