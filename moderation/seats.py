"""Where a moderator is when she asks for the next one: what she has, her sitting, and what she
takes. Asked for in one: every next one and every look at the queue does."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists
from django.utils import timezone

from moderation import sittings
from moderation.models import Claim, FourEyes, Sitting, Untold
from moderation.queue import Taken
from moderation.sittings import Phase, Standing
from stories.models import State

_CLAIM = ("claim__submission", "claim__submission__state", "claim__until", "claim__opened")
_SITTING = ("minutes", "hard", "opened", "ends", "rests")
_WISHES = ("wishes__languages", "wishes__avoids", "wishes__not_today", "wishes__day")


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


def of(person: User) -> Seat:
    """Where she is. Changes nothing."""
    now = timezone.now()
    found = (
        User.objects.filter(pk=person.pk)
        .annotate(
            ended=Exists(Claim.objects.filter(until__lte=now)),
            four_eyes=Exists(FourEyes.objects.filter(on=True)),
            untold=Exists(Untold.objects.all()),
        )
        .values(
            "ended",
            "four_eyes",
            "untold",
            *_CLAIM,
            *_WISHES,
            *(f"sitting__{name}" for name in _SITTING),
        )
        .get()
    )
    set_to = {name: found[f"sitting__{name}"] for name in _SITTING}
    sitting = sittings.standing(None if set_to["hard"] is None else Sitting(**set_to))
    held = found["claim__submission"]
    if held is not None and found["claim__until"] <= now:
        held = None
    return Seat(
        now=now,
        held=held,
        opened=held is not None and found["claim__opened"],
        waits=found["claim__submission__state"] == State.WAITING,
        sitting=sitting,
        taken=_taken(found, sitting, today=now.date()),
        ended=found["ended"],
        four_eyes=found["four_eyes"],
        untold=found["untold"],
    )


def _taken(found: dict[str, Any], sitting: Standing, *, today: datetime.date) -> Taken:
    """What she takes today; nothing hard any more when the hard ones of her sitting are read."""
    languages, avoids, not_today, day = (found[name] for name in _WISHES)
    languages = languages or ()
    if sitting.phase == Phase.ON and not sitting.hard:
        return Taken(languages, sittings.EVERY_TOPIC, urgent=False)
    return Taken(languages, (avoids or 0) | (not_today or 0 if day == today else 0))
