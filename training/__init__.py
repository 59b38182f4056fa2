"""How the default language pipeline `en_newsledger` is made: see README.md beside this file."""

import os

# Before NumPy is imported: threads would only spin over matrices as small as these.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("OMP_NUM_THREADS", "1")

from spacy.util import registry

# What the configurations name.
import pipelines.nlp.tokenizer
import pipelines.nlp.values
import pipelines.nlp.vectors  # noqa: F401

# What this checkout registers comes before the entry points of an installed version.
registry.tokenizers.entry_points = False
registry.vectors.entry_points = False
