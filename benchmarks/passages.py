"""Passages of news that are annotated for this project: `passages.jsonl` beside this module says what each amount of money means.

It names a passage by the SHA-256 of its text and marks by offsets, so that it holds no words of others. Nobody looks at those
that are `held` back, nothing is learnt from them, and they are scored; `training/figures.py` learns from the others.
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
    """Yield the passages whose texts the files hold, those held back or the others.

    A passage has `id`, `text`, `published_at` and `src`, where it is from (None where those are not known), and `figures`.

    A file holds JSON lines with `text`, or a passage a line; .gz and .xz too.
    """
    rows = map(json.loads, ANNOTATED.read_text(encoding="utf-8").splitlines())
    wanted = {row["passage"]: row for row in rows if row.get("held", False) == held}
    for path in files:
        opened = gzip.open if path.suffix == ".gz" else lzma.open if path.suffix == ".xz" else open
        with opened(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                whole = json.loads(line) if line.startswith("{") else {"text": line}
                for text in re.findall(r"[^\n]+", (whole.get("text") or "").strip()):
                    for each in {text: None, text.strip(): None}:
                        if (row := wanted.pop(digest(each), None)) is not None:
                            figures = [marked(each, figure) for figure in row["figures"]]
                            known = {"published_at": row.get("published"), "src": whole.get("src")}
                            yield {"id": row["passage"], "text": each, "figures": figures} | known


def free(row: Row) -> bool:
    """Tell whether a passage may be learnt from: not where its text is non-commercial, `src` being of the finance news."""
    return not str(row["src"]).startswith("fin/")


def digest(text: str) -> str:
    """Give the name of a passage."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def marked(text: str, figure: Row) -> Row:
    """Give an annotated figure with the words of its stretches."""
    stretches = {name: text[slice(*place)] for name, place in figure.items() if isinstance(place, list)}
    return {"currency": "USD", "qualifier": "exactly", "status": "actual"} | figure | stretches
