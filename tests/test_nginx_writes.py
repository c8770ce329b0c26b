"""nginx, with the configuration in `deploy/`: what it writes holds nothing of anybody, and what it
hands on is no more than the program needs."""

import contextlib
import http.client
import http.server
import re
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from metoo.audit.canaries import ADDRESSES, SENDER, WORDS
from metoo.audit.searching import address_in, traces
from metoo.audit.sending import hidden
from tests import nginx
from tests.nginx import FORM, once, stopped

pytestmark = [
    # None of it depends on the database.
    pytest.mark.pure,
    pytest.mark.slow,
    pytest.mark.skipif(not nginx.installed(), reason="There is no nginx here."),
]


@pytest.fixture(scope="module")
def fronted(tmp_path_factory) -> Iterator[nginx.Fronted]:
    """A site, and nginx before it."""
    with nginx.fronted(tmp_path_factory.mktemp("nginx")) as both:
        yield both


@pytest.mark.parametrize("path", ["/say/", "/yours/", "/search/", "/admin/", "/accounts/login/"])
def test_where_somebody_writes_or_signs_in_nothing_is_kept(fronted, path):
    _, front = fronted
    for method in ("GET", "HEAD"):
        once(front.connection(), path, method=method)
    assert [name for name, key in keys(front) if path in key] == []


def test_nothing_is_kept_by_its_query_or_of_who_has_a_cookie(fronted):
    _, front = fronted
    for path, headers in (
        ("/help/?from=quellwort", {}),
        ("/privacy/", {"Cookie": "keksdose=1"}),
        ("/pass-on/", {"Authorization": "Basic bG9zdW5n"}),
    ):
        assert once(front.connection(), path, **headers).status == 200
        assert [name for name, key in keys(front) if path in key] == []


def keys(front: nginx.Nginx) -> list[tuple[str, str]]:
    """Of all files in the cache the name, and the key that stands in each."""
    found = []
    for name, written in front.written().items():
        if name.startswith("metoo-pages"):
            (key,) = re.findall(rb"\nKEY: (.*)\n", written[:2_000])
            found.append((name, key.decode()))
    return found


def test_what_it_writes_holds_nothing_of_anybody(fronted):
    site, front = fronted
    words = {
        "User-Agent": SENDER["user agent"],
        "Accept-Language": SENDER["language header"],
        "Referer": SENDER["referrer"],
        "Cookie": SENDER["cookie"],
        "X-Forwarded-For": SENDER["a forwarded address"],
    }
    here, there = ADDRESSES[0], ADDRESSES[1]
    for path in ("/", f"/about/?from={SENDER['query']}", f"/{SENDER['path']}/", "/say/"):
        once(front.connection(here), path, **words)
        # And of who sends no cookie, whose pages are kept.
        bare = {name: value for name, value in words.items() if name != "Cookie"}
        once(front.connection(here), path, **bare)
    form = {"nonce": hidden("nonce", once(front.connection(here), "/say/").body), "confirmed": "1"}
    form |= {"examples-TOTAL_FORMS": "1", "examples-0-text": WORDS["waiting"]}
    for action in ("check", "send"):
        once(front.connection(here), "/say/", fields=form | {"action": action}, **words)
    run_into_faults(front, there)
    with stopped(site):
        # It waits for an answer, and its client does not.
        for path in ("/say/", "/", f"/{SENDER['path']}/of-nobody/"):
            with contextlib.closing(front.connection(there)) as impatient:
                impatient.request("GET", path, headers=words)
                time.sleep(0.3)
    written = front.written()
    for value in {**SENDER, "waiting": WORDS["waiting"]}.values():
        assert traces(written, value) == []
    printed = written.pop("printed.log").decode()
    assert address_in(printed.replace(f"127.0.0.1:{site.port}", "")) == ""
    # The cache, and nothing else.
    kept = {name for name, _ in keys(front)}
    assert set(written) - kept <= {"nginx.pid"}


def run_into_faults(front: nginx.Nginx, address: str) -> None:
    """What nginx itself refuses, and would write down: no TLS, another name, no HTTP."""
    # The second is a hello without anything in it, the third one that is too long: both `crit`.
    for sent in (
        b"GET / HTTP/1.1\r\n\r\n",
        b"\x16\x03\x01\x00\x04\x01\x00\x00\x00",
        b"\x16\x03\x01\xff\xff" + bytes(100),
    ):
        with raw(front.port, address) as one, contextlib.suppress(OSError):
            one.sendall(sent)
            one.recv(1_000)
    context = ssl.create_default_context(cafile=str(front.certificate))
    with raw(front.port, address) as one, contextlib.suppress(OSError):
        context.wrap_socket(one, server_hostname=SENDER["host"]).close()
    for sent in (
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: example.org\r\nX: " + b"x" * 40_000 + b"\r\n\r\n",
        f"{SENDER['path']}\r\n\r\n".encode(),
        b"POST /say/ HTTP/1.1\r\nHost: example.org\r\nContent-Length: 9999999\r\n\r\n",
    ):
        with contextlib.closing(front.connection(address)) as one, contextlib.suppress(OSError):
            one.connect()
            one.sock.sendall(sent)
            one.sock.recv(1_000)


