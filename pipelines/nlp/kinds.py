"""What sort of money a figure is and whether it was paid: kind and status, by `data/kinds.csv` and `data/statuses.csv`.

The words that the parse ties to the amount come first, nearest first, then those that stand near it. A `strong` word decides by
itself; a `weak` one where no strong one is tied to the amount, a `faint` one where no weak one is; an `object` verb where the
amount is its object; a `modified` noun where the amount stands before it ("a $5 billion company").
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from importlib.resources import files

from spacy.tokens import Span, Token

from pipelines.nlp.flows import BUYS, FINES, GETS, MOVES, PAYS, WORDS, chain, inner
from pipelines.nlp.parties import child_of, is_verb, plain
from pipelines.nlp.records import Figure

# How many tokens from the amount a word may stand that the parse does not tie to it.
BEFORE, BEHIND = 16, 9
# Below it, what is bought has a price, from it on it is a deal.
DEAL = Decimal(1_000_000)
# Below it, a bare number behind “at” or “to” is a price or a rate.
SMALL = Decimal(2000)
SAYS = {"say", "tell", "report", "add", "write", "note", "show", "think", "believe", "claim", "argue", "state", "put", "know"}
LIKELY = {"could", "may", "might"}


def table(name: str) -> list[dict[str, str]]:
    """Read a table of words."""
    text = files("pipelines.nlp").joinpath(f"data/{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def kinds() -> dict[str, tuple[str, str]]:
    """Give each word's kind and rank."""
    return {row["word"]: (row["kind"], row["rank"]) for row in table("kinds")}


@cache
def known() -> frozenset[str]:
    """Give the words that some table knows."""
    return WORDS | frozenset(kinds()) | frozenset(statuses()) | SAYS


def base(token: Token) -> str:
    """Give the lemma of a word in lower case."""
    return plain(token, known())


@cache
def statuses() -> dict[str, str]:
    """Give each word's status."""
    return {row["word"]: row["status"] for row in table("statuses")}


def sense(token: Token) -> tuple[str, str]:
    """Give the kind and the rank of a word, as it stands or as its lemma; ("", "") where it has none."""
    if token.ent_type_ in ("PERSON", "ORG", "GPE"):
        return "", ""
    if token.pos_ == "ADJ" and token.lower_ != "worth":
        return "", ""
    lemma, lefts = base(token), {child.lower_ for child in token.lefts}
    if lemma == "income":
        if "net" in lefts or "operating" in lefts:
            return "profit", "strong"
        if any(child.lower_ == "from" for child in token.rights):
            return "revenue", "strong"
    if (lemma in ("value", "cap") and ("market" in lefts or token.pos_ == "VERB")) or (lemma == "value" and "stock" in lefts):
        return "market_value", "strong"
    if (lemma == "worth" and "net" in lefts) or (lemma in ("deficit", "surplus", "gap") and "trade" in lefts):
        return "other", "strong"
    if lemma == "pay" and token.pos_ == "NOUN":
        return "salary", "strong"
    if lemma in ("share", "hit", "job", "cap") and token.pos_ == "VERB":
        return "", ""
    doc, i = token.doc, token.i
    if i + 2 < len(doc) and doc[i + 1].text in "-‑" and doc[i + 2].lower_ == "out" and lemma + "out" in kinds():
        return kinds()[lemma + "out"]  # bail-out
    return kinds().get(token.lower_) or kinds().get(lemma) or ("", "")


def behind_brackets(span: Span) -> Iterator[Token]:
    """Yield the noun behind a conversion: "$5 (£4) bid", "$5 (£4) in fines"."""
    doc, i = span.doc, span.end
    if i >= len(doc) or doc[i].text not in "([":
        return
    i = next((k for k in range(i, min(i + 20, len(doc))) if doc[k].text in ")]"), len(doc)) + 1
    if i < len(doc) and doc[i].lower_ in ("in", "of"):
        yield from (child for child in doc[i].children if child.dep_ == "pobj")
    while i < len(doc) and doc[i].pos_ in ("NOUN", "ADJ"):
        yield doc[i]
        i += 1


