"""What verbs and nouns of money ask for, by the classes of `data/frames.csv`: who is what at "fine", "lend", "donation"."""

from __future__ import annotations

from collections.abc import Container
from functools import cache
from typing import TYPE_CHECKING

from spacy.tokens import Token

from pipelines.nlp.tables import rows

if TYPE_CHECKING:
    from pipelines.nlp.figures.phrases import Item

# Forms whose lemma a model may miss.
FORMS = {
    "was": "be", "were": "be", "is": "be", "are": "be", "been": "be", "'s": "be", "’s": "be", "lent": "lend", "gave": "give",
    "given": "give", "paid": "pay", "spent": "spend", "lost": "lose", "sold": "sell", "bought": "buy", "got": "get",
    "won": "win", "made": "make", "sent": "send", "said": "say", "told": "tell", "sought": "seek", "rose": "rise",
    "fell": "fall", "grew": "grow", "stole": "steal",
}  # fmt: skip


# What an ending that a model may have left on is put back to: "taxes", "fined", "levying".
ENDINGS = (("s", ""), ("d", ""), ("es", ""), ("ed", ""), ("ing", ""), ("ing", "e"), ("ies", "y"))


def plain(token: Token, known: Container[str]) -> str:
    """Give the form under which a table knows a word, else its lemma: models miss some ("fined", "taxes")."""
    lower = token.lower_
    if lower in known:
        return lower
    lemma = FORMS.get(lower) or token.lemma_.lower()
    if lemma in known:
        return lemma
    for ending, put in ENDINGS:
        if lower.endswith(ending) and (form := lower[: -len(ending)] + put) in known:
            return form
    return lemma


@cache
def frames(sort: str) -> dict[str, dict[str, str]]:
    """Give the roles at each verb or noun; the words of a class share them."""
    found: dict[str, dict[str, str]] = {}
    for row in rows("frames"):
        if row["sort"] == sort:
            roles = dict(role.split("=") for role in row["roles"].split())
            found |= dict.fromkeys(row["words"].split(), roles)
    return found


@cache
def listed(name: str) -> frozenset[str]:
    """Give the words of a class."""
    return frozenset(word for row in rows("frames") if row["class"] == name for word in row["words"].split())


@cache
def particles() -> dict[str, str]:
    """Give the verb that each verb with a particle says: "take_over" is "acquire"."""
    return {word: row["class"] for row in rows("frames") if row["sort"] == "particle" for word in row["words"].split()}


# Whose subject an amount is said of, "profit rose to $5"; whose object, "raised the fee to $5"; whose subject owns what the noun
# beside the amount says, "suffered a loss of $5".
MOVES, RAISES, HAS, SAYS = listed("move"), listed("raise"), listed("have"), listed("say")
GIVES, HELPS, TRADES, DEALS = listed("make"), listed("help"), listed("trade"), listed("deal")


@cache
def verbs() -> frozenset[str]:
    """Give the verbs that a rule knows."""
    return frozenset(frames("verb")) | {word.split("_")[0] for word in particles()} | MOVES | HAS | SAYS | HELPS | RAISES


def lemma(token: Token) -> str:
    """Give the lemma of a verb."""
    return plain(token, verbs())


def verb_at(items: list[Item], i: int, known: frozenset[str] | None = None) -> str:
    """Give the lemma of a verb, with its particle the verb that both say: "shelled out", "set the town back"."""
    word = plain(items[i].head, known or verbs())
    for item in items[i + 1 : i + 3]:
        if (both := particles().get(f"{word}_{item.word}")) is not None:
            return both
        if item.kind != "noun":
            break
    return word


def framed(item: Item) -> dict[str, str]:
    """Give the roles at the last noun of a phrase that has any: a loan agreement is a loan, "damages" are not damage."""
    doc, known = item.head.doc, frames("noun")
    found: dict[str, str] = {}
    for i in range(item.end - 1, max(item.start, item.end - 6) - 1, -1):
        if (doc[i].tag_.startswith("NN") or i == item.end - 1) and (word := plain(doc[i], known)) in known:
            if word not in listed("carrier"):
                return known[word]
            found = found or known[word]
    return found
