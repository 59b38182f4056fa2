"""RSS and Atom feeds: one article for each entry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from xml.sax import SAXException

import feedparser

from pipelines.sources.documents import Document, Reject
from pipelines.sources.html import to_text

ENDINGS = (".xml", ".rss", ".atom")


def split(data: bytes) -> Iterator[dict[str, Any]]:
    """The entries of a feed.

    Raises Reject('unsafe_xml') before a parser sees a document type declaration, and Reject('malformed') behind the last entry
    that could be read of a broken one.
    """
    if re.search(rb"<!\s*(DOCTYPE|ENTITY)", data.replace(b"\x00", b""), re.IGNORECASE):
        raise Reject("unsafe_xml", "a feed has no need of a document type declaration")
    feed = feedparser.parse(data)
    error = feed.get("bozo_exception")
    outlet = feed.feed.get("title")
    language = feed.feed.get("language")
    for entry in feed.entries:
        yield {**entry, "outlet": outlet, "outlet_language": language}
    # Other exceptions are remarks, such as an encoding that the server named differently.
    if isinstance(error, SAXException) or not feed.entries:
        raise Reject("malformed", str(error or "no entries in it"))


def parse(record: dict[str, Any]) -> Document:
    """The article of an entry: its full text where the feed carries it, else its summary."""
    bodies = [content.get("value", "") for content in record.get("content", [])] or [record.get("summary", "")]
    text = to_text(max(bodies, key=len))
    if not text:
        raise Reject("no_text")
    return Document(
        text=text,
        title=to_text(record["title"]) if record.get("title") else None,
        url=record.get("link"),
        source=record.get("outlet"),
        authors=[author["name"] for author in record.get("authors", []) if author.get("name")],
        published=record.get("published"),
        updated=record.get("updated"),
        language=(record.get("outlet_language") or "")[:2].lower() or None,
    )
