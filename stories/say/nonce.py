"""The form's one-time number: 128 random bits, signed with a key of the day it was given out.

There is no time inside. A form is too old when the key that signed it has been
erased, a day after its own. The number itself is never stored: the receipt is
derived from it, and so is the check that the body of a repeated post is the same.
"""

import base64
import binascii
import datetime
import hmac
import secrets
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

from stories import erasure, receipts
from stories.macs import mac
from stories.models import FormKey

_BYTES = 16
# Stands before the number of a form whose receipt has no unkind words (`stories/words/README.md`).
# A form without it is older: it gives the words that it has always given.
_KIND = b"~"
# A form given out on one day is taken on that day and the next.
_LIVES_DAYS = 1


class Expired(Exception):
    """No living key has signed this: the form is too old, or not ours."""


@dataclass(frozen=True, slots=True)
class Nonce:
    """What follows from a number out of a form whose signature holds, and from the key of the day
    it was given out: without that key, nobody who has seen the form can make it again."""

    secret: bytes
    kind: bool = True

    def receipt(self, language: str) -> str:
        """The ten words that lead back to what this form brought (`stories.receipts`)."""
        return receipts.words_of(_derived(self.secret, b"receipt"), language, kind=self.kind)

    def body(self, content: bytes) -> bytes:
        """16 bytes that are the same if the same content is posted with one form."""
        return _derived(self.secret, b"body\0" + content)[:_BYTES]


def issue(day: datetime.date) -> str:
    """A new signed number for a form given out on `day`."""
    number = secrets.token_bytes(_BYTES)
    signed = number + _signature(_KIND + number, _key(day))
    return _KIND.decode("ascii") + base64.urlsafe_b64encode(signed).decode("ascii").rstrip("=")


def read(value: str, day: datetime.date) -> Nonce:
    """The number in what a form carried, on `day`. Raises Expired."""
    try:
        given = value.encode("ascii")
        mark = _KIND if given.startswith(_KIND) else b""
        signed = base64.urlsafe_b64decode(given.removeprefix(_KIND) + b"==")
    except (ValueError, binascii.Error) as fault:
        raise Expired from fault
    number, signature = signed[:_BYTES], signed[_BYTES:]
    for age in range(_LIVES_DAYS + 1):
        key = _known_key(day - datetime.timedelta(days=age))
        if key and hmac.compare_digest(signature, _signature(mark + number, key)):
            secret = _derived(key + settings.SECRET_KEY.encode(), b"form\0" + number)
            return Nonce(secret, kind=bool(mark))
    raise Expired


def oldest_living(day: datetime.date) -> datetime.date:
    """The first day whose forms are still taken on `day`."""
    return day - datetime.timedelta(days=_LIVES_DAYS)


def forget_keys(*, before: datetime.date) -> int:
    """Erases the keys of forms that have expired. Returns how many."""
    forget_memory()
    deleted, _ = FormKey.objects.filter(day__lt=before).delete()
    if deleted:
        erasure.erase()
    return deleted


def forget_memory() -> None:
    """Lets go of the keys that this process remembers."""
    _remembered.cache_clear()


def _derived(secret: bytes, label: bytes) -> bytes:
    return mac(secret, label)


def _signature(number: bytes, key: bytes) -> bytes:
    # The site's own secret as well: a stolen database alone signs no form.
    return mac(key + settings.SECRET_KEY.encode(), number)[:_BYTES]


def _key(day: datetime.date) -> bytes:
    key = _known_key(day)
    if key is None:
        # Of two that come first one wins without an error: PostgreSQL would write it down.
        made = FormKey(day=day, key=secrets.token_bytes(32))
        FormKey.objects.bulk_create([made], ignore_conflicts=True)
        key = _remembered(day)
    return key


def _known_key(day: datetime.date) -> bytes | None:
    try:
        return _remembered(day)
    except FormKey.DoesNotExist:
        return None


@lru_cache(maxsize=_LIVES_DAYS + 1)
def _remembered(day: datetime.date) -> bytes:
    return bytes(FormKey.objects.values_list("key", flat=True).get(day=day))
