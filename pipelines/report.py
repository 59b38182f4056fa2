"""The page to look at: what the last landed day brought, each row linked to its characters in the articles.

One file that asks nothing of a network: style and script are inside, named by their hashes in the content security policy.
All text is other people's: it is escaped, and characters that would reorder or hide what is around them are made visible.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Context, Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import jinja2
from markupsafe import Markup, escape

from pipelines import lake, warehouse
from pipelines.settings import Settings

TEMPLATES = Path(__file__).parent / "templates"
# What the page shows at most, so that a browser can hold it: the rest is counted on the page and lies in the warehouse.
ARTICLES, ROWS, CHARACTERS, LINKS = 200, 1000, 100_000, 12
# Controls, and the marks that turn the direction of text around (not those that only hint at it): each is one visible character.
INVISIBLE = dict.fromkeys(
    [*range(9), 11, 12, *range(14, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)],
    "\N{REPLACEMENT CHARACTER}",
)
# No white space, no backslash: browsers read those in ways of their own.
LINK = re.compile(r"https?://([^\s/?#\\\x00-\x1f]+)[^\s\\\x00-\x1f]*", re.IGNORECASE)
SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
# What is marked beside the row itself, as in the columns …_start and …_end.
ROLES = ("sentence", "speaker", "cue", "payer", "payee", "purpose")


@dataclass(frozen=True, slots=True)
class Span:
    """Characters to mark. `anchor` names their first piece; `back` is where a link at their end leads, `label` its sign."""

    start: int
    end: int
    kind: str
    anchor: str | None = None
    back: str | None = None
    label: str = "↩"

    @property
    def order(self) -> tuple[bool, int, int, bool, str, str]:
        """Who is inside whom: paragraphs outermost, then the earlier, the longer, and the sentence before its parts."""
        return self.kind != "p", self.start, -self.end, self.kind != "sentence", self.kind, self.anchor or ""

    def opening(self, again: bool) -> Markup:
        """Give the tag before the characters, or before a further piece of them."""
        if self.kind == "p":
            return Markup("<p>")
        name = Markup(' id="{}"').format(self.anchor) if self.anchor and not again else ""
        return Markup('<{}{} class="{}">').format(self._tag, name, self.kind)

    def closing(self, at: int) -> Markup:
        """Give the tag after a piece of the characters that ends at `at`, and after the last the link back."""
        if self.kind == "p":
            return Markup("</p>\n")
        # The link's sign is drawn by the style sheet: what is copied from the page is the article's own text.
        link = Markup('<a class="back" href="#{}" data-sign="{}" aria-label="Back to the row"></a>').format(self.back, self.label)
        return Markup("</{}>{}").format(self._tag, link if self.back and at >= self.end else "")

    @property
    def _tag(self) -> str:
        return "mark" if self.anchor else "span"


def mark(text: str, spans: Iterable[Span]) -> Markup:
    """Write a text as HTML, a paragraph per line, with its spans marked however they overlap: they are cut where they must be.

    Spans outside the text are clipped to it. Without its tags, the result is the text.
    """
    starting: dict[int, list[Span]] = defaultdict(list)
    for span in {*spans, *(Span(*line.span(), "p") for line in re.finditer(r"[^\n]+", text))}:
        start, end = max(span.start, 0), min(span.end, len(text))
        surface = text[start:end]
        start, end = start + len(surface) - len(surface.lstrip("\n")), end - len(surface) + len(surface.rstrip("\n"))
        if start < end:
            starting[start].append(Span(start, end, span.kind, span.anchor, span.back, span.label))
    cuts = sorted({0, len(text), *starting, *(span.end for spans_ in starting.values() for span in spans_)})
    opened: list[Span] = []
    active: list[Span] = []
    seen: set[Span] = set()
    pieces: list[str] = []
    for start, end in pairwise([*cuts, len(text)]):
        active = sorted([*(span for span in active if span.end > start), *starting[start]], key=lambda span: span.order)
        # Between paragraphs nothing is open.
        wanted = active if active and active[0].kind == "p" else []
        kept = next(
            (n for n, (one, other) in enumerate(zip(opened, wanted, strict=False)) if one != other), min(len(opened), len(wanted))
        )
        pieces += [span.closing(start) for span in reversed(opened[kept:])]
        pieces += [span.opening(again=span in seen) for span in wanted[kept:]]
        seen.update(wanted[kept:])
        opened = wanted
        if wanted:
            pieces.append(escape(text[start:end].translate(INVISIBLE)))
    return Markup("".join(pieces))  # noqa: S704 (each piece is escaped above)


def write(settings: Settings) -> Path:
    """Write the page from the published warehouse, and return where it is. Raises warehouse.NotPublished.

    The same warehouse gives the same bytes.
    """
    with warehouse.reading(settings) as connection:
        page = render(gather(connection))
    lake.write_bytes(settings.report, page.encode())
    return settings.report


def render(found: dict[str, Any]) -> str:
    """Write what `gather` found as a page."""
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        finalize=visible,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(amount=amount, dollars=dollars, day=day, link=link, clip=clip)
    inside = {name: (TEMPLATES / f"report.{name}").read_text(encoding="utf-8") for name in ("css", "js")}
    hashes = {f"{name}_hash": base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for name, text in inside.items()}
    # Both are files of our own, not to be escaped.
    files = {name: Markup(text) for name, text in inside.items()}  # noqa: S704
    return environment.get_template("report.html").render(**found, **files, **hashes)


def gather(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Read what the page shows: the last landed day, its counts, and the rows and texts of its newest articles."""
    [last] = _rows(connection, "select max(landed_on) as day from raw.articles")
    connection.execute("create temp table shown as " + SHOWN, {"day": last["day"], "articles": ARTICLES})
    parameters = {"day": last["day"]}
    [counts] = _rows(connection, COUNTS, parameters)
    rejected = _rows(connection, REJECTED, parameters)
    countries = _rows(connection, COUNTRIES, parameters)
    bounds = {"characters": CHARACTERS, "rows": ROWS}
    figures, quotes = (_rows(connection, query, bounds) for query in (FIGURES, QUOTES))
    mentions = _rows(connection, MENTIONS, {**bounds, "rows": 10 * ROWS})
    articles = _rows(connection, ARTICLES_SHOWN, {"characters": CHARACTERS})

    spans: dict[str, set[Span]] = defaultdict(set)
    for kind, rows in (("figure", figures), ("quote", quotes), ("mention", mentions)):
        for number, row in enumerate(rows, start=1):
            row["anchor"] = f"{kind}-{number}"
            back, label = (f"country-{row['country']}", row["country"]) if kind == "mention" else (f"row-{row['anchor']}", "↩")
            spans[row["article_id"]].add(Span(row["start_char"], row["end_char"], kind, row["anchor"], back, label))
            for role in ROLES:
                start, end = row.get(f"{role}_start"), row.get(f"{role}_end")
                if start is not None and end is not None:
                    # A quotation of several sentences lengthens its own, which would cut it otherwise.
                    spans[row["article_id"]].add(Span(start, max(end, row["end_char"]) if role == "sentence" else end, role))
    for article in articles:
        article["anchor"] = f"article-{article['place']}"
        article["body"] = mark(article["text"], spans[article["article_id"]])
    by_id = {article["article_id"]: article for article in articles}
    for row in (*figures, *quotes, *mentions):
        row["article"] = by_id[row["article_id"]]
    for country in countries:
        country["first"] = _firsts(row for row in mentions if row["country"] == country["country"])
    return {
        "day": last["day"],
        "counts": counts,
        "rejected": rejected,
        "countries": countries,
        "figures": figures,
        "quotes": quotes,
        "articles": articles,
        "limits": {"articles": ARTICLES, "rows": ROWS, "characters": CHARACTERS, "links": LINKS},
    }


