"""Newsletters: one article in a message."""

from __future__ import annotations

import email
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr
from typing import BinaryIO

import trafilatura

from pipelines.sources.documents import Document, How, Reject, clean, decode, whole
from pipelines.sources.html import to_text

ENDINGS = (".eml",)
# A plain part that only says that there is a better one.
LEAST_WORDS = 20


def split(file: BinaryIO, how: How) -> Iterator[bytes]:
    """The message as one record."""
    yield whole(file, how)


def parse(record: bytes) -> Document:
    """The article of a message: its plain part where that is written out, else its HTML part without what stands around it."""
    message = email.message_from_bytes(record, policy=default)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise Reject("malformed", "no header lines of a message")
    text, page = clean(_body(message, "plain")), clean(_body(message, "html"))
    if len(text.split()) < LEAST_WORDS and page:
        extracted = trafilatura.extract(page, fast=True, include_comments=False, include_tables=True, include_formatting=False)
        text = clean(extracted or "") or to_text(page)
    if not text:
        raise Reject("no_text")
    sender, address = parseaddr(_header(message, "From") or "")
    return Document(
        text=text,
        title=_header(message, "Subject"),
        source=sender or address.rpartition("@")[2] or None,
        published=_header(message, "Date"),
        language=_header(message, "Content-Language"),
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    payload = part.get_payload(decode=True) if part is not None else None
    if part is None or not isinstance(payload, bytes):
        return ""
    try:
        return payload.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return decode(payload)


def _header(message: EmailMessage, name: str) -> str | None:
    try:
        value = message.get(name)
    except (ValueError, IndexError, AttributeError, TypeError):
        # The standard library's parser of headers fails on some that spam has.
        return None
    return str(value).strip() or None if value is not None else None
