"""What a night costs with a long history behind it, beside what it costs with a day: `python -m tests.growth [DAYS] [ARTICLES]`.

Both ledgers hold made-up extracts, so that neither reading nor spaCy is in the figures: they are of loading, dbt and publishing.
Seconds are of the processor, in this process and in those that it starts, and by the clock; the copy of the file is told apart.
"""

from __future__ import annotations

import hashlib
import random
import resource
import shutil
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from pipelines import lake, schema, warehouse
from pipelines.settings import ROOT, Settings
from tests.soak import build

FIRST = date(2026, 1, 1)
WORDS = sorted({word.strip("“”’.,:;()`|*").lower() for word in (ROOT / "README.md").read_text().split() if word.isascii()})
WORDS = [word for word in WORDS if word.isalpha()]
COUNTRIES = {
    "Chile": "CL",
    "Peru": "PE",
    "Kenya": "KE",
    "Japan": "JP",
    "France": "FR",
    "Egypt": "EG",
    "Canada": "CA",
    "Norway": "NO",
}
SENTENCES = 24
COPIES, REVISIONS, ALTERED = 0.1, 0.05, 0.2


class Days:
    """Days of made-up extracts, each another, with copies and revisions of earlier articles among them."""

    def __init__(self, home: Path, articles: int, seed: int = 1) -> None:
        self.home, self.articles, self.chance = home, articles, random.Random(seed)
        # As news has it: a few people are in every paper, most are in one.
        names = [f"{self.chance.choice(WORDS).title()} {self.chance.choice(WORDS).title()}" for _ in range(articles * 20)]
        self.people = [names[int(len(names) * self.chance.random() ** 3)] for _ in range(articles * 100)]
        self.told: list[tuple[str, list]] = []
        self.said: list[str] = []

    def write(self, day: date) -> None:
        """A day of the lake as extraction leaves it."""
        tables: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for number in range(self.articles):
            self._article(day, number, tables)
        landed = {"landed_on": day, "raw_sha256": str(day), "path": f"{day}.jsonl", "format": "jsonl", "bytes": 1}
        tables["landed"] = [{**landed, "landed_at": datetime(2026, 1, 1), "documents": self.articles}]
        with lake.replacing(self.home, lake.EXTRACTS, day) as folder:
            for name in (*schema.RAW, *schema.EXTRACTED):
                arrow = schema.arrow("raw" if name in schema.RAW else "extracted", name)
                pq.write_table(pa.Table.from_pylist(tables[name], arrow), folder / f"{name}-00000.parquet")

    def _article(self, day: date, number: int, tables: dict[str, list[dict[str, Any]]]) -> None:
        name, kind = hashlib.sha256(f"{day} {number}".encode()).hexdigest()[:16], self.chance.random()
        url = f"https://{name[:2]}.example/{name}"
        if self.told and kind < COPIES:
            sentences = self.chance.choice(self.told)[1]
        else:
            sentences = [self._sentence() for _ in range(SENTENCES)]
            if self.told and kind < COPIES + REVISIONS:
                url = self.chance.choice(self.told)[0]
            self.told.append((url, sentences))
        parts, at = [], 0
        keys = {"article_id": name, "landed_on": day, "extractor": "made up"}
        for index, (words, rows) in enumerate(sentences):
            span = {**keys, "sentence": index}
            tables["sentences"].append({**span, "start_char": at, "end_char": at + len(words), "surface": words, "number": index})
            for table, start, surface, values in rows:
                begin, end = at + start, at + start + len(surface)
                # Offsets among the values count from the sentence.
                moved = {key: at + value if key.endswith(("_start", "_end")) else value for key, value in values.items()}
                row = {**span, "start_char": begin, "end_char": end, "surface": surface, **moved}
                if table == "people":
                    row["mentions"] = [{"start_char": begin, "end_char": end, "surface": surface}]
                tables[table].append(row)
            parts.append(words)
            at += len(words) + 1
        text = "\n".join(parts)
        when = datetime.combine(day, datetime.min.time()) + timedelta(minutes=number % 1440)
        about = {"source": f"Paper {name[:1]}", "title": parts[0][:60], "authors": [], "language": "en", "format": "jsonl"}
        tables["articles"].append({
            "article_id": name, "landed_on": day, **about, "url": url, "text": text, "published_at": when,
            "published_precision": "time",
            "raw_sha256": str(day), "position": number, "text_sha256": hashlib.sha256(text.encode()).hexdigest(), "revision": 1,
            "boilerplate": [], "origins": [],
        })  # fmt: skip

    def _said(self) -> str:
        """Words of a sentence: those of an earlier one but for one of them, or new ones."""
        if self.said and self.chance.random() < ALTERED:
            words = self.chance.choice(self.said).split()
            words[self.chance.randrange(len(words))] = self.chance.choice(WORDS)
        else:
            words = self.chance.choices(WORDS, k=self.chance.randint(8, 20))
        self.said.append(" ".join(words))
        return self.said[-1]

    def _sentence(self) -> tuple[str, list[tuple[str, int, str, dict[str, Any]]]]:
        """A sentence, and the rows in it by their tables: where they start, their characters, and their values."""
        said = self._said()
        person, (country, code), kind = (
            self.chance.choice(self.people),
            self.chance.choice([*COUNTRIES.items()]),
            self.chance.random(),
        )
        mention = {"country": code, "kind": "name"}
        if kind < 0.25:
            quote = f"“{said},”"
            words = f"{quote} said {person} of {country}."
            at = len(quote) + len(" said ")
            values = {
                "kind": "direct", "speaker": person, "speaker_kind": "person", "speaker_surface": person, "rule": "made up",
                "speaker_start": at, "speaker_end": at + len(person), "cue": "said", "cue_start": at - 5, "cue_end": at - 1,
            }  # fmt: skip
            return words, [
                ("quotes", 0, quote, values),
                ("people", at, person, {"name": person, "titles": ["minister"], "aliases": []}),
                ("country_mentions", len(words) - 1 - len(country), country, mention),
                ("entities", at, person, {"label": "PERSON", "name": person}),
            ]
        if kind < 0.4:
            amount = self.chance.randint(1, 999)
            surface = f"€{amount} million"
            start = len(f"{country} will pay {person} ")
            values = {
                "amount": Decimal(amount) * 10**6, "vague": False, "currency": "EUR", "currency_certain": True,
                "qualifier": "exactly",
                "payer": country, "payee": person, "payer_country": code, "purpose": said, "kind": "aid", "status": "promised",
            }  # fmt: skip
            at = start + len(surface) + len(" for ")
            values |= {"payer_start": 0, "payer_end": len(country), "purpose_start": at, "purpose_end": at + len(said)}
            values |= {"payee_start": start - len(person) - 1, "payee_end": start - 1}
            return f"{country} will pay {person} {surface} for {said}.", [
                ("figures", start, surface, values),
                ("country_mentions", 0, country, mention),
                ("entities", 0, country, {"label": "GPE", "name": country}),
            ]
        return f"{said.capitalize()}.", []


