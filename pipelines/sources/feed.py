"""RSS and Atom feeds: one article for each entry."""

from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Iterator
from typing import Any
from xml.sax import SAXException

import feedparser

from pipelines.sources.documents import Document, Reject, decode
from pipelines.sources.html import to_text

ENDINGS = (".xml", ".rss", ".atom")


def split(data: bytes) -> Iterator[dict[str, Any]]:
    """The entries of a feed.

    Raises Reject('unsafe_xml') before a parser sees a document type declaration, and Reject('malformed') behind the last entry
    that could be read of a broken one.
    """
    text = _decoded(data)
    if re.search(r"<!\s*(DOCTYPE|ENTITY)", text, re.IGNORECASE):
        raise Reject("unsafe_xml", "a feed has no need of a document type declaration")
    # A stream, since feedparser takes bytes that look like the name of a file for one.
    feed = feedparser.parse(io.BytesIO(text.encode()))
    error = feed.get("bozo_exception")
    outlet = feed.feed.get("title")
    language = feed.feed.get("language")
    for entry in feed.entries:
        yield {**entry, "outlet": outlet, "outlet_language": language}
    # Other exceptions are remarks, such as an encoding that the server named differently.
    if isinstance(error, SAXException) or not feed.entries:
        raise Reject("malformed", str(error or "no entries in it"))


def _decoded(data: bytes) -> str:
    """The text of a feed without its XML declaration: what was checked is what the parser sees, in UTF-8.

    An encoding that the declaration names is believed only where it agrees with ASCII, so that no tag can hide in it.
    """
    named = re.match(rb"\s*<\?xml[^>]{0,100}encoding=[\"\']([\w.-]{1,40})", data)
    if named and re.match(rb"(iso-8859|windows-125|koi8|gb|euc-|shift_jis|big5)", named[1], re.IGNORECASE):
        with contextlib.suppress(LookupError, UnicodeDecodeError):
            return _undeclared(data.decode(named[1].decode()))
    return _undeclared(decode(data))


def _undeclared(text: str) -> str:
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text)


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
        language=record.get("outlet_language"),
    )
