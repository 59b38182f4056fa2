"""Everything in one command: `python -m training DATA WORK`.

README.md says what DATA holds; WORK receives all that is made on the way.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from spacy.tokens import DocBin

from training import assemble, average, evaluate, fit, open_sets, prepare, silver, treebanks, vectors

HERE = Path(__file__).parent
SHIPPED = HERE.parent / "pipelines/nlp/en_newsledger"
TESTS = ("news", "world", "finance", "dev", *prepare.TESTS, *evaluate.SYNTAX)
# Steps of the syntax, of the two recognizers that label paragraphs, and of the recognizer on gold and silver together.
SYNTAX_STEPS, TEACHER_STEPS, STEPS = 9000, (10_000, 2000), 15_000
# Then both go on twice, at half the rate, the recognizer on gold alone; the three are averaged.
REFINEMENTS = {"training.optimizer.learn_rate.initial_rate": 0.001, "training.optimizer.learn_rate.warmup_steps": 100}
SYNTAX_REFINED, REFINED, DROPOUTS = 3000, 7000, (0.15, 0.2)


def main(data: Path, work: Path) -> None:
    """Convert, prepare, train, assemble, measure; what is shipped is replaced at the very end."""
    corpus, features, paragraphs = work / "corpus", work / "features", data / "news_paragraphs.txt.xz"
    open_sets.main(data / "raw", corpus)
    treebanks.main(data / "raw", corpus)
    prepare.main(data, corpus)
    held = [corpus / f"{name}.spacy" for name in TESTS]
    vectors.main(paragraphs, features, held)

    def train(config: str, name: str, texts: str, steps: int, seed: int = prepare.SEED, **more: object) -> Path:
        """Train one configuration; gives the folder of its best checkpoint."""
        dev = "syntax_dev" if config == "syntax.cfg" else "dev"
        settings = {
            "paths.train": corpus / f"{texts}.spacy",
            "paths.dev": corpus / f"{dev}.spacy",
            "paths.vectors": features,
            "training.max_steps": steps,
            "system.seed": seed,
        }
        given = {name: value if isinstance(value, int | float) else str(value) for name, value in {**settings, **more}.items()}
        start = given.pop("paths.start", None)
        fit.main(HERE / config, work / name, given, Path(str(start)) if start else None)
        return work / name / "model-best"

    def refined(config: str, name: str, texts: str, steps: int, start: Path) -> Path:
        """Go on from a checkpoint twice; gives the folder of the mean of all three."""
        folders = [
            train(
                config, f"{name}{seed}", texts, steps, seed, **REFINEMENTS, **{"training.dropout": dropout, "paths.start": start}
            )
            for seed, dropout in enumerate(DROPOUTS, start=prepare.SEED)
        ]
        average.main(work / name, [start, *(folder.with_name("model-last") for folder in folders)])
        return work / name

    syntax = refined(
        "syntax.cfg", "syntax", "syntax_train", SYNTAX_REFINED, train("syntax.cfg", "syntax_begun", "syntax_train", SYNTAX_STEPS)
    )
    teachers = [
        train("ner.cfg", f"teacher{seed}", "train", steps, seed) for seed, steps in enumerate(TEACHER_STEPS, start=prepare.SEED)
    ]
    silver.main(teachers[0], teachers[1], paragraphs, corpus / "silver.spacy", held)
    both = DocBin().from_disk(corpus / "train.spacy")
    both.merge(DocBin().from_disk(corpus / "silver.spacy"))
    both.to_disk(corpus / "both.spacy")
    # The rate falls more slowly than the steps end: the refinement goes on from there.
    begun = train("ner.cfg", "ner_begun", "both", STEPS, **{"training.optimizer.learn_rate.total_steps": STEPS * 6 // 5})
    ner = refined("ner.cfg", "ner", "train", REFINED, begun.with_name("model-last"))
    trial, figures = work / "en_newsledger", work / "figures.json"
    assemble.main(syntax, ner, trial)
    figures.write_text(json.dumps(evaluate.main(str(trial), corpus), indent=1), encoding="utf-8")
    assemble.main(syntax, ner, SHIPPED, figures)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
