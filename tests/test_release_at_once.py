"""A release, and what the desk does in the very same moment."""

import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from stories import edition, lifecycle
from stories.models import Count, Release, State, Story, Submission
from stories.random_keys import random_key
from stories.say.intake import sealed
from stories.testimony import Occurrence, Testimony
from stories.wall.counting import GONE, counted
from stories.wall.release import NotYet, release
from tests import desk

pytestmark = pytest.mark.django_db(transaction=True)


def until_somebody_waits(ended: threading.Event) -> None:
    """Until another connection waits for what this one holds. On SQLite whoever began later
    waits, and that is certain without a look."""
    if connection.vendor == "sqlite":
        return
    asked = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    until = time.monotonic() + 20
    while not ended.is_set() and time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(asked)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.01)


def release_during(decision: Callable[[], object]) -> Release | None:
    """Decides, and lets a release begin before the decision is committed. Returns the release."""
    made: list[Release] = []
    ended = threading.Event()

    def elsewhere() -> None:
        try:
            made.append(release())
        except NotYet:
            pass
        finally:
            ended.set()
            connection.close()

    other = threading.Thread(target=elsewhere)
    with transaction.atomic():
        decision()
        other.start()
        until_somebody_waits(ended)
    other.join()
    return made[0] if made else None


@pytest.fixture
def pool(says) -> list[Submission]:
    """Three people with words and five without, all approved."""
    with_words = [says("He moved too.", setting="work") for _ in range(3)]
    for one in with_words:
        desk.approve(one)
    for _ in range(5):
        says(setting="work")
    lifecycle.count_statuses()
    return with_words


@pytest.mark.usefixtures("pool")
def test_who_is_held_meanwhile_does_not_come_out():
    made = release_during(lifecycle.hold_statuses)
    assert made
    assert made.people == 3
    held = Submission.objects.filter(state=State.HELD)
    assert held.count() == 5
    assert not held.filter(release__isnull=False).exists()


def test_who_is_declined_meanwhile_does_not_come_out(pool):
    made = release_during(lambda: lifecycle.decline(pool[0].pk))
    assert made
    assert made.people == 7
    pool[0].refresh_from_db()
    assert (pool[0].state, pool[0].release) == (State.DECLINED, None)


def test_a_release_that_is_too_small_then_is_none(settings, pool):
    settings.RELEASE_MIN = 6
    assert release_during(lambda: [lifecycle.decline(one.pk) for one in pool]) is None
    assert not Release.objects.exists()
    assert not Submission.objects.filter(release__isnull=False).exists()


@pytest.mark.usefixtures("pool")
def test_what_is_removed_meanwhile_is_in_no_count_afterwards(says):
    release()
    for _ in range(3):
        says(setting="work")
    lifecycle.count_statuses()
    story = Story.objects.published()[0]
    release_during(lambda: lifecycle.remove(story.pk))
    says()
    lifecycle.count_statuses()
    release()
    stored = {(row.table, row.cell): row.submissions for row in Count.objects.all()}
    on_the_wall = counted(Submission.objects.filter(state=State.PUBLISHED))
    assert stored.pop(GONE) == 1
    assert {cell: people for cell, people in stored.items() if people} == dict(on_the_wall)


@pytest.mark.parametrize("act", ["withdraw", "replace", "remove"])
def test_whoever_waits_for_a_release_holds_nothing_that_it_wants(pool, act):
    """Or else each could wait for the other, where new words are to take the place of these."""
    release()
    story = Story.objects.published()[0]
    key = random_key()
    new = sealed(Testimony((Occurrence("He moved."),)), key=key)
    acts: dict[str, Callable[[int], object]] = {
        "withdraw": lifecycle.withdraw,
        "replace": lambda old: lifecycle.replace(old, new, key=key, day=pool[0].day, keep=False),
        "remove": lambda _: lifecycle.remove(story.pk),
    }
    ended = threading.Event()

    def elsewhere() -> None:
        try:
            acts[act](story.submission_id)
        finally:
            ended.set()
            connection.close()

    other = threading.Thread(target=elsewhere)
    with transaction.atomic():
        edition.hold()
        other.start()
        until_somebody_waits(ended)
        # Raises where somebody else holds it already.
        Submission.objects.select_for_update(nowait=True).get(pk=story.submission_id)
    other.join()
    assert not Story.objects.filter(pk=story.pk).exists()
