"""What the money of a figure is for: what is bought, built or priced, in the words of the text."""

from __future__ import annotations

from collections.abc import Collection

from spacy.tokens import Token

from pipelines.nlp.figures.doers import QUANTITIES, TIME, is_time, last_of_group
from pipelines.nlp.figures.frames import DEALS, HAS, HELPS, SAYS, framed, lemma, plain, verbs
from pipelines.nlp.figures.parties import agents, is_party
from pipelines.nlp.figures.phrases import BEGIN, NOUNS, Item
from pipelines.nlp.figures.scenes import Scene, moved, tokens
from pipelines.nlp.records import Figure

Stretch = tuple[int, int]

LONGEST = 11
# Prepositions that go on with what a purpose says.
GOES_ON = {"of", "for", "in", "on", "to", "at", "with", "against", "between", "by", "without"}
EMPTY = {
    "itself", "himself", "herself", "themselves", "them", "it", "this", "that", "they", "what", "which", "example", "first",
    "now", "behalf", "apiece", "'em", "\u2018em", "\u2019em", "one", "those", "these", "everything", "something", "rest",
}  # fmt: skip
# Nouns that say what sort of money it is, and nothing of what it is for.
BARE = {
    "profit", "revenue", "sale", "sales", "income", "earnings", "earning", "debt", "fine", "loss", "budget", "increase", "hit",
    "deal", "merger", "bid", "donation", "salary", "bill", "deduction", "cap", "value", "target", "reward", "contribution",
    "cost", "price", "tax", "penalty", "wage", "request", "cash", "turnover", "total", "fund", "funding", "rise", "gain",
    "investment", "grant", "subsidy", "bonus", "damage", "gift", "headache", "wad", "takeover", "stake", "offer", "payment",
    "award", "settlement", "fee", "proposal", "charge", "deposit", "share", "company", "giant", "firm", "losses",
    "check", "cheque", "figure", "loan", "pledge", "bribe", "ransom", "approach", "measure", "range", "bet",
}  # fmt: skip
# Verbs that say nothing of what money is for: "$5 to spare".
IDLE = {"start", "begin", "spare", "go", "get", "be", "date", "come", "occur", "happen", "become", "amount"}
# What a grant will do.
SERVES = HELPS | {"provide", "fund", "finance", "cover", "pay", "allow", "enable"}
STRAIGHT = {"", "to", "at", "by", "above", "below", "from"}
# What a price is not said of.
SAYING = {
    "analyst", "economist", "statement", "report", "document", "price", "prices", "name", "estimate", "forecast", "bill", "plan",
}  # fmt: skip
OFFERED = {"available", "sale"}
CURRENCIES = {"euro", "dollar", "pound", "yen", "yuan", "rouble", "ruble", "rupee", "franc", "sterling", "lira", "rand", "peso"}
SAID_OF = {"price", "cost", "budget", "market_value", "damage", "other", "tax", "aid", "loan", "savings", "debt"}
WIDE = {
    "operating", "market", "net", "record", "year", "quarter", "share", "a", "an", "the", "additional", "extra", "total", "cash",
}  # fmt: skip

# Words that tell no sort of money from another.
UNSAID = {"GPE", "DATE", "ORDINAL", "CARDINAL"}
SORTLESS = WIDE | QUANTITIES | TIME | {
    "average", "annual", "yearly", "quarterly", "monthly", "daily", "weekly", "hourly", "new", "current", "high", "low", "other",
    "main", "overall", "previous", "legal", "big", "total", "enormous", "potential", "fiscal", "sum", "dollar", "range", "half",
    "adjusted", "full", "goal", "figure", "transaction",
}  # fmt: skip


def purpose(figure: Figure, seen: Scene) -> None:
    """Fill what the money is for, where the words around the amount say it: the first of the ways to say it that is taken."""
    doc = seen.items[0].head.doc
    for find in (roles, thing, infinitive, subject, complement, modified, named, beside, money, earlier):
        start, end = find(figure, seen) or (0, 0)
        while end > start and (doc[end - 1].is_punct or doc[end - 1].is_space):
            end -= 1
        while end > start and doc[start].is_punct:
            start += 1
        words = doc[start:end]
        if words and words[0].tag_ == "DT" and len(words) == 1:
            continue
        if end > start and (words.end_char <= figure.start_char or words.start_char >= figure.end_char):
            figure.purpose, figure.purpose_start, figure.purpose_end = words.text, words.start_char, words.end_char
            return


