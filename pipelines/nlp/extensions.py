"""The `Doc` and `Span` attributes through which the components speak to each other.

`doc._.published` (date), `doc._.source` and `doc._.url` are what is known of the article before the pipeline runs: set them on
the result of `nlp.make_doc`. The components fill `doc._.people`, `doc._.country_mentions`, `doc._.figures` and `doc._.quotes`
(lists of `pipelines.nlp.records`), and `span._.name`, the canonical name of an entity in its article.
"""

from spacy.tokens import Doc, Span


def register() -> None:
    """Declare the attributes; doing so again changes nothing."""
    for name in ("published", "source", "url"):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)
    for name in ("people", "country_mentions", "figures", "quotes"):
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=[])
    if not Span.has_extension("name"):
        Span.set_extension("name", default=None)
