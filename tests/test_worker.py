"""What the worker tries, how often, and what it says; whatever the clock does."""

import datetime
import logging

import pytest
from django.core.management import call_command
from django.utils import timezone

from stories import testimony, worker
from stories.models import FormKey, Place, Release, Submission
from stories.say import intake, nonce
from stories.wall.release import is_due, release
from tests import desk

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def daily(settings, monkeypatch):
    """A wall that releases 13 at least, once a day. Returns what sets the day."""
    settings.RELEASE_EVERY = DAY
    settings.RELEASE_MIN = 13
    monkeypatch.setattr(worker, "close_old_connections", lambda: None)
    monkeypatch.setattr(worker, "_said", None)
    now = timezone.now()

    def turn_to(days: int) -> None:
        monkeypatch.setattr(timezone, "now", lambda: now + days * DAY)

    return turn_to


def statuses(says, number: int) -> None:
    for _ in range(number):
        says()


def test_one_try_a_period_however_the_pool_grows(says, daily):
    today = timezone.now().date().toordinal()
    statuses(says, 12)
    tried = worker.look(today - 1)
    assert tried == today
    # One more makes enough: at once, she would be on the wall in the minute in which she wrote.
    for _ in range(5):
        statuses(says, 4)
        assert worker.look(tried) == today
        assert not Release.objects.exists()
    daily(1)
    assert worker.look(tried) == today + 1
    assert Release.objects.get().people == 32


def test_a_clock_that_was_ahead_holds_nothing_up(says, daily):
    ahead, right = 400, 0
    daily(ahead)
    statuses(says, 13)
    tried = worker.look(0)
    assert Release.objects.count() == 1
    daily(right)
    statuses(says, 13)
    worker.look(tried)
    assert Release.objects.count() == 2
    assert Release.objects.latest("number").day == timezone.now().date()
    assert not is_due(timezone.now().date())


@pytest.mark.parametrize(("days", "due"), [(0, False), (6, False), (7, True), (-1, True)])
def test_due_is_what_lies_a_set_time_after_the_last_or_before_it(says, settings, today, days, due):
    settings.RELEASE_EVERY = 7 * DAY
    desk.approve(says("He moved too."))
    release()
    assert is_due(today + days * DAY) is due


def of_releases(caplog) -> list[logging.LogRecord]:
    """What was said, less that a database cannot be tidied inside a test's transaction."""
    return [record for record in caplog.records if "tidied" not in record.getMessage()]


def test_that_there_is_no_release_is_said_once_a_day_and_without_a_number(says, daily, caplog):
    statuses(says, 12)
    for tried in range(3):
        worker.look(tried)
    daily(1)
    worker.look(0)
    told = of_releases(caplog)
    assert [record.levelname for record in told] == ["INFO", "INFO"]
    for record in told:
        assert not any(character.isdigit() for character in record.getMessage())


def test_no_release_that_is_not_due_is_talked_about(says, daily, caplog):
    statuses(says, 13)
    worker.look(0)
    caplog.clear()
    worker.look(0)
    assert not of_releases(caplog)


def look() -> None:
    worker.look(0)


def command() -> None:
    call_command("release")


def command_now() -> None:
    call_command("release", "--now")


@pytest.mark.usefixtures("daily")
@pytest.mark.parametrize("act", [worker.forget, look, command, command_now])
def test_what_recognised_a_repeat_is_let_go_of_with_its_key(today, act):
    Place.objects.create(invented=True)
    for age in range(4):
        day = today - age * DAY
        number = nonce.read(nonce.issue(day), day)
        intake.take(testimony.Testimony(()), nonce=number, content=b"", day=day)
    act()
    living = {today, today - DAY}
    assert set(FormKey.objects.values_list("day", flat=True)) == living
    for kept in Submission.objects.all():
        lives = kept.day in living
        assert (kept.receipt is not None, kept.body is not None) == (True, lives)
