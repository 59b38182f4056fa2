"""The spaCy pipeline that reads articles: a base pipeline with Newsledger's components behind it."""

from __future__ import annotations

from pathlib import Path

import spacy
from spacy.language import Language
from thinc.api import NumpyOps, set_current_ops

# Importing them registers their factories, also where the package is not installed and has no entry points.
from pipelines.nlp import extensions, tokenizer, values, vectors  # noqa: F401
from pipelines.nlp.countries import component as countries  # noqa: F401
from pipelines.nlp.countries import gazetteer
from pipelines.nlp.figures import component as figures  # noqa: F401
from pipelines.nlp.locate import DEFAULT, UnknownPipeline, path_of
from pipelines.nlp.people import component as people  # noqa: F401
from pipelines.nlp.people import names  # noqa: F401
from pipelines.nlp.quotes import component as quotes  # noqa: F401

COMPONENTS = ("newsledger_people", "newsledger_countries", "newsledger_figures", "newsledger_quotes")
# Small batches keep the working set in the cache: 1.3 times the speed of spaCy's 1,000 documents, at a third of the memory.
BATCH_SIZE = 16


def load(model: str = DEFAULT, places: Path | None = None) -> Language:
    """Load a base pipeline and put the components behind it.

    `model` is the default's name, the name of any installed spaCy pipeline with a tagger, a parser and an NER that use the labels
    of spaCy's English pipelines, or a folder that holds one; `places` a table of places that wins over those of the package.
    Raises UnknownPipeline where there is no such pipeline.
    """
    # Loops over small matrices: NumPy's BLAS beats blis, measured in benchmarks.
    set_current_ops(NumpyOps(use_blis=False))
    extensions.register()
    gazetteer.use(places)
    try:
        nlp = spacy.load(path_of(model) or model)
    except (OSError, TypeError, AttributeError, ValueError) as error:
        raise UnknownPipeline(model) from error
    nlp.batch_size = BATCH_SIZE
    tokenizer.mend(nlp.tokenizer)
    nlp.tokenizer = tokenizer.bounded(nlp.tokenizer)
    if "parser" in nlp.pipe_names and "newsledger_line_breaks" not in nlp.pipe_names:
        nlp.add_pipe("newsledger_line_breaks", before="parser")
    nlp.add_pipe("newsledger_names")
    for component in COMPONENTS:
        nlp.add_pipe(component)
    return nlp
