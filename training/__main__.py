"""Everything in one command: `python -m training DATA WORK`.

README.md says what DATA holds; WORK receives all that is made on the way.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from training import assemble, evaluate, fit, prepare

HERE = Path(__file__).parent
SHIPPED = HERE.parent / "pipelines/nlp/en_newsledger"


def main(data: Path, work: Path) -> None:
    """Prepare, train, assemble, measure; what is shipped is replaced at the very end."""
    corpus, ner, trial = work / "corpus", work / "ner", work / "en_newsledger"
    prepare.main(data, corpus)
    paths = {"train": corpus / "train.spacy", "dev": corpus / "dev.spacy", "vectors": data / "vectors"}
    fit.main(HERE / "ner.cfg", ner, [word for name, path in paths.items() for word in (f"--paths.{name}", str(path))])
    recognizer = str(ner / "model-best")
    assemble.main(str(SHIPPED), recognizer, trial)
    figures = work / "figures.json"
    figures.write_text(json.dumps(evaluate.main(str(trial), data, corpus), indent=1), encoding="utf-8")
    assemble.main(str(SHIPPED), recognizer, SHIPPED, figures)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
