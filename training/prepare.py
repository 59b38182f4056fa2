"""Annotated news and open sets to spaCy's binary form: `python -m training.prepare DATA OUT`.

DATA holds `news_ner/batch*.jsonl` (lines with `id`, `src`, `text`, `entities`), OUT what `training.open_sets` wrote. OUT receives
`train.spacy`, `dev.spacy`, and the tests `news.spacy`, `world.spacy` and `finance.spacy`; the counts go to `counts.json`.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

from pipelines.nlp.tokenizer import mend
from training.augment import augment, surnames

SEED = 17
# Non-commercial texts: for evaluation only.
NON_COMMERCIAL = "fin/"
# World and business news from many outlets, told apart in the report.
WORLD = range(13, 17)
# Sentences that are shorter occur by chance ("Read more.").
LEAST_WORDS = 8
TESTS = ("uner_ewt_test", "wikigold_test", "politics_test", "redocred_test", "gum_test_entities")


def main(data: Path, out: Path) -> None:
    """Write every set and the counts."""
    nlp = spacy.blank("en")
    mend(nlp.tokenizer)
    rng = random.Random(SEED)  # noqa: S311 - varies texts, keeps no secret
    parts: dict[str, list[dict]] = {"train": [], "dev": [], "news": [], "world": [], "finance": []}
    for row in annotation(data):
        parts[part_of(row)].append(row)
    opened = load(nlp, out / "entities_train.spacy")
    held = {line for name in ("dev", "news", "world", "finance") for row in parts[name] for line in lines(row["text"])}
    held |= {line for name in TESTS for doc in load(nlp, out / f"{name}.spacy") for line in lines(doc.text)}
    counts: dict[str, object] = {"texts held back": {name: len(rows) for name, rows in parts.items() if name != "train"}}
    news = [row for row in parts["train"] if held.isdisjoint(lines(row["text"]))]
    kept = [doc for doc in opened if held.isdisjoint(lines(doc.text))]
    counts["left out of training, a line in a test"] = {
        "news": len(parts["train"]) - len(news),
        "open sets": len(opened) - len(kept),
    }

    names, places = surnames(), place_names(news)
    docs = kept + [to_doc(nlp, row) for row in news] + [to_doc(nlp, augment(row, names, places, rng)) for row in news]
    rng.shuffle(docs)
    out.mkdir(parents=True, exist_ok=True)
    save(out / "train.spacy", docs)
    for name in ("dev", "news", "world", "finance"):
        save(out / f"{name}.spacy", (to_doc(nlp, row) for row in parts[name]))
    counts["training"] = {
        "texts": len(docs),
        "tokens": sum(map(len, docs)),
        **Counter(e.label_ for doc in docs for e in doc.ents),
    }
    (out / "counts.json").write_text(json.dumps(counts, indent=1), encoding="utf-8")
    print(json.dumps(counts))


def annotation(data: Path) -> Iterator[dict]:
    """Rows of all batches, each with the number of its batch."""
    for path in sorted((data / "news_ner").glob("batch*.jsonl")):
        batch = int(re.sub(r"\D", "", path.stem))
        for line in path.read_text(encoding="utf-8").splitlines():
            yield {**json.loads(line), "batch": batch}


def part_of(row: dict) -> str:
    """Where an article goes, by its source's hash: all of its pieces to one place, whatever else changes."""
    if row["src"].startswith(NON_COMMERCIAL):
        return "finance"
    bucket = int(hashlib.sha256(row["src"].encode()).hexdigest()[:8], 16) % 100
    if bucket < 10:
        return "world" if row["batch"] in WORLD else "news"
    return "dev" if bucket < 15 else "train"


def lines(text: str) -> set[str]:
    """The sentences of a text, roughly, in a form that case, marks and spaces don't change."""
    found = (re.findall(r"[a-z0-9]+", line) for line in re.split(r"[.!?]\s|\n", text.lower()))
    return {" ".join(words) for words in found if len(words) >= LEAST_WORDS}


def place_names(rows: Iterable[dict]) -> list[str]:
    """Places of the training texts, as often as they occur: for datelines."""
    surfaces = (
        row["text"][entity["start"] : entity["end"]] for row in rows for entity in row["entities"] if entity["label"] == "GPE"
    )
    return [surface for surface in surfaces if surface[:1].isupper() and surface.isascii() and len(surface) > 3]


def to_doc(nlp: Language, row: dict) -> Doc:
    """A text with its entities; sentences begin at line breaks only, and what doesn't fit the tokens is left unknown."""
    doc = nlp.make_doc(row["text"])
    spans: list[Span] = []
    unknown: list[Span] = []
    end = 0
    for entity in sorted(row["entities"], key=lambda entity: (entity["start"], -entity["end"])):
        span = doc.char_span(entity["start"], entity["end"], entity["label"], alignment_mode="expand")
        if span is None or span.start < end:
            continue
        fits = (span.start_char, span.end_char) == (entity["start"], entity["end"]) and "\n" not in span.text
        (spans if fits else unknown).append(span)
        end = span.end
    doc.set_ents(spans, missing=unknown)
    for before, token in pairwise(doc):
        token.is_sent_start = "\n" in before.text
    return doc


def load(nlp: Language, path: Path) -> list[Doc]:
    """The texts of a file in spaCy's binary form."""
    return list(DocBin().from_disk(path).get_docs(nlp.vocab))


def save(path: Path, docs: Iterable[Doc]) -> None:
    """Write texts in spaCy's binary form."""
    DocBin(attrs=["ORTH", "SPACY", "SENT_START", "ENT_IOB", "ENT_TYPE"], docs=docs).to_disk(path)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
