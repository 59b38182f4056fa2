"""Measure a pipeline, raw text in, its own tokens and sentences: `python -m training.evaluate PIPELINE DATA CORPUS`.

DATA holds `converted/*.spacy` (public test sets), CORPUS what `training.prepare` wrote. Prints a table of figures as JSON.
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
    "ner_uner_ewt_test": COARSE,
    "ner_wikigold_test": COARSE | {"NORP": "NORP"},
    "ner_politics_test": TEN,
    "ner_redocred_test": TEN,
    "ner_gum_test": TEN,
}
UNASKED = ("tagger", "morphologizer", "lemmatizer")
SYNTAX = ("ewt_test", "gum_test")
RELATIONS = ("nsubj", "nsubjpass", "dobj", "ccomp", "prep", "pobj", "appos", "compound", "conj", "relcl")


def main(pipeline: str, data: Path, corpus: Path) -> dict:
    """All figures of a pipeline."""
    started = time.perf_counter()
    nlp = open_pipeline(pipeline)
    figures: dict = {"load_seconds": round(time.perf_counter() - started, 2)}
    for name, labels in {**NEWS, **OPEN}.items():
        path = corpus / f"{name}.spacy" if name in NEWS else data / f"converted/{name}.spacy"
        figures[name] = entities(nlp, load(nlp, path), labels)
    figures["news, all"] = together(figures["news"], figures["world"])
    for name in SYNTAX:
        if "parser" in nlp.pipe_names:
            figures[name] = syntax(nlp, load(nlp, data / f"converted/{name}.clear.spacy"))
    figures["tokens_per_second"] = speed(nlp, [doc.text for doc in load(nlp, corpus / "world.spacy")])
    return figures


def open_pipeline(pipeline: str) -> Language:
    """A base pipeline as the project runs it, without the components that come behind."""
    set_current_ops(NumpyOps(use_blis=False))
    nlp = spacy.load(pipeline)
    mend(nlp.tokenizer)
    if "parser" in nlp.pipe_names:
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
    picked = {name: round(scores[name], 4) for name in ("tag_acc", "pos_acc", "dep_uas", "dep_las", "sents_f", "lemma_acc")}
    return picked | {"relations": {label: round(scores["dep_las_per_type"][label]["f"], 3) for label in RELATIONS}}


def speed(nlp: Language, texts: list[str]) -> int:
    """Tokens per second of processor time, the best of three rounds."""
    best = 0.0
    for _ in range(3):
        started = time.process_time()
        tokens = sum(len(doc) for doc in nlp.pipe(texts))
        best = max(best, tokens / (time.process_time() - started))
    return round(best)


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])), indent=1))
