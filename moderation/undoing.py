"""Which decisions can still be taken back, and how."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils import timezone

from moderation.models import Decision, Kind, Reason, Untold
from moderation.told import tell
from stories import lifecycle
from stories.flags import Lane
from stories.known import Known
from stories.models import State

# So many are listed.
MOST = 200
_PUBLISHING = (Kind.PUBLISH, Kind.EDIT)
# What a submission looks like where a decision of a kind still stands: nothing came after it.
_STANDING: dict[tuple[Kind, ...], dict[str, Any]] = {
    _PUBLISHING: {"state__in": (State.APPROVED, State.ASKED), "has_words": True},
    (Kind.COUNT,): {"state__in": (State.APPROVED,), "has_words": False},
    (Kind.DECLINE,): {"state__in": (State.DECLINED,)},
    (Kind.ASK,): {"state__in": (State.ASKED,)},
    (Kind.FIRST,): {"state__in": (State.WAITING,), "edited__isnull": False},
    (Kind.DANGER,): {"state__in": (State.WAITING,), "lane": Lane.URGENT},
    (Kind.REFER,): {"state__in": (State.WAITING,), "for_lead": True},
}


def open_to(by: User, *, leads: bool) -> QuerySet[Decision]:
    """What she can still take back: her own, or everybody's if she is a lead."""
    standing = Q()
    for kinds, looks in _STANDING.items():
        of_it: dict[str, Any] = {f"submission__{name}": value for name, value in looks.items()}
        standing |= Q(kind__in=kinds, **of_it)
    found = Decision.objects.filter(
        standing, submission__envelope__isnull=False, undone__isnull=True
    )
    # That two differed is no decision of one of them.
    found = found.exclude(reason=Reason.DIFFER)
    return found if leads else found.filter(author=by)


def stands(decision: Decision, *, by: User, leads: bool) -> bool:
    """Whether a decision can still be taken back by her.

    Where somebody else asked the same author before or after, nobody can tell whose question is
    open, so that is a lead's to undo; and the same with every other kind.
    """
    if not open_to(by, leads=leads).filter(pk=decision.pk).exists():
        return False
    others = open_to(by, leads=True).filter(submission=decision.submission_id)
    others = others.filter(kind__in=_like(decision))
    return leads or not others.exclude(author=by).exists()


def decided_today(submission: int, *, by: User) -> Kind | None:
    """What she decided about it today, where that still stands and ended her part in it."""
    hers = open_to(by, leads=False).filter(submission=submission, day=timezone.now().date())
    kind = hers.exclude(kind=Kind.DANGER).values_list("kind", flat=True).first()
    return Kind(kind) if kind else None


def take_back(decision: Decision, told: Known | None) -> None:
    """What it decided waits again, and `told` is what was found in its words, where they are open.
    For `moderation.decisions`, which records it. Raises Conflict."""
    submission = decision.submission_id or 0
    if decision.kind == Kind.FIRST:
        lifecycle.take_back_yes(submission)
    elif decision.kind == Kind.DANGER:
        lifecycle.unmark_danger(submission, guessed=decision.reason == Reason.GUESSED)
    elif decision.kind == Kind.REFER:
        lifecycle.take_from_leads(submission)
    else:
        words = None if decision.kind == Kind.DECLINE else decision.kind != Kind.COUNT
        states = _STANDING[_like(decision)]["state__in"]
        marked = is_marked(submission)
        lifecycle.reopen(submission, out_of=states, has_words=words, danger=marked)
        if told is not None:
            tell(submission, told)
        else:
            Untold.objects.bulk_create([Untold(submission_id=submission)], ignore_conflicts=True)


def is_marked(submission: int) -> bool:
    """Whether somebody at the desk marked it as immediate danger, and nobody took that back."""
    marks = Decision.objects.filter(submission=submission, kind=Kind.DANGER, undone__isnull=True)
    return marks.exists()


def _like(decision: Decision) -> tuple[Kind, ...]:
    """The kinds that look the same once they are decided."""
    (kinds,) = (kinds for kinds in _STANDING if decision.kind in kinds)
    return kinds
