"""Flows: payer and payee of a figure, from the roles of its scene, the figure before it, or whose money of its kind is."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from pipelines.nlp.figures.doers import FAR, is_time
from pipelines.nlp.figures.frames import RAISES, SAYS, framed, frames, listed, plain, verbs
from pipelines.nlp.figures.looks import after
from pipelines.nlp.figures.parties import clear_party, is_party, phrase, set_party
from pipelines.nlp.figures.phrases import Item
from pipelines.nlp.figures.scenes import Scene, moved
from pipelines.nlp.records import Figure

# Whose an amount of a kind is.
OWNERS = {
    "profit": "payee", "revenue": "payee", "salary": "payee", "fundraising": "payee", "loss": "payer", "debt": "payer",
    "investment": "payer", "fine": "payer",
}  # fmt: skip
EARNED = ("profit", "revenue")
PAYER = ("payer", "payer_start", "payer_end", "payer_country")
PAYEE = ("payee", "payee_start", "payee_end", "payee_country")
PURPOSE = ("purpose", "purpose_start", "purpose_end")
PERIOD = ("period_text", "period_start", "period_end")
# Prepositions of an amount that goes with the one before it.
BEHIND_ANOTHER = {"from", "to", "against", "with", "than", "at", ""}
# How many tokens before an amount the company that it is of may be named.
NEAR = 120
# Who decides on public money.
LEGISLATORS = {
    "congress", "senate", "house", "parliament", "lawmakers", "legislature", "representatives", "commons", "government",
    "cabinet",
}  # fmt: skip
PASSES = frozenset(frames("verb")) & {"approve", "authorise", "authorize", "pass", "appropriate", "vote"}


def settle(figure: Figure, seen: Scene) -> None:
    """Fill payer, payee and their countries."""
    for role in ("payee", "payer"):
        if role in seen.roles:
            set_party(figure, role, seen.roles[role])
    if figure.payer is not None and figure.payer == figure.payee:  # a pronoun was named wrongly
        clear_party(figure, "payee")


def share(figure: Figure, last: Figure, names: tuple[str, ...]) -> None:
    """Fill what a figure shares with the one before it."""
    if getattr(figure, names[0]) is None:
        for name in names:
            setattr(figure, name, getattr(last, name))


def carry(figure: Figure, seen: Scene, last: Figure) -> None:
    """Fill what an amount shares with the one before it, if it shares its verb: "rose to $6 from $5", "$5 to A and $6 to B"."""
    if (figure.payer is not None and figure.payee is not None) or seen.tail.manner == "predicate":
        return
    alone = figure.payer is None and figure.payee is None
    joined = seen.k > 0 and seen.items[seen.k - 1].head.tag_ in ("CC", ",")
    same = figure.kind in ("other", "price", last.kind)
    if seen.link.prep not in BEHIND_ANOTHER or (not same and seen.link.prep == "" and not joined):
        return
    if seen.link.prep != "from":
        figure.status = last.status
    figure.kind = last.kind if same or seen.link.prep else figure.kind
    gapped = seen.items[seen.link.between[0][1]] if seen.link.prep == "" and len(seen.link.between) == 1 else None
    role = "payer" if last.payer is not None else "payee"
    if gapped is not None and is_party(gapped.head):  # "A will give $5 and B $6"
        set_party(figure, role, gapped)
        return
    for prep, i in seen.tail.pairs[:1]:
        if prep in ("to", "from") and is_party(seen.items[i].head):
            set_party(figure, "payee" if prep == "to" else "payer", seen.items[i])
    for names in (PAYER, PAYEE, PURPOSE) if same and alone else (PAYER, PAYEE):
        share(figure, last, names)


def own(figure: Figure, seen: Scene, last: Figure | None) -> None:
    """Fill whose money it is where no rule found it."""
    owned(figure, seen, last)
    if last is not None and figure.payer is None and figure.payee is None and seen.link.verb is None and figure.kind == last.kind:
        share(figure, last, PAYER)
        share(figure, last, PAYEE)
    if figure.payer is None and figure.kind in ("aid", "budget", "spending") and (who := lawmaker(seen)) is not None:
        set_party(figure, "payer", who)


def owned(figure: Figure, seen: Scene, last: Figure | None) -> None:
    """Fill whose money is where no rule found it: the subject's, else that of the company of which the article speaks."""
    role, items = OWNERS.get(figure.kind), seen.items
    if figure.kind == "price" and figure.payee is None:
        seller = next((items[i] for prep, i in seen.tail.pairs if prep in ("at", "from")), None)
        if seller is not None and seller.head.ent_type_ == "ORG":
            set_party(figure, "payee", seller)
    if seen.link.prep == "worth" and seen.doer is not None:
        role = "payee" if seen.doer.head.ent_type_ == "PERSON" or seen.doer.word in ("he", "she", "who") else role
    if role is None or figure.payer is not None or figure.payee is not None or seen.link.prep == "as":
        return
    if last is not None and figure.kind in EARNED and last.kind in EARNED and last.payee is not None:
        share(figure, last, PAYEE)
        share(figure, last, PERIOD)
        return
    for item in owners(seen, figure.kind):
        if is_party(item.head) and not is_time(item) and (item.word != "it" or figure.kind in EARNED):
            set_party(figure, role, item)
            return
    bare = any(i < seen.k and items[i].owner is None and framed(items[i]) for i in seen.nouns)
    if bare and figure.kind in (*EARNED, "loss") and (who := company(items, seen.k)) is not None:
        set_party(figure, role, Item("noun", who.start, who.end, who.root))


