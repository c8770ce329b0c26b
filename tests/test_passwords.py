"""A password is neither what she had, nor what unlocks the desk; and who is refused is told why, in
a sentence that says what to do."""

from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.test import Client

from moderation import guesses, keys
from moderation.accounts import people
from moderation.models import Guesses
from tests import desk, pages

pytestmark = pytest.mark.django_db
CHANGE = "/accounts/password/"
PASSWORD, OTHER = "six small boats on grey water", "nine long trains in white snow"


@pytest.fixture(autouse=True)
def quick(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # How often allauth lets somebody try is not looked at here.
    settings.ACCOUNT_RATE_LIMITS = {"change_password": False}


@pytest.fixture
def ada(at_desk: Client, moderator: User) -> Client:
    """At the desk, with a password."""
    moderator.set_password(PASSWORD)
    moderator.save()
    desk.sign_in(at_desk, moderator)
    return at_desk


def changes(client: Client, to: str, *, old: str = PASSWORD, again: str | None = None):
    fields = {"oldpassword": old, "password1": to, "password2": to if again is None else again}
    return client.post(CHANGE, fields)


def problems(answer) -> list[str]:
    assert answer.status_code == 200
    return [one.text for one in pages.parsed(answer.content).all("p", "problem")]


REFUSED = {
    "what she has": (PASSWORD, "That is the password that you have."),
    "her passphrase": (desk.PASSPHRASE, "That is what unlocks the desk for you."),
    "short": ("seven sea", "shorter than 12 characters"),
    "common": ("password1234", "common password"),
}


@pytest.mark.parametrize(("to", "said"), REFUSED.values(), ids=REFUSED)
def test_what_must_not_be_her_password_is_refused_and_nothing_changes(ada, moderator, to, said):
    (problem,) = problems(changes(ada, to))
    assert said in problem
    assert "Nothing was changed." in problem
    moderator.refresh_from_db()
    assert moderator.check_password(PASSWORD)


def test_another_one_is_taken(ada, moderator):
    assert changes(ada, OTHER).status_code == 302
    moderator.refresh_from_db()
    assert moderator.check_password(OTHER)


def test_a_link_sets_neither_of_them_either(moderator):
    keys.make_keyring(moderator, passphrase=desk.PASSPHRASE)
    client = Client()
    form = client.get(urlsplit(people.setup_link(moderator)).path)
    to = {"password1": desk.PASSPHRASE, "password2": desk.PASSPHRASE}
    (problem,) = problems(client.post(form.headers["Location"], to))
    assert "unlocks the desk" in problem


def test_to_ask_whether_it_is_her_passphrase_is_a_guess(ada, moderator):
    for number in range(2):
        changes(ada, f"{OTHER}{number}", old="not the one")
    assert Guesses.objects.get(purse=guesses.of_passphrase(moderator)).used == 2
    Guesses.objects.update(used=guesses.PASSPHRASES)
    (problem,) = [one for one in problems(changes(ada, desk.PASSPHRASE)) if "tried" in one]
    assert "unlocks the desk" not in problem
    moderator.refresh_from_db()
    assert moderator.check_password(PASSWORD)


def test_nobody_s_first_password_is_a_guess(moderator):
    client = Client()
    form = client.get(urlsplit(people.setup_link(moderator)).path)
    fields = {"password1": PASSWORD, "password2": PASSWORD}
    assert client.post(form.headers["Location"], fields).status_code == 302
    assert not Guesses.objects.exists()


# To choose a passphrase ---------------------------------------------------------------

UNLOCK = "/admin/unlock/"


@pytest.fixture
def newcomer(desk_key) -> Client:
    client = Client()
    desk.sign_in(client, people.create("grace"))
    return client


def test_to_choose_a_passphrase_is_no_guess_at_one(newcomer):
    for _ in range(guesses.PASSPHRASES_SOON + 2):
        answer = newcomer.post(UNLOCK, {"passphrase": "short", "again": "short"})
        assert answer.status_code == 200
    said = {"passphrase": desk.PASSPHRASE, "again": desk.PASSPHRASE}
    assert newcomer.post(UNLOCK, said).status_code == 302
    assert not Guesses.objects.exists(), "she has no password that it could be"


def test_a_recovery_code_is_a_guess_and_stands_there_still_after_a_slip(newcomer):
    words = "abdomen " * 9 + "zebra"
    said = {"passphrase": desk.PASSPHRASE, "again": "another", "recovery": words}
    answer = newcomer.post(UNLOCK, said)
    assert not Guesses.objects.exists(), "nothing was looked at yet"
    (field,) = pages.parsed(answer.content).all("input", id="recovery")
    assert field["value"] == words
    answer = newcomer.post(UNLOCK, said | {"again": desk.PASSPHRASE})
    (problem,) = pages.parsed(answer.content).all("p", role="alert")
    assert "The recovery code did not open" in problem.text
    assert Guesses.objects.get().used == 1
