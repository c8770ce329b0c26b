"""The yes of the page that asks is good for what was asked there, and for nothing else."""

import time
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.test import Client, RequestFactory

from moderation.accounts import people
from moderation.admin import sure
from moderation.admin.sure import Unsure
from moderation.models import LeadRequest
from moderation.sessions import SessionStore
from tests import desk, pages
from tests.test_team import TEAM

pytestmark = pytest.mark.django_db

ASKED: dict[str, Any] = {
    "person": "bell",
    "session": "one of her sessions",
    "path": TEAM,
    "fields": {"act": "close", "person": ["7", "8"]},
    "unsure": {"title": "Close it?", "comes": ["Her session ends."], "does": "Close it now"},
}


def posted(asked: dict[str, Any], **more: str) -> HttpRequest:
    request = RequestFactory().post(asked["path"], asked["fields"] | more)
    request.user = User.objects.get(username=asked["person"])
    request.session = SessionStore(asked["session"])
    return request


def unsure(asked: dict[str, Any]) -> Unsure:
    return Unsure(**asked["unsure"], leaves="Leave it open")


def yes() -> str:
    """What the button of the page says that asks."""
    form, held = pages.yes_of(sure.ask(posted(ASKED), unsure(ASKED), back=TEAM))
    assert form is not None
    return held["sure"]


def is_asked_again(asked: dict[str, Any], said: str) -> bool:
    try:
        # What proves who she is comes and goes with the posts, and is no part of it.
        sure.must_be(posted(asked, sure=said, **{"proof-code": "123456"}), unsure(asked))
    except Unsure:
        return True
    return False


@pytest.fixture
def leads(lead: User) -> User:
    """Both of those who are asked."""
    return people.create("cleo", role=people.LEADS)


def test_a_yes_is_good_for_what_was_asked(leads):
    assert not is_asked_again(ASKED, yes())


OTHERS: dict[str, dict[str, Any]] = {
    "person": {"person": "cleo"},
    "session": {"session": "another of them"},
    "address": {"path": "/admin/keys/"},
    "act": {"fields": {"act": "role", "person": ["7", "8"]}},
    "one of several": {"fields": {"act": "close", "person": ["9", "8"]}},
    "more": {"fields": {"act": "close", "person": ["7", "8"], "role": "lead"}},
    "title": {"unsure": ASKED["unsure"] | {"title": "Close another?"}},
    "consequences": {"unsure": ASKED["unsure"] | {"comes": ["The key is turned."]}},
    "button": {"unsure": ASKED["unsure"] | {"does": "Turn it now"}},
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_a_yes_is_good_for_nothing_else(leads, other):
    assert is_asked_again(ASKED | other, yes())


@pytest.mark.parametrize(("later", "again"), [(240, False), (302, True)])
def test_a_yes_is_good_for_five_minutes(leads, monkeypatch, later, again):
    said, then = yes(), time.time() + later
    monkeypatch.setattr(time, "time", lambda: then)
    assert is_asked_again(ASKED, said) is again


@pytest.mark.parametrize("said", ["", "yes", "::", "é:é:é", "\x00", "x" * 10_000])
def test_what_nobody_signed_is_no_yes(leads, said):
    assert is_asked_again(ASKED, said)


def test_the_page_holds_all_that_was_posted_and_not_the_key_of_her_session(lead_at_desk, moderator):
    fields = {"act": "close", "person": str(moderator.pk), "role": ["lead", "auditor"]}
    answer = lead_at_desk.post(TEAM, fields)
    assert lead_at_desk.session.session_key not in answer.content.decode()
    held = pages.parsed(answer.content).all("input", type="hidden", name="role")
    assert [one["value"] for one in held] == ["lead", "auditor"]


def test_where_the_consequences_have_changed_she_is_asked_with_what_they_are_now(
    lead_at_desk, moderator
):
    fields = {"act": "close", "person": str(moderator.pk)}
    form, held = pages.yes_of(lead_at_desk.post(TEAM, fields))
    assert form is not None
    assert "holds the desk's key" not in form.text
    desk.admit(moderator)
    form, again = pages.yes_of(lead_at_desk.post(TEAM, held))
    assert form is not None
    assert "She holds the desk's key." in form.text
    moderator.refresh_from_db()
    assert moderator.is_active
    assert lead_at_desk.post(TEAM, again).status_code == 302
    moderator.refresh_from_db()
    assert not moderator.is_active


def test_a_yes_to_one_is_no_yes_to_another(lead_at_desk, moderator, leads):
    _, held = pages.yes_of(lead_at_desk.post(TEAM, {"act": "close", "person": str(moderator.pk)}))
    form, _ = pages.yes_of(lead_at_desk.post(TEAM, held | {"person": str(leads.pk)}))
    assert form is not None
    assert not LeadRequest.objects.exists()
    leads.refresh_from_db()
    assert leads.is_active


def test_a_yes_that_was_stolen_is_nobody_elses(lead_at_desk, moderator, leads):
    _, held = pages.yes_of(lead_at_desk.post(TEAM, {"act": "close", "person": str(moderator.pk)}))
    thief = Client()
    desk.sign_in(thief, leads)
    form, _ = pages.yes_of(thief.post(TEAM, held))
    assert form is not None
    moderator.refresh_from_db()
    assert moderator.is_active
