"""What is decided of many at once: of all statuses, which have no words to read, and of a flood."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from stories import edition, erasure, usual
from stories.lifecycle.moves import EMPTY
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


def discard_statuses() -> int:
    """Declines every held status. Returns how many."""
    discarded = _all(Submission.objects.held().statuses(), to=State.DECLINED, **EMPTY)
    erasure.erase()
    return discarded


def _all(statuses: QuerySet[Submission], *, to: State, **fields: object) -> int:
    return statuses.update(state=to, since=timezone.now().date(), **fields)
