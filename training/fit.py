"""Train a configuration on one core: `python -m training.fit CONFIG OUT [--section.name value …]`.

`--paths.start FOLDER` goes on from the components of a pipeline that was trained before.

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


def main(path: Path, out: Path, overrides: dict[str, object], start: Path | None = None) -> None:
    """Write `model-best` and `model-last` under `out`; `start` gives the components to go on from."""
    set_current_ops(NumpyOps(use_blis=False))
    config = load_config(path, overrides=overrides, interpolate=False)
    if start:
        config["components"] = {name: {"source": str(start)} for name in config["nlp"]["pipeline"]}
    nlp = init_nlp(config)
    out.mkdir(parents=True, exist_ok=True)
    train(nlp, out, stdout=sys.stdout, stderr=sys.stderr)


if __name__ == "__main__":
    config, out, *rest = sys.argv[1:]
    given = cli.parse_config_overrides(rest)
    start = given.pop("paths.start", None)
    main(Path(config), Path(out), given, Path(start) if start else None)
