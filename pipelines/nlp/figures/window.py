"""The window of an amount: the words around it as categories, which the reader looks at.

`OWN` says what a token is in itself, `RELATED` what it is to the amount, `FACTS` what the rules say of the whole figure.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from spacy.tokens import Doc, Span, Token

from pipelines.nlp.figures.evidence import NAMES, lemma, sense
from pipelines.nlp.figures.parties import agents, is_party, plain
from pipelines.nlp.figures.phrases import Item
from pipelines.nlp.figures.scenes import Scene
from pipelines.nlp.records import Figure

OWN = ("tag", "dependency", "entity", "kind", "status", "party", "word")
RELATED = ("distance", "money", "sentence", "rule", "place", "tree")
FACTS = ("kind", "status", "digits", "per", "qualifier", "seen")
# How many tokens before an amount and behind it the window holds.
LEFT, RIGHT = 40, 28
PREPOSITIONS = {"for", "in", "to", "from", "of", "on", "by", "with", "at", ""}
# How many steps up and down the tree are told apart, and how many digits.
STEPS, DIGITS = 4, 13


class Window(NamedTuple):
    """The tokens around an amount: of each what it is to it; `items` has the noun phrase that each stands in."""

    doc: Doc
    tokens: range
    amount: range
    related: Sequence[tuple[str, ...]]
    facts: tuple[str, ...]
    items: dict[int, Item]


def own(token: Token) -> tuple[str, ...]:
    """Give what a token is in itself."""
    word = plain(token, agents())
    party = f"{is_party(token):d}{agents()[word] + 1 if word in agents() else 0}"
    name = token.ent_type_ if token.ent_type_ in NAMES else lemma(token)
    return token.tag_, token.dep_, token.ent_type_ + "-" * (token.ent_iob_ == "B"), *sense(token), party, name


def window(figure: Figure, span: Span, seen: Scene | None) -> Window:
    """Look at the words around an amount."""
    doc, sentence = span.doc, span.sent
    tokens = range(max(0, span.start - LEFT), min(len(doc), span.end + RIGHT))
    held = places(seen) if seen is not None else {}
    roles = [(getattr(figure, f"{role}_start"), getattr(figure, f"{role}_end")) for role in ("payer", "payee", "purpose")]
    above = {token.i: up for up, token in enumerate([span.root, *span.root.ancestors])}
    rows = []
    for i in tokens:
        token = doc[i]
        start, stop = token.idx, token.idx + len(token)
        rows.append((
            far(i - span.start if i < span.start else max(0, i - span.end + 1)),
            "amount" if span.start <= i < span.end else "other" if token.ent_type_ == "MONEY" else "",
            "" if sentence.start <= i < sentence.end else "before" if i < sentence.start else "behind",
            "".join("1" if a is not None and a < stop and start < b else "0" for a, b in roles),
            held.get(i, ""),
            steps(token, above),
        ))  # fmt: skip
    digits = str(min(len(str(int(abs(figure.amount)))), DIGITS))
    facts = (figure.kind, figure.status, digits, figure.per or "", figure.qualifier, str(seen is not None))
    return Window(doc, tokens, range(span.start, span.end), rows, facts, dict(phrases(seen, tokens)) if seen is not None else {})


def far(steps: int) -> str:
    """Give how far a token stands from the amount, the farther the coarser; negative before it."""
    size = abs(steps)
    coarse = size if size < 5 else 5 + min(int((size - 5) ** 0.5), 6)
    return str(coarse if steps >= 0 else -coarse)


def places(seen: Scene) -> dict[int, str]:
    """Give the place around the amount that each token of its sentence holds: the last that is named counts."""
    found: dict[int, str] = {}
    for i, name in named(seen):
        found.update(dict.fromkeys(range(seen.items[i].first, seen.items[i].end), name))
    return found


def named(seen: Scene) -> Iterator[tuple[int, str]]:
    """Yield the places around an amount: the item of each and its name."""
    link, tail = seen.link, seen.tail
    yield from ((i, f"tail:{prep if prep in PREPOSITIONS else '?'}") for prep, i in tail.pairs[:4])
    yield from ((i, f"between:{prep if prep in PREPOSITIONS else '?'}") for prep, i in link.between[:4])
    yield from ((i, "noun") for i in seen.nouns)
    if seen.subject is not None:
        yield seen.subject, "subject"
    if link.verb is not None:
        yield from ((i, "group") for i in range(link.group, link.verb))
        yield link.verb, "verb"
    if tail.verb is not None:
        yield tail.verb, f"then:{tail.manner}"
    if tail.subject is not None:
        yield tail.subject, "then:subject"


def phrases(seen: Scene, tokens: range) -> Iterator[tuple[int, Item]]:
    """Yield the noun phrase that each of some tokens of a sentence stands in, beside others; an owner is one of its own."""
    first = bisect_right(seen.items, tokens.start, key=lambda item: item.end)
    last = bisect_left(seen.items, tokens.stop, key=lambda item: item.first)
    for item in seen.items[first:last]:
        each = item if item.kind == "noun" else item.owner
        while each is not None:
            yield from ((i, each) for i in range(each.start, each.end))
            each = each.owner


def steps(token: Token, above: dict[int, int]) -> str:
    """Give how many steps up from the amount and down again a token is in the tree; "" where it is in none of its."""
    down = 0
    while token.i not in above:
        if token.head.i == token.i or down > 2 * STEPS:
            return ""
        token, down = token.head, down + 1
    return f"{min(above[token.i], STEPS)}{min(down, STEPS)}"