class Seconds(NamedTuple):
    """What some work takes: of the processor, and by the clock."""

    cpu: float
    clock: float


def seconds(work: Callable[[], object]) -> Seconds:
    """Do some work, and tell what it takes."""

    def now() -> Seconds:
        used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        return Seconds(sum(each.ru_utime + each.ru_stime for each in used), time.monotonic())

    before = now()
    work()
    return Seconds(*(behind - here for behind, here in zip(now(), before, strict=True)))


def build_whole(settings: Settings) -> None:
    """Run dbt, and set a copy aside."""
    with warehouse.building(settings) as arguments:
        build(settings, *arguments)


def night(settings: Settings, made: Days, day: date) -> dict[str, Seconds]:
    """What the steps of a night cost."""
    made.write(day)
    found = {
        "load": seconds(lambda: warehouse.load_days(settings, [day])),
        "dbt build": seconds(lambda: build_whole(settings)),
        "publish": seconds(lambda: warehouse.publish(settings)),
    }
    copy = seconds(lambda: shutil.copyfile(settings.published, settings.home / "copy"))
    whole = Seconds(*(sum(each) - less for each, less in zip(zip(*found.values(), strict=True), copy, strict=True)))
    return {**found, "copy": copy, "night": whole}


def grown(home: Path, days: int, articles: int) -> dict[str, Seconds]:
    """What a night costs behind so many days."""
    settings, made = Settings(home=home, workers=1), Days(home, articles)
    history = [FIRST + timedelta(days=number) for number in range(days)]
    for day in history:
        made.write(day)
    warehouse.load_days(settings, history)
    build_whole(settings)
    warehouse.publish(settings)
    return night(settings, made, FIRST + timedelta(days=days))


def main() -> int:
    """Measure, and print a table."""
    days, articles = (int(given) for given in [*sys.argv[1:], *("100", "100")[len(sys.argv) - 1 :]])
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        short = grown(Path(folder) / "short", 1, articles)
        long = grown(Path(folder) / "long", days, articles)
    print(f"seconds of the processor, and by the clock, of a night of {articles} articles   behind 1 day   behind {days} days")
    for step in short:
        cells = "".join(f"{cpu:>12.2f}{clock:>8.2f}" for cpu, clock in (short[step], long[step]))
        print(f"{step:<45}{cells}")
    cpu, clock = (behind / before for behind, before in zip(long["night"], short["night"], strict=True))
    print(f"times: {cpu:.2f} of the processor, {clock:.2f} by the clock, measured in {time.monotonic() - started:,.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
