"""Parties: who a figure's payer or payee can be, and what it is called.

A party is a name, a person's pronoun or a noun of `data/agents.csv`: no payer is better than a wrong one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Container
from functools import cache

from spacy.tokens import Span, Token

from pipelines.nlp.phrases import Item
from pipelines.nlp.records import Figure
from pipelines.nlp.tables import rows

PEOPLE = {"he", "she", "they", "we", "i", "you", "who", "it"}
OBJECTS = {"him", "her", "them", "us", "me", "those", "everyone", "anyone", "everybody", "somebody", "someone"}
# What names an office of a country, where no country is named with it.
OFFICES = {
    "department", "ministry", "treasury", "congress", "senate", "parliament", "pentagon", "office", "navy", "army",
    "administration",
}  # fmt: skip
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
CONTROLS = {"order", "ask", "force", "require", "tell", "urge", "allow", "help", "want", "compel", "oblige", "expect"}
ORDERS = CONTROLS - {"expect", "want", "help"}
VOTE = {"vote", "agree", "decide"}
MARKS = {'"', "“", "”", "‘", "«", "»", "``", "''", "\u201e"}
# How many tokens a sentence may have whose subject a pronoun in the next one means.
LONGEST_BEFORE = 60
# The personal pronoun of each that can be resolved.
MEANT = {"it": "it", "its": "it", "he": "he", "his": "he", "she": "she", "her": "she", "they": "they", "their": "they"}
# Forms whose lemma a model may miss.
FORMS = {
    "was": "be", "were": "be", "is": "be", "are": "be", "been": "be", "'s": "be", "’s": "be", "lent": "lend", "gave": "give",
    "given": "give", "paid": "pay", "spent": "spend", "lost": "lose", "sold": "sell", "bought": "buy", "got": "get",
    "won": "win", "made": "make", "sent": "send", "said": "say", "told": "tell", "sought": "seek", "rose": "rise",
    "fell": "fall", "grew": "grow", "stole": "steal",
}  # fmt: skip


@cache
def agents() -> dict[str, bool]:
    """Give the nouns that can be a party, and of each whether it stands for the country it is named with."""
    return {row["word"]: row["official"] == "yes" for row in rows("agents")}


def plain(token: Token, known: Container[str]) -> str:
    """Give the form under which a table knows a word, else its lemma: models miss some ("fined", "taxes")."""
    lower = token.lower_
    lemma = FORMS.get(lower, token.lemma_.lower())
    if lower in known or lemma in known:
        return lower if lower in known else lemma
    tried = [lower.removesuffix(end) for end in ("s", "d", "es", "ed", "ing")]
    tried += [lower.removesuffix("ing") + "e"] if lower.endswith("ing") else []
    tried += [lower.removesuffix("ies") + "y"] if lower.endswith("ies") else []
    return next((form for form in tried if form in known), lemma)


def is_verb(token: Token) -> bool:
    """Tell whether a word is a verb or an auxiliary, by its finer tag too."""
    return token.pos_ in ("VERB", "AUX") or token.tag_ in ("VB", "VBD", "VBN", "VBP", "VBZ", "VBG", "MD")


def is_party(token: Token) -> bool:
    """Tell whether a noun or a pronoun can pay or be paid."""
    if token.lower_ == "up" and token.i > 1 and token.doc[token.i - 1].text == "-":
        return True  # start-up
    lower, noun = token.lower_, token.tag_ in ("NN", "NNS", "NNP", "NNPS")
    if token.ent_type_ in NOT_PARTIES or lower in COURTS:
        return False
    if lower in PEOPLE | OBJECTS or token.ent_type_ in NAMED or (noun and plain(token, agents()) in agents()):
        return True
    return token.tag_ in ("NNP", "NNPS") and token.is_title


def child_of(token: Token, *deps: str) -> Token | None:
    """Find the first child with one of these dependencies."""
    return next((child for child in token.children if child.dep_ in deps), None)


def behind(token: Token, *words: str) -> Token | None:
    """Find what stands behind a preposition (or an agent's “by”) at a token."""
    return next((obj for p in token.rights if p.lower_ in words for obj in p.children if obj.dep_ == "pobj"), None)


def subject(verb: Token) -> Token | None:
    """Find who does what a verb says, where it has no subject of its own by the verb or the noun that it hangs on."""
    for _ in range(5):
        helpers = [each for child in verb.lefts if child.dep_ in ("aux", "auxpass") for each in child.lefts]
        for child in (*verb.lefts, *helpers):
            if child.dep_ in ("nsubj", "nsubjpass"):
                if child.lower_ not in ("who", "which", "that") or verb.dep_ != "relcl":
                    return child
                return None if child.lower_ == "who" and verb.head.ent_type_ == "GPE" else verb.head
        head = verb.head
        if head == verb:
            return None
        if verb.dep_ == "acl" and verb.tag_ == "VBG":
            return head
        if verb.dep_ in ("acl", "relcl") and verb.tag_ == "VB" and head.ent_type_ in ("DATE", "TIME"):
            # "voted on Friday to give"
            verb = next((above for above in head.ancestors if is_verb(above)), verb)
            if verb.i > head.i:
                return None
            if (found := child_of(verb, "nsubj")) is not None:
                return found
            continue
        if verb.dep_ == "xcomp" and plain(head, CONTROLS) in CONTROLS and (told := child_of(head, "dobj")) is not None:
            return told
        if verb.dep_ == "advcl" and verb.tag_ == "VB" and plain(head, VOTE) in VOTE and head.i < verb.i:
            verb = head
            continue
        if not (
            verb.dep_ in ("xcomp", "conj", "aux", "acomp") or (verb.dep_ == "advcl" and verb.tag_ == "VBG" and head.i < verb.i)
        ):
            return None
        verb = head
    return None


def antecedent(pronoun: Token) -> Token | None:
    """Find whom a pronoun means: the subject of a clause around it that agrees with it, in the same sentence."""
    verb = pronoun.head
    for _ in range(5):
        if verb.head == verb:
            return None
        verb = verb.head
        found = child_of(verb, "nsubj", "nsubjpass")
        if plain(verb, ORDERS) in ORDERS:
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


def country(head: Token, span: Span, currency: str | None) -> str | None:
    """Give the country that a party is, or whose government or people it is; of a government without a name, the article's.

    That is the country of the currency where only one spends it, else the one most mentioned; of the dollar where none is.
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
    public = official or (head.ent_type_ == "ORG" and any(token.lower_ in OFFICES for token in span))
    public = public or any(token.tag_ == "POS" and agents().get(span.doc[token.i - 1].lower_, False) for token in span)
    if not public or not LOCAL.isdisjoint(token.lower_ for token in span) or any(token.ent_type_ == "GPE" for token in span):
        return None
    issuer = (currency or "")[:2]  # ISO 4217 begins with ISO 3166
    if issuer in NO_ISSUERS or (mentions and issuer == "US"):
        counted = Counter(mention.country for mention in mentions)
        return max(counted, key=counted.__getitem__) if counted else None
    return issuer or None


def set_party(figure: Figure, role: str, item: Item) -> None:
    """Set the payer or the payee to a phrase; the offsets are those of the words at the verb.

    A pronoun is named where it is clear whom it means, else it stands for itself.
    """
    token = item.head
    span, who = token.doc[item.first : item.end], token
    if token.lower_ in MEANT:
        who = antecedent(token) or subject_before(token) or token
        if who == token and token.tag_ == "PRP$":
            return
    if span.start_char < figure.end_char and figure.start_char < span.end_char:
        return
    full = span if who == token else phrase(who, joined=True)
    setattr(figure, role, named(who, full))
    setattr(figure, f"{role}_start", span.start_char)
    setattr(figure, f"{role}_end", span.end_char)
    setattr(figure, f"{role}_country", country(who, full, figure.currency))
