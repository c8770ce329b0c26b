"""The public side sets no cookie, whatever it is asked and whatever cookie it is sent."""

import pytest
from django.test import Client

from tests import desk

pytestmark = pytest.mark.django_db

PAGES = [
    "/", "/say/", "/stories/", "/stories/?setting=work", "/story/0123456789abcdef/", "/numbers/",
    "/numbers.json", "/numbers.csv", "/help/", "/privacy/", "/about/", "/leave/", "/robots.txt",
    "/healthz", "/readyz", "/feed.atom", "/api/v1/",
    "/embed/", "/pass-on/", "/badge.svg", "/preview.png", "/api/v1/numbers", "/api/v1/stories",
    "/api/v1/stories?setting=nowhere", "/api/v1/stories/0123456789abcdef", "/api/v1/openapi.json",
    "/api/nowhere", "/nowhere/", "/stories/?setting=nowhere", "/search/",
]  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("method", ["get", "head", "post", "put", "delete", "options"])
def test_no_answer_sets_a_cookie_or_depends_on_one(path, method, moderator):
    signed_in = Client()
    desk.sign_in(signed_in, moderator)
    for client in (Client(), signed_in):
        answer = getattr(client, method)(path)
        assert not answer.cookies
        # These never run here, so that nothing can look anybody up by mistake.
        assert not hasattr(answer.wsgi_request, "session")
        assert not hasattr(answer.wsgi_request, "user")
        assert "Set-Cookie" not in answer.headers
        assert "cookie" not in answer.headers.get("Vary", "").lower()
        assert answer.status_code < 500
        # Nothing that she reads here stays in her browser.
        assert answer.headers["Cache-Control"] == "no-store"
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_signed_in_moderator_sees_the_same_wall(at_desk):
    assert at_desk.get("/").content == Client().get("/").content
