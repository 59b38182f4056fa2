"""HTML pages: the article without what stands around it, and what the page says of itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any, BinaryIO

import lxml.html
import trafilatura
from lxml import etree
from trafilatura.metadata import extract_metadata

from pipelines.sources.documents import Document, How, Reject, clean, whole

ENDINGS = (".html", ".htm", ".xhtml")
BLOCKS = {"p", "div", "br", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "tr", "section", "article", "pre"}
# JSON-LD types whose fields describe the article.
LINE_END = 20
ARTICLE_TYPES = ("article", "posting", "report")


def split(file: BinaryIO, how: How) -> Iterator[bytes]:
    """The page as one record."""
    yield whole(file, how)


def parse(record: bytes) -> Document:
    """The article of a page. Raises Reject('no_article') where there is none."""
    tree = trafilatura.load_html(record)
    if tree is None:
        raise Reject("malformed", "it holds no HTML")
    about, origins = _about(tree)
    # Not deduplicate=True: it keeps a cache in the process, and a page read three times would be empty.
    text = trafilatura.extract(tree, fast=True, include_comments=False, include_tables=False, include_formatting=False)
    lines = clean(text or "").split("\n")
    if lines[0] == about.get("title"):
        del lines[0]
    if not _runs(lines):
        raise Reject("no_article", "no running text between its links")
    return Document(text="\n".join(lines), language=tree.get("lang"), origins=origins, **about)


def _about(tree: lxml.html.HtmlElement) -> tuple[dict[str, Any], dict[str, str]]:
    """What a page says of its article, and where it says each field: JSON-LD before OpenGraph before the other meta tags.

    What none of them says is looked for in the page itself, which costs more than all else.
    """
    about: dict[str, Any] = {"authors": []}
    origins: dict[str, str] = {}
    for origin, said in (("json-ld", _json_ld(tree)), *_meta(tree)):
        for name, value in said.items():
            if value and not about.get(name):
                about[name], origins[name] = value, origin
    if not about.get("title") or not about.get("published"):
        for name, value in _looked_for(tree).items():
            if value and not about.get(name):
                about[name], origins[name] = value, "page"
    return about, origins


def _looked_for(tree: lxml.html.HtmlElement) -> dict[str, Any]:
    """Headline and date from the page's own markup, as trafilatura finds them; no guess where nothing marks them."""
    try:
        found = extract_metadata(deepcopy(tree), extensive=False)
    except Exception:
        # It is only a fallback: a page that it fails on keeps its article.
        return {}
    return {"title": found.title, "published": found.date} if found else {}


def _runs(lines: list[str]) -> bool:
    """Whether lines are running text: on a section page, most words stand in teasers that end without a full stop."""
    words = [(len(line.split()), bool(re.search(r"[.!?…]\W*$", line[-LINE_END:]))) for line in lines]
    return sum(count for count, ends in words if ends) > sum(count for count, ends in words if not ends)


def to_text(fragment: str) -> str:
    """The text of a piece of HTML that holds nothing but an article, as in a feed; a block becomes a line."""
    fragment = clean(fragment)
    if "<" not in fragment:
        return fragment
    tree = lxml.html.fragment_fromstring(fragment, create_parent="div")
    etree.strip_elements(tree, "script", "style", etree.Comment, with_tail=False)
    for element in tree.iter(*BLOCKS):
        element.text = "\n" + " ".join((element.text or "").split("\n")) if element.tag != "pre" else element.text
        element.tail = "\n" + (element.tail or "")
    lines = (" ".join(line.split()) for line in tree.text_content().split("\n"))
    return clean("\n".join(line for line in lines if line))


def _json_ld(tree: lxml.html.HtmlElement) -> dict[str, Any]:
    """What the page's JSON-LD says of the article."""
    for script in tree.xpath('//script[@type="application/ld+json"]/text()'):
        try:
            items = _flatten(json.loads(script))
        except (ValueError, RecursionError):
            continue
        for item in items:
            if any(str(item.get("@type", "")).lower().endswith(kind) for kind in ARTICLE_TYPES):
                authors = [author for author in _flatten(item.get("author")) if author.get("name")]
                return {
                    "title": _string(item.get("headline")),
                    "url": _string(item.get("url")) or _first(item.get("mainEntityOfPage"), "@id"),
                    "authors": [str(author["name"]) for author in authors],
                    "published": _string(item.get("datePublished")),
                    "updated": _string(item.get("dateModified")),
                    "source": _first(item.get("publisher"), "name"),
                }
    return {}


def _flatten(value: Any) -> list[dict[str, Any]]:
    """The objects in a JSON-LD value: one, a list, a graph, or a bare name."""
    if isinstance(value, list):
        return [item for element in value for item in _flatten(element)]
    if isinstance(value, str):
        return [{"name": value}]
    if not isinstance(value, dict):
        return []
    return [value, *_flatten(value.get("@graph"))]


def _first(value: Any, key: str) -> str | None:
    return next((str(found) for item in _flatten(value) if (found := item.get(key) or item.get("name"))), None)


def _string(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _meta(tree: lxml.html.HtmlElement) -> Iterator[tuple[str, dict[str, Any]]]:
    """What its OpenGraph and other meta tags say, and its own first heading, each by name."""
    tags = {(tag.get("property") or tag.get("name") or "").lower(): tag.get("content") for tag in tree.iter("meta")}
    canonical = tree.xpath('//link[@rel="canonical"]/@href')
    yield "canonical", {"url": canonical[0] if canonical else None}
    yield (
        "opengraph",
        {
            "title": tags.get("og:title"),
            "url": tags.get("og:url"),
            "published": tags.get("article:published_time"),
            "updated": tags.get("article:modified_time"),
            "source": tags.get("og:site_name"),
        },
    )
    title = tree.findtext(".//h1") or tree.findtext(".//title")
    yield (
        "meta",
        {
            "title": title.strip() if title else None,
            "authors": [tags["author"]] if tags.get("author") else [],
            "published": tags.get("date") or tags.get("dc.date"),
        },
    )
