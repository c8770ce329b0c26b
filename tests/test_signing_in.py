"""Signing in at the desk under attack: the limit holds, and the site goes on answering."""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.auth.models import User
from django.test import Client

from moderation import guesses, turns
from moderation.accounts import factors
from tests import desk, live, pages
from tests.test_serving import Browser

LOGIN = "/accounts/login/"
PASSWORD = "six small boats on grey water"
WRONG = "wrong"
SPENT = "Too many wrong passwords came for this name today"


def sign_in(name: str = "ada", password: str = WRONG, host: str = "localhost"):
    return Client().post(LOGIN, {"login": name, "password": password}, headers={"Host": host})


def problems(answer) -> str:
    return " ".join(one.text for one in pages.parsed(answer.content).all("div", role="alert"))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["ada", "nobody"])
def test_the_limit_is_the_accounts_own_wherever_it_is_asked_from(
    moderator, settings, monkeypatch, name
):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SIGN_INS = "1000/m"
    monkeypatch.setattr(guesses, "STRANGERS", 10)
    names = [name, name.upper(), f" {name} ", name.replace("a", "A", 1), name.title()] * 2
    for number, written in enumerate(names):
        answer = sign_in(written, host=f"localhost:{8000 + number}")
        assert SPENT not in problems(answer)
        assert answer.status_code == 200
    for host in ("localhost", "localhost:4444", "LOCALHOST:1", "127.0.0.1:8000", "[::1]:9"):
        answer = sign_in(name, host=host)
        assert SPENT in problems(answer)
        assert answer.status_code == 429
        assert 1 <= int(answer.headers["Retry-After"]) <= 86_400
    # Another account is not touched.
    assert SPENT not in problems(sign_in("another"))


@pytest.mark.django_db
def test_a_capital_of_another_alphabet_is_the_same_account():
    assert len({guesses.of_name(name) for name in ("irises", "ırıſeſ", "IRISES")}) == 1


def assert_not_tried(answer, name: str) -> None:
    page = pages.parsed(answer.content)
    assert answer.status_code == 503
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert "was not tried" in problems(answer)
    (login,) = page.all("input", name="login")
    (password,) = page.all("input", name="password")
    assert login["value"] == name
    assert "value" not in password.attributes
    assert b"wrong" not in answer.content.replace(b'class="note wrong"', b"")


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["ada", "nobody"])
def test_one_password_is_checked_at_a_time(moderator, name):
    with turns.STRANGERS.turn:
        assert_not_tried(sign_in(name), name)
    assert sign_in(name).status_code == 200


@pytest.mark.django_db
def test_few_wait_for_their_turn(moderator, monkeypatch):
    # Whoever did wait would wait for long.
    monkeypatch.setattr(turns, "STRANGERS", turns.Line("sign-in", patience=120.0))
    for _ in range(4):
        turns.STRANGERS.places.acquire()
    try:
        began = time.monotonic()
        assert_not_tried(sign_in(), "ada")
        assert time.monotonic() - began < 60
    finally:
        turns.STRANGERS.places.release(4)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["ada", "nobody"])
def test_the_whole_site_has_a_budget_of_sign_ins(moderator, settings, name):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.SIGN_INS = "3/m"
    for number in range(3):
        assert sign_in(f"invented-{number}").status_code == 200
    assert_not_tried(sign_in(name), name)


@pytest.mark.django_db
def test_what_was_not_tried_is_no_failed_attempt(moderator: User, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    moderator.set_password(PASSWORD)
    moderator.save()
    settings.SIGN_INS = "0/m"
    for _ in range(12):
        assert_not_tried(sign_in(), "ada")
    settings.SIGN_INS = "60/m"
    assert sign_in(password=PASSWORD).status_code == 302


@pytest.mark.django_db
def test_who_proves_herself_again_waits_her_turn_too(at_desk, moderator, monkeypatch):
    monkeypatch.setattr(turns, "CODES", turns.Line("code", patience=0.1))
    monkeypatch.setattr(factors, "RECENT_SECONDS", 0)
    desk.sign_in(at_desk, moderator)
    with turns.CODES.turn:
        answer = at_desk.post("/accounts/factors/codes/", {"proof-code": desk.code()})
    assert answer.status_code == 503
    assert b"was not tried" in answer.content


@pytest.mark.slow
def test_the_wall_answers_while_many_try_invented_names():
    with live.running(worker=False) as site, ThreadPoolExecutor(16) as hands:
        wall = Browser(site.port, site.url)
        assert wall.ask("/")[0].status == 200
        over = threading.Event()

        def tries(number: int) -> list[int]:
            browser, seen = Browser(site.port, site.url), []
            while not over.is_set():
                answer, _ = browser.ask("/accounts/login/", login=f"no{number}", password="wrong")
                seen.append(answer.status)
            return seen

        trying = [hands.submit(tries, number) for number in range(16)]
        answered, until = 0, time.monotonic() + 5
        try:
            while time.monotonic() < until:
                assert wall.ask("/")[0].status == 200
                assert wall.ask("/say/")[0].status == 200
                answered += 1
        finally:
            over.set()
        seen = Counter(status for one in trying for status in one.result())
        assert set(seen) == {200, 503}
        # More often than a password was checked, however slow or busy the machine.
        assert answered > seen[200]
