"""Static features of words as a table of vectors: `python -m training.vectors PARAGRAPHS OUT [HELD …]`.

PARAGRAPHS is an xz-compressed file with a paragraph of news a line; HELD are test sets in spaCy's binary form, whose sentences
are left out. Needs `training/requirements.txt`. A word's row joins

- 48 numbers that tell the prefixes of its Brown cluster (P. F. Brown et al. 1992; the clusters of spacy-lookups-data): random
  signs for each prefix, so that words of near clusters share most of them;
- 11 numbers for what the package's tables know: city, country, region, people, organization, alone or as the first or last
  word;
- 64 numbers learnt from the paragraphs by skip-gram with negative sampling (T. Mikolov et al. 2013).
"""

from __future__ import annotations

import gzip
import json
import lzma
import sys
from collections import defaultdict
from collections.abc import Iterable
from importlib import resources
from pathlib import Path

import numpy as np
import spacy

from pipelines.nlp.tables import rows
from pipelines.nlp.tokenizer import mend
from pipelines.nlp.vectors import CompactVectors
from training.prepare import lines, load
from training.tables import organizations, several

SEED = 17
# Bits of a cluster's path, from its root; each prefix has a code of so many signs.
PREFIXES, SIGNS = (4, 6, 8, 10, 12, 16), 8
# So many of the most frequent words have a cluster; words rarer than the log-probability are no common words.
CLUSTERED, COMMON = 120_000, -11.5
WIDTH, WINDOW, LEAST_COUNT, EPOCHS = 64, 3, 6, 6
# The weight of the tables' bits, and the mean length of the learnt part: near that of the clusters' signs.
BIT, LENGTH = 3.0, 4.0
LARGE_CITY = 300
(
    CITY,
    TOWN,
    FIRST_OF_CITY,
    LAST_OF_CITY,
    COUNTRY,
    IN_COUNTRY,
    REGION,
    PEOPLE,
    ORGANIZATION,
    FIRST_OF_ORGANIZATION,
    LAST_OF_ORGANIZATION,
) = (1 << bit for bit in range(11))
BITS = 11


def main(paragraphs: Path, out: Path, held: list[Path]) -> None:
    """Write a blank pipeline that holds the table."""
    nlp = spacy.blank("en", config={"nlp": {"vectors": {"@vectors": "newsledger.Vectors.v1"}}})
    mend(nlp.tokenizer)
    nlp.tokenizer.max_cache_size = 2_000_000
    out.mkdir(parents=True, exist_ok=True)
    known = {line for path in held for doc in load(nlp, path) for line in lines(doc.text)}
    words = out / "words.txt"
    with lzma.open(paragraphs, "rt", encoding="utf-8") as source, words.open("w", encoding="utf-8") as target:
        kept = (text for text in map(str.strip, source) if known.isdisjoint(lines(text)))
        target.writelines(" ".join(token.text for token in nlp.make_doc(text) if not token.is_space) + "\n" for text in kept)
    learnt = skip_gram(words)
    words.unlink()
    clusters, probabilities = lookups("en_lexeme_cluster"), lookups("en_lexeme_prob")
    common = {word for word, value in probabilities.items() if word.islower() and value > COMMON}
    bits = known_bits(common)
    frequent = sorted((word for word in clusters if clusters[word]), key=lambda word: -probabilities.get(word, -20.0))[:CLUSTERED]
    nlp.vocab.vectors = joined(dict.fromkeys([*frequent, *bits, *learnt]), clusters, bits, learnt)
    nlp.to_disk(out)
    print(f"{len(nlp.vocab.vectors.key2row)} words, {len(nlp.vocab.vectors.data)} rows")


