"""Which decisions can still be taken back, and how."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from moderation.models import Decision, Kind
from stories import lifecycle
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
    return found if leads else found.filter(author=by)


def stands(decision: Decision, *, by: User, leads: bool) -> bool:
    """Whether a decision can still be taken back by her.

    Where somebody else asked the same author before or after, nobody can tell whose question is
    open, so that is a lead's to undo.
    """
    if not open_to(by, leads=leads).filter(pk=decision.pk).exists():
        return False
    others = open_to(by, leads=True).filter(submission=decision.submission_id)
    return leads or not others.exclude(author=by).exists()


def take_back(decision: Decision) -> None:
    """What it decided waits again. For `moderation.decisions`, which records it. Raises
    Conflict."""
    submission = decision.submission_id or 0
    if decision.kind == Kind.FIRST:
        lifecycle.take_back_yes(submission)
        return
    (looks,) = (looks for kinds, looks in _STANDING.items() if decision.kind in kinds)
    words = None if decision.kind == Kind.DECLINE else decision.kind != Kind.COUNT
    danger = Decision.objects.filter(submission=submission, kind=Kind.DANGER).exists()
    lifecycle.reopen(submission, out_of=looks["state__in"], has_words=words, danger=danger)
