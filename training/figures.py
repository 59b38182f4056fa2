"""The reader of figures: `python -m training.figures FILE…` learns `pipelines/nlp/data/reader.npz`.

The FILEs hold the texts of `benchmarks/passages.jsonl` (see `benchmarks.passages`); learnt is from those that are not held back,
and from `sentences.jsonl` beside this module, short and clear ones of our own. Texts that are non-commercial are left out.
The network is that of `pipelines.nlp.figures.reader`, here in JAX, for gradients: a cross entropy for each answer, AdamW with a
warm-up and a cosine, dropout, and what the rules say left out now and then, so that it is no more than one voice; kept is the
mean of the weights over the last epochs (Izmailov et al. 2018, stochastic weight averaging). Seeds are fixed. Needs
`training/requirements.txt`; about ten minutes of two cores.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
import optax
from jax.random import bernoulli
from spacy.language import Language
from spacy.tokens import Doc, Span

from benchmarks.passages import annotated, free
from pipelines.nlp.figures.component import by_rules
from pipelines.nlp.figures.evidence import evidence
from pipelines.nlp.figures.reader import ROLES, WEIGHTS
from pipelines.nlp.figures.window import FACTS, LEFT, OWN, RELATED, RIGHT, own, window
from pipelines.nlp.pipeline import load

SENTENCES = Path(__file__).with_name("sentences.jsonl")
KINDS = (
    "aid", "loan", "debt", "fine", "settlement", "price", "cost", "budget", "spending", "investment", "deal", "revenue", "profit",
    "loss", "salary", "tax", "donation", "damage", "market_value", "savings", "fundraising", "other",
)  # fmt: skip
STATUSES = ("actual", "promised", "proposed", "requested", "denied", "hypothetical")
# Tokens of the longest window, whose amount may have several; features of a figure that count at most.
LENGTH, MOST = LEFT + RIGHT + 10, 160
# The width of the network, of a category, and of a word; its layers.
WIDTH, NARROW, WORD, LAYERS = 96, 12, 32, 3
EPOCHS, AVERAGED, RATE, BATCH, DECAY, DROP, SILENT = 15, 6, 2e-3, 32, 0.02, 0.35, 0.15
# How often a word, a feature must be seen to count.
WORDS, FEATURES = 3, 3
Weights = dict[str, Any]
Batch = dict[str, np.ndarray]


class Case(NamedTuple):
    """An annotated figure: what is seen of it, and the answers; None where the window does not hold them."""

    words: list[tuple[str, ...]]
    vectors: np.ndarray
    related: list[tuple[str, ...]]
    facts: tuple[str, ...]
    features: list[str]
    amount: range
    kind: str
    status: str
    roles: list[int | None]
    purpose: range | None


class Names(NamedTuple):
    """What the numbers of each column and the features stand for; 0 is what is not known."""

    columns: dict[str, dict[str, int]]
    features: dict[str, int]


def main(files: list[Path]) -> None:
    """Learn the network and write it."""
    sentences = map(json.loads, SENTENCES.read_text(encoding="utf-8").splitlines())
    cases = list(gather(load(), chain(filter(free, annotated(files, held=False)), sentences)))
    print(f"{len(cases)} figures", flush=True)
    names = named(cases)
    save(fitted(cases, names), names, WEIGHTS)


def gather(nlp: Language, rows: Iterable[dict[str, Any]]) -> Iterator[Case]:
    """Yield the cases of annotated passages."""
    for row in rows:
        with nlp.select_pipes(disable="newsledger_figures"):
            doc = nlp(row["text"])
        for told in by_rules(doc):
            gold = next((g for g in row["figures"] if overlaps(g, told.figure.start_char, told.figure.end_char)), None)
            if gold is None or told.figure.converts is not None or told.span is None:
                continue
            seen = window(told.figure, told.span, told.seen)
            first, last = seen.tokens.start, seen.tokens.stop
            amount = range(seen.amount.start - first, seen.amount.stop - first)
            words = [own(token) for token in doc[first:last]]
            vectors = np.hstack([np.stack([token.vector for token in doc[first:last]]), doc.tensor[first:last]]).astype("float16")
            roles = [head(doc, gold, role, seen.tokens, amount) for role in ROLES]
            told_of = stretch(doc, gold, "purpose", seen.tokens.start, last)
            purpose = range(0) if not gold.get("purpose") else told_of and range(told_of.start - first, told_of.end - first)
            yield Case(
                words, vectors, seen.related, seen.facts, sorted(evidence(*told)), amount,
                gold.get("kind") or "other", gold.get("status") or "actual", roles, purpose,
            )  # fmt: skip


def overlaps(gold: dict[str, Any], start: int, end: int) -> bool:
    """Tell whether two stretches share half of the longer one."""
    return bool(2 * (min(gold["end"], end) - max(gold["start"], start)) >= max(gold["end"] - gold["start"], end - start))


def stretch(doc: Doc, gold: dict[str, Any], name: str, first: int, last: int) -> Span | None:
    """Find the words of a field nearest to the amount; None where they do not stand whole in the window."""
    words = gold.get(name)
    starts = [found.start() for found in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", doc.text)] if words else []
    spans = [doc.char_span(i, i + len(words), alignment_mode="expand") for i in starts]
    inside = [span for span in spans if span is not None and first <= span.start and span.end <= last]
    return min(inside, key=lambda span: abs(span.start_char - gold["start"]), default=None)


def head(doc: Doc, gold: dict[str, Any], role: str, tokens: range, amount: range) -> int | None:
    """Give which token of the window is the head of a party: its length where nobody is one, None where it does not hold it."""
    if not gold.get(role):
        return LENGTH
    found = stretch(doc, gold, role, tokens.start, tokens.stop)
    return None if found is None or found.root.i - tokens.start in amount else found.root.i - tokens.start


def named(cases: list[Case]) -> Names:
    """Give numbers to the values of each column and to the features."""
    counts: dict[str, Counter[str]] = {column: Counter() for column in (*OWN, *RELATED, *(f"fact {fact}" for fact in FACTS))}
    features: Counter[str] = Counter()
    for case in cases:
        for columns, rows in ((OWN, set(case.words)), (RELATED, set(case.related))):
            for row in rows:
                for column, value in zip(columns, row, strict=True):
                    counts[column][value] += 1
        for fact, value in zip(FACTS, case.facts, strict=True):
            counts[f"fact {fact}"][value] += 1
        features.update(case.features)
    least = {"word": WORDS}
    columns = {
        column: {value: n for n, value in enumerate(["?", *sorted(v for v, k in seen.items() if k >= least.get(column, 1))])}
        for column, seen in counts.items()
    }
    return Names(columns, {f: n for n, f in enumerate(["?", *sorted(f for f, k in features.items() if k >= FEATURES)])})


def packed(cases: list[Case], names: Names) -> Batch:
    """Give cases as arrays, a row each, filled up to the longest window."""
    n, wide = len(cases), cases[0].vectors.shape[1]
    batch = {
        "vectors": np.zeros((n, LENGTH, wide), "float16"), "codes": np.zeros((n, LENGTH, len(OWN) + len(RELATED)), "int32"),
        "there": np.zeros((n, LENGTH), bool), "amount": np.zeros((n, LENGTH), bool), "features": np.zeros((n, MOST), "int32"),
        "facts": np.zeros((n, len(FACTS)), "int32"), "kind": np.zeros(n, "int32"), "status": np.zeros(n, "int32"),
        "roles": np.zeros((n, 2), "int32"), "roles known": np.zeros((n, 2)), "purpose": np.zeros((n, LENGTH), "int32"),
        "purpose known": np.zeros(n),
    }  # fmt: skip
    for i, case in enumerate(cases):
        size = min(len(case.words), LENGTH)
        rows = [(*mine, *its) for mine, its in zip(case.words, case.related, strict=True)][:size]
        known = [names.columns[column] for column in (*OWN, *RELATED)]
        batch["codes"][i, :size] = [[codes.get(value, 0) for value, codes in zip(row, known, strict=True)] for row in rows]
        batch["vectors"][i, :size], batch["there"][i, :size] = case.vectors[:size], True
        batch["amount"][i, case.amount.start : case.amount.stop] = True
        features = [names.features[feature] for feature in case.features if feature in names.features][:MOST]
        batch["features"][i, : len(features)] = features
        batch["facts"][i] = [names.columns[f"fact {fact}"].get(v, 0) for fact, v in zip(FACTS, case.facts, strict=True)]
        batch["kind"][i], batch["status"][i] = KINDS.index(case.kind), STATUSES.index(case.status)
        batch["roles"][i] = [LENGTH if spot is None else spot for spot in case.roles]
        batch["roles known"][i] = [spot is not None and (spot == LENGTH or spot < size) for spot in case.roles]
        if case.purpose is not None:
            batch["purpose known"][i] = 1
            batch["purpose"][i, case.purpose.start : case.purpose.stop] = 1
            batch["purpose"][i, case.purpose.start : case.purpose.start + len(case.purpose[:1])] = 2
    return batch


def start(names: Names, wide: int, seed: int) -> Weights:
    """Give the weights to begin with."""
    keys = iter(jax.random.split(jax.random.key(seed), 99))

    def random(rows: int, columns: int, scale: float = 1.0) -> jax.Array:
        return jax.random.normal(next(keys), (rows, columns)) * scale / np.sqrt(rows)

    answers = len(KINDS) + len(STATUSES)
    weights: Weights = {"vectors": random(wide, WIDTH), "bias": jnp.zeros(WIDTH)}
    weights["wide"] = jnp.zeros((len(names.features), answers))
    for column, codes in names.columns.items():
        size = WORD if column == "word" else NARROW
        weights[f"{column} <"] = jax.random.normal(next(keys), (len(codes), size)) * 0.3
        weights[f"{column} >"] = random(size, WIDTH, 0.5)
    for n in range(LAYERS):
        weights |= {f"mix{n}": random(3 * WIDTH, 2 * WIDTH), f"mix bias{n}": jnp.zeros(2 * WIDTH)}
        weights |= {f"scale{n}": jnp.ones(WIDTH), f"shift{n}": jnp.zeros(WIDTH)}
    weights |= {name: random(WIDTH, WIDTH) for name in ("query", "key", "value")}
    weights |= {"look": random(2 * WIDTH, WIDTH), "look bias": jnp.zeros(WIDTH), "pool": random(WIDTH, 2)}
    weights |= {"kinds": random(4 * WIDTH, len(KINDS), 0.3), "kinds bias": jnp.zeros(len(KINDS))}
    weights |= {"statuses": random(4 * WIDTH, len(STATUSES), 0.3), "statuses bias": jnp.zeros(len(STATUSES))}
    weights |= {"roles": random(3 * WIDTH, WIDTH), "roles out": random(WIDTH, 2, 0.3)}
    weights |= {"nobody": random(4 * WIDTH, 2, 0.1), "nobody bias": jnp.ones(2)}
    weights |= {"purpose": random(3 * WIDTH, WIDTH), "purpose out": random(WIDTH, 3, 0.3), "purpose bias": jnp.array([2.0, 0, 0])}
    return weights


def forward(w: Weights, names: list[str], batch: Weights, key: jax.Array, drop: float) -> tuple[jax.Array, ...]:
    """Give the scores of kinds, statuses, roles and purposes; what `Reader.answer` does, for many, with dropout."""
    keys = iter(jax.random.split(key, 99))

    def dropped(x: jax.Array, share: float = 1.0) -> jax.Array:
        kept = 1 - drop * share
        return jnp.where(bernoulli(next(keys), kept, x.shape), x / kept, 0) if drop else x

    there, amount = batch["there"][..., None], batch["amount"][..., None]
    x = dropped(batch["vectors"].astype("float32"), 0.7) @ w["vectors"] + w["bias"]
    for n, name in enumerate(names[: len(OWN) + len(RELATED)]):
        each = w[f"{name} <"][batch["codes"][..., n]]
        x += (dropped(each) if name == "word" else each) @ w[f"{name} >"]
    for n, name in enumerate(names[len(OWN) + len(RELATED) :]):
        x += (dropped(w[f"{name} <"][batch["facts"][:, n]], 0.7) @ w[f"{name} >"])[:, None]
    x = dropped(jax.nn.gelu(x)) * there
    for n in range(LAYERS):
        around = jnp.pad(x, ((0, 0), (1, 1), (0, 0)))
        near = jnp.concatenate([around[:, :-2], x, around[:, 2:]], -1) @ w[f"mix{n}"] + w[f"mix bias{n}"]
        half = near.shape[-1] // 2
        near = x + dropped(near[..., :half] * jax.nn.sigmoid(near[..., half:]))
        near = (near - near.mean(-1, keepdims=True)) / jnp.sqrt(near.var(-1, keepdims=True) + 1e-5)
        x = (near * w[f"scale{n}"] + w[f"shift{n}"]) * there
    match = (x @ w["query"]) @ jnp.swapaxes(x @ w["key"], 1, 2) / np.sqrt(x.shape[-1])
    looks = jax.nn.softmax(jnp.where(batch["there"][:, None], match, -1e9), -1) @ (x @ w["value"])
    x += dropped(jax.nn.gelu(jnp.concatenate([x, looks], -1) @ w["look"] + w["look bias"])) * there
    middle = (x * amount).sum(1) / amount.sum(1)
    shares = jax.nn.softmax(jnp.where(there, x @ w["pool"], -1e9), 1)
    pools = [(x * shares[..., n : n + 1]).sum(1) for n in (0, 1)]
    pool = dropped(jnp.concatenate([middle, *pools, jnp.where(there, x, -1e9).max(1)], -1))
    counted = (batch["features"] > 0)[..., None] * 1.0
    counted = counted * bernoulli(next(keys), 0.8, counted.shape) / 0.8 if drop else counted
    wide = (w["wide"][batch["features"]] * counted).sum(1)
    kinds = pool @ w["kinds"] + w["kinds bias"] + wide[:, : len(KINDS)]
    statuses = pool @ w["statuses"] + w["statuses bias"] + wide[:, len(KINDS) :]
    beside = jnp.concatenate([x, jnp.broadcast_to(middle[:, None], x.shape), x * middle[:, None]], -1)
    roles = dropped(jax.nn.gelu(beside @ w["roles"])) @ w["roles out"]
    roles = jnp.where(there & ~amount, roles, -1e9)
    roles = jnp.concatenate([roles, (pool @ w["nobody"] + w["nobody bias"])[:, None]], 1)
    purpose = dropped(jax.nn.gelu(beside @ w["purpose"])) @ w["purpose out"] + w["purpose bias"]
    return kinds, statuses, roles, purpose


def loss(w: Weights, names: list[str], batch: Weights, key: jax.Array) -> jax.Array:
    """Give the sum of the cross entropies."""
    entropy = optax.softmax_cross_entropy_with_integer_labels
    kinds, statuses, roles, purpose = forward(w, names, batch, key, DROP)
    total = entropy(kinds, batch["kind"]).mean() + entropy(statuses, batch["status"]).mean()
    for n in (0, 1):
        total += (entropy(roles[..., n], batch["roles"][:, n]) * batch["roles known"][:, n]).mean()
    words = (entropy(purpose, batch["purpose"]) * batch["there"]).sum(1)
    return total + 0.15 * (words * batch["purpose known"]).mean()


def fitted(cases: list[Case], names: Names, epochs: int = EPOCHS, seed: int = 0) -> Weights:
    """Learn the weights."""
    columns, data = list(names.columns), packed(cases, names)
    weights = start(names, cases[0].vectors.shape[1], seed)
    steps = epochs * (len(cases) // BATCH)
    rate = optax.warmup_cosine_decay_schedule(0, RATE, steps // 10, steps, RATE / 5)
    rule = optax.chain(optax.clip_by_global_norm(1.0), optax.adamw(rate, weight_decay=DECAY))
    state = rule.init(weights)

    @jax.jit
    def step(weights: Weights, state: Any, batch: Weights, key: jax.Array) -> tuple[Weights, Any, jax.Array]:
        lost, slope = jax.value_and_grad(partial(loss, names=columns, batch=batch, key=key))(weights)
        change, state = rule.update(slope, state, weights)
        return optax.apply_updates(weights, change), state, lost

    chance, key = np.random.default_rng(seed), jax.random.key(seed + 1)
    ruled = (len(OWN) + RELATED.index("rule"), FACTS.index("kind"), FACTS.index("status"))
    mean: Weights | None = None
    for epoch in range(epochs):
        begin, lost = time.time(), 0.0
        order = chance.permutation(len(cases))
        for first in range(0, len(cases) - BATCH + 1, BATCH):
            batch = {name: array[order[first : first + BATCH]] for name, array in data.items()}
            silent = chance.random((3, BATCH)) < SILENT
            batch["codes"][silent[0], :, ruled[0]] = 0
            batch["facts"][silent[1], ruled[1]] = batch["facts"][silent[2], ruled[2]] = 0
            key, drawn = jax.random.split(key)
            weights, state, cost = step(weights, state, batch, drawn)
            lost += float(cost)
        if epoch >= epochs - AVERAGED:
            share = 1 / (epoch - (epochs - AVERAGED) + 1)
            mean = weights if mean is None else jax.tree.map(lambda old, new, s=share: old + (new - old) * s, mean, weights)
        print(f"epoch {epoch}: {lost / (len(cases) // BATCH):.3f}, {time.time() - begin:.0f} s", flush=True)
    return weights if mean is None else mean


def save(weights: Weights, names: Names, path: Path) -> None:
    """Write the weights as the reader takes them: the tables of categories multiplied out, in halves of single precision."""
    plain = {name: np.asarray(array) for name, array in weights.items() if name[-2:] not in (" <", " >")}
    plain |= {column: np.asarray(weights[f"{column} <"] @ weights[f"{column} >"]) for column in names.columns}
    told = {
        "kinds": KINDS, "statuses": STATUSES, "features": list(names.features),
        "columns": {column: list(values) for column, values in names.columns.items()},
    }  # fmt: skip
    text = np.frombuffer(json.dumps(told, ensure_ascii=False).encode(), "uint8")
    np.savez_compressed(path, names=text, **{name: array.astype("float16") for name, array in plain.items()})
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