def tied(span: Span) -> Iterator[Token]:
    """Yield the words that the parse ties to an amount, those first that say most of it."""
    steps = list(chain(span))
    steps += [inner(steps[-1], span)] if is_verb(steps[-1]) else []
    steps = [*behind_brackets(span), *steps]
    for token in steps:
        if token.i < span.start or token.i >= span.end:
            yield token
            yield from (child for child in reversed(list(token.lefts)) if child.dep_ in ("compound", "nmod", "amod"))
    verb = steps[-1]
    # "damage totalling $5", "a deal valued at $5", "up on $5, compared with $4": what they are said of
    while verb.dep_ in ("acl", "prep", "advcl", "pcomp") and verb.head != verb and child_of(verb, "nsubj", "nsubjpass") is None:
        verb = verb.head
        yield verb
        yield from (child for child in reversed(list(verb.lefts)) if child.dep_ in ("compound", "nmod"))
    if is_verb(verb):
        for child in verb.children:
            if child.dep_ in ("nsubj", "nsubjpass", "dobj", "attr") and child.i not in range(span.start, span.end):
                yield child
                yield from (each for each in reversed(list(child.lefts)) if each.dep_ in ("compound", "nmod"))
            elif child.dep_ == "prep" and child.lower_ in ("in", "of", "as"):
                yield from (obj for obj in child.children if obj.dep_ == "pobj")


def near(span: Span) -> Iterator[Token]:
    """Yield the words of the sentence around an amount, the nearest first."""
    sent, doc = span.sent, span.doc
    before = range(span.start - 1, max(sent.start, span.start - BEFORE) - 1, -1)
    behind = range(span.end, min(sent.end, span.end + BEHIND))
    for step in range(max(len(before), len(behind))):
        yield from (doc[side[step]] for side in (before, behind) if step < len(side))


def kind(figure: Figure, span: Span) -> str:
    """Give the kind of money that an amount is; "other" where no word says it."""
    small = figure.amount < SMALL and figure.amount_max is None
    parsed = span.doc.has_annotation("DEP")
    words = list(tied(span)) if parsed else []
    verb = next((t for t in chain(span) if is_verb(t)), None) if parsed else None
    if parsed and any(
        t.i >= span.end and (sense(t)[1] == "modified" or t.ent_type_ == "ORG")
        for t in [span.root.head, span.root.head.head]
        if t.i < span.end + 4 and t.left_edge.i <= span.start and t.pos_ in ("NOUN", "PROPN")
    ):
        return "market_value"
    found = next((k for k, rank in map(sense, words) if rank == "strong"), "")
    if not found and verb is not None:
        lemma, itself = base(verb), span.root.dep_ == "dobj" and span.root.head == verb
        if lemma in BUYS | {"sell"} and (itself or (span.root.head.lower_ == "for" and span.root.head.head == verb)):
            found = "price" if figure.amount < DEAL else "deal" if lemma != "buy" or span.root.dep_ == "pobj" else "spending"
        elif itself and sense(verb)[1] == "object":
            found = sense(verb)[0]
        elif itself and lemma in ("earn", "make"):
            subject = child_of(verb, "nsubj")
            person = subject is None or subject.ent_type_ == "PERSON" or (subject.pos_ == "PRON" and subject.lower_ != "it")
            found = "salary" if person or figure.amount < DEAL else "profit"
        elif lemma in ("give", "provide", "offer", "send") and itself:
            found = "aid" if figure.payer_country or figure.payee_country or lemma != "give" else "donation"
        elif lemma in MOVES and lemma != "be" and small and not any(sense(word)[0] for word in words):
            found = "price"
    ranked = [*map(sense, words)]
    found = found or next((k for wanted in ("weak", "faint") for k, rank in ranked if rank == wanted), "")
    if not found:
        ranked = [*map(sense, near(span))]
        found = next((k for wanted in ("strong", "weak", "faint") for k, rank in ranked if rank == wanted), "")
    if found == "cost" and small:
        return "price"
    if (
        not found
        and small
        and span.start
        and span.doc[span.start - 1].lower_ in ("at", "for", "to", "(", "from", "above", "below")
    ):
        return "price"
    return found or "other"


