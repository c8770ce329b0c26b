"""Many that are decided once: what is much alike, and what came above the usual on one day.

A lot says what its submissions are to become, and they follow some at a time, each time in a
transaction that holds the lot: so a lot of any size never keeps others waiting, two who work on one
wait for each other, and what was cut off goes on where it was. Nothing is lost on the way: until it
follows, a submission is held.

Discarding takes two leads who are not tied to each other (`moderation.seconds`), and can be taken
back for seven days, in which everything stays sealed as it came. What a lead asked who is gone, or
is a lead no more, counts as not asked.
"""

import datetime
import time
from collections.abc import Callable, Collection

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet
from django.utils import timezone

from moderation import decisions, seconds
from moderation.models import Decision, Fate, Kind, Lot, Member, Reason
from stories import lifecycle, usual
from stories.flags import Lane
from stories.lifecycle import DISCARDED_DAYS, Conflict
from stories.models import Release, State, Submission

_BACKEND = "django.contrib.auth.backends.ModelBackend"
# So many follow in one transaction.
BATCH = 500
# Seconds that a decision may take before the rest of it is left to the worker.
_AT_ONCE = 2.0
# What becomes of what is in a lot, and out of which states.
_FOLLOWS: dict[Fate, tuple[Callable[[Collection[int]], int], tuple[State, ...]]] = {
    Fate.OPEN: (lifecycle.hold_lot, (State.WAITING, State.DISCARDED, State.APPROVED)),
    Fate.ASKED: (lifecycle.hold_lot, (State.WAITING, State.DISCARDED, State.APPROVED)),
    Fate.RELEASED: (lifecycle.release_lot, (State.HELD,)),
    Fate.COUNTED: (lifecycle.count_lot, (State.HELD,)),
    Fate.DISCARDED: (lifecycle.discard_lot, (State.HELD,)),
}


# Deciding ---------------------------------------------------------------------------


def release(lot: Lot, *, by: User, reason: Reason) -> Decision:
    """What is in it waits again: to be read, or to be counted by rule. As many may come today.

    Raises Conflict where somebody else decided meanwhile, and what `decisions.decided` raises.
    """
    return _decide(Kind.RELEASE, lot, Fate.RELEASED, by=by, reason=reason)


def tally(lot: Lot, *, by: User, reason: Reason) -> Decision:
    """Counts everybody in it, none with words. Raises as `release` does."""
    return _decide(Kind.TALLY, lot, Fate.COUNTED, by=by, reason=reason)


def propose(lot: Lot, *, by: User, reason: Reason) -> Decision:
    """She wants it discarded, which another lead has to agree to. What somebody asked who is a lead
    no more, she asks anew. Raises as `release` does."""
    return _decide(Kind.PROPOSE, lot, Fate.ASKED, by=by, reason=reason)


def discard(lot: Lot, *, by: User, reason: Reason) -> Decision:
    """Discards it, as another lead has asked. Raises as `release` does, Conflict where it was she
    who asked, and seconds.Tied where she is tied to who did."""
    return _decide(Kind.DISCARD, lot, Fate.DISCARDED, by=by, reason=reason)


def recall(lot: Lot, *, by: User) -> Decision:
    """She does not want it discarded any more, as she had asked: it is held, and nothing else.
    Raises as `release` does, and Conflict where it was not she who asked."""
    return _decide(Kind.RECALL, lot, Fate.OPEN, by=by, reason=Reason.MISTAKE)


def restore(lot: Lot, *, by: User) -> Decision:
    """Takes a discarded lot back within seven days, or one that was counted before the next
    release: it is held again. Raises as `release` does."""
    return _decide(Kind.RESTORE, lot, Fate.OPEN, by=by, reason=Reason.MISTAKE)


def _decide(kind: Kind, lot: Lot, to: Fate, *, by: User, reason: Reason) -> Decision:
    today = timezone.now().date()
    undecided = Lot.objects.undecided()
    asked = undecided.filter(fate=Fate.ASKED, asked_by__in=_leads())
    open_to: dict[Kind, QuerySet[Lot]] = {
        Kind.RELEASE: undecided,
        Kind.TALLY: undecided,
        Kind.PROPOSE: undecided.exclude(asked_by__in=_leads()),
        Kind.DISCARD: asked.exclude(asked_by__in=seconds.ties().of(by.pk)),
        Kind.RECALL: undecided.filter(fate=Fate.ASKED, asked_by=by),
        Kind.RESTORE: Lot.objects.filter(_restorable(today)),
    }
    became = {
        "fate": to,
        "done": False,
        "asked_by": by if kind == Kind.PROPOSE else None,
        "decided": None if to in (Fate.OPEN, Fate.ASKED) else today,
        "release": _last_release() if to == Fate.COUNTED else None,
    }

    def change() -> int:
        # One statement: of two who decide at once one wins, and the other is told.
        if not open_to[kind].filter(pk=lot.pk).update(**became):
            others = asked.filter(pk=lot.pk).exclude(asked_by=by)
            if kind == Kind.DISCARD and others.exists():
                raise seconds.Tied
            raise Conflict
        accepted = to in (Fate.RELEASED, Fate.COUNTED)
        of_today = inside(lot).filter(day=today).count() if accepted else 0
        if of_today:
            # A lead has looked: they belong to the day, and as many may still come.
            usual.allow(today, of_today)
        return inside(lot).count()

    decision = decisions.decided(kind, change, by=by, reason=reason)
    follow(lot, seconds=_AT_ONCE)
    return decision