def raw(port: int, address: str = "127.0.0.1") -> socket.socket:
    """A connection without anything."""
    return socket.create_connection(("127.0.0.1", port), timeout=10, source_address=(address, 0))


@pytest.mark.parametrize("chunked", [False, True])
def test_what_is_posted_lies_in_no_file_also_while_it_waits(fronted, chunked):
    site, front = fronted
    word = "Wartewort-Feigenblatt "
    body = urlencode({"examples-0-text": word * 100_000}).encode()
    assert 2_000_000 < len(body) < 2_621_440
    with contextlib.closing(front.connection()) as connection, stopped(site):
        if chunked:
            pieces = (body[at : at + 1_000] for at in range(0, len(body), 1_000))
            connection.request("POST", "/say/", pieces, FORM, encode_chunked=True)
        else:
            connection.request("POST", "/say/", body, FORM)
        time.sleep(0.5)
        while_it_waits = open_files(front)
    assert traces(while_it_waits, word.strip()) == []


def test_an_answer_with_words_lies_in_no_file_while_it_is_read(fronted):
    _, front = fronted
    word = "Prüfwort-Berberitze"
    # A quotation mark comes back as six letters: more than the system takes in on the way.
    text = f"{word} {'"' * 1_000} " * 75
    form = {"nonce": hidden("nonce", once(front.connection(), "/say/").body), "action": "check"}
    form["examples-TOTAL_FORMS"] = "10"
    form |= {f"examples-{place}-text": text for place in range(10)}
    with contextlib.closing(front.connection(narrow=True)) as connection:
        connection.request("POST", "/say/", urlencode(form), FORM)
        answer = connection.getresponse()
        # It has begun to come, and nobody reads on.
        time.sleep(1)
        while_it_waits = open_files(front)
        assert len(answer.read()) > 4_000_000
    assert traces(while_it_waits, word) == []


def open_files(front: nginx.Nginx) -> dict[str, bytes]:
    """All that it has written, also what has no name any more and is only open."""
    found = front.written()
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if int((process / "stat").read_text().rpartition(")")[2].split()[1]) != (
                front.process.pid
            ):
                continue
            for one in (process / "fd").iterdir():
                if str(one.readlink()).startswith(str(front.folder)):
                    found[f"{process.name}: {one.name}"] = one.read_bytes()
    return found


@pytest.fixture
def heard(tmp_path) -> Iterator[tuple[nginx.Nginx, list[dict[str, str]]]]:
    """nginx before a server that only notes what it is told of each request."""
    notes: list[dict[str, str]] = []

    class Noting(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            notes.append({name.lower(): value for name, value in self.headers.items()})
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Noting)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        with nginx.running(tmp_path, before=server.server_port) as front:
            yield front, notes
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_the_program_is_told_one_address_and_nothing_of_the_browser(heard):
    front, notes = heard
    lies = {"X-Forwarded-For": "203.0.113.77", "X-Forwarded-Proto": "http"}
    browser = {"User-Agent": SENDER["user agent"], "Accept-Language": "tlh"}
    packed = {"Accept-Encoding": "br, gzip;q=0.5"}
    once(front.connection(ADDRESSES[0]), "/", **lies, **browser, **packed)
    assert notes.pop() == {
        "host": nginx.NAME,
        "x-forwarded-for": ADDRESSES[0],
        "x-forwarded-proto": "https",
        "accept-encoding": "gzip",
        "connection": "close",
    }
    once(front.connection(), "/", **{"Accept-Encoding": "gzip;q=0, br"})
    assert "accept-encoding" not in notes.pop()


def test_within_tor_it_is_told_the_circuit_and_no_address(heard):
    front, notes = heard
    assert within_tor(front, "/").startswith(b"HTTP/1.1 200")
    told = notes.pop()
    assert told["x-forwarded-for"] == "circuit fc00:dead:beef:4dad::1:7"
    assert told["x-forwarded-proto"] == "http"
    assert told["host"] == nginx.ONION


def test_within_tor_the_same_pages_are_answered(fronted):
    _, front = fronted
    answer = within_tor(front, "/about/")
    assert answer.startswith(b"HTTP/1.1 200")
    # A page is kept once for both, and says the same at both.
    assert f"Onion-Location: http://{nginx.ONION}/about/".lower().encode() in answer.lower()


def within_tor(front: nginx.Nginx, path: str) -> bytes:
    """A request as Tor hands it on, with the circuit that it came by."""
    with raw(front.onion_port) as one:
        one.sendall(
            b"PROXY TCP6 fc00:dead:beef:4dad::1:7 ::1 1234 443\r\n"
            + f"GET {path} HTTP/1.1\r\nHost: {nginx.ONION}\r\nConnection: close\r\n\r\n".encode()
        )
        return b"".join(iter(lambda: one.recv(65_536), b""))


def test_in_the_clear_nobody_is_answered_but_with_the_way_to_the_other(heard):
    front, notes = heard
    connection = http.client.HTTPConnection("127.0.0.1", front.plain_port, timeout=10)
    answer = once(connection, "/story/0123456789abcdef/")
    assert answer.status == 301
    assert answer.headers["Location"] == "https://example.org/story/0123456789abcdef/"
    assert answer.headers["Cache-Control"] == "no-store"
    assert notes == []
