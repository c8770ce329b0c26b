"""What a moderator may know of a submission without a word of it: sealed, and opened."""

from typing import Any

from moderation import sittings
from moderation.admin.page import language_name
from stories.categories import HINTS
from stories.flags import Lane, topics_in
from stories.models import Submission
from stories.places import country
from stories.testimony import Testimony


def card_of(submission: Submission) -> dict[str, Any]:
    """What is known of a submission while it is sealed."""
    return {
        "number": submission.pk,
        "id": str(submission),
        "day": submission.day,
        "language": submission.language,
        "in_language": language_name(submission.language),
        "answered": submission.from_her is not None,
        "urgent": submission.lane == Lane.URGENT,
        "hard": sittings.is_hard(submission),
        "topics": [topic.label for topic in topics_in(submission.topics)],
        "hints": [HINTS.get(kind, kind) for kind in submission.hints],
    }


def inside(testimony: Testimony) -> dict[str, Any]:
    """What is known of it when it is open, but for the words."""
    return {
        "country": country(testimony.country, "en") if testimony.country else "",
        "examples": len(testimony.examples),
        "characters": sum(len(example.text) for example in testimony.examples),
        "quotable": testimony.quotable,
        "see_first": testimony.see_first,
    }
