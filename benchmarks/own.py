"""Accuracy on the gold that ships in `benchmarks/gold`: short texts of our own, labelled before the code was run on them."""

import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.accuracy import find, plain
from benchmarks.speed import table

GOLD = Path(__file__).parent / "gold"
NOTE = """## The project's own gold

Short texts with the cases that are easily confused, labelled before the code was run on them; errors found there were mended
since, so texts that nobody looked at will do worse. Spans match where four fifths of both are the same; a field counts on matched
rows only, without case and article.
"""
Row = dict[str, Any]
Pairs = list[tuple[Row, Row]]


def report(nlp: Any, limit: int | None) -> list[str]:
    """Score countries, people, figures and quotations; Markdown."""
    files = {path.stem: path.read_text(encoding="utf-8").splitlines() for path in GOLD.glob("*.jsonl")}
    rows = {name: [json.loads(line) for line in lines[:limit]] for name, lines in files.items()}
    found = {name: find(nlp, [_article(row) for row in given]) for name, given in rows.items()}
    body = [
        *_countries(rows["countries"], found["countries"]),
        *_people(rows["people"], found["people"]),
        *_rows("figures", rows["figures"], found["figures"], ("qualifier", "per", "status", "kind"), FIGURES),
        *_rows("quotes", rows["quotes"], found["quotes"], ("kind", "cue_class"), ("speaker", "speaker_title")),
    ]
    return [NOTE, *table(["", "texts", "P", "R", "F1"], body)]


FIGURES = ("period_start", "period_end", "payer", "payee", "payer_country", "payee_country", "purpose")
# What the gold calls a column of ours.
NAMES = {"kind": "type", "speaker": "speaker_canonical"}


def _article(row: Row) -> Row:
    told = {"source": row.get("source"), "title": row.get("title"), "published_at": row.get("published_at")}
    return {"text": row["text"], **{name: value for name, value in told.items() if value}}


def _countries(gold: list[Row], found: list[Row]) -> Iterator[list[str]]:
    sets = [
        ({m["country_iso2"] for m in row["mentions"] if m["country_iso2"]}, {m["country"] for m in ours["country_mentions"]})
        for row, ours in zip(gold, found, strict=True)
    ]
    yield _line("countries: set of a text", len(gold), sets)
    mentions = [
        (
            {(m["start"], m["country_iso2"]) for m in row["mentions"] if m["country_iso2"]},
            {(m["start_char"], m["country"]) for m in ours["country_mentions"]},
        )
        for row, ours in zip(gold, found, strict=True)
    ]
    yield _line("countries: mentions", len(gold), mentions)


def _people(gold: list[Row], found: list[Row]) -> Iterator[list[str]]:
    names = [
        ({plain(p["name"]) for p in row["people"]}, {plain(p["name"]) for p in ours["people"]})
        for row, ours in zip(gold, found, strict=True)
    ]
    yield _line("people: set of a text", len(gold), names)


def _rows(name: str, gold: list[Row], found: list[Row], labels: Iterable[str], values: Iterable[str]) -> Iterator[list[str]]:
    """Rows found, then fields that every row has (share right), then fields that a row may lack (P, R, F1)."""
    pairs: Pairs = []
    wanted = had = 0
    for row, ours in zip(gold, found, strict=True):
        left = list(ours[name])
        wanted, had = wanted + len(row[name]), had + len(left)
        for each in row[name]:
            match = next((one for one in left if _same(each, one) and (name != "figures" or _amount(each) == _amount(one))), None)
            if match is not None:
                left.remove(match)
                pairs.append((each, match))
    yield [f"{name}: rows", str(len(gold)), *_prf(len(pairs), had, wanted)]
    for field in labels:
        right = sum(_of(each, field) == plain(match.get(field)) for each, match in pairs)
        yield [f"{name}: {field}", str(len(gold)), "", "", f"{right / max(len(pairs), 1):.3f} right"]
    for field in values:
        sets = [({_of(each, field)} - {""}, {plain(match.get(field))} - {""}) for each, match in pairs]
        yield _line(f"{name}: {field}", len(gold), sets)


def _of(row: Row, field: str) -> str:
    return plain(row.get(NAMES.get(field, field), row.get(field)))


def _same(gold: Row, ours: Row) -> bool:
    common = min(gold["end"], ours["end_char"]) - max(gold["start"], ours["start_char"])
    return common >= 0.8 * max(gold["end"] - gold["start"], ours["end_char"] - ours["start_char"])


def _amount(row: Row) -> Decimal:
    return Decimal(str(row["amount"]))


def _line(name: str, texts: int, sets: list[tuple[set, set]]) -> list[str]:
    right, found, wanted = (
        sum(map(len, parts)) for parts in ((a & b for a, b in sets), (b for _, b in sets), (a for a, _ in sets))
    )
    return [name, str(texts), *_prf(right, found, wanted)]


def _prf(right: int, found: int, wanted: int) -> list[str]:
    return [f"{right / max(found, 1):.3f}", f"{right / max(wanted, 1):.3f}", f"{2 * right / max(found + wanted, 1):.3f}"]
