"""What a release does, in its own transaction."""

from math import sqrt

from django.db import connection
from django.db.models import Exists, OuterRef
from django.db.models.functions import Random
from django.utils import timezone

from stories import edition, erasure, folding
from stories.lifecycle.moves import EMPTY, WITHOUT_WORDS, delete_story, hand_on_receipt
from stories.lifecycle.retelling import hand_on_table
from stories.lifecycle.undoing import forget_the_kept
from stories.models import Searched, State, Story, Submission, SubmissionQuerySet
from stories.random_keys import KEYS, NO_KEY

# Of a lot larger than this, most are drawn as they stand, each by a chance of its own: to sort
# them all by chance takes longer, and memory.
_LARGE = 10_000
# And about so many by one statement on SQLite, which keeps every page that a statement changes in
# memory until it ends.
_AT_ONCE = 25_000
# So many stories with all their words are in memory at a time.
_STORIES_AT_ONCE = 500
# So many standard deviations less than half, so that they are never too many.
_SHORT_BY = 6


def draw(how_many: int, *, release: int) -> int:
    """Draws `how_many` out of the pool by lot for a release, and publishes them, in the caller's
    transaction: their words stay in their stories alone. Returns how many: fewer where some were
    held, declined or withdrawn in this very moment."""
    # All have the same chance here and there, and so they have in all.
    drawn = _draw_most(how_many, release) if how_many > _LARGE else 0
    lot = Submission.objects.pool().order_by("?").values("pk")[: how_many - drawn]
    # The pool once more: PostgreSQL waits for who decides about a row, and asks only this again.
    return drawn + _publish(Submission.objects.pool().filter(pk__in=lot), release)


def _draw_most(how_many: int, release: int) -> int:
    pool = Submission.objects.pool()
    everybody = pool.count()
    chance = how_many / everybody
    chance -= _SHORT_BY * sqrt(chance * (1 - chance) / everybody)
    lucky = pool.alias(lot=Random()).filter(lot__lt=chance)
    statements = -(-how_many // _AT_ONCE) if connection.vendor == "sqlite" else 1
    # Keys are random numbers: so many people have one below any of them.
    width = -(-KEYS // statements)
    return sum(
        _publish(lucky.filter(pk__gte=first, pk__lte=first + (width - 1)), release)
        for first in range(0, KEYS, width)
    )


def _publish(drawn: SubmissionQuerySet, release: int) -> int:
    today = timezone.now().date()
    return drawn.update(state=State.PUBLISHED, since=today, release=release, **WITHOUT_WORDS)


def show_stories(*, release: int) -> int:
    """Puts the stories of those who came out with a release on the wall, in the caller's
    transaction. Returns how many."""
    its = Submission.objects.of_release(release).filter(pk=OuterRef("submission"))
    shown = Story.objects.filter(Exists(its), release__isnull=True).update(release=release)
    _let_them_be_found(release)
    forget_the_kept()
    edition.advance()
    erasure.erase()
    return shown


def _let_them_be_found(release: int) -> None:
    last = NO_KEY
    its = Story.objects.filter(release=release).order_by("pk").prefetch_related("examples")
    while some := list(its.filter(pk__gt=last)[:_STORIES_AT_ONCE]):
        Searched.objects.bulk_create(
            Searched(
                story=story,
                terms=folding.indexed("\n".join(one.text for one in story.examples.all())),
            )
            for story in some
        )
        last = some[-1].pk


def make_room(*, release: int) -> int:
    """What those who came out with a release stand in the place of goes, and the receipt leads to
    them from now on. In the caller's transaction. Returns how many went whom the numbers hold."""
    its = Submission.objects.of_release(release).filter(replaces__isnull=False)
    places = list(its.values_list("pk", "replaces", "replaces__release"))
    for new, replaced, out in places:
        delete_story(submission=replaced or 0)
        Submission.objects.filter(pk=replaced or 0).update(state=State.WITHDRAWN)
        hand_on_receipt(old=replaced or 0, new=new)
        hand_on_table(old=replaced or 0, release=out, new=new)
    return sum(out is not None for _, _, out in places)


def uncount() -> int:
    """Lets go of what the counts no longer hold, after it was taken down. Returns how many."""
    return Submission.objects.counted_but_gone().update(release=None, **EMPTY)
