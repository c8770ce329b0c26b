"""What the desk seals: to an author's receipt, and to itself for a second reader."""

from stories import envelopes
from stories.lifecycle import Conflict
from stories.models import Submission
from stories.testimony import Testimony


def version_for_her(submission: Submission, edited: Testimony) -> bytes:
    """The version that she asked to see, sealed to her receipt."""
    return envelopes.shut(
        edited,
        to=bytes(submission.receipt or b""),
        key=submission.pk,
        field=envelopes.TO_HER,
        version=submission.version + 1,
    )


def message_for_her(submission: Submission, message: str) -> bytes:
    """A question to her, or what she is told of a decline, sealed to her receipt."""
    return envelopes.shut_message(
        message,
        to=bytes(submission.receipt or b""),
        key=submission.pk,
        field=envelopes.TO_HER,
        version=submission.version + 1,
    )


def for_second(submission: Submission, edited: Testimony) -> tuple[bytes, int]:
    """What a first reader would publish, sealed to the key that the original is sealed to, and
    that key's number. Raises Conflict where the original is gone."""
    key = submission.sealed_to
    if key is None:
        raise Conflict
    envelope = envelopes.shut(
        edited,
        to=bytes(key.public),
        key=submission.pk,
        field=envelopes.EDITED,
        version=submission.version + 1,
    )
    return envelope, key.number