def joined(words: Iterable[str], clusters: dict[str, int], bits: dict[str, int], learnt: dict[str, np.ndarray]) -> CompactVectors:
    """The table: words that nothing tells apart share a row."""
    strings = spacy.blank("en").vocab.strings
    signs = Signs()
    rows: dict[tuple, int] = {}
    data: list[np.ndarray] = []
    keys: list[tuple[int, int]] = []
    nothing = np.zeros(WIDTH)
    for word in words:
        vector = learnt.get(word)
        cluster, known = clusters.get(word, 0), bits.get(word, 0)
        key = (cluster, known, word if vector is not None else "")
        if key not in rows:
            rows[key] = len(data)
            flags = [BIT * (known >> bit & 1) for bit in range(BITS)]
            data.append(np.concatenate([signs.of(cluster), flags, nothing if vector is None else vector]))
        keys.append((strings.add(word), rows[key]))
    # The last row is that of unknown words.
    found = CompactVectors(strings=strings, data=np.asarray([*data, np.zeros(len(data[0]))], dtype="float32"), name="features")
    for word_hash, row in keys:
        found.add(word_hash, row=row)
    return found


class Signs:
    """Codes of cluster paths."""

    def __init__(self) -> None:
        self.random = np.random.default_rng(SEED)
        self.codes: dict[tuple[int, int], np.ndarray] = {}

    def of(self, cluster: int) -> np.ndarray:
        """The codes of a cluster's prefixes, zeros for none. spaCy counts a path's bits from the lowest."""
        if not cluster:
            return np.zeros(len(PREFIXES) * SIGNS)
        parts = []
        for length in PREFIXES:
            key = (length, cluster & ((1 << length) - 1))
            if key not in self.codes:
                self.codes[key] = self.random.choice([-1.0, 1.0], SIGNS)
            parts.append(self.codes[key])
        return np.concatenate(parts)


def skip_gram(words: Path) -> dict[str, np.ndarray]:
    """Vectors of the words of a file; one thread, so that they are the same each time."""
    from gensim.models import Word2Vec

    model = Word2Vec(
        corpus_file=str(words),
        vector_size=WIDTH,
        window=WINDOW,
        min_count=LEAST_COUNT,
        epochs=EPOCHS,
        sg=1,
        negative=8,
        sample=1e-4,
        workers=1,
        seed=SEED,
    )
    vectors = model.wv.vectors * (LENGTH / np.linalg.norm(model.wv.vectors, axis=1).mean())
    return dict(zip(model.wv.index_to_key, vectors, strict=True))


def known_bits(common: set[str]) -> dict[str, int]:
    """What the tables know of each word; common words are no cities."""
    bits: dict[str, int] = defaultdict(int)
    for row in rows("gazetteer"):
        if row["name"].lower() in common:
            continue
        parts = capitals(row["name"])
        if row["kind"] == "region":
            if len(parts) == 1:
                bits[parts[0]] |= REGION
        elif " " not in row["name"] and "-" not in row["name"]:
            bits[row["name"]] |= CITY if int(row["thousands"]) >= LARGE_CITY or row["kind"] == "capital" else TOWN
        elif parts:
            bits[parts[0]] |= FIRST_OF_CITY
            bits[parts[-1]] |= LAST_OF_CITY
    countries = [row["name"] for row in rows("countries")]
    countries += [
        form for row in rows("places_own") if row["kind"] == "name" and not row["flag"] for form in several(row["surfaces"])
    ]
    for name in countries:
        parts = capitals(name) or [name]
        for part in parts:
            bits[part] |= COUNTRY if len(parts) == 1 else IN_COUNTRY
    for row in rows("demonyms"):
        for form in several(row["forms"]):
            bits[form] |= PEOPLE
            bits[f"{form}s"] |= PEOPLE
    for name in organizations():
        parts = name.split()
        if len(parts) == 1:
            bits[name] |= ORGANIZATION
        else:
            bits[parts[0]] |= FIRST_OF_ORGANIZATION
            bits[parts[-1]] |= LAST_OF_ORGANIZATION
    return bits


def capitals(name: str) -> list[str]:
    """The capitalized words of a name."""
    return [word for word in name.replace("-", " ").split() if word[:1].isupper() and len(word) > 2]


def lookups(name: str) -> dict:
    """A table of spacy-lookups-data."""
    with gzip.open(str(resources.files("spacy_lookups_data") / f"data/{name}.json.gz"), "rt", encoding="utf-8") as file:
        return json.load(file)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), [Path(path) for path in sys.argv[3:]])
