"""Train a configuration on one core: `python -m training.fit CONFIG OUT [--section.name value …]`.

The same as `spacy train`, save for the matrix routines: NumPy's are faster than blis for networks as small as these.
"""

from __future__ import annotations

import sys
from pathlib import Path

import spacy.cli._util as cli
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import load_config
from thinc.api import NumpyOps, set_current_ops


def main(config: Path, out: Path, overrides: list[str]) -> None:
    """Write `model-best` and `model-last` under `out`."""
    set_current_ops(NumpyOps(use_blis=True))
    nlp = init_nlp(load_config(config, overrides=cli.parse_config_overrides(overrides), interpolate=False))
    out.mkdir(parents=True, exist_ok=True)
    train(nlp, out, stdout=sys.stdout, stderr=sys.stderr)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3:])
