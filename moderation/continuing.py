"""That the log goes on from an older state, or is signed with a new key: announced, and signed.

A backup that is put back takes lines away that were signed, and so does whoever rolls the database
back. What tells them apart is the key: who has it says of the one that it was meant. That stands
in the log as a line, and signed beside it, and `moderation.verifying` says so each time it looks.
Who has the key and rolls the log back can announce it too, and cannot keep it from being said.
"""

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from moderation import audit, heads, verifying
from moderation.heads import Continued, Written
from moderation.models import Event
from moderation.outside import write_outside


class NothingToSay(Exception):
    """Everything that was signed fits the log as it stands."""


def announce(*, signed: Iterable[Written], key: bytes | None, new_key: bool = False) -> Continued:
    """Signs that the log goes on as it stands, whatever was signed until today; and with a
    `new_key` from today on. `signed` is what was written outside, `key` the public half of the one
    that signed until now, where it is known.

    Raises NothingToSay, verifying.Broken where the chain does not hold in itself, heads.NoKey,
    OSError.
    """
    signed = list(signed)
    with transaction.atomic():
        walked = verifying.walk(outside=signed, key=key)
        against = walked.against()
        if not against and not new_key:
            raise NothingToSay
        lost = max((head.number for head in against), default=0)
        first = min((head.number for head in against), default=1)
        kept = (
            max((number for number in walked.fitting if number < first), default=0) if lost else 0
        )
        event = Event.WENT_BACK if lost else Event.NEW_KEY
        line = audit.record(event, by=None, count=max(lost - kept, 1))
        said = Continued(
            number=line.number,
            day=timezone.now().date(),
            digest=bytes(line.digest),
            kept=kept,
            lost=lost,
            former=key or _key_until_now(signed),
            key=b"",
            signature=b"",
        )
        announced = heads.sign_anew(said, new_key=new_key)
    heads.settle()
    write_outside()
    return announced


def _key_until_now(signed: Iterable[Written]) -> bytes:
    known = [*signed, *heads.kept(), *heads.continued()]
    newest = max(known, key=lambda head: (head.day, head.number), default=None)
    return newest.key if newest else b""
