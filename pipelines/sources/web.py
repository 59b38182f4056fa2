"""Fetching URLs, safely and politely.

Safely: only http and https, only public addresses unless a setting allows others, with bounds on size, time and redirects. What
counts is the address that a connection ends at, not the one that a name server gave a moment before.

Politely: as robots.txt says, one request at a time with a pause for each host, asking for what has changed only, and more slowly
where a server asks for that or has trouble.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

from pipelines.errors import LedgerError

# Seconds without a word from a server, and for the whole of an answer.
SILENCE_S, ANSWER_S = 20, 120
REDIRECTS = 5
ATTEMPTS = 3
# Seconds between two requests to a host, where its robots.txt asks for no more; what it may ask for at most.
PAUSE_S, LONGEST_PAUSE_S = 1.0, 30.0
# Seconds before another attempt, doubled each time, where the server names none; what it may name at most.
BACKOFF_S, LONGEST_BACKOFF_S = 2.0, 60.0
TROUBLE = (429, 500, 502, 503, 504)
LARGEST_ROBOTS = 512 * 1024
AGENT = "newsledger"
USER_AGENT = f"{AGENT}/0.1"
sleep = time.sleep


class CantFetch(LedgerError):
    """A URL gives nothing that can be landed."""


class Answer(NamedTuple):
    """What a server gave: a body (None: it has not changed), and what to ask with whether that has changed."""

    body: bytes | None
    etag: str | None = None
    last_modified: str | None = None


def is_url(path: str) -> bool:
    """Whether a path is a URL with a scheme."""
    return "://" in path


def is_public(address: str) -> bool:
    """Whether an IP address is one of the Internet's."""
    return ipaddress.ip_address(address.split("%")[0]).is_global


class _Public:
    """A connection that is closed at once where it ended at an address that is not public, whatever name led there."""

    def _new_conn(self) -> socket.socket:
        connected: socket.socket = super()._new_conn()  # type: ignore[misc]
        address = str(connected.getpeername()[0])
        if not is_public(address):
            connected.close()
            raise CantFetch(f"{self.host}: its address is not public; NEWSLEDGER_PRIVATE_URLS=true allows it")  # type: ignore[attr-defined]
        return connected


class _PublicConnection(_Public, HTTPConnection):
    """One over http."""


class _PublicSecureConnection(_Public, HTTPSConnection):
    """One over https."""


class _PublicPool(HTTPConnectionPool):
    ConnectionCls = _PublicConnection


class _PublicSecurePool(HTTPSConnectionPool):
    ConnectionCls = _PublicSecureConnection


