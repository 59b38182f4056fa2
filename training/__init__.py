"""How the default language pipeline `en_newsledger` is made: see README.md beside this file."""

from spacy.util import registry

import pipelines.nlp.tokenizer  # noqa: F401 - registers the tokenizer that the configurations name

# What this checkout registers comes before the entry points of an installed version.
registry.tokenizers.entry_points = False
