"""Who has which submission: one moderator one, for twenty minutes from what she did last with it.

A claim is a promise between moderators and hides nothing: what has ended, or was never let go of
because a browser was closed, is as free as any other, and is counted all the while. That nothing
is decided twice does not hang on it either (`stories.lifecycle`).
"""

import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from moderation import queue, seats, sittings
from moderation.models import Claim, Passed, Wishes
from moderation.seats import Seat
from stories.models import State, Submission

LASTS = datetime.timedelta(minutes=20)
# What she does within so long of what she did before is not written; so a claim may last so much
# longer, and never less.
STEP = datetime.timedelta(minutes=1)
# So often somebody may be quicker before one is told that nothing waits.
_TRIES = 50


def take(person: User, seat: Seat | None = None, *, hurrying: bool = False) -> int | None:
    """The submission she has, or else the next for her, hers from now on: its key. None where
    nothing waits that she takes. `seat`: where she was found to be a moment ago; `hurrying`: of
    what she has not yet only what comes before reports."""
    seat = seat or seats.of(person)
    if seat.held is not None:
        if seat.waits:
            return seat.held
        _held(person)
    if seat.ended:
        _forget_the_ended(seat.now)
    quicker: set[int] = set()
    for _ in range(_TRIES):
        number = queue.next_for(
            person, seat.taken, now=seat.now, but=quicker, switched_on=seat.four_eyes,
            hurrying=hurrying,
        )  # fmt: skip
        if number is None:
            return None
        claim = Claim(submission_id=number, moderator=person, until=seat.now + LASTS + STEP)
        # In one statement that does not fail: PostgreSQL would write a violated constraint to its
        # log. Whoever is told of another's claim here has waited until it stood.
        Claim.objects.bulk_create([claim], ignore_conflicts=True)
        # Hers, or what she took meanwhile in another window.
        if (held := _held(person)) is not None:
            return held
        quicker.add(number)
    return None


def hers(person: User, submission: int) -> Claim | None:
    """Her claim to this one, which lasts from now on again; None where she has none, or it has
    ended. Whoever has it may read it and decide; nobody else."""
    now = timezone.now()
    found = Claim.objects.filter(moderator=person, submission=submission, until__gt=now)
    # With her sitting, which the card is to show.
    claim = found.select_related("moderator__sitting").first()
    if claim and claim.until <= now + LASTS and not found.update(until=now + LASTS + STEP):
        return None
    return claim


def again(person: User, submission: int, *, counted: bool) -> Claim | None:
    """What she had open and has no more, hers and open again; None where somebody else has it, or
    she has another one. For `moderation.returns`, which knows that she had it."""
    _forget_the_ended(now := timezone.now())
    claim = Claim(
        submission_id=submission,
        moderator=person,
        until=now + LASTS + STEP,
        opened=True,
        counted=counted,
    )
    with transaction.atomic():
        if Submission.objects.to_read().filter(pk=submission).exists():
            # In one statement that does not fail, as in `take`.
            Claim.objects.bulk_create([claim], ignore_conflicts=True)
    return Claim.objects.filter(moderator=person, submission=submission).first()


def held_by(person: User) -> int | None:
    """What she has at the moment. Changes nothing."""
    return seats.of(person).held


@transaction.atomic
def mark_open(claim: Claim) -> None:
    """She opens the words, which counts in her sitting once. Raises `sittings.NotSitting`,
    `sittings.HardOnesRead` and `sittings.LetGoOfMany`: then they stay shut."""
    hard = sittings.is_hard(Submission.objects.get(pk=claim.submission_id))
    shut = Claim.objects.filter(pk=claim.pk, opened=False)
    if shut.update(opened=True, counted=hard):
        sittings.open_one(claim.moderator, hard=hard)


@transaction.atomic
def count_hard(person: User, submission: int) -> None:
    """What she has open counts as a hard one, once, whatever it seemed to be."""
    hers = Claim.objects.filter(moderator=person, submission=submission, opened=True)
    if hers.filter(counted=False).update(counted=True):
        sittings.count_one(person)


def is_counted(submission: int) -> bool:
    """Whether this one counts as a hard one of whoever has it."""
    return Claim.objects.filter(submission=submission, counted=True).exists()


@transaction.atomic
def release(person: User) -> None:
    """She lets go of what she has, and it is anybody's again."""
    _count_if_read(person)
    Claim.objects.filter(moderator=person).delete()


@transaction.atomic
def pass_on(person: User, submission: int) -> None:
    """It goes to somebody else, and she is not given it again."""
    _count_if_read(person)
    Passed.objects.bulk_create(
        [Passed(submission_id=submission, moderator=person)], ignore_conflicts=True
    )
    Claim.objects.filter(moderator=person, submission=submission).delete()


def _count_if_read(person: User) -> None:
    read = Claim.objects.filter(moderator=person, opened=True, counted=False)
    if read.update(counted=True):
        sittings.count_one(person)


def settle(submission: int) -> None:
    """Something was decided about it: nobody has it now. Once it waits no more, who passed it on is
    forgotten too."""
    Claim.objects.filter(submission=submission).delete()
    comes_back = Submission.objects.filter(pk=submission, state__in=[State.WAITING, State.ASKED])
    if not comes_back.exists():
        Passed.objects.filter(submission=submission).delete()


@transaction.atomic
def not_today(person: User, topics: int) -> None:
    """She takes nothing that holds one of these topics until the day ends."""
    today = timezone.now().date()
    wishes, _ = Wishes.objects.select_for_update().get_or_create(moderator=person)
    before = wishes.not_today if wishes.day == today else 0
    wishes.not_today, wishes.day = before | topics, today
    wishes.save(update_fields=["not_today", "day"])


def _held(person: User) -> int | None:
    """What she has; a claim to what waits no longer, because it was taken back meanwhile, goes."""
    hers = Claim.objects.filter(moderator=person)
    for number, state in hers.values_list("submission", "submission__state"):
        if state == State.WAITING:
            return number
        hers.filter(submission=number).delete()
    return None


@transaction.atomic
def _forget_the_ended(now: datetime.datetime) -> None:
    # In a transaction of its own: two who had each forgotten one claim, and then wanted the other's
    # submission, would wait for each other. And past what another is at.
    ended = Claim.objects.filter(until__lte=now).select_for_update(skip_locked=True)
    if keys := list(ended.values_list("pk", flat=True)):
        Claim.objects.filter(pk__in=keys).delete()
