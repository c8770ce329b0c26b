"""What the desk decides of one submission."""

from typing import Any

from django.db import transaction

from stories import edition, erasure
from stories.flags import Lane
from stories.lifecycle.moves import (
    EMPTY,
    UNTOLD,
    Conflict,
    accept,
    delete_story,
    hand_on_receipt,
    move,
)
from stories.models import State, Submission
from stories.testimony import Testimony, packed, without_words

# Where a submission is that can be decided, and that nobody has decided for good.
UNDECIDED = [State.WAITING, State.ASKED, State.APPROVED, State.HELD]
OPEN = [*UNDECIDED, State.DISCARDED]
# Where it is once it has come out, also while it is off the wall to be looked at.
SHOWN = [State.PUBLISHED, State.ASIDE]


@transaction.atomic
def approve(submission: int, testimony: Testimony | None = None, *, second: bool = False) -> None:
    """May be counted, and its words may be on the wall: `testimony` is what the desk read, and
    `second` whether somebody else has said yes to it, whose yes must still be there.

    They stand in a Story from now on, until a release in clear, but on no page. Raises Conflict,
    and ValueError where there are words that nobody says to have read.
    """
    if testimony is None:
        if Submission.objects.filter(pk=submission, has_words=True).exists():
            raise ValueError("Words are approved as they were read.")
        move(submission, to=State.APPROVED, out_of=[State.WAITING])
        return
    accept(submission, testimony, out_of=[State.WAITING], where=_where(second=second))


def _before(version: int) -> dict[str, int]:
    """Nothing else was sealed for it meanwhile: each version stands for one thing."""
    return {"version": version - 1}


def _where(*, second: bool) -> dict[str, bool]:
    return {"edited__isnull": False} if second else {}


def propose(submission: int, *, edited: bytes, version: int, sealed_to: int) -> None:
    """A first yes, with the words as they would be published, sealed as that version to that key of
    the desk's: it goes on waiting, for a second. Raises Conflict if there is a first already, or if
    the key was turned meanwhile."""
    where = {"edited__isnull": True, "sealed_to": sealed_to, **_before(version)}
    move(
        submission,
        to=State.WAITING,
        out_of=[State.WAITING],
        where=where,
        edited=edited,
        version=version,
        for_lead=False,
    )


def take_back_yes(submission: int, *, for_lead: bool = False) -> None:
    """Destroys the first yes, which nobody has seconded; what two read differently is a lead's
    (`for_lead`). Raises Conflict if there is none."""
    marks: dict[str, Any] = {"for_lead": True} if for_lead else {}
    move(
        submission,
        to=State.WAITING,
        out_of=[State.WAITING],
        where=_where(second=True),
        edited=None,
        **marks,
    )
    erasure.erase()


def ask(submission: int, *, to_her: bytes, version: int, second: bool = False) -> None:
    """Leaves it to its author: a question, or the edited version she asked to see, sealed to her
    receipt's key as that version. `second` as for `approve`. Raises Conflict."""
    move(
        submission,
        to=State.ASKED,
        out_of=[State.WAITING],
        where={**_where(second=second), **_before(version)},
        to_her=to_her,
        version=version,
        fingerprint=b"",
        edited=None,
    )


def count(submission: int, testimony: Testimony) -> None:
    """Counted, and what she ticked with it, but without a word of it: `testimony` is what the desk
    read. Her words stay sealed until the next release, for an undo. Raises Conflict."""
    move(
        submission,
        to=State.APPROVED,
        out_of=[State.WAITING],
        where={"envelope__isnull": False},
        has_words=False,
        examples=without_words(packed(testimony.examples)),
        country=testimony.country,
        **UNTOLD,
    )


@transaction.atomic
def decline(submission: int, *, to_her: bytes | None = None, version: int = 0) -> None:
    """Words that will not be on the wall, and what she is told of it, sealed to her receipt as that
    version. They stay sealed until the next release, for an undo, and on no page. Raises
    Conflict."""
    sealed = {"version": version} if to_her is not None else {}
    move(
        submission,
        to=State.DECLINED,
        out_of=UNDECIDED,
        where=_before(version) if sealed else {},
        to_her=to_her,
        examples=[],
        country="",
        **sealed,
        **UNTOLD,
    )
    delete_story(submission=submission)
    erasure.erase()


def mark_danger(submission: int) -> None:
    """What waits is read before all others; it goes on waiting. Raises Conflict."""
    move(submission, to=State.WAITING, out_of=[State.WAITING], lane=Lane.URGENT)


def pass_to_lead(submission: int) -> bool:
    """What waits is a lead's to read; it goes on waiting. Returns whether it was not before.
    Raises Conflict."""
    try:
        _wait(submission, where={"for_lead": False}, for_lead=True)
    except Conflict:
        _wait(submission, where={"for_lead": True})
        return False
    return True


def unmark_danger(submission: int, *, guessed: bool) -> None:
    """Takes that mark away: it is read in its turn, unless a program had `guessed` the same. Raises
    Conflict."""
    where = {"lane": Lane.URGENT}
    if guessed:
        _wait(submission, where=where)
        return
    try:
        _wait(submission, where={**where, "from_her__isnull": True}, lane=Lane.USUAL)
    except Conflict:
        _wait(submission, where={**where, "from_her__isnull": False}, lane=Lane.ANSWERED)


def take_from_leads(submission: int) -> None:
    """What was passed to a lead is anybody's to read again. Raises Conflict."""
    _wait(submission, where={"for_lead": True}, for_lead=False)


def _wait(submission: int, *, where: dict[str, Any], **marks: Any) -> None:
    move(submission, to=State.WAITING, out_of=[State.WAITING], where=where, **marks)


@transaction.atomic
def remove(story: int) -> None:
    """Takes a published story down: off every page at once, its words deleted. The numbers
    follow at the next release. Raises Conflict if it never came out, or is gone."""
    submission = (
        Submission.objects.filter(story=story, state__in=SHOWN).values_list("pk", flat=True).first()
    )
    if submission is None:
        raise Conflict
    edition.hold()
    move(submission, to=State.REMOVED, out_of=SHOWN)
    new = Submission.objects.filter(replaces=submission, state__in=OPEN)
    if (key := new.values_list("pk", flat=True).first()) is not None:
        hand_on_receipt(old=submission, new=key)
    # Other words for it that were declined could not be brought back any more, nor taken back.
    declined = Submission.objects.kept_for_undo().filter(state=State.DECLINED)
    declined.filter(replaces=submission).update(**EMPTY)
    delete_story(pk=story)
    edition.advance()
    erasure.erase()
