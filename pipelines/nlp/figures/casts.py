"""Casts: which phrase has which role at an amount, by the frames of the verbs and nouns beside it (`data/frames.csv`).

A frame says who is what at a word: `subject=payer to=payee for=aim`. An `aim` or a `target` is a payee where it is a party, else
a purpose; an aim is a purpose where it is a place, too. A `giver` and an `other` pay where somebody receives and receive where
somebody pays; where nobody does, the other receives. A `maker` receives what it makes for nobody else. `with=money`: the amount
stands behind “with”; `direct=no`: it stands nowhere else.
At a verb of the sort `priced` the amount behind “for” is the price of what it takes, "got a lamp for $5"; the sort `adjective`
stands behind “be”: "is eligible for $5".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipelines.nlp.figures.doers import is_named, is_time, last_of_group, passive, relative
from pipelines.nlp.figures.frames import DEALS, GIVES, HAS, HELPS, TRADES, framed, frames, lemma, listed, plain, verb_at
from pipelines.nlp.figures.looks import Tail, after
from pipelines.nlp.figures.parties import COURTS, MEANT, agents, is_party
from pipelines.nlp.figures.phrases import Item

if TYPE_CHECKING:
    from pipelines.nlp.figures.scenes import Scene

# Endings of nouns that do nothing.
ABSTRACT = ("tion", "sion", "ness", "ing", "ance", "ence", "ism", "ure", "sis")
NOBODY = {"no", "nobody", "none", "neither"}
# Who gets no wage: "the nation's minimum wage".
COUNTRIES = {"nation", "country", "state", "city"}
SELVES = {"itself", "himself", "herself", "themselves"}


class Roles(dict[str, Item]):
    """Which item has which role; the first that takes one keeps it."""

    maker: Item | None = None

    def take(self, role: str | None, item: Item | None, sure: bool = False) -> None:
        """Give a role to an item that can have it; `sure` where the grammar says that somebody has it."""
        if role is None or item is None or item.kind != "noun" or is_time(item) or item in self.values():
            return
        if role == "maker":
            self.maker = self.maker or item
            return
        if role in ("giver", "other"):
            known = "payer" if "payee" in self else "payee" if "payer" in self else None
            role = known or ("payee" if role == "other" else "payer" if agents().get(plain(item.head, agents())) else None)
        fits = is_party(item.head) or item.word in MEANT or (sure and acts(item))
        fits = fits and item.head.doc[item.start].lower_ not in NOBODY
        if role in ("aim", "target"):
            place = role == "aim" and not is_named(item) and plain(item.head, listed("place")) in listed("place")
            role = "payee" if fits and not place and "payee" not in self else "purpose"
        if role in ("payer", "payee", "purpose") and (fits or role == "purpose") and role not in self:
            self[role] = item

    def close(self) -> None:
        """Give the maker what is left: "The sale earned the town $5" is the town's, "The town earned $5" too."""
        maker, self.maker = self.maker, None
        if "payee" not in self:
            self.take("payee", maker, sure=True)
        elif maker is not None and not is_party(maker.head):
            self.take("purpose", maker)


def acts(item: Item) -> bool:
    """Tell whether a phrase can pay or be paid where the verb says that somebody does: any noun but abstract ones."""
    if is_party(item.head):
        return True
    word = item.head.lemma_.lower()
    concrete = word not in COURTS and not word.endswith(ABSTRACT) and word not in listed("thing") and not framed(item)
    return item.head.tag_ in ("NN", "NNS") and not item.head.ent_type_ and concrete


def cast(seen: Scene) -> None:
    """Fill the roles of a scene: the amount's own noun first, then its verbs, then the other nouns that say what it is."""
    found, items, tail = seen.roles, seen.items, seen.tail
    by_noun(seen, seen.k)
    if seen.link.verb is not None and not owns(seen):
        by_verb(seen)
    if tail.verb is not None and tail.manner in ("to", "ing"):
        helped(found, items, tail.verb)
    elif tail.verb is not None:
        behind(found, items, tail, tail.verb)
    for i in seen.nouns[1:]:
        by_noun(seen, i)
    for prep, i in tail.pairs[:1]:
        if prep in ("for", "toward", "towards"):
            found.take("aim", items[i])
    found.close()


def owns(seen: Scene) -> bool:
    """Fill the role of the subject that has, gets or makes what a noun says, where it does: "suffered a loss of $5"."""
    word, link = seen.word, seen.link
    if word not in HAS or word == "pay" or link.prep not in ("", "of", "to" if word == "agree" else "") or seen.turned:
        return False
    noun = next((each for i in seen.nouns if (each := framed(seen.items[i]))), {})
    role = noun.get("owner") or noun.get("by") or ""
    role = ("payer" if word in GIVES else "payee") if role == "giver" else role
    given = role == "payer" and noun.get("by") == "payer" and frames("verb").get(word, {}).get("subject") == "payee"
    if word == "have":
        given = given or (noun.get("by") == "payer" and noun.get("for") == "aim")
        role = "purpose" if noun.get("owner") == "purpose" else role if role == "payer" and not given else "payee"
    elif role not in ("payer", "payee") or (given and word not in GIVES):  # "received a grant of $5"
        return False
    seen.roles.take(role, seen.doer)
    return True