def _firsts(mentions: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Find the first mention in each article, with how many there are in it."""
    first: dict[str, dict[str, Any]] = {}
    for row in mentions:
        first.setdefault(row["article_id"], {**row, "times": 0})["times"] += 1
    return list(first.values())


def _rows(connection: duckdb.DuckDBPyConnection, query: str, parameters: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    relation = connection.execute(query, parameters or {})
    names = [column[0] for column in relation.description or []]
    return [dict(zip(names, row, strict=True)) for row in relation.fetchall()]


# Of an article that was revised, the marts hold the latest revision only, and so does the page.
SHOWN = """
    select row_number() over (order by published_at desc nulls last, article_id) as place, *
    from raw.articles semi join marts.articles using (article_id)
    where landed_on = $day
    order by place limit $articles
"""
ARTICLES_SHOWN = """
    select * exclude (text), text[:$characters] as text, length(text) > $characters as cut from shown order by place
"""
COUNTS = """
    select
        (select count(*) from raw.articles where landed_on = $day) as articles,
        (select count(*) from marts.articles where landed_on = $day) as latest,
        (select count(*) from raw.rejected where landed_on = $day) as rejected,
        (select count(*) from extracted.country_mentions join marts.articles using (article_id, landed_on) where landed_on = $day)
            as mentions,
        (select count(*) from marts.monetary_figures where landed_on = $day) as figures,
        (select count(*) from marts.quotes_by_person where landed_on = $day) as quotes
"""
REJECTED = "select reason, count(*) as times from raw.rejected where landed_on = $day group by all order by times desc, reason"
# The mart counts by day of publication; the page is of a landed day, whose articles are of many.
COUNTRIES = """
    select
        country, coalesce(any_value(name), country) as name, count(*) as mentions,
        count(*) filter (not is_duplicate) as unique_mentions,
        count(distinct article_id) as articles, count(distinct source) as sources
    from extracted.country_mentions
    join marts.articles using (article_id, landed_on)
    left join reference.countries using (country)
    where landed_on = $day
    group by country order by mentions desc, country
"""
MENTIONS = """
    select mentions.article_id, mentions.country, mentions.start_char, mentions.end_char
    from extracted.country_mentions as mentions join shown using (article_id)
    where mentions.start_char < $characters
    order by place, start_char, end_char, country limit $rows
"""
FIGURES = """
    select figures.* from marts.monetary_figures as figures join shown using (article_id)
    where figures.start_char < $characters
    order by amount_usd desc nulls last, place, start_char, end_char, figure_id limit $rows
"""
QUOTES = """
    select quotes.* from marts.quotes_by_person as quotes join shown using (article_id)
    where quotes.start_char < $characters
    order by person nulls last, speaker nulls last, place, start_char, end_char, quote_id limit $rows
"""


def visible(value: Any) -> Any:
    """Give what the template writes of a value: nothing for null, and no character that hides or turns others."""
    if value is None:
        return ""
    return value.translate(INVISIBLE) if isinstance(value, str) and not isinstance(value, Markup) else value


def amount(value: Decimal | float) -> str:
    """Write a sum without loss: 3,400, 0.75, and 3.4 billion where that is shorter and exact."""
    value = Decimal(str(value))
    for scale, name in SCALES:
        if abs(value) >= scale and value * 1000 % scale == 0:
            return (
                f"{value / scale:,f}".rstrip("0").rstrip(".") + f" {name}" if value % scale else f"{int(value / scale):,} {name}"
            )
    return f"{value:,.0f}" if value == value.to_integral_value() else f"{value:,.6f}".rstrip("0").ljust(len(f"{value:,.2f}"), "0")


def dollars(value: Decimal | float) -> str:
    """Write a converted sum in US dollars: three digits are as much as a day's rate can carry."""
    return f"${amount(Context(prec=3).create_decimal(Decimal(str(value))))}"


def day(value: date | datetime | None) -> str:
    """Write a day as people do."""
    return f"{value.day} {value:%B} {value.year}" if value else "no date"


def link(url: str | None) -> dict[str, str] | None:
    """Give a URL that a reader may follow, with its host; None for every other one."""
    match = LINK.fullmatch(url or "")
    return {"url": match[0], "host": match[1]} if match else None


def clip(text: str | None, length: int = 300) -> str:
    """Cut a text that is too long for a cell."""
    text = text or ""
    return text if len(text) <= length else text[:length].rstrip() + "…"
