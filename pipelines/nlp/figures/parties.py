"""Parties: who a figure's payer or payee can be, and what it is called.

A party is a name, a person's pronoun or a noun of `data/agents.csv`: no payer is better than a wrong one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from functools import cache, lru_cache

from spacy.tokens import Doc, Span, Token

from pipelines.nlp.figures.frames import listed, plain
from pipelines.nlp.figures.phrases import Item
from pipelines.nlp.people.referents import Referents
from pipelines.nlp.records import Figure
from pipelines.nlp.tables import rows

PEOPLE = {"he", "she", "they", "we", "i", "you", "who", "it"}
OBJECTS = {"him", "her", "them", "us", "me", "those", "everyone", "anyone", "everybody", "somebody", "someone"}
# What names an office of a country, where no country is named with it.
OFFICES = {
    "department", "ministry", "treasury", "congress", "senate", "parliament", "pentagon", "office", "navy", "army",
    "administration", "house",
}  # fmt: skip
TITLES = {"president", "minister", "premier", "chancellor", "pm"}
# Kinds of money that a state gives when its head does.
PUBLIC = {"aid", "budget", "debt"}
# Those of which the dollar's country has one of the name.
CHAMBERS = {"congress", "senate", "house", "administration", "president", "lawmakers"}
# Whose country is no payer: a people, and a town's government.
LOCAL = {
    "people", "taxpayers", "taxpayer", "army", "state", "city", "county", "town", "local", "police", "authorities", "authority",
    "district",
}  # fmt: skip
NO_ISSUERS = {"", "EU", "XA", "XO", "XC", "XP"}
COURTS = {"court", "judge", "jury", "tribunal"}
NOT_PARTIES = {"MONEY", "DATE", "TIME", "CARDINAL", "PERCENT", "QUANTITY", "LAW", "EVENT", "ORDINAL", "LOC"}
NAMED = {"PERSON", "ORG", "GPE", "NORP"}
# Whose subject does not do what they say of another.
ORDERS = {"order", "ask", "force", "require", "tell", "urge", "allow", "compel", "oblige"}
MARKS = {'"', "“", "”", "‘", "«", "»", "``", "''", "\u201e"}
# How many tokens before "the firm" its name may stand.
FAR_BEFORE = 200
# How many tokens a sentence may have whose subject a pronoun in the next one means.
LONGEST_BEFORE = 60
# The personal pronoun of each that can be resolved.
MEANT = {"it": "it", "its": "it", "he": "he", "his": "he", "she": "she", "her": "she", "they": "they", "their": "they"}


@cache
def agents() -> dict[str, bool]:
    """Give the nouns that can be a party, and of each whether it stands for a country: that it is named with, or its own."""
    return {row["word"]: row["official"] != "no" for row in rows("agents")}


@cache
def bodies() -> dict[str, str]:
    """Give the country of each body of a state that is known by its name alone: "the Pentagon"."""
    return {row["word"]: row["official"] for row in rows("agents") if row["official"].isupper()}


def is_party(token: Token) -> bool:
    """Tell whether a noun or a pronoun can pay or be paid."""
    if token.lower_ == "up" and token.i > 1 and token.doc[token.i - 1].text == "-":
        return True  # start-up
    lower, noun = token.lower_, token.tag_ in ("NN", "NNS", "NNP", "NNPS")
    if token.ent_type_ in NOT_PARTIES or lower in COURTS:
        return False
    agent = noun and (not lower.endswith("ing") or lower in agents()) and plain(token, agents()) in agents()
    if agent or lower in PEOPLE | OBJECTS or token.ent_type_ in NAMED:
        return True
    return token.tag_ in ("NNP", "NNPS") and token.is_title


def child_of(token: Token, *deps: str) -> Token | None:
    """Find the first child with one of these dependencies."""
    return next((child for child in token.children if child.dep_ in deps), None)


def antecedent(pronoun: Token) -> Token | None:
    """Find whom a pronoun means: the subject of a clause around it that agrees with it, in the same sentence."""
    verb = pronoun.head
    for _ in range(5):
        if verb.head == verb:
            return None
        verb = verb.head
        found = child_of(verb, "nsubj", "nsubjpass")
        if plain(verb, ORDERS) in ORDERS and child_of(verb, "nsubjpass") is None:
            return None  # who orders that another pay
        if found is None or found.i >= pronoun.i or found.pos_ == "PRON" or not is_party(found):
            continue
        plural = found.tag_ in ("NNS", "NNPS") or child_of(found, "conj") is not None
        meant = MEANT[pronoun.lower_]
        if meant == "they":
            return found if plural or found.ent_type_ in ("ORG", "NORP") else None
        person = found.ent_type_ == "PERSON" or (found.pos_ == "NOUN" and not found.ent_type_)
        thing = found.ent_type_ in ("ORG", "GPE") or (found.pos_ == "NOUN" and not found.ent_type_)
        return found if not plural and (thing if meant == "it" else person) else None
    return None


def subject_before(pronoun: Token) -> Token | None:
    """Find whom a pronoun means in the sentence before: its subject, where nobody else named since can be meant."""
    own = pronoun.sent
    last = pronoun.doc[own.start - 1].sent if own.start else own
    if last.start == own.start or len(last) > LONGEST_BEFORE or pronoun.i - own.start > LONGEST_BEFORE:
        return None
    between = pronoun.doc[last.start : pronoun.i]
    if any(token.text in MARKS for token in between):
        return None  # another may speak
    fits = {"he": {"PERSON", ""}, "she": {"PERSON", ""}, "it": {"ORG", "GPE", ""}, "they": {"ORG", "NORP", ""}}[
        MEANT[pronoun.lower_]
    ]
    heads = (token for token in between if token.dep_ != "compound" and token.pos_ != "PRON" and token.ent_type_ in fits)
    meant = [t for t in heads if is_party(t) and (t.ent_type_ or t.pos_ == "NOUN")]
    if len(meant) != 1 or meant[0].i >= own.start or meant[0].dep_ not in ("nsubj", "nsubjpass") or child_of(meant[0], "conj"):
        return None
    if MEANT[pronoun.lower_] in ("he", "she") and meant[0].ent_type_ != "PERSON":
        return None
    plural = meant[0].tag_ in ("NNS", "NNPS")
    return (
        meant[0]
        if plural == (MEANT[pronoun.lower_] == "they") or (not plural and meant[0].ent_type_ in ("ORG", "NORP"))
        else None
    )


@lru_cache(maxsize=1)
def referents(doc: Doc) -> tuple[Referents, list[Span]]:
    """Give what finds whom the pronouns of an article mean, and its people by name; those of the last article are kept."""
    ents = list(doc.ents)
    return Referents(doc, [-1] * len(doc), ents), [ent for ent in ents if ent.label_ == "PERSON"]


def body(token: Token) -> Token | None:
    """Find the organization that "the firm" means: the only one that was a subject or an owner in the sentences before."""
    doc = token.doc
    found: dict[str, Token] = {}
    for i in range(token.i - 1, max(token.i - FAR_BEFORE, -1), -1):
        if doc[i].ent_type_ == "ORG" and doc[i].dep_ in ("nsubj", "nsubjpass", "poss"):
            found.setdefault(named(doc[i], doc[i : i + 1]), doc[i])
    return next(iter(found.values())) if len(found) == 1 else None


def quoted(token: Token) -> bool:
    """Tell whether a word stands within marks that open in its sentence: another may speak."""
    return sum(mark.text in MARKS for mark in token.doc[token.sent.start : token.i]) % 2 == 1


def only_person(pronoun: Token, word: str) -> Token | None:
    """Find the person whom "he" or "she" means, where only one was named a few lines back who can be."""
    known, people = referents(pronoun.doc)
    low = bisect_right(people, pronoun.i, key=lambda ent: ent.end)
    near = [ent for ent in people[max(low - 12, 0) : low] if pronoun.i - ent.end < FAR_BEFORE]
    fits = {ent._.name or ent.text: ent for ent in near if known.gender(ent._.name or ent.text) in (None, word)}
    return next(iter(fits.values())).root if len(fits) == 1 else None


def meant(token: Token, span: Span) -> Token | None:
    """Find whom a pronoun or "the firm" means; None where nothing tells."""
    if token.lower_ in MEANT:
        found = antecedent(token) or subject_before(token)
        ordered = any(plain(verb, ORDERS) in ORDERS for verb in token.head.ancestors)
        if found is not None or ordered or quoted(token):
            return found
        word = MEANT[token.lower_]
        if word in ("he", "she"):
            return only_person(token, word)
        known, _ = referents(token.doc)
        return known.last_body(token) if word == "it" else known.last_group(token)
    if len(span) == 2 and span[0].lower_ in ("the", "this") and token.lower_ in listed("company"):
        return body(token)
    return None


def phrase(token: Token, joined: bool = False) -> Span:
    """Give the noun phrase of a head without the clauses and the prepositions on its right, with what “and” joins if wanted."""
    left = min((child.left_edge.i for child in token.lefts if child.dep_ not in ("punct", "cc", "preconj")), default=token.i)
    right = token
    while joined and (more := child_of(right, "conj")) is not None and more.i - token.i < 12 and more.pos_ in ("NOUN", "PROPN"):
        right = more
    if right == token and (of := next((p for p in token.rights if p.i == token.i + 1 and p.lower_ == "of"), None)) is not None:
        place = child_of(of, "pobj")
        if place is not None and place.ent_type_ in ("GPE", "ORG") and token.pos_ in ("NOUN", "PROPN"):
            right = place
    return token.doc[left : right.i + 1]


def named(head: Token, span: Span) -> str:
    """Give the canonical name of a person or an organization that a phrase is, else its words."""
    doc, start, end = span.doc, head.i, head.i + 1
    while head.ent_iob_ == "I" and start > 0 and doc[start].ent_iob_ == "I":
        start -= 1
    while end < len(doc) and head.ent_iob_ in ("B", "I") and doc[end].ent_iob_ == "I":
        end += 1
    name = Span(doc, start, end, label=head.ent_type)._.name if head.ent_type_ in ("PERSON", "ORG") else None
    return name if name and end == span.end else span.text


def country(head: Token, span: Span, currency: str | None, other: str | None = None) -> str | None:
    """Give the country that a party is, or whose government or people it is; of a government without a name, the article's.

    That is the country of the currency where only one spends it, else the one most mentioned that is not the `other` party's;
    of the dollar where none is.
    """
    doc, word = span.doc, plain(head, agents())
    mentions = doc._.country_mentions
    last = bisect_right(mentions, span.end_char - 1, key=lambda mention: mention.start_char)
    official = agents().get(word, False)
    for mention in mentions[max(0, last - 8) : last]:
        if mention.end_char <= span.start_char or mention.kind in ("city", "region"):
            continue
        covers = mention.start_char <= head.idx and head.idx + len(head) <= mention.end_char
        peoples = mention.kind != "demonym" or head.tag_ in ("NNS", "NNPS") or word.endswith("s")
        if official or (covers and peoples):
            return str(mention.country)
    alone = all(token.i == head.i or token.tag_ not in ("NNP", "NNPS") for token in span)
    known = bodies().get(span.text.lower().removeprefix("the ")) or (bodies().get(word) if alone else None)
    if known is not None:
        return known
    office = head.lower_ in OFFICES or any(
        token.lower_ in OFFICES and token.nbor().lower_ in ("of", "for") for token in span[:-1]
    )
    public = official or (head.ent_type_ == "ORG" and office)
    public = public or any(token.tag_ == "POS" and agents().get(span.doc[token.i - 1].lower_, False) for token in span)
    if not public or not LOCAL.isdisjoint(token.lower_ for token in span) or any(token.ent_type_ == "GPE" for token in span):
        return None
    return state_of(doc, currency, other, head.lower_)


@cache
def leaders() -> dict[str, str]:
    """Give the country of each who was the head of a government, by the name in small letters."""
    return {row["name"].lower(): row["country"] for row in rows("leaders")}


@lru_cache(maxsize=1)
def rulers(doc: Doc) -> frozenset[str]:
    """Give the last names of those whom an article calls the head of a government: "President Poe", "the Poe administration"."""
    found = set()
    for entity in doc.ents:
        before = doc[entity.start - 1].lower_ if entity.start else ""
        behind = doc[entity.end].lower_ if entity.end < len(doc) else ""
        titled = before in TITLES or entity[0].lower_ in TITLES or behind in ("administration", "government", "cabinet")
        if titled or entity[-1].lower_ in ("administration", "government"):
            last = entity[-2] if entity[-1].lower_ in ("administration", "government") and len(entity) > 1 else entity[-1]
            found.add(last.lower_)
    return frozenset(found)


def acting(figure: Figure, doc: Doc) -> None:
    """Fill the country of a head of a government, and of "we", where the money is a state's."""
    for role in ("payer", "payee"):
        name = getattr(figure, role)
        if name is None or getattr(figure, f"{role}_country") is not None or figure.kind not in PUBLIC:
            continue
        words = [word for word in name.lower().split() if word not in ("mr", "mr.")]
        known = leaders().get(" ".join(words).removeprefix("president "))
        if known is not None:
            setattr(figure, f"{role}_country", known)
        elif words and (words[-1] in rulers(doc) or words[-1] in ("we", "us")) and "campaign" not in words:
            other = figure.payee_country if role == "payer" else figure.payer_country
            setattr(figure, f"{role}_country", state_of(doc, figure.currency, other, "president"))


