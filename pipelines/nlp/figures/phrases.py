"""The words of a sentence as items in order: noun phrases, amounts, verbs and what stands between, by the finer tags.

A parse errs in one sentence of three, tags in one word of thirty: what stands right beside an amount is read without the parse.
"""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

from spacy.tokens import Span, Token

from pipelines.nlp.figures.frames import frames

NAMED = {"PERSON", "ORG", "GPE", "NORP", "FAC", "PRODUCT"}
NOUNS = {"NN", "NNS", "NNP", "NNPS"}
BEGIN = {"DT", "PDT", "PRP$", "WP$"}
INSIDE = NOUNS | BEGIN | {"JJ", "JJR", "JJS", "CD", "HYPH", "$", "AFX", "FW", "GW", "ADD"}
# Tags with which a noun phrase may begin, and those behind its noun with which another begins.
OPENS, ANEW = INSIDE | {"VBN", "VBG", "RB"}, BEGIN | {"CD", "$"}
JOINED, LED = NOUNS | {"JJ", "HYPH"}, {"DT", "PRP$", "JJ", "HYPH", "POS", "RBS", "CD"}
VERBS = {"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"}
PRONOUNS = {"PRP", "WP", "EX"}
# Behind which “cost” may be a verb, and how many tokens a bracket has at most that is left out.

