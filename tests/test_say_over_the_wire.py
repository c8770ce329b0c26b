"""What a served site does with broken connections, many hands at once, and a store that goes."""

import contextlib
import http.client
import json
import socket
import sqlite3
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from email.message import Message
from urllib.parse import urlencode, urlsplit

import pytest

from tests import live, pages
from tests.desk import OPEN_ON_SITE

pytestmark = pytest.mark.slow

WORDS = "He waited until the others had gone home. " * 30
HANDS = 50
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def site() -> Iterator[live.Site]:
    with live.running(worker=False, THROTTLE="off") as it:
        yield it


@dataclass
class Answer:
    status: int
    headers: Message
    body: bytes

    @property
    def page(self) -> pages.Element:
        return pages.parsed(self.body)


def ask(site: live.Site, body: str | None = None) -> Answer:
    """GET /say/, or a post of `body` to it."""
    connection = http.client.HTTPConnection("localhost", site.port, timeout=60)
    try:
        connection.request("GET" if body is None else "POST", "/say/", body, FORM if body else {})
        answer = connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())
    finally:
        connection.close()


def form(site: live.Site, words: str = WORDS, *, number: str = "") -> str:
    number = number or pages.nonce(ask(site).page)
    return urlencode(
        {"nonce": number, "examples-TOTAL_FORMS": "1", "examples-0-text": words, "action": "send"}
    )


_ALL = """
import json
print(json.dumps([
    part.text
    for kept in Submission.objects.filter(has_words=True)
    for part in opened(kept).examples
]))
"""


def stored(site: live.Site) -> list[str]:
    """The texts of all submissions, as the desk opens them."""
    return list(json.loads(site.python(OPEN_ON_SITE + _ALL)))


def test_many_hands_that_send_one_form_are_one_submission(site):
    body = form(site, "One form, many hands.")
    with ThreadPoolExecutor(HANDS) as hands:
        answers = list(hands.map(ask, [site] * HANDS, [body] * HANDS))
    assert {answer.status for answer in answers} == {200}
    assert len({answer.body for answer in answers}) == 1
    assert stored(site).count("One form, many hands.") == 1


def test_of_many_that_send_other_words_in_one_form_one_arrives(site):
    number = pages.nonce(ask(site).page)
    said = [f"Many words in one form, {hand}." for hand in range(HANDS)]
    bodies = [form(site, words, number=number) for words in said]
    with ThreadPoolExecutor(HANDS) as hands:
        answers = list(hands.map(ask, [site] * HANDS, bodies))
    arrived = [words for words, answer in zip(said, answers, strict=True) if answer.status == 200]
    assert len(arrived) == 1
    assert [text for text in stored(site) if text in said] == arrived
    for words, answer in zip(said, answers, strict=True):
        if words not in arrived:
            assert (answer.status, pages.typed(answer.page)) == (422, [words])


# Where a connection breaks: within the words, and after them.
@pytest.mark.parametrize("part", [0.5, 0.99])
def test_half_of_a_form_is_not_taken_for_all_of_it(site, part):
    words = f"{part} {WORDS}"
    body = form(site, words).encode()
    before = stored(site)
    with _sending(site, body, round(len(body) * part)):
        pass
    # What half of it may do, it has done when a later one has arrived.
    assert ask(site, form(site, f"Later than {part}.")).status == 200
    assert set(stored(site)) - set(before) == {f"Later than {part}."}
    assert ask(site, body.decode()).status == 200
    assert words.strip() in stored(site)


def test_who_still_listens_is_told_that_it_was_half(site):
    body = form(site, f"Listening. {WORDS}").encode()
    before = stored(site)
    with _sending(site, body, len(body) // 2) as there:
        there.shutdown(socket.SHUT_WR)
        answer = http.client.HTTPResponse(there)
        answer.begin()
        page = pages.parsed(answer.read())
    assert answer.status == 422
    (typed,) = pages.typed(page)
    assert f"Listening. {WORDS}".startswith(typed)
    assert len(typed) > 100
    assert "The connection broke" in pages.problems(page)[0]
    assert stored(site) == before


@contextlib.contextmanager
def _sending(site: live.Site, body: bytes, so_far: int) -> Iterator[socket.socket]:
    head = f"POST /say/ HTTP/1.1\r\nHost: localhost:{site.port}\r\nContent-Length: {len(body)}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in FORM.items())
    with socket.create_connection(("localhost", site.port), timeout=30) as there:
        there.sendall(f"{head}\r\n".encode() + body[:so_far])
        yield there


def test_a_form_without_a_length_is_answered_in_words(site):
    before = stored(site)
    body = form(site).encode()
    head = (
        f"POST /say/ HTTP/1.1\r\nHost: localhost:{site.port}\r\nTransfer-Encoding: chunked\r\n"
        f"Content-Type: {FORM['Content-Type']}\r\nConnection: close\r\n\r\n"
    )
    # In one piece: it is answered before its end is read, and a second one would find it gone.
    with socket.create_connection(("localhost", site.port), 30) as connection:
        connection.sendall(b"%s%x\r\n%s\r\n0\r\n\r\n" % (head.encode(), len(body), body))
        answer = http.client.HTTPResponse(connection, method="POST")
        answer.begin()
        page = pages.parsed(answer.read())
        answer.close()
    assert answer.status == 400
    assert "could not be read. Nothing was kept." in page.text
    assert stored(site) == before


def assert_all_there(answer: Answer, words: str) -> None:
    assert answer.status == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert [text.strip() for text in pages.typed(answer.page)] == [words.strip()]
    said = pages.problems(answer.page)[0]
    assert "Nothing was sent and nothing was kept" in said or "never counted twice" in said


@contextlib.contextmanager
def store_away(site: live.Site) -> Iterator[None]:
    """While the site runs: somebody else has SQLite's file locked, or the PostgreSQL server
    has thrown everybody out and lets nobody in."""
    url = site.environment.get("DATABASE_URL")
    if not url:
        with contextlib.closing(sqlite3.connect(site.data_dir / "metoo.sqlite3")) as other:
            other.execute("BEGIN IMMEDIATE")
            yield
        return
    import psycopg

    name = urlsplit(url).path[1:]
    beside = urlsplit(url)._replace(path="/postgres").geturl()
    with psycopg.connect(beside, autocommit=True) as server:
        server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        server.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
        )
        try:
            yield
        finally:
            server.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')


def test_a_store_that_goes_and_comes_back_loses_nothing(site):
    words = f"While it was away. {WORDS}"
    body = form(site, words)
    with store_away(site):
        assert_all_there(ask(site, body), words)
    # A thread of the server may have to notice that its connection is dead.
    until = time.monotonic() + 30
    while (answer := ask(site, body)).status != 200:
        assert_all_there(answer, words)
        assert time.monotonic() < until
    assert answer.page.all("h1")[0].text == "It arrived."
    assert stored(site).count(words.strip()) == 1


def test_with_the_cache_away_nothing_is_lost():
    with live.running(worker=False, CACHE_URL=f"redis://127.0.0.1:{live.free_port()}") as site:
        assert_all_there(ask(site, form(site)), WORDS)
        assert stored(site) == []
        assert "Traceback" not in site.logs()
        assert "He waited" not in site.logs()
