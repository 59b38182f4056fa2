"""Passages of news that are annotated for this project: `passages.jsonl` beside this module says what each amount of money means.

It names a passage by the SHA-256 of its text and marks by offsets, so that it holds no words of others. Two thirds are to learn
from; nobody looks at those that are `held` back, which are scored.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import lzma
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

ANNOTATED = Path(__file__).with_suffix(".jsonl")
Row = dict[str, Any]


def annotated(files: Iterable[Path], held: bool) -> Iterator[Row]:
    """Yield the passages whose texts the files hold, those held back or the others: `id`, `text` and `figures`.

    A file holds JSON lines with `text`, or a passage a line; .gz and .xz too.
    """
    rows = map(json.loads, ANNOTATED.read_text(encoding="utf-8").splitlines())
    wanted = {row["passage"]: row["figures"] for row in rows if row.get("held", False) == held}
    for path in files:
        opened = gzip.open if path.suffix == ".gz" else lzma.open if path.suffix == ".xz" else open
        with opened(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                whole = json.loads(line).get("text") if line.startswith("{") else line
                for text in re.findall(r"[^\n]+", (whole or "").strip()):
                    if (figures := wanted.pop(digest(text), None)) is not None:
                        yield {"id": digest(text), "text": text, "figures": [marked(text, figure) for figure in figures]}


def digest(text: str) -> str:
    """Give the name of a passage."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def marked(text: str, figure: Row) -> Row:
    """Give an annotated figure with the words of its stretches."""
    stretches = {name: text[slice(*place)] for name, place in figure.items() if isinstance(place, list)}
    return {"currency": "USD", "qualifier": "exactly", "status": "actual"} | figure | stretches
