"""How many are in each cell, exactly: kept from release to release, and never shown.

What is shown is `wall.disclosure`'s to say.
"""

import json
from collections import Counter
from collections.abc import Iterator
from secrets import SystemRandom

from django.conf import settings
from django.db.models import Count as CountRows
from django.db.models import TextField
from django.db.models.functions import Cast

from stories.models import Count, SubmissionQuerySet
from stories.wall import disclosure
from stories.wall.disclosure import EXAMPLES, PEOPLE, Cell, Tally

GONE: Cell = ("gone", "")
HELD: Cell = ("held", "")

_CHANGING = ["submissions", "known", "shown"]


def counted(submissions: SubmissionQuerySet) -> Counter[Cell]:
    """How many of `submissions` belong to each cell. One person with ten examples in a cell
    is one.

    The database groups those that say the same, so that memory grows with the number of
    different answers and not of people.
    """
    cells: Counter[Cell] = Counter()
    for stored, country, people in _grouped(submissions):
        examples: list[dict[str, str]] = json.loads(stored)
        for cell in disclosure.cells_of(examples, country):
            cells[cell] += people
        cells[EXAMPLES] += len(examples) * people
    return cells


def _grouped(submissions: SubmissionQuerySet) -> Iterator[tuple[str, str, int]]:
    return (
        submissions.annotate(stored=Cast("examples", TextField()))
        .order_by()
        .values_list("stored", "country")
        .annotate(people=CountRows("pk"))
        .iterator(chunk_size=2_000)
    )


def count(
    release: int, *, came: SubmissionQuerySet, went: SubmissionQuerySet, held: SubmissionQuerySet
) -> dict[Cell, Tally]:
    """Brings the exact counts to what they are with the release of this number, and what is shown
    of them. Returns both. In the release's own transaction."""
    before = {(row.table, row.cell): row for row in Count.objects.all()}
    came_to, gone_from = counted(came), counted(went)
    change = Counter({GONE: gone_from[PEOPLE]}) + came_to
    change.subtract(gone_from)
    known = counted(came.filter(has_words=True))
    known.subtract(counted(went.filter(has_words=True)))
    new = [_new(cell) for cell in {*change, PEOPLE, EXAMPLES, GONE, HELD} - before.keys()]
    rows = before | {(row.table, row.cell): row for row in new}
    for cell, row in rows.items():
        row.submissions += change[cell]
        row.known += known[cell] if disclosure.is_known(cell) else 0
    rows[HELD].submissions = held.count()
    cells = _shown(rows, release)
    Count.objects.bulk_create(new, batch_size=500)
    Count.objects.bulk_update(before.values(), _CHANGING, batch_size=500)
    return cells


def _new(cell: Cell) -> Count:
    late_by = disclosure.lateness(SystemRandom()) if settings.NUMBERS_LATE else 0
    return Count(table=cell[0], cell=cell[1], submissions=0, late_by=late_by)


def _shown(rows: dict[Cell, Count], release: int) -> dict[Cell, Tally]:
    cells = {
        cell: Tally(row.submissions, row.known, row.late_by, row.shown)
        for cell, row in rows.items()
    }
    due = disclosure.pairs_are_due(release, people=cells[PEOPLE].people)
    disclosure.advance(cells, pairs=due)
    for cell in (GONE, HELD):
        tally = cells[cell]
        tally.shown = disclosure.ladder(tally.people, late_by=tally.late_by) or 0
    for cell, row in rows.items():
        row.shown = cells[cell].shown
    return cells
