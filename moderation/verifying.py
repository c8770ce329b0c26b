"""Whether the log is as it was written: nothing changed, taken out, put in, moved or cut off.

The chain alone shows whoever changed some of it. Who can write to the database can rewrite all of
it from some line on, so its end is signed once a day; and he can put an older database in its
place, signatures and all, so what was signed is written outside too.
"""

import contextlib
import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from moderation import audit, copies, heads
from moderation.heads import Signed
from moderation.models import Head, LastLook, Line

logger = logging.getLogger(__name__)

# Lines in memory at a time.
_AT_ONCE = 1_000


class Broken(Exception):
    """The log is not as it was written. Its text is a sentence that names the first bad line."""


@dataclass(frozen=True, slots=True)
class Found:
    """A log that holds: how many lines, the digest of the last, and up to where it is signed."""

    number: int
    digest: bytes
    signed: Signed | None


def check(*, outside: Iterable[Signed], key: bytes | None) -> Found:
    """Looks at every line, and at every head that is kept or was written `outside`. `key` is the
    public half that must have signed them; None where nobody knows it, and then each is only what
    it says of itself.

    Raises Broken. Goes on while lines are added, and holds `_AT_ONCE` of them in memory.
    """
    # In this order: what was signed was in the log before, and what is added meanwhile is after.
    try:
        signed = sorted([*outside, *heads.kept()], key=lambda head: head.number)
    except (ValueError, TypeError) as fault:
        raise Broken(_("What was signed cannot be read.")) from fault
    _check_signatures(signed, key)
    number, digest = _walk(_kept(), signed, _end())
    if number and not Head.objects.exists():
        raise Broken(_("Where the log ends is noted nowhere."))
    return Found(number, digest, signed[-1] if signed else None)


def check_copy(file: Iterable[str], *, outside: Iterable[Signed], key: bytes | None) -> Found:
    """As `check`, of a copy (`moderation.copies`) and without a database. To a head from after the
    copy it looks cut off. Raises Broken."""
    try:
        copy = copies.read(file)
        signed = sorted([*outside, *copy.signed], key=lambda head: head.number)
        _check_signatures(signed, key)
        number, digest = _walk(copy.lines, signed, (copy.number, copy.digest))
    except copies.NoCopy as fault:
        raise Broken(str(fault)) from fault
    return Found(number, digest, signed[-1] if signed else None)


def look(*, outside: Iterable[Signed], key: bytes | None) -> Found:
    """Checks, and notes for the desk what came of it. Raises Broken."""
    try:
        found = check(outside=outside, key=key)
    except Broken as fault:
        _note(problem=str(fault))
        raise
    _note(number=found.number)
    return found


def _note(*, number: int = 0, problem: str = "") -> None:
    said = {"day": timezone.now().date(), "number": number, "problem": problem[:200]}
    # Where nothing can be written, such as in a copy of the database, it was still looked at.
    with contextlib.suppress(DatabaseError):
        if not LastLook.objects.filter(id=1, **said).exists():
            LastLook.objects.update_or_create(id=1, defaults=said)


def sign_today() -> None:
    """Once a day: signs the log's end if all of it holds, and writes it outside. Does what is left
    of that each time it is called."""
    today = timezone.now().date()
    if not heads.signed_on(today):
        try:
            found = look(outside=written_here(), key=heads.own_key())
            heads.sign(found.number, found.digest, day=today)
        except Broken:
            # To sign it would be to say that it holds.
            logger.error("The desk's log does not hold, so it was not signed: see verify_log.")
            return
        except heads.NoKey:
            logger.error("The key of the desk's log is gone, so it was not signed (LOG_KEY_FILE).")
            return
    heads.write_outside()


def written_here() -> list[Signed]:
    """The heads in the file on this machine; none where there is no such file."""
    try:
        with Path(settings.LOG_HEAD_FILE).open(encoding="utf-8", errors="replace") as file:
            return list(heads.written_in(file))
    except FileNotFoundError:
        return []


def _end() -> tuple[int, bytes]:
    head = Head.objects.filter(id=1).first()
    return (head.number, bytes(head.digest)) if head else (0, audit.START)


def _check_signatures(signed: Iterable[Signed], key: bytes | None) -> None:
    for head in signed:
        if not head.holds() or key not in {None, head.key}:
            raise Broken(
                _("What was signed on %(day)s, up to line %(number)d, is not signed with this key.")
                % {"day": head.day, "number": head.number}
            )


def _kept() -> Iterator[Line]:
    return Line.objects.order_by("number").iterator(chunk_size=_AT_ONCE)


def _walk(lines: Iterable[Line], signed: list[Signed], end: tuple[int, bytes]) -> tuple[int, bytes]:
    """Goes along the chain to its end. Returns the last line's number and digest. Raises
    Broken."""
    number, digest = 0, audit.START
    by_number = defaultdict(list)
    for head in signed:
        by_number[head.number].append(head)
    _fits(number, digest, by_number, end)
    try:
        for line in lines:
            _follows(line, number + 1, digest)
            number, digest = line.number, bytes(line.digest)
            _fits(number, digest, by_number, end)
    except (ValueError, TypeError, AttributeError) as fault:
        raise Broken(
            _("Line %(number)d cannot be read.") % {"number": _unreadable(number + 1)}
        ) from fault
    missing = max([end[0], *by_number])
    if number < missing:
        raise Broken(
            _("Line %(first)d is missing: the log had %(all)d lines and has been cut off.")
            % {"first": number + 1, "all": missing}
        )
    return number, digest


def _unreadable(number: int) -> int:
    """Which of the lines from a number on it was: they are read many at a time."""
    try:
        while Line.objects.filter(pk=number).first():
            number += 1
    except (ValueError, TypeError):
        pass
    return number


def _follows(line: Line, number: int, before: bytes) -> None:
    said = {"number": number}
    if line.number != number:
        raise Broken(_("Line %(number)d is missing.") % said)
    if audit.digest_of(line) != bytes(line.digest):
        raise Broken(_("Line %(number)d is not as it was written.") % said)
    if bytes(line.before) != before:
        raise Broken(_("Line %(number)d does not follow the line before it.") % said)


def _fits(
    number: int, digest: bytes, signed: dict[int, list[Signed]], end: tuple[int, bytes]
) -> None:
    for head in signed.get(number, ()):
        if head.digest != digest:
            raise Broken(
                _(
                    "Line %(number)d is not the one that was signed on %(day)s: the log has been "
                    "written anew, or goes on from an older state."
                )
                % {"number": number, "day": head.day}
            )
    if number == end[0] and digest != end[1]:
        raise Broken(_("Line %(number)d is not the one the log ended with.") % {"number": number})
