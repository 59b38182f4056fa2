"""Flows: payer, payee and purpose of a figure, by the verb and the noun phrase that its amount stands in.

A rule speaks only where the parse ties the amount itself to the verb or the noun. `settle` takes a figure and its words and fills
the figure.
"""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Span, Token

from pipelines.nlp.parties import NAMED, NOT_PARTIES, behind, child_of, is_party, is_verb, phrase, plain, set_party, subject
from pipelines.nlp.records import Figure

# Who gives by which verb: the subject pays, or the subject receives.
PAYS = {
    "pay", "repay", "give", "provide", "spend", "donate", "lend", "loan", "invest", "contribute", "offer", "pledge",
    "promise", "commit", "owe", "lose", "allocate", "grant", "send", "award", "fund", "finance", "transfer", "earmark",
    "reimburse", "refund", "inject", "disburse", "cover", "supply",
}  # fmt: skip
GETS = {"receive", "get", "earn", "raise", "make", "win", "collect", "borrow", "gross", "secure", "charge"}
# Only where the amount is all that they take: "get $5" but not "get a $5 part fixed".
BARE = {"get", "make", "raise", "win", "collect", "secure", "charge", "send", "commit"}
FINES = {"fine", "penalize", "penalise", "sue"}
BUYS = {"buy", "purchase", "acquire"}
WANTS = {"seek", "want", "request", "demand", "need", "ask"}
VOTES = {"approve", "pass", "authorize", "authorise", "appropriate"}
LAWMAKERS = {"congress", "parliament", "senate", "lawmakers", "council", "house", "board", "legislature", "commons"}
# Nouns that who stands behind "by" or "from" pays; of those in OWN, the possessor too.
GIFTS = {
    "grant", "loan", "donation", "gift", "aid", "assistance", "investment", "contribution", "offer", "pledge", "payment",
    "bid", "takeover", "buyout", "purchase", "bailout", "bail-out", "package", "subsidy", "funding", "support", "credit",
    "commitment", "incentive", "relief", "promise",
}  # fmt: skip
OWN = {
    "donation", "gift", "investment", "contribution", "offer", "pledge", "payment", "bid", "takeover", "purchase",
    "commitment",
}  # fmt: skip
LENT = {"grant", "loan", "aid", "donation", "funding", "package", "bailout", "bail-out", "assistance", "credit"}
DUES = {"debt", "fine", "loss", "penalty", "damages", "compensation", "tax", "restitution"}
TAKINGS = {"profit", "revenue", "sale", "earnings", "income", "turnover", "earning"}
REPORTS = {
    "report", "post", "record", "book", "have", "announce", "suffer", "incur", "face", "see", "generate", "make", "pay",
}  # fmt: skip
MOVES = {
    "be", "rise", "fall", "jump", "climb", "drop", "grow", "increase", "decrease", "decline", "surge", "total", "reach",
    "hit", "come", "slump", "slip", "soar", "double", "triple", "widen", "narrow", "plunge", "tumble", "stand", "edge",
}  # fmt: skip
TIMES = {
    "year", "years", "month", "months", "week", "weeks", "day", "days", "quarter", "period", "time", "first", "example",
    "now",
}  # fmt: skip
# Words between a verb and an amount that only qualify the amount, also where the parse has them as prepositions.
QUALIFY = {
    "more", "less", "much", "many", "least", "most", "up", "about", "around", "over", "under", "near", "between", "above",
    "below", "than", "as", "to", "roughly", "nearly", "almost",
}  # fmt: skip
LONGEST_PURPOSE = 14
# How many tokens before an amount its verb may stand where the parse has it otherwise.
REACH = 30
WORDS = frozenset().union(
    PAYS, GETS, FINES, BUYS, WANTS, VOTES, LAWMAKERS, GIFTS, DUES, TAKINGS, REPORTS, MOVES, {"sell", "cost", "set"}
)  # fmt: skip


def base(token: Token) -> str:
    """Give the lemma of a word in lower case; "damages" and "earnings" are words of their own."""
    return plain(token, WORDS)


def top(span: Span) -> Token:
    """Give the uppermost token of an amount with the words that qualify it: "more than $5", "up to $5", "over $5"."""
    token = span.root
    for _ in range(4):
        above = token.head
        # "to" only behind "up": "gave to" and "up to" are not the same.
        up = above.lower_ != "to" or (above.i > 0 and span.doc[above.i - 1].lower_ == "up")
        if above == token or not (span.start - 5 < above.i < span.start and above.lower_ in QUALIFY and up) or is_verb(above):
            break
        token = above
    return token


