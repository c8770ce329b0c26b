"""What can be read of the log at the desk, and by whom.

Within a day the log has the order in which things were decided, and words come to the desk in some
order too. So whoever reads words does not read that order: for her the lines of a day stand as
chance would have it, without their numbers. Nor does she read of a first yes (`four_eyes`) as long
as she could be the one who gives the second.
"""

import datetime
import re
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Min, Q, QuerySet
from django.utils import timezone

from moderation import audit, heads
from moderation.heads import Signed
from moderation.models import Decision, Event, Head, Kind, LastLook, Line
from stories.models import Submission
from stories.random_keys import read_key

AT_ONCE = 50
# Of a digest in hexadecimal digits: so few of them that one writes them down, and so many that
# nobody makes another log that has the same (80 bits, and a guess takes a whole chain).
FEWEST_DIGITS = 20


class NoSuchLine(Exception):
    """The line that somebody asked for is not in the log."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some lines, latest day first; what comes `after` them, if there is more; from which day on no
    first yes is among them (None: all are); and whether they are in order."""

    lines: list[Line]
    after: str
    without_first_since: datetime.date | None
    in_order: bool


@dataclass(frozen=True, slots=True)
class State:
    """Where the log ends, what came of the last look at all of it, and what was signed last."""

    end: Head | None
    look: LastLook | None
    signed: Signed | None


def reads_words(person: User) -> bool:
    """Whether she is one of those who read testimonies."""
    return person.has_perm("stories.screen_submission")


def page(reader: User, *, kind: str = "", who: str = "", after: str = "") -> Page:
    """The latest lines, of one event (`kind`) or of one person (`who`, as the log calls her: what
    she did, and what was done to her), from `after` a line on. Raises NoSuchLine."""
    in_order, hides_since = not reads_words(reader), None
    lines: QuerySet[Line] = Line.objects.all()
    if not in_order:
        hides_since = _first_yes_that_waits()
        lines = lines.exclude(event=Event.DECIDED, what=Kind.FIRST, day__gte=hides_since)
    if kind:
        lines = lines.filter(event=kind)
    if who:
        lines = lines.filter(Q(by=who) | Q(whom=who))
    place = "number" if in_order else "mark"
    if after:
        lines = _after(lines, after, place)
    found = list(lines.order_by("-day", f"-{place}")[: AT_ONCE + 1])
    more = str(found[AT_ONCE - 1]) if len(found) > AT_ONCE else ""
    return Page(found[:AT_ONCE], more, hides_since, in_order)


def _after(lines: QuerySet[Line], after: str, place: str) -> QuerySet[Line]:
    last = Line.objects.filter(mark=read_key(after)).first()
    if last is None:
        raise NoSuchLine
    of_that_day = Q(day=last.day, **{f"{place}__lt": getattr(last, place)})
    return lines.filter(Q(day__lt=last.day) | of_that_day, day__lte=last.day)


def _first_yes_that_waits() -> datetime.date:
    """The day since when a first yes may be waiting: today, if none is from before. No day from
    then on shows any, or that one is gone from today would say who has given another."""
    today = timezone.now().date()
    edited = Submission.objects.filter(edited__isnull=False)
    waits = Decision.objects.filter(kind=Kind.FIRST, undone__isnull=True, submission__in=edited)
    return min(today, waits.aggregate(first=Min("day"))["first"] or today)


def state(reader: User) -> State:
    """What is known of the log as a whole. Where it ends just now is not for who reads words: she
    would see it grow by a first yes."""
    return State(
        None if reads_words(reader) else Head.objects.filter(id=1).first(),
        LastLook.objects.filter(id=1).first(),
        heads.newest(),
    )


def is_late(look: LastLook | None) -> bool:
    """Whether more than a day has gone without a look: the worker looks once in each."""
    return look is not None and (timezone.now().date() - look.day).days > 1


def still_ends_so(number: int, digits: str) -> bool:
    """Whether a line has the digest that somebody wrote down: its first FEWEST_DIGITS hexadecimal
    digits, or more, with or without gaps. Raises ValueError for what is no digest, NoSuchLine."""
    written = re.sub(r"\s", "", digits).lower()
    if not re.fullmatch(rf"[0-9a-f]{{{FEWEST_DIGITS},64}}", written):
        raise ValueError(digits)
    line = Line.objects.filter(number=number).first()
    if line is None:
        raise NoSuchLine
    return audit.digest_of(line) == bytes(line.digest) and bytes(line.digest).hex().startswith(
        written
    )
