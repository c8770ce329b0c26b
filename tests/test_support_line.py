"""Whom a moderator can talk to stands on every page of the desk, for who is signed in alone."""

import pytest
from django.test import Client

from stories.models import Concern, Story
from stories.wall.release import release
from stories.wall.reporting import told
from tests import desk, pages
from tests.authorisation import OK, TABLE, expected

pytestmark = pytest.mark.django_db

LINE = {
    "words": "A counsellor <at any hour>",
    "phone": "+44 20 7946 0018",
    "dialled": "+442079460018",
    "web": "https://example.org/talk",
    "host": "example.org",
}


@pytest.fixture(autouse=True)
def line(settings):
    settings.SUPPORT_LINE = LINE


@pytest.fixture
def at(lead, desk_key):
    """The browser of a lead who has a password, and has unlocked the desk."""
    lead.set_password("six small boats on grey water")
    lead.save()
    desk.admit(lead)
    browser = desk.Reader()
    desk.sign_in(browser, lead)
    browser.post("/admin/unlock/", {"passphrase": desk.PASSPHRASE})
    return browser


@pytest.fixture
def things(says, at):
    """What there is to look at."""
    desk.approve(says("He moved too."))
    release()
    kept = says("Words that wait.")
    story = Story.objects.get()
    told(story.pk, Concern.NAMES, day=kept.day)
    return {
        "submission": str(kept),
        "story": str(story.pk),
        "reported": str(story),
        "decision": "0",
        "decided": "0",
        "lot": "0" * 16,
        "keyring": "0",
        "held": "0",
    }


def test_it_stands_on_every_page_of_the_desk(at, things):
    looked = 0
    for route, page in TABLE.items():
        if expected(page, "lead, unlocked", "GET") != OK:
            continue
        answer = at.get(page.at.format_map(things))
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        read = pages.parsed(answer.content)
        assert "A counsellor <at any hour>" in read.text, route
        assert [link.text for link in read.all("a", href="tel:+442079460018")] == [LINE["phone"]]
        assert len(read.all("a", href="https://example.org/talk", rel="noreferrer noopener")) == 1
        looked += 1
    assert looked > 15, "these are most of the desk's pages"


def test_nobody_else_is_shown_it(things):
    for path in ("/accounts/login/", "/accounts/set-up/nothing/", "/", "/help/", "/say/"):
        answer = Client().get(path, follow=True)
        assert answer.status_code == (404 if "nothing" in path else 200)
        assert "counsellor &lt;" not in answer.content.decode(), path


def test_a_demonstration_says_that_nobody_is_there(at, settings):
    settings.SUPPORT_LINE = {}
    page = pages.parsed(at.get("/admin/review/").content).text
    assert "in a demonstration nobody is there" in page
