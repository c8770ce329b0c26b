"""Moderators' accounts: made, set up again and closed by one command, and by no page."""

import datetime
import sys
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.utils import timezone

from moderation import audit, claims, keys
from moderation.accounts import factors
from moderation.accounts import people as accounts
from moderation.models import Decision, DeskKey, Keyring, Line, Session
from stories.models import Story
from stories.sealing import Unopenable
from tests import desk

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
    """Whether it opens the account; the desk itself asks for more."""
    client = Client()
    client.post("/accounts/login/", {"login": "grace", "password": password})
    return client.get("/accounts/factors/").status_code == 200


def test_a_new_link_ends_the_old_one_and_works_once():
    old = link_in(told("grace"))
    new = link_in(told("grace", "--again"))
    assert not set_up(old, SECOND)
    assert set_up(new, FIRST)
    assert signs_in(FIRST)
    assert not set_up(old, SECOND)
    assert not set_up(new, SECOND)
    # Whoever forgot a password gets a link too.
    assert set_up(link_in(told("grace", "--again")), SECOND)
    assert signs_in(SECOND)
    assert not signs_in(FIRST)


@pytest.mark.parametrize(("hours", "works"), [(71, True), (73, False)])
def test_a_link_works_for_three_days(monkeypatch, hours, works):
    link, later = link_in(told("grace")), datetime.timedelta(hours=hours)
    at = timezone.now() + later
    monkeypatch.setattr(timezone, "now", lambda: at)
    assert set_up(link, FIRST) == works
    assert signs_in(FIRST) == works


def test_a_closed_account_is_out_and_no_link_lets_it_in(at_desk, moderator, lead, lead_at_desk):
    link = urlsplit(accounts.setup_link(moderator)).path
    assert at_desk.get("/admin/review/").status_code == 200
    assert "closed" in told("ada", "--close", "--yes")
    # Nothing of her session is left, and nobody else's has ended.
    (session,) = Session.objects.all()
    assert session.person == lead
    assert at_desk.get("/admin/review/").status_code == 302
    assert not set_up(link, FIRST)
    assert lead_at_desk.get("/admin/review/").status_code == 200
    assert not User.objects.get(username="ada").has_usable_password()


def test_of_an_account_nothing_is_kept_that_tells_an_hour(today):
    assert set_up(link_in(told("grace")), FIRST)
    assert signs_in(FIRST)
    grace = User.objects.get(username="grace")
    assert grace.last_login is None
    assert grace.date_joined.isoformat() == f"{today}T00:00:00+00:00"


def test_a_closed_account_is_opened_again_by_a_new_link_alone():
    set_up(link_in(told("grace")), FIRST)
    told("grace", "--close", "--yes")
    assert not signs_in(FIRST)
    assert set_up(link_in(told("grace", "--again")), SECOND)
    assert signs_in(SECOND)


@pytest.mark.parametrize(
    "words", [["--again"], ["--close"], ["--take-key"], ["--lost"], ["--change-to", "lead"]]
)
def test_an_account_that_is_not_there_is_said_so(words):
    with pytest.raises(CommandError, match="no account"):
        call_command("create_moderator", "nobody", *words)


@pytest.mark.parametrize(
    "words", [["--again", "--close"], ["--lead", "--again"], ["--lead", "--auditor"]]
)
def test_one_thing_at_a_time(words):
    told("grace")
    with pytest.raises(CommandError):
        call_command("create_moderator", "grace", *words)


@pytest.mark.parametrize("end", ["--close", "--lost", "--take-key"])
def test_the_command_asks_for_the_name_again_before_it_ends_something(
    at_desk, moderator, monkeypatch, end
):
    desk.has_app(moderator)
    before = [Session.objects.count(), Keyring.objects.count(), Line.objects.count()]
    for typed in ("", "\n", "yes\n", "bell\n"):
        monkeypatch.setattr(sys, "stdin", StringIO(typed))
        with pytest.raises(CommandError, match="Nothing was changed"):
            told("ada", end)
        assert before == [Session.objects.count(), Keyring.objects.count(), Line.objects.count()]
        assert User.objects.get(username="ada").is_active
        assert factors.has(moderator)
    monkeypatch.setattr(sys, "stdin", StringIO(" ada \n"))
    assert "To go on, type its name again:" in told("ada", end)
    assert not Session.objects.filter(person=moderator).exists()
    ended = {
        "--close": not User.objects.get(username="ada").is_active,
        "--lost": not factors.has(moderator),
        "--take-key": not Keyring.objects.filter(person=moderator).exists(),
    }
    assert ended[end]
    assert keys.is_turn_due() is (end != "--lost")


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
    desk.sign_in(client, django_user_model.objects.create_superuser("root"))
    for path in ("auth/", "auth/user/", "auth/group/", "auth/user/add/", "account/"):
        assert client.get(f"/admin/{path}").status_code == 404, path


