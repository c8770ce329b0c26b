"""A sitting: how long a moderator reads, and how much that is hard, as she set it before it began.

Nobody is served more hard reading than she agreed to. What she opens counts, also what she then
passes on, so that passing is no way to browse; and it counts in the statement that lets her open
it, so that two windows open no more than one. It is kept with her account and not with her
session: signing out and in again goes on with the same.

It ends when its minutes are up or when she says so, and then she pauses: otherwise ending one
sitting and beginning the next would be a way to raise what she had set while she was still fresh
from reading. Within a sitting she may lower it at any time. Hard is what seems to hold a hard topic
or somebody in danger (`stories.flags`); a program can miss that, so she can count one herself.
"""

import datetime
from dataclasses import dataclass
from enum import Enum

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from moderation.models import Reached, Sitting
from stories.flags import Lane, Topic
from stories.models import Submission

# What she can choose from, and what is chosen unless she does. Ours, and on the gentle side: no
# study says how much is too much for anybody.
MINUTES = (15, 30, 45, 60, 90, 120)
HARD = (0, 1, 2, 3, 5, 8, 12, 20)
GENTLE = (45, 5)
# What she opens and lets go of undecided counts as a hard one. So many more than she set, and
# nothing is opened in this sitting any more: passing on is no way to browse.
SPARE = 3
# Long enough to have left the desk.
REST = datetime.timedelta(hours=1)
# For so long the leads can see who reached what she had set; on so many of those days is often.
DAYS = 7
OFTEN = 4
EVERY_TOPIC = sum(Topic)


class Phase(Enum):
    """Where somebody is in her sitting."""

    NONE = "none"
    ON = "on"
    # Her minutes are up, and she has not been told yet.
    UP = "up"
    RESTING = "resting"


class NotSitting(Exception):
    """She has no sitting that goes on, so nothing is opened."""


class HardOnesRead(Exception):
    """She has opened as many hard ones as she agreed to."""


class LetGoOfMany(Exception):
    """She has opened as many as she agreed to and some more, and decided nothing about them."""


class Raised(ValueError):
    """More than she agreed to: that is for the next sitting."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where she is: whole minutes that are left of it, or of her pause; and hard ones left."""

    phase: Phase
    minutes: int = 0
    hard: int = 0
    # What she agreed to; where nothing goes on, what she did the last time.
    agreed_minutes: int = GENTLE[0]
    agreed_hard: int = GENTLE[1]


def of(person: User) -> Standing:
    """Where she is in her sitting. Changes nothing."""
    return standing(Sitting.objects.filter(moderator=person).first())


def of_hers(person: User) -> Standing:
    """The same of somebody whose sitting came with her."""
    return standing(getattr(person, "sitting", None))


def standing(sitting: Sitting | None) -> Standing:
    """Where somebody is whose sitting this is."""
    now = timezone.now()
    if sitting is None:
        return Standing(Phase.NONE)
    agreed = (sitting.minutes, sitting.hard)
    hard = max(0, sitting.hard - sitting.opened)
    if sitting.ends and sitting.ends > now:
        return Standing(Phase.ON, _minutes(sitting.ends - now), hard, *agreed)
    rests = sitting.ends + REST if sitting.ends else sitting.rests
    if rests is None or rests <= now:
        return Standing(Phase.NONE, 0, 0, *agreed)
    phase = Phase.UP if sitting.ends else Phase.RESTING
    return Standing(phase, _minutes(rests - now), 0, *agreed)


def is_hard(submission: Submission) -> bool:
    """Whether it seems to be hard to read, by what is known of it while it is sealed."""
    return bool(submission.topics) or submission.lane == Lane.URGENT


@transaction.atomic
def begin(person: User, *, minutes: int, hard: int) -> bool:
    """She begins a sitting. Returns whether she does: not while one goes on, or she pauses. Raises
    ValueError for what is not to be chosen."""
    if minutes not in MINUTES or hard not in HARD:
        raise ValueError(minutes, hard)
    # In a statement that does not fail: PostgreSQL would write a violated constraint to its log.
    new = Sitting(moderator=person, minutes=minutes, hard=hard)
    Sitting.objects.bulk_create([new], ignore_conflicts=True)
    # Of two windows the second waits here, and finds that it goes on.
    sitting = Sitting.objects.select_for_update().get(moderator=person)
    if of(person).phase != Phase.NONE:
        return False
    sitting.minutes, sitting.hard, sitting.opened = minutes, hard, 0
    sitting.ends, sitting.rests = _minute() + datetime.timedelta(minutes=minutes), None
    sitting.save()
    return True


