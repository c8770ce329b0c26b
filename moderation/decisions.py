"""The sole door from the desk to `stories.lifecycle`.

Each decision is applied and recorded in one transaction, or neither. Who may
decide what is checked here, whichever page or command it comes from.
"""

from collections.abc import Callable

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from moderation import audit, four_eyes, letters, taking_down, undoing
from moderation.models import REASONS, Decision, Event, Fate, Kind, Lot, Reason
from stories import lifecycle
from stories.flags import Lane
from stories.known import Known
from stories.lifecycle import Conflict
from stories.models import Story, Submission
from stories.testimony import Testimony

# Who decides what is passed on, and may undo for anybody.
LEADS = "moderation.lead_desk"
PERMISSIONS: dict[Kind, str] = {
    Kind.PUBLISH: "stories.screen_submission",
    Kind.EDIT: "stories.screen_submission",
    Kind.COUNT: "stories.screen_submission",
    Kind.DECLINE: "stories.screen_submission",
    Kind.ASK: "stories.screen_submission",
    Kind.REFER: "stories.screen_submission",
    Kind.DANGER: "stories.screen_submission",
    Kind.FIRST: "stories.screen_submission",
    # Her own: anybody's needs LEADS.
    Kind.UNDO: "stories.screen_submission",
    Kind.RULE: LEADS,
    Kind.REMOVE: "stories.remove_story",
    Kind.LEAVE: "stories.remove_story",
    Kind.ASIDE: "stories.remove_story",
    Kind.BACK: "stories.remove_story",
    Kind.HOLD: "stories.hold_statuses",
    # What is held in a flood neither counts nor is read before a lead has looked.
    Kind.RESUME: "stories.discard_statuses",
    Kind.RELEASE: "stories.discard_statuses",
    Kind.TALLY: "stories.discard_statuses",
    Kind.PROPOSE: "stories.discard_statuses",
    # Two of them: `moderation.lots`.
    Kind.DISCARD: "stories.discard_statuses",
    Kind.RECALL: "stories.discard_statuses",
    Kind.RESTORE: "stories.discard_statuses",
}


class NothingThere(Exception):
    """A lot of none, or it was done already: nothing was decided."""


def may(person: User, kind: Kind) -> bool:
    """Whether `person` may decide so."""
    return person.has_perm(PERMISSIONS[kind])


class NoWordsLeft(ValueError):
    """Everything was taken out: that is counting without words."""


def publish(
    submission: Submission,
    read: Testimony,
    *,
    by: User,
    reason: Reason = Reason.SAFE,
    edited: Testimony | None = None,
    first: Testimony | None = None,
) -> Decision:
    """Approves words for the wall: `read` is what the moderator has read, and `edited` how she
    would publish it. If their author wants to see them first, they go to her, sealed to her
    receipt.

    Where it needs two (`four_eyes`) and is the first yes, it waits for a second; `first` is what
    the first yes was to, opened. Raises Conflict, PermissionDenied, ValueError (reason),
    NoWordsLeft.
    """
    final = edited or read
    second = four_eyes.is_second(submission, by)
    if second and first is not None:
        final = four_eyes.of_both(read, first, final)
    if not final.has_words:
        raise NoWordsLeft
    kind = Kind.PUBLISH if final.examples == read.examples else Kind.EDIT
    _check(kind, by, reason)
    with transaction.atomic():
        if second:
            four_eyes.remember(agreed=True)
        elif four_eyes.waits_for_second(submission, final):
            envelope, key = letters.for_second(submission, final)
            lifecycle.propose(
                submission.pk, edited=envelope, version=submission.version + 1, sealed_to=key
            )
            return _record(Kind.FIRST, by, reason, submission=submission.pk)
        elif four_eyes.has_lapsed(submission, final):
            reason = Reason.ALONE
        _let_out(submission, final, second=second)
        return _record(kind, by, reason, submission=submission.pk)


def _let_out(submission: Submission, final: Testimony, *, second: bool) -> None:
    if not final.see_first:
        lifecycle.approve(submission.pk, final, second=second)
        return
    if submission.receipt is None:
        # Nothing leads back to her yet, so nobody can ask her.
        raise Conflict
    lifecycle.ask(
        submission.pk,
        to_her=letters.version_for_her(submission, final),
        version=submission.version + 1,
        second=second,
    )


def count(submission: Submission, read: Testimony, *, by: User, reason: Reason) -> Decision:
    """Counts it without a word of it. Raises as `publish` does."""
    _check(Kind.COUNT, by, reason)
    with transaction.atomic():
        if four_eyes.is_second(submission, by):
            return _differ(submission, by)
        lifecycle.count(submission.pk, read)
        return _record(Kind.COUNT, by, reason, submission=submission.pk)


def decline(submission: Submission, *, by: User, reason: Reason, told: str = "") -> Decision:
    """Declines words; they are kept sealed until the next release and then destroyed. `told` is
    what their author finds with her receipt. Raises as `publish` does."""
    _check(Kind.DECLINE, by, reason)
    with transaction.atomic():
        if four_eyes.is_second(submission, by):
            return _differ(submission, by)
        to_her = letters.message_for_her(submission, told) if told and submission.receipt else None
        lifecycle.decline(submission.pk, to_her=to_her, version=submission.version + 1)
        return _record(Kind.DECLINE, by, reason, submission=submission.pk)


