"""The weights of words of time: `python -m training.periods FILE…` fits `pipelines/nlp/data/period_weights.csv`.

The FILEs hold the texts of `benchmarks/passages.jsonl` (see `benchmarks.passages`); learnt is from those that are not held back,
whose day is known ("last year" says nothing without it), and whose text may be learnt from.
What holds of words of time is what `pipelines.nlp.figures.periods` finds. A logistic regression learns from it whether they give
the years of an amount; how much it is held back from large weights, and how much words must score, is what does best in
passages that it has not seen, a fifth of them at a time. Nothing is drawn by chance. Needs `training/requirements.txt`; less
than a minute.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from spacy.language import Language

from benchmarks.passages import annotated, free
from pipelines.nlp.figures.component import by_rules
from pipelines.nlp.figures.days import NONE, Days, clock
from pipelines.nlp.figures.periods import candidates, described
from pipelines.nlp.figures.times import times
from pipelines.nlp.pipeline import load
from pipelines.nlp.tables import DATA

WEIGHTS = DATA / "period_weights.csv"
# Set by hand: "which was founded in 1998, paid $5". Its time is seldom that of the amount (6 of 52), in too few places to weigh.
SET = {"before in relative": -1.5}
# How often something must hold to get a weight, and the smallest one that is written.
RARE, SMALL = 15, 0.02
# In how many parts the passages are tried, how free the weights may be, and how much words may have to score.
PARTS, FREEDOMS, LEASTS = 5, (0.03, 0.1, 0.3), [n / 10 for n in range(-12, 5)]
# By how much F1 may be below the best.
NEARLY = 0.005
Years = tuple[int | None, int | None]
Weights = dict[str, float]


class Words(NamedTuple):
    """Words of time beside an amount: the years that they mean, what holds of them, and whether they are the amount's."""

    years: Years
    what: Counter[str]
    right: bool


class Case(NamedTuple):
    """An annotated amount: in which part of the passages it is, its years, and the words of time beside it."""

    part: int
    years: Years
    words: list[Words]


def main(files: list[Path]) -> None:
    """Fit the weights and write them."""
    dated = (row for row in annotated(files, held=False) if free(row) and row["published_at"])
    cases = list(gather(load(), dated))
    print(f"{len(cases)} amounts, {sum(len(case.words) for case in cases)} words of time", flush=True)
    freedom, least = chosen(cases)
    save(fitted(cases, freedom), least, WEIGHTS)


def gather(nlp: Language, rows: Iterable[dict[str, Any]]) -> Iterator[Case]:
    """Yield the amounts of annotated passages; what words of time mean is counted from the annotated days before them."""
    for row in rows:
        doc = nlp.make_doc(row["text"])
        doc._.published = date.fromisoformat(row["published_at"]) if row["published_at"] else None
        with nlp.select_pipes(disable=["newsledger_figures", "newsledger_quotes"]):
            doc = nlp(doc)
        now = clock(doc._.published, doc.text)
        for figure, _, seen, _ in by_rules(doc):
            gold = next((g for g in row["figures"] if g["start"] < figure.end_char and figure.start_char < g["end"]), None)
            if gold is None or seen is None:
                continue
            sentence = doc[doc[seen.items[0].start].sent.start : doc[seen.items[-1].end - 1].sent.end]
            found = candidates(figure, seen, times(sentence.text), sentence.start_char, now)
            meant = annotated_days(gold)
            words = [
                Words(years(each.days), Counter(what), is_right(gold, meant, each.time.text, each.days))
                for each, what in zip(found, described(figure, seen, found), strict=True)
            ]
            yield Case(int(row["id"], 16) % PARTS, years(meant), words)
            if meant != NONE:
                now = now.after(meant)


def annotated_days(gold: dict[str, Any]) -> Days:
    """Give the days of an annotated figure."""
    first, last = (gold.get(name) for name in ("period_start", "period_end"))
    return first and date.fromisoformat(first), last and date.fromisoformat(last)


def years(days: Days) -> Years:
    """Give the years of days."""
    first, last = (day.year if day else None for day in days)
    return first, last


def is_right(gold: dict[str, Any], meant: Days, text: str, found: Days) -> bool:
    """Tell whether words of time are those of a figure: by their years, by the words where these are not known."""
    if meant != NONE or found != NONE:
        return meant != NONE and years(meant) == years(found)
    told, said = (" ".join(words.lower().split()) for words in (gold.get("period_text") or "", text))
    return bool(told) and (told in said or said in told)


def fitted(cases: list[Case], freedom: float) -> Weights:
    """Learn the weights, those set by hand among them; that of "" holds always."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    words = [each for case in cases for each in case.words]
    seen = Counter(what for each in words for what in each.what)
    columns = DictVectorizer()
    table = columns.fit_transform([{what: n for what, n in each.what.items() if seen[what] >= RARE} for each in words])
    model = LogisticRegression(C=freedom, max_iter=2000).fit(table, [each.right for each in words])
    learnt = dict(zip(columns.get_feature_names_out(), model.coef_[0].tolist(), strict=True))
    return learnt | SET | {"": float(model.intercept_[0])}


def best(case: Case, weights: Weights) -> tuple[float, Years]:
    """Give the score and the years of the words of time that fit an amount best."""
    scored = [(weights[""] + sum(weights.get(what, 0) * n for what, n in each.what.items()), each.years) for each in case.words]
    return max(scored, key=lambda each: each[0], default=(float("-inf"), (None, None)))


def chosen(cases: list[Case]) -> tuple[float, float]:
    """Give the freedom and the least score that do best in the passages of each part, learnt from the other parts.

    Of those that do nearly as well it is the highest score: no period is better than a wrong one.
    """
    tried: dict[tuple[float, float], float] = {}
    for freedom in FREEDOMS:
        found = []
        for part in range(PARTS):
            weights = fitted([case for case in cases if case.part != part], freedom)
            found += [(case.years, *best(case, weights)) for case in cases if case.part == part]
        for least in LEASTS:
            tried[freedom, least] = f1((right, given if score > least else (None, None)) for right, score, given in found)
    for pair in sorted(tried, key=lambda pair: -tried[pair])[:5]:
        print(f"freedom {pair[0]}, least {pair[1]}: F1 {tried[pair]:.3f}", flush=True)
    enough = max(tried.values()) - NEARLY
    return max((pair for pair in tried if tried[pair] >= enough), key=lambda pair: (pair[1], tried[pair]))


def f1(pairs: Iterable[tuple[Years, Years]]) -> float:
    """Give the F1 of years found: pairs of what is right and what is given."""
    right = wanted = given = 0
    for gold, found in pairs:
        wanted, given = wanted + any(gold), given + any(found)
        right += any(gold) and gold == found
    return 2 * right / max(1, wanted + given)


def save(weights: Weights, least: float, path: Path) -> None:
    """Write the weights as `periods` reads them, `least` among them: the score that words of time must be above."""
    told = {what: weight for what, weight in weights.items() if what and abs(weight) >= SMALL}
    told["least"] = least - weights[""]
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(("what", "weight"))
        writer.writerows((what, f"{weight:.2f}") for what, weight in sorted(told.items()))
    print(f"{path}: {len(told)} weights")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]])
