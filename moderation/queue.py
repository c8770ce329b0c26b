"""Who reads what next."""

import datetime
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Count, Min, Q

from moderation import four_eyes
from moderation.decisions import LEADS
from stories.fingerprints import are_alike
from stories.models import State, Submission

ON_A_PAGE = 25
MOST_COMPARED = 2_000


@dataclass(frozen=True, slots=True)
class Waiting:
    """What stands at the desk: how much is to be read and since when, and the statuses."""

    to_read: int
    statuses: int
    statuses_approved: int
    statuses_held: int
    words_held: int
    oldest: datetime.date | None


def waiting() -> Waiting:
    """The desk's figures, in one look at the queue's index."""
    words, status = Q(has_words=True), Q(has_words=False)
    figures = Submission.objects.undecided().aggregate(
        to_read=Count("pk", filter=words & Q(state=State.WAITING)),
        statuses=Count("pk", filter=status & Q(state=State.WAITING)),
        statuses_approved=Count("pk", filter=status & Q(state=State.APPROVED)),
        words_held=Count("pk", filter=words & Q(state=State.HELD)),
        statuses_held=Count("pk", filter=status & Q(state=State.HELD)),
        oldest=Min("day", filter=words & Q(state=State.WAITING)),
    )
    return Waiting(**figures)


def first(person: User) -> list[Submission]:
    """What she may read first: danger, answers, then the oldest day, by chance within it."""
    reach = four_eyes.within_reach(
        Submission.objects.to_read(), person, leads=person.has_perm(LEADS)
    )
    return list(reach.order_by("lane", "day", "id")[:ON_A_PAGE])


def much_like(submission: Submission) -> int:
    """How many others that wait are much like it, of those that came last by chance; only texts of
    one day can be compared (`stories.fingerprints`)."""
    own = bytes(submission.fingerprint)
    if not own:
        return 0
    waiting = Submission.objects.waiting().exclude(pk=submission.pk).exclude(fingerprint=b"")
    others = waiting.filter(day=submission.day).values_list("fingerprint", flat=True)
    return sum(are_alike(own, bytes(other)) for other in others[:MOST_COMPARED])


def next_one(person: User, *, but: int | None = None) -> int | None:
    """The key of the submission that she reads next, other than `but`; None where none waits."""
    reach = four_eyes.within_reach(
        Submission.objects.to_read(), person, leads=person.has_perm(LEADS)
    )
    others = reach.exclude(pk=but or 0).order_by("lane", "day", "id")
    return others.values_list("pk", flat=True).first()
