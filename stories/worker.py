"""What happens by itself: releases when they are due, and forgetting when it is time."""

import datetime
import logging
import signal
import threading
import time
from collections.abc import Callable

from django.conf import settings
from django.db import close_old_connections, transaction
from django.utils import timezone

from stories import edition, erasure, lifecycle, tidying, usual
from stories.models import Release
from stories.outage import AWAY
from stories.say import nonce
from stories.wall.release import NotYet, is_due, release

logger = logging.getLogger(__name__)

# How often it looks whether something is due, at most, in seconds.
_LOOK_EVERY = 60.0
_DAY = datetime.timedelta(days=1)
# The day on which it was last said that there is no release yet.
_said: datetime.date | None = None


class NotDue(NotYet):
    """The time set between releases has not passed yet."""


def work(*others: Callable[[], object]) -> None:
    """Works until the process is told to stop (SIGINT, SIGTERM); finishes what it has begun.
    `others` are duties of other rooms, called at each look."""
    told = threading.Event()
    for kind in (signal.SIGINT, signal.SIGTERM):
        signal.signal(kind, lambda *_: told.set())
    tried = _period(settings.RELEASE_EVERY)
    if settings.RELEASE_EVERY >= _DAY:
        # Nobody knows whether there was a try today before this start.
        tried -= 1
    while not told.wait(min(settings.RELEASE_EVERY.total_seconds(), _LOOK_EVERY)):
        tried = look(tried)
        for duty in others:
            attend(duty)


def attend(duty: Callable[[], object]) -> None:
    """Does what another room has to do by itself. What fails there keeps nothing here."""
    try:
        duty()
    except AWAY:
        logger.warning("The database does not answer. Trying again later.")
    except Exception:
        logger.exception("What happens by itself failed.")


def look(tried: int) -> int:
    """Looks once whether something is due. `tried` is the period in which a release was last
    tried; returns it as it is for the next look."""
    period = _period(settings.RELEASE_EVERY)
    try:
        close_old_connections()
        edition.settle()
        tidy()
        # Not "later than": after a clock that was ahead, that would not come for a long time.
        if period != tried:
            once()
        else:
            forget()
    except AWAY:
        # The period's try is still to come.
        logger.warning("The database does not answer. Trying again later.")
        return tried
    except Exception:
        # Its text may hold her words, so no more than a bare line is written; and a release
        # that fails is no reason to take no more testimonies in.
        logger.exception("What happens by itself failed.")
    return period


def _period(every: datetime.timedelta) -> int:
    """The number of the day, or of the shorter period by this process's own clock.

    One try in each, whether there is a release or not: trying again until the pool is large
    enough would put one on the wall in the very minute in which somebody made it so, and tell
    when she wrote (promise 8).
    """
    if every >= _DAY:
        return timezone.now().date().toordinal()
    return int(time.monotonic() / every.total_seconds())


def once() -> bool:
    """One release, if one is due and the pool allows it. Returns whether there was one."""
    try:
        made = attempt()
    except NotDue:
        return False
    except NotYet:
        _say_not_yet(timezone.now().date())
        return False
    logger.info("Release %d is on the wall.", made.number)
    return True


def attempt(*, even_if_not_due: bool = False) -> Release:
    """Lets go of what it is time to forget, and makes one release. Raises NotDue, or NotYet where
    the pool does not allow one."""
    forget()
    if not even_if_not_due and not is_due(timezone.now().date()):
        raise NotDue("the next one is not due yet.")
    lifecycle.count_statuses()
    return release()


def _say_not_yet(today: datetime.date) -> None:
    """Once a day, and not how many are missing: who sends some could read off the rest."""
    global _said
    if _said != today:
        _said = today
        logger.info("A release is due, and not enough people are approved for it yet.")


def forget() -> None:
    """Lets go of the keys of expired forms, of what recognised their repeats, and of what was
    deleted and still stands in the database's log."""
    today = timezone.now().date()
    oldest = nonce.oldest_living(today)
    nonce.forget_keys(before=oldest)
    lifecycle.forget_forms(before=oldest)
    lifecycle.count_the_silent(day=today)
    lifecycle.forget_the_decided(day=today)
    lifecycle.destroy_the_discarded(day=today)
    if lifecycle.forget_the_ended(day=today):
        transaction.on_commit(tidying.clear_places)
    usual.forget(before=today)
    # Also what a web process deleted while somebody was reading.
    transaction.on_commit(_empty_the_log)


def _empty_the_log() -> None:
    if not erasure.empty_the_log():
        logger.info(
            "Somebody reads for long: deleted words stand in the database's log until the next "
            "look."
        )


def tidy() -> None:
    """Writes the database anew when it is time to. What is in its way is in nobody else's."""
    try:
        tidying.look(timezone.now().date())
    except AWAY:
        logger.warning("The database could not be tidied. Trying again later.")
