"""Bodies that come slowly or not at all keep nobody else from being answered."""

import contextlib
import http.client
import io
import socket
import threading
import time
from collections.abc import Iterator

import pytest

from metoo import body
from tests import live, pages
from tests.test_say_over_the_wire import FORM, ask, form, stored


class Slow:
    """A body of which `come` is there, and the rest never comes."""

    def __init__(self, come: bytes = b"") -> None:
        self.come, self.ended = io.BytesIO(come), threading.Event()

    def read(self, size: int, /) -> bytes:
        if not (piece := self.come.read(size)):
            self.ended.wait(30)
        return piece


@contextlib.contextmanager
def taken(*places: threading.BoundedSemaphore) -> Iterator[None]:
    """While others have these places, and all of them."""
    many = [(place, place._initial_value) for place in places]  # type: ignore[attr-defined]
    for place, size in many:
        for _ in range(size):
            assert place.acquire(timeout=1)
    try:
        yield
    finally:
        for place, size in many:
            place.release(size)


@pytest.mark.pure
@pytest.mark.parametrize("places", [(), (body._plain,)])
def test_what_is_there_is_read_as_it_is(places):
    sent = bytes(range(256)) * 64
    with taken(*places):
        whole = body.Body(io.BytesIO(sent))
        assert whole.read(5) + whole.read(len(sent)) == sent
        assert body.Body(io.BytesIO(b"half")).read(100) == b"half"


@pytest.mark.pure
def test_where_many_are_read_at_once_each_has_its_time():
    slow = Slow(b"x" * 3_000)
    with taken(body._plain):
        one = body.Body(slow, seconds=0.2)
        began = time.monotonic()
        assert one.read(9_000) == b"x" * 3_000
        assert 0.15 < time.monotonic() - began < 25
    # It is over for good, also where there is room.
    assert one.read(9_000) == b""
    slow.ended.set()


@pytest.mark.pure
def test_beyond_that_nobody_waits_for_long(monkeypatch):
    monkeypatch.setattr(body, "_PATIENCE", 0.1)
    with taken(body._plain, body._timed):
        with pytest.raises(body.Crowded):
            body.Body(Slow()).read(1)
        with taken(body._line), pytest.raises(body.Crowded):
            body.Body(Slow()).read(1)
    assert body.Body(io.BytesIO(b"a")).read(1) == b"a"


@pytest.mark.pure
def test_only_a_body_that_says_a_fair_length_is_read_ahead():
    for length in (None, "", "0", "-1", "x", "\xb2", "11", "9" * 5_000):
        sent = io.BytesIO(b"0123456789")
        body.come({"wsgi.input": sent, "CONTENT_LENGTH": length}, most=10)
        assert sent.tell() == 0, length
    sent = io.BytesIO(b"0123456789")
    come = body.come({"wsgi.input": sent, "CONTENT_LENGTH": "10"}, most=10)
    assert sent.tell() == 10
    assert come.read(4) + come.read(99) == b"0123456789"


@pytest.mark.pure
def test_who_found_no_place_is_told_so_without_waiting_again(monkeypatch):
    monkeypatch.setattr(body, "_PATIENCE", 0.1)
    with taken(body._plain, body._timed):
        come = body.come({"wsgi.input": io.BytesIO(b"a"), "CONTENT_LENGTH": "1"}, most=10)
    # There would be room by now; but whoever waits twice keeps a thread twice as long.
    with body.at_work, pytest.raises(body.Crowded):
        come.read(1)


@pytest.mark.pure
def test_who_reads_in_the_midst_of_work_leaves_the_place_meanwhile():
    places = []

    class Looking:
        def read(self, size: int, /) -> bytes:
            places.append(body.at_work._free.qsize())
            return b"a"

    free = body.at_work._free.qsize()
    with body.at_work:
        assert body.Body(Looking()).read(1) == b"a"
        assert body.at_work._free.qsize() == free - 1
    assert places == [free]


@pytest.mark.pure
def test_too_many_at_once_is_a_page_that_says_try_again(client, monkeypatch):
    monkeypatch.setattr(body, "_PATIENCE", 0.1)
    client.raise_request_exception = False
    from metoo import wsgi

    said: dict[str, str] = {}

    def start(status, headers):
        said.update(dict(headers), status=status)

    environ = client._base_environ() | {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/say/", "CONTENT_LENGTH": "5",
        "CONTENT_TYPE": FORM["Content-Type"], "wsgi.input": io.BytesIO(b"a=b&c"),
        "SERVER_NAME": "localhost",
    }  # fmt: skip
    with taken(body._plain, body._timed):
        page = b"".join(wsgi.application(environ, start))
    assert said["status"].startswith("503")
    assert int(said["Retry-After"]) > 0
    assert b"try again" in page


@pytest.mark.slow
@pytest.mark.parametrize("many", [16, 80])
def test_the_site_answers_while_slow_posts_are_open(many):
    with live.running(worker=False, THROTTLE="off") as site, contextlib.ExitStack() as slow:
        said = form(site, "After the slow ones.")
        head = f"POST /say/ HTTP/1.1\r\nHost: localhost\r\nContent-Type: {FORM['Content-Type']}\r\n"
        for _ in range(many):
            one = slow.enter_context(socket.create_connection(("localhost", site.port), 10))
            one.sendall(f"{head}Content-Length: 1000\r\n\r\nexamples-0-text=slow".encode())
        time.sleep(1)
        for path in ("/", "/say/", "/help/", "/numbers.json", "/nowhere/") * 4:
            connection = http.client.HTTPConnection("localhost", site.port, timeout=30)
            connection.request("GET", path)
            assert connection.getresponse().status == (404 if path == "/nowhere/" else 200)
            connection.close()
        if many == 16:
            assert ask(site, said).status == 200
        slow.close()
        # Who gave up makes room.
        until = time.monotonic() + 30
        while (answer := ask(site, said)).status != 200:
            assert time.monotonic() < until
            time.sleep(0.2)
        assert pages.parsed(answer.body).all("h1")[0].text == "It arrived."
        assert stored(site).count("After the slow ones.") == 1
