"""Measure a pipeline, raw text in, its own tokens and sentences: `python -m training.evaluate PIPELINE CORPUS`.

CORPUS holds the test sets that `training.prepare`, `training.open_sets` and `training.treebanks` wrote. Prints figures as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from thinc.api import NumpyOps, set_current_ops

from pipelines.nlp.tokenizer import mend
from training.prepare import load

COARSE = {"PERSON": "PERSON", "ORG": "ORG", "GPE": "PLACE", "LOC": "PLACE", "FAC": "PLACE", "LOCX": "PLACE"}
TEN = {label: label for label in ("PERSON", "ORG", "GPE", "LOC", "NORP", "FAC", "EVENT", "WORK_OF_ART", "LAW", "PRODUCT")}
# Test sets and the labels that count there: the public ones know fewer.
NEWS = {"news": TEN, "world": TEN, "finance": TEN}
OPEN = {
    "uner_ewt_test": COARSE,
    "wikigold_test": COARSE | {"NORP": "NORP"},
    "politics_test": TEN,
    "redocred_test": TEN,
    "gum_test_entities": TEN,
}
UNASKED = ("tagger", "morphologizer", "lemmatizer")
SYNTAX = ("ewt_test", "gum_test")
# Genres of GUM: news, and what editors read before it was printed.
GENRES = {"news": {"news"}, "edited": {"news", "bio", "academic", "textbook", "essay", "voyage", "court"}}
RELATIONS = ("nsubj", "nsubjpass", "dobj", "ccomp", "prep", "pobj", "appos", "compound", "conj", "relcl")


def main(pipeline: str, corpus: Path) -> dict:
    """All figures of a pipeline."""
    started = time.perf_counter()
    nlp = open_pipeline(pipeline)
    figures: dict = {"load_seconds": round(time.perf_counter() - started, 2)}
    for name, labels in {**NEWS, **OPEN}.items():
        if "ner" in nlp.pipe_names:
            figures[name] = entities(nlp, load(nlp, corpus / f"{name}.spacy"), labels)
    if "ner" in nlp.pipe_names:
        figures["news, all"] = together(figures["news"], figures["world"])
    for name in SYNTAX:
        if "parser" in nlp.pipe_names:
            figures[name] = syntax(nlp, load(nlp, corpus / f"{name}.spacy"))
    if "parser" in nlp.pipe_names:
        rows = [json.loads(line) for line in (corpus / "sentences_test.jsonl").read_text(encoding="utf-8").splitlines()]
        figures["sentences"] = {
            name: sentences(nlp, [row for row in rows if row["genre"] in genres]) for name, genres in GENRES.items()
        }
    figures["tokens_per_second"] = speed(nlp, [doc.text for doc in load(nlp, corpus / "world.spacy")])
    return figures


def open_pipeline(pipeline: str) -> Language:
    """A base pipeline as the project runs it, without the components that come behind."""
    set_current_ops(NumpyOps(use_blis=False))
    nlp = spacy.load(pipeline)
    mend(nlp.tokenizer)
    if "parser" in nlp.pipe_names and "newsledger_line_breaks" not in nlp.pipe_names:
        nlp.add_pipe("newsledger_line_breaks", before="parser")
    nlp.batch_size = 16
    return nlp


def entities(nlp: Language, gold: list[Doc], labels: dict[str, str]) -> dict:
    """Precision, recall and F of exact spans and types, overall and per label; nothing is asked where the gold is silent."""
    right, found, there = Counter[str](), Counter[str](), Counter[str]()
    # The recognizer needs sentences, not lemmas.
    for truth, doc in zip(gold, nlp.pipe((doc.text for doc in gold), disable=UNASKED), strict=True):
        unknown = [(token.idx, token.idx + len(token)) for token in truth if token.ent_iob == 0]
        want = {(e.start_char, e.end_char, labels[e.label_]) for e in truth.ents if e.label_ in labels}
        have = {
            (e.start_char, e.end_char, labels[e.label_])
            for e in doc.ents
            if e.label_ in labels and not any(start < e.end_char and e.start_char < end for start, end in unknown)
        }
        right.update(label for *_, label in want & have)
        found.update(label for *_, label in have)
        there.update(label for *_, label in want)
    return {"all": prf(right.total(), found.total(), there.total())} | {
        label: prf(right[label], found[label], there[label]) for label in sorted(there, key=lambda label: -there[label])
    }


def together(*parts: dict) -> dict:
    """The figures of several sets as those of one."""
    labels = list(dict.fromkeys(label for part in parts for label in part))
    rows = {label: [part[label] for part in parts if label in part] for label in labels}
    return {label: prf(*(sum(row[key] for row in found) for key in ("right", "found", "n"))) for label, found in rows.items()}


def prf(right: int, found: int, there: int) -> dict[str, float | int]:
    """Precision, recall, F, and the numbers of spans that they come from: right ones, found ones, and those of the gold."""
    return {
        "p": round(right / max(found, 1), 4),
        "r": round(right / max(there, 1), 4),
        "f": round(2 * right / max(found + there, 1), 4),
        "right": right,
        "found": found,
        "n": there,
    }


def syntax(nlp: Language, gold: Iterable[Doc]) -> dict:
    """Tags, dependencies and sentence boundaries."""
    scores = nlp.evaluate([Example(nlp.make_doc(doc.text), doc) for doc in gold])
    picked = {
        name: round(scores[name], 4)
        for name in ("tag_acc", "pos_acc", "dep_uas", "dep_las", "sents_f", "lemma_acc")
        if name in scores
    }
    return picked | {"relations": {label: round(scores["dep_las_per_type"][label]["f"], 3) for label in RELATIONS}}


def sentences(nlp: Language, rows: list[dict]) -> dict:
    """Precision, recall and F of sentences, by their first and last characters, over texts with their line breaks."""
    right = found = 0
    for row, doc in zip(rows, nlp.pipe((row["text"] for row in rows), disable=["ner", *UNASKED]), strict=True):
        cut = [(sentence.start_char, sentence.text) for sentence in doc.sents if sentence.text.strip()]
        bounds = {(start + len(text) - len(text.lstrip()), start + len(text.rstrip())) for start, text in cut}
        right += len(bounds & {tuple(bound) for bound in row["sentences"]})
        found += len(bounds)
    return prf(right, found, sum(len(row["sentences"]) for row in rows))


def speed(nlp: Language, texts: list[str]) -> int:
    """Tokens per second of processor time, the best of three rounds."""
    best = 0.0
    for _ in range(3):
        started = time.process_time()
        tokens = sum(len(doc) for doc in nlp.pipe(texts))
        best = max(best, tokens / (time.process_time() - started))
    return round(best)


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2])), indent=1))