def lawmaker(seen: Scene) -> Item | None:
    """Find the state body that a sentence names at an amount of public money: "the $5 bill that passed the House"."""
    near = sorted(range(max(0, seen.k - FAR), min(len(seen.items), seen.k + FAR)), key=lambda i: abs(i - seen.k))
    for i in near:
        item = seen.items[i]
        if item.kind == "noun" and i != seen.k and item.word in LEGISLATORS and passes(seen.items, i):
            return item
    return None


def passes(items: list[Item], i: int) -> bool:
    """Tell whether the verb beside a phrase says that it decides on money: "Congress passed", "that passed the House"."""
    near = [m for m in (i - 1, i - 2, i + 1, i + 2, i + 3) if 0 <= m < len(items) and items[m].kind == "verb"]
    return any(plain(items[m].head, PASSES) in PASSES for m in near) and items[i].head.ent_type_ != "PERSON"


def owners(seen: Scene, kind: str) -> Iterator[Item]:
    """Yield who may own an amount: the subject of its verb, and what that hangs on ("profit at A")."""
    items = seen.items
    bare = seen.verb is not None and seen.verb.tag_ == "VBG" and seen.link.group == seen.link.verb  # ", culminating in"
    others = seen.word in RAISES and moved(seen) != seen.subject  # "raised the fee to"
    told = seen.word in verbs() - SAYS or seen.link.prep == "worth" or kind in ("debt", "loss", "fine")
    if seen.subject is not None and told and not bare and not others:
        yield items[seen.subject]
        yield from (items[i] for prep, i in after(items, seen.subject).pairs if prep in ("at", "of"))


def company(items: list[Item], k: int) -> Span | None:
    """Find the company of which an article speaks: the subject of the sentences before, else the organization named most."""
    doc, end = items[0].head.doc, items[k].start
    for token in reversed(doc[max(0, end - NEAR) : end]):
        company = (token.ent_type_ == "ORG" and not is_state(token)) or token.lower_ in listed("company")
        if company and token.dep_ in ("nsubj", "nsubjpass") and is_party(token):
            return phrase(token)
    return main_organization(doc)


def main_organization(doc: Doc) -> Span | None:
    """Find the organization that an article names most; the answer is kept with the article."""
    if "newsledger_organization" not in doc.user_data:
        bodies = [entity for entity in doc.ents if entity.label_ == "ORG" and not is_state(entity.root)]
        names = Counter(entity._.name or entity.text for entity in bodies)
        best = max(names, key=names.__getitem__, default=None)
        entity = next((each for each in bodies if (each._.name or each.text) == best), None)
        doc.user_data["newsledger_organization"] = None if entity is None else (entity.start, entity.end)
    place = doc.user_data["newsledger_organization"]
    return None if place is None else doc[place[0] : place[1]]


def is_state(token: Token) -> bool:
    """Tell whether a name is that of an institution that stands for a country: the White House earns no profit."""
    mentions = token.doc._.country_mentions
    at = bisect_right(mentions, token.idx, key=lambda mention: mention.start_char) - 1
    return at >= 0 and mentions[at].kind == "institution" and token.idx < mentions[at].end_char
