"""A page that is answered ahead of Django is the page that Django would have answered, to the
byte; and whatever is not plainly that is left to Django."""

from typing import Any

import psycopg
import pytest
from django.db import connection

from metoo import pages
from stories import edition, lifecycle
from stories.models import Story
from stories.wall.release import release
from tests import desk
from tests.asking import Answer, ask

GZIP = "gzip, deflate, br"
# Path, and what else of the request is not a plain GET.
PLAIN: list[tuple[str, dict[str, Any]]] = [
    ("/", {}),
    ("/", {"HTTP_ACCEPT_ENCODING": GZIP}),
    ("/", {"HTTP_ACCEPT_ENCODING": "gzip;q=0"}),
    ("/", {"HTTP_HOST": "LOCALHOST:1"}),
    ("/", {"HTTP_HOST": "127.0.0.1"}),
    ("/", {"HTTP_HOST": "[::1]:8000"}),
    ("/", {"HTTP_COOKIE": "desk=1", "HTTP_ACCEPT_LANGUAGE": "es", "HTTP_RANGE": "bytes=0-9"}),
    ("/stories/", {}),
    ("/numbers/", {}),
    ("/numbers.json", {"HTTP_ACCEPT_ENCODING": GZIP}),
    ("/numbers.csv", {"HTTP_ACCEPT_ENCODING": GZIP}),
    ("/feed.atom", {}),
    ("/embed/", {}),
    ("/pass-on/", {}),
    ("/badge.svg", {}),
    ("/preview.png", {"HTTP_ACCEPT_ENCODING": GZIP}),
    ("/api/v1/", {}),
    ("/api/v1/numbers", {"HTTP_ACCEPT_ENCODING": GZIP}),
    ("/api/v1/stories", {}),
    ("/help/", {}),
    ("/privacy/", {}),
    ("/about/", {}),
]
OTHER: list[tuple[str, dict[str, Any]]] = [
    ("/", {"REQUEST_METHOD": "HEAD"}),
    ("/", {"REQUEST_METHOD": "POST"}),
    ("/", {"REQUEST_METHOD": "OPTIONS"}),
    ("/", {"QUERY_STRING": "from=her"}),
    ("/", {"SCRIPT_NAME": "/elsewhere"}),
    ("/", {"HTTP_HOST": "metoo.example"}),
    ("/", {"HTTP_HOST": "localhost.metoo.example"}),
    ("/", {"HTTP_HOST": "localhost:x"}),
    ("/", {"HTTP_HOST": ""}),
    ("/", {"HTTP_HOST": None, "SERVER_NAME": "metoo.example"}),
    ("", {}),
    ("//", {}),
    ("/stories", {}),
    ("/stories/", {"QUERY_STRING": "setting=work"}),
    # As `/stories/%3Fsetting=work` arrives, and `/%C3%B1/`, `/%F1/`, `/a b/`.
    ("/stories/?setting=work", {}),
    ("/\xc3\xb1/", {}),
    ("/\xf1/", {}),
    ("/stories/\n", {}),
    ("/nowhere/", {}),
    ("/es/", {}),
    ("/say/", {}),
    ("/static/site/site.css", {}),
    ("/admin/", {}),
    ("/healthz", {}),
]


@pytest.fixture
def story(says, transactional_db) -> Story:
    kept = says("He moved too.", setting="work")
    desk.approve(kept)
    release()
    return Story.objects.get(submission=kept)


@pytest.fixture
def by_django(monkeypatch):
    """The answer of Django alone."""

    def by_django(path: str, **environ: str) -> Answer:
        with monkeypatch.context() as patch:
            patch.setattr(pages, "at_once", lambda _: None)
            return ask(path, **environ)

    return by_django


def kept(by_django) -> None:
    """Every page, and one by its query, is kept from here on."""
    for path, environ in PLAIN + OTHER:
        by_django(path, **environ)


@pytest.mark.parametrize(("path", "environ"), PLAIN, ids=range(len(PLAIN)))
def test_it_is_djangos_answer_to_the_byte(
    story, by_django, monkeypatch, path, environ, django_assert_num_queries
):
    # Also on a machine that is slow today.
    monkeypatch.setattr(edition, "_BELIEVED", 600.0)
    monkeypatch.setattr(edition, "_LEASE", 600.0)
    kept(by_django)
    theirs = by_django(path, **environ)
    tag = dict(theirs.headers)["ETag"]
    again = by_django(path, **environ, HTTP_IF_NONE_MATCH=tag)
    assert (theirs.status, again.status) == ("200 OK", "304 Not Modified")
    monkeypatch.setattr("metoo.wsgi._site", None)
    with django_assert_num_queries(0):
        assert ask(path, **environ) == theirs
        assert ask(path, **environ, HTTP_IF_NONE_MATCH=tag) == again
    if connection.vendor == "sqlite":
        return
    # PostgreSQL is asked where its answer is not believed any more.
    edition.forget_memory()
    monkeypatch.setattr(edition, "_LEASE", 0.0)
    assert edition.current()
    with django_assert_num_queries(2):
        assert ask(path, **environ) == theirs
        assert ask(path, **environ, HTTP_IF_NONE_MATCH=tag) == again


@pytest.mark.parametrize(("path", "environ"), OTHER, ids=range(len(OTHER)))
def test_what_is_not_plain_is_for_django(story, by_django, path, environ):
    kept(by_django)
    theirs = by_django(path, **environ)
    ours = ask(path, **environ)
    if path == "/say/":
        # Each form has a number of its own.
        assert (ours.status, ours.headers) == (theirs.status, theirs.headers)
    else:
        assert ours == theirs


@pytest.mark.parametrize("host", ["metoo.example", "", None])
def test_a_host_that_is_not_ours_is_refused_also_where_the_page_is_kept(story, by_django, host):
    kept(by_django)
    answer = ask("/", HTTP_HOST=host, SERVER_NAME="metoo.example")
    assert answer.status.startswith("400")
    assert b"people" not in answer.body


def test_a_story_page_is_answered_until_it_is_taken_down(story):
    path = f"/story/{story}/"
    for _ in range(2):
        assert b"He moved too." in ask(path).body
    lifecycle.remove(story.pk)
    for _ in range(2):
        assert ask(path).status.startswith("404")


def test_a_connection_that_has_ended_costs_nobody_the_page(story, by_django, monkeypatch):
    # So PostgreSQL is asked before each page.
    monkeypatch.setattr(edition, "_LEASE", 0.0)
    kept(by_django)
    theirs = by_django("/")
    if connection.vendor == "postgresql":
        with psycopg.connect(connection.connection.info.dsn, autocommit=True) as another:
            pid = connection.connection.info.backend_pid
            another.execute("SELECT pg_terminate_backend(%s)", [pid])
    for _ in range(2):
        assert ask("/") == theirs
