"""Average pipelines that were trained on from one common start: `python -m training.average OUT FOLDER FOLDER …`.

The mean of their parameters is one network of the same size, and better than each (M. Wortsman et al. 2022, model soups).
"""

from __future__ import annotations

import sys
from pathlib import Path

import spacy


def main(out: Path, folders: list[Path]) -> None:
    """Write the first pipeline with the mean parameters of all; ValueError where two networks differ in shape."""
    first, *others = [spacy.load(folder) for folder in folders]
    for name in first.pipe_names:
        networks = [list(nlp.get_pipe(name).model.walk()) for nlp in (first, *others)]  # type: ignore[attr-defined]
        for node, *twins in zip(*networks, strict=True):
            for parameter in node.param_names:
                if node.has_param(parameter):
                    same = [twin.get_param(parameter) for twin in twins]
                    node.set_param(parameter, sum(same, start=node.get_param(parameter)) / len(folders))
    first.to_disk(out)


if __name__ == "__main__":
    target, *given = map(Path, sys.argv[1:])
    main(target, given)
