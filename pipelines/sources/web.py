"""Fetching a URL: only http and https, only public addresses unless a setting allows others, with bounds on size and time."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urljoin, urlsplit

import requests

from pipelines.errors import LedgerError

TIMEOUT_S = 20
REDIRECTS = 5
USER_AGENT = "newsledger/0.1"


class CantFetch(LedgerError):
    """A URL gives nothing that can be landed."""


def is_url(path: str) -> bool:
    """Whether a path is a URL with a scheme."""
    return "://" in path


def fetch(url: str, max_bytes: int, private: bool = False) -> bytes:
    """The body behind a URL, after at most five redirects, each checked like the first. Raises CantFetch."""
    try:
        for _ in range(REDIRECTS + 1):
            _check(url, private)
            with requests.get(
                url, timeout=TIMEOUT_S, stream=True, allow_redirects=False, headers={"User-Agent": USER_AGENT}
            ) as answer:
                if answer.is_redirect:
                    url = urljoin(url, answer.headers["Location"])
                    continue
                answer.raise_for_status()
                return _bounded(answer, url, max_bytes)
    except requests.RequestException as error:
        raise CantFetch(f"{url}: {error}") from error
    raise CantFetch(f"{url}: more than {REDIRECTS} redirects")


def _check(url: str, private: bool) -> None:
    try:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise CantFetch(f"{url}: only http and https URLs are fetched")
        addresses = {info[4][0] for info in socket.getaddrinfo(parts.hostname, parts.port or parts.scheme)}
    except (OSError, UnicodeError, ValueError) as error:
        raise CantFetch(f"{url}: {error}") from error
    if not private and not all(ipaddress.ip_address(str(address).split("%")[0]).is_global for address in addresses):
        raise CantFetch(f"{url}: its address is not public; NEWSLEDGER_PRIVATE_URLS=true allows it")


def _bounded(answer: requests.Response, url: str, max_bytes: int) -> bytes:
    body = bytearray()
    for chunk in answer.iter_content(65536):
        body += chunk
        if len(body) > max_bytes:
            raise CantFetch(f"{url}: more than {max_bytes:,} bytes")
    return bytes(body)
