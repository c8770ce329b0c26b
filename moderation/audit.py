"""The chained log: what was done at the desk, by whom, on which day and why.

Each line carries the digest of the one before it, so none can be changed, taken out or put in
without every later one changing too. `moderation.heads` signs the end of the chain, and
`moderation.verifying` looks whether it holds.
"""

import datetime
import hashlib
import re
import secrets
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from moderation.models import Event, Head, Line, LogName
from moderation.models.log import DIGEST_BYTES, SALT_BYTES

# Where the chain begins: what stands before line 1.
START = bytes(DIGEST_BYTES)
# 16 bytes: no digest that BLAKE2b makes elsewhere, or of another kind of line, is one of these.
_DOMAIN = b"metoo log line 1"
_NAME_DOMAIN = b"metoo log name 1"
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
    head = _held()
    names = [_named(person, head) if person else "" for person in (by, whom)]
    return _added(
        head,
        event=Event(event).value,
        by=names[0],
        whom=names[1],
        what=str(what),
        reason=str(reason),
        count=count,
    )


def _added(head: Head, **said: Any) -> Line:
    line = Line(
        number=head.number + 1,
        day=timezone.now().date(),
        before=bytes(head.digest),
        **said,
    )
    line.digest = digest_of(line)
    line.save()
    head.number, head.digest = line.number, line.digest
    head.save(update_fields=["number", "digest"])
    return line


@transaction.atomic
def name_of(person: User) -> str:
    """What the log calls somebody; from now on, if she has no name there yet."""
    named = LogName.objects.filter(person=person).exclude(salt=b"").first()
    return named.name if named else _named(person, _held())


def seal_names() -> None:
    """Seals the names that are from before names were sealed."""
    for person in User.objects.filter(pk__in=LogName.objects.filter(salt=b"").values("person")):
        name_of(person)


def _named(person: User, head: Head) -> str:
    named = LogName.objects.filter(person=person)
    while (row := named.first()) is None:
        # In one statement that does not fail, whoever has that name.
        LogName.objects.bulk_create([LogName(person=person)], ignore_conflicts=True)
    # Its first line stands: a name that has one gets no other.
    if not row.salt and not Line.objects.filter(event=Event.NAMED, whom=row.name).exists():
        row.salt = secrets.token_bytes(SALT_BYTES)
        row.save(update_fields=["salt"])
        _added(head, event=Event.NAMED.value, by="", whom=row.name, what=seal_of(row), reason="")
    return row.name


def seal_of(named: LogName) -> str:
    """What a line says of whose a name is, so that nobody gives it to another: 40 hexadecimal
    digits (160 bits) of BLAKE2b under the name's salt. Who has the log alone reads nothing in it,
    and when the name is erased nobody does."""
    made = hashlib.blake2b(digest_size=20, key=bytes(named.salt), person=_NAME_DOMAIN)
    account = named.person
    for field in (named.name, str(account.pk), account.get_username().casefold()):
        made.update(len(field.encode()).to_bytes(4, "big") + field.encode())
    return made.hexdigest()


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
