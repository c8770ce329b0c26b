"""What is put in lots (`moderation.lots`): what is much alike, and what is held of one day."""

import datetime
import time
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from moderation import lots
from moderation.models import Claim, Fate, Lot, LotKind, Member
from stories.fingerprints import alike_groups
from stories.models import State, Submission

# So many alike, on one day, are a lot. Two may be one person who wrote twice; a text that five send
# is passed from hand to hand. Ours: no study says.
FEWEST = 5
# So many of a day are compared at one look, and so many seconds lie between two of the worker's.
_MOST = 10_000
_LOOK_EVERY = 600.0

_looked = -_LOOK_EVERY


def look() -> None:
    """What the worker does by itself: finishes what was decided, gathers, and forgets."""
    global _looked
    for lot in Lot.objects.filter(done=False):
        lots.follow(lot)
    if time.monotonic() - _looked >= _LOOK_EVERY:
        _looked = time.monotonic()
        gather()
    forget()


def gather() -> None:
    """Puts in lots what is much alike, which nobody reads one by one from then on, and what is
    held. What somebody has asked to be discarded stays as she saw it: what comes later is another
    lot."""
    today = timezone.now().date()
    for day in (today - datetime.timedelta(days=1), today):
        _gather_alike(day)
    held = Submission.objects.held().filter(~_in_a_lot())
    for day in sorted(set(held.order_by().values_list("day", flat=True).distinct())):
        while keys := list(held.filter(day=day).values_list("pk", flat=True)[: lots.BATCH]):
            _put(_open_burst(day), keys)
    for lot in Lot.objects.filter(done=False):
        lots.follow(lot)


def _gather_alike(day: datetime.date) -> None:
    taken = Claim.objects.filter(submission=OuterRef("pk"), until__gt=timezone.now())
    alone = Submission.objects.filter(
        ~_in_a_lot(), ~Exists(taken), state__in=[State.WAITING, State.HELD], has_words=True, day=day
    )
    new = list(alone.exclude(fingerprint=b"").values_list("pk", "fingerprint")[:_MOST])
    there = Lot.objects.filter(fate=Fate.OPEN, kind=LotKind.ALIKE, day=day)
    known = [(lot, mark) for lot in there if (mark := _mark_of(lot))]
    marks = [mark for _, mark in known] + [bytes(mark) for _, mark in new]
    for group in alike_groups(marks):
        keys = [new[place - len(known)][0] for place in group if place >= len(known)]
        lot = known[group[0]][0] if group[0] < len(known) else None
        if lot is None and len(keys) >= FEWEST:
            lot = Lot.objects.create(kind=LotKind.ALIKE, day=day)
        if lot is not None:
            for start in range(0, len(keys), lots.BATCH):
                _put(lot, keys[start : start + lots.BATCH])


def _in_a_lot() -> Exists:
    return Exists(Member.objects.filter(submission=OuterRef("pk")))


def _mark_of(lot: Lot) -> bytes:
    """What stands for those in a lot of what is alike: any of them."""
    marks = lots.inside(lot).exclude(fingerprint=b"").values_list("fingerprint", flat=True)
    return bytes(marks.order_by("pk").first() or b"")


def _open_burst(day: datetime.date) -> Lot:
    found = Lot.objects.filter(fate=Fate.OPEN, kind=LotKind.BURST, day=day).first()
    return found or Lot.objects.create(kind=LotKind.BURST, day=day)


@transaction.atomic
def _put(lot: Lot, keys: Iterable[int]) -> None:
    still = Lot.objects.select_for_update().filter(pk=lot.pk, fate=Fate.OPEN)
    if not still.exists():
        # It was decided meanwhile, and not of these.
        return
    new = [Member(lot=lot, submission_id=key) for key in keys]
    Member.objects.bulk_create(new, ignore_conflicts=True)
    Lot.objects.filter(pk=lot.pk).update(done=False)


def forget() -> None:
    """Lets go of which submissions were one lot, once that says nothing any more: they are decided,
    or destroyed."""
    over = [Fate.RELEASED, Fate.COUNTED, Fate.DISCARDED]
    waits = [State.WAITING, State.ASKED, State.HELD, State.DISCARDED]
    stays = Q(submission__state=State.DISCARDED) | Q(
        submission__has_words=True, submission__state__in=waits
    )
    stays |= Q(submission__state=State.APPROVED, lot__in=lots.counted_to_take_back())
    ended = Member.objects.filter(lot__done=True, lot__fate__in=over).exclude(stays)
    while keys := list(ended.values_list("pk", flat=True)[: lots.BATCH]):
        Member.objects.filter(pk__in=keys).delete()
    Lot.objects.filter(fate__in=over, done=True, members=None).delete()
    for lot in lots.to_decide():
        if not lots.inside(lot).exists():
            # Everybody took it back.
            lot.delete()
