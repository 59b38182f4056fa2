"""Accuracy of what ships, by `extraction.find`, on the sample articles and on gold data.

`scores.json` says which sets are scored, which of a scorer's numbers are told, and what others reach.
"""

import gzip
import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from functools import cache, reduce
from itertools import islice
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.passages import annotated
from benchmarks.speed import table
from pipelines import extraction, landing, reading, settings, sources

SCORES = json.loads(Path(__file__).with_name("scores.json").read_text(encoding="utf-8"))
TABLES = ("people", "entities", "country_mentions", "figures", "quotes")
ARTICLE = re.compile(r"^(the|an?) ")
Row = dict[str, Any]


def sample_articles(limit: int | None) -> list[tuple[Row, Row]]:
    """Give the labels of each sample article, and the article as the program reads it."""
    folder, found = settings.ROOT / "samples", []
    for label in _rows(folder / "expected.jsonl")[:limit]:
        data, position = (folder / "inbox" / label["file"]).read_bytes(), label["record"] or 0
        item = landing.Landed(settings.today(), "", label["file"], len(data), datetime.now())
        documents = {each.position: each.document for each in sources.read(data, item.path) if isinstance(each, sources.Found)}
        found.append((label, reading.article_row(item, position, documents[position], None, 0)))
    return found


def real_articles(folder: Path, limit: int) -> list[str]:
    """Give the texts of real articles in the gold's folder, the same share of each of its files."""
    files = sorted((folder / "corpora" / "articles").glob("*.jsonl.gz"))
    texts: list[str] = []
    for path in files:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            texts += islice(filter(None, (json.loads(line).get("text") for line in lines)), ceil(limit / len(files)))
    return texts


def samples(nlp: Any, articles: list[tuple[Row, Row]]) -> list[str]:
    """Compare what is found in the sample articles with their labels; Markdown."""
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for (label, _), found in zip(articles, find(nlp, [article for _, article in articles]), strict=True):
        marked = sum(quote["kind"] != "indirect" for quote in found["quotes"])
        figures = [(f["surface"], [f["amount"], f["amount_max"]], f["currency"]) for f in found["figures"]]
        pairs: dict[str, tuple[Any, Any]] = {
            "figures": (
                [(surface, *map(Decimal, amount.split("-")), currency) for surface, amount, currency in label["figures"]],
                [(surface, *(end for end in ends if end is not None), currency) for surface, ends, currency in figures],
            ),
            "countries": (label["countries"], {mention["country"] for mention in found["country_mentions"]}),
            "speakers": (_plain(label["speakers"]), _plain(quote["speaker"] for quote in found["quotes"])),
            "number of quotations in marks": (range(label["quotes"]), range(marked)),
        }
        for name, (gold, ours) in pairs.items():
            each = len(gold), len(ours), (Counter(gold) & Counter(ours)).total()
            counts[name] = [so_far + more for so_far, more in zip(counts[name], each, strict=True)]
    body = [[name, str(g), str(o), _shown(r / o), _shown(r / g), _shown(2 * r / (g + o))] for name, (g, o, r) in counts.items()]
    return [SCORES["samples"], "", *table(["", "labelled", "found", "P", "R", "F1"], body)]


def gold(nlp: Any, folder: Path, limit: int | None, polnear: int | None) -> list[str]:
    """Score gold data with its own scorers, of PolNeAR the first articles of the dev split; Markdown."""
    lines = [SCORES["gold"], ""]
    with TemporaryDirectory() as scratch:

        @cache
        def predicted(name: str) -> tuple[Path, Path]:
            print(f"accuracy: {name} …", file=sys.stderr)
            rows = held_back(folder) if name == "held back" else _rows(folder / "corpora" / f"{name}.dev.jsonl")
            if name == "quotes/polnear":
                rows = [row for row in rows if row["split"] == "dev"][:polnear]
            rows, known = rows[:limit], {"text": "text"} | SCORES["known"].get(name, {})
            found = find(nlp, [{ours: row.get(theirs) or None for ours, theirs in known.items()} for row in rows])
            files = Path(scratch, f"{Path(name).name}.gold"), Path(scratch, f"{Path(name).name}.ours")
            files[0].write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
            files[1].write_text("\n".join(map(extraction.to_json, map(_renamed, rows, found))), encoding="utf-8")
            return files

        for section in SCORES["sections"]:
            scored: dict[str, dict[str, str]] = {}
            for name, (file, *arguments) in section["sets"].items():
                command = [sys.executable, folder / "bench" / section["scorer"], *predicted(file), "--json", *arguments]
                # Whoever names this folder wants its scorers run.
                done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603
                result = json.loads(done.stdout)
                scored[name] = {told: _shown(result, path.split("/")) for told, path in section["measures"].items()}
            lines += [f"### {section['title']}\n\n{section['note']}\n"]
            lines += table(["", *scored], [[told, *(each[told] for each in scored.values())] for told in section["measures"]])
            beside = [[f"{name}: {told}", scored[name][told], theirs] for name, told, theirs in section["others"]]
            lines += table(["beside others", "ours", "theirs"], beside) if beside else []
    return lines


def held_back(folder: Path) -> list[Row]:
    """Give the passages that are annotated in `passages.jsonl` and held back, with their texts from the gold's folder."""
    articles, names = (folder / "corpora" / "articles").glob("*.jsonl.gz"), (folder / "training" / "news_ner").glob("*.jsonl")
    texts = [*sorted(articles), *sorted(names), folder / "training" / "news_paragraphs.txt.xz"]
    return list(annotated(filter(Path.exists, texts), held=True))


def _rows(file: Path) -> list[Row]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").split("\n") if line.strip()]


def find(nlp: Any, articles: list[Row]) -> list[dict[str, list[Row]]]:
    """Find what ships; in an article that fails, nothing, and the error is told."""
    found = list(extraction.find(nlp, articles))
    print(*(f"failed: {each}\n" for each in found if not isinstance(each, dict)), sep="", end="", file=sys.stderr)
    return [each if isinstance(each, dict) else {name: [] for name in TABLES} for each in found]


def _renamed(article: Row, found: dict[str, list[Row]]) -> Row:
    """Give what was found in an article under the names that the scorers know, beside its own."""
    names = SCORES["names"].items()
    tables = {name: [row | {theirs: row.get(ours) for theirs, ours in names} for row in found[name]] for name in TABLES}
    return {key: article.get(key) for key in ("id", "doc_id")} | tables | {"mentions": tables["country_mentions"]}


def _plain(speakers: Iterable[str | None]) -> set[str]:
    return {plain(speaker) for speaker in speakers if speaker}


def plain(value: Any) -> str:
    """Give a value without case and article, empty where there is none."""
    return "" if value is None else ARTICLE.sub("", str(value).casefold())


def _shown(value: Any, path: Iterable[str] = ()) -> str:
    """Give a value, or the one at a path in it, as it is printed."""
    value = reduce(lambda at, key: (at or {}).get(key), path, value)
    return "–" if value is None else f"{value:.3f}" if isinstance(value, float) else str(value)
