"""What the money of a figure is for: what is bought, built or priced, in the words of the text."""

from __future__ import annotations

from collections.abc import Collection

from spacy.tokens import Token

from pipelines.nlp.flows import DEALS, Scene, frames, lemma, moved
from pipelines.nlp.parties import is_party
from pipelines.nlp.phrases import NOUNS, Item
from pipelines.nlp.records import Figure
from pipelines.nlp.scenes import QUANTITIES, TIME, is_time

LONGEST = 11
# Prepositions that go on with what a purpose says.
GOES_ON = {"of", "for", "in", "on", "to", "at", "with", "against", "between", "by", "without"}
SELF = {"itself", "himself", "herself", "themselves", "them", "it", "this", "that", "they"}
# Nouns that say what sort of money it is, and nothing of what it is for.
BARE = {
    "profit", "revenue", "sale", "sales", "income", "earnings", "earning", "debt", "fine", "loss", "budget", "increase", "hit",
    "deal", "merger", "bid", "donation", "salary", "bill", "deduction", "cap", "value", "target", "reward", "contribution",
    "cost", "price", "tax", "penalty", "wage", "request", "cash", "turnover", "total", "fund", "funding", "rise", "gain",
    "investment", "grant", "subsidy", "bonus", "damage", "gift", "headache", "wad", "takeover", "stake", "offer", "payment",
    "award", "settlement", "fee", "proposal", "charge", "deposit", "share", "company", "giant", "firm", "losses",
}  # fmt: skip
# Verbs that say nothing of what money is for: "$5 to spare".
IDLE = {"start", "begin", "spare", "go", "get", "be", "date", "come"}
STRAIGHT = {"", "to", "at", "by", "above", "below", "from"}
CURRENCIES = {"euro", "dollar", "pound", "yen", "yuan", "rouble", "ruble", "rupee", "franc", "sterling", "lira", "rand", "peso"}
SAID_OF = {"price", "cost", "budget", "market_value", "damage", "other", "tax", "aid", "loan", "savings", "debt"}
WIDE = {"market", "net", "record", "year", "quarter", "share", "a", "an", "the", "additional", "extra", "total", "cash"}


def purpose(figure: Figure, seen: Scene) -> None:
    """Fill what the money is for, where the words around the amount say it."""
    items = seen.items
    for stretch in (roles(seen), infinitive(seen), subject(figure, seen), complement(seen), modified(figure, seen), named(seen)):
        if stretch is None:
            continue
        doc, (start, end) = items[0].head.doc, stretch
        while end > start and (doc[end - 1].is_punct or doc[end - 1].is_space):
            end -= 1
        words = doc[start:end]
        if end > start and (words.end_char <= figure.start_char or words.start_char >= figure.end_char):
            figure.purpose, figure.purpose_start, figure.purpose_end = words.text, words.start_char, words.end_char
            return


def roles(seen: Scene) -> tuple[int, int] | None:
    """What a frame names: "spent $5 on B", "bought B for $5", "B cost $5"."""
    item = seen.roles.get("purpose")
    if item is None or item.word in SELF | {"example", "first", "now"}:
        return None
    i = next((n for n, each in enumerate(seen.items) if each.start == item.start), None)
    return (item.first, item.end) if i is None else extent(seen.items, i)


def infinitive(seen: Scene) -> tuple[int, int] | None:
    """What it is to do: "$5 to repair the bridge", "$5 for mending roofs"."""
    items, tail = seen.items, seen.tail
    spent = next((i for prep, i in tail.pairs if prep in ("for", "on") and items[i].kind == "verb"), None)
    verb = seen.verb
    if tail.verb is not None and items[tail.verb].word in IDLE:
        return None
    if spent is not None:
        return extent(items, spent)
    if tail.verb is not None and (
        tail.manner == "to" or (tail.manner == "ing" and verb is not None and lemma(verb) in ("spend", "waste"))
    ):
        return extent(items, tail.verb)
    return None


