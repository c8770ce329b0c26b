"""The cast: the same few people and testimonies for every test."""

import datetime
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from moderation.accounts import people as accounts
from stories import edition, envelopes, usual
from stories.models import Submission
from stories.say import nonce
from stories.testimony import Occurrence, Testimony
from tests import desk

Says = Callable[..., Submission]


@pytest.fixture(scope="session", autouse=True)
def static_files() -> None:
    """Collected once, under the hashed names that pages link to."""
    call_command("collectstatic", interactive=False, verbosity=0)


@pytest.fixture(autouse=True)
def fresh_memory() -> None:
    """What a process remembers between requests is forgotten between tests."""
    for name in caches:
        caches[name].clear()
    nonce.forget_memory()
    edition.forget_memory()
    envelopes.forget_key()
    usual.start_anew()


@pytest.fixture
def desk_key(db: None) -> None:
    """The desk has a key."""
    desk.set_up()


@pytest.fixture
def today() -> datetime.date:
    """The day it is."""
    return timezone.now().date()


@pytest.fixture
def says(desk_key: None, today: datetime.date) -> Says:
    """Somebody says something: `says("words", setting="work")`, or `says()` for two words."""

    def says(
        *texts: str, country: str = "", day: datetime.date = today, **codes: str
    ) -> Submission:
        examples = tuple(Occurrence(text=text, **codes) for text in texts)
        if codes and not texts:
            examples = (Occurrence(**codes),)
        return desk.received(Testimony(examples, country=country), day=day)

    return says


@pytest.fixture
def moderator(db: None) -> User:
    """Reads and decides."""
    return accounts.create("ada")


@pytest.fixture
def lead(db: None) -> User:
    """A moderator who may also take stories down and discard."""
    return accounts.create("bell", role=accounts.LEADS)


@pytest.fixture
def at_desk(moderator: User, desk_key: None) -> Client:
    """A browser in which the moderator is signed in, and has unlocked the desk."""
    return _unlocked(moderator)


@pytest.fixture
def lead_at_desk(lead: User, desk_key: None) -> Client:
    """A browser in which the lead is signed in, and has unlocked the desk."""
    return _unlocked(lead)


def _unlocked(person: User) -> Client:
    desk.admit(person)
    desk.sits_down(person)
    client = desk.Reader()
    desk.sign_in(client, person)
    answer = client.post("/admin/unlock/", {"passphrase": desk.PASSPHRASE})
    assert answer.status_code == 302
    return client


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Prints what passed tests measured (`record_property("figures", …)`), a line each."""
    for report in terminalreporter.getreports("passed"):
        for name, said in report.user_properties if report.when == "call" else ():
            if name == "figures":
                terminalreporter.write_line(f"figures: {said}")