@transaction.atomic
def lower(person: User, *, minutes: int, hard: int) -> bool:
    """She agrees to less, from now on. Returns whether a sitting goes on. Raises Raised,
    ValueError for what is not to be chosen."""
    if minutes not in MINUTES or hard not in HARD:
        raise ValueError(minutes, hard)
    now = timezone.now()
    sitting = Sitting.objects.select_for_update().filter(moderator=person, ends__gt=now).first()
    if sitting is None or sitting.ends is None:
        return False
    if minutes > sitting.minutes or hard > sitting.hard:
        raise Raised
    sitting.ends -= datetime.timedelta(minutes=sitting.minutes - minutes)
    sitting.minutes, sitting.hard = minutes, hard
    # Not what she has opened, which another window may be at.
    sitting.save(update_fields=["ends", "minutes", "hard"])
    return True


@transaction.atomic
def end(person: User) -> None:
    """Her sitting is over, and she pauses. For who ends it: what she has is to be let go of."""
    sitting = Sitting.objects.select_for_update().filter(moderator=person).first()
    if sitting is None or sitting.ends is None:
        return
    now = timezone.now()
    if sitting.ends <= now < sitting.ends + REST:
        _reached(person)
    # From when her minutes were up, if they were.
    sitting.rests, sitting.ends = min(sitting.ends, _minute()) + REST, None
    sitting.save(update_fields=["ends", "rests"])


def cut_rest(person: User) -> None:
    """She need not pause. For a demonstration, where nobody reads anything real."""
    Sitting.objects.filter(moderator=person, ends__isnull=True).update(rests=None)


def open_one(person: User, *, hard: bool) -> None:
    """She opens one more, which is `hard` or not. In the transaction in which it is opened.

    Raises NotSitting, HardOnesRead, LetGoOfMany.
    """
    on = Sitting.objects.filter(moderator=person, ends__gt=timezone.now())
    if not on.exists():
        raise NotSitting
    if not hard:
        if not on.filter(opened__lt=F("hard") + SPARE).exists():
            raise LetGoOfMany
        return
    if not on.filter(opened__lt=F("hard")).update(opened=F("opened") + 1):
        raise HardOnesRead
    if on.filter(opened__gte=F("hard")).exists():
        _reached(person)


def count_one(person: User) -> None:
    """What she has open was a hard one, although nothing said so before; or she lets go of it
    undecided, which counts as one."""
    Sitting.objects.filter(moderator=person, ends__isnull=False).update(opened=F("opened") + 1)


def over_lately() -> list[tuple[str, int, bool]]:
    """For the leads: who reached what she had set within a week, by name; on how many days, and
    whether today. Nothing says how much anybody did, or how fast."""
    today = timezone.now().date()
    since = today - datetime.timedelta(days=DAYS - 1)
    days: dict[str, list[datetime.date]] = {}
    found = Reached.objects.filter(day__gte=since).order_by("moderator__username")
    for name, day in found.values_list("moderator__username", "day"):
        days.setdefault(name, []).append(day)
    return [(name, len(its), today in its) for name, its in days.items()]


def forget() -> None:
    """Lets go of clock times that say nothing any more, and of what the leads no longer see."""
    now = timezone.now()
    Sitting.objects.filter(rests__lte=now).update(rests=None)
    Sitting.objects.filter(ends__lte=now - REST).update(ends=None)
    Reached.objects.filter(day__lte=now.date() - datetime.timedelta(days=DAYS)).delete()


def _reached(person: User) -> None:
    today = timezone.now().date()
    Reached.objects.bulk_create([Reached(moderator=person, day=today)], ignore_conflicts=True)


def _minute() -> datetime.datetime:
    return timezone.now().replace(second=0, microsecond=0)


def _minutes(left: datetime.timedelta) -> int:
    """In whole minutes, and never none while some is left."""
    return max(1, round(left / datetime.timedelta(minutes=1)))
