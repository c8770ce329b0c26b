"""The only code that changes the state of a submission.

Each change is one conditional UPDATE: it happens if the submission still is in
a state from which it may, and otherwise raises `Conflict`. Of two people who
decide at once, one wins and the other is told.

    waiting -> approved -> published -> removed
    waiting, approved, held -> declined
    waiting, approved -> held -> waiting

*What* may happen is decided here; *who* may do it is the desk's matter.
"""

import datetime
from collections.abc import Iterable, Iterator

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery

from stories import edition, erasure
from stories.models import Example, State, Story, Submission
from stories.testimony import Testimony, packed, unpacked, without_words

# So many rows are held in memory at once while a release comes out.
_CHUNK = 2_000


class Conflict(Exception):
    """The submission is no longer in a state from which this may happen."""


def receive(
    testimony: Testimony, *, day: datetime.date, repeat: bytes | None, body: bytes | None
) -> Submission:
    """Takes in one testimony, durably, in one statement.

    Raises IntegrityError if one with the same `repeat` is here already.
    """
    submission = Submission(
        state=State.WAITING,
        day=day,
        language=testimony.language,
        country=testimony.country,
        has_words=testimony.has_words,
        quotable=testimony.quotable,
        examples=packed(testimony.examples),
        repeat=repeat,
        body=body,
    )
    if not _inserted(submission):
        raise IntegrityError("One with the same `repeat` is here already.")
    # Django's own insert says so too: it is a row now.
    submission._state.adding = False  # noqa: SLF001
    return submission


def _inserted(submission: Submission) -> bool:
    """Puts the row in, in one statement that does not fail where one with the same `repeat` is
    here: PostgreSQL would write the failure to its log, with the row and the time."""
    query = InsertQuery(Submission, on_conflict=OnConflict.IGNORE)
    query.insert_values(list(Submission._meta.concrete_fields), [submission])  # noqa: SLF001
    ((statement, values),) = query.get_compiler(connection=connection).as_sql()
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return bool(cursor.rowcount)


def _move(submission: int, *, to: State, out_of: Iterable[State]) -> None:
    moved = Submission.objects.filter(pk=submission, state__in=list(out_of)).update(state=to)
    if not moved:
        raise Conflict


@transaction.atomic
def approve(submission: int) -> None:
    """Words that may be on the wall. They stand in a Story from now on, until a release in
    clear, but on no page. Raises Conflict."""
    _move(submission, to=State.APPROVED, out_of=[State.WAITING])
    source = Submission.objects.get(pk=submission)
    if not source.has_words:
        return
    story = Story.objects.create(
        submission=source, language=source.language, quotable=source.quotable
    )
    Example.objects.bulk_create(
        Example(
            story=story,
            position=position,
            text=example.text,
            **{name: getattr(example, name) for name in ("setting", "by", "age", "reported")},
        )
        for position, example in enumerate(unpacked(source.examples))
    )


@transaction.atomic
def decline(submission: int) -> None:
    """Words that will not be on the wall: destroyed at once. Raises Conflict."""
    _move(submission, to=State.DECLINED, out_of=[State.WAITING, State.APPROVED, State.HELD])
    Story.objects.filter(submission=submission).delete()
    Submission.objects.filter(pk=submission).update(examples=[], country="")
    erasure.erase()


def count_statuses() -> int:
    """The rule that screens a status: it has no words to read, so it counts unless somebody
    has held it. Returns how many."""
    return Submission.objects.waiting().statuses().update(state=State.APPROVED)


def _undecided_statuses() -> QuerySet[Submission]:
    return Submission.objects.statuses().filter(state__in=[State.WAITING, State.APPROVED])


def hold_statuses() -> int:
    """Sets every status aside that is not on the wall yet. Returns how many."""
    return _undecided_statuses().update(state=State.HELD)


def resume_statuses() -> int:
    """Lets held statuses wait again. Returns how many."""
    return Submission.objects.held().statuses().update(state=State.WAITING)


def discard_statuses() -> int:
    """Declines every held status. Returns how many."""
    held = Submission.objects.held().statuses()
    discarded = held.update(state=State.DECLINED, examples=[], country="")
    erasure.erase()
    return discarded


@transaction.atomic
def remove(story: int) -> None:
    """Takes a published story down: off every page at once, its words deleted. The numbers
    follow at the next release. Raises Conflict if it is not on the wall."""
    submission = (
        Submission.objects.filter(story=story, state=State.PUBLISHED)
        .values_list("pk", flat=True)
        .first()
    )
    if submission is None:
        raise Conflict
    _move(submission, to=State.REMOVED, out_of=[State.PUBLISHED])
    Story.objects.filter(pk=story).delete()
    edition.advance()
    erasure.erase()


def draw(how_many: int, *, release: int) -> int:
    """Draws `how_many` out of the pool by lot for a release, in the caller's transaction. Returns
    how many: fewer where some were held or declined in this very moment."""
    lot = Submission.objects.pool().order_by("?").values("pk")[:how_many]
    # The pool once more: PostgreSQL waits for who decides about a row, and asks only this again.
    return Submission.objects.pool().filter(pk__in=lot).update(release=release)


def publish(*, release: int) -> int:
    """Puts what is drawn for a release on the wall, in the caller's transaction.

    Returns how many. The words of its stories stay in the stories alone.
    """
    drawn = Submission.objects.drawn_for(release)
    with_words = drawn.filter(has_words=True).values_list("pk", flat=True)
    for chunk in _chunks(with_words.iterator(chunk_size=_CHUNK)):
        Story.objects.filter(submission__in=chunk).update(release=release)
        sources = list(Submission.objects.filter(pk__in=chunk).only("examples"))
        for source in sources:
            source.examples = without_words(source.examples)
        Submission.objects.bulk_update(sources, ["examples"])
    edition.advance()
    erasure.erase()
    return drawn.update(state=State.PUBLISHED)


def uncount() -> int:
    """Lets go of what the counts no longer hold, after it was taken down. Returns how many."""
    return Submission.objects.counted_but_gone().update(release=None, examples=[], country="")


def forget_forms(*, before: datetime.date) -> int:
    """Lets go of what recognised a repeated post, once its form has expired. Returns how many."""
    expired = Submission.objects.filter(day__lt=before, repeat__isnull=False)
    forgotten = expired.update(repeat=None, body=None)
    if forgotten:
        erasure.erase()
    return forgotten


def _chunks(keys: Iterator[int]) -> Iterator[list[int]]:
    chunk: list[int] = []
    for key in keys:
        chunk.append(key)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
