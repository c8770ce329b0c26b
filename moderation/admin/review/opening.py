"""Opening what waits with the keys that she has unlocked, and finding again what a program had
found in it (`moderation.told`)."""

import contextlib

from django.http import HttpRequest

from moderation import told, unlocking
from moderation.accounts.people import signed_in
from moderation.admin.review.sheet import Opened
from moderation.models import Untold
from stories import envelopes
from stories.lifecycle import Conflict
from stories.models import Submission
from stories.sealing import Unopenable

# So many at a time: whoever asks for the next one waits for it.
_AT_ONCE = 5


def open_sealed(request: HttpRequest, submission: Submission) -> Opened:
    """A submission with the keys that she has unlocked. Raises Shut where the desk is locked, or
    was unlocked before the key was turned; Unopenable for what is damaged or was put there by
    another way."""
    pair = unlocking.keys_of(request, signed_in(request)).get(submission.sealed_to_id or 0)
    if pair is None:
        unlocking.lock(request)
        raise unlocking.Shut
    answer, first = "", None
    if submission.from_her is not None:
        answer = envelopes.opened_message(submission, pair, field=envelopes.FROM_HER)
    if submission.edited is not None:
        first = envelopes.opened_testimony(submission, pair, field=envelopes.EDITED)
    return Opened(envelopes.opened_testimony(submission, pair), answer, first)


def find_again(request: HttpRequest, submission: Submission) -> None:
    """What went with a decision that was taken back is known again, so that it is read as soon, and
    counts as what it is. Nothing where the desk is locked here."""
    if unlocking.is_open(request):
        with contextlib.suppress(unlocking.Shut):
            _find(request, submission)


def find_the_untold(request: HttpRequest) -> None:
    """The same of what was taken back at a desk that was locked: whoever asks for the next one with
    the key in hand puts it where it belongs."""
    if not unlocking.is_open(request):
        return
    for one in Untold.objects.order_by("pk")[:_AT_ONCE]:
        submission = Submission.objects.to_read().filter(pk=one.submission_id).first()
        try:
            if submission is not None:
                _find(request, submission)
        except unlocking.Shut:
            return
        Untold.objects.filter(pk=one.pk).delete()


def _find(request: HttpRequest, submission: Submission) -> None:
    # What does not open is as it is: whoever is given it can only decline it.
    with contextlib.suppress(Unopenable, Conflict):
        if told.is_missing(submission):
            told.tell(submission.pk, told.told_by(open_sealed(request, submission).testimony))
