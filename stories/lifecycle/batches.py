"""What a release does, in its own transaction."""

from collections.abc import Iterator

from django.utils import timezone

from stories import edition, erasure
from stories.lifecycle.moves import EMPTY, WITHOUT_WORDS, hand_on_receipt
from stories.lifecycle.undoing import forget_the_kept
from stories.models import State, Story, Submission

# So many rows are held in memory at once while a release comes out.
_CHUNK = 2_000


def draw(how_many: int, *, release: int) -> int:
    """Draws `how_many` out of the pool by lot for a release, in the caller's transaction. Returns
    how many: fewer where some were held, declined or withdrawn in this very moment."""
    lot = Submission.objects.pool().order_by("?").values("pk")[:how_many]
    # The pool once more: PostgreSQL waits for who decides about a row, and asks only this again.
    drawn = Submission.objects.pool().filter(pk__in=lot).update(release=release)
    _make_room(release)
    return drawn


def publish(*, release: int) -> int:
    """Puts what is drawn for a release on the wall, in the caller's transaction.

    Returns how many. The words of its stories stay in the stories alone.
    """
    drawn = Submission.objects.drawn_for(release)
    with_words = drawn.filter(has_words=True).values_list("pk", flat=True)
    for chunk in _chunks(with_words.iterator(chunk_size=_CHUNK)):
        Story.objects.filter(submission__in=chunk).update(release=release)
    forget_the_kept()
    edition.advance()
    erasure.erase()
    return drawn.update(state=State.PUBLISHED, since=timezone.now().date(), **WITHOUT_WORDS)


def _make_room(release: int) -> None:
    """What these stand in the place of goes, and the receipt leads to them from now on."""
    drawn = Submission.objects.drawn_for(release).filter(replaces__isnull=False)
    for new, replaced in list(drawn.values_list("pk", "replaces")):
        Story.objects.filter(submission=replaced).delete()
        Submission.objects.filter(pk=replaced or 0).update(state=State.WITHDRAWN)
        hand_on_receipt(old=replaced or 0, new=new)


def uncount() -> int:
    """Lets go of what the counts no longer hold, after it was taken down. Returns how many."""
    return Submission.objects.counted_but_gone().update(release=None, **EMPTY)


def _chunks(keys: Iterator[int]) -> Iterator[list[int]]:
    chunk: list[int] = []
    for key in keys:
        chunk.append(key)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
