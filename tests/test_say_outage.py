"""The database or the cache is away: she is told so, and not a word is lost."""

import socketserver
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client

from stories.models import Submission
from stories.say import nonce
from tests import live, pages

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("desk_key")]

TEXTS = ["I was on the night shift.", "And then again, with the door locked."]


def form(number: str, action: str = "send") -> str:
    texts = {f"examples-{position}-text": text for position, text in enumerate(TEXTS)}
    fields = {"nonce": number, "action": action, "country": "PT", "examples-0-setting": "work"}
    return urlencode(fields | {"examples-TOTAL_FORMS": "2"} | texts)


def post(body: str, **options: Any) -> Any:
    # A fault is answered here as it is when the site is served.
    client = Client(raise_request_exception=False)
    return client.generic("POST", "/say/", body, "application/x-www-form-urlencoded", **options)


def assert_all_there(answer: Any, number: str) -> None:
    page = pages.parsed(answer.content)
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert pages.typed(page) == TEXTS
    assert pages.nonce(page) == number
    chosen = [one["value"] for one in page.all("option") if "selected" in one.attributes]
    ticked = [one["value"] for one in page.all("input") if "checked" in one.attributes]
    assert chosen == ["PT"]
    assert "work" in ticked
    said = pages.problems(page)[0]
    # Once it was on its way to the database, nobody knows: but twice is no danger.
    assert "Nothing was sent and nothing was kept" in said or "never counted twice" in said
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies


@pytest.fixture
def number(today) -> str:
    """Out of a form that was given out while all was well."""
    return nonce.issue(today)


@pytest.fixture
def database_away(number: str, desk_key: None) -> Iterator[None]:
    """Every new connection fails, as if the server were gone or the disk not there."""
    held, connection.connection = connection.connection, None
    settings = connection.settings_dict
    was = dict(settings)
    if connection.vendor == "sqlite":
        settings["NAME"] = "/nowhere/at/all.sqlite3"
    else:
        settings.update(HOST="127.0.0.1", PORT=str(live.free_port()))
    nonce.forget_memory()
    yield
    settings.update(was)
    connection.connection = held


@pytest.fixture
def table_missing(number: str) -> Iterator[None]:
    """The database answers, and says no."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE stories_submission RENAME TO elsewhere")
    yield
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE elsewhere RENAME TO stories_submission")


class Refusing(socketserver.StreamRequestHandler):
    """A Redis whose disk is full: it answers every command with no."""

    def handle(self) -> None:
        """Each command is a line *N, and then two lines for each of its N words."""
        for line in self.rfile:
            for _ in range(2 * int(line[1:])):
                self.rfile.readline()
            self.wfile.write(b"-MISCONF Redis is configured to save snapshots, but cannot\r\n")


@pytest.fixture(params=["nobody listens", "it refuses"])
def cache_away(request, settings, number: str) -> Iterator[None]:
    """The limits are counted in a Redis that cannot count."""
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Refusing)
    server.daemon_threads = True
    port = server.server_address[1]
    if request.param == "nobody listens":
        server.server_close()
    else:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    backend = "django.core.cache.backends.redis.RedisCache"
    limits = {"BACKEND": backend, "LOCATION": f"redis://127.0.0.1:{port}"}
    settings.CACHES = {**settings.CACHES, "limits": limits}
    yield
    if request.param == "it refuses":
        server.shutdown()
        server.server_close()


@pytest.mark.usefixtures("database_away")
@pytest.mark.parametrize("action", ["send", "check"])
def test_with_the_database_away_her_words_come_back(number, action):
    assert_all_there(post(form(number, action)), number)


@pytest.mark.usefixtures("database_away")
def test_with_the_database_away_another_example_is_there_all_the_same(number):
    answer = post(form(number, "add"))
    assert answer.status_code == 503
    assert pages.typed(pages.parsed(answer.content)) == [*TEXTS, ""]


@pytest.mark.usefixtures("database_away")
def test_with_the_database_away_what_another_site_posts_comes_back_too(number):
    answer = post(form(number), headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, pages.typed(pages.parsed(answer.content))) == (503, TEXTS)


@pytest.mark.usefixtures("database_away")
def test_with_the_database_away_an_empty_form_says_so():
    answer = Client(raise_request_exception=False).get("/say/")
    assert answer.status_code == 503
    assert int(answer.headers["Retry-After"]) > 0
    assert "not answering" in pages.parsed(answer.content).all("h1")[0].text


@pytest.mark.usefixtures("table_missing")
def test_with_the_database_broken_her_words_come_back(number):
    assert_all_there(post(form(number)), number)


@pytest.mark.usefixtures("cache_away")
@pytest.mark.parametrize("action", ["send", "check"])
def test_with_the_cache_away_her_words_come_back(number, action):
    assert_all_there(post(form(number, action)), number)
    assert not Submission.objects.exists()
