"""From a processed Doc to rows of the tables in `warehouse/schema/2_extracted.sql`, one list per table."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import asdict
from decimal import Context, Decimal
from typing import Any

from spacy.tokens import Doc

Row = dict[str, Any]


# The decimal places of an amount in the warehouse.
PLACES = Decimal("0.000001")


def rows(doc: Doc, extractor: str) -> dict[str, list[Row]]:
    """All rows of an article, in order of their place in the text; `extractor` names the pipeline and its version."""
    sentences = [sentence for sentence in doc.sents if sentence.text.strip()] if doc.has_annotation("SENT_START") else [doc[:]]
    starts = [sentence.start_char for sentence in sentences]
    # Put together from its tokens at each call.
    text = doc.text

    def row(start: int, end: int, fields: Row) -> Row:
        number = max(bisect_right(starts, start) - 1, 0)
        place = {"start_char": start, "end_char": end, "surface": text[start:end], "sentence": number}
        return {**place, **fields, "extractor": extractor}

    def found(records: Iterable[Any]) -> list[Row]:
        fields = ({name: _rounded(value) for name, value in asdict(record).items()} for record in records)
        made = [row(each.pop("start_char"), each.pop("end_char"), each) for each in fields]
        return sorted(made, key=lambda each: (each["start_char"], each["end_char"]))

    return {
        "sentences": [row(*_trimmed(sent.text, sent.start_char), {"number": i}) for i, sent in enumerate(sentences)],
        "entities": [row(e.start_char, e.end_char, {"label": e.label_, "name": e._.name or e.text}) for e in doc.ents],
        "people": found(doc._.people),
        "country_mentions": found(doc._.country_mentions),
        "figures": found(doc._.figures),
        "quotes": found(doc._.quotes),
    }


def _rounded(value: Any) -> Any:
    if not isinstance(value, Decimal):
        return value
    return value.quantize(PLACES, context=Context(prec=60)).normalize() if value.as_tuple().exponent < -6 else value  # type: ignore[operator]


def _trimmed(text: str, start: int) -> tuple[int, int]:
    """Where a sentence begins and ends without the white space around it."""
    begin = start + len(text) - len(text.lstrip())
    return begin, begin + len(text.strip())
