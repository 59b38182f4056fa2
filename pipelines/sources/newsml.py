"""What news agencies send: NITF documents, and NewsML-G2 items with NITF, XHTML or plain text inside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element

from pipelines.sources import markup
from pipelines.sources.documents import Document, How, Reject, clean, whole
from pipelines.sources.html import to_text
from pipelines.sources.markup import find, find_all, name, words

ROOTS = {"nitf": "nitf", "newsItem": "newsml", "newsMessage": "newsml", "packageItem": "newsml"}
PARAGRAPHS = ("p", "hl2", "li", "pre")


def split(file: BinaryIO, how: How) -> Iterator[Element]:
    """The items of a file: one NITF document, or the news items of a NewsML-G2 item or message."""
    root = markup.tree(whole(file, how))
    items = [root] if name(root) == "nitf" else list(find_all(root, "newsItem"))
    if not items:
        raise Reject("malformed", "no news item in it")
    yield from items


def parse(record: Element) -> Document:
    """The article of an item."""
    return _nitf(record) if name(record) == "nitf" else _news_item(record)


def _nitf(item: Element) -> Document:
    head, body = find(item, "head"), find(item, "body.head")
    byline = words(find(body, "byline.person", "person")) or words(find(body, "byline"))
    issue, story = find(head, "date.issue"), find(head, "doc-id")
    return Document(
        text=_paragraphs(find(item, "body.content")),
        title=words(find(body, "hl1")) or words(find(head, "title")),
        url=_get(find(head, "pubdata"), "ex-ref"),
        source=_get(find(head, "pubdata"), "name") or _get(story, "regsrc") or words(find(body, "distributor")),
        authors=_people(byline),
        published=_get(issue, "norm")
        or _get(find(head, "pubdata"), "date.publication")
        or _get(find(body, "story.date"), "norm"),
    )


def _news_item(item: Element) -> Document:
    about, content = find(item, "contentMeta"), find(item, "contentSet")
    management = find(item, "itemMeta")
    inline = find(content, "inlineXML", "inlineData")
    if inline is None:
        raise Reject("no_text", "its content is elsewhere")
    inner = find(inline, "nitf")
    body = find(inner, "body.content") if inner is not None else find(inline, "body")
    text = _paragraphs(body) if body is not None else to_text("".join(inline.itertext()))
    document = _nitf(inner) if inner is not None else Document(text)
    document.text = text
    if not text:
        raise Reject("no_text")
    document.title = words(find(about, "headline")) or words(find(management, "title")) or document.title
    document.authors = [who for each in find_all(about, "creator") if (who := words(each))] if about is not None else []
    document.authors = document.authors or _people(words(find(about, "by")))
    provider = words(find(find(about, "infoSource"), "name")) or words(find(find(management, "provider"), "name"))
    document.source = provider or document.source
    created = words(find(about, "contentCreated")) or words(find(management, "firstCreated"))
    document.published = created or words(find(management, "versionCreated"))
    document.updated = words(find(management, "versionCreated"))
    language = find(about, "language")
    document.language = language.get("tag") if language is not None else item.get("{http://www.w3.org/XML/1998/namespace}lang")
    return document


def _paragraphs(body: Element | None) -> str:
    """The paragraphs of a body, a line each; a body without any is its own text."""
    if body is None:
        raise Reject("no_text", "no body in it")
    found = [line for each in find_all(body, *PARAGRAPHS) if (line := words(each))]
    text = clean("\n\n".join(found)) or clean(words(body) or "")
    if not text:
        raise Reject("no_text")
    return text


def _people(byline: str | None) -> list[str]:
    return [byline.removeprefix("By ").removeprefix("BY ").strip()] if byline else []


def _get(element: Element | None, attribute: str) -> str | None:
    return None if element is None else element.get(attribute)
