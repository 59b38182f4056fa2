"""What sort of money a figure is, by `data/kinds.csv`.

The words that belong to the amount come first, nearest first, then those that stand near it. A `strong` word decides by itself; a
`weak` one where no strong one belongs to the amount, a `faint` one where no weak one does; an `object` verb where the amount is
its object; a `modified` noun where the amount stands before it ("a $5 billion company"), and so a `built` one ("a $5m tunnel").
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache

from spacy.tokens import Span, Token

from pipelines.nlp.figures.doers import last_of_group
from pipelines.nlp.figures.frames import MOVES, RAISES, TRADES, plain
from pipelines.nlp.figures.phrases import NOUNS, QUALIFY, Item
from pipelines.nlp.figures.scenes import Scene, tokens
from pipelines.nlp.records import Figure
from pipelines.nlp.tables import rows

# How many tokens from the amount a word may stand that does not belong to it.
BEFORE, BEHIND = 40, 40
# How many characters behind another figure one may stand whose kind no word says, to be of the same kind.
FAR = 300
# Below it, what companies buy has a price, from it on it is a deal; people and things need more.
DEAL = Decimal(1_000_000)
LARGE_DEAL = 10 * DEAL
# Below it, a bare number behind “at” or “to” is a price or a rate.
SMALL = Decimal(2000)
GETS = {"receive", "get", "win", "secure", "obtain"}
GIVES = {"give", "contribute", "provide", "offer", "send", "commit", "pledge", "promise", "donate", "lend", "grant"}
BUILDS = {"build", "construct", "erect"}
STOCK = {"share", "shares", "stock", "stocks", "bond", "bonds", "notes", "debt", "equity", "securities"}
WANTS = {"seek", "want", "request", "demand", "need", "ask"}
VOTES = {"approve", "pass", "authorize", "authorise", "appropriate", "vote", "allocate"}
GROUPS = {
    "it", "they", "them", "company", "firm", "bank", "group", "government", "city", "state", "fund", "agency", "council", "club",
    "authority", "family", "ministry", "court", "church", "school",
}  # fmt: skip
# What is about bail, where a bond is set.
NOTES = {"judge", "bail", "jail", "court", "magistrate", "sheriff", "custody", "arraignment"}
# What is no noun where it is an adjective.
ADJECTIVES = {"fine", "gross", "premium", "retail", "hit", "cut", "tender", "capital"}
# What does damage.
DISASTERS = {
    "disaster", "catastrophe", "hurricane", "earthquake", "quake", "flood", "storm", "wildfire", "tsunami", "tornado", "typhoon",
    "cyclone", "fire", "blast", "explosion", "drought", "hail", "spill", "outage",
}  # fmt: skip
# What has a price by the piece.
GOODS = {
    "barrel", "share", "ounce", "gallon", "litre", "liter", "tonne", "ton", "bushel", "pound", "kg", "unit", "ticket", "gram",
}  # fmt: skip
OFTEN = {"hour", "day", "week", "month", "year"}
COMPANY = {
    "stake", "company", "firm", "share", "shares", "unit", "business", "rival", "bank", "arm", "division", "subsidiary", "brand",
}  # fmt: skip
# Where what is put into something is spent.
CAMPAIGNS = {"campaign", "campaigns", "ads", "advertising", "television", "tv", "race", "races", "election", "elections"}
# What a tariff is laid on, whose worth is no tax.
WARES = {"goods", "merchandise", "product", "products", "import", "imports", "export", "exports"}
# What one makes smaller by what one saves.
CUTS = {"cut", "reduce", "slash", "trim", "lower", "shrink", "curb", "pare", "narrow"}
NAMES = ("PERSON", "ORG", "GPE")


@cache
def kinds() -> dict[str, tuple[str, str]]:
    """Give each word's kind and rank."""
    return {row["word"]: (row["kind"], row["rank"]) for row in rows("kinds")}


def sense(token: Token) -> tuple[str, str]:
    """Give the kind and the rank of a word, as it stands or as its lemma; ("", "") where it has none."""
    if token.ent_type_ in NAMES or (token.tag_.startswith("JJ") and token.lower_ in ADJECTIVES):
        return "", ""
    lemma, doc, i = plain(token, kinds()), token.doc, token.i
    pair = kinds().get(f"{doc[i - 1].lower_} {lemma}") if i else None
    if pair is not None:
        return pair  # "net income", "trade deficit"
    noun = token.tag_ in NOUNS
    if lemma == "income" and any(child.lower_ == "from" for child in token.rights):
        return "revenue", "strong"
    if lemma == "value" and token.pos_ == "VERB":
        return "market_value", "strong"
    if lemma == "trade":
        return ("other" if token.lower_ == "trade" and noun else "price"), "weak"
    if lemma == "pay" and noun:
        return "salary", "strong"
    if (lemma in ("share", "hit", "job") and token.pos_ == "VERB") or (lemma == "target" and not noun):
        return "", ""
    if lemma == "grant" and token.tag_ in ("VBD", "VBN", "VBG"):
        return "", ""
    if i + 2 < len(doc) and doc[i + 1].text in "-‑" and doc[i + 2].lower_ == "out" and lemma + "out" in kinds():
        return kinds()[lemma + "out"]  # bail-out
    return kinds().get(token.lower_) or kinds().get(lemma) or ("", "")


