"""The chained log: what was done at the desk, by whom, on which day and why.

Each line carries the digest of the one before it, so none can be changed, taken out or put in
without every later one changing too. `moderation.heads` signs the end of the chain, and
`moderation.verifying` looks whether it holds.
"""

import datetime
import hashlib
import re

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from moderation.models import Event, Head, Line, LogName
from moderation.models.log import DIGEST_BYTES

# Where the chain begins: what stands before line 1.
START = bytes(DIGEST_BYTES)
# 16 bytes: no digest that BLAKE2b makes elsewhere, or of another kind of line, is one of these.
_DOMAIN = b"metoo log line 1"
_CODE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")


@transaction.atomic
def record(
    event: Event,
    *,
    by: User | None,
    whom: User | None = None,
    what: str = "",
    reason: str = "",
    count: int = 1,
) -> Line:
    """Adds a line. Called in the transaction of what it records, and last in it: from here to its
    end everybody else who has something to record waits.

    `by` is None for whoever runs the server. `what` and `reason` are codes out of lists (such as a
    decision's kind, a role, `four_eyes.on`), never anything that was typed; `count` is how many it
    concerned. Raises ValueError for what is no code.
    """
    for code in (what, reason):
        if code and not _CODE.fullmatch(code):
            raise ValueError("Only a code may stand in the log.")
    names = [name_of(person) if person else "" for person in (by, whom)]
    head = _held()
    line = Line(
        number=head.number + 1,
        day=timezone.now().date(),
        event=Event(event).value,
        by=names[0],
        whom=names[1],
        what=str(what),
        reason=str(reason),
        count=count,
        before=bytes(head.digest),
    )
    line.digest = digest_of(line)
    line.save()
    Head.objects.filter(pk=head.pk).update(number=line.number, digest=line.digest)
    return line


def name_of(person: User) -> str:
    """What the log calls somebody; from now on, if she has no name there yet."""
    named = LogName.objects.filter(person=person).values_list("name", flat=True)
    while (name := named.first()) is None:
        # In one statement that does not fail, whoever else names her, and whoever has that name.
        LogName.objects.bulk_create([LogName(person=person)], ignore_conflicts=True)
    return name


def names() -> list[tuple[str, User]]:
    """Who is who: what the log calls each person, by the names of the accounts."""
    named = LogName.objects.select_related("person").order_by("person__username")
    return [(one.name, one.person) for one in named]


def digest_of(line: Line) -> bytes:
    """What stands for a line and for all before it: BLAKE2b over every field, each after its
    length, so that no two lines are written alike."""
    fields = [
        str(line.number),
        str(line.mark),
        _day(line.day),
        line.event,
        line.by,
        line.whom,
        line.what,
        line.reason,
        str(line.count),
    ]
    made = hashlib.blake2b(digest_size=DIGEST_BYTES, person=_DOMAIN)
    for field in [*(field.encode() for field in fields), bytes(line.before)]:
        made.update(len(field).to_bytes(4, "big") + field)
    return made.digest()


def _day(day: datetime.date) -> str:
    return day.isoformat()


def _held() -> Head:
    """The end of the chain, held until this transaction ends. On SQLite the transaction itself
    holds everything (BEGIN IMMEDIATE)."""
    # Nothing is made where lines stand and their head is gone: the next line then has the number
    # of the first, and is refused.
    Head.objects.get_or_create(id=1, defaults={"digest": START})
    return Head.objects.select_for_update().get(id=1)