def _leads() -> QuerySet[User]:
    """Who may ask and agree today: whoever has gone may no more."""
    permission = decisions.PERMISSIONS[Kind.PROPOSE]
    return User.objects.with_perm(permission, backend=_BACKEND)


def is_asked(lot: Lot) -> bool:
    """Whether a lead asks for it to be discarded who is a lead still."""
    asked = Lot.objects.filter(pk=lot.pk, fate=Fate.ASKED, asked_by__in=_leads())
    return asked.exists()


def _restorable(today: datetime.date) -> Q:
    counted = Q(fate=Fate.COUNTED, release=_last_release())
    return Q(fate=Fate.DISCARDED, decided__gte=_oldest(today)) | counted


def _last_release() -> int:
    return Release.objects.aggregate(last=Max("number"))["last"] or 0


def _oldest(today: datetime.date) -> datetime.date:
    return today - datetime.timedelta(days=DISCARDED_DAYS)


# What is in a lot -------------------------------------------------------------------


def inside(lot: Lot) -> QuerySet[Submission]:
    """What is in it and is not decided for good: held, or discarded and not destroyed, or counted
    and in no release yet."""
    members = Member.objects.filter(lot=lot)
    # One by one approved is what was let wait, and no lot's any more.
    counted = members.exclude(lot__fate=Fate.RELEASED)
    undecided = [State.HELD, State.WAITING, State.DISCARDED]
    return Submission.objects.filter(
        Q(pk__in=members.values("submission"), state__in=undecided)
        | Q(pk__in=counted.values("submission"), state=State.APPROVED)
    )


def to_decide() -> list[Lot]:
    """What a lead has to decide: first that in which somebody may be in danger, then the oldest
    day."""
    urgent = in_danger()
    return sorted(Lot.objects.undecided(), key=lambda lot: lot.pk not in urgent)


def in_danger() -> dict[int, int]:
    """By the key of its lot, in how many somebody may be in danger now."""
    shut = [State.HELD, State.WAITING, State.DISCARDED]
    found = Member.objects.filter(submission__lane=Lane.URGENT, submission__state__in=shut)
    found = found.exclude(lot__fate=Fate.RELEASED)
    return dict(found.order_by().values_list("lot").annotate(Count("id")))


def to_take_back() -> list[Lot]:
    """What was discarded, or counted, and can still be taken back."""
    return list(Lot.objects.filter(_restorable(timezone.now().date())))


def counted_to_take_back() -> QuerySet[Lot]:
    """What was counted and is in no release yet."""
    return Lot.objects.filter(fate=Fate.COUNTED, release=_last_release())


def days_left(lot: Lot) -> int:
    """For how many days after today a discarded lot can still be taken back."""
    gone = timezone.now().date() - (lot.decided or timezone.now().date())
    return DISCARDED_DAYS - gone.days


# Following --------------------------------------------------------------------------


def follow(lot: Lot, *, seconds: float = float("inf")) -> bool:
    """Lets what is in it follow, some at a time and for so long at most. Returns whether all has;
    what has not is the worker's."""
    until = time.monotonic() + seconds
    while not _step(lot.pk):
        if time.monotonic() > until:
            return False
    return True


@transaction.atomic
def _step(number: int) -> bool:
    """One batch. Returns whether nothing was left."""
    lot = Lot.objects.select_for_update().filter(pk=number).first()
    if lot is None or lot.done:
        return True
    act, out_of = _FOLLOWS[Fate(lot.fate)]
    left = Member.objects.filter(lot=lot, submission__state__in=out_of)
    keys = list(left.values_list("submission", flat=True)[:BATCH])
    if not keys:
        Lot.objects.filter(pk=lot.pk).update(done=True)
        return True
    act(keys)
    return False