def nominal(token: Token) -> tuple[str, str]:
    """Give the kind and the rank of a noun right behind an amount, which a tagger may take for a verb: "a $5 hit"."""
    found = sense(token)
    return found if found[0] else kinds().get(token.lower_, found)


def words(item: Item) -> Iterator[Token]:
    """Yield the words of a phrase, the last first."""
    yield from reversed(tokens(item))


def tied(seen: Scene) -> Iterator[Token]:
    """Yield the words that belong to an amount, those first that say most of it."""
    items, moved = seen.items, seen.word in MOVES | RAISES and seen.link.prep in ("to", "from", "by", "at")
    for i in seen.nouns:
        yield from words(items[i])
    if seen.verb is not None and not moved:
        yield seen.verb
    for _, i in seen.link.between:
        yield from words(items[i])
    if seen.doer is not None:
        yield seen.doer.head
    if seen.tail.verb is not None:
        yield items[last_of_group(items, seen.tail.verb)].head
    for prep, i in seen.tail.pairs[:2]:
        if prep in ("in", "of"):
            yield from words(items[i])
    if seen.verb is not None and moved:
        yield seen.verb


def near(span: Span) -> Iterator[Token]:
    """Yield the words of the sentence around an amount, the nearest first."""
    doc, first, last = span.doc, span.start, span.end
    while first > max(0, span.start - BEFORE) and not doc[first].is_sent_start:
        first -= 1
    while last < min(len(doc), span.end + BEHIND) and not doc[last].is_sent_start:
        last += 1
    before, behind = range(span.start - 1, first - 1, -1), range(span.end, last)
    for step in range(max(len(before), len(behind))):
        yield from (doc[side[step]] for side in (before, behind) if step < len(side))


def earlier(span: Span) -> Iterator[Token]:
    """Yield the words of the sentence before that of an amount, the last first."""
    doc, i = span.doc, span.start
    while i and not doc[i].is_sent_start:
        i -= 1
        if i < span.start - BEFORE:
            return
    for j in range(i - 1, max(-1, i - BEFORE), -1):
        yield doc[j]
        if doc[j].is_sent_start:
            break


def ranked(found: list[tuple[str, str]], *ranks: str) -> str:
    """Give the first kind of the first rank that any has."""
    return next((kind for rank in ranks for kind, its in found if its == rank), "")


def kind(figure: Figure, span: Span, seen: Scene | None, last: Figure | None = None) -> str:
    """Give the kind of money that an amount is, that of the figure before (`last`) or "other" where no word says it."""
    small = max(figure.amount, figure.amount_max or figure.amount) < SMALL
    found = (belongs(figure, span, seen, small) if seen is not None else "") or ("price" if figure.per in GOODS else "")
    if found in ("", "price", "budget", "aid") and figure.per == "hour":
        found = "salary"
    if figure.per == "share" and any(sense(token)[0] == "profit" for token in near(span)):
        return "profit"
    found = found or ranked([*map(sense, near(span))], "strong", "weak", "faint")
    if found == "cost" and any(plain(token, DISASTERS) in DISASTERS for token in near(span)):
        return "damage"
    if found == "cost" and small and not (seen is not None and seen.doer is not None and seen.doer.word == "bill"):
        return "price"
    at = span.start - 1
    while at > 0 and span.start - at < 5 and span.doc[at].lower_ in QUALIFY | {"little", "high", "low"}:
        at -= 1
    before = span.doc[at].lower_ if span.start else ""
    if not found and small and (last is None or before in ("at", "for", "to", "(", "from", "above", "below")):
        return "price"
    if not found and last is not None and figure.start_char - last.end_char < FAR:
        return last.kind
    return found or ranked([sense(token) for token in earlier(span)], "strong") or ("price" if small else "other")