def roles(_figure: Figure, seen: Scene) -> Stretch | None:
    """What a frame names: "spent $5 on B", "bought B for $5", "B cost $5"."""
    item = seen.roles.get("purpose")
    if item is None or item.word in EMPTY:
        return None
    i = next((n for n, each in enumerate(seen.items) if each.start == item.start), None)
    return (item.first, item.end) if i is None else extent(seen.items, i, seen.roles.values())


def thing(figure: Figure, seen: Scene) -> Stretch | None:
    """The thing that the amount stands before and that is no money: "a $5 phone to be proud of"."""
    return None if framed(seen.items[seen.k]) else modified(figure, seen)


def infinitive(_figure: Figure, seen: Scene) -> Stretch | None:
    """What it is to do: "$5 to repair the bridge", "$5 for mending roofs", "the $5 grant will help poor families"."""
    items, tail, verb = seen.items, seen.tail, seen.verb
    if tail.verb is None or items[tail.verb].word not in IDLE:
        spent = next((i for prep, i in tail.pairs if prep in ("for", "on") and items[i].kind == "verb"), None)
        if spent is not None:
            return extent(items, spent)
    if tail.verb is None or items[tail.verb].word in IDLE:
        return None
    if tail.manner == "to" or (tail.manner == "ing" and verb is not None and lemma(verb) in ("spend", "waste")):
        return extent(items, tail.verb)
    last = last_of_group(items, tail.verb)
    helps = tail.manner == "predicate" and items[tail.verb].head.tag_ == "MD" and lemma(items[last].head) in SERVES
    return extent(items, last) if helps else None


def extent(items: list[Item], i: int, others: Collection[Item] = ()) -> Stretch:
    """Give where a phrase begins and ends with its object and what goes on behind prepositions, before `others`."""
    start, end = items[i].first, items[i].end
    for j in range(i + 1, len(items)):
        item = items[j]
        if item.end - start > LONGEST:
            break
        if ends_with(items, j):
            end = item.end
        elif not goes_on(items, j, others):
            break
    return start, end


def ends_with(items: list[Item], j: int) -> bool:
    """Tell whether a purpose may end with item j: an object, or a verb that "to" or "help" takes."""
    item, last = items[j], items[j - 1]
    if item.kind == "noun":
        return last.kind in ("verb", "prep", "") and item.word not in TIME
    taken = last.head.tag_ in ("TO", "CC") or last.word in ("help", "helping")
    return (item.kind == "verb" and taken) or (item.head.tag_ == "VBG" and last.kind == "prep")


def goes_on(items: list[Item], j: int, others: Collection[Item]) -> bool:
    """Tell whether a purpose may go on behind item j: a preposition, "and", a participle."""
    item, last = items[j], items[j - 1]
    if item.head.tag_ == "RP":
        return True
    if j + 1 >= len(items) or items[j + 1].kind not in ("noun", "verb", "prep"):
        return False
    following = items[j + 1]
    if item.kind == "prep":
        away = following in others or following.word in TIME | DEALS or following.head.ent_type_ in ("DATE", "TIME")
        return following.kind != "prep" and (item.word in GOES_ON or last.kind == "verb") and not away
    if item.head.tag_ == "CC":
        return following.kind != "prep" and following.head.tag_ not in ("VBD", "VBZ", "MD")
    participle = item.head.tag_ in ("VBN", "VBG") and last.kind == "noun" and following.kind != "verb"
    return participle and lemma(item.head) not in verbs()


def content(words: list[Token]) -> Stretch | None:
    """Give the words that say more than what sort of money it is."""
    while words and words[-1].lower_ != "damages" and (words[-1].lemma_.lower() in BARE or words[-1].lower_ in BARE):
        words = words[:-1]
    words = words[1:] if words and words[0].is_punct else words
    kept = [word for word in words if word.tag_ in NOUNS and word.lower_ not in WIDE | BARE | QUANTITIES | TIME]
    return (words[0].i, words[-1].i + 1) if any(word.ent_type_ not in ("GPE", "DATE") for word in kept) else None


