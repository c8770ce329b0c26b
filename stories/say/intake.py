"""Taking in what was said, once: sealed in the request that brings it."""

import datetime
import hmac
from dataclasses import dataclass, replace
from typing import Any

from django.db import IntegrityError
from django.utils import timezone

from stories import envelopes, lifecycle, receipts, usual
from stories.fingerprints import fingerprint
from stories.known import Known, known_of
from stories.lifecycle import Repeated, Words
from stories.models import State, Submission
from stories.random_keys import random_key
from stories.say.nonce import Nonce
from stories.testimony import Testimony


class SentOtherwise(Exception):
    """This form was already sent, with other words in it. Those have arrived; these have not."""


class TakenBack(Exception):
    """This form was already sent with just this in it, and she has taken it back since."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What the answer may say: whether there are words for people to read, and the receipt."""

    has_words: bool
    see_first: bool
    receipt: str


def take(
    testimony: Testimony,
    *,
    nonce: Nonce,
    content: bytes,
    day: datetime.date,
    known: Known | None = None,
) -> Taken:
    """Takes in a testimony, durably, before it returns.

    The same form with the same content again is the same submission, and gets
    the same answer. Raises SentOtherwise if its content differs, TakenBack if she
    took it back, NoDesk if there are words and nobody to seal them to,
    DatabaseError if it could not be stored.
    """
    words, body = nonce.receipt(testimony.language), nonce.body(content)
    receipt, key = receipts.pair_of(words).public, random_key()
    held = usual.is_exceeded(day)
    try:
        _receive(testimony, known, key=key, day=day, receipt=receipt, body=body, held=held)
        usual.note(day, held=held)
    except Repeated:
        found = Submission.objects.filter(receipt=receipt).values_list("body", "state").first()
        first, state = found or (None, "")
        # Before its state is looked at: that is told to nobody but who has the form as it was sent.
        if not hmac.compare_digest(bytes(first or b""), body):
            raise SentOtherwise from None
        if state == State.WITHDRAWN:
            raise TakenBack from None
    return Taken(testimony.has_words, testimony.see_first, words)


def _receive(testimony: Testimony, known: Known | None, *, key: int, **row: Any) -> None:
    for again in (False, True):
        said = sealed(testimony, key=key, known=known) if testimony.has_words else testimony
        try:
            lifecycle.receive(said, key=key, **row)
        except IntegrityError:
            # The desk let go of the key between sealing and storing. The next one is there.
            if again:
                raise
            envelopes.forget_key()
        else:
            return


def sealed(testimony: Testimony, *, key: int, known: Known | None = None) -> Words:
    """A testimony with words, sealed to the desk for the row `key`. Raises NoDesk."""
    # What is known of words without opening them is found before they are shut.
    known = known or known_of(testimony.examples, otherwise=testimony.language)
    testimony = replace(testimony, language=known.language)
    prints = fingerprint(testimony.text(), timezone.now().date())
    # The key last: it may be turned meanwhile.
    number, public = envelopes.current_key()
    return Words(
        envelope=envelopes.shut(testimony, to=public, key=key),
        sealed_to=number,
        language=testimony.language,
        hints=known.kinds(),
        fingerprint=prints,
        lane=known.flags.lane,
        topics=known.flags.topics,
    )
