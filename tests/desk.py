"""The desk's key, for tests: what it seals and what it opens."""

from moderation import keys
from stories import envelopes, lifecycle, sealing
from stories.models import SealingKey, Submission
from stories.random_keys import random_key
from stories.say.intake import sealed
from stories.testimony import Testimony

PAIR = sealing.new_pair()
PASSPHRASE = "a passphrase for the tests"

# Inside a running site's Django: `opened(submission)` is what its words say.
OPEN_ON_SITE = """
import pathlib
from django.conf import settings
from django.contrib.auth.models import User
from moderation import keys
from stories import envelopes
from stories.models import Submission
_keys = keys.open_with(
    (settings.DATA_DIR / "desk-passphrase").read_text().strip(),
    person=User.objects.get(username="demonstration"),
)
def opened(kept):
    return envelopes.opened_testimony(kept, _keys[kept.sealed_to_id])
"""


def opened(submission: Submission) -> Testimony:
    """What a submission says: its words with the desk's key, or what stands there in clear."""
    submission = Submission.objects.get(pk=submission.pk)
    return envelopes.opened_testimony(submission, PAIR)


def approve(submission: Submission) -> None:
    """Approves it with the words that are in it."""
    lifecycle.approve(submission.pk, opened(submission) if submission.has_words else None)


def set_up() -> None:
    """The desk has a key, and nobody holds it yet."""
    SealingKey.objects.get_or_create(number=1, defaults={"public": PAIR.public})


def received(testimony: Testimony, *, day, receipt: bytes | None = None) -> Submission:
    """Takes a testimony in, sealed where it has words."""
    key = random_key()
    said = sealed(testimony, key=key) if testimony.has_words else testimony
    lifecycle.receive(said, key=key, day=day, receipt=receipt, body=None)
    return Submission.objects.get(pk=key)


def admit(person) -> None:
    """Gives somebody a keyring and the desk's key."""
    keys.make_keyring(person, passphrase=PASSPHRASE)
    keys.admit(person, keys={1: PAIR})
