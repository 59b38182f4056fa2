"""Evidence: the features of a figure, and of the phrases around it that may be its payee or what it is for.

Where rules are silent, all that is seen is weighed. A feature is a place and what stands there: "verb=lend", "head=grant".
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import TypeVar

from spacy.tokens import Doc, Span, Token

from pipelines.nlp.doers import is_time
from pipelines.nlp.kinds import kinds
from pipelines.nlp.loglinear import likeliest, probability
from pipelines.nlp.parties import agents, is_party, plain, set_party
from pipelines.nlp.phrases import Item
from pipelines.nlp.purposes import BARE, extent
from pipelines.nlp.records import Figure
from pipelines.nlp.scenes import Scene

# How many tokens around an amount and before its sentence are looked at, and how many items from it a candidate may stand.
AROUND, EARLIER, NEAR, FAR = 30, 40, 10, 24
T = TypeVar("T")
NAMES = {"PERSON", "ORG", "GPE"}
ROLES = ("payer", "payee", "purpose")
# How likely a candidate must be: none is better than a wrong one.
LIKELY = {"payee": 0.5, "purpose": 0.35}


def lemma(token: Token) -> str:
    """Give the lemma in lower case."""
    return token.lemma_.lower()


def sort(token: Token) -> str:
    """Give what sort of phrase a head makes: a pronoun itself, the type of a name, else the tag."""
    return f"pronoun:{token.lower_}" if token.tag_[:3] == "PRP" or token.tag_ == "WP" else token.ent_type_ or token.tag_


def weigh(figure: Figure, span: Span, sentence: Span, seen: Scene | None, heard: bool) -> None:
    """Decide by all that is seen where the rules are silent: a figure's kind (if not `heard`), who is paid, what it is for."""
    if not heard:
        figure.kind = likeliest("kind", of_figure(figure, span, sentence, seen)) or figure.kind
    if seen is None:
        return
    if figure.payee is None and (item := choose("payee", parties(figure, seen))) is not None and not pays(figure, item):
        set_party(figure, "payee", item)
    if figure.purpose is None and (stretch := choose("purpose", purposes(figure, seen))) is not None:
        words = span.doc[stretch[0] : stretch[1]]
        figure.purpose, figure.purpose_start, figure.purpose_end = words.text, words.start_char, words.end_char


def pays(figure: Figure, item: Item) -> bool:
    """Tell whether a phrase is the payer."""
    first, last = item.head.doc[item.first], item.head.doc[item.end - 1]
    return figure.payer_start is not None and first.idx <= figure.payer_start < last.idx + len(last)


def choose(role: str, candidates: Iterable[tuple[T, list[str]]]) -> T | None:
    """Give the likeliest candidate for a role; None where none is likely enough."""
    likely = ((probability(role, features), candidate) for candidate, features in candidates)
    chance, best = max(likely, key=itemgetter(0), default=(0.0, None))
    return best if chance > LIKELY[role] else None


def of_figure(figure: Figure, span: Span, sentence: Span, seen: Scene | None) -> set[str]:
    """Give the features of a figure: its words, those around it and what belongs to it in its sentence."""
    doc, first, last = span.doc, span.start, span.end
    found = {
        f"kind={figure.kind}", f"status={figure.status}", f"per={figure.per}", f"qualifier={figure.qualifier}",
        f"digits={len(str(int(figure.amount)))}",
    }  # fmt: skip
    for far in (1, 2, 3):
        if first >= far:
            found.add(f"{-far}={doc[first - far].lower_}")
        if last + far <= len(doc):
            found.add(f"+{far}={lemma(doc[last + far - 1])}")
    if first > 1:
        found.add(f"-2-1={doc[first - 2].lower_} {doc[first - 1].lower_}")
    for token in doc[max(sentence.start, first - AROUND) : min(sentence.end, last + AROUND)]:
        if not (first <= token.i < last or token.is_punct or token.ent_type_ or (token.is_stop and token.tag_ != "MD")):
            found.add(f"near={lemma(token)}")
    for token in doc[max(0, sentence.start - EARLIER) : sentence.start]:
        if token.tag_[:2] in ("NN", "VB") and not token.ent_type_ and not token.is_stop:
            found.add(f"earlier={lemma(token)}")
    found.update(senses("before", doc[max(sentence.start, first - NEAR) : first]))
    found.update(senses("behind", doc[last : min(sentence.end, last + NEAR)]))
    if seen is not None:
        found.update(of_scene(figure, seen))
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


def senses(place: str, tokens: Span | list[Token]) -> Iterator[str]:
    """Yield the kinds that the table gives the words of a place."""
    for token in tokens:
        if token.ent_type_ in NAMES:
            continue
        if (kind := kinds().get(token.lower_) or kinds().get(lemma(token))) is not None:
            yield f"{place}~{kind[0]}"


def places(seen: Scene, j: int, item: Item) -> list[str]:
    """Give the names of the places around an amount that an item holds; "none" where it holds none."""
    items, k, link, tail = seen.items, seen.k, seen.link, seen.tail
    found = ["subject"] if seen.subject == j and items[j] is item else []
    if items[j] is item:
        found += [f"between:{prep}" for prep, i in link.between if i == j]
        found += [f"tail:{prep}" for prep, i in tail.pairs if i == j]
        found += ["then:subject"] if tail.subject == j else []
        found += ["then:object"] if tail.verb is not None and j == tail.verb + 1 else []
        found += ["noun"] if j in seen.nouns and j != k else ["own"] if j == k else []
    else:
        found += ["owner"] if j == k else ["noun:owner"] if j in seen.nouns else []
    found += [f"role:{role}" for role, held in seen.roles.items() if held.start == item.start and held.end == item.end]
    return found or ["none"]


