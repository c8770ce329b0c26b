"""Whose seat it is: what one lead gives alone, and what nobody takes from who has sat down."""

from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.test import Client

from moderation.accounts import factors, leads, lost, people
from moderation.models import LeadRequest, Session, SetupLink, Want
from tests import desk, pages
from tests.test_leads import alert, browser_of
from tests.test_team import PASSWORD, TEAM, answers, does, link_on, said_next, sets_password

pytestmark = pytest.mark.django_db
OWN = "eight tall trees at the harbour"


@pytest.fixture(autouse=True)
def quick(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def cleo(desk_key) -> User:
    """A second lead."""
    return people.create("cleo", role=people.LEADS)


@pytest.fixture
def second(cleo) -> Client:
    """The second lead's browser."""
    return browser_of(cleo)


def sets_factor(client: Client) -> None:
    """She sets up an app, who is signed in and has none."""
    client.post("/accounts/factors/app/")
    key = pages.parsed(client.get("/accounts/factors/app/").content).all("output")[0].text
    client.post("/accounts/factors/app/", {"code": desk.code(key.replace(" ", ""))})


def signed_in(name: str, password: str = PASSWORD) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": name, "password": password})
    return client


@pytest.mark.parametrize("role", people.ROLES)
@pytest.mark.parametrize("state", ["there", "closed"])
def test_no_lead_alone_takes_the_seat_of_who_has_sat_down(lead_at_desk, second, role, state):
    bea = people.create("bea", role=role)
    bea.set_password(OWN)
    bea.save()
    browser_of(bea)
    if state == "closed":
        people.close("bea")
    had = User.objects.get(pk=bea.pk).password
    assert does(lead_at_desk, "link", "bea").status_code == 302
    assert "Another lead has to agree, under Team, within 7 days." in said_next(lead_at_desk)
    assert "It needs another lead" in alert(answers(lead_at_desk, "confirm"))
    assert not SetupLink.objects.exists()
    assert User.objects.get(pk=bea.pk).password == had
    assert Session.objects.filter(person=bea).exists() is (state == "there")
    said = second.get(TEAM).content.decode()
    assert "bell asks for a new link for bea." in said
    assert sets_password(link_on(answers(second, "confirm")))


def test_who_has_not_sat_down_yet_gets_her_link_from_one(lead_at_desk, moderator):
    assert sets_password(link_on(does(lead_at_desk, "link")))
    # A password alone opens nothing at the desk.
    assert sets_password(link_on(does(lead_at_desk, "link")))
    assert not LeadRequest.objects.exists()


@pytest.mark.parametrize("by", ["two leads", "whoever runs the server"])
def test_a_lost_factor_leaves_her_seat_to_nobody_else(lead_at_desk, second, lead, moderator, by):
    desk.has_app(moderator)
    if by == "two leads":
        asked = leads.ask(moderator, Want.LOST, by=lead)
        assert asked is not None
        first = link_on(answers(second, "confirm"))
    else:
        lost.start_anew(moderator, by=None)
        first = urlsplit(people.setup_link(moderator)).path
    assert not factors.has(moderator)
    # The first of the two has no link, so she has none to renew.
    assert does(lead_at_desk, "link").status_code == 302
    assert "asks for a new link for ada." in second.get(TEAM).content.decode()
    assert Client().get(first).status_code == 302
    answer = does(second, "link")
    if by == "two leads":
        # She who agreed had it in her hand.
        renewed = link_on(answer)
        assert Client().get(first).status_code == 404
        assert sets_password(renewed)
        answer = does(second, "link")
    assert answer.status_code == 302, "and once it was used it is not hers any more"
    assert not factors.has(moderator)


def test_a_link_from_before_she_sat_down_is_none_afterwards(lead_at_desk, moderator):
    assert sets_password(link_on(does(lead_at_desk, "link")))
    ada = signed_in("ada")
    # She is at the page of second factors, and the lead makes one more.
    link = link_on(does(lead_at_desk, "link"))
    assert Client().get(link).status_code == 302
    sets_factor(ada)
    assert factors.has(moderator)
    assert Client().get(link).status_code == 404
    assert not SetupLink.objects.exists()
    assert does(lead_at_desk, "link").status_code == 302


def test_the_log_says_who_has_sat_down_when_no_factor_does(lead_at_desk, moderator):
    assert sets_password(link_on(does(lead_at_desk, "link")))
    sets_factor(signed_in("ada"))
    factors.of(moderator).delete()
    assert does(lead_at_desk, "link").status_code == 302
    assert LeadRequest.objects.get().want == Want.LINK
