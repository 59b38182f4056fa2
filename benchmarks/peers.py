"""Other libraries on the money sets, beside ours, in one table: `report`, or `python -m benchmarks.peers [GOLD]`.

Each peer runs in an environment of its own, of the Python that runs this (both ran on 3.11 and on 3.13), made in a scratch folder
that is removed. Where one does not install, fails or takes too long, a line says so. Without GOLD (a folder with
corpora/money/*.dev.jsonl) the set that ships here is scored. A figure counts where its span overlaps the gold's, its amount is
right, and for the second number its currency, too; a bare dollar of a peer's is taken as the American.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import venv
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from benchmarks.accuracy import SCORES
from benchmarks.speed import table
from pipelines import extraction, settings

OURS = "Newsledger"
# What each peer installs, and the program that reads texts, one JSON string a line, and writes their figures, one list a line.
PEERS = {
    "quantulum3": (
        ["quantulum3", "inflect", "num2words"],
        """
from quantulum3 import parser
from quantulum3.load import units
CENTS = {"cent": "USD", "penny": "GBP"}
def read(text):
    for found in parser.parse(text):
        # "$2 a gallon" has the unit "dollar per gallon".
        parts = [units().names.get(part["base"]) for part in found.unit.dimensions or ()]
        unit = next((unit for unit in [found.unit, *parts] if unit is not None and unit.entity.name == "currency"), None)
        if unit is not None:
            cents = unit.name in CENTS
            yield *found.span, found.value / 100 if cents else found.value, CENTS.get(unit.name) or unit.currency_code or None
""",
    ),
    "Recognizers-Text": (
        # Its release of 2019 imports what later emoji packages dropped.
        ["recognizers-text-suite", "emoji<2"],
        """
from recognizers_number_with_unit import recognize_currency
from recognizers_text import Culture
COMMON = {"Dollar": "USD", "Pound": "GBP", "Rupee": "INR", "Peso": "MXN", "Franc": "CHF"}
SMALL = {"Cent": "USD", "Pence": "GBP", "Penny": "GBP"}
def read(text):
    for found in recognize_currency(text, Culture.English):
        told = found.resolution or {}
        value, unit = told.get("value"), told.get("unit")
        value = float(value) / 100 if value and unit in SMALL else value
        yield found.start, found.end + 1, value, told.get("isoCurrency") or COMMON.get(unit) or SMALL.get(unit)
""",
    ),
}
MAIN = """
import json, sys
for line in sys.stdin:
    figures = []
    try:
        for start, end, amount, currency in read(json.loads(line)):
            figures.append({"start": start, "end": end, "amount": None if amount is None else str(amount), "currency": currency})
    except Exception as error:
        print("peer:", repr(error), file=sys.stderr)
    print(json.dumps(figures), flush=True)
