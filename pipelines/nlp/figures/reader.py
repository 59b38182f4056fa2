"""The reader: a small network that decides what an amount is, by all the words around it and by what the rules say of it.

Words become vectors (their own, the model's, and the categories of `window`), convolutions and one attention mix them; from that
come the kind and the status, who of the words pays, who is paid, and which words say what for. For kind and status the features
of `evidence` count beside it. `training/figures.py` learns the weights of `data/reader.npz` from annotated passages; they belong
to the vectors of the default pipeline: with those of another one the rules stand as they are.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

import numpy as np
from spacy.tokens import Doc, Span

from pipelines.nlp.figures.evidence import evidence
from pipelines.nlp.figures.frames import RAISES, frames, plain
from pipelines.nlp.figures.parties import COURTS, clear_party, phrase, set_party
from pipelines.nlp.figures.phrases import Item
from pipelines.nlp.figures.scenes import Scene
from pipelines.nlp.figures.statuses import is_denied
from pipelines.nlp.figures.window import FACTS, OWN, RELATED, Window, own, window
from pipelines.nlp.records import Figure
from pipelines.nlp.tables import DATA

WEIGHTS = DATA / "reader.npz"
ROLES = ("payer", "payee")
# How likely a party must be, and how much likelier than not a purpose: one that the rules find too, and another.
LIKELY, AGREED, CLEAR = 0.4, -0.7, 0.6
# How likely a party stays that the rules found where no other is likelier.
KEPT = 0.05
# By how many times an answer of the rules may be less likely than another.
NEARLY = 0.5
# How likely a word is at least that a purpose may begin with, so told, and how many words one has at most.
UNCLEAR, LONGEST = -4.0, 16
TINY = 1e-6
RULE = RELATED.index("rule")
RECKONS = {"estimate", "reckon", "calculate", "forecast"}


class Told(NamedTuple):
    """A figure as the rules read it, its tokens, its scene where there is one, and the figure before it."""

    figure: Figure
    span: Span | None
    seen: Scene | None
    last: Figure | None


class Answer(NamedTuple):
    """How likely each kind and status is; of each token, payer and payee; and none, inside and first word of a purpose."""

    kinds: np.ndarray
    statuses: np.ndarray
    roles: np.ndarray
    purpose: np.ndarray


class Reader:
    """The network with its weights, and what its numbers stand for."""

    def __init__(self, weights: dict[str, np.ndarray]) -> None:
        names = json.loads(bytes(weights["names"]))
        self.kinds, self.statuses = names["kinds"], names["statuses"]
        self.codes = {column: {value: n for n, value in enumerate(values)} for column, values in names["columns"].items()}
        self.features = {feature: n for n, feature in enumerate(names["features"])}
        self.weights = {name: array.astype("float32") for name, array in weights.items() if name != "names"}
        self.layers = sum(name.startswith("scale") for name in weights)

    def coded(self, column: str, values: Iterable[str]) -> np.ndarray:
        """Give what the values of a column add to the first layer; row 0 is for those that are not known."""
        known = self.codes[column]
        return self.weights[column][[known.get(value, 0) for value in values]]

    def words(self, doc: Doc, tokens: list[int]) -> np.ndarray:
        """Give what tokens are in themselves, as it enters the first layer; a row for each."""
        vectors = np.hstack([np.array([doc[i].vector for i in tokens]), doc.tensor[tokens]])
        columns = zip(OWN, zip(*(own(doc[i]) for i in tokens), strict=True), strict=True)
        return vectors @ self.weights["vectors"] + sum(self.coded(column, values) for column, values in columns)

    def answer(self, seen: Window, words: np.ndarray, features: Iterable[str]) -> Answer:
        """Give what is likely of an amount, from the words of its window and its features."""
        w = self.weights
        x = words + w["bias"]
        for column, values in zip(RELATED, zip(*seen.related, strict=True), strict=True):
            x = x + self.coded(column, values)
        x = gelu(x + sum(self.coded(f"fact {fact}", [value]) for fact, value in zip(FACTS, seen.facts, strict=True)))
        for n in range(self.layers):
            around = np.pad(x, ((1, 1), (0, 0)))
            near = np.hstack([around[:-2], x, around[2:]]) @ w[f"mix{n}"] + w[f"mix bias{n}"]
            half = near.shape[1] // 2
            x = normal(x + near[:, :half] * sigmoid(near[:, half:])) * w[f"scale{n}"] + w[f"shift{n}"]
        looks = softmax((x @ w["query"]) @ (x @ w["key"]).T / np.sqrt(x.shape[1]), 1) @ (x @ w["value"])
        x = x + gelu(np.hstack([x, looks]) @ w["look"] + w["look bias"])
        amount = x[seen.amount.start - seen.tokens.start : seen.amount.stop - seen.tokens.start].mean(0)
        pool = np.hstack([amount, *(softmax(x @ w["pool"], 0).T @ x), x.max(0)])
        known = [self.features[feature] for feature in features if feature in self.features]
        wide = w["wide"][known].sum(0)
        kinds = softmax(pool @ w["kinds"] + w["kinds bias"] + wide[: len(self.kinds)], 0)
        statuses = softmax(pool @ w["statuses"] + w["statuses bias"] + wide[len(self.kinds) :], 0)
        roles = self.beside(x, amount, "roles") @ w["roles out"]
        roles[seen.amount.start - seen.tokens.start : seen.amount.stop - seen.tokens.start] = -np.inf
        nobody = pool @ w["nobody"] + w["nobody bias"]
        purpose = self.beside(x, amount, "purpose") @ w["purpose out"] + w["purpose bias"]
        return Answer(kinds, statuses, softmax(np.vstack([roles, nobody]), 0)[:-1], softmax(purpose, 1))

    def beside(self, x: np.ndarray, amount: np.ndarray, name: str) -> np.ndarray:
        """Give a hidden layer over each token, the amount, and what both have."""
        alone, other, both = np.split(self.weights[name], 3)
        return gelu(x @ (alone + amount[:, None] * both) + amount @ other)


def softmax(x: np.ndarray, axis: int) -> np.ndarray:
    """Give shares of 1 along an axis."""
    powers = np.exp(x - x.max(axis, keepdims=True))
    return powers / powers.sum(axis, keepdims=True)


def sigmoid(x: np.ndarray) -> np.ndarray:
    """Give the logistic function."""
    return 1 / (1 + np.exp(-x))


def gelu(x: np.ndarray) -> np.ndarray:
    """Give the Gaussian error linear unit (Hendrycks and Gimpel 2016), by its approximation with a tangent."""
    return 0.5 * x * (1 + np.tanh(0.7978846 * x * (1 + 0.044715 * x * x)))


def normal(x: np.ndarray) -> np.ndarray:
    """Give rows with mean 0 and variance 1."""
    return (x - x.mean(1, keepdims=True)) / np.sqrt(x.var(1, keepdims=True) + 1e-5)


@cache
def reader() -> Reader | None:
    """Load the network; None where it was not learnt."""
    if not WEIGHTS.exists():
        return None
    with np.load(WEIGHTS) as weights:
        return Reader(dict(weights))


def read(doc: Doc, told: list[Told]) -> None:
    """Decide kind, status, payer, payee and purpose of figures anew."""
    known = reader()
    if known is None or not told or doc.vocab.vectors_length + doc.tensor.shape[-1] != len(known.weights["vectors"]):
        return
    placed = [(each.figure, each.span, each.seen, each.last) for each in told if each.span is not None]
    windows = [window(figure, span, scene) for figure, span, scene, _ in placed]
    features = [evidence(*each) for each in placed]
    tokens = sorted({i for seen in windows for i in seen.tokens})
    place = {i: n for n, i in enumerate(tokens)}
    words = known.words(doc, tokens)
    for (figure, _, scene, last), seen, its in zip(placed, windows, features, strict=True):
        first = place[seen.tokens.start]
        answer = known.answer(seen, words[first : first + len(seen.tokens)], its)
        fill(figure, last, scene, seen, answer, known)


def fill(figure: Figure, last: Figure | None, scene: Scene | None, seen: Window, answer: Answer, known: Reader) -> None:
    """Fill a figure with what is likely; `last` is the one before it."""
    doc = seen.doc
    figure.kind = likeliest(known.kinds, answer.kinds, figure.kind)
    if scene is None or not is_denied(scene):
        figure.status = likeliest(known.statuses, answer.statuses, figure.status)
    sure = []
    for n, role in enumerate(ROLES):
        shares = answer.roles[:, n]
        item, likely = party(doc, seen, shares)
        sure.append(likely)
        ruled = [i for i, row in zip(seen.tokens, seen.related, strict=True) if row[RULE][n] == "1"]
        share = float(shares[[i - seen.tokens.start for i in ruled]].sum())
        same = any(item.first <= i < item.end for i in ruled)
        if (ruled and (same if likely > LIKELY else share > KEPT)) or share > max(KEPT, likely / 2):
            continue  # what the rules found stays
        clear_party(figure, role)
        if likely > LIKELY and not only_tells(scene, item) and not is_other(scene, item, role, last):
            set_party(figure, role, item)
    if figure.payer is not None and figure.payer == figure.payee:
        clear_party(figure, ROLES[sure.index(min(sure))])  # nobody pays themselves
    start, end = purpose(answer.purpose, {n for n, row in enumerate(seen.related) if row[RULE][2] == "1"})
    start, end = start + seen.tokens.start, end + seen.tokens.start
    if end > start > 0 and doc[start - 1].tag_ == "DT" and doc[start - 1].head == doc[start:end].root:
        start -= 1
    if end > start:
        whole = seen.items.get(end - 1)
        end = max(end, whole.end if whole is not None and whole.head.i not in seen.amount else end)
    while end > start and doc[start].idx < figure.end_char and figure.start_char < doc[end - 1].idx + len(doc[end - 1]):
        start += 1  # never the amount itself
    words = doc[start:end]
    said = (words.text, words.start_char, words.end_char) if end > start else (None, None, None)
    figure.purpose, figure.purpose_start, figure.purpose_end = said


def only_tells(scene: Scene | None, item: Item) -> bool:
    """Tell whether a phrase is a court, or the subject that "estimated the damage at" or "raised the fee to" an amount."""
    verb = item.head.head
    if item.head.lower_ in COURTS or (item.head.dep_ == "nsubj" and plain(verb, RECKONS) in RECKONS):
        return True
    if scene is None or scene.subject is None or item.head.i != scene.items[scene.subject].head.i:
        return False
    return scene.word in RAISES and scene.link.prep in ("to", "from", "by", "at")


def is_other(scene: Scene | None, item: Item, role: str, last: Figure | None) -> bool:
    """Tell whether a phrase is the subject of a verb whose subject is the other side: who gives is not who is given to.

    So it is where an amount without a verb goes on from the one before: "A gives $5 and B $6".
    """
    if scene is not None and scene.link.verb is None and last is not None and role == "payee":
        return last.payer_start == item.head.doc[item.first].idx
    if scene is None or scene.subject is None or scene.turned or item.head.i != scene.items[scene.subject].head.i:
        return False
    return frames("verb").get(scene.word, {}).get("subject", role) not in (role, "purpose")


def likeliest(names: list[str], likely: np.ndarray, ruled: str) -> str:
    """Give the likeliest answer; what the rules say where it is nearly as likely."""
    best = int(likely.argmax())
    return ruled if likely[names.index(ruled)] > NEARLY * likely[best] else names[best]


def party(doc: Doc, seen: Window, likely: np.ndarray) -> tuple[Item, float]:
    """Find the likeliest phrase: the sum over its words."""
    sums: dict[Item, float] = defaultdict(float)
    alone: dict[int, Item] = {}
    for i, share in zip(seen.tokens, likely.tolist(), strict=True):
        item = seen.items.get(i)
        if item is None:
            item = alone[i] = Item("", i, i + 1, doc[i])
        sums[item] += share
    best = max(sums, key=sums.__getitem__)
    if best.kind != "":
        return best, sums[best]
    whole = phrase(best.head)  # in another sentence
    return Item("noun", whole.start, whole.end, best.head), sums[best]


def purpose(likely: np.ndarray, ruled: set[int]) -> tuple[int, int]:
    """Give where the likeliest purpose begins and ends, `ruled` being the words of the rules'; (0, 0) where none is likely."""
    odds = np.log(likely[:, 1:] + TINY) - np.log(likely[:, :1] + TINY)
    best, found = UNCLEAR, (0, 0)
    for start in np.flatnonzero(odds[:, 1] > UNCLEAR).tolist():
        sums = odds[start, 1] + np.concatenate([[0.0], np.cumsum(odds[start + 1 : start + LONGEST, 0])])
        end = int(sums.argmax())
        if sums[end] > best:
            best, found = float(sums[end]), (start, start + end + 1)
    return found if best > (CLEAR if ruled.isdisjoint(range(*found)) else AGREED) else (0, 0)
