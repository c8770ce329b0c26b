"""Signing in at the desk under attack: the limit holds, and the site goes on answering."""

import pytest
from django.test import Client

from tests import pages

LOGIN = "/accounts/login/"
WRONG = "wrong"


def sign_in(name: str = "ada", password: str = WRONG, host: str = "localhost"):
    return Client().post(LOGIN, {"login": name, "password": password}, headers={"Host": host})


def problems(answer) -> str:
    return " ".join(one.text for one in pages.parsed(answer.content).all("div", role="alert"))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["ada", "nobody"])
def test_the_limit_is_the_accounts_own_wherever_it_is_asked_from(moderator, settings, name):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    names = [name, name.upper(), f" {name} ", name.replace("a", "A", 1), name.title()] * 2
    for number, written in enumerate(names):
        answer = sign_in(written, host=f"localhost:{8000 + number}")
        assert "Too many failed" not in problems(answer)
    for host in ("localhost", "localhost:4444", "LOCALHOST:1", "127.0.0.1:8000", "[::1]:9"):
        assert "Too many failed" in problems(sign_in(name, host=host))
    # Another account is not touched.
    assert "Too many failed" not in problems(sign_in("another"))


@pytest.mark.django_db
def test_a_capital_of_another_alphabet_is_the_same_account(rf):
    from moderation.accounts import DeskAdapter

    key = DeskAdapter()._get_login_attempts_cache_key
    assert len({key(rf.get("/"), username=name) for name in ("irises", "ırıſeſ", "IRISES")}) == 1
