"""Many moderators at once: nothing is decided twice, nothing is lost, nobody is told wrongly that
nothing waits."""

import datetime
import os
import threading

import pytest
from django.contrib.auth.models import Permission, User
from django.db import connection
from django.utils import timezone

from moderation import claims, decisions
from moderation.models import Claim, Decision, Reason, Wishes
from stories.flags import Topic
from stories.lifecycle import Conflict
from stories.models import State, Submission
from tests.test_claims import put

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("desk_key")]

FULL = os.environ.get("PROVE") == "full"
CLIENTS, WAITING = (20, 2_000) if FULL else (6, 60)


def made(name: str) -> User:
    """Somebody who screens. The roles of the migrations are gone after another test's commits."""
    person = User.objects.create(username=name)
    person.user_permissions.add(Permission.objects.get(codename="screen_submission"))
    return User.objects.get(pk=person.pk)


def test_many_at_once_decide_each_once_and_leave_none():
    for number in range(WAITING):
        put(topics=Topic.RAPE if number % 3 else 0, language="fr" if number % 5 else "en")
    people = [made(f"reader{number}") for number in range(CLIENTS)]
    # Not all of them take the same, so that they do not all want the same next one.
    for person in people[::2]:
        Wishes.objects.create(moderator=person, avoids=Topic.RAPE, languages=["fr", "en"])
    # Claims of people who went home: in the way of each who takes the next.
    gone = [made(f"gone{number}") for number in range(CLIENTS)]
    long_ago = timezone.now() - datetime.timedelta(hours=1)
    first = Submission.objects.to_read().order_by("day", "id")[:CLIENTS]
    for person, submission in zip(gone, first, strict=True):
        Claim.objects.create(submission=submission, moderator=person, until=long_ago)
    faults: list[BaseException] = []

    def reads(person) -> None:
        try:
            while (number := claims.take(person)) is not None:
                assert claims.hers(person, number)
                submission = Submission.objects.get(pk=number)
                try:
                    decisions.decline(submission, by=person, reason=Reason.SPAM)
                except Conflict:  # pragma: no cover - somebody else had it too
                    faults.append(AssertionError(f"two had {submission}"))
                claims.settle(number)
        except BaseException as fault:  # noqa: BLE001 - a deadlock is one
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=reads, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert not Submission.objects.to_read().exists()
    assert Submission.objects.filter(state=State.DECLINED).count() == WAITING
    decided = list(Decision.objects.values_list("submission", flat=True))
    assert len(decided) == len(set(decided)) == WAITING
    assert not Claim.objects.exists()
