"""How the desk is doing: what waits and since when, how long authors wait, how often two readers
say the same. Of the desk and never of a person at it; and fewer than FEWEST authors are not told
apart: neither by language, nor by how long they have waited.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from moderation import four_eyes, queue
from moderation.models import Decision, Fate, Kind, Lot, Waited
from moderation.queue import Wait, Waiting
from stories.flags import Lane

# A cell of so few is not broken down.
FEWEST = 3
# Waited longer than this many days is long.
LONG = 7
# Decided within so many weeks. What is declined goes after 30 (`lifecycle.time`).
WEEKS = 4
# The first day of each band of waiting days.
BANDS = (0, 1, 3, 8, 15, 31)
# What is decided of how long somebody waited.
DECIDED = (Kind.PUBLISH, Kind.EDIT, Kind.COUNT, Kind.DECLINE)
# Months of agreement that are shown.
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Part:
    """What waits in one lane: in one language, or (`language` is empty) in all those of which too
    few wait to be told apart. `number` is None for fewer than FEWEST, and then nothing else is
    said; `oldest` is in days, and so many waited `long`: None where that would tell few apart."""

    lane: Lane
    language: str
    number: int | None
    oldest: int | None
    long: int | None


@dataclass(frozen=True, slots=True)
class Band:
    """So many waited from `least` to `most` days (None: or more)."""

    least: int
    most: int | None
    number: int


@dataclass(frozen=True, slots=True)
class Month:
    """How often two said the same in a month, out of how many; None where that would tell few
    apart."""

    month: datetime.date
    number: int | None
    agreed: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """All of it."""

    standing: Waiting
    # Which a lead has still to decide, and of them those that one lead would discard.
    lots: int
    lots_asked: int
    parts: list[Part]
    # None: fewer than FEWEST were decided.
    bands: list[Band] | None
    months: list[Month]


def figures() -> Figures:
    """As it stands now. Asks the database as often however much that is."""
    today = timezone.now().date()
    waits = queue.waits(before=today - datetime.timedelta(days=LONG))
    fates = Lot.objects.undecided().values_list("fate").annotate(lots=Count("id"))
    lots = dict(fates.order_by())
    return Figures(
        standing=queue.waiting(),
        lots=sum(lots.values()),
        lots_asked=lots.get(Fate.ASKED, 0),
        parts=told_apart(waits, today=today),
        bands=in_bands(_days_waited(today)),
        months=months(),
    )


def told_apart(waits: Iterable[Wait], *, today: datetime.date) -> list[Part]:
    """The parts of each lane: languages of which enough wait, most first, and the rest together."""
    by_lane: dict[Lane, list[Wait]] = defaultdict(list)
    for wait in waits:
        by_lane[wait.lane].append(wait)
    parts = []
    for lane in Lane:
        enough = [wait for wait in by_lane[lane] if wait.number >= FEWEST]
        few = [wait for wait in by_lane[lane] if wait.number < FEWEST]
        parts += [
            _part(lane, wait.language, [wait], today)
            for wait in sorted(enough, key=lambda wait: (-wait.number, wait.language))
        ]
        if few:
            parts.append(_part(lane, "", few, today))
    return parts


def _part(lane: Lane, language: str, waits: Sequence[Wait], today: datetime.date) -> Part:
    number, long = (
        min(sum(counts), queue.MOST_COUNTED + 1)
        for counts in ([wait.number for wait in waits], [wait.long for wait in waits])
    )
    if number < FEWEST:
        return Part(lane, language, None, None, None)
    oldest = max((today - min(wait.since for wait in waits)).days, 0)
    few = 0 < long < FEWEST or 0 < number - long < FEWEST
    return Part(lane, language, number, oldest, None if few else long)


def _days_waited(today: datetime.date) -> dict[int, int]:
    """By days from arrival to decision: of how many it was made in the last weeks. Of what cannot
    be undone any more there are whole weeks and bands (`moderation.letting_go`)."""
    since = today - datetime.timedelta(weeks=WEEKS)
    decided = Decision.objects.filter(
        day__gte=since, kind__in=DECIDED, submission__isnull=False, undone__isnull=True
    )
    pairs = decided.values_list("day", "submission__day").annotate(authors=Count("submission"))
    days: dict[int, int] = defaultdict(int)
    for decision, arrival, authors in pairs.order_by():
        days[max((decision - arrival).days, 0)] += authors
    for least, authors in Waited.objects.filter(week__gte=monday(since)).values_list(
        "least", "number"
    ):
        days[least] += authors
    return days


def monday(day: datetime.date) -> datetime.date:
    """The first day of a week."""
    return day - datetime.timedelta(days=day.weekday())


def in_bands(days: dict[int, int]) -> list[Band] | None:
    """Bands of days, each of none or of FEWEST at least: neighbours are put together until they
    are. None where all of them are too few."""
    ends = [*(first - 1 for first in BANDS[1:]), None]
    bands = [
        Band(
            least,
            most,
            sum(
                number
                for day, number in days.items()
                if day >= least and (most is None or day <= most)
            ),
        )
        for least, most in zip(BANDS, ends, strict=True)
    ]
    if sum(band.number for band in bands) < FEWEST:
        return None
    while few := [place for place, band in enumerate(bands) if 0 < band.number < FEWEST]:
        first = few[0] if few[0] + 1 < len(bands) else few[0] - 1
        one, other = bands[first : first + 2]
        bands[first : first + 2] = [Band(one.least, other.most, one.number + other.number)]
    return bands


def months() -> list[Month]:
    """By month, the last first: how often two said the same."""
    return [_month(*month) for month in four_eyes.agreement()[:_MONTHS]]


def _month(month: datetime.date, agreed: int, differed: int) -> Month:
    number = agreed + differed
    if number < FEWEST:
        return Month(month, None, None)
    few = 0 < agreed < FEWEST or 0 < differed < FEWEST
    return Month(month, number, None if few else agreed)