def chain(span: Span) -> Iterator[Token]:
    """Yield the nouns that an amount belongs to ("a fine of $5", "a $5 fine", "$5 in fines"), then the verb that takes them."""
    token = span.root
    for _ in range(6):
        inside = child_of(token, "prep")
        if inside is not None and inside.lower_ in ("in", "of") and inside.i >= span.end and inside.i - span.end < 3:
            yield from (obj for obj in inside.children if obj.dep_ == "pobj" and obj.ent_type_ not in NOT_PARTIES | NAMED)
        yield token
        if token.head == token or is_verb(token):
            return
        token = token.head


def whose(span: Span) -> Token | None:
    """Find the possessor right before an amount: "Norway's $5 grant"."""
    mark = span.doc[span.start - 1] if span.start else None
    return mark.head if mark is not None and mark.tag_ == "POS" and mark.head.i < mark.i else None


def inner(verb: Token, span: Span) -> Token:
    """Give the verb nearer to the amount than the one that the parse hangs it on: "ordered it to pay $5", "was fined $5"."""
    for token in reversed(span.doc[max(verb.i + 1, span.start - REACH) : span.start]):
        if token.head == verb and (
            (token.dep_ in ("xcomp", "ccomp") and is_verb(token) and base(token) in PAYS | BUYS | FINES)
            or (token.dep_ == "acomp" and token.tag_ == "VBN" and verb.pos_ == "AUX")
        ):
            return token
    return verb


def gift(figure: Figure, span: Span, nouns: list[Token]) -> None:
    """Fill the parties from "A's $5 grant to B", "$5 in aid from A to B", "a $5 bid by A"."""
    head = next((token for token in nouns if base(token) in GIFTS), None)
    if head is None:
        return
    # "Norway's loan" may be owed or given: only with whom it goes to does it say which.
    receiver = next((who for token in nouns if (who := behind(token, "to")) is not None and is_party(who)), None)
    owned = receiver is not None or base(head) in OWN
    owner = None if not owned else next((poss for token in nouns if (poss := child_of(token, "poss")) is not None), whose(span))
    giver = next((who for token in nouns if (who := behind(token, "by", "from")) is not None), owner)
    if figure.payer is None and (figure.payee is None or giver is not owner or owned):
        set_party(figure, "payer", giver)
    if figure.payee is None:
        set_party(figure, "payee", receiver)


def takings(figure: Figure, verb: Token, nouns: list[Token]) -> None:
    """Fill who earns or loses from "A reported a profit of $5" and "A's losses rose to $5"."""
    lemma, found = base(verb), None
    if lemma in REPORTS and (found := next((t for t in nouns if base(t) in TAKINGS | DUES), None)) is not None:
        owner = subject(verb)
    elif (
        lemma in MOVES
        and (found := child_of(verb, "nsubj")) is not None
        and base(found) in TAKINGS | (DUES - {"fine", "penalty"})
    ):
        owner = child_of(found, "poss") or behind(found, "at", "of")
    else:
        return
    set_party(figure, "payee" if base(found) in TAKINGS else "payer", owner)


def by_whom(verb: Token, span: Span) -> Token | None:
    """Find who does what a passive verb says."""
    return behind(verb, "by") or behind(span.root, "by")


def to_whom(verb: Token, span: Span, nouns: list[Token]) -> Token | None:
    """Find whom a verb gives the amount: "gave B $5", "gave $5 to B", "gave $5 in aid to B"."""
    to = child_of(verb, "dative")
    if to is None:
        to = next(
            (t for t in verb.children if t.dep_ == "dobj" and verb.i < t.i <= t.right_edge.i < span.start and is_party(t)), None
        )
    if to is not None and to.pos_ in ("ADP", "PART"):
        return child_of(to, "pobj")
    if to is None:  # a name before the amount that the parse took for a part of it
        to = next(
            (t for t in span.root.lefts if verb.i < t.i < span.start and t.dep_ in ("compound", "nmod") and is_party(t)), None
        )
        if to is not None and to.left_edge.i > 0 and span.doc[to.left_edge.i - 1].dep_ in ("cc", "punct"):
            return None
    if to is not None:
        return to
    return next((who for t in (verb, *nouns) if (who := behind(t, "to")) is not None and is_party(who)), None)


