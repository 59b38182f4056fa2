"""English treebanks to spaCy's binary form: `python -m training.treebanks RAW OUT`.

RAW holds the repositories as folders `owner+name`; OUT receives `syntax_train.spacy`, `syntax_dev.spacy`, and the tests
`ewt_test.spacy`, `gum_test.spacy` and `sentences_test.jsonl`, with Penn tags, universal parts of speech, lemmas, and ClearNLP's
heads and labels.
"""

from __future__ import annotations

import hashlib
import json
import random
import sys
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

from training.clearnlp import convert
from training.conllu import Sentence, read
from training.prepare import lines

SEED = 17
EWT = "UniversalDependencies+UD_English-EWT"
GUM = "UniversalDependencies+UD_English-GUM"
# Genres of GUM whose texts are non-commercial: for evaluation only.
NON_COMMERCIAL = frozenset(("fiction", "whow", "essay", "letter", "podcast", "reddit"))
# Share of the training texts whose marks are made curly, as most news prints them.
CURLY = 0.35


def main(raw: Path, out: Path) -> None:
    """Write every set."""
    out.mkdir(parents=True, exist_ok=True)
    vocab = spacy.blank("en").vocab
    ewt, gum = raw / EWT, raw / GUM
    train = [sentence for path in ewt_training(ewt) + gum_training(gum) for sentence in read(path)]
    dev = []
    for sentence in [*read(ewt / "en_ewt-ud-dev.conllu"), *read(gum / "en_gum-ud-dev.conllu")]:
        (dev if is_held(sentence.document) else train).append(sentence)
    tests = {
        name: list(read(path))
        for name, path in (("ewt_test", ewt / "en_ewt-ud-test.conllu"), ("gum_test", gum / "en_gum-ud-test.conllu"))
    }
    held = {line for test in tests.values() for sentence in test for line in lines(text(sentence))}
    kept = [sentence for sentence in train if held.isdisjoint(lines(text(sentence)))]
    print(f"{len(kept)} sentences for training, {len(train) - len(kept)} left out, in a test")
    # Texts of one sentence teach where a text may begin; longer ones where a sentence ends.
    save(out / "syntax_train.spacy", vocab, kept, (1, 8), CURLY)
    save(out / "syntax_dev.spacy", vocab, dev, (3, 8))
    for name, test in tests.items():
        save(out / f"{name}.spacy", vocab, test, (3, 8))
    with (out / "sentences_test.jsonl").open("w", encoding="utf-8") as file:
        for document, found in groupby(tests["gum_test"], key=lambda sentence: sentence.document):
            file.write(json.dumps(paragraphs(document, list(found))) + "\n")


def is_held(document: str) -> bool:
    """Whether a text of the development parts chooses the checkpoint; two thirds of those that may be trained on are."""
    genre = document.split("_")[1] if document.startswith("GUM_") else ""
    return genre in NON_COMMERCIAL or int(hashlib.sha256(document.encode()).hexdigest()[:8], 16) % 3 == 0


def ewt_training(ewt: Path) -> list[Path]:
    """The training texts of EWT, a file each: the joined file is too large for some copies of the repository."""
    names = (ewt / "not-to-release/file-lists/files.train").read_text(encoding="utf-8").split("\n")
    return [ewt / "not-to-release/sources" / name.strip() for name in names if name.strip()]


def gum_training(gum: Path) -> list[Path]:
    """The texts of GUM that may be trained on: in neither test nor development part, of a genre with a free licence."""
    held = {name for part in ("dev", "test") for name in gum_part(gum, part)}
    return [
        path
        for path in sorted((gum / "not-to-release/sources").glob("*.conllu"))
        if path.stem not in held and path.stem.split("_")[1] not in NON_COMMERCIAL
    ]


def gum_part(gum: Path, part: str) -> set[str]:
    """The names of the texts of a part."""
    lines = (gum / f"not-to-release/file-lists/files.{part}").read_text(encoding="utf-8").split("\n")
    return {Path(line.strip()).stem for line in lines if line.strip()}


def save(path: Path, vocab: Vocab, sentences: Iterable[Sentence], lengths: tuple[int, int], curly: float = 0.0) -> None:
    """Write texts of between `lengths` sentences of one document, a share of them with curly marks."""
    rng = random.Random(SEED)  # noqa: S311 - cuts texts, keeps no secret
    docs = (to_doc(vocab, group, rng.random() < curly) for group in groups(sentences, lengths, rng))
    DocBin(docs=docs).to_disk(path)


def groups(sentences: Iterable[Sentence], lengths: tuple[int, int], rng: random.Random) -> Iterator[list[Sentence]]:
    """Sentences that follow each other in one document."""
    group: list[Sentence] = []
    most = rng.randint(*lengths)
    for sentence in sentences:
        if group and (sentence.document != group[-1].document or len(group) >= most):
            yield group
            group, most = [], rng.randint(*lengths)
        group.append(sentence)
    if group:
        yield group


def to_doc(vocab: Vocab, sentences: list[Sentence], curly: bool) -> Doc:
    """A text with its trees."""
    words = [word for sentence in sentences for word in sentence.words]
    heads: list[int] = []
    labels: list[str] = []
    for sentence in sentences:
        found, relations = convert(sentence)
        heads += [head + len(labels) for head in found]
        labels += relations
    return Doc(
        vocab,
        words=[curled(word.form, word.xpos) if curly else word.form for word in words],
        spaces=[word.space for word in words],
        tags=[word.xpos for word in words],
        pos=[word.upos for word in words],
        lemmas=[word.lemma for word in words],
        heads=heads,
        deps=labels,
    )


def paragraphs(document: str, sentences: list[Sentence]) -> dict:
    """A whole text of GUM with its line breaks, its genre, and start and end of each sentence."""
    whole, bounds = "", []
    for sentence in sentences:
        whole = whole.rstrip() + "\n" if whole and sentence.paragraph else whole
        written = text(sentence)
        bounds.append((len(whole), len(whole) + len(written.rstrip())))
        whole += written
    return {"genre": document.split("_")[1], "text": whole, "sentences": bounds}


def text(sentence: Sentence) -> str:
    """A sentence as it was written."""
    return "".join(word.form + " " * word.space for word in sentence.words)


def curled(form: str, tag: str) -> str:
    """A form with curly marks and a real dash."""
    if tag in ("``", "''"):
        form = form.replace('"', "“" if tag == "``" else "”").replace("``", "“")
    return "—" if form == "--" else form.replace("'", "’")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))
