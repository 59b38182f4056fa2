"""Flows: payer and payee of a figure, by the verbs and nouns beside its amount and the roles that `data/frames.csv` gives them.

A frame says who is what at a word: `subject=payer to=payee for=aim`. An `aim` is a payee where it is a party, else a purpose;
a `giver` is a payer where somebody receives, and receives where somebody pays. `with=money`: the amount stands behind “with”.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Span, Token

from pipelines.nlp.parties import MEANT, is_party, phrase, plain, set_party
from pipelines.nlp.phrases import NOUNS, Item
from pipelines.nlp.records import Figure
from pipelines.nlp.scenes import (
    FAR,
    SAYS,
    Link,
    Tail,
    after,
    before,
    beyond,
    is_named,
    is_time,
    last_of_group,
    passive,
    subject_of,
    topmost,
    verb_at,
)
from pipelines.nlp.tables import rows

# Whose subject an amount is said of: "profit rose to $5", "the fee is $5".
MOVES = {
    "be", "rise", "fall", "jump", "climb", "drop", "grow", "increase", "decrease", "decline", "surge", "total", "totalling",
    "totaling", "reach", "hit", "come", "slump", "slip", "soar", "double", "triple", "widen", "narrow", "plunge", "tumble",
    "stand", "edge", "exceed", "top", "go", "amount", "average", "stay", "start", "remain", "close", "trade", "end", "gain",
    "weaken", "strengthen", "push", "equal", "run", "vary", "range",
}  # fmt: skip
# Whose object it is said of: "raised the fee to $5".
RAISES = {
    "raise", "lift", "cut", "lower", "push", "increase", "reduce", "hike", "drop", "slash", "bring", "take", "put", "boost",
    "widen", "narrow", "trim", "set", "keep", "send", "drive", "double", "triple", "estimate", "value", "price", "call",
}  # fmt: skip
# Whose subject owns what the noun beside the amount says: "suffered a loss of $5".
HAS = {
    "have", "report", "post", "record", "book", "announce", "suffer", "incur", "face", "see", "generate", "make", "pay", "take",
    "get", "unveil", "launch", "show", "notch", "log", "declare", "forecast", "expect", "run", "bring",
}  # fmt: skip
GIVES = {"make", "pay", "announce", "unveil", "launch", "declare"}
HELPS = {"help", "support", "reimburse", "compensate", "assist", "aid", "reward", "protect", "relieve"}
TRADES = {"buy", "purchase", "acquire", "sell"}
DEALS = {"deal", "transaction", "sale", "merger", "acquisition", "purchase", "takeover", "buyout"}
# Places that get nothing themselves: money for a school is for the school's purpose.
PLACES = {
    "plant", "factory", "farm", "mine", "port", "railway", "school", "hospital", "museum", "library", "hotel", "store", "shop",
    "refinery", "smelter", "shipyard", "church", "theatre", "theater", "zoo", "gallery", "restaurant", "project", "program",
    "programme", "scheme", "initiative", "campaign", "service", "industry", "sector", "economy", "network", "line", "campaigns",
}  # fmt: skip
# Endings of nouns that do nothing.
ABSTRACT = ("tion", "sion", "ness", "ing", "ance", "ence", "ism", "ure", "sis")
THINGS = {
    "plan", "bill", "law", "move", "decision", "case", "crisis", "storm", "report", "figure", "data", "idea", "rule", "vote",
    "war", "work", "trial", "attack", "thing", "way", "money", "result", "step", "measure", "change", "strike", "flood", "fire",
    "job", "role", "position", "goal", "aim", "effort", "dollar", "euro", "pound", "yen", "yuan", "rouble", "ruble", "rupee",
    "franc", "lira", "peso", "price", "scene", "market",
}  # fmt: skip
# Whose an amount of a kind is.
OWNERS = {
    "profit": "payee", "revenue": "payee", "salary": "payee", "fundraising": "payee", "loss": "payer", "spending": "payer",
    "investment": "payer", "debt": "payer", "fine": "payer", "donation": "payer",
}  # fmt: skip
COMPANIES = {"firm", "company", "group", "bank", "airline", "retailer", "carmaker", "insurer", "business", "maker", "giant"}
PAYER = ("payer", "payer_start", "payer_end", "payer_country")
PAYEE = ("payee", "payee_start", "payee_end", "payee_country")
PURPOSE = ("purpose", "purpose_start", "purpose_end")
PERIOD = ("period_text", "period_start", "period_end")
BEHIND_ANOTHER = {"from", "to", "against", "with", "than", ""}


@cache
def frames(sort: str) -> dict[str, dict[str, str]]:
    """Give the roles at each verb or noun."""
    found = (row for row in rows("frames") if row["class"] == sort)
    return {row["word"]: dict(role.split("=") for role in row["roles"].split()) for row in found}


@cache
def verbs() -> frozenset[str]:
    """Give the verbs that a rule knows."""
    return frozenset(frames("verb")) | MOVES | HAS | SAYS | HELPS | RAISES


def lemma(token: Token) -> str:
    """Give the lemma of a verb."""
    return plain(token, verbs())


def framed(item: Item) -> dict[str, str]:
    """Give the roles at the last noun of a phrase that has any: a loan agreement is a loan, "damages" are not damage."""
    doc, known = item.head.doc, frames("noun")
    for i in range(item.end - 1, max(item.start, item.end - 6) - 1, -1):
        if doc[i].tag_ in NOUNS and (word := plain(doc[i], known)) in known:
            return known[word]
    return {}


def acts(item: Item) -> bool:
    """Tell whether a phrase can pay or be paid where the verb says that somebody does: any noun but abstract ones."""
    if item.kind != "noun" or is_party(item.head):
        return item.kind == "noun"
    word = item.head.lemma_.lower()
    concrete = not word.endswith(ABSTRACT) and word not in THINGS and not framed(item)
    return item.head.tag_ in ("NN", "NNS") and not item.head.ent_type_ and concrete


class Roles(dict[str, Item]):
    """Which item has which role; the first that takes one keeps it."""

    def take(self, role: str | None, item: Item | None, sure: bool = False) -> None:
        """Give a role to an item that can have it; `sure` where the grammar says that somebody has it."""
        if role not in ("payer", "payee", "purpose", "aim") or item is None or is_time(item):
            return
        fits = item.kind == "noun" and (is_party(item.head) or item.word in MEANT or (sure and acts(item)))
        if role == "aim":
            place = not is_named(item) and plain(item.head, PLACES) in PLACES
            role = "payee" if fits and not place and "payee" not in self else "purpose"
        if (fits or (role == "purpose" and item.kind == "noun")) and role not in self and item not in self.values():
            self[role] = item


@dataclass(slots=True)
class Scene:
    """An amount in its sentence: its place, what stands around it, its verb and subject, the nouns that say what it is."""

    items: list[Item]
    k: int
    link: Link
    tail: Tail
    word: str
    subject: int | None
    nouns: list[int]
    roles: Roles

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
    link, tail = before(items, k), after(items, k)
    word = "" if link.verb is None else verb_at(items, link.verb, verbs())
    subject = None if link.verb is None else subject_of(items, link.group)
    seen = Scene(items, k, link, tail, word, subject, [], Roles())
    seen.nouns = list(dict.fromkeys(nouns(seen)))
    if link.verb is not None:
        by_verb(seen)
    if tail.verb is not None:
        if tail.manner in ("predicate", "participle", "contact"):
            of_which(seen.roles, items, tail)
        elif tail.manner in ("to", "ing"):
            helped(seen.roles, items, tail.verb)
    for i in seen.nouns:
        by_noun(seen, i)
    return seen


def nouns(seen: Scene) -> Iterator[int]:
    """Yield the nouns that say what the amount is: that which it modifies, "$5 in aid", "a grant of $5", "profit rose to $5"."""
    items, k, link, tail = seen.items, seen.k, seen.link, seen.tail
    yield k
    i = beyond(items, k)
    if i > k + 1 and i < len(items) and items[i].kind == "noun":
        yield i
    elif tail.pairs and tail.pairs[0][1] == i + 1 and not is_time(items[i + 1]) and is_content(tail.pairs[0][0], items[i + 1]):
        yield i + 1
    if link.prep in ("of", "in") and link.between:
        yield link.between[0][1]
        if link.between[0][0] and len(link.between) > 1:
            yield link.between[1][1]
        if items[link.between[0][1]].word in DEALS:
            yield from (i for _, i in link.between[2:] if items[i].word in DEALS)
    spot = moved(seen)
    if spot is not None:
        yield spot


def is_content(prep: str, item: Item) -> bool:
    """Tell whether a phrase behind an amount says what it is: "$5 in aid", but "$5 of his fortune" is a part of it."""
    return prep == "in" or (prep == "of" and item.owner is None)


def moved(seen: Scene) -> int | None:
    """Find what an amount is said of: "profit rose to $5", "the fee is $5", "it raised the fee to $5"."""
    items = seen.items
    if seen.word in RAISES and seen.link.prep in ("to", "from", "by", "at"):
        things = (i for prep, i in reversed(seen.link.between) if not prep and items[i].word not in ("%", "percent", "points"))
        thing = next(things, None)
        return seen.subject if thing is None else topmost(items, thing)
    return seen.subject if seen.word in MOVES else None


def by_verb(seen: Scene) -> None:
    """Fill the roles at the verb before the amount."""
    found, items, link, word = seen.roles, seen.items, seen.link, seen.word
    frame, goes_by, doer = frames("verb").get(word, {}), seen.link.prep, seen.doer
    if link.verb is None:
        return
    known = [each for i in seen.nouns if (each := framed(items[i]))]
    turned = passive(items, link.group, link.verb, "object" in frame)
    if word in HAS and not turned and goes_by in ("", "of") and known and word != "pay":
        role = known[0].get("owner") or known[0].get("by")
        own = {"giver": "payer" if word in GIVES else "payee"}.get(role or "", role)
        if own in ("payer", "payee") and not (word in ("get", "take") and own == "payer" and "by" in known[0]):
            found.take(own, doer)
            return
    if word == "have" and goes_by in ("", "of") and not turned:
        found.take("purpose" if known and known[0].get("owner") == "purpose" else "payee", doer)
        return
    trade = word in TRADES and len(link.between) > 1 and link.between[0][0] == "in" and items[link.between[0][1]].word in DEALS
    if link.between and frame.get(link.between[0][0]) == "money":
        goes_by = link.between[0][0]  # "looking for cuts of $5"
    inside = goes_by in ("of", "in") and "" in [prep for prep, _ in link.between[:2]] and (bool(known) or word in ("pay", "owe"))
    if not frame or not (goes_by == "" or inside or trade or frame.get(goes_by) == "money"):
        return
    agent = next((items[i] for prep, i in [*seen.tail.pairs, *link.between] if prep == "by"), None)
    free = [items[i] for prep, i in link.between if not prep and items[i].word not in ("itself", "himself", "herself")]
    beside = next((item for item in free if trade or goes_by not in ("of", "in")), None)
    first, second = frame.get("subject"), frame.get("object")
    if first == second and beside is not None and not turned and acts(beside):  # "earned the town $5": the town's
        found.take(second, beside, sure=True)
        found.take("purpose", doer)
    else:
        found.take(first, agent if turned else doer, sure=True)
        found.take(second, doer if turned else beside, sure=True)
    for prep, i in [*link.between, *seen.tail.pairs]:
        if prep and prep != "by":
            found.take(frame.get(prep), items[i], sure=prep in ("to", "from"))


def by_noun(seen: Scene, i: int) -> None:
    """Fill the roles at a noun that says what the amount is."""
    found, items, tail = seen.roles, seen.items, seen.tail
    frame, owner = framed(items[i]), items[i].owner
    if owner is None and i > 1 and items[i - 1].word == "with" and items[i - 2].kind == "noun":
        owner = items[i - 2]  # a company with sales of
    pairs = list(tail.pairs)
    if i != seen.k:
        rear = after(items, i)
        pairs = [*rear.pairs, *pairs]
        if rear.manner == "participle" and rear.verb is not None:
            of_which(found, items, rear)
            pairs = [*pairs, *after(items, rear.verb).pairs]
    for prep, j in pairs:
        found.take(frame.get(prep), items[j])
    role = frame.get("owner")
    if role == "giver":  # "Norway's loan" may be owed or given
        role = "payer" if "payee" in found else "payee" if "payer" in found else None
    found.take(role, owner, sure=True)


def helped(found: Roles, items: list[Item], verb: int) -> None:
    """Take whom the money is to help for who receives it: "$5 to help farmers"."""
    while (
        verb + 1 < len(items) and items[verb].word in ("keep", "continue", "help", "helping") and items[verb + 1].kind == "verb"
    ):
        verb += 1
    if lemma(items[verb].head) in HELPS and verb + 1 < len(items):
        found.take("payee", items[verb + 1])


def of_which(found: Roles, items: list[Item], tail: Tail) -> None:
    """Fill the roles at the verb behind the amount: "$5 promised to B by A", "$5 was paid to B", "the $5 that A owes B"."""
    if tail.verb is None:
        return
    contact = tail.manner == "contact" and tail.subject is not None
    verb = tail.verb if contact else last_of_group(items, tail.verb)
    frame, rear = frames("verb").get(verb_at(items, verb, verbs()), {}), after(items, verb)
    group = tail.subject + 1 if tail.subject is not None else verb
    turned = passive(items, group, verb, False) if contact else items[verb].head.tag_ in ("VBN", "VBD")
    if contact and tail.subject is not None:
        found.take(frame.get("object" if turned else "subject"), items[tail.subject], sure=True)
        if not turned and verb + 1 < len(items) and items[verb + 1].kind == "noun":
            found.take(frame.get("object"), items[verb + 1], sure=True)
    for prep, i in rear.pairs:
        found.take(frame.get("subject") if turned and prep == "by" else frame.get(prep), items[i], sure=prep == "by")


def settle(figure: Figure, seen: Scene) -> None:
    """Fill payer, payee and their countries."""
    for role in ("payer", "payee"):
        if role in seen.roles:
            set_party(figure, role, seen.roles[role])


def share(figure: Figure, last: Figure, names: tuple[str, ...]) -> None:
    """Fill what a figure shares with the one before it."""
    if getattr(figure, names[0]) is None:
        for name in names:
            setattr(figure, name, getattr(last, name))


def carry(figure: Figure, seen: Scene, last: Figure) -> None:
    """Fill what an amount shares with the one before it, whose verb it goes with: "rose to $6 from $5", "$5 to A and $6 to B"."""
    if figure.payer is not None or figure.payee is not None or seen.tail.manner == "predicate":
        return
    if seen.link.prep not in BEHIND_ANOTHER or (figure.kind not in ("other", "price", last.kind) and seen.link.prep == ""):
        return
    if seen.link.prep != "from":
        figure.status = last.status
    figure.kind = last.kind
    gapped = seen.items[seen.link.between[0][1]] if seen.link.prep == "" and len(seen.link.between) == 1 else None
    role = "payer" if last.payer is not None else "payee"
    if gapped is not None and is_party(gapped.head):  # "A will give $5 and B $6"
        set_party(figure, role, gapped)
        return
    for prep, i in seen.tail.pairs[:1]:
        if prep in ("to", "from") and is_party(seen.items[i].head):
            set_party(figure, "payee" if prep == "to" else "payer", seen.items[i])
    for names in (PAYER, PAYEE, PURPOSE):
        share(figure, last, names)


def own(figure: Figure, seen: Scene, last: Figure | None) -> None:
    """Fill whose money is where no rule found it: the subject's, else that of the company of which the article speaks."""
    role, items = OWNERS.get(figure.kind), seen.items
    if figure.kind == "price" and figure.payee is None:
        seller = next((items[i] for prep, i in seen.tail.pairs if prep in ("at", "from")), None)
        if seller is not None and seller.head.ent_type_ == "ORG":
            set_party(figure, "payee", seller)
    if role is None or figure.payer is not None or figure.payee is not None:
        return
    earned = ("profit", "revenue")
    if last is not None and figure.kind in earned and last.kind in earned and last.payee is not None:
        share(figure, last, PAYEE)
        share(figure, last, PERIOD)
        return
    for item in owners(seen):
        if is_party(item.head) and not is_time(item):
            set_party(figure, role, item)
            return
    if figure.kind in (*earned, "loss") and (who := company(items)) is not None:
        set_party(figure, role, Item("noun", who.start, who.end, who.root))


