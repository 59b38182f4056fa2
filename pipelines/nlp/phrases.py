"""The words of a sentence as items in order: noun phrases, amounts, verbs and what stands between, by the finer tags.

A parse errs in one sentence of three, tags in one word of thirty: what stands right beside an amount is read without the parse.
"""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

from spacy.tokens import Span, Token

NAMED = {"PERSON", "ORG", "GPE", "NORP", "FAC", "PRODUCT"}
NOUNS = {"NN", "NNS", "NNP", "NNPS"}
BEGIN = {"DT", "PDT", "PRP$"}
INSIDE = NOUNS | BEGIN | {"JJ", "JJR", "JJS", "CD", "HYPH", "$", "AFX", "FW", "GW", "ADD"}
VERBS = {"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"}
PRONOUNS = {"PRP", "WP", "EX"}
# Words that qualify an amount, and are no part of its phrase.
QUALIFY = {
    "more", "less", "much", "many", "least", "most", "up", "about", "around", "over", "under", "near", "above", "below", "than",
    "as", "roughly", "nearly", "almost", "some", "only", "just", "approximately", "exceeding", "estimated", "between", "another",
}  # fmt: skip


class Item(NamedTuple):
    """A noun phrase ("noun"), an amount with its noun ("money"), a verb ("verb"), a preposition ("prep") or else ("").

    `head` is the phrase's last noun; `owner` the phrase before it that ends with 's, or its possessive pronoun.
    """

    kind: str
    start: int
    end: int
    head: Token
    owner: Item | None = None

    @property
    def word(self) -> str:
        """Give the head in lower case."""
        return self.head.lower_

    @property
    def first(self) -> int:
        """Give where the phrase begins with its owner."""
        return self.owner.first if self.owner is not None else self.start


def in_name(token: Token) -> bool:
    """Tell whether a word stands within a name, behind its first word."""
    return token.ent_iob_ == "I" and token.ent_type_ in NAMED


def joins(doc: dict[int, Token], i: int, end: int) -> bool:
    """Tell whether a word that is no noun stands before one in its phrase: "the remaining shares", "a relatively small sum"."""
    if i + 1 >= end:
        return False
    before, after = doc[i - 1].tag_ if i else "", doc[i + 1].tag_
    if doc[i].tag_ == "VBN" and before == "IN" and after in ("NNS", "NN"):
        return True  # to stranded passengers
    if doc[i].tag_ in ("VBN", "VBG"):
        return before in {"DT", "PRP$", "JJ", "HYPH", "POS", "RBS", "CD"} and after in NOUNS | {"JJ", "HYPH"}
    return doc[i].tag_ == "RB" and before in BEGIN and after in ("JJ", "VBN", "HYPH")


def layout(sentence: Span, money: Container[int]) -> list[Item]:
    """Give the items of a sentence in order; `money` holds the places of the tokens of amounts."""
    # Looking a Token up makes it anew each time.
    doc = dict(enumerate(sentence, sentence.start))
    doc[sentence.start - 1] = sentence.doc[max(0, sentence.start - 1)]
    end = sentence.end
    items: list[Item] = []
    owner: Item | None = None
    i = sentence.start
    while i < end:
        start, token = i, doc[i]
        i = i if is_cost(doc, i, end, money) and items else reach(doc, i, end, money)
        if i == start:
            i += 1
            if token.tag_ == "POS" and items and items[-1].kind in ("noun", "money"):
                owner = items.pop()
                continue
            prep = token.tag_ in ("IN", "TO") or token.lower_ == "worth"
            costs = token.lower_ in ("cost", "costs") and is_cost(doc, start, end, money)
            kind = "prep" if prep else "verb" if token.tag_ in VERBS or costs else ""
            items.append(Item("noun" if token.tag_ in PRONOUNS else kind, start, i, token))
        else:
            nouns = [k for k in range(start, i) if doc[k].tag_ in NOUNS or k in money or in_name(doc[k])]
            head, sums = doc[nouns[-1] if nouns else i - 1], any(k in money for k in range(start, i))
            if owner is None and doc[start].tag_ == "PRP$":
                owner = Item("noun", start, start + 1, doc[start])
            items.append(Item("money" if sums else "noun", start, i, head, owner))
        owner = None
    return items


def is_cost(doc: dict[int, Token], i: int, end: int, money: Container[int]) -> bool:
    """Tell whether “cost” is a verb whatever its tag: "The bridge cost taxpayers $5"."""
    if doc[i].lower_ not in ("cost", "costs") or i + 1 >= end or not i or doc[i - 1].tag_ not in NOUNS | {"CC"}:
        return False
    return any(k in money for k in range(i + 1, min(end, i + 6))) and doc[i + 1].tag_ not in ("IN", "TO", "VBD", "VBZ", "MD", ",")


def begins_clause(doc: dict[int, Token], i: int, end: int) -> bool:
    """Tell whether a name behind a noun is the subject of what follows: "the $5 bill Congress passed"."""
    if doc[i].ent_iob_ != "B" or doc[i].ent_type_ not in NAMED or doc[i - 1].tag_ not in ("NN", "NNS"):
        return False
    i += 1
    while i < end and in_name(doc[i]):
        i += 1
    return i < end and doc[i].tag_ in ("VBD", "VBZ", "VBP", "VBN", "MD")


def reach(doc: dict[int, Token], i: int, end: int, money: Container[int]) -> int:
    """Give where the noun phrase ends that begins at token i; i itself where none does."""
    start, noun, sums = i, False, False
    while i < end:
        token, inside = doc[i], in_name(doc[i]) and i > start
        if i in money:
            # "gave Kenya $5": a noun before an amount is another's.
            if not sums and noun and (doc[i - 1].tag_ in NOUNS or doc[i - 1].is_title or doc[i - 1].ent_type_ in NAMED):
                break
            sums = True
        elif noun and (is_cost(doc, i, end, money) or (sums and begins_clause(doc, i, end))):
            break
        elif (
            noun
            and token.lower_ in ("last", "this", "next", "each", "every")
            and i + 1 < end
            and doc[i + 1].lower_ in ("year", "month", "week", "day")
        ):
            break  # "soy last year"
        elif not inside and (token.lower_ in QUALIFY or (token.lower_ == "worth" and doc[i - 1].lower_ != "net")):
            break
        elif inside or token.tag_ in INSIDE or (token.text == "&" and i > start) or joins(doc, i, end):
            if (noun or sums) and not inside and token.tag_ in BEGIN | {"CD", "$"}:
                break
        elif sums and i - 1 in money and doc[start].lower_ in ("a", "an") and token.tag_ in VERBS and token.is_lower:
            pass  # "a $5 hit" is a noun, whatever its tag
        elif not (i > start and doc[i - 1].tag_ == "HYPH" and token.is_alpha):
            break
        noun = noun or token.tag_ in NOUNS or inside
        i += 1
    return i