"""
# How long a peer may take to install, and to read all sets, in seconds.
INSTALL, READ = 300, 300
Figures = list[dict[str, Any]]
Sets = dict[str, list[dict[str, Any]]]


def report(nlp: Any, gold: Path | None = None, limit: int | None = None) -> list[str]:
    """Read the money sets with ours and with each peer; Markdown. Raises nothing where a peer fails."""
    files = sorted((gold / "corpora/money").glob("*.dev.jsonl")) if gold else []
    titles = {file: title for section in SCORES["sections"] for title, (file, *_) in section["sets"].items()}
    files = files or [Path(__file__).parent / "gold/figures.jsonl"]
    sets = {titles.get(f"money/{file.name.split('.')[0]}", "the project's own gold"): rows(file)[:limit] for file in files}
    lines, notes = [[OURS, *scores(sets, {name: ours(nlp, texts(found)) for name, found in sets.items()})]], []
    for name, (packages, program) in PEERS.items():
        print(f"peers: {name} …", file=sys.stderr)
        try:
            lines.append([name, *scores(sets, peer(packages, program, sets))])
        except (subprocess.SubprocessError, OSError, ValueError) as error:
            notes.append(f"{name} does not install or run here, on Python {sys.version.split()[0]}: {told(error)}")
    return [
        "## Money, beside other libraries\n\nEach in an environment of its own, run beside ours on the same texts: F1 of the "
        "value, and of value and currency.\n",
        *table(["value / full, F1", *sets], lines),
        *(f"{note}\n" for note in notes),
    ]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description="Read money with other libraries and ours.")
    parser.add_argument("gold", nargs="?", type=Path, metavar="GOLD", help="folder with corpora/money/*.dev.jsonl")
    gold = parser.parse_args().gold
    print("\n".join(report(extraction.pipeline(settings.load().model), gold)))


def rows(file: Path) -> list[dict[str, Any]]:
    """Give the rows of a JSONL file."""
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]


def texts(found: list[dict[str, Any]]) -> list[str]:
    """Give the texts of a set."""
    return [row["text"] for row in found]


def ours(nlp: Any, read: list[str]) -> list[Figures]:
    """Read texts with what ships."""
    found = extraction.find(nlp, [{"text": text} for text in read])
    return [
        [{**figure, "start": figure["start_char"], "end": figure["end_char"]} for figure in each["figures"]]
        if isinstance(each, dict)
        else []
        for each in found
    ]


def peer(packages: list[str], program: str, sets: Sets) -> dict[str, list[Figures]]:
    """Read the sets with a peer, in an environment that is made for it. Raises OSError, ValueError or SubprocessError."""
    every = [text for found in sets.values() for text in texts(found)]
    with tempfile.TemporaryDirectory() as scratch:
        venv.create(scratch, with_pip=True)
        python = Path(scratch, "Scripts" if sys.platform == "win32" else "bin", "python")
        install: list[str | Path] = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]
        subprocess.run(install, check=True, capture_output=True, text=True, timeout=INSTALL)  # noqa: S603
        done = subprocess.run(  # noqa: S603
            [python, "-c", program + MAIN],
            input="\n".join(map(json.dumps, every)),
            check=True,
            capture_output=True,
            text=True,
            timeout=READ,
        )
    read = [json.loads(line) for line in done.stdout.splitlines()]
    if len(read) != len(every):
        raise ValueError(done.stderr)
    ends = [0, *accumulate(map(len, sets.values()))]
    return {name: read[start:end] for name, (start, end) in zip(sets, pairwise(ends), strict=True)}


def told(error: Exception) -> str:
    """Give the last line of what a program said when it failed."""
    said = str(getattr(error, "stderr", "") or error).strip()
    return said.splitlines()[-1] if said else repr(error)


def scores(sets: Sets, found: dict[str, list[Figures]]) -> list[str]:
    """Give both F1 of each set."""
    return [" / ".join(f"{score(gold, found[name], full):.3f}" for full in (False, True)) for name, gold in sets.items()]


def score(gold: list[dict[str, Any]], found: list[Figures], full: bool) -> float:
    """Give F1 of the figures whose span overlaps and whose amount, and for `full` currency, is right."""
    right = sum(
        any(fits(figure, each, full) for each in read) for row, read in zip(gold, found, strict=True) for figure in row["figures"]
    )
    total = sum(len(row["figures"]) for row in gold) + sum(map(len, found))
    return 2 * right / total if total else 1.0


def counts(row: dict[str, Any], found: dict[str, Any]) -> bool:
    """Tell whether a figure is to be counted: what only touches stretches that the gold leaves open is not."""
    gold = [(figure["start"], figure["end"]) for figure in row["figures"]]
    return any(meets(found, span) for span in gold) or not any(meets(found, span) for span in row.get("ignore", ()))


def meets(found: dict[str, Any], span: Sequence[int]) -> bool:
    """Tell whether a figure and a stretch share a character."""
    return min(found["end"], span[1]) > max(found["start"], span[0])


def fits(gold: dict[str, Any], found: dict[str, Any], full: bool) -> bool:
    """Tell whether a figure is the gold's."""
    same = all(number(gold.get(name)) == number(found.get(name)) for name in ("amount", "amount_max"))
    codes = [gold["currency"]] if gold.get("currency") else [None, *gold.get("currency_in", ())]
    return meets(found, (gold["start"], gold["end"])) and same and (not full or found.get("currency") in codes)


def number(value: Any) -> Decimal | None:
    """Give a number, rounded to six digits behind the point."""
    try:
        return None if value is None else round(Decimal(str(value)), 6).normalize()
    except InvalidOperation:
        return None


if __name__ == "__main__":
    main()