def nearness(seen: Scene, j: int) -> tuple[str, str]:
    """Give on which side of the amount an item stands and how far, and what stands before it."""
    side, far = ("before" if j < seen.k else "behind" if j > seen.k else "own"), abs(j - seen.k)
    previous = seen.items[j - 1] if j else None
    before = previous.word if previous is not None and previous.kind != "noun" else ""
    return f"far={side}{far if far < 6 else 6 + far // 4}", f"{side} {before}"


def parties(figure: Figure, seen: Scene) -> Iterator[tuple[Item, list[str]]]:
    """Yield the phrases that may be paid, with their features."""
    items, k, kind = seen.items, seen.k, figure.kind
    own = items[k].head
    head = lemma(own) if own.idx >= figure.end_char else ""
    held = {role: (getattr(figure, f"{role}_start") or 0, getattr(figure, f"{role}_end") or 0) for role in ROLES}
    alone = True
    for j in range(max(0, k - FAR), min(len(items), k + FAR)):
        item: Item | None = items[j] if items[j].kind == "noun" else items[j].owner
        while item is not None:
            token, each = item.head, item
            item = item.owner
            if is_time(each) or token.tag_ == "EX":
                continue
            party, kin = is_party(token), sort(token)
            span = token.doc[each.first : each.end]
            far, previous = nearness(seen, j)
            features = [f"rule={role}" for role, (a, b) in held.items() if a < span.end_char and span.start_char < b]
            features += [far, f"previous={previous}", f"sort={kin}", f"party={party}", f"kind+party={kind} {party}"]
            if party and alone:
                features.append("first")
                alone = False
            word = plain(token, agents())
            features += [f"official={agents()[word]}"] if word in agents() else []
            features += [f"lemma={lemma(token)}"] if not token.ent_type_ else []
            for place in places(seen, j, each):
                features += [
                    f"place+sort={place} {kin}", f"place+kind+party={place} {kind} {party}", f"place+head={place} {head}",
                    f"place+verb+prep={place} {seen.word} {seen.link.prep}",
                ]  # fmt: skip
            yield each, features


def stretches(figure: Figure, seen: Scene) -> dict[tuple[int, int], tuple[int, set[str]]]:
    """Give the stretches of tokens that may say what an amount is for: the item of each and how it was cut."""
    items, k = seen.items, seen.k
    doc = items[k].head.doc
    found: dict[tuple[int, int], tuple[int, set[str]]] = {}

    def add(start: int, end: int, j: int, how: str) -> None:
        while end > start and (doc[end - 1].is_punct or doc[end - 1].is_space):
            end -= 1
        while end > start and (doc[start].is_punct or doc[start].tag_ in ("DT", "PRP$")):
            start += 1
        says = end > start and bare(doc, start, end) > start
        if says and (doc[start].idx >= figure.end_char or doc[end - 1].idx < figure.start_char):
            found.setdefault((start, end), (j, set()))[1].add(how)

    own = next((i for i in range(items[k].start, items[k].end) if doc[i].idx >= figure.end_char), items[k].end)
    if own < items[k].end:
        add(own, items[k].end, k, "own")
        add(own, bare(doc, own, items[k].end), k, "own:bare")
        add(items[k].end - 1, extent(items, k)[1], k, "own:extent")
    for j in range(max(0, k - FAR), min(len(items), k + FAR)):
        item = items[j]
        if item.kind == "noun" and j != k and not is_time(item) and item.head.tag_ != "EX":
            add(item.start, item.end, j, "phrase")
            add(item.start, extent(items, j)[1], j, "extent")
            add(item.start, bare(doc, item.start, item.end), j, "bare")
            if item.owner is not None:
                add(item.owner.first, item.owner.end, j, "owner")
                add(item.first, item.end, j, "owned")
        elif item.kind == "verb" and j > k and item.head.tag_ in ("VB", "VBG"):
            add(item.start, extent(items, j)[1], j, "verb")
    return found


def bare(doc: Doc, start: int, end: int) -> int:
    """Give the end of a phrase without the nouns that only say what sort of money it is."""
    while end > start and (lemma(doc[end - 1]) in BARE or doc[end - 1].lower_ in BARE):
        end -= 1
    return end


def purposes(figure: Figure, seen: Scene) -> Iterator[tuple[tuple[int, int], list[str]]]:
    """Yield the stretches of tokens that may say what an amount is for, with their features."""
    items, k, kind = seen.items, seen.k, figure.kind
    doc = items[k].head.doc
    shared: dict[int, tuple[str, list[str]]] = {}
    for (start, end), (j, cuts) in stretches(figure, seen).items():
        if j not in shared:
            token = items[j].head
            (far, previous), party = nearness(seen, j), is_party(token)
            features = [far, f"sort={sort(token)}", f"kind+party={kind} {party}"]
            features += [f"lemma={lemma(token)}"] if not token.ent_type_ else []
            for place in places(seen, j, items[j]):
                features += [f"place+kind+party={place} {kind} {party}", f"place+verb+prep={place} {seen.word} {seen.link.prep}"]
            shared[j] = previous, features
        previous, features = shared[j]
        how, last = "+".join(sorted(cuts)), doc[end - 1]
        yield (start, end), [
            *features, f"how={how}", f"how+kind={how} {kind}", f"previous+how={previous} {how}",
            f"words={min(end - start, 8)}", f"last={last.ent_type_ or lemma(last)}",
        ]  # fmt: skip
