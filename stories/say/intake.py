"""Taking in what was said, once."""

import datetime
import hmac
from dataclasses import dataclass

from django.db import IntegrityError

from stories import lifecycle
from stories.models import Submission
from stories.say.nonce import Nonce
from stories.testimony import Testimony


class SentOtherwise(Exception):
    """This form was already sent, with other words in it. Those have arrived; these have not."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What the answer may say: whether there are words for people to read."""

    has_words: bool


def take(testimony: Testimony, *, nonce: Nonce, content: bytes, day: datetime.date) -> Taken:
    """Takes in a testimony, durably, before it returns.

    The same form with the same content again is the same submission, and gets
    the same answer. Raises SentOtherwise if its content differs, DatabaseError
    if it could not be stored.
    """
    repeat, body = nonce.repeat(), nonce.body(content)
    try:
        lifecycle.receive(testimony, day=day, repeat=repeat, body=body)
    except IntegrityError:
        first = Submission.objects.filter(repeat=repeat).values_list("body", flat=True).first()
        if first is None:
            raise
        if not hmac.compare_digest(bytes(first or b""), body):
            raise SentOtherwise from None
    return Taken(testimony.has_words)
