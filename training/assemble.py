"""Join syntax and entities into the pipeline that is shipped: `python -m training.assemble SYNTAX NER OUT [FIGURES]`.

SYNTAX holds tok2vec, tagger, morphologizer and parser; NER a recognizer with a tok2vec of its own; both were trained with the
same vectors. Lemma tables come from spacy-lookups-data. OUT is replaced by renaming, so that who loads it meanwhile finds the
old one or the new. FIGURES, the output of `training.evaluate`, gives the scores of meta.json.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.lookups import load_lookups

from pipelines.nlp import tokenizer, values  # noqa: F401 - register their components

SYNTAX = ("tok2vec", "tagger", "morphologizer", "parser")
LEMMA_TABLES = ("lemma_rules", "lemma_exc", "lemma_index")
MOST_BYTES = 30_000_000


def main(syntax: Path, ner: Path, out: Path, figures: Path | None = None) -> None:
    """Write the pipeline to `out`; raises ValueError where it would be too large for a clone."""
    new, old = out.with_name(f".{out.name}.new"), out.with_name(f".{out.name}.old")
    for folder in (new, old):
        shutil.rmtree(folder, ignore_errors=True)
    nlp = join(syntax, ner)
    nlp.meta.update(json.loads(Path(__file__).with_name("meta.json").read_text(encoding="utf-8")))
    nlp.meta["performance"] = scores(json.loads(figures.read_text(encoding="utf-8"))) if figures else {}
    nlp.to_disk(new)
    # Vectors go by hashes: the labels are needed, the words of the training texts are not.
    labels = sorted({label for labels in nlp.pipe_labels.values() for label in labels})
    (new / "vocab/strings.json").write_text(json.dumps(labels), encoding="utf-8")
    size = sum(file.stat().st_size for file in new.rglob("*") if file.is_file())
    if size > MOST_BYTES:
        raise ValueError(f"{new} has {size / 1e6:.1f} MB, more than {MOST_BYTES / 1e6:.0f}")
    if out.exists():
        os.rename(out, old)
    os.rename(new, out)
    shutil.rmtree(old, ignore_errors=True)
    print(f"{out}: {size / 1e6:.1f} MB")


def join(syntax: Path, ner: Path) -> Language:
    """The recognizer's pipeline with the syntax in front, and what is done by rules: sentences of lines, lemmas, values."""
    nlp, source = spacy.load(ner), spacy.load(syntax)
    for name in SYNTAX:
        nlp.add_pipe(name, source=source, before="ner")
    nlp.add_pipe("newsledger_line_breaks", before="parser")
    lemmatizer = nlp.add_pipe("lemmatizer", before="ner", config={"mode": "rule"})
    lemmatizer.initialize(lookups=load_lookups("en", LEMMA_TABLES))  # type: ignore[attr-defined]
    # Words that a lemma may be: spaCy looks through lists, which took 22 of the lemmatizer's 25 microseconds for a token.
    index = lemmatizer.lookups.get_table("lemma_index")  # type: ignore[attr-defined]
    for kind, words in list(index.items()):
        index[kind] = dict.fromkeys(words)
    nlp.add_pipe("newsledger_values")
    # Of the configuration, all but the places of files: how it was trained stays visible.
    nlp.config["paths"] = dict.fromkeys(nlp.config["paths"])
    return nlp


def scores(figures: dict) -> dict:
    """Scores in the form of spaCy's meta.json, from the news that was held back and the treebanks."""
    news = figures["news, all"]
    found = {"ents_p": news["all"]["p"], "ents_r": news["all"]["r"], "ents_f": news["all"]["f"]}
    found["ents_per_type"] = {label: {key: row[key] for key in "prf"} for label, row in news.items() if label != "all"}
    for name in ("ewt_test", "gum_test"):
        found |= {f"{name}_{key}": value for key, value in figures[name].items() if key != "relations"}
    return found


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:5]))
