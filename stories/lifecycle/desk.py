"""What the desk decides of one submission."""

from django.db import transaction

from stories import edition, erasure
from stories.lifecycle.moves import EMPTY, Conflict, accept, hand_on_receipt, move
from stories.models import State, Story, Submission
from stories.testimony import Testimony

# Where a submission is that nobody has decided for good.
OPEN = [State.WAITING, State.ASKED, State.APPROVED, State.HELD]


@transaction.atomic
def approve(submission: int, testimony: Testimony | None = None) -> None:
    """May be counted, and its words may be on the wall: `testimony` is what the desk read.

    They stand in a Story from now on, until a release in clear, but on no page. Raises Conflict,
    and ValueError where there are words that nobody says to have read.
    """
    if testimony is None:
        if Submission.objects.filter(pk=submission, has_words=True).exists():
            raise ValueError("Words are approved as they were read.")
        move(submission, to=State.APPROVED, out_of=[State.WAITING])
        return
    accept(submission, testimony, out_of=[State.WAITING])


def ask(submission: int, *, to_her: bytes) -> None:
    """Leaves it to its author: a question, or the edited version she asked to see, sealed to her
    receipt's key. Raises Conflict."""
    move(submission, to=State.ASKED, out_of=[State.WAITING], to_her=to_her, fingerprint=b"")


@transaction.atomic
def decline(submission: int) -> None:
    """Words that will not be on the wall: destroyed at once. Raises Conflict."""
    move(submission, to=State.DECLINED, out_of=OPEN, replaces=None, **EMPTY)
    Story.objects.filter(submission=submission).delete()
    erasure.erase()


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
    edition.hold()
    move(submission, to=State.REMOVED, out_of=[State.PUBLISHED])
    new = Submission.objects.filter(replaces=submission, state__in=OPEN)
    if (key := new.values_list("pk", flat=True).first()) is not None:
        hand_on_receipt(old=submission, new=key)
    Story.objects.filter(pk=story).delete()
    edition.advance()
    erasure.erase()
