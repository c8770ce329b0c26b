"""Coming back to a submission that she had open, after her claim to it has ended.

Her form carries a ticket: that she was shown this one, and how much had been decided about it then.
With it she goes on where she was, for as long as nobody else has it. It opens nothing that she has
not read, so it is no way to choose; whoever never had it has no ticket, and learns nothing.
"""

import datetime
from enum import Enum

from django.contrib.auth.models import User
from django.core import signing

from moderation import claims
from moderation.models import Claim, Decision, Passed

_SALT = "moderation.returns"
# No sitting lasts so long, pauses and all.
LASTS = datetime.timedelta(hours=24)


class Why(Enum):
    """Why it is not hers to decide."""

    # She has no ticket for it: nothing is said of whether there is one, or who has it.
    UNKNOWN = "unknown"
    # It was decided since, or she passed it on.
    OVER = "over"
    TAKEN = "taken"
    # She has another one now.
    ANOTHER = "another"


class NotHers(Exception):
    """She cannot have it back. `why` says why."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


def ticket(person: User, submission: int) -> str:
    """What her form carries while she has it open."""
    kept = [person.pk, submission, claims.is_counted(submission), _decided(submission)]
    return signing.dumps(kept, salt=_SALT)


def come_back(person: User, submission: int, ticket: str) -> Claim:
    """Her claim to what she had open, hers again and open. Raises NotHers."""
    try:
        whose, number, counted, decided = signing.loads(ticket, salt=_SALT, max_age=LASTS)
    except (signing.BadSignature, ValueError):
        raise NotHers(Why.UNKNOWN) from None
    if (whose, number) != (person.pk, submission):
        raise NotHers(Why.UNKNOWN)
    passed = Passed.objects.filter(submission=submission, moderator=person)
    if decided != _decided(submission) or passed.exists():
        raise NotHers(Why.OVER)
    claim = claims.again(person, submission, counted=counted)
    if claim is None:
        has_another = claims.held_by(person) is not None
        raise NotHers(Why.ANOTHER if has_another else Why.TAKEN)
    return claim


def _decided(submission: int) -> int:
    return Decision.objects.filter(submission=submission).count()
