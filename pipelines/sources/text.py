"""Plain text and Markdown: one article in a file, with an optional block of `key: value` lines between two `---` lines on top."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from pipelines.sources.documents import Document, How, Reject, clean, decode, whole

ENDINGS = (".txt", ".md")
HEADLINE_LENGTH = 150
# Text wrapped by hand has lines of about this many characters.
WRAPPED = range(45, 101)


def split(file: BinaryIO, how: How) -> Iterator[str]:
    """The file as one record."""
    yield clean(decode(whole(file, how)))


def parse(record: str) -> Document:
    """The article of a file."""
    fields, body = _front_matter(record)
    title = fields.get("title")
    if title is None:
        title, body = _headline(body)
    if not body:
        raise Reject("empty")
    authors = [name.strip() for name in re.split(r",|;| and ", fields.get("authors", fields.get("author", ""))) if name.strip()]
    return Document(
        text="\n\n".join(_unwrapped(block) for block in body.split("\n\n")),
        title=title,
        authors=authors,
        url=fields.get("url"),
        source=fields.get("source"),
        published=fields.get("published", fields.get("date")),
        updated=fields.get("updated"),
        language=fields.get("language"),
    )


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    found = re.match(r"---\n(.*?)\n---\n*", text, re.DOTALL)
    if not found:
        return {}, text
    pairs = (line.partition(":") for line in found[1].splitlines())
    fields = {key.strip().lower(): value.strip().strip("\"'") for key, colon, value in pairs if colon and value.strip()}
    return fields, text[found.end() :]


def _headline(text: str) -> tuple[str | None, str]:
    """The first line, where it stands alone and does not end like a sentence, and the rest."""
    line, _, rest = text.partition("\n")
    head = re.sub(r"^#+\s*", "", line)
    if rest.startswith("\n") and 0 < len(head) <= HEADLINE_LENGTH and (head != line or not re.search(r"[.!,;:]\W*$", head)):
        return head, rest.strip()
    return None, text


def _unwrapped(block: str) -> str:
    """A paragraph that was wrapped by hand as one line, since a line break ends a sentence; verse and lists stay as they are."""
    lines = block.split("\n")
    wrapped = len(lines) > 1 and all(len(line) in WRAPPED for line in lines[:-1])
    return " ".join(lines) if wrapped else block
