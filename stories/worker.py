"""What happens by itself: releases when they are due, and forgetting when it is time."""

import logging
import signal
import threading
import time
from datetime import timedelta

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone

from stories import lifecycle, tidying
from stories.outage import AWAY
from stories.say import nonce
from stories.wall.release import NotYet, is_due, release

logger = logging.getLogger(__name__)

# How often it looks whether something is due, at most, in seconds.
_LOOK_EVERY = 60.0
_DAY = timedelta(days=1)


def work() -> None:
    """Works until the process is told to stop (SIGINT, SIGTERM); finishes what it has begun."""
    told = threading.Event()
    for kind in (signal.SIGINT, signal.SIGTERM):
        signal.signal(kind, lambda *_: told.set())
    tried = _period(settings.RELEASE_EVERY)
    if settings.RELEASE_EVERY >= _DAY:
        # Nobody knows whether there was a try today before this start.
        tried -= 1
    while not told.wait(min(settings.RELEASE_EVERY.total_seconds(), _LOOK_EVERY)):
        tried = look(tried)


def look(tried: int) -> int:
    """Looks once whether something is due. `tried` is the period in which a release was last
    tried; returns it as it is for the next look."""
    period = _period(settings.RELEASE_EVERY)
    try:
        close_old_connections()
        forget()
        tidy()
        if period > tried:
            once()
    except AWAY:
        # The period's try is still to come.
        logger.warning("The database does not answer. Trying again later.")
        return tried
    except Exception:
        # Its text may hold her words, so no more than a bare line is written; and a release
        # that fails is no reason to take no more testimonies in.
        logger.exception("What happens by itself failed.")
    return period


def _period(every: timedelta) -> int:
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
    if not is_due(timezone.now().date()):
        return False
    lifecycle.count_statuses()
    try:
        made = release()
    except NotYet:
        return False
    logger.info("Release %d is on the wall.", made.number)
    return True


def forget() -> None:
    """Lets go of the keys of expired forms, and of what recognised their repeats."""
    oldest = nonce.oldest_living(timezone.now().date())
    nonce.forget_keys(before=oldest)
    lifecycle.forget_forms(before=oldest)


def tidy() -> None:
    """Writes the database anew when it is time to. What is in its way is in nobody else's."""
    try:
        tidying.look(timezone.now().date())
    except AWAY:
        logger.warning("The database could not be tidied. Trying again later.")
