"""URLs: fetched safely, politely, and only when they have changed."""

from __future__ import annotations

import gzip
import http.server
import socket
import threading
from datetime import date

import pytest

from pipelines import landing
from pipelines.sources import web
from pipelines.sources.web import CantFetch, Web

DAY = date(2026, 9, 1)


class Site(http.server.BaseHTTPRequestHandler):
    """Pages by path: what to answer with, each time it is asked for."""

    def do_GET(self):
        self.server.asked.append(self.path)
        answers = self.server.pages.get(self.path, [(404, {}, b"")])
        status, headers, body = answers.pop(0) if len(answers) > 1 else answers[0]
        if headers.get("ETag") and self.headers.get("If-None-Match") == headers["ETag"]:
            status, body = 304, b""
        self.send_response(status)
        for name, value in {**headers, "Content-Length": len(body)}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture
def site(monkeypatch):
    """A server on this machine; `slept` holds the seconds that a visitor waited, without waiting."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.pages, server.asked, server.slept = {"/a": [(200, {}, b"<p>A page")]}, [], []
    server.url = f"http://127.0.0.1:{server.server_port}"
    now = [0.0]

    def sleep(seconds):
        server.slept.append(seconds)
        now[0] += seconds

    monkeypatch.setattr(web, "sleep", sleep)
    monkeypatch.setattr(web.time, "monotonic", lambda: now[0])
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield server
    server.shutdown()


def visitor(**settings) -> Web:
    return Web(**{"max_bytes": 1000, "private": True, **settings})


def test_a_private_address_is_fetched_only_where_a_setting_allows_it(settings, site):
    with pytest.raises(CantFetch, match="NEWSLEDGER_PRIVATE_URLS"):
        landing.land(settings, [f"{site.url}/a"])
    allowed = settings.model_copy(update={"private_urls": True})
    assert landing.land(allowed, [f"{site.url}/a"])[0].read(settings.home) == b"<p>A page"


def test_a_name_that_leads_elsewhere_between_check_and_connection_is_refused(site, monkeypatch):
    real = socket.getaddrinfo
    answers = [[(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 80))]]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *a, **k: answers.pop() if answers else real("127.0.0.1", *a[1:], **k))
    with pytest.raises(CantFetch, match="not public"):
        visitor(private=False).fetch(site.url.replace("127.0.0.1", "rebound.example") + "/a")
    assert answers == []
    assert site.asked == []


@pytest.mark.parametrize(
    "address", ["127.0.0.1", "10.1.2.3", "169.254.169.254", "::1", "fe80::1%eth0", "::ffff:10.0.0.1", "192.168.0.1"]
)
def test_addresses_of_no_public_host_are_known(address):
    assert not web.is_public(address)


def test_redirects_and_sizes_have_bounds_and_other_schemes_are_refused(site):
    site.pages["/loop"] = [(302, {"Location": "/loop"}, b"")]
    site.pages["/out"] = [(302, {"Location": "file:///etc/passwd"}, b"")]
    with pytest.raises(CantFetch, match="redirects"):
        visitor().fetch(f"{site.url}/loop")
    with pytest.raises(CantFetch, match="more than 4 bytes"):
        visitor(max_bytes=4).fetch(f"{site.url}/a")
    for url in (f"{site.url}/out", "file:///etc/passwd"):
        with pytest.raises(CantFetch, match="only http and https"):
            visitor().fetch(url)


def test_robots_txt_is_read_once_and_followed(site):
    site.pages["/robots.txt"] = [(200, {}, b"User-agent: newsledger\nDisallow: /private\nCrawl-delay: 7\n")]
    visits = visitor()
    with pytest.raises(CantFetch, match=r"robots\.txt"):
        visits.fetch(f"{site.url}/private/a")
    for _ in range(3):
        visits.fetch(f"{site.url}/a")
    assert site.asked.count("/robots.txt") == 1
    assert site.slept[-2:] == [7, 7]


def test_a_host_whose_robots_txt_can_not_be_had_is_left_alone(site):
    site.pages["/robots.txt"] = [(500, {}, b"")]
    with pytest.raises(CantFetch, match="answers with 500"):
        visitor().fetch(f"{site.url}/a")
    assert "/a" not in site.asked


def test_a_host_is_given_a_pause_between_two_requests(site):
    visits = visitor()
    for _ in range(2):
        visits.fetch(f"{site.url}/a")
    assert site.slept == [0, web.PAUSE_S, web.PAUSE_S]


def test_a_server_in_trouble_is_asked_again_later_and_not_for_ever(site):
    site.pages["/busy"] = [(503, {}, b""), (429, {"Retry-After": "9"}, b""), (200, {}, b"now")]
    site.pages["/down"] = [(503, {}, b"")]
    assert visitor().fetch(f"{site.url}/busy").body == b"now"
    assert site.slept[-2:] == [web.BACKOFF_S, 9]
    with pytest.raises(CantFetch, match="503"):
        visitor().fetch(f"{site.url}/down")
    assert site.asked.count("/down") == web.ATTEMPTS


def test_a_page_that_has_not_changed_is_not_sent_and_stays_where_it_landed(settings, site):
    allowed = settings.model_copy(update={"private_urls": True})
    site.pages["/a"] = [(200, {"ETag": '"1"'}, b"<p>A page")]
    first = landing.land(allowed, [f"{site.url}/a"], on=DAY)
    assert landing.land(allowed, [f"{site.url}/a"]) == first
    site.pages["/a"] = [(200, {"ETag": '"2"'}, b"<p>Another")]
    assert landing.land(allowed, [f"{site.url}/a"])[0].read(settings.home) == b"<p>Another"


def test_the_pages_of_a_sitemap_are_fetched_once_and_one_that_is_gone_costs_no_other(settings, site):
    allowed = settings.model_copy(update={"private_urls": True})
    pages = "".join(f"<url><loc>{site.url}/{name}</loc></url>" for name in ("a", "gone", "b"))
    site.pages["/news.xml"] = [(200, {}, f"<urlset>{pages}</urlset>".encode())]
    site.pages["/b"] = [(200, {}, b"<p>B page")]
    assert [item.path.rpartition("/")[2] for item in landing.land(allowed, [f"{site.url}/news.xml"])] == ["news.xml", "a", "b"]
    landing.land(allowed, [f"{site.url}/news.xml"])
    assert [site.asked.count(path) for path in ("/a", "/b", "/gone")] == [1, 1, 2]


def test_the_pages_of_a_long_sitemap_come_in_portions_also_where_it_has_not_changed(settings, site, monkeypatch):
    monkeypatch.setattr(landing, "MOST_PAGES", 1)
    allowed = settings.model_copy(update={"private_urls": True})
    pages = "".join(f"<url><loc>{site.url}/{name}</loc></url>" for name in "ab")
    site.pages["/news.xml"] = [(200, {"ETag": '"1"'}, f"<urlset>{pages}</urlset>".encode())]
    site.pages["/b"] = [(200, {}, b"<p>B page")]
    landed = [[item.path.rpartition("/")[2] for item in landing.land(allowed, [f"{site.url}/news.xml"])] for _ in range(3)]
    assert landed == [["news.xml", "a"], ["news.xml", "b"], ["news.xml"]]


def test_the_sitemaps_of_an_index_are_followed_packed_or_not_and_an_index_in_it_is_not(settings, site):
    allowed = settings.model_copy(update={"private_urls": True})

    def listed(kind: str, *names: str) -> bytes:
        return "".join(f"<{kind}><loc>{site.url}/{name}</loc></{kind}>" for name in names).encode()

    index = b"<sitemapindex>%s</sitemapindex>"
    site.pages["/index.xml"] = [
        (200, {}, index % listed("sitemap", "one.xml", "two.xml.gz", "gone.xml", "index.xml", "deep.xml"))
    ]
    site.pages["/deep.xml"] = [(200, {}, index % listed("sitemap", "three.xml"))]
    site.pages["/one.xml"] = [(200, {}, b"<urlset>" + listed("url", "a", "b") + b"</urlset>")]
    site.pages["/two.xml.gz"] = [(200, {}, gzip.compress(b"<urlset>" + listed("url", "b", "c") + b"</urlset>"))]
    for name in "bc":
        site.pages[f"/{name}"] = [(200, {}, f"<p>{name} page".encode())]
    landed = {item.path.rpartition("/")[2] for item in landing.land(allowed, [f"{site.url}/index.xml"])}
    assert landed == {"index.xml", "one.xml", "two.xml.gz", "deep.xml", "a", "b", "c"}
    assert "/three.xml" not in site.asked


def test_a_password_in_a_url_is_not_published(settings, site):
    allowed = settings.model_copy(update={"private_urls": True})
    (item,) = landing.land(allowed, [f"{site.url}/a".replace("//", "//me:secret@")])
    assert item.path == f"{site.url}/a"
    assert not any(b"secret" in file.read_bytes() for file in settings.home.rglob("*") if file.is_file())
