"""What the pages of an account say is ours: what went wrong, and what to do about it."""

from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.test import Client

from moderation.accounts import people
from tests import desk, pages

pytestmark = pytest.mark.django_db
PASSWORD, OTHER = "six small boats on grey water", "nine long trains in white snow"
LOGIN, CHANGE = "/accounts/login/", "/accounts/password/"
# What allauth and Django would say.
COLD = (
    "required", "not correct", "current password", "same password", "(again)", "Ensure this",
    "Null characters", "too many requests", "Username and/or",
)  # fmt: skip


@pytest.fixture(autouse=True)
def quick(settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def ada(moderator: User) -> Client:
    moderator.set_password(PASSWORD)
    moderator.save()
    client = Client()
    desk.sign_in(client, moderator)
    return client


def said(answer) -> str:
    """All that a page says, fields and their labels included."""
    read = pages.parsed(answer.content)
    assert not read.all("input", placeholder="Password")
    (main,) = read.all("main")
    for words in COLD:
        assert words not in main.text, words
    return " ".join(main.text.split())


SIGN_IN = [
    ({"login": "ada", "password": "wrong"}, "do not belong together"),
    ({"login": "nobody", "password": "wrong"}, "do not belong together"),
    ({"login": "ada@example.org", "password": "wrong"}, "do not belong together"),
    ({"login": "+44 20 7946 0018", "password": "wrong"}, "do not belong together"),
    ({"login": "", "password": "wrong"}, "Type the name that you sign in with."),
    ({"login": "ada", "password": ""}, "Type your password."),
    ({"login": "a" * 151, "password": "wrong"}, "longer than any name here"),
    ({"login": "a\0", "password": "wrong"}, "a sign in it that nobody can type"),
    ({"login": "ada", "password": "\0"}, "a sign in it that nobody can type"),
]


@pytest.mark.parametrize(("fields", "words"), SIGN_IN)
def test_a_sign_in_that_fails_says_what_to_do(moderator, fields, words):
    answer = Client().post(LOGIN, fields)
    assert answer.status_code == 200
    assert words in said(answer)


TWICE = [
    ({"password1": OTHER, "password2": PASSWORD}, "The two were not the same."),
    ({"password1": "", "password2": ""}, "Type a password here."),
    ({"password1": OTHER, "password2": "\0"}, "a sign in it that nobody can type"),
    ({"password1": "short", "password2": "short"}, "shorter than 12"),
]
CHANGED = [
    ({"oldpassword": "wrong", "password1": OTHER, "password2": OTHER}, "not the password that you"),
    ({"oldpassword": "", "password1": OTHER, "password2": OTHER}, "Type the password that you"),
]


@pytest.mark.parametrize(("fields", "words"), TWICE + CHANGED)
def test_a_change_that_fails_says_what_to_do(ada, moderator, fields, words):
    answer = ada.post(CHANGE, {"oldpassword": PASSWORD, **fields})
    assert answer.status_code == 200
    assert words in said(answer)
    moderator.refresh_from_db()
    assert moderator.check_password(PASSWORD)


@pytest.mark.parametrize(("fields", "words"), TWICE)
def test_a_link_that_is_not_used_well_says_what_to_do(moderator, fields, words):
    client = Client()
    form = client.get(urlsplit(people.setup_link(moderator)).path).headers["Location"]
    answer = client.post(form, fields)
    assert answer.status_code == 200
    assert words in said(answer)
    assert client.get(form).status_code == 200, "and it works still"


def test_too_many_changes_are_told_so(ada, settings):
    settings.ACCOUNT_RATE_LIMITS = {"change_password": "1/m/user"}
    for status in (200, 429):
        answer = ada.post(CHANGE, {"oldpassword": "x", "password1": OTHER, "password2": OTHER})
        assert answer.status_code == status
    assert "That was not tried" in said(answer)


def test_every_field_has_a_label_and_says_what_a_browser_may_fill_in(ada):
    for path, filled in (
        (LOGIN, ["username", "current-password"]),
        (CHANGE, ["current-password", "new-password", "new-password"]),
    ):
        client = Client() if path == LOGIN else ada
        read = pages.parsed(client.get(path).content)
        fields = [one for one in read.all("input") if one["type"] in {"text", "password"}]
        assert [one["autocomplete"] for one in fields] == filled
        labels = {one["for"] for one in read.all("label")}
        assert {one["id"] for one in fields} <= labels
        said(client.get(path))
