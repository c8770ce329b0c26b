"""One batch comes out of the pool and on the wall, with the numbers as of then (promise 8).

Testimony, pool, lot, counts, tables, release: one way, in one transaction.
"""

import datetime
import json
from collections import Counter
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import Count as CountRows
from django.db.models import TextField
from django.db.models.functions import Cast
from django.utils import timezone

from stories import edition, lifecycle
from stories.categories import CATEGORIES
from stories.models import Count, Release, Story, Submission, SubmissionQuerySet
from stories.wall import disclosure

Cell = tuple[str, str]
PEOPLE: Cell = ("people", "")
EXAMPLES: Cell = ("examples", "")
GONE: Cell = ("gone", "")


class NotYet(Exception):
    """No release now. Its text says why, in a sentence for operators."""


def is_due(day: datetime.date) -> bool:
    """Whether the time set between releases has passed since the last one's day. Less than a
    day cannot be told from dates: then one is always due, and the worker keeps the time."""
    every = settings.RELEASE_EVERY
    last = Release.objects.order_by("number").last()
    if last is None or every < datetime.timedelta(days=1):
        return True
    # One that lies ahead was dated by a clock that was wrong: no reason to wait for its day.
    return not datetime.timedelta() <= day - last.day < every


def release() -> Release:
    """Makes one release out of what is approved. Raises NotYet where the pool does not allow
    one: nothing has changed then."""
    today = timezone.now().date()
    with transaction.atomic():
        # Of two releases at once the second waits here, and sees the first. A removal waits
        # too: so none falls between counting what is gone and letting go of it, and the counts
        # stay true.
        edition.hold()
        last = Release.objects.order_by("number").last()
        number = last.number + 1 if last else 1
        size = _batch_size(Submission.objects.pool().count())
        if lifecycle.draw(size, release=number) < settings.RELEASE_MIN:
            raise NotYet("Some of those drawn were held, declined or withdrawn just now.")
        _demand_enough(Submission.objects.drawn_for(number))
        _change_counts(counted(Submission.objects.drawn_for(number)), sign=1)
        gone = counted(Submission.objects.counted_but_gone())
        _change_counts(gone, sign=-1)
        _change_counts(Counter({GONE: gone[PEOPLE]}), sign=1)
        lifecycle.uncount()
        # Its stories first: their languages belong to what it says of the whole wall.
        lifecycle.publish(release=number)
        return _written(number, today)


def _batch_size(pool: int) -> int:
    size = min(int(pool * settings.RELEASE_SHARE), pool - settings.RELEASE_LEAVES)
    if size < settings.RELEASE_MIN:
        raise NotYet(
            f"{pool} are approved. A release takes {settings.RELEASE_SHARE:.0%} of them, leaves "
            f"at least {settings.RELEASE_LEAVES} and holds at least {settings.RELEASE_MIN}."
        )
    return size


def _demand_enough(drawn: SubmissionQuerySet) -> None:
    """Those whose words are not on the wall hide one another: there must be enough of them."""
    silent = drawn.filter(has_words=False).count()
    if silent < settings.RELEASE_MIN_SILENT:
        raise NotYet(
            f"{silent} of those drawn by lot are without words. A release holds at least "
            f"{settings.RELEASE_MIN_SILENT} such people."
        )


def counted(submissions: SubmissionQuerySet) -> Counter[Cell]:
    """How many of `submissions` belong to each cell. One person with ten examples in a cell
    is one.

    The database groups those that say the same, so that memory grows with the number of
    different answers and not of people.
    """
    cells: Counter[Cell] = Counter()
    for stored, country, people in _grouped(submissions):
        examples: list[dict[str, str]] = json.loads(stored)
        mine = {(name, code) for example in examples for name, code in _labels(example)}
        if country:
            mine.add(("country", country))
        mine.add(PEOPLE)
        for cell in mine:
            cells[cell] += people
        cells[EXAMPLES] += len(examples) * people
    return cells


def _labels(example: dict[str, str]) -> Iterable[Cell]:
    return ((name, example[name]) for name in CATEGORIES if name in example)


def _grouped(submissions: SubmissionQuerySet) -> Iterable[tuple[str, str, int]]:
    # Stories carry their own words, which no two share; statuses fall into few groups.
    return (
        submissions.annotate(stored=Cast("examples", TextField()))
        .order_by()
        .values_list("stored", "country")
        .annotate(people=CountRows("pk"))
        .iterator(chunk_size=2_000)
    )


def _change_counts(cells: Counter[Cell], *, sign: int) -> None:
    known = {(row.table, row.cell): row for row in Count.objects.all()}
    for (table, cell), people in cells.items():
        row = known.get((table, cell))
        if row:
            row.submissions += sign * people
            row.save(update_fields=["submissions"])
        else:
            Count.objects.create(table=table, cell=cell, submissions=sign * people)


def _written(number: int, today: datetime.date) -> Release:
    counts: dict[str, dict[str, int]] = {}
    for row in Count.objects.all():
        counts.setdefault(row.table, {})[row.cell] = row.submissions
    tables: dict[str, dict[str, int | None]] = {
        name: disclosure.shown(counts.get(name, {}), cells=tuple(choices.values))
        for name, choices in CATEGORIES.items()
    }
    tables["country"] = dict(disclosure.shown_open(counts.get("country", {})))
    return Release.objects.create(
        number=number,
        day=today,
        people=counts["people"][""],
        examples=counts["examples"].get("", 0),
        held=disclosure.ladder(Submission.objects.held().count()) or 0,
        gone=disclosure.ladder(counts["gone"][""]) or 0,
        tables=tables,
        languages=sorted(
            Story.objects.published().order_by().values_list("language", flat=True).distinct()
        ),
    )
