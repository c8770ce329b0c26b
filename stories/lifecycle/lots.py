"""What is decided of many at once: of all statuses, which have no words to read, and of a flood."""

import datetime
from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import Case, QuerySet, Value, When
from django.utils import timezone

from stories import edition, erasure, usual
from stories.lifecycle.moves import EMPTY, UNTOLD
from stories.models import State, Submission


def count_statuses() -> int:
    """The rule that screens a status: it has no words to read, so it counts unless somebody
    has held it. Returns how many."""
    return _all(Submission.objects.waiting().statuses(), to=State.APPROVED)


@transaction.atomic
def hold_statuses() -> int:
    """Sets every status aside that is not on the wall yet. Returns how many."""
    # A release takes many rows of these too, in an order of its own: one of the two at a time.
    edition.hold()
    undecided = Submission.objects.statuses().filter(state__in=[State.WAITING, State.APPROVED])
    return _all(undecided, to=State.HELD)


def resume_held() -> int:
    """Lets everything that is held wait again, words and statuses, and as many more come today.
    Returns how many."""
    today = timezone.now().date()
    of_today = Submission.objects.held().filter(day=today).count()
    resumed = _all(Submission.objects.held(), to=State.WAITING)
    if of_today:
        usual.allow(today, of_today)
    return resumed


# What came with words has them still, for as long as any decision can be taken back.
_HAS_WORDS = Case(When(envelope__isnull=False, then=Value(True)), default=Value(False))
# So many change at once of what was discarded, so that nobody waits long for whom it holds.
_BATCH = 500
# For so long what was discarded can be taken back.
DISCARDED_DAYS = 7


def hold_lot(keys: Collection[int]) -> int:
    """Sets these aside, and brings back what was discarded of them, or counted and is in no release
    yet. Returns how many."""
    # A release takes what is counted, and lets go of its words: one of the two at a time.
    edition.hold()
    undone = [State.WAITING, State.DISCARDED, State.APPROVED]
    return _of(keys, undone, to=State.HELD, has_words=_HAS_WORDS)


def release_lot(keys: Collection[int]) -> int:
    """Lets those of these that are held wait to be read, or to be counted by rule. Returns how
    many."""
    return _of(keys, [State.HELD], to=State.WAITING)


def count_lot(keys: Collection[int]) -> int:
    """Counts those of these that are held, none with words: what nobody has opened is counted
    without what she ticked. Her words stay sealed until the next release, and so does whether
    somebody may be in danger and which hard topics there are: until then it can be taken back.
    Returns how many."""
    untold = {name: gone for name, gone in UNTOLD.items() if name not in {"lane", "topics"}}
    return _of(keys, [State.HELD], to=State.APPROVED, has_words=False, **untold)


def discard_lot(keys: Collection[int]) -> int:
    """Discards those of these that are held: sealed as they came, for as long as that can be taken
    back. Returns how many."""
    return _of(keys, [State.HELD], to=State.DISCARDED)


def destroy_the_discarded(*, day: datetime.date) -> int:
    """Destroys what was discarded so long ago that it cannot be taken back any more, some at a
    time: where it is cut off, it goes on with the next look. Returns of how many."""
    since = day - datetime.timedelta(days=DISCARDED_DAYS)
    old = Submission.objects.filter(state=State.DISCARDED, since__lt=since).order_by("pk")
    destroyed = 0
    while keys := list(old.values_list("pk", flat=True)[:_BATCH]):
        with transaction.atomic():
            # The day it was discarded stays: nobody asks for it for longer than for others.
            gone = Submission.objects.filter(pk__in=keys, state=State.DISCARDED)
            destroyed += gone.update(state=State.DECLINED, **EMPTY)
            erasure.erase()
    return destroyed


def _of(keys: Collection[int], out_of: Iterable[State], *, to: State, **fields: object) -> int:
    """In the caller's transaction, which holds no more than these. In one order, so that two who
    change some of the same wait for one another."""
    found = Submission.objects.filter(pk__in=keys, state__in=list(out_of))
    with transaction.atomic():
        ours = list(found.select_for_update().order_by("pk").values_list("pk", flat=True))
        return _all(Submission.objects.filter(pk__in=ours), to=to, **fields)


def _all(statuses: QuerySet[Submission], *, to: State, **fields: object) -> int:
    return statuses.update(state=to, since=timezone.now().date(), **fields)
