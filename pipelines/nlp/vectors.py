"""Static word vectors in a quarter of the space: eight bits for a number on disk, floats in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from spacy.util import registry
from spacy.vectors import Vectors
from spacy.vocab import Vocab

_SCALES = "vectors.scales"


class CompactVectors(Vectors):
    """spaCy's table of vectors, written as whole numbers from -127 to 127 with one scale for a column."""

    data: np.ndarray

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the table under `path`; reading it gives each number to within half a step of its column's scale."""
        path.mkdir(parents=True, exist_ok=True)
        exact = self.data
        scales = np.maximum(np.abs(exact).max(axis=0, initial=0), 1e-9).astype("float32") / 127
        self.data = np.rint(exact / scales).astype("int8")
        try:
            super().to_disk(path, exclude=exclude)
        finally:
            self.data = exact
        with (path / _SCALES).open("wb") as file:
            np.save(file, scales, allow_pickle=False)

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> CompactVectors:
        """Read what `to_disk` wrote."""
        super().from_disk(path, exclude=exclude)
        self.data = self.data * np.load(path / _SCALES, allow_pickle=False)
        return self


@registry.vectors("newsledger.Vectors.v1")
def create_vectors() -> Callable[[Vocab], CompactVectors]:
    """Made by spaCy from the line `@vectors` of a pipeline's configuration."""

    def create(vocab: Vocab) -> CompactVectors:
        return CompactVectors(strings=vocab.strings)

    return create
