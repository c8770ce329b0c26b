"""One batch comes out of the pool and on the wall, with the numbers as of then (promise 8).

Testimony, pool, lot, counts, tables, release: one way, in one transaction.
"""

import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from stories import edition, lifecycle
from stories.categories import CATEGORIES
from stories.models import Release, Story, Submission, SubmissionQuerySet
from stories.wall import counting, disclosure, research, standing, tables
from stories.wall.counting import GONE, HELD
from stories.wall.disclosure import EXAMPLES, PEOPLE, Cell, Tally


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
        size = batch_size(Submission.objects.pool().count())
        # Before new words take the place of any that a week's table still has to count.
        research.draw_tables(today)
        if lifecycle.draw(size, release=number) < settings.RELEASE_MIN:
            raise NotYet("Some of those drawn were held, declined or withdrawn just now.")
        _demand_enough(Submission.objects.of_release(number))
        replaced = lifecycle.make_room(release=number)
        cells = counting.count(
            number,
            came=Submission.objects.of_release(number),
            went=Submission.objects.counted_but_gone(),
            replaced=replaced,
            held=Submission.objects.held(),
        )
        lifecycle.uncount()
        standing.show()
        # Its stories first: their languages belong to what it says of the whole wall.
        lifecycle.show_stories(release=number)
        made = _written(number, today, cells)
        research.belongs(made)
        return made


def batch_size(pool: int) -> int:
    """How many a release takes out of a pool of so many. Raises NotYet where that is too few."""
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


def _written(number: int, today: datetime.date, cells: dict[Cell, Tally]) -> Release:
    codes = {name: tuple(choices.values) for name, choices in CATEGORIES.items()}
    single: dict[str, dict[str, int | None]] = {
        name: tables.table(cells, name, codes[name]) for name in disclosure.LABELS
    }
    single[disclosure.COUNTRY] = dict(tables.open_table(cells, disclosure.COUNTRY))
    people = cells[PEOPLE].people
    pairs = disclosure.PAIRS if disclosure.pairs_are_due(number, people=people) else ()
    return Release.objects.create(
        number=number,
        day=today,
        people=people,
        examples=cells[EXAMPLES].shown,
        held=cells[HELD].shown,
        gone=cells[GONE].shown,
        tables=single,
        pairs={
            disclosure.pair_name(*pair): tables.pair_table(cells, pair, codes) for pair in pairs
        },
        languages=sorted(
            Story.objects.published().order_by().values_list("language", flat=True).distinct()
        ),
    )
