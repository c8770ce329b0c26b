"""Stories on the wall that may be quoted elsewhere, and some that may not."""

from django.utils import timezone

from stories import lifecycle
from stories.models import Story
from stories.testimony import Occurrence, Testimony
from stories.wall.release import release
from tests import desk


def approved(
    *texts: str,
    quotable: bool = True,
    notes: tuple[str, ...] = (),
    language: str = "en",
    **codes: str,
) -> Story:
    """A story that waits for the next release."""
    examples = tuple(Occurrence(text=text, **codes) for text in texts)
    said = Testimony(examples, language=language, quotable=quotable)
    kept = desk.received(said, day=timezone.now().date())
    lifecycle.approve(
        kept.pk, Testimony(examples, language=language, quotable=quotable, notes=notes)
    )
    return Story.objects.get(submission=kept)


def published(*texts: str, **options) -> Story:
    """A story on the wall."""
    made = approved(*texts, **options)
    release()
    return Story.objects.get(pk=made.pk)