QUOTES = {'"', "“", "”", "‘", "’", "'", "``", "''"}
BEFORE_COST = NOUNS | {"CC", "PRP", "WDT", "MD", "TO", "VBZ", "VBP", "VBD", "RB"}
ASIDE = 8
# How many words a noun phrase has at most: what goes on is none.
WORDS = 40
# How many pieces a sentence may have been cut into.
MOST = 3
# Verbs that a tagger may take for nouns.
MISTAKEN = {"cost", "costs", "rose", "plans", "aims", "hopes", "needs", "vows", "wants", "seeks", "bids", "offers"}
LATELY, SPANS = {"last", "this", "next", "each", "every"}, {"year", "month", "week", "day"}
# Words that qualify an amount, and are no part of its phrase.
QUALIFY = {
    "more", "less", "much", "many", "least", "most", "up", "about", "around", "over", "under", "near", "above", "below", "than",
    "as", "little", "few", "roughly", "nearly", "almost", "some", "only", "just", "approximately", "exceeding", "estimated",
    "between", "another",
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
    tag = doc[i].tag_
    if tag not in ("VBN", "VBG", "RB") or i + 1 >= end:
        return False
    before, after = doc[i - 1].tag_ if i else "", doc[i + 1].tag_
    if tag == "RB":
        return before in BEGIN and after in ("JJ", "JJR", "JJS", "VBN", "HYPH")
    # to stranded passengers
    return (before in LED and after in JOINED) or (tag == "VBN" and before == "IN" and after in ("NNS", "NN"))


def whole(sentence: Span) -> Span:
    """Give a sentence with what was cut off it: one that begins with no mark before it goes on from the one before."""
    doc, start, end = sentence.doc, sentence.start, sentence.end
    for _ in range(MOST):
        if start and not ends(doc[start - 1]):
            start = doc[start - 1].sent.start
        elif end < len(doc) and not ends(doc[end - 1]):
            end = doc[end].sent.end
        else:
            break
    return doc[start:end]


def ends(token: Token) -> bool:
    """Tell whether a sentence may end with a token."""
    return token.is_punct or token.is_space or token.text in QUOTES or token.text.endswith(".") or "\n" in token.whitespace_


def layout(sentence: Span, money: Container[int]) -> list[Item]:
    """Give the items of a sentence in order; `money` holds the places of the tokens of amounts."""
    sentence = whole(sentence)
    # Looking a Token up makes it anew each time.
    doc = dict(enumerate(sentence, sentence.start))
    doc[sentence.start - 1] = sentence.doc[max(0, sentence.start - 1)]
    end = sentence.end
    items: list[Item] = []
    owner: Item | None = None
    i = sentence.start
    while i < end:
        start, token = i, doc[i]
        tag, lower = token.tag_, token.lower_
        if lower in QUOTES and tag != "POS":
            i += 1
            continue
        if lower == "(" and items and (past := aside(doc, i, end, money)) > i:
            i = past
            continue
        verb = is_verb(doc, i, end, money)
        if (tag in OPENS or i in money or lower in ("her", "&")) and not (verb and items):
            i = reach(doc, i, end, money)
        if i == start:
            i += 1
            if tag == "POS" and items and items[-1].kind in ("noun", "money"):
                owner = items.pop()
                continue
            if tag in VERBS and len(items) > 2 and items[-1].word == ")" and lower in frames("noun"):
                items.append(Item("noun" if items[-2].kind == "money" else "verb", start, i, token))  # a $5 (£4) bid
                continue
            kind = "prep" if tag in ("IN", "TO") or lower == "worth" else "verb" if tag in VERBS or verb else ""
            items.append(Item("noun" if tag in PRONOUNS else kind, start, i, token))
        else:
            nouns = [k for k in range(start, i) if doc[k].tag_ in NOUNS or k in money or in_name(doc[k])]
            head, sums = doc[nouns[-1] if nouns else i - 1], any(k in money for k in range(start, i))
            if owner is None and (tag in ("PRP$", "WP$") or is_hers(doc, start, i, money)):
                owner = Item("noun", start, start + 1, doc[start])
            items.append(Item("money" if sums else "noun", start, i, head, owner))
        owner = None
    return items


def aside(doc: dict[int, Token], i: int, end: int, money: Container[int]) -> int:
    """Give where a bracket ends that says nothing of an amount, as a ticker or a party: "Acme (ACM)", "Poe (D-Ohio)"; else i."""
    if i - 1 in money:
        return i
    for j in range(i + 1, min(end, i + ASIDE)):
        if doc[j].text == ")":
            return j + 1
        if j in money or doc[j].tag_ in VERBS or doc[j].ent_type_ in ("DATE", "TIME"):
            break
    return i


def is_owned(doc: dict[int, Token], start: int, token: Token) -> bool:
    """Tell by what stands before an amount whether the word behind it, tagged as a verb, is a noun."""
    return doc[start].lower_ in ("a", "an") or (doc[start - 1].tag_ == "POS" and token.lower_ in frames("noun"))


def is_hers(doc: dict[int, Token], i: int, end: int, money: Container[int]) -> bool:
    """Tell whether “her” owns an amount whatever its tag: "paid her $5 fine"."""
    if doc[i].lower_ != "her" or i + 1 not in money:
        return False
    behind = next((k for k in range(i + 1, min(end, i + 8)) if k not in money), end)
    return behind < end and doc[behind].tag_ == "NN" and not doc[behind].ent_type_


def is_verb(doc: dict[int, Token], i: int, end: int, money: Container[int]) -> bool:
    """Tell whether a word is a verb whatever its tag: "The bridge cost taxpayers $5", "Acme plans to pay"."""
    if doc[i].lower_ not in MISTAKEN or i + 1 >= end or not i:
        return False
    before, after = doc[i - 1], doc[i + 1]
    if doc[i].lower_ in ("cost", "costs"):
        costs = before.tag_ in BEFORE_COST and after.tag_ not in ("IN", "TO", "VBD", "VBZ", "MD", ",")
        return costs and any(k in money for k in range(i + 1, min(end, i + 6)))
    if doc[i].lower_ == "rose":
        return after.tag_ in ("IN", "TO", "CD", "RB")
    return doc[i].tag_ == "NNS" and after.tag_ == "TO" and before.ent_type_ in NAMED


def is_qualifier(doc: dict[int, Token], i: int) -> bool:
    """Tell whether a word qualifies an amount: "up to $5", "worth $5", but not "a start-up" and "a net worth"."""
    lower = doc[i].lower_
    return doc[i - 1].tag_ != "HYPH" if lower in QUALIFY else lower == "worth" and doc[i - 1].lower_ != "net"


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
    while i < min(end, start + WORDS):
        token = doc[i]
        tag, lower, inside = token.tag_, token.lower_, i > start and in_name(token)
        if i in money:
            # "gave Kenya $5": a noun before an amount is another's.
            if not sums and noun and (doc[i - 1].tag_ in NOUNS or doc[i - 1].is_title or doc[i - 1].ent_type_ in NAMED):
                break
            sums = True
        elif noun and (is_verb(doc, i, end, money) or (sums and begins_clause(doc, i, end))):
            break
        elif (noun or sums) and lower in LATELY and i + 1 < end and doc[i + 1].lower_ in SPANS:
            break  # "soy last year"
        elif not inside and is_qualifier(doc, i):
            break
        elif inside or tag in INSIDE or (lower == "&" and i > start) or joins(doc, i, end):
            if (noun or sums) and not inside and tag in ANEW:
                break
        elif sums and i - 1 in money and tag in VERBS and token.is_lower and is_owned(doc, start, token):
            pass  # "a $5 hit", "Acme's $5 spend": a noun, whatever its tag
        elif not (i == start and is_hers(doc, i, end, money)) and not (
            i > start and doc[i - 1].tag_ == "HYPH" and token.is_alpha
        ):
            break
        noun = noun or tag in NOUNS or inside
        i += 1
    return i
