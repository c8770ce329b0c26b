"""Where a moderator is when she asks for the next one: what she has, her sitting, and what she
takes. Asked for in one, and in plain words (`moderation.columns`): every next one and every look at
the queue does."""

import datetime
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from moderation import sittings
from moderation.columns import Columns
from moderation.models import Claim, FourEyes, Sitting, Untold, Wishes
from moderation.queue import Taken
from moderation.sittings import Phase, Standing
from stories.models import Report, State, Submission

_SITTING = ("minutes", "hard", "opened", "ends", "rests")
_COLUMNS = Columns(
    {
        Claim: ("c", ("submission_id", "until", "opened")),
        Submission: ("s", ("state",)),
        Wishes: ("w", ("languages", "avoids", "not_today", "day")),
        Sitting: ("t", _SITTING),
    }
)


@dataclass(frozen=True, slots=True)
class Seat:
    """One look at it."""

    now: datetime.datetime
    # What she has at the moment, whether she has opened it, and whether it waits still.
    held: int | None
    opened: bool
    waits: bool
    sitting: Standing
    taken: Taken
    # Whether a claim has ended that stands there still, hers or another's.
    ended: bool
    # Whether a lead has switched four eyes on.
    four_eyes: bool
    # Whether there is something of which nobody knows how urgent it is (`models.Untold`).
    untold: bool
    # Whether anything is said of a story on the wall.
    reported: bool


def of(person: User) -> Seat:
    """Where she is. Changes nothing."""
    now = timezone.now()
    at = connection.ops.adapt_datetimefield_value(now)
    with connection.cursor() as cursor:
        cursor.execute(_statement(connection.vendor), {"now": at, "person": person.pk})
        ended, four_eyes, untold, reported, *values = cursor.fetchone()
    found = _COLUMNS.read(values)
    sitting = sittings.standing(
        None
        if found["t.hard"] is None
        else Sitting(**{name: found[f"t.{name}"] for name in _SITTING})
    )
    held = found["c.submission_id"]
    if held is not None and found["c.until"] <= now:
        held = None
    return Seat(
        now=now,
        held=held,
        opened=held is not None and found["c.opened"],
        waits=found["s.state"] == State.WAITING,
        sitting=sitting,
        taken=_taken(found, sitting, today=now.date()),
        ended=bool(ended),
        four_eyes=bool(four_eyes),
        untold=bool(untold),
        reported=bool(reported),
    )


@cache
def _statement(_vendor: str) -> str:
    quoted = connection.ops.quote_name
    claim, submission, wishes, sitting, four_eyes, untold, report = (
        quoted(model._meta.db_table)  # noqa: SLF001
        for model in (Claim, Submission, Wishes, Sitting, FourEyes, Untold, Report)
    )
    return f"""
SELECT EXISTS (SELECT 1 FROM {claim} WHERE until <= %(now)s),
  EXISTS (SELECT 1 FROM {four_eyes} WHERE {quoted("on")}), EXISTS (SELECT 1 FROM {untold}),
  EXISTS (SELECT 1 FROM {report}), {_COLUMNS.listed()}
FROM (SELECT 1) one
  LEFT JOIN {claim} c ON c.moderator_id = %(person)s
  LEFT JOIN {submission} s ON s.id = c.submission_id
  LEFT JOIN {wishes} w ON w.moderator_id = %(person)s
  LEFT JOIN {sitting} t ON t.moderator_id = %(person)s"""  # noqa: S608 - nothing in it comes from anybody


def _taken(found: dict[str, Any], sitting: Standing, *, today: datetime.date) -> Taken:
    """What she takes today; nothing hard any more when the hard ones of her sitting are read."""
    languages, avoids, not_today, day = (
        found[f"w.{name}"] for name in ("languages", "avoids", "not_today", "day")
    )
    languages = languages or ()
    if sitting.phase == Phase.ON and not sitting.hard:
        return Taken(languages, sittings.EVERY_TOPIC, urgent=False)
    return Taken(languages, (avoids or 0) | (not_today or 0 if day == today else 0))
