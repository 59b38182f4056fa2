"""Evidence: what speaks for a figure's kind and status, as a bag of features.

A feature is a place and what stands there ("verb=lend", "head=grant", "between~loan"); the rules are one voice among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Span, Token

from pipelines.nlp.figures.kinds import kinds
from pipelines.nlp.figures.scenes import Scene
from pipelines.nlp.figures.statuses import statuses
from pipelines.nlp.records import Figure

# How many tokens around an amount and before its sentence are looked at, and of how many the senses count.
AROUND, EARLIER, NEAR = 30, 40, 10
NAMES = {"PERSON", "ORG", "GPE"}


def lemma(token: Token) -> str:
    """Give the lemma in lower case."""
    return token.lemma_.lower()


def sense(token: Token) -> tuple[str, str]:
    """Give the kind and the status that the tables give a word; "" where it has none."""
    if token.ent_type_ in NAMES:
        return "", ""
    low, base = token.lower_, lemma(token)
    kind = kinds().get(low) or kinds().get(base)
    return kind[0] if kind is not None else "", statuses().get(low) or statuses().get(base) or ""


def senses(place: str, tokens: Iterable[Token]) -> Iterator[str]:
    """Yield the kinds and statuses of the words of a place."""
    for token in tokens:
        yield from (f"{place}~{each}" for each in sense(token) if each)


def evidence(figure: Figure, span: Span, seen: Scene | None, last: Figure | None) -> set[str]:
    """Give the features of a figure: its words, those around it, what belongs to it, and what the figure before it is."""
    doc, first, last_token, sentence = span.doc, span.start, span.end, span.sent
    found = {
        f"kind={figure.kind}", f"status={figure.status}", f"per={figure.per}", f"qualifier={figure.qualifier}",
        f"digits={len(str(int(abs(figure.amount))))}",
    }  # fmt: skip
    if last is not None:
        found |= {f"last kind={last.kind}", f"last status={last.status}"}
    for far in (1, 2, 3):
        if first >= far:
            found.add(f"{-far}={doc[first - far].lower_}")
        if last_token + far <= len(doc):
            found.add(f"+{far}={lemma(doc[last_token + far - 1])}")
    if first > 1:
        found.add(f"-2-1={doc[first - 2].lower_} {doc[first - 1].lower_}")
    for token in doc[max(sentence.start, first - AROUND) : min(sentence.end, last_token + AROUND)]:
        if not (first <= token.i < last_token or token.is_punct or token.ent_type_ or (token.is_stop and token.tag_ != "MD")):
            found.add(f"near={lemma(token)}")
    for token in doc[max(0, sentence.start - EARLIER) : sentence.start]:
        if token.tag_[:2] in ("NN", "VB") and not token.ent_type_ and not token.is_stop:
            found.add(f"earlier={lemma(token)}")
    found.update(senses("before", doc[max(sentence.start, first - NEAR) : first]))
    found.update(senses("behind", doc[last_token : min(sentence.end, last_token + NEAR)]))
    if seen is not None:
        found.update(of_scene(figure, seen))
    for said in (figure.kind, figure.status):
        voices = {feature.split("~")[0] for feature in found if feature.endswith(f"~{said}")}
        found.update(f"{said} by {place}" for place in voices or {"no word"})
    return found


def of_scene(figure: Figure, seen: Scene) -> Iterator[str]:
    """Yield the features of what belongs to an amount in its sentence."""
    items, k, link, tail = seen.items, seen.k, seen.link, seen.tail
    doc = items[k].head.doc
    whole = doc[items[k].start : items[k].end]
    own = [token for token in whole if token.idx >= figure.end_char]
    yield f"head={lemma(own[-1])}" if own else "head="
    yield from (f"in={lemma(token)}" for token in own)
    yield from senses("in", own)
    yield from (f"first={token.lower_}" for token in whole if token.idx < figure.start_char)
    if (owner := items[k].owner) is not None:
        yield f"owner={sort(owner.head)}"
    yield f"prep={link.prep}"
    yield f"verb={seen.word}"
    if link.verb is not None:
        yield f"verb+prep={seen.word} {link.prep}"
        yield f"tag={items[link.verb].head.tag_}"
        yield from (f"group={lemma(items[i].head)}" for i in range(link.group, link.verb + 1))
        yield from senses("verb", [items[i].head for i in range(link.group, link.verb + 1)])
    for n, (prep, i) in enumerate(link.between[:3]):
        yield from (f"between={lemma(items[i].head)}", f"between{n}={lemma(items[i].head)}", f"between:{prep}")
        yield from senses("between", doc[items[i].start : items[i].end])
    if seen.subject is not None:
        head = items[seen.subject].head
        yield from (f"subject={head.ent_type_ or lemma(head)}", f"subject:{sort(head)}")
        yield from senses("subject", doc[items[seen.subject].start : items[seen.subject].end])
    for prep, i in tail.pairs[:3]:
        yield from (f"tail:{prep}", f"tail:{prep}={lemma(items[i].head)}", f"tail={lemma(items[i].head)}")
        yield from senses("tail", doc[items[i].start : items[i].end])
    if tail.verb is not None:
        yield from (f"then:{tail.manner}", f"then:{tail.manner}={lemma(items[tail.verb].head)}")
        yield from senses("then", [items[tail.verb].head])
    yield from (f"noun={lemma(items[i].head)}" for i in seen.nouns)


def sort(token: Token) -> str:
    """Give what sort of phrase a head makes: a pronoun itself, the type of a name, else the tag."""
    return f"pronoun:{token.lower_}" if token.tag_[:3] == "PRP" or token.tag_ == "WP" else token.ent_type_ or token.tag_
