"""What a program finds in words that are open at the desk: what may point to someone, which hard
topics they seem to hold, and whether somebody may be in danger now.

It was found as they came in, before they were sealed, and went with the decision. Where that is
taken back it is found once more, so that they are read as soon as before, and warned of as well.
"""

from dataclasses import dataclass

from stories import lifecycle
from stories.flags import Lane
from stories.models import Submission
from stories.say.flags import flags_of
from stories.say.identifiers import find
from stories.testimony import Testimony


@dataclass(frozen=True, slots=True)
class Told:
    """Kinds of identifier, how soon it should be read, and a mask of `stories.flags.Topic`."""

    hints: list[str]
    lane: Lane
    topics: int


def told_by(testimony: Testimony) -> Told:
    """What is found in these words."""
    texts = [example.text for example in testimony.examples if example.text]
    hints = sorted({one.kind for text in texts for one in find(text, testimony.language)})
    flags = flags_of(testimony.examples)
    return Told(hints, flags.lane, flags.topics)


def is_missing(submission: Submission) -> bool:
    """Whether nothing is known of its words: there may be nothing, or it went with a decision."""
    return not (submission.hints or submission.topics or submission.fingerprint)


def put_on(submission: Submission, told: Told) -> None:
    """As if it were known: for one page, and stored nowhere."""
    submission.hints, submission.topics = told.hints, told.topics
    submission.lane = min(submission.lane, told.lane)


def tell(submission: int, told: Told) -> None:
    """It is known from now on. Raises Conflict where it waits no more."""
    lifecycle.tell(submission, hints=told.hints, lane=told.lane, topics=told.topics)
