"""The sole door from the desk to `stories.lifecycle`.

Each decision is applied and recorded in one transaction, or neither. Who may
decide what is checked here, whichever page or command it comes from.
"""

from collections.abc import Callable

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from moderation.models import REASONS, Decision, Kind, Reason
from stories import envelopes, lifecycle
from stories.lifecycle import Conflict
from stories.models import Story, Submission
from stories.testimony import Testimony

PERMISSIONS: dict[Kind, str] = {
    Kind.PUBLISH: "stories.screen_submission",
    Kind.DECLINE: "stories.screen_submission",
    Kind.REMOVE: "stories.remove_story",
    Kind.HOLD: "stories.hold_statuses",
    Kind.RESUME: "stories.hold_statuses",
    Kind.DISCARD: "stories.discard_statuses",
}


class NothingThere(Exception):
    """A lot of none: nothing was decided."""


def may(person: User, kind: Kind) -> bool:
    """Whether `person` may decide so."""
    return person.has_perm(PERMISSIONS[kind])


def publish(
    submission: Submission, read: Testimony, *, by: User, reason: Reason = Reason.SAFE
) -> Decision:
    """Approves words for the wall: `read` is what the moderator has read. If their author wants to
    see them first, they go to her, sealed to her receipt.

    Raises Conflict, PermissionDenied, ValueError (reason).
    """
    _check(Kind.PUBLISH, by, reason)
    with transaction.atomic():
        if read.see_first:
            if submission.receipt is None:
                # Nothing leads back to her yet, so nobody can ask her.
                raise Conflict
            lifecycle.ask(submission.pk, to_her=_for_her(submission, read))
        else:
            lifecycle.approve(submission.pk, read)
        return _record(Kind.PUBLISH, by, reason, submission=submission.pk)


def _for_her(submission: Submission, read: Testimony) -> bytes:
    return envelopes.shut(
        read,
        to=bytes(submission.receipt or b""),
        key=submission.pk,
        field=envelopes.TO_HER,
        version=submission.version,
    )


def decline(submission: int, *, by: User, reason: Reason) -> Decision:
    """Declines words; they are destroyed. Raises as `publish` does."""
    _check(Kind.DECLINE, by, reason)
    with transaction.atomic():
        lifecycle.decline(submission)
        return _record(Kind.DECLINE, by, reason, submission=submission)


def remove(story: int, *, by: User, reason: Reason) -> Decision:
    """Takes a story off the wall at once. Raises as `publish` does."""
    _check(Kind.REMOVE, by, reason)
    with transaction.atomic():
        submission = Story.objects.filter(pk=story).values_list("submission", flat=True).first()
        lifecycle.remove(story)
        return _record(Kind.REMOVE, by, reason, submission=submission)


def hold_statuses(*, by: User, reason: Reason) -> Decision:
    """Sets every undecided status aside. Raises NothingThere, PermissionDenied, ValueError."""
    return _lot(Kind.HOLD, lifecycle.hold_statuses, by, reason)


def resume_statuses(*, by: User, reason: Reason) -> Decision:
    """Lets held statuses wait again. Raises as `hold_statuses` does."""
    return _lot(Kind.RESUME, lifecycle.resume_statuses, by, reason)


def discard_statuses(*, by: User, reason: Reason) -> Decision:
    """Declines every held status. Raises as `hold_statuses` does."""
    return _lot(Kind.DISCARD, lifecycle.discard_statuses, by, reason)


def _lot(kind: Kind, change: Callable[[], int], by: User, reason: Reason) -> Decision:
    _check(kind, by, reason)
    with transaction.atomic():
        number = change()
        if not number:
            raise NothingThere
        return _record(kind, by, reason, number=number)


def _check(kind: Kind, by: User, reason: Reason) -> None:
    if not may(by, kind):
        raise PermissionDenied
    if reason not in REASONS[kind]:
        raise ValueError(reason)


def _record(
    kind: Kind,
    by: User,
    reason: Reason,
    *,
    submission: int | None = None,
    number: int = 1,
) -> Decision:
    return Decision.objects.create(
        kind=kind,
        reason=reason,
        author=by,
        day=timezone.now().date(),
        submission_id=submission,
        number=number,
    )
