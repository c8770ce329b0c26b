"""What she does herself, with her receipt in hand."""

import datetime

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Least

from stories import edition, erasure
from stories.flags import Lane
from stories.lifecycle.desk import OPEN, SHOWN
from stories.lifecycle.moves import EMPTY, WITHOUT_WORDS, Conflict, accept, delete_story, move
from stories.lifecycle.receiving import Words, receive
from stories.lifecycle.retelling import hand_on_table
from stories.models import State, Submission
from stories.testimony import Testimony


@transaction.atomic
def withdraw(submission: int) -> None:
    """Takes it back. What was not on the wall is destroyed; what was is off every page in this
    moment, and out of the numbers at the next release. Raises Conflict if it is over already."""
    _hold_if_published(submission)
    # Of those that were declined, what is kept for an undo.
    declined = Submission.objects.kept_for_undo().filter(state=State.DECLINED)
    declined.filter(replaces=submission).update(**EMPTY)
    waiting = Submission.objects.filter(replaces=submission, state__in=OPEN)
    for replacement in waiting.values_list("pk", flat=True):
        _take_back(replacement)
    _take_back(submission)
    erasure.erase()


def _hold_if_published(submission: int) -> None:
    # With new words beside it a release changes two rows, and so does she: one at a time.
    if Submission.objects.filter(pk=submission, state__in=SHOWN).exists():
        edition.hold()


def _take_back(submission: int) -> None:
    try:
        move(submission, to=State.WITHDRAWN, out_of=[*OPEN, *SHOWN], **WITHOUT_WORDS)
    except Conflict:
        # Declined, perhaps just now, and not destroyed yet.
        kept = {"envelope__isnull": False}
        move(submission, to=State.WITHDRAWN, out_of=[State.DECLINED], where=kept, **EMPTY)
        return
    # The row is ours until this transaction ends: whether a release was quicker is known now.
    counted = Submission.objects.filter(pk=submission, release__isnull=False).exists()
    if counted:
        edition.advance()
    else:
        Submission.objects.filter(pk=submission).update(**EMPTY)
    delete_story(submission=submission)


@transaction.atomic
def answer(submission: int, *, asked: int, from_her: bytes, version: int, sealed_to: int) -> None:
    """Her answer to what the desk sealed for her as its version `asked`, sealed as her `version` to
    that key of the desk's. Raises Conflict if nothing is asked any more, or something else, or if
    she answered or the key was turned meanwhile."""
    move(
        submission,
        to=State.WAITING,
        out_of=[State.ASKED],
        # In the same statement: the key may be turned in this very moment.
        where={"version": asked, "sealed_to": sealed_to, "answers": version - 1},
        from_her=from_her,
        answers=version,
        # She has waited once already; whoever may be in danger stays before her.
        lane=Least(F("lane"), Lane.ANSWERED),
        to_her=None,
    )
    erasure.erase()


@transaction.atomic
def agree(submission: int, testimony: Testimony, *, asked: int) -> None:
    """The edited version, which she has seen, may be on the wall: what the desk sealed for her as
    its version `asked`. Raises Conflict, also if the desk has sealed another meanwhile."""
    accept(submission, testimony, out_of=[State.ASKED], where={"version": asked})
    erasure.erase()


@transaction.atomic
def replace(submission: int, words: Words, *, key: int, day: datetime.date, keep: bool) -> int:
    """Other words for those of a submission, to be read like any others.

    What was never on the wall is destroyed at once. What is on the wall goes too, unless `keep`:
    then it stays until the new words come out, and it is one person all the while. Returns the
    submission that the receipt leads to now. Raises Conflict.
    """
    _hold_if_published(submission)
    source = Submission.objects.select_for_update().get(pk=submission)
    if source.state == State.DECLINED:
        raise Conflict
    if source.state == State.PUBLISHED and keep:
        Submission.objects.filter(replaces=submission).delete()
        erasure.erase()
        receive(words, key=key, day=day, receipt=None, body=None)
        Submission.objects.filter(pk=key).update(replaces=submission)
        return submission
    # Writing anew is no way around those who look at a flood.
    held = source.state in (State.HELD, State.DISCARDED)
    receipt, body = bytes(source.receipt or b"") or None, bytes(source.body or b"") or None
    withdraw(submission)
    Submission.objects.filter(pk=submission).update(receipt=None, body=None)
    receive(words, key=key, day=day, receipt=receipt, body=body, held=held)
    hand_on_table(old=submission, release=source.release, new=key)
    return key
