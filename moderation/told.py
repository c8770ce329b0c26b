"""What a program finds in words that are open at the desk (`stories.known`), where it is not known
any more: it was found as they came in, and went with a decision that was taken back.
"""

from stories import lifecycle
from stories.known import Known, known_of
from stories.models import Submission
from stories.testimony import Testimony


def told_by(testimony: Testimony) -> Known:
    """What is found in these words, as it was when they came in."""
    return known_of(testimony.examples, otherwise=testimony.language)


def is_missing(submission: Submission) -> bool:
    """Whether nothing is known of its words: there may be nothing, or it went with a decision."""
    return not (submission.hints or submission.topics or submission.fingerprint)


def put_on(submission: Submission, known: Known) -> None:
    """As if it were known: for one page, and stored nowhere."""
    submission.hints, submission.topics = list(known.kinds()), known.flags.topics
    submission.lane = min(submission.lane, known.flags.lane)


def tell(submission: int, known: Known) -> None:
    """It is known from now on. Raises Conflict where it waits no more."""
    flags = known.flags
    lifecycle.tell(submission, hints=list(known.kinds()), lane=flags.lane, topics=flags.topics)
