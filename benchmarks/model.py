"""Accuracy of the base pipeline on test sets of names and treebanks, raw text in, by the measures of `training.evaluate`."""

import sys
import tarfile
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.speed import table
from training import conllu, evaluate, prepare, treebanks

# Sets of the open data in spaCy's form, and what we call them.
ENTITIES = {"ner_uner_ewt_test": "UNER EWT", "ner_wikigold_test": "wikigold", "ner_politics_test": "CrossNER politics"}
TREEBANKS = {"ewt_test.clear": "EWT test", "gum_test.clear": "GUM test"}
TYPES = ("all", "PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "EVENT", "WORK_OF_ART", "PRODUCT", "LAW")
GUM_TEST = f"{treebanks.GUM}/en_gum-ud-test.conllu"


def report(pipeline: str, folder: Path, limit: int | None) -> list[str]:
    """Measure a pipeline on the annotation in `folder` (`news_ner`, `converted`, `raw.tar.xz`); Markdown."""
    if not (folder / "converted").is_dir():
        return []
    print("model …", file=sys.stderr)
    nlp = evaluate.open_pipeline(pipeline)
    held: dict[str, list[Any]] = {"news": [], "world": []}
    for row in prepare.annotation(folder):
        if (part := prepare.part_of(row)) in held:
            held[part].append(prepare.to_doc(nlp, row))
    names = {name: evaluate.entities(nlp, docs[:limit], evaluate.TEN) for name, docs in held.items()}
    names = {"news held back": evaluate.together(*names.values()), "of it world news": names["world"]}
    for file, name in ENTITIES.items():
        labels = evaluate.OPEN[file.removeprefix("ner_")]
        names[name] = evaluate.entities(nlp, prepare.load(nlp, folder / f"converted/{file}.spacy")[:limit], labels)
    rows = [[name, *(f"{found[kind]['f']:.3f}" if kind in found else "" for kind in TYPES)] for name, found in names.items()]
    lines = ["### Names\n", "Exact span and type, F1. Coarse sets count GPE, LOC and FAC as one.\n"]
    lines += table(["", *TYPES], rows)
    trees = {
        name: evaluate.syntax(nlp, prepare.load(nlp, folder / f"converted/{file}.spacy")[:limit])
        for file, name in TREEBANKS.items()
    }
    kinds = ("tag_acc", "pos_acc", "dep_uas", "dep_las", "sents_f", "lemma_acc")
    lines += ["### Syntax\n", "Own tokens and sentences; Penn tags, trees converted to ClearNLP's labels.\n"]
    lines += table(
        ["", "tags", "parts of speech", "UAS", "LAS", "sentences, F1", "lemmas"],
        [[name, *(f"{found.get(kind, 0):.3f}" for kind in kinds)] for name, found in trees.items()],
    )
    lines += ["Sentences of whole texts of GUM's test part with their line breaks, F1:\n"]
    texts = _texts(folder / "raw.tar.xz")
    found = {
        name: evaluate.sentences(nlp, [row for row in texts if row["genre"] in genres])
        for name, genres in evaluate.GENRES.items()
    }
    return lines + table(
        ["", *found],
        [["F1", *(f"{each['f']:.3f}" for each in found.values())], ["sentences", *(str(each["n"]) for each in found.values())]],
    )


def _texts(archive: Path) -> list[dict[str, Any]]:
    """The whole texts of GUM's test part."""
    with TemporaryDirectory() as scratch, tarfile.open(archive) as file:
        member = next(member for member in file if member.name.endswith(GUM_TEST))
        file.extract(member, scratch, filter="data")
        sentences = list(conllu.read(Path(scratch, member.name)))
    return [treebanks.paragraphs(name, list(group)) for name, group in groupby(sentences, key=lambda sentence: sentence.document)]
