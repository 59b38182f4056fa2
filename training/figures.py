"""Weights of what figures mean: `python -m training.figures TEXTS…` writes `pipelines/nlp/data/weights.csv`.

`figures.jsonl` beside this module is our annotation of passages of news: it names each passage by the SHA-256 of its text and
marks by offsets, so that it holds no words of others. TEXTS are the files that hold the passages: JSON lines with `text`, or a
passage a line; .gz and .xz too. Passages that are `held` back are not learnt from; `benchmarks` scores them.

Each model is a logistic regression (scikit-learn's), learnt from what the rules find and `pipelines.nlp.evidence` sees beside it;
its accuracy is measured by cross-validation over passages. Needs `training/requirements.txt`.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import lzma
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from spacy.language import Language

from pipelines.nlp import evidence
from pipelines.nlp.figures import read
from pipelines.nlp.pipeline import load
from pipelines.nlp.tables import DATA

ANNOTATED = Path(__file__).with_name("figures.jsonl")
FOLDS, LEAST_COUNT, LEAST_WEIGHT = 8, 3, 0.1
# The inverse strength of the regularization: of the choice among many answers, and of yes or no.
STRENGTH = {True: 1.0, False: 0.3}
Row = dict[str, Any]


class Case(NamedTuple):
    """What there is to decide: the passage it is from, its features, the right answer, and which decision it belongs to."""

    passage: str
    features: list[str]
    answer: str
    group: int


def main(files: list[Path]) -> None:
    """Learn all models and write them."""
    nlp, rows = load(), list(annotated(files, held=False))
    print(f"{len(rows)} passages, {sum(len(row['figures']) for row in rows)} figures")
    cases = gather(nlp, rows)
    with (DATA / "weights.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["model", "feature", "weights"])
        for model, choice in {"kind": True, "payee": False, "purpose": False}.items():
            print(model, measured(cases[model], choice))
            for feature, weights in learnt(cases[model], choice):
                out.writerow([model, feature, " ".join(f"{answer}:{weight:.2f}" for answer, weight in weights)])


def annotated(files: Iterable[Path], held: bool) -> Iterator[Row]:
    """Yield the passages whose texts the files hold, those held back or the others: `id`, `text` and `figures`."""
    rows = map(json.loads, ANNOTATED.read_text(encoding="utf-8").splitlines())
    wanted = {row["passage"]: row["figures"] for row in rows if row.get("held", False) == held}
    for path in files:
        opened = gzip.open if path.suffix == ".gz" else lzma.open if path.suffix == ".xz" else open
        with opened(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                whole = json.loads(line).get("text") if line.startswith("{") else line
                for text in re.findall(r"[^\n]+", (whole or "").strip()):
                    if (figures := wanted.pop(digest(text), None)) is not None:
                        yield {"id": digest(text), "text": text, "figures": [marked(text, figure) for figure in figures]}


def digest(text: str) -> str:
    """Give the name of a passage."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def marked(text: str, figure: Row) -> Row:
    """Give an annotated figure with the words of its stretches."""
    stretches = {name: text[slice(*place)] for name, place in figure.items() if isinstance(place, list)}
    return {"currency": "USD", "qualifier": "exactly", "status": "actual"} | figure | stretches


def gather(nlp: Language, rows: Iterable[Row]) -> dict[str, list[Case]]:
    """Give the cases of each model."""
    cases: dict[str, list[Case]] = {"kind": [], "payee": [], "purpose": []}
    for row in rows:
        with nlp.select_pipes(disable="newsledger_figures"):
            doc = nlp(row["text"])
        for figure, span, sentence, seen, _ in read(doc):
            gold = next((g for g in row["figures"] if overlaps(g, figure.start_char, figure.end_char)), None)
            if gold is None or figure.converts is not None or span is None or sentence is None:
                continue
            passage, group = digest(row["text"]), len(cases["kind"])
            features = sorted(evidence.of_figure(figure, span, sentence, seen))
            cases["kind"].append(Case(passage, features, gold.get("kind") or "other", group))
            if seen is None:
                continue
            for item, features in evidence.parties(figure, seen):
                words = doc[item.first : item.end].text
                cases["payee"].append(Case(passage, features, is_named(gold, "payee", words), group))
            stretches = [(doc[a:b].text, features) for (a, b), features in evidence.purposes(figure, seen)]
            best = max((shared(gold.get("purpose"), words) for words, _ in stretches), default=0.0)
            for words, features in stretches:
                near = shared(gold.get("purpose"), words)
                cases["purpose"].append(Case(passage, features, "yes" if near >= 0.5 and near == best else "no", group))
    return cases


