"""Who is who in the texts of GUM: whether the names of one person are joined, and under the fullest of them.

Once with the gold mentions in the place of our recognizer's, so that only the joining is measured, and once end to end.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from benchmarks.speed import table
from pipelines.nlp.people.canonical import People
from pipelines.nlp.people.component import people, person_at
from pipelines.nlp.people.name_words import is_title

GOLD = Path("corpora", "places_people", "gum_people.dev.jsonl")
NOTE = """### Who is who

GUM, every genre, news among them: names of people as annotated, each person under the longest of them, even where that is a title
(Chief Justice) or how the name sounds. A mention is short where it is not the longest; pairs are those of mentions of one person.
Given the mentions: with the gold in the place of what our recognizer finds.
"""
Row = dict[str, Any]


def report(nlp: Language, folder: Path, limit: int | None = None) -> list[str]:
    """Score the names that mentions get, given the gold mentions and end to end; Markdown."""
    texts = [json.loads(line) for line in (folder / GOLD).read_text(encoding="utf-8").splitlines()][:limit]
    ours = [name for name in nlp.pipe_names if name.startswith("newsledger_") and name != "newsledger_line_breaks"]
    with nlp.select_pipes(disable=ours):
        docs = list(nlp.pipe(row["text"] for row in texts))
    given = _score(zip(texts, docs, strict=True), _given)
    whole = _score(zip(texts, nlp.pipe(row["text"] for row in texts), strict=True), _found)
    return [NOTE, *table(["", "given the mentions", "end to end"], [[name, given[name], whole[name]] for name in given])]


def _given(doc: Doc, mentions: list[Span]) -> list[str | None]:
    """The names that the joining gives the gold mentions; a title alone is no name."""
    doc.ents = filter_spans(each for each in mentions if not is_title(each.text.lower()))
    known = People(doc.ents)
    for entity in doc.ents:
        entity._.name = known.name(entity)
    return [name or each.text for name, each in zip(_found(people(doc), mentions), mentions, strict=True)]


def _found(doc: Doc, mentions: list[Span]) -> list[str | None]:
    """The names of the people who were found where the gold has somebody."""
    found = (person_at(doc, each.start_char, each.end_char) for each in mentions)
    return [person.name if person else None for person in found]


def _score(articles: Iterable[tuple[Row, Doc]], names: Callable[[Doc, list[Span]], list[str | None]]) -> dict[str, str]:
    counts: Counter[str] = Counter()
    for row, doc in articles:
        gold = sorted((each["start"], each["end"], person) for person, each in _mentions(row))
        spans = [_span(doc, start, end) for start, end, _ in gold]
        ours = names(doc, spans)
        for span, name, (_, _, number) in zip(spans, ours, gold, strict=True):
            full = row["people"][number]["canonical"]
            right, short = _plain(name) == _plain(full), _plain(span.text) != _plain(full)
            counts.update(mentions=1, right=right, short=short, short_right=right and short)
        told = [_plain(name) or str(at) for at, name in enumerate(ours)]
        same = Counter(zip(told, (number for *_, number in gold), strict=True))
        counts["both"] += _pairs(same.values())
        counts["ours"] += _pairs(Counter(told).values())
        counts["gold"] += _pairs(Counter(number for *_, number in gold).values())
    return {
        "mentions": str(counts["mentions"]),
        "canonical name": f"{counts['right'] / max(counts['mentions'], 1):.3f}",
        "canonical name of short mentions": f"{counts['short_right'] / max(counts['short'], 1):.3f}",
        "pairs, P": f"{counts['both'] / max(counts['ours'], 1):.3f}",
        "pairs, R": f"{counts['both'] / max(counts['gold'], 1):.3f}",
        "pairs, F1": f"{2 * counts['both'] / max(counts['ours'] + counts['gold'], 1):.3f}",
    }


def _span(doc: Doc, start: int, end: int) -> Span:
    """The tokens of a stretch of the text, and those that it cuts."""
    tokens = [token.i for token in doc if token.idx < end and token.idx + len(token) > start]
    return Span(doc, tokens[0], tokens[-1] + 1, "PERSON")


def _mentions(row: Row) -> list[tuple[int, Row]]:
    return [(number, each) for number, person in enumerate(row["people"]) for each in person["names"]]


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def _plain(text: str | None) -> str:
    """The words of a name in small letters without accents and marks."""
    letters = (each for each in unicodedata.normalize("NFKD", text or "") if not unicodedata.combining(each))
    return " ".join(re.findall(r"\w+", "".join(letters).lower()))