class _PublicAdapter(HTTPAdapter):
    """Sends requests over such connections. A proxy that the environment names makes connections of its own."""

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """As always, with other connections."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _PublicPool, "https": _PublicSecurePool}


class Web:
    """A visitor of hosts, who remembers what each of them asked for."""

    def __init__(self, max_bytes: int, private: bool = False) -> None:
        self.max_bytes, self.private = max_bytes, private
        self.session = requests.Session()
        self.session.headers["User-Agent"] = USER_AGENT
        if not private:
            self.session.mount("http://", _PublicAdapter())
            self.session.mount("https://", _PublicAdapter())
        self.rules: dict[str, RobotFileParser] = {}
        self.next_visit: dict[str, float] = {}

    def fetch(self, url: str, etag: str | None = None, last_modified: str | None = None) -> Answer:
        """The body behind a URL, after at most five redirects, each checked like the first. Raises CantFetch."""
        headers = {"If-None-Match": etag, "If-Modified-Since": last_modified}
        try:
            for _ in range(REDIRECTS + 1):
                self._check(url)
                if not self._rules(url).can_fetch(AGENT, url):
                    raise CantFetch(f"{url}: robots.txt asks not to fetch it")
                with self._visit(url, {name: value for name, value in headers.items() if value}) as answer:
                    if answer.is_redirect:
                        url = urljoin(url, answer.headers["Location"])
                        continue
                    if answer.status_code == requests.codes.not_modified:
                        return Answer(None, etag, last_modified)
                    answer.raise_for_status()
                    body = _bounded(answer, url, self.max_bytes)
                    return Answer(body, answer.headers.get("ETag"), answer.headers.get("Last-Modified"))
        except (requests.RequestException, ValueError, UnicodeError) as error:
            raise CantFetch(f"{url}: {error}") from error
        raise CantFetch(f"{url}: more than {REDIRECTS} redirects")

    def _check(self, url: str) -> None:
        """Refuse before anything is sent; the connection is checked once more when it stands."""
        try:
            parts = urlsplit(url)
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise CantFetch(f"{url}: only http and https URLs are fetched")
            addresses = {str(info[4][0]) for info in socket.getaddrinfo(parts.hostname, parts.port or parts.scheme)}
        except (OSError, UnicodeError, ValueError) as error:
            raise CantFetch(f"{url}: {error}") from error
        if not self.private and not all(map(is_public, addresses)):
            raise CantFetch(f"{url}: its address is not public; NEWSLEDGER_PRIVATE_URLS=true allows it")

    def _rules(self, url: str) -> RobotFileParser:
        """What a host's robots.txt says: everything is allowed where there is none, nothing where it can't be had."""
        host = _host(url)
        if host not in self.rules:
            rules = RobotFileParser()
            with self._visit(f"{host}/robots.txt", {}, follow=True) as answer:
                if answer.ok:
                    rules.parse(_bounded(answer, url, LARGEST_ROBOTS).decode("utf-8", "replace").splitlines())
                elif answer.status_code < 500:
                    rules.parse([])
                else:
                    raise CantFetch(f"{host}/robots.txt: the server answers with {answer.status_code}")
            self.rules[host] = rules
        return self.rules[host]

    @contextmanager
    def _visit(self, url: str, headers: dict[str, str], follow: bool = False) -> Iterator[requests.Response]:
        """Ask a server, after the pause that its host is due, and again where it has trouble."""
        host = _host(url)
        for attempt in range(1, ATTEMPTS + 1):
            sleep(max(0.0, self.next_visit.get(host, 0) - time.monotonic()))
            try:
                answer = self.session.get(url, timeout=SILENCE_S, stream=True, allow_redirects=follow, headers=headers)
            except (requests.ConnectionError, requests.Timeout):
                if attempt == ATTEMPTS:
                    raise
                self._pause(host, BACKOFF_S * 2**attempt / 2)
                continue
            if answer.status_code in TROUBLE and attempt < ATTEMPTS:
                answer.close()
                self._pause(host, _asked_for(answer) or BACKOFF_S * 2**attempt / 2)
                continue
            with answer:
                rules = self.rules.get(host)
                delay = rules.crawl_delay(AGENT) if rules else None
                self._pause(host, min(float(delay or PAUSE_S), LONGEST_PAUSE_S))
                yield answer
            return

    def _pause(self, host: str, seconds: float) -> None:
        self.next_visit[host] = time.monotonic() + min(seconds, LONGEST_BACKOFF_S)


def _host(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"


def _asked_for(answer: requests.Response) -> float | None:
    """The seconds that a server asks to wait; None where it names none, or a time of day."""
    after = answer.headers.get("Retry-After", "")
    return float(after) if after.isdecimal() else None


def _bounded(answer: requests.Response, url: str, max_bytes: int) -> bytes:
    body, deadline = bytearray(), time.monotonic() + ANSWER_S
    for chunk in answer.iter_content(65536):
        body += chunk
        if len(body) > max_bytes:
            raise CantFetch(f"{url}: more than {max_bytes:,} bytes")
        if time.monotonic() > deadline:
            raise CantFetch(f"{url}: it took longer than {ANSWER_S} s")
    return bytes(body)