def status(figure: Figure, span: Span) -> str:
    """Give what became of the money, by the words above it in the parse, the innermost first; "actual" where none says."""
    if denied(span):
        return "denied"
    token, below = span.root, span.root
    first = True
    given = next(
        (v for t in list(chain(span))[:3] for v in t.rights if v.dep_ == "acl" and v.tag_ == "VBN" and v.i >= span.end), None
    )
    if given is not None and base(given) in statuses() and token.pos_ != "VERB":
        return statuses()[base(given)]  # "$5 promised by"
    for _ in range(8):
        if is_verb(token) and first:
            nearer = inner(token, span)
            if nearer != token and (found := said(nearer, below, span, True)):
                return found
        found = said(token, below, span, first)
        if found:
            return found
        if is_verb(token):
            first = False
            if figure.kind == "salary" and token.dep_ in ("acl", "relcl") and token.head.tag_ in ("NNS", "DT"):
                return "hypothetical"  # those earning more than …: a threshold
        # What is said of a thing or of another time leaves its money as it is.
        if token.head == token or token.dep_ == "relcl" or (token.dep_ == "advcl" and child_of(token, "mark") is not None):
            break
        below, token = token, token.head
    return "actual"


def denied(span: Span) -> bool:
    """Tell whether somebody denies what is said of the amount: "denied that it paid $5", "rejected a report that it owes $5"."""
    token = span.root
    for _ in range(12):
        if token.head == token:
            return False
        below, token = token, token.head
        down = base(token) == "turn" and any(child.lower_ == "down" for child in token.rights)
        if is_verb(token) and (down or base(token) in ("deny", "reject")) and below.dep_ in ("ccomp", "dobj", "xcomp"):
            return True
    return False


def past(token: Token) -> bool:
    """Tell whether a clause says what has happened."""
    return token.tag_ == "VBD" or (token.tag_ == "VBN" and any(child.lower_ in ("has", "have", "had") for child in token.lefts))


def said(token: Token, below: Token, span: Span, first: bool) -> str:
    """Give the status that one word and its auxiliaries say, or nothing; `below` is the token that the amount hangs from."""
    lemma = base(token)
    if token.pos_ in ("NOUN", "PROPN", "VERB", "AUX"):
        for child in token.children:
            if child.dep_ == "amod" and child.i < span.start and child.lower_ in statuses():
                return statuses()[child.lower_]
    if not is_verb(token):
        return statuses().get(lemma, "") if token.pos_ in ("NOUN", "ADJ") else ""
    helpers = {child.lower_ for child in token.lefts if child.dep_ in ("aux", "auxpass", "mark", "advmod")}
    flows = lemma in PAYS | GETS | BUYS | FINES
    tight = below.dep_ in ("dobj", "attr", "nsubjpass", "npadvmod", "dep", "xcomp")
    if any(child.dep_ == "neg" for child in token.children) and (flows or (first and tight)) and below.dep_ != "nsubj":
        return "denied"
    if lemma in statuses():
        found = statuses()[lemma]
        aims = child_of(token, "xcomp")
        had = any(child.lower_ == "had" for child in token.lefts)  # it came otherwise
        if lemma in ("plan", "aim", "expect") and aims is not None and base(aims) in PAYS | BUYS | {"save"} and not had:
            return "promised"
        # "Announced that it has raised": done.
        if found in ("denied", "hypothetical") or below.dep_ != "ccomp" or not past(below):
            return found
    if helpers & {"if", "unless", "whether"} or helpers & LIKELY:
        return "hypothetical"
    reported = token.dep_ == "ccomp" and base(token.head) in SAYS
    if helpers & {"would", "'d", "’d"}:
        return "hypothetical" if not flows else "promised" if reported else "proposed"
    if helpers & {"should"}:
        return "proposed"
    if helpers & {"will", "'ll", "’ll", "shall"}:
        return "promised"
    if token.dep_ == "xcomp" and "to" in helpers:
        if base(token.head) == "be":
            return "promised"
        if base(token.head) == "set" and token.head.tag_ == "VBN":
            return "promised" if flows else "hypothetical"
    return ""