def extent(items: list[Item], i: int, others: Collection[Item] = ()) -> tuple[int, int]:
    """Give where a phrase begins and ends with its object and what goes on behind prepositions, before `others`."""
    start, end, j = items[i].first, items[i].end, i + 1
    while j < len(items) and items[j].end - start <= LONGEST:
        item, following = items[j], items[j + 1] if j + 1 < len(items) else None
        if item.kind == "noun" and items[j - 1].kind in ("verb", "prep", "") and item.word not in TIME:
            end = item.end
        elif (
            item.kind == "prep"
            and (item.word in GOES_ON or items[j - 1].kind == "verb")
            and following is not None
            and following.kind in ("noun", "verb")
        ):
            if (
                following in others
                or following.word in TIME | DEALS
                or following.head.ent_type_ in ("DATE", "TIME", "CARDINAL", "PERCENT")
            ):
                break
        elif (
            item.head.tag_ == "CC"
            and following is not None
            and following.kind in ("noun", "verb")
            and following.head.tag_ not in ("VBD", "VBZ", "MD")
        ):
            pass
        elif (
            item.head.tag_ in ("VBN", "VBG")
            and items[j - 1].kind == "noun"
            and following is not None
            and following.kind in ("noun", "prep")
        ):
            if lemma(item.head) in frames("verb"):
                break
        elif (item.kind == "verb" and items[j - 1].head.tag_ in ("TO", "CC")) or (
            item.head.tag_ == "VBG" and items[j - 1].kind == "prep"
        ):
            end = item.end
        else:
            break
        j += 1
    return start, end


def content(words: list[Token]) -> list[Token]:
    """Give the words that say more than what sort of money it is."""
    while words and words[-1].lower_ != "damages" and (words[-1].lemma_.lower() in BARE or words[-1].lower_ in BARE):
        words = words[:-1]
    kept = [word for word in words if word.tag_ in NOUNS and word.lower_ not in WIDE | BARE | QUANTITIES]
    return words if kept else []


def complement(seen: Scene) -> tuple[int, int] | None:
    """What follows as its content: "$5 in military aid", "$5 of new shares", or the noun behind brackets."""
    if len(seen.nouns) < 2 or seen.nouns[1] < seen.k:
        return None
    item = seen.items[seen.nouns[1]]
    where = seen.tail.pairs and seen.tail.pairs[0][0] == "in" and item.head.doc[item.first].tag_ in ("DT", "PRP$")  # in the boot
    if item in seen.roles.values() or is_time(item) or where:
        return None
    start, end = extent(seen.items, seen.nouns[1], seen.roles.values())
    words = content(list(item.head.doc[start:end]))
    if not words or item.head.ent_type_ == "GPE":
        return None
    return words[0].i, words[-1].i + 1


def modified(figure: Figure, seen: Scene) -> tuple[int, int] | None:
    """The noun that the amount stands before: "a $5 rescue package"."""
    item = seen.items[seen.k]
    words = content([token for token in item.head.doc[item.start : item.end] if token.idx >= figure.end_char])
    words = words[1:] if words and words[0].is_punct else words
    return (words[0].i, words[-1].i + 1) if words else None


def named(seen: Scene) -> tuple[int, int] | None:
    """The noun whose amount it is: "cuts of $5", "contracts worth $5", but not "a fine of $5"."""
    if seen.link.prep != "of" or not seen.link.between:
        return None
    item = seen.items[seen.link.between[0][1]]
    words = content(list(item.head.doc[item.start : item.end])) if not is_party(item.head) else []
    return (words[0].i, words[-1].i + 1) if words else None


def subject(figure: Figure, seen: Scene) -> tuple[int, int] | None:
    """What a price, a cost or a value is said of: "the price of B rose to $5", "the deficit hit $5"."""
    items, i = seen.items, moved(seen)
    if i is None or seen.link.prep not in STRAIGHT or figure.kind not in SAID_OF:
        return None
    item = items[i]
    if figure.kind == "budget" and item.owner is not None:
        return None
    if item.head.tag_ in ("PRP", "EX", "WP", "WDT") or not CURRENCIES.isdisjoint(
        t.lower_ for t in item.head.doc[item.start : item.end]
    ):
        return None
    if is_party(item.head) and (figure.kind not in ("price", "market_value") or item.head.ent_type_ != "ORG"):
        return None
    if figure.kind == "market_value" and item.owner is not None:
        return item.owner.first, item.owner.end
    return extent(items, i)
