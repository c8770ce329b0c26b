"""A story that is off the wall while the desk looks at it again."""

from django.db import transaction

from stories import edition
from stories.lifecycle.moves import Conflict, move
from stories.models import State, Story, Submission


@transaction.atomic
def set_aside(story: int) -> None:
    """Takes a published story off every page at once, so that it can come back. Its author is one
    of those who told us all the while: no number changes. Raises Conflict if it is not on the
    wall."""
    edition.hold()
    move(_submission_of(story), to=State.ASIDE, out_of=[State.PUBLISHED])
    # Public pages show what has a release: one rule for all of them, and nothing to forget.
    Story.objects.filter(pk=story).update(release=None)
    edition.advance()


@transaction.atomic
def bring_back(story: int) -> None:
    """Puts a story that was set aside where it was, with the release it came out with. Raises
    Conflict if it is not set aside."""
    edition.hold()
    submission = _submission_of(story)
    move(submission, to=State.PUBLISHED, out_of=[State.ASIDE])
    came_out = Submission.objects.values_list("release", flat=True).get(pk=submission)
    Story.objects.filter(pk=story).update(release=came_out)
    edition.advance()


def _submission_of(story: int) -> int:
    submission = Story.objects.filter(pk=story).values_list("submission", flat=True).first()
    if submission is None:
        raise Conflict
    return submission