def verbal(figure: Figure, span: Span, verb: Token, last: Token, nouns: list[Token]) -> None:
    """Fill the parties from a verb; `last` is the token below it that the amount belongs to."""
    lemma = base(verb)
    passive = verb.tag_ == "VBN" and (verb.dep_ in ("acl", "acomp") or child_of(verb, "auxpass", "agent") is not None)
    agent = by_whom(verb, span) if passive else None
    itself = last.dep_ in ("nsubjpass", "nsubj") or last == verb.head  # the money is what is given
    bare = last in (span.root, top(span))
    if lemma in BARE and not bare and base(last) not in GIFTS:
        return
    if lemma in PAYS | (VOTES if agent is not None and base(agent) in LAWMAKERS else set()):
        if passive:
            receiver = to_whom(verb, span, nouns) if itself else (subject(verb) if lemma not in ("spend", "invest") else None)
            set_party(figure, "payer", agent)
            set_party(figure, "payee", receiver)
        elif not itself:
            set_party(figure, "payer", subject(verb))
            set_party(figure, "payee", behind(verb, "in") if lemma == "invest" else to_whom(verb, span, nouns))
    elif lemma in VOTES and not passive and (who := subject(verb)) is not None:
        lends = any(base(token) in LENT for token in nouns) and who.ent_type_ in ("ORG", "GPE")
        if lends or who.lower_ in LAWMAKERS:
            set_party(figure, "payer", who)
            set_party(figure, "payee", to_whom(verb, span, nouns))
    elif (
        lemma in ("announce", "unveil") and not passive and not itself and any(base(token) in GIFTS - {"bid"} for token in nouns)
    ):
        if not any(child_of(token, "poss") for token in nouns):
            set_party(figure, "payer", subject(verb))
            set_party(figure, "payee", to_whom(verb, span, nouns))
    elif lemma in WANTS and not passive and not itself:
        set_party(figure, "payee", subject(verb))
        set_party(
            figure, "payer", child_of(verb, "dobj", "dative") if lemma == "ask" else behind(verb, "from") or behind(last, "from")
        )
    elif lemma in GETS and not itself and not passive:
        pays = not bare and lemma == "make"  # makes a $5 payment
        set_party(figure, "payer" if pays else "payee", subject(verb))
        giver = child_of(verb, "dative") if lemma == "charge" else behind(verb, "from") or behind(last, "from")
        set_party(figure, "payee" if pays else "payer", to_whom(verb, span, nouns) if pays else giver)
    elif lemma in GETS and passive and itself and lemma in ("raise", "collect", "earn"):
        set_party(figure, "payee", agent)
    elif lemma in FINES:
        set_party(
            figure,
            "payer",
            subject(verb) if passive else child_of(verb, "dobj") if lemma == "sue" else to_whom(verb, span, nouns),
        )
        set_party(figure, "payee", agent if passive else subject(verb))
    elif lemma == "cost" and not passive:
        set_party(figure, "payer", to_whom(verb, span, nouns))


def trade(figure: Figure, verb: Token, last: Token) -> None:
    """Fill the parties from "A bought it from B for $5" and "B sold it to A for $5"."""
    if last.dep_ == "prep" and last.lower_ != "for":
        return
    passive = child_of(verb, "auxpass") is not None
    buys = base(verb) in BUYS
    agent = next((who for a in verb.rights if a.dep_ == "agent" for who in a.children if who.dep_ == "pobj"), None)
    doer, other = agent if passive else subject(verb), behind(verb, "from" if buys else "to")
    if other is None and not buys:
        dative = child_of(verb, "dative")
        other = child_of(dative, "pobj") if dative is not None and dative.pos_ in ("ADP", "PART") else dative
    set_party(figure, "payer" if buys else "payee", doer)
    set_party(figure, "payee" if buys else "payer", other)


def set_purpose(figure: Figure, doc: Doc, start: int, end: int) -> None:
    """Set the purpose to a stretch of tokens that stands apart from the amount."""
    while end > start and doc[end - 1].is_punct:
        end -= 1
    if end <= start:
        return
    words = doc[start : min(end, start + LONGEST_PURPOSE)]
    if words.end_char <= figure.start_char or words.start_char >= figure.end_char:
        figure.purpose, figure.purpose_start, figure.purpose_end = words.text, words.start_char, words.end_char


