"""Label news paragraphs by two recognizers: `python -m training.silver FIRST SECOND PARAGRAPHS OUT [HELD …]`.

Where both find the same name it is taken, where they differ the tokens are of unknown type, so that nothing is learnt there.
PARAGRAPHS is an xz-compressed file with a paragraph a line; HELD are test sets in spaCy's binary form, whose sentences are left
out.
"""

from __future__ import annotations

import lzma
import random
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from training.evaluate import open_pipeline
from training.prepare import SEED, lines, load, save

# Characters of a paragraph, and tokens of all.
LENGTHS, TOKENS = range(60, 1500), 2_500_000


def main(first: Path, second: Path, paragraphs: Path, out: Path, held: list[Path]) -> None:
    """Write the texts with the names that both recognizers find."""
    one, other = open_pipeline(str(first)), open_pipeline(str(second))
    known = {line for path in held for doc in load(one, path) for line in lines(doc.text)}
    with lzma.open(paragraphs, "rt", encoding="utf-8") as file:
        texts = [line.strip() for line in file if len(line.strip()) in LENGTHS]
    random.Random(SEED).shuffle(texts)  # noqa: S311 - shuffles texts, keeps no secret
    texts = [text for text in texts[: TOKENS // 20] if known.isdisjoint(lines(text))]
    docs, tokens = [], 0
    for doc in labelled(one, other, texts):
        docs.append(doc)
        tokens += len(doc)
        if tokens >= TOKENS:
            break
    save(out, docs)
    print(f"{len(docs)} paragraphs, {tokens} tokens, {sum(len(doc.ents) for doc in docs)} names")


def labelled(one: Language, other: Language, texts: list[str]) -> Iterator[Doc]:
    """Texts with the names on which both agree."""
    for first, second in zip(one.pipe(texts), other.pipe(texts), strict=True):
        names = [{(entity.start, entity.end, entity.label_) for entity in doc.ents} for doc in (first, second)]
        both = names[0] & names[1]
        taken = {at for start, end, _ in both for at in range(start, end)}
        unsure = {at for start, end, _ in names[0] ^ names[1] for at in range(start, end)} - taken
        doc = Doc(one.vocab, words=[token.text for token in first], spaces=[bool(token.whitespace_) for token in first])
        agreed = [entity for entity in first.ents if (entity.start, entity.end, entity.label_) in both]
        doc.set_ents(
            [doc.char_span(entity.start_char, entity.end_char, entity.label_) for entity in agreed],
            missing=[doc[at : at + 1] for at in sorted(unsure)],
        )
        for before, token in pairwise(doc):
            token.is_sent_start = "\n" in before.text
        yield doc


if __name__ == "__main__":
    first, second, paragraphs, out, *held = map(Path, sys.argv[1:])
    main(first, second, paragraphs, out, held)
