"""The link that sets an account up: the newest alone, once, and whoever tries at the same time."""

import datetime
import re
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from allauth.core.context import request_context
from django.contrib.auth.models import Group, User
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone

from metoo.management.commands.work import DUTIES
from moderation.accounts import links, lost, people
from moderation.models import Session, SetupLink
from tests import desk, live, pages
from tests.test_codes_at_once import sent_at_once
from tests.test_serving import Browser

PASSWORD, OTHER = "six small boats on grey water", "nine long trains in white snow"
FORM = "/accounts/set-up/password/"
HANDS = 4


@pytest.fixture(autouse=True)
def quick(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def link_of(person: User, *, by: User | None = None) -> str:
    return urlsplit(people.setup_link(person, by=by)).path


def comes_by(link: str) -> Client | None:
    """A browser on the page to which a link leads; None where it leads nowhere."""
    client = Client()
    answer = client.get(link)
    if answer.status_code == 404:
        return None
    assert answer.headers["Location"] == FORM
    return client


def chooses(client: Client, password: str = PASSWORD) -> bool:
    """Whether her password is set by it."""
    answer = client.post(FORM, {"password1": password, "password2": password})
    assert answer.status_code in {302, 404}
    return answer.status_code == 302


def has(person: User, password: str) -> bool:
    return User.objects.get(pk=person.pk).check_password(password)


@pytest.mark.django_db
def test_to_look_at_a_link_does_not_use_it_up_and_to_use_it_does(moderator):
    link = link_of(moderator)
    first, second = comes_by(link), comes_by(link)
    assert first is not None
    assert second is not None
    # Nor does a slip.
    first.post(FORM, {"password1": PASSWORD, "password2": OTHER})
    assert chooses(first)
    # Whoever stands on the page still, or comes anew.
    assert not chooses(second, OTHER)
    assert not chooses(first, OTHER)
    assert comes_by(link) is None
    assert has(moderator, PASSWORD)
    assert not SetupLink.objects.exists()


def newer(link: str, grace: User, lead: User) -> None:
    link_of(grace)


def signs_in(link: str, grace: User, lead: User) -> None:
    Client().post("/accounts/login/", {"login": "grace", "password": OTHER})


def changes_it(link: str, grace: User, lead: User) -> None:
    client = Client()
    desk.sign_in(client, grace)
    fields = {"oldpassword": OTHER, "password1": PASSWORD + "s", "password2": PASSWORD + "s"}
    assert client.post("/accounts/password/", fields).status_code == 302


def is_closed(link: str, grace: User, lead: User) -> None:
    people.close("grace")


def is_closed_by_hand(link: str, grace: User, lead: User) -> None:
    User.objects.filter(pk=grace.pk).update(is_active=False)


def loses_her_factors(link: str, grace: User, lead: User) -> None:
    lost.start_anew(grace, by=None)


def maker_is_closed(link: str, grace: User, lead: User) -> None:
    people.close("bell")


def maker_was_closed(link: str, grace: User, lead: User) -> None:
    people.close("bell")
    people.reopen("bell")


def maker_is_closed_by_hand(link: str, grace: User, lead: User) -> None:
    User.objects.filter(pk=lead.pk).update(is_active=False)


def maker_was_no_lead(link: str, grace: User, lead: User) -> None:
    people.change_role("bell", people.MODERATORS)
    people.change_role("bell", people.LEADS)


def maker_is_no_lead_by_hand(link: str, grace: User, lead: User) -> None:
    lead.groups.set(Group.objects.filter(name=people.MODERATORS))


ENDS = [
    newer, signs_in, changes_it, is_closed, is_closed_by_hand, loses_her_factors, maker_is_closed,
    maker_was_closed, maker_is_closed_by_hand, maker_was_no_lead, maker_is_no_lead_by_hand,
]  # fmt: skip


@pytest.fixture
def grace(db) -> User:
    person = people.create("grace")
    person.set_password(OTHER)
    person.save()
    return person


@pytest.mark.django_db
@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
def test_a_link_ends(grace, lead, end):
    link = link_of(grace, by=lead)
    on_the_page = comes_by(link)
    assert on_the_page is not None
    end(link, grace, lead)
    assert not chooses(on_the_page)
    assert comes_by(link) is None
    assert not has(grace, PASSWORD)


@pytest.mark.django_db
def test_every_dead_link_is_answered_alike(grace, lead):
    def said(link: str) -> tuple[int, str]:
        answer = Client().get(link)
        return answer.status_code, answer.content.decode()

    expected = said("/accounts/set-up/nothing/")
    assert expected[0] == 404
    assert "Ask a lead for a new one" in expected[1]
    assert said(FORM) == expected
    for end in ENDS:
        link = link_of(grace, by=lead if User.objects.get(pk=lead.pk).is_active else None)
        end(link, grace, lead)
        assert said(link) == expected, end
        User.objects.update(is_active=True)
        lead.groups.set(Group.objects.filter(name=people.LEADS))
        grace.set_password(OTHER)
        grace.save()
    for odd in ("x" * 3_000, "%00", "%ff", "ａ"):
        assert said(f"/accounts/set-up/{odd}/") == expected


@pytest.mark.django_db
def test_who_is_no_lead_any_more_makes_none(moderator, lead):
    people.close("bell")
    with pytest.raises(PermissionDenied):
        people.setup_link(moderator, by=lead)
    assert not SetupLink.objects.exists()


@pytest.mark.django_db
def test_what_stands_in_a_link_is_kept_nowhere(moderator):
    link = link_of(moderator)
    assert comes_by(link)
    key = link.removesuffix("/").rpartition("/")[2]
    kept = [str(row) for row in SetupLink.objects.values()]
    kept += [str(session.get_decoded()) for session in Session.objects.all()]
    assert len(kept) == 2
    assert not [one for one in kept if key in one]
    (row,) = SetupLink.objects.all()
    assert (row.until.second, row.until.microsecond) == (0, 0)


@pytest.mark.django_db
def test_what_is_over_is_let_go_of(moderator, lead):
    link_of(moderator)
    link_of(lead)
    over = timezone.now() - datetime.timedelta(seconds=1)
    SetupLink.objects.filter(person=lead).update(until=over)
    links.forget()
    assert SetupLink.objects.get().person == moderator
    assert links.forget in DUTIES, "the worker does that by itself"


@pytest.mark.django_db
def test_whoever_was_signed_in_in_that_browser_is_not_any_more(grace, lead_at_desk, lead):
    lead_at_desk.get(link_of(grace))
    assert chooses(lead_at_desk)
    assert has(grace, PASSWORD)
    assert lead_at_desk.get("/admin/team/").status_code == 302
    assert not Session.objects.filter(person=lead).exists()


@pytest.mark.django_db
def test_the_team_page_says_whether_a_link_waits(lead_at_desk, lead):
    grace = people.create("grace")

    def said() -> str:
        read = pages.parsed(lead_at_desk.get("/admin/team/").content)
        (about,) = [box for box in read.all("div", "member") if "grace" in box.all("h3")[0].text]
        return about.all("p", "help")[0].text

    assert "no link that works" in said()
    link_of(grace, by=lead)
    assert "has a link" in said()
    SetupLink.objects.update(until=timezone.now())
    assert "no link that works" in said()


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_uses_it():
    # Without a role: the commits of other tests take those away.
    person = User.objects.create(username="ada", is_staff=True)
    links.make(person, by=None)
    gate = threading.Barrier(HANDS)

    def tries(number: int) -> bool:
        try:
            link = SetupLink.objects.select_related("person").get()
            with request_context(RequestFactory().get("/")):
                gate.wait()
                links.use(link, f"{PASSWORD} {number}")
        except links.Dead:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(HANDS) as hands:
        assert list(hands.map(tries, range(HANDS))).count(True) == 1


def test_of_several_posts_at_once_the_server_takes_one():
    with live.running(worker=False) as site:
        found = re.search(r"/accounts/set-up/\S+", site.manage("create_moderator", "grace"))
        assert found
        browsers = [Browser(site.port, site.url) for _ in range(HANDS)]
        filled = []
        for number, browser in enumerate(browsers):
            assert browser.ask(found[0])[0].headers["Location"] == FORM
            words = f"{PASSWORD} {number}"
            filled.append(browser.filled_in(FORM, password1=words, password2=words))
        came = sent_at_once(FORM, browsers, filled)
        assert Counter(came) == {302: 1, 404: HANDS - 1}
        # And it is hers whose post was taken that opens the account.
        check = f"User.objects.get(username='grace').check_password('{PASSWORD} {came.index(302)}')"
        said = site.python(f"from django.contrib.auth.models import User; print({check})")
        assert said.strip() == "True"
