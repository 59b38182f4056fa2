"""Pages: of what stands around an article nothing is taken, and of the article nothing is lost."""

from __future__ import annotations

from collections import Counter
from html import escape
from itertools import cycle

import pytest
import trafilatura

from pipelines import sources
from tests.conftest import SAMPLES

# What stands around the articles of our own pages; the words are in no article.
NAVIGATION = (
    "<nav><ul>" + "".join(f"<li><a href='/{x}'>{x}</a></li>" for x in ("Home", "Politics", "Puzzles", "Jobs")) + "</ul></nav>"
)
COOKIES = "<div class='cookie-banner'><p>We value your privacy. Our 214 partners store cookies. Accept all?</p></div>"
RELATED = (
    "<aside class='related'><h3>Most read</h3><ul><li><a href='/x'>Seven lamps that changed a sitting room</a></li>"
    "<li><a href='/y'>Quiz: which otter are you?</a></li></ul></aside>"
)
SHARE = "<div class='share-tools'><a href='#'>Share</a> <a href='#'>Print</a> <a href='#'>Copy link</a></div>"
NEWSLETTER = "<div class='newsletter-signup'><p>Get our morning briefing in your mailbox.</p><form><input></form></div>"
COMMENTS = "<section id='comments'><h3>Comments</h3><p>First! – otterfan88</p><p>Nonsense as usual. – grump</p></section>"
FOOTER = "<footer><p>© Example Media. All rights reserved. Terms, privacy, imprint.</p></footer>"
LAYOUTS = (
    "<body>{nav}<main><article><h1>{title}</h1>{share}{body}</article></main>{related}{footer}</body>",
    "<body>{cookies}{nav}<div class='article-body'><h1>{title}</h1>{body}{newsletter}</div>{comments}{footer}</body>",
    "<body><div id='wrap'>{nav}<div id='content'><h1>{title}</h1><div class='story'>{body}</div>{share}</div>"
    "{related}</div>{footer}</body>",
    "<body>{nav}<table><tr><td>{related}</td><td><h1>{title}</h1>{body}</td></tr></table>{footer}</body>",
    "<body>{nav}<article><header><h1>{title}</h1>{share}</header>{half}{newsletter}{rest}</article>{comments}{footer}</body>",
)


def pages() -> list[tuple[str, str]]:
    """Pages with the text that a careful reader takes from each."""
    found = []
    for file, layout in zip(sorted(SAMPLES.glob("*/*.*")), cycle(LAYOUTS), strict=False):
        if file.suffix in (".txt", ".md") and file.parent.name != "broken":
            for record in sources.read(file.read_bytes(), file.name):
                if isinstance(record, sources.Found):
                    paragraphs = [line for line in record.document.text.split("\n") if line]
                    parts = [f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs]
                    page = layout.format(
                        nav=NAVIGATION, cookies=COOKIES, related=RELATED, share=SHARE, newsletter=NEWSLETTER, comments=COMMENTS,
                        footer=FOOTER, title=escape(record.document.title or ""), body="".join(parts),
                        half="".join(parts[:2]), rest="".join(parts[2:]),
                    )  # fmt: skip
                    found.append((f"<html lang=en><head><title>Page</title></head>{page}</html>", " ".join(paragraphs)))
    return found


def f1(pairs: list[tuple[str, str]]) -> float:
    """F1 over the words of pairs of what was found and what was there."""
    counts: Counter = Counter()
    for found, there in pairs:
        ours, gold = Counter(found.split()), Counter(there.split())
        counts.update(right=(ours & gold).total(), ours=ours.total(), gold=gold.total())
    return 2 * counts["right"] / (counts["ours"] + counts["gold"])


@pytest.fixture(scope="module")
def scores() -> tuple[float, float]:
    ours, theirs = [], []
    for page, gold in pages():
        (record,) = sources.read(page.encode(), "page.html")
        ours.append((record.document.text if isinstance(record, sources.Found) else "", gold))
        theirs.append((trafilatura.extract(page, fast=True, include_comments=False, include_tables=False) or "", gold))
    assert len(ours) >= 15
    return f1(ours), f1(theirs)


def test_articles_are_taken_from_pages_as_well_as_the_library_takes_them(scores):
    ours, theirs = scores
    assert ours >= theirs - 0.005, scores


def test_what_is_taken_from_pages_does_not_fall_below_what_was_measured(scores):
    assert scores[0] >= 0.97, scores
