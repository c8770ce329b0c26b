"""What happens because a day has passed."""

import datetime

from django.db import transaction

from stories import erasure
from stories.lifecycle.moves import WITHOUT_WORDS
from stories.lifecycle.undoing import forget_the_kept
from stories.models import State, Submission

# So long she may take to answer, and so long what is over can still be asked about.
DAYS = 30


def forget_forms(*, before: datetime.date) -> int:
    """Lets go of what told a repeated post from another, once its form has expired. Returns how
    many."""
    forgotten = Submission.objects.filter(day__lt=before, body__isnull=False).update(body=None)
    if forgotten:
        erasure.erase()
    return forgotten


@transaction.atomic
def count_the_silent(*, day: datetime.date) -> int:
    """Counts those, without their words, who were asked and have not come back in time: what she
    wrote is destroyed. Returns how many."""
    silent = Submission.objects.filter(
        state=State.ASKED, since__lt=day - datetime.timedelta(days=DAYS)
    )
    counted = silent.update(state=State.APPROVED, since=day, has_words=False, **WITHOUT_WORDS)
    if counted:
        erasure.erase()
    return counted


def forget_the_decided(*, day: datetime.date) -> int:
    """Destroys the words that are kept for an undo where no release came for so long. Returns of
    how many."""
    return forget_the_kept(before=day - datetime.timedelta(days=DAYS))


@transaction.atomic
def forget_the_ended(*, day: datetime.date) -> int:
    """Deletes what has been over for so long that nobody asks for it. Returns how many."""
    over = Submission.objects.over().filter(since__lt=day - datetime.timedelta(days=DAYS))
    deleted, _ = over.delete()
    if deleted:
        erasure.erase()
    return deleted
