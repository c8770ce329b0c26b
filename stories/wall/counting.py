"""How many are in each cell, exactly: kept from release to release, and never shown.

What is shown is `wall.disclosure`'s to say.
"""

import json
from collections import Counter
from collections.abc import Iterator
from itertools import batched
from secrets import SystemRandom, token_bytes

from django.conf import settings
from django.db.models import TextField
from django.db.models.functions import Cast

from stories.models import Count, SubmissionQuerySet
from stories.wall import disclosure
from stories.wall.disclosure import EXAMPLES, PEOPLE, Cell, Tally

GONE: Cell = ("gone", "")
HELD: Cell = ("held", "")

_CHANGING = ["submissions", "known", "shown"]
# Those who say the same are counted together, while so many different answers are in memory.
_AT_ONCE = 50_000
# As the database gives it: the examples as JSON, the country, and whether there are words.
_Answer = tuple[str, str, bool]


def counted(submissions: SubmissionQuerySet) -> Counter[Cell]:
    """How many of `submissions` belong to each cell. One person with ten examples in a cell
    is one."""
    return _counted(submissions)[0]


def _counted(submissions: SubmissionQuerySet) -> tuple[Counter[Cell], Counter[Cell]]:
    """Of all of them, and of those with words."""
    everybody: Counter[Cell] = Counter()
    with_words: Counter[Cell] = Counter()
    for (stored, country, words), people in _grouped(submissions):
        examples: list[dict[str, str]] = json.loads(stored)
        for cells in (everybody, with_words) if words else (everybody,):
            for cell in disclosure.cells_of(examples, country):
                cells[cell] += people
            cells[EXAMPLES] += len(examples) * people
    return everybody, with_words


def _grouped(submissions: SubmissionQuerySet) -> Iterator[tuple[_Answer, int]]:
    """Answers, each with how many gave it; some of them several times. To group them all in the
    database takes memory there, and longer."""
    answers = submissions.order_by().values_list(
        Cast("examples", TextField()), "country", "has_words"
    )
    people: Counter[_Answer] = Counter()
    for some in batched(answers.iterator(chunk_size=2_000), 2_000, strict=False):
        people.update(some)
        if len(people) > _AT_ONCE:
            yield from people.items()
            people.clear()
    yield from people.items()


def count(
    release: int,
    *,
    came: SubmissionQuerySet,
    went: SubmissionQuerySet,
    replaced: int,
    held: SubmissionQuerySet,
) -> dict[Cell, Tally]:
    """Brings the exact counts to what they are with the release of this number, and what is shown
    of them. Returns both. In the release's own transaction. Of those who `went`, so many are
    `replaced`: they came with other words in this very release, so nobody is gone."""
    before = {(row.table, row.cell): row for row in Count.objects.all()}
    (came_to, known), (gone_from, known_of_gone) = _counted(came), _counted(went)
    change = Counter({GONE: gone_from[PEOPLE] - replaced}) + came_to
    change.subtract(gone_from)
    known.subtract(known_of_gone)
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
    new = Count(table=cell[0], cell=cell[1], submissions=0)
    if settings.NUMBERS_LATE:
        new.late_by = disclosure.lateness(SystemRandom())
        new.lot = token_bytes(disclosure.LOT_BYTES)
    return new


def _shown(rows: dict[Cell, Count], release: int) -> dict[Cell, Tally]:
    cells = {
        cell: Tally(row.submissions, row.known, row.late_by, bytes(row.lot), row.shown)
        for cell, row in rows.items()
    }
    due = disclosure.pairs_are_due(release, people=cells[PEOPLE].people)
    waiting = disclosure.waits(cells, SystemRandom()) if settings.NUMBERS_LATE else None
    disclosure.advance(cells, pairs=due, waiting=waiting)
    for cell, row in rows.items():
        row.shown = cells[cell].shown
    return cells
