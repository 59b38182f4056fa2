"""Fifty nights of news that arrives broken, twice, late and corrected, with nights that are killed, against a count kept apart.

    python -m tests.soak [NIGHTS] [ARTICLES A NIGHT] [SEED]

Nothing of what is counted here comes from the ledger: what arrives is made up, and how it must end is written down as it is made.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path

from pipelines.settings import ROOT, Settings
from tests.nights import in_a_process, publish, run, without_spacy

FIRST = date(2026, 3, 1)
WORDS = (ROOT / "samples" / "README.md").read_text().split()
# What can't be read, by the reason that it must be given; DAY is replaced, so that other bytes arrive each night.
BROKEN = {
    "malformed": [
        ("a.jsonl", b'{"text": "cut off on DAY'),
        ("a.xml", b"<rss><channel>DAY"),
        ("a.zip", b"PK\x03\x04 no archive DAY"),
    ],
    "undecodable": [("a.txt", b"\x00\x81\x8d\x8f\x90\x9d\x00\xff\xfe\x00")],
    "unsupported_format": [("a.docx", b"PK DAY"), ("a.pdf", b"%PDF DAY")],
    "too_short": [("a.txt", b"It rained on DAY.")],
    "no_text": [("a.json", b'{"title": "A gallery of DAY"}')],
    "unsafe_xml": [("a.xml", b'<!DOCTYPE r [<!ENTITY a "DAY">]><rss/>')],
    "unpacks_too_far": [("a.txt.gz", gzip.compress(b"0" * 32 * 2**20, mtime=0))],
}


@dataclass
class Story:
    """An article as it was made up."""

    text: str
    title: str
    source: str
    url: str | None
    published: date
    # The first of the texts that this one copies; itself where it is no copy.
    first: str


@dataclass
class Count:
    """How everything that arrived must end."""

    articles: Counter = field(default_factory=Counter)
    rejected: Counter = field(default_factory=Counter)
    revisions: dict[str, list[str]] = field(default_factory=dict)
    # Texts that are copies of each other, word for word or nearly, by the first of them; how many articles each has.
    copies: Counter = field(default_factory=Counter)


class News:
    """Makes up what arrives, and counts it."""

    def __init__(self, seed: int) -> None:
        self.chance, self.count, self.number = random.Random(seed), Count(), 0
        self.stories: list[Story] = []
        self.landed: set[bytes] = set()

    def text(self) -> str:
        """Two hundred words that nobody else has in that order."""
        self.number += 1
        return f"Report {self.number}. " + " ".join(self.chance.choices(WORDS, k=200))

    def night(self, day: date, size: int) -> list[tuple[str, bytes]]:
        """The files that arrive on a day."""
        stories = []
        for _ in range(size):
            kind, old = self.chance.random(), self.chance.choice(self.stories) if self.stories else None
            if old and kind < 0.15:
                stories.append(self._copy(old, day))
            elif old and old.url and kind < 0.25 and old.url not in {story.url for story in stories}:
                stories.append(self._revised(old, day))
            else:
                url = f"https://post.example/{self.number}" if self.chance.random() < 0.7 else None
                text = self.text()
                story = Story(text, f"Story {self.number}", self.chance.choice(["Post", "Wire", "Gazette"]), url, day, text)
                stories.append(story)
        for story in stories:
            self.count.articles[day] += 1
            self.count.copies[story.first] += 1
            if story.url:
                self.count.revisions.setdefault(story.url, []).append(story.text)
        self.stories += stories
        return [*self._files(stories), *self._broken(day)]

    def _copy(self, old: Story, day: date) -> Story:
        """The same words, or nearly, in another outlet; it comes later than what it copies."""
        words = old.text.split()
        text = old.text if self.chance.random() < 0.5 else " ".join([*words[:-8], "and", "so", "on", f"copy{self.number}"])
        self.number += 1
        # Each in an outlet of its own: one body under several titles of one outlet would be no article.
        return Story(
            text, f"Copied {self.number}", f"Copycat {self.number}", f"https://copy.example/{self.number}", day, old.first
        )

    def _revised(self, old: Story, day: date) -> Story:
        """Another text under the address of an earlier story, or one that it has had before."""
        texts = self.count.revisions[old.url or ""]
        if len(texts) > 1 and self.chance.random() < 0.5:
            back = next(story for story in self.stories if story.text == texts[-2])
            return Story(texts[-2], old.title, old.source, old.url, day, back.first)
        text = self.text()
        return Story(text, old.title, old.source, old.url, day, text)

    def _files(self, stories: list[Story]) -> list[tuple[str, bytes]]:
        files, rows = [], []
        for story in stories:
            about = {"title": story.title, "url": story.url, "source": story.source, "published": story.published.isoformat()}
            if self.chance.random() < 0.3:
                head = "".join(f"{name}: {value}\n" for name, value in about.items() if value)
                files.append((f"{self.chance.getrandbits(40)}.txt", f"---\n{head}---\n\n{story.text}".encode()))
            else:
                rows.append({**about, "text": story.text})
        lines = "\n".join(map(json.dumps, rows[::2])).encode()
        table = io.StringIO()
        writer = csv.DictWriter(table, ["title", "url", "source", "published", "text"])
        writer.writeheader()
        writer.writerows(rows[1::2])
        packed = self.chance.random() < 0.5
        if rows[::2]:
            files.append(("dump.jsonl.gz", gzip.compress(lines, mtime=0)) if packed else ("dump.jsonl", lines))
        if rows[1::2]:
            files.append(("dump.csv", table.getvalue().encode()))
        return files

    def _broken(self, day: date) -> list[tuple[str, bytes]]:
        found = []
        for reason in self.chance.sample(sorted(BROKEN), 3):
            name, data = self.chance.choice(BROKEN[reason])
            data = data.replace(b"DAY", str(day).encode())
            if data not in self.landed:  # The same bytes would not land again.
                self.landed.add(data)
                self.count.rejected[reason] += 1
                found.append((f"{reason}-{name}", data))
        return found


def build(settings: Settings, *arguments: str) -> None:
    """Staging and marts, with their tests."""
    places = ["--project-dir", "dbt_project", "--profiles-dir", "dbt_project", "--target-path", str(settings.home / "dbt")]
    dbt = [Path(sys.executable).with_name("dbt"), "--quiet", "build", "--exclude-resource-type", "unit_test"]
    environment = {**os.environ, "NEWSLEDGER_WAREHOUSE": str(settings.working), "DBT_LOG_PATH": str(settings.home / "dbt")}
    subprocess.run([*dbt, *places, *arguments], env=environment, cwd=ROOT, check=True)


def compare(settings: Settings, count: Count) -> list[str]:
    """Where the published warehouse and the count differ; nothing where they agree."""
    import duckdb

    with duckdb.connect(settings.published, read_only=True) as connection:

        def ask(query: str) -> dict:
            return dict(connection.execute(query).fetchall())

        latest = {url: texts[-1] for url, texts in count.revisions.items()}
        spare = sum(count.copies.values()) - len(count.copies)
        found = {
            "articles by day": (ask("select landed_on, count(*) from raw.articles group by all"), dict(count.articles)),
            "rejected by reason": (ask("select reason, count(*) from raw.rejected group by all"), dict(count.rejected)),
            "revisions by address": (
                ask("select url, max(revision) from raw.articles where url is not null group by all"),
                {url: len(list(groupby(texts))) for url, texts in count.revisions.items()},
            ),
            "copies": (ask("select 'all', count(duplicate_of) from raw.articles"), {"all": spare}),
            "the latest text of each address": (
                ask("select a.url, text from marts.articles as a join raw.articles using (article_id) where a.url is not null"),
                latest,
            ),
        }
    return [
        f"{what}, {key}: {str(here.get(key))[:80]} instead of {str(there.get(key))[:80]}"
        for what, (here, there) in found.items()
        for key in here.keys() | there.keys()
        if here.get(key) != there.get(key)
    ]


def soak(home: Path, nights: int, size: int, seed: int) -> tuple[list[str], list[float]]:
    """Run nights, one in four killed first. Gives where ledger and count differ, and the CPU seconds of each night."""
    without_spacy()
    settings, news = Settings(home=home / "home", inbox=home / "inbox", workers=1), News(seed)
    costs = []
    for number in range(nights):
        day = FIRST + timedelta(days=number)
        for name, data in news.night(day, size):
            file = settings.inbox / str(number) / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        tonight = settings.model_copy(update={"inbox": settings.inbox / str(number)})
        if news.chance.random() < 0.25:
            in_a_process(lambda tonight=tonight, day=day: run(tonight, day), kill_after=news.chance.uniform(0, 1))
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        assert in_a_process(lambda tonight=tonight, day=day: run(tonight, day)) == 0, day
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        costs.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        if number and news.chance.random() < 0.1:
            again = FIRST + timedelta(days=news.chance.randrange(number))
            assert in_a_process(lambda again=again, tonight=tonight: run_again(tonight, again)) == 0, again
        if number == nights // 2:
            # What the marts hold from now on, they take in piece by piece.
            assert in_a_process(lambda: publish(settings, build)) == 0
    assert in_a_process(lambda: publish(settings, build)) == 0
    return compare(settings, news.count), costs


def run_again(settings: Settings, day: date) -> None:
    """A day once more, as after a correction of the program."""
    from pipelines import extraction, reading, warehouse

    reading.read_day(settings, day)
    extraction.extract_day(settings, day)
    warehouse.load_days(settings, [day])


def main() -> int:
    """Soak, and tell how it went."""
    nights, size, seed = (int(given) for given in [*sys.argv[1:], *("50", "40", "1")[len(sys.argv) - 1 :]])
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        differences, costs = soak(Path(folder), nights, size, seed)
    fifth = max(nights // 5, 1)
    early, late = (sum(some) / len(some) for some in (costs[1 : fifth + 1], costs[-fifth:]))
    print(f"{nights} nights of {size} articles in {time.monotonic() - started:,.0f} s")
    print(f"CPU seconds a night: {early:.2f} in the first fifth, {late:.2f} in the last")
    print("\n".join(differences) or "The ledger and the count agree.")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