def owners(seen: Scene) -> Iterator[Item]:
    """Yield who may own an amount: the subject, what it hangs on ("profit at A"), then the first subject of the sentence."""
    items = seen.items
    if seen.subject is not None:
        yield items[seen.subject]
        yield from (items[i] for prep, i in after(items, seen.subject).pairs if prep in ("at", "of"))
    for i in range(max(0, seen.k - 2 * FAR), seen.k - 1):
        if items[i].kind == "noun" and items[i + 1].kind == "verb" and (not i or items[i - 1].kind != "prep"):
            yield items[i]


def company(items: list[Item]) -> Span | None:
    """Find the company of which an article speaks: the subject of the sentences before, else the organization named most."""
    doc, end = items[0].head.doc, items[0].start
    for token in reversed(doc[max(0, end - 120) : end]):
        if token.dep_ in ("nsubj", "nsubjpass") and (token.ent_type_ == "ORG" or token.lower_ in COMPANIES) and is_party(token):
            return phrase(token)
    return main_organization(doc)


def main_organization(doc: Doc) -> Span | None:
    """Find the organization that an article names most; the answer is kept with the article."""
    if "newsledger_organization" not in doc.user_data:
        names = Counter(entity._.name or entity.text for entity in doc.ents if entity.label_ == "ORG")
        best = max(names, key=names.__getitem__, default=None)
        found = (e for e in doc.ents if e.label_ == "ORG" and (e._.name or e.text) == best)
        entity = next(found, None)
        doc.user_data["newsledger_organization"] = None if entity is None else (entity.start, entity.end)
    place = doc.user_data["newsledger_organization"]
    return None if place is None else doc[place[0] : place[1]]