def ask(submission: Submission, question: str, *, by: User) -> Decision:
    """Asks its author something, sealed to her receipt. Raises as `publish` does."""
    _check(Kind.ASK, by, Reason.QUESTION)
    with transaction.atomic():
        if four_eyes.is_second(submission, by):
            return _differ(submission, by)
        if submission.receipt is None:
            raise Conflict
        to_her = letters.message_for_her(submission, question)
        lifecycle.ask(submission.pk, to_her=to_her, version=submission.version + 1)
        return _record(Kind.ASK, by, Reason.QUESTION, submission=submission.pk)


def refer(submission: int, *, by: User) -> Decision:
    """Passes it to a lead. Raises as `publish` does, and NothingThere where that was done."""

    def change() -> int:
        return int(lifecycle.pass_to_lead(submission))

    return decided(Kind.REFER, change, by=by, reason=Reason.LEAD, submission=submission)


def danger(submission: int, *, by: User) -> Decision:
    """Marks that somebody may be in danger: it is read before all others. Raises as `publish`
    does, and NothingThere where somebody has marked it."""
    guessed = Submission.objects.filter(pk=submission, lane=Lane.URGENT).exists()

    def change() -> int:
        # Whoever marks it at the same moment waits here, and finds the other's mark.
        lifecycle.mark_danger(submission)
        return int(not undoing.is_marked(submission))

    reason = Reason.GUESSED if guessed else Reason.DANGER
    return decided(Kind.DANGER, change, by=by, reason=reason, submission=submission)


def _differ(submission: Submission, by: User) -> Decision:
    """The second says no to what the first said yes to: a lead decides."""
    four_eyes.remember(agreed=False)
    lifecycle.take_back_yes(submission.pk, for_lead=True)
    return _record(Kind.REFER, by, Reason.DIFFER, submission=submission.pk)


def undo(decision: Decision, *, by: User, told: Known | None = None) -> Decision:
    """Takes a decision back: what it decided waits to be read again, by what was found in its
    words (`told`) where they are open. Hers, or anybody's for a lead. Raises Conflict where that is
    too late, PermissionDenied."""
    _check(Kind.UNDO, by, Reason.MISTAKE)
    if decision.author != by and not by.has_perm(LEADS):
        raise PermissionDenied
    with transaction.atomic():
        if not undoing.stands(decision, by=by, leads=by.has_perm(LEADS)):
            raise Conflict
        undoing.take_back(decision, told)
        return _record(
            Kind.UNDO, by, Reason.MISTAKE, submission=decision.submission_id, undoes=decision
        )


def switch_four_eyes(*, on: bool, by: User) -> Decision:
    """Switches four eyes on or off. Raises PermissionDenied."""
    reason = Reason.ON if on else Reason.OFF
    _check(Kind.RULE, by, reason)
    with transaction.atomic():
        four_eyes.switch(on=on)
        return _record(Kind.RULE, by, reason)


def remove(story: int, *, by: User, reason: Reason) -> Decision:
    """Takes a story off the wall at once. Raises as `publish` does, and taking_down.Enough."""
    _check(Kind.REMOVE, by, reason)
    with transaction.atomic():
        taking_down.count_one(by)
        submission = Story.objects.filter(pk=story).values_list("submission", flat=True).first()
        lifecycle.remove(story)
        return _record(Kind.REMOVE, by, reason, submission=submission)


def hold_statuses(*, by: User, reason: Reason) -> Decision:
    """Sets every undecided status aside. Raises NothingThere, PermissionDenied, ValueError."""
    return decided(Kind.HOLD, lifecycle.hold_statuses, by=by, reason=reason)


def resume_held(*, by: User, reason: Reason) -> Decision:
    """Lets everything that is held wait again, words too, whatever lot it is in. Raises as
    `hold_statuses` does."""

    def change() -> int:
        Lot.objects.undecided().update(fate=Fate.RELEASED, decided=timezone.now().date())
        return lifecycle.resume_held()

    return decided(Kind.RESUME, change, by=by, reason=reason)


def decided(
    kind: Kind,
    change: Callable[[], int],
    *,
    by: User,
    reason: Reason,
    submission: int | None = None,
) -> Decision:
    """Makes a change, which says of how many, and records it, in one. `moderation.reports`
    and `moderation.lots` decide through this.

    Raises NothingThere, PermissionDenied, ValueError (reason), and what `change` raises.
    """
    _check(kind, by, reason)
    with transaction.atomic():
        number = change()
        if not number:
            raise NothingThere
        return _record(kind, by, reason, submission=submission, number=number)


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
    undoes: Decision | None = None,
) -> Decision:
    decision = Decision.objects.create(
        kind=kind,
        reason=reason,
        author=by,
        day=timezone.now().date(),
        submission_id=submission,
        number=number,
        undoes=undoes,
    )
    # Last: until this transaction ends nobody else can add a line.
    event = Event.SETTING if kind == Kind.RULE else Event.DECIDED
    audit.record(event, by=by, what=kind, reason=reason, count=number)
    return decision
