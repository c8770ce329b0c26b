"""Taking back what the desk decided, and letting go of what is kept for that."""

import datetime
from collections.abc import Iterable

from django.db import transaction

from stories import edition, erasure
from stories.flags import Lane
from stories.lifecycle.moves import ALL_BUT_TO_HER, Conflict, delete_story, move
from stories.models import State, Submission


@transaction.atomic
def reopen(
    submission: int, *, out_of: Iterable[State], has_words: bool | None, danger: bool = False
) -> None:
    """What was decided waits to be read again, as it came, if it still is in a state that the
    decision brought it to, with words or counted without where that is asked. Raises Conflict: it
    came out, its author took it back, or its words are gone. `danger`: somebody at the desk had
    marked it so.
    """
    # A release and a removal change several rows: one at a time.
    edition.hold()
    found = Submission.objects.filter(pk=submission).values_list("replaces__state", flat=True)
    if (replaced := found.first()) not in (None, State.PUBLISHED):
        # What these were to stand in the place of is gone, and her receipt leads there.
        raise Conflict(replaced)
    where = {"envelope__isnull": False}
    move(
        submission,
        to=State.WAITING,
        out_of=out_of,
        where=where if has_words is None else {**where, "has_words": has_words},
        examples=[],
        country="",
        to_her=None,
        edited=None,
        has_words=True,
        lane=Lane.URGENT if danger else Lane.USUAL,
    )
    # That its author answered is known still. What her words seemed to hold went with the decision:
    # whoever opens them finds it again (`tell`).
    answered = Submission.objects.filter(pk=submission, lane=Lane.USUAL, from_her__isnull=False)
    answered.update(lane=Lane.ANSWERED)
    delete_story(submission=submission)
    erasure.erase()


def tell(submission: int, *, hints: list[str], lane: Lane, topics: int) -> None:
    """What a program finds in words that wait and are open at the desk, where that is not known any
    more: kinds of identifier, how soon they should be read (never later than now), and a mask of
    topics. Raises Conflict where they wait no more."""
    waiting = Submission.objects.to_read().filter(pk=submission)
    if not waiting.update(hints=hints, topics=topics):
        raise Conflict
    if lane == Lane.URGENT:
        waiting.update(lane=lane)


def forget_the_kept(*, before: datetime.date | None = None) -> int:
    """Destroys the words that are kept for an undo, all of them or those decided before a day.
    Returns of how many. In a release all of them, in the caller's transaction."""
    kept = Submission.objects.kept_for_undo()
    if before is not None:
        kept = kept.filter(since__lt=before)
    forgotten = kept.filter(state=State.DECLINED).update(replaces=None, **ALL_BUT_TO_HER)
    forgotten += kept.filter(state=State.APPROVED).update(**ALL_BUT_TO_HER)
    if forgotten:
        erasure.erase()
    return forgotten
