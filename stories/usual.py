"""Whether more comes in today than usually does.

What is above that is held until a lead has looked, and neither lost nor counted. What is usual
follows from how many came on each of the last days: a number a day, no hour, nothing of anyone.
Each process counts in memory and writes it down every few, so that nobody who sends waits for a
row that all the others change too. Slow floods are not seen here.
"""

import datetime
import statistics
import threading
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import F

from stories.models import Intake

# The days that say what is usual, and how many times that is a flood: a day of news is three times
# an ordinary one, and the median does not follow a few of them.
DAYS = 14
FACTOR = 3
# So many come in between two looks at the table, or such a part of the day's limit where that is
# more: each look holds whoever sends then, and what a large site does not know yet is a small part.
EVERY, PART = 20, 50


@dataclass(slots=True)
class _Today:
    day: datetime.date
    # Written down, by all processes; and what is not yet, by this one.
    number: int
    limit: int
    own: int = 0
    passed: int = 0

    def every(self) -> int:
        """How many come in before the next look."""
        return max(EVERY, self.limit // PART)


_lock = threading.Lock()
_today: _Today | None = None


def is_exceeded(day: datetime.date) -> bool:
    """Whether what comes in now, on `day`, is above what is usual. Raises DatabaseError."""
    global _today
    with _lock:
        known = _today
        if known and known.day == day and known.passed < known.every():
            return known.number + known.own >= known.limit
        before, number = (known.day, known.own) if known else (day, 0)
        if known:
            # The others go on with what is known meanwhile.
            known.own = known.passed = 0
    try:
        _write(before, number)
        fresh = _read(day)
    except BaseException:
        with _lock:
            if known:
                known.own, known.passed = known.own + number, known.every()
        raise
    with _lock:
        if _today and _today.day == day:
            fresh.own = _today.own
        _today = fresh
        return fresh.number + fresh.own >= fresh.limit


def note(day: datetime.date, *, held: bool) -> None:
    """Counts one that came in. What is held belongs to no usual day, so it is not counted."""
    with _lock:
        if _today and _today.day == day:
            _today.passed += 1
            _today.own += not held


def allow(day: datetime.date, number: int) -> None:
    """A lead let so many wait that were held: they belong to the day, and as many again may still
    come on it."""
    _write(day, number)
    with _lock:
        own = _today.own if _today and _today.day == day else 0
    now = Intake.objects.values_list("number", flat=True).get(day=day) + own
    Intake.objects.filter(day=day).update(allowed=2 * now)
    transaction.on_commit(forget_memory)


def forget(*, before: datetime.date) -> int:
    """Deletes the numbers of days that say nothing of what is usual any more. Returns how many."""
    deleted, _ = Intake.objects.filter(day__lt=before - datetime.timedelta(days=DAYS)).delete()
    return deleted


def forget_memory() -> None:
    """Makes this process look at the table the next time."""
    with _lock:
        if _today:
            _today.passed = _today.every()


def start_anew() -> None:
    """As a process that has just started."""
    global _today
    with _lock:
        _today = None


def _write(day: datetime.date, number: int) -> None:
    if not number:
        return
    counted = Intake.objects.filter(day=day).update(number=F("number") + number)
    if not counted:
        Intake.objects.bulk_create([Intake(day=day)], ignore_conflicts=True)
        Intake.objects.filter(day=day).update(number=F("number") + number)


def _read(day: datetime.date) -> _Today:
    since = day - datetime.timedelta(days=DAYS)
    found = Intake.objects.filter(day__gte=since).values_list("day", "number", "allowed")
    rows = {row[0]: row[1:] for row in found}
    number, allowed = rows.get(day, (0, 0))
    # A day on which nobody came is one of them.
    days = [day - datetime.timedelta(days=ago) for ago in range(1, DAYS + 1)]
    usual = statistics.median_low(rows.get(one, (0, 0))[0] for one in days)
    return _Today(day, number, max(settings.HOLD_ABOVE, FACTOR * usual, allowed))
