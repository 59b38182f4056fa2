"""News sitemaps: links to pages with their headlines. They hold no text, so that no entry is an article by itself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO
from xml.etree.ElementTree import Element

from pipelines.sources import markup
from pipelines.sources.documents import Document, How, Reject, whole
from pipelines.sources.markup import find, find_all, words

ROOTS = ("urlset", "sitemapindex")


def split(file: BinaryIO, how: How) -> Iterator[Element]:
    """The entries of a sitemap, or of an index of sitemaps."""
    entries = list(find_all(markup.tree(whole(file, how)), "url", "sitemap"))
    if not entries:
        raise Reject("malformed", "no entries in it")
    yield from entries


def parse(record: Element) -> Document:
    """Raises Reject('link_only') with the address and the headline: the page is landed by itself."""
    raise Reject(
        "link_only", " ".join(part for part in (words(find(record, "loc")), words(find(record, "title"))) if part) or None
    )


def links(data: bytes) -> tuple[list[str], list[str]]:
    """The addresses of pages in a sitemap, in order, and of sitemaps in an index, the newest first; none twice. Raises Reject."""
    root = markup.tree(data)
    maps = sorted(find_all(root, "sitemap"), key=lambda each: words(find(each, "lastmod")) or "", reverse=True)
    return _addresses(find_all(root, "url")), _addresses(maps)


def _addresses(entries: Iterable[Element]) -> list[str]:
    return list(dict.fromkeys(loc for each in entries if (loc := words(find(each, "loc")))))
