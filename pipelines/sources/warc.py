"""Web archives (WARC, as Common Crawl's CC-NEWS): one article for each response that is a page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO, NamedTuple, cast

from fastwarc.warc import ArchiveIterator, WarcRecordType

from pipelines.sources import html
from pipelines.sources.documents import Document, How, Reject

ENDINGS = (".warc",)
PAGES = ("text/html", "application/xhtml")


class Response(NamedTuple):
    """A page that a server gave: its address, and its bytes."""

    url: str | None
    body: bytes


def split(file: BinaryIO, how: How) -> Iterator[Response | Reject]:
    """The responses of an archive, each a page or a refusal. What is not a response (requests, metadata) is no document."""
    found = 0
    plain = cast(BinaryIO, _Plain(file))
    try:
        for record in ArchiveIterator(plain, record_types=WarcRecordType.response | WarcRecordType.resource, parse_http=True):
            found += 1
            yield _response(record, how.max_bytes)
    except (OSError, ValueError, EOFError) as error:
        raise Reject("malformed", f"no archive behind its record {found}: {error}") from error
    if not found:
        raise Reject("malformed", "no response in it")


class _Plain:
    """A stream with the only methods that the archive reader needs; it would ask a buffered one for more than that can give."""

    def __init__(self, file: BinaryIO) -> None:
        self.file, self.bytes = file, 0

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        data = self.file.read(size)
        self.bytes += len(data)
        return data

    def tell(self) -> int:
        """How many bytes were read."""
        return self.bytes


def _response(record: Any, max_bytes: int) -> Response | Reject:
    url = record.headers.get("WARC-Target-URI")
    if record.http_headers is not None and record.http_headers.status_code != 200:
        return Reject("no_article", f"{url}: the server answered with {record.http_headers.status_code}")
    kind = str(record.http_content_type or record.headers.get("Content-Type") or "")
    if not kind.startswith(PAGES):
        return Reject("unsupported_format", f"{url}: {kind or 'of no type'}")
    if record.headers.get("WARC-Truncated"):
        return Reject("malformed", f"{url}: cut off ({record.headers.get('WARC-Truncated')})")
    body = record.reader.read(max_bytes + 1)
    if len(body) < min(record.content_length, max_bytes):
        return Reject("malformed", f"{url}: cut off")
    if len(body) > max_bytes:
        return Reject("oversize", f"{url}: more than {max_bytes:,} bytes")
    return Response(url, body)


def parse(record: Response) -> Document:
    """The article of a page, with the address that it was fetched from where it names none of its own."""
    document = html.parse(record.body)
    if not document.url and record.url:
        document.url, document.origins["url"] = record.url, "warc"
    return document