def overlaps(gold: Row, start: int, end: int) -> bool:
    """Tell whether two stretches share half of the longer one."""
    return 2 * (min(gold["end"], end) - max(gold["start"], start)) >= max(gold["end"] - gold["start"], end - start)


def content(words: str | None) -> list[str]:
    """Give the words of a phrase that say something."""
    skipped = {"the", "a", "an", "of", "its", "his", "her", "their", "to", "for", "in", "on", "and"}
    return [word for word in re.findall(r"\w+", re.sub(r"['’‘]s\b", "", (words or "").lower())) if word not in skipped]


def is_named(gold: Row, role: str, words: str) -> str:
    """Tell whether a phrase is who pays or is paid: one's words hold the other's last."""
    names, own = [content(gold.get(role)), content(gold.get(f"{role}_resolved"))], content(words)
    if not gold.get(role):
        return "no"
    same = (words == gold[role]) or any(name and own and (name[-1] in own or own[-1] in name) for name in names)
    return "yes" if same else "no"


def shared(gold: str | None, words: str) -> float:
    """Give the share of the words of the longer phrase that both have."""
    first, second = set(content(gold)), set(content(words))
    return len(first & second) / max(len(first), len(second), 1)


def fitted(cases: list[Case], choice: bool) -> tuple[Any, Any]:
    """Fit a model: what turns features into rows, and the regression."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    counts = Counter(feature for case in cases for feature in set(case.features))
    vectors = DictVectorizer()
    features = vectors.fit_transform({name: 1 for name in case.features if counts[name] >= LEAST_COUNT} for case in cases)
    model = LogisticRegression(C=STRENGTH[choice], max_iter=500)
    return vectors, model.fit(features, [case.answer for case in cases])


def learnt(cases: list[Case], choice: bool) -> Iterator[tuple[str, list[tuple[str, float]]]]:
    """Yield the weights of a model that count, by feature; "always" has what speaks for an answer without any."""
    vectors, model = fitted(cases, choice)
    answers = list(model.classes_) if choice else ["yes"]
    yield "always", list(zip(answers, model.intercept_, strict=True))
    for name, column in sorted(vectors.vocabulary_.items()):
        weights = zip(answers, model.coef_[:, column], strict=True)
        if kept := [(answer, weight) for answer, weight in weights if abs(weight) >= LEAST_WEIGHT]:
            yield name, kept


def measured(cases: list[Case], choice: bool) -> str:
    """Measure a model on passages that it did not learn from: the share of right answers, or F1 of the likeliest candidate."""
    folds = [int(case.passage, 16) % FOLDS for case in cases]
    likely = np.zeros(len(cases))
    right = 0
    for fold in range(FOLDS):
        vectors, model = fitted([case for case, own in zip(cases, folds, strict=True) if own != fold], choice)
        held = [i for i, own in enumerate(folds) if own == fold]
        features = vectors.transform([dict.fromkeys(cases[i].features, 1) for i in held])
        if choice:
            right += sum(model.predict(features) == [cases[i].answer for i in held])
        else:
            likely[held] = model.predict_proba(features)[:, 1]
    if choice:
        return f"{right / len(cases):.3f} right"
    groups: dict[int, list[int]] = {}
    for i, case in enumerate(cases):
        groups.setdefault(case.group, []).append(i)
    best = [max(group, key=likely.__getitem__) for group in groups.values()]
    gold = sum(any(cases[i].answer == "yes" for i in group) for group in groups.values())
    told = []
    for least in (0.12, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5):
        said = [i for i in best if likely[i] > least]
        hits = sum(cases[i].answer == "yes" for i in said)
        told.append(f"{least}: P {hits / max(len(said), 1):.3f} R {hits / gold:.3f} F1 {2 * hits / (len(said) + gold):.3f}")
    return "; ".join(told)


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