def complement(_figure: Figure, seen: Scene) -> Stretch | None:
    """What follows as its content: "$5 in military aid", "$5 of new shares", or the noun behind brackets."""
    if len(seen.nouns) < 2 or seen.nouns[1] < seen.k:
        return None
    item = seen.items[seen.nouns[1]]
    where = seen.tail.pairs and seen.tail.pairs[0][0] == "in" and item.head.doc[item.first].tag_ in ("DT", "PRP$")  # in the boot
    if item in seen.roles.values() or is_time(item) or where or item.head.ent_type_ == "GPE":
        return None
    start, end = extent(seen.items, seen.nouns[1], seen.roles.values())
    return content(list(item.head.doc[start:end]))


def modified(figure: Figure, seen: Scene) -> Stretch | None:
    """The noun that the amount stands before: "a $5 rescue package"."""
    item = seen.items[seen.k]
    return content([token for token in tokens(item) if token.idx >= figure.end_char])


def named(figure: Figure, seen: Scene) -> Stretch | None:
    """The noun whose amount it is: "cuts of $5", "contracts worth $5", but not "a fine of $5"."""
    priced = seen.link.prep == "at" and seen.link.verb is None and figure.kind == "price"  # oil at $5
    if not (seen.link.prep == "of" or priced) or not seen.link.between:
        return None
    item = seen.items[seen.link.between[0][1]]
    return None if is_party(item.head) else content(tokens(item))


def money(figure: Figure, seen: Scene) -> Stretch | None:
    """The sort of money that it is, where nothing else is said and it is told apart from others: "national debt"."""
    for i in seen.nouns if figure.kind not in ("profit", "settlement", "market_value") else ():
        words = [token for token in tokens(seen.items[i]) if i != seen.k or token.idx >= figure.end_char]
        words = words[1:] if words and (words[0].is_punct or words[0].tag_ in BEGIN) else words
        kept = [
            word for word in words if word.tag_ in NOUNS | {"JJ"} and word.lower_ not in SORTLESS and word.ent_type_ not in UNSAID
        ]
        if len(kept) > 1 and not is_party(kept[-1]) and not is_time(seen.items[i]) and seen.items[i] not in seen.roles.values():
            return words[0].i, words[-1].i + 1
    return None


def earlier(figure: Figure, seen: Scene) -> Stretch | None:
    """What its sentence speaks of, where nothing else is said of a price: "B comes in red for $5"."""
    item = seen.doer
    if item is None or seen.subject is None or figure.kind not in ("price", "cost", "tax") or seen.word in SAYS | HAS:
        return None
    named = item.head.tag_ in NOUNS and item.word not in EMPTY | CURRENCIES and item.head.lemma_ not in SAYING
    if not named or is_party(item.head) or is_time(item) or item in seen.roles.values():
        return None
    return extent(seen.items, seen.subject)


def beside(figure: Figure, seen: Scene) -> Stretch | None:
    """What has its price in brackets behind it: "the red bus ($5)"."""
    closed = seen.k + 1 < len(seen.items) and seen.items[seen.k + 1].word == ")"
    if seen.link.prep != "(" or not closed or figure.kind not in ("price", "other"):
        return None
    item = seen.items[seen.link.between[0][1]]
    return None if is_party(item.head) and item.head.ent_type_ != "PRODUCT" else (item.first, item.end)


def subject(figure: Figure, seen: Scene) -> Stretch | None:
    """What a price, a cost or a value is said of: "the price of B rose to $5", "the deficit hit $5", "B is on sale for $5"."""
    items, i, link = seen.items, moved(seen), seen.link
    offered = seen.word == "be" and link.prep in ("for", "at") and any(items[n].word in OFFERED for _, n in link.between)
    if i is None or not (link.prep in STRAIGHT or offered) or figure.kind not in SAID_OF:
        return None
    item = items[i]
    if item.head.tag_ in ("PRP", "EX", "WP", "WDT") or (figure.kind == "budget" and item.owner is not None):
        return None
    if not CURRENCIES.isdisjoint(token.lower_ for token in tokens(item)):
        return None
    if figure.kind in ("price", "market_value"):
        owned = figure.kind == "market_value" and item.owner is not None
        if owned or not is_party(item.head) or plain(item.head, agents()) not in agents():
            return (item.owner.first, item.owner.end) if owned and item.owner is not None else extent(items, i)
        return None
    return None if is_party(item.head) else extent(items, i)