def belongs(figure: Figure, span: Span, seen: Scene, small: bool) -> str:
    """Give the kind that the words which belong to an amount say, "" where none does."""
    behind = [token for token in words(seen.items[seen.k]) if token.i >= span.end]
    if behind:
        kind_of, rank = nominal(behind[0])
        if behind[0].lower_ == "bond" and not NOTES.isdisjoint(token.lower_ for token in near(span)):
            return "other"  # bail
        named = behind[0].ent_type_ in ("ORG", "PRODUCT") or behind[0].tag_ == "NNP"
        if rank == "modified" and figure.amount >= DEAL:
            return "market_value"
        if rank == "modified" or (named and figure.amount < DEAL and behind[0].ent_type_ not in ("DATE", "TIME")):
            return "price"
        if rank == "built":
            return kind_of
    if span.end < len(span.doc) and span.doc[span.end].lower_ == "off":
        return "savings"
    if seen.word in ("settle", "close", "open") and seen.link.prep in ("at", "to"):
        return "price"
    if seen.word == "lose" and seen.link.prep == "":
        shares = any(token.lower_ in STOCK | {"value", "market"} for token in near(span))
        return "loss" if not shares else "price" if small else "market_value"
    found = [
        nominal(t) if span.end <= t.i < seen.items[seen.k].end else sense(t)
        for t in tied(seen)
        if not span.start <= t.i < span.end
    ]
    told = ranked(found, "strong") or by_verb(figure, span, seen) or ranked(found, "weak", "faint")
    if told == "revenue" and seen.word == "raise":
        return "tax"
    if told == "price" and figure.amount >= DEAL and any(token.lower_ == "charge" for token in behind):
        return "loss"
    if told == "tax" and (seen.link.prep == "on" or any(item.word in WARES for item in seen.items[seen.k + 1 : seen.k + 3])):
        return "other"  # tariffs on $5 billion of goods
    if told in ("spending", "budget", "cost") and seen.word in CUTS and seen.link.prep == "by":
        return "savings"
    return told or ("price" if small and (behind or seen.word in MOVES) else "")


def by_verb(figure: Figure, span: Span, seen: Scene) -> str:
    """Give the kind that the verb of an amount says, "" where none does."""
    word, direct, items = seen.word, seen.link.prep == "", seen.items
    if seen.tail.manner == "contact" and seen.tail.verb is not None and figure.payee_country:
        return "budget" if plain(items[seen.tail.verb].head, WANTS) in WANTS else ""
    if word in TRADES and seen.link.prep in ("", "for"):
        return trade(figure, seen)
    if direct and seen.verb is not None and sense(seen.verb)[1] == "object":
        return sense(seen.verb)[0]
    if word in BUILDS and direct:
        return "cost"
    if direct and word in ("earn", "make") and not any(token.lower_ == "available" for token in near(span)):
        return earned(figure, seen)
    if word == "pay" and direct:
        return paid(figure, seen)
    if word in ("put", "pour", "pump", "sink", "plough", "plow", "inject") and any(prep == "into" for prep, _ in seen.tail.pairs):
        return "investment" if CAMPAIGNS.isdisjoint(token.lower_ for token in near(span)) else "spending"
    if word in GIVES and (direct or seen.link.prep == "with"):
        if figure.payer_country or figure.payee_country:
            return "aid"
        return "donation" if word in ("give", "donate", "contribute", "pledge", "promise") else ""
    if word in ("allocate", "earmark", "appropriate") or (word in VOTES and figure.payer_country):
        return "budget"
    if word in ("generate", "gross") and direct:
        return "revenue"
    if direct and word in GETS and (figure.payee_country or figure.payer_country):
        return "budget" if figure.payee_country else "aid"
    if word in WANTS and figure.payee is not None:
        return "aid" if figure.payer is not None else "budget"
    return ""


def trade(figure: Figure, seen: Scene) -> str:
    """Give the kind of what is bought or sold: companies and what is dear are deals, other things have a price."""
    if seen.link.prep == "":
        if seen.word == "sell":
            sold = [token.lower_ for i in seen.nouns for token in words(seen.items[i])]
            return "fundraising" if not STOCK.isdisjoint(sold) else "deal" if len(seen.nouns) == 1 else "revenue"
        return "deal" if seen.word == "acquire" else "spending"
    sides = [seen.roles[role] for role in ("payer", "payee") if role in seen.roles]
    thing = seen.roles.get("purpose")
    firm = any(side.head.ent_type_ in ("ORG", "GPE") for side in sides)
    firm = firm or (thing is not None and (thing.head.ent_type_ == "ORG" or any(t.lower_ in COMPANY for t in tokens(thing))))
    return "deal" if figure.amount >= (DEAL if firm else LARGE_DEAL) else "price"


def earned(figure: Figure, seen: Scene) -> str:
    """Give the kind of what is earned or made: a person's salary, a company's profit."""
    who = seen.roles.get("payee")
    if who is None or figure.amount < DEAL:
        return "salary"
    person = (
        who.head.ent_type_ == "PERSON" or who.head.tag_ == "NNPS" or (who.head.tag_ in ("PRP", "DT", "WP") and who.word != "it")
    )
    plural = not who.head.ent_type_ and who.head.tag_ == "NNS"
    return "salary" if person or plural else "profit"


def paid(figure: Figure, seen: Scene) -> str:
    """Give the kind of what is paid: a person's salary, the price of a company, else a cost."""
    who, aim = seen.roles.get("payee"), next((seen.items[i] for prep, i in seen.tail.pairs if prep == "for"), None)
    if figure.per in OFTEN and (who is not None or figure.per == "hour"):
        return "aid" if figure.payee_country else "salary"
    if (
        who is not None
        and who.head.ent_type_ in ("", "PERSON")
        and who.head.tag_ in ("NN", "NNP", "PRP")
        and who.word not in GROUPS
    ):
        return "salary"
    if aim is not None and who is None and figure.amount >= DEAL:
        return "deal" if any(token.lower_ in COMPANY for token in tokens(aim)) else "cost"
    return ""