@lru_cache(maxsize=1)
def mentioned(doc: Doc) -> list[str]:
    """Give the countries that an article mentions, the one most mentioned first; those of the last article are kept."""
    return [country for country, _ in Counter(mention.country for mention in doc._.country_mentions).most_common()]


def state_of(doc: Doc, currency: str | None, other: str | None, word: str = "") -> str | None:
    """Give the country of whose state an article speaks where no other is named."""
    issuer = (currency or "")[:2]  # ISO 4217 begins with ISO 3166
    counted = mentioned(doc)
    most = next(iter(counted), None)
    if issuer in NO_ISSUERS or (counted and issuer == "US"):
        if issuer == "US" and word in CHAMBERS and "US" in counted:
            return "US"
        return next((each for each in counted if each != other), issuer if issuer == "US" else most)
    return issuer or None


def clear_party(figure: Figure, role: str) -> None:
    """Leave nobody as the payer or the payee."""
    for name in (role, f"{role}_start", f"{role}_end", f"{role}_country"):
        setattr(figure, name, None)


def set_party(figure: Figure, role: str, item: Item) -> None:
    """Set the payer or the payee to a phrase; the offsets are those of the words at the verb.

    A pronoun is named where it is clear whom it means, else it stands for itself.
    """
    token = item.head
    span = token.doc[item.first : item.end]
    who = meant(token, span) or token
    if who == token and token.tag_ == "PRP$":
        return
    if span.start_char < figure.end_char and figure.start_char < span.end_char:
        return
    full = span if who == token else phrase(who, joined=True)
    setattr(figure, role, named(who, full))
    setattr(figure, f"{role}_start", span.start_char)
    setattr(figure, f"{role}_end", span.end_char)
    other = figure.payee_country if role == "payer" else figure.payer_country
    setattr(figure, f"{role}_country", country(who, full, figure.currency, other))