def purpose(figure: Figure, span: Span, steps: list[Token], verb: Token | None) -> None:
    """Fill what the money is for: "for B", "on B", "to do B", what is bought or costs, else the noun that it modifies."""
    doc, lemma = span.doc, base(verb) if verb is not None else ""
    words = ["for"] + ["on"] * (lemma in ("spend", "lose", "waste")) + ["in"] * (lemma in ("invest", "investment"))
    for token in steps:
        for prep in token.rights:
            if prep.i < span.end or prep.i - span.end > 8:
                continue
            aim = child_of(prep, "pobj", "pcomp")
            if (
                prep.lower_ in words
                and aim is not None
                and aim.lower_ not in TIMES
                and aim.pos_ not in ("NUM", "PRON")
                and aim.ent_type_ not in NOT_PARTIES | NAMED
            ):
                return set_purpose(figure, doc, aim.left_edge.i, aim.right_edge.i + 1)
            if is_verb(token) and base(token) not in PAYS | GETS | WANTS | {"cost", "sell"} | BUYS:
                continue
            if prep.tag_ == "VB" and prep.dep_ in ("advcl", "acl", "relcl", "xcomp") and prep.left_edge.lower_ == "to":
                return set_purpose(figure, doc, prep.i, prep.right_edge.i + 1)
    if verb is not None and lemma in BUYS | {"sell"} and (thing := child_of(verb, "dobj", "nsubjpass")) is not None:
        return None if thing.pos_ == "PRON" else set_purpose(figure, doc, thing.left_edge.i, thing.right_edge.i + 1)
    if verb is not None and lemma in ("cost", "sell", "fetch", "trade") and (thing := child_of(verb, "nsubj")) is not None:
        return None if thing.pos_ == "PRON" else set_purpose(figure, doc, phrase(thing).start, phrase(thing).end)
    for token in steps:
        if token.pos_ == "NOUN" and token.i >= span.end and not any(t.is_punct for t in span.doc[span.end : token.i]):
            return set_purpose(figure, doc, max(span.end, phrase(token).start), token.right_edge.i + 1)
    return None


def gapped(span: Span) -> bool:
    """Tell whether the amount has a payer of its own and shares another's verb: "A will give $5 and B $6"."""
    doc, i = span.doc, span.start - 1
    while i >= 0 and doc[i].pos_ == "PROPN":
        i -= 1
    return 0 <= i < span.start - 1 and doc[i].dep_ in ("cc", "punct") and doc[i].lower_ in ("and", ",", ";", "but")


def bound(lemma: str, ties: list[Token], last: Token, amount: Token) -> bool:
    """Tell whether a verb takes the amount itself: "of" and "in" bind, "for" where one asks or sues, other prepositions part."""
    if lemma in ("sue", "ask") and last.lower_ == "for":
        return True
    return (last.dep_ != "prep" or last == amount) and all(tie.lower_ in ("of", "in") for tie in ties)


def settle(figure: Figure, span: Span) -> None:
    """Fill payer, payee, their countries and the purpose of a figure from the parse around its amount."""
    steps = list(chain(span))
    verb = steps[-1] if is_verb(steps[-1]) and steps[-1] != span.root else None
    nouns = [token for token in steps if token != verb]
    if span.end < len(span.doc) and span.doc[span.end].pos_ == "NOUN" and span.doc[span.end] not in nouns:
        nouns.append(span.doc[span.end])  # that the parse did not join to the amount
    purpose(figure, span, steps, verb)
    amount = top(span)
    inside = {span.root, amount, *(token for token in span.root.ancestors if amount.is_ancestor(token))}
    ties = [token for token in nouns if token.pos_ == "ADP" and token.i < span.start and token not in inside]
    last = next((token for token in reversed(nouns) if verb is not None and token.head == verb), span.root)
    participle = next(
        (v for t in nouns if t.pos_ != "ADP" for v in t.rights if v.dep_ in ("acl", "relcl") and is_verb(v) and v.i >= span.end),
        None,
    )
    if gapped(span):
        return
    if verb is not None:
        verb = inner(verb, span)
        lemma = base(verb)
        if lemma in BUYS | {"sell"}:
            trade(figure, verb, last)
        elif bound(lemma, ties, last, amount):
            verbal(figure, span, verb, last, nouns)
        elif lemma in ("provide", "supply") and last.lower_ == "with":
            passive = child_of(verb, "auxpass") is not None
            set_party(figure, "payer", by_whom(verb, span) if passive else subject(verb))
            set_party(figure, "payee", subject(verb) if passive else child_of(verb, "dobj", "dative"))
        if figure.payer is None and figure.payee is None:
            takings(figure, verb, nouns)
    if figure.payer is None and figure.payee is None and participle is not None:
        verbal(figure, span, participle, participle.head, nouns)
    if any(tie.lower_ not in ("of", "in") for tie in ties):  # what stands before it is of another matter
        nouns = [token for token in nouns if token.i >= span.start]
    if figure.payer is None or figure.payee is None:
        gift(figure, span, nouns)
