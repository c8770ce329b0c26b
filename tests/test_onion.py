"""Tor Browser is told of the site's onion address with every page that can be gone to there, and
with nothing that would be lost by it."""

import pytest
from django.test import Client

from stories.wall.release import release
from tests import desk, pages
from tests.test_settings import ONION

pytestmark = pytest.mark.django_db

URL = f"http://{ONION}"


@pytest.fixture
def onion(settings):
    """The site has an onion address."""
    settings.ONION_URL = URL
    settings.ALLOWED_HOSTS = ["testserver", "localhost", ONION]


def told(answer):
    return answer.headers.get("Onion-Location")


@pytest.mark.parametrize(
    "path",
    "/ /stories/ /numbers/ /say/ /yours/ /search/ /help/ /privacy/ /about/ /pass-on/".split(),
)
def test_each_page_names_itself_there(onion, desk_key, path):
    # Made, and kept; asked for as a browser does that opens a window.
    for _ in range(2):
        answer = Client().get(path, headers={"Sec-Fetch-Mode": "navigate"})
        assert answer.status_code in {200, 203}
        assert told(answer) == URL + path
    assert told(Client().head(path)) == URL + path


def test_a_story_does_and_one_that_is_not_there_does_not(onion, says):
    kept = says("He moved too.", setting="work")
    desk.approve(kept)
    release()
    (link,) = {
        one["href"].removesuffix("#words")
        for one in pages.parsed(Client().get("/stories/").content).all("a")
        if (one["href"] or "").startswith("/story/")
    }
    assert told(Client().get(link)) == URL + link
    assert told(Client().get("/story/0123456789abcdef/")) is None


def test_the_query_goes_with_a_page_that_depends_on_it_and_with_no_other(onion):
    assert told(Client().get("/stories/?setting=work")) == f"{URL}/stories/?setting=work"
    # What the first of them came with is nobody else's.
    assert told(Client().get("/about/?from=a-friend")) == f"{URL}/about/"
    assert told(Client().get("/say/?from=a-friend")) == f"{URL}/say/"


def test_what_was_posted_is_not_left(onion, desk_key):
    # The form with its words, what came of it, and what a receipt leads to.
    form = {
        "nonce": pages.nonce(pages.parsed(Client().get("/say/").content)),
        "examples-TOTAL_FORMS": "1",
        "examples-0-text": "He moved too.",
    }
    for action in ("check", "add", "send"):
        answer = Client().post("/say/", form | {"action": action, "confirmed": "1"})
        assert answer.status_code == 200
        assert told(answer) is None
    assert b'id="receipt"' in answer.content
    assert told(Client().post("/yours/", {"receipt": "no words of anybody"})) is None


@pytest.mark.parametrize(
    "path",
    ["/accounts/login/", "/leave/", "/numbers.json", "/badge.svg", "/robots.txt", "/nothing/"],
)
def test_neither_the_desk_nor_the_way_out_nor_what_is_no_page(onion, path):
    assert told(Client().get(path)) is None


def test_the_privacy_page_names_it_and_leads_nobody_there(onion):
    (named,) = pages.parsed(Client().get("/privacy/").content).all("span", id="onion")
    assert named.text == f"{URL}/"
    # Another browser would ask the network's name servers for it.
    assert f'href="{URL}' not in Client().get("/privacy/").content.decode()


def test_it_is_answered_there(onion):
    assert Client().get("/about/", headers={"Host": ONION}).status_code == 200


def test_where_there_is_none_nothing_is_said():
    assert told(Client().get("/about/")) is None
    assert 'id="onion"' not in Client().get("/privacy/").content.decode()