def by_verb(seen: Scene) -> None:
    """Fill the roles at the verb before the amount."""
    found, items, link, doer, word = seen.roles, seen.items, seen.link, seen.doer, seen.word
    frame, goes_by = (frames("priced").get(word) if link.prep == "for" else None) or frames("verb").get(word, {}), link.prep
    if word == "be" and link.between and (adjective := frames("adjective").get(items[link.between[0][1]].word)) is not None:
        found.take(adjective["subject"], doer, sure=True)  # "is eligible for $5"
    if link.between and frame.get(link.between[0][0]) == "money":
        goes_by = link.between[0][0]  # "looking for cuts of $5"
    deal = items[link.between[0][1]] if len(link.between) > 1 and link.between[0][0] == "in" else items[seen.k]
    trade = word in TRADES and deal.word in DEALS and goes_by != ""
    buys = frame.get("object") == "purpose"
    things = [i for prep, i in link.between[:2] if not prep]
    # "paid a fine of $5", "bought a stake in A worth $5"
    of_thing = goes_by in ("of", "in") and any(buys or word in ("pay", "owe") or framed(items[i]) for i in things)
    direct = goes_by == "" and frame.get("direct") != "no"
    if not frame or not (direct or of_thing or trade or frame.get(goes_by) == "money"):
        return
    free = [items[i] for prep, i in link.between if not prep and items[i].word not in SELVES]
    beside = next(
        iter(free if trade or buys or goes_by not in ("of", "in") or frame.get(goes_by) == "money" else free[1:]), None
    )  # "paid A a ransom of $5"
    agent = next((items[i] for prep, i in [*seen.tail.pairs, *link.between] if prep == "by"), None)
    if buys and goes_by == "for" and beside is None and not seen.turned and doer is not None and not is_party(doer.head):
        found.take("purpose", doer)  # "the blocks sell for $5"
    if buys and goes_by == "" and beside is not None and is_party(beside.head):
        found.take(frame.get("to"), beside)  # "sold A $5 of arms"
    else:
        found.take(frame.get("object"), doer if seen.turned else beside, sure=True)
    lower = False
    for prep, i in [*link.between, *seen.tail.pairs]:
        if prep and prep != "by" and not (lower and prep == "in"):  # "into advertising in A"
            found.take(frame.get(prep), items[i], sure=prep in ("to", "from"))
        lower = lower or prep in frame
    found.take(frame.get("subject"), agent if seen.turned else doer, sure=True)


def by_noun(seen: Scene, i: int) -> None:
    """Fill the roles at a noun that says what the amount is."""
    found, items, tail = seen.roles, seen.items, seen.tail
    frame, pairs = framed(items[i]), tail.pairs
    if i != seen.k:
        rear = after(items, i)
        pairs = [*rear.pairs, *pairs]
        # "the fine paid by A", "the contract, worth $5, was awarded to A"
        if rear.verb is not None and (rear.manner == "participle" or (rear.manner == "predicate" and rear.verb > seen.k)):
            behind(found, items, rear, rear.verb)
            pairs = [*pairs, *after(items, rear.verb).pairs]
    for prep, j in pairs:
        if j != i:
            found.take(frame.get(prep), items[j])
    owner = owner_of(seen, i)
    wage = frame is frames("noun")["wage"] and owner is not None
    if not (wage and owner is not None and (owner.head.ent_type_ == "GPE" or owner.word in COUNTRIES)):
        found.take(frame.get("owner"), owner, sure=True)


def owner_of(seen: Scene, i: int) -> Item | None:
    """Give whose a noun is: "A's fine", "his $5 in winnings", "A, whose fine", "a company with sales"."""
    items, owner = seen.items, seen.items[i].owner
    if owner is not None and owner.word == "whose":
        spot = relative(items, i)
        return None if spot is None else items[spot]
    if owner is None and i > 1 and items[i - 1].word == "with" and items[i - 2].kind == "noun" and is_party(items[i - 2].head):
        return items[i - 2]
    return items[seen.k].owner if owner is None and seen.k < i <= seen.k + 2 else owner


def helped(found: Roles, items: list[Item], verb: int) -> None:
    """Take whom the money is to help for who receives it: "$5 to help farmers"."""
    last = len(items) - 1
    while verb < last and items[verb].word in ("keep", "continue", "help", "helping") and items[verb + 1].kind == "verb":
        verb += 1
    if verb < last and lemma(items[verb].head) in HELPS:
        found.take("payee", items[verb + 1])


def behind(found: Roles, items: list[Item], tail: Tail, verb: int) -> None:
    """Fill the roles at the verb behind the amount: "$5 promised to B by A", "$5 was paid to B", "the $5 that A owes B"."""
    contact = tail.subject is not None
    verb = verb if contact else last_of_group(items, verb)
    word = verb_at(items, verb)
    frame = frames("verb").get(word) or (frames("subject").get(word) if tail.manner == "predicate" else None) or {}
    turned = items[verb].head.tag_ in ("VBN", "VBD")
    if tail.subject is not None:
        turned = passive(items, tail.subject + 1, verb, False)
        found.take(frame.get("object" if turned else "subject"), items[tail.subject], sure=True)
        if not turned and verb + 1 < len(items):
            found.take(frame.get("object"), items[verb + 1], sure=True)
    for prep, i in after(items, verb).pairs:
        found.take(frame.get("subject") if turned and prep == "by" else frame.get(prep), items[i], sure=prep == "by")
