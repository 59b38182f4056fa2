"""Log-linear models: for which answer the evidence speaks, by the weights of `data/weights.csv`.

Each model is a logistic regression over features that are there or not; `training/figures.py` learns the weights.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from math import exp
from typing import NamedTuple

import numpy as np

from pipelines.nlp.tables import rows


class Model(NamedTuple):
    """A model: its answers, the row of each feature, and a column of weights for each answer; row 0 is always there."""

    answers: list[str]
    places: dict[str, int]
    weights: np.ndarray


class Sparse(dict[str, float]):
    """Weights of a model with one answer by feature, 0 for those that it does not know."""

    def __missing__(self, feature: str) -> float:
        return 0.0


@cache
def models() -> dict[str, Model]:
    """Give the models by name."""
    tables: dict[str, list[tuple[str, list[str]]]] = {}
    for row in rows("weights"):
        tables.setdefault(row["model"], []).append((row["feature"], row["weights"].split()))
    found = {}
    for name, table in tables.items():
        answers = {pair.rpartition(":")[0]: n for n, pair in enumerate(table[0][1])}
        weights = np.zeros((len(table), len(answers)), dtype="float32")
        for i, (_, pairs) in enumerate(table):
            for pair in pairs:
                answer, _, weight = pair.rpartition(":")
                weights[i, answers[answer]] = float(weight)
        found[name] = Model(list(answers), {feature: i for i, (feature, _) in enumerate(table)}, weights)
    return found


@cache
def sparse(name: str) -> Sparse:
    """Give the weights of a model with one answer; empty where there is no such model."""
    known = models().get(name)
    return Sparse() if known is None else Sparse(zip(known.places, known.weights[:, 0].tolist(), strict=True))


def likeliest(name: str, features: Iterable[str]) -> str | None:
    """Give the answer of a model that the features most speak for; None where there is no such model."""
    if (known := models().get(name)) is None:
        return None
    found = [0, *(known.places[feature] for feature in features if feature in known.places)]
    return known.answers[int(known.weights[found].sum(axis=0).argmax())]


def probability(name: str, features: Iterable[str]) -> float:
    """Give how likely a model with one answer says yes; 0 where there is no such model."""
    known = sparse(name)
    return 1 / (1 + exp(-known["always"] - sum(map(known.__getitem__, features)))) if known else 0.0
