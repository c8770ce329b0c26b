"""Moderators' accounts: made, set up again and closed by one command, and by no page."""

from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from moderation.accounts import people as accounts
from moderation.models import Decision, Session
from stories.models import Story

pytestmark = pytest.mark.django_db
FIRST, SECOND = "six small boats on grey water", "nine long trains in white snow"


def told(*words: str) -> str:
    said = StringIO()
    call_command("create_moderator", *words, stdout=said)
    return said.getvalue()


def link_in(said: str) -> str:
    return urlsplit(said.rsplit(maxsplit=1)[-1]).path


def set_up(link: str, password: str) -> bool:
    """Whether the link still works; sets the password by it."""
    client = Client()
    form = client.get(link)
    if form.status_code != 302:
        return False
    client.post(form.headers["Location"], {"password1": password, "password2": password})
    return True


def signs_in(password: str) -> bool:
    client = Client()
    client.post("/accounts/login/", {"login": "grace", "password": password})
    return client.get("/admin/review/").status_code == 200


def test_a_new_link_ends_the_old_one_once_it_is_used():
    old = link_in(told("grace"))
    new = link_in(told("grace", "--again"))
    assert set_up(new, FIRST)
    assert signs_in(FIRST)
    assert not set_up(old, SECOND)
    assert not set_up(new, SECOND)
    # Whoever forgot a password gets a link too.
    assert set_up(link_in(told("grace", "--again")), SECOND)
    assert signs_in(SECOND)
    assert not signs_in(FIRST)


def test_a_closed_account_is_out_and_no_link_lets_it_in(at_desk, moderator, lead, lead_at_desk):
    link = urlsplit(accounts.setup_link(moderator)).path
    assert at_desk.get("/admin/review/").status_code == 200
    assert "closed" in told("ada", "--close")
    # Nothing of her session is left, and nobody else's has ended.
    (session,) = Session.objects.all()
    assert session.person == lead
    assert at_desk.get("/admin/review/").status_code == 302
    assert not set_up(link, FIRST)
    assert lead_at_desk.get("/admin/review/").status_code == 200
    assert not User.objects.get(username="ada").has_usable_password()


def test_a_closed_account_is_opened_again_by_a_new_link_alone():
    set_up(link_in(told("grace")), FIRST)
    told("grace", "--close")
    assert not signs_in(FIRST)
    assert set_up(link_in(told("grace", "--again")), SECOND)
    assert signs_in(SECOND)


@pytest.mark.parametrize("words", [["--again"], ["--close"]])
def test_an_account_that_is_not_there_is_said_so(words):
    with pytest.raises(CommandError, match="no account"):
        call_command("create_moderator", "nobody", *words)


@pytest.mark.parametrize("words", [["--again", "--close"], ["--lead", "--again"]])
def test_one_thing_at_a_time(words):
    told("grace")
    with pytest.raises(CommandError):
        call_command("create_moderator", "grace", *words)


def test_an_account_that_is_there_says_what_can_be_done():
    told("grace")
    with pytest.raises(CommandError, match="--again"):
        call_command("create_moderator", "grace")


def test_no_account_is_made_without_its_role():
    Group.objects.filter(name=accounts.LEADS).delete()
    with pytest.raises(CommandError, match="migrate"):
        call_command("create_moderator", "grace", "--lead")
    assert not User.objects.exists()


def test_no_page_of_the_desk_makes_or_changes_accounts(django_user_model):
    assert set(admin.site._registry) == {Decision, Story}
    client = Client()
    client.force_login(django_user_model.objects.create_superuser("root"))
    for path in ("auth/", "auth/user/", "auth/group/", "auth/user/add/", "account/"):
        assert client.get(f"/admin/{path}").status_code == 404, path