# Roles


def role_of(name: str) -> list[str]:
    return list(Group.objects.filter(user__username=name).values_list("name", flat=True))


def test_an_account_has_the_role_that_it_was_made_with():
    told("grace", "--auditor")
    told("hedy", "--lead")
    told("joan")
    assert [role_of(name) for name in ("grace", "hedy", "joan")] == [
        ["auditor"],
        ["lead"],
        ["moderator"],
    ]


def test_an_auditor_may_read_the_log_and_the_figures_and_nothing_else():
    set_up(link_in(told("grace", "--auditor")), FIRST)
    grace = User.objects.get(username="grace")
    assert grace.get_all_permissions() == {
        "moderation.read_log",
        "moderation.read_figures",
        "moderation.copy_log",
    }
    desk.has_app(grace)
    client = Client()
    client.post("/accounts/login/", {"login": "grace", "password": FIRST})
    answer = client.post("/accounts/login/second/", {"proof-code": desk.code()})
    # She begins on a page that is hers.
    assert client.get(answer.headers["Location"]).status_code == 200
    assert client.get("/admin/login/", follow=True).status_code == 200
    # None of Django's own lists is there for her.
    index = client.get("/admin/").content.decode()
    assert "/admin/stories/" not in index
    assert "/admin/moderation/" not in index
    assert "/admin/review/" not in index


def test_an_auditor_never_unlocks(at_desk, moderator, lead_at_desk):
    """She was a moderator, held the key, and knows her passphrase still."""
    said = told("ada", "--change-to", "auditor")
    assert "Have a lead turn that today" in said
    assert at_desk.get("/admin/review/").status_code == 302
    assert not Keyring.objects.filter(person=moderator).exists()
    desk.sign_in(at_desk, User.objects.get(username="ada"))
    for fields in (
        {"passphrase": desk.PASSPHRASE},
        {"passphrase": desk.PASSPHRASE, "again": desk.PASSPHRASE},
    ):
        assert at_desk.post("/admin/unlock/", fields).status_code == 403
    assert not Keyring.objects.filter(person=moderator).exists()
    # Nor does a lead give her the key, nor a keyring open that is left from before.
    auditor = User.objects.get(username="ada")
    keyring = keys.make_keyring(auditor, passphrase=desk.PASSPHRASE)
    lead_at_desk.post("/admin/keys/", {"act": "admit", "keyring": str(keyring)})
    assert not DeskKey.objects.filter(keyring=keyring).exists()
    keys._give(keyring, {1: desk.PAIR})
    with pytest.raises(Unopenable):
        keys.open_with(desk.PASSPHRASE, person=auditor)


def test_another_role_ends_what_went_on_in_the_old_one(at_desk, moderator, says):
    says("He moved too.")
    claims.take(moderator)
    told("ada", "--change-to", "lead")
    assert role_of("ada") == ["lead"]
    assert not Session.objects.filter(person=moderator).exists()
    assert claims.held_by(moderator) is None
    # A lead reads too, so what opens the words stays hers.
    assert Keyring.objects.filter(person=moderator).exists()
    line = Line.objects.latest("number")
    assert (line.event, line.whom, line.what) == ("role", audit.name_of(moderator), "lead")
    # To give her what she has is no change.
    told("ada", "--change-to", "lead")
    assert Line.objects.latest("number") == line


def test_there_are_three_roles():
    told("grace")
    with pytest.raises(CommandError, match="invalid choice"):
        told("grace", "--change-to", "owner")
    assert role_of("grace") == ["moderator"]
