"""RSS and Atom feeds: one article for each entry."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.sax import SAXException

import feedparser

from pipelines.sources import markup
from pipelines.sources.documents import Document, How, Reject, whole
from pipelines.sources.html import to_text

ENDINGS = (".xml", ".rss", ".atom")


def split(file: BinaryIO, how: How) -> Iterator[dict[str, Any]]:
    """The entries of a feed.

    Raises Reject('unsafe_xml') before a parser sees a document type declaration that can hold entities, and Reject('malformed')
    behind the last entry that could be read of a broken one.
    """
    text = markup.checked(whole(file, how))
    # A stream, since feedparser takes bytes that look like the name of a file for one.
    try:
        feed = feedparser.parse(io.BytesIO(text.encode()))
    except (ValueError, OverflowError, RecursionError, LookupError, TypeError, AttributeError) as failure:
        raise Reject("malformed", f"the feed's parser fails on it: {failure!r}") from failure
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
    bodies = [content.get("value") or "" for content in record.get("content", [])] or [record.get("summary") or ""]
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
        language=record.get("outlet_language"),
    )
