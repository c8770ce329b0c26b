"""Whether the log is as it was written: nothing changed, taken out, put in, moved or cut off.

The chain alone shows whoever changed some of it. Who can write to the database can rewrite all of
it from some line on, so its end is signed once a day; and he can put an older database in its
place, signatures and all, so what was signed is written outside too.
"""

import contextlib
import datetime
import logging
from collections import defaultdict
from collections.abc import Generator, Iterable
from dataclasses import dataclass, field

from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from moderation import audit, beside_log, copies, heads
from moderation.heads import Continued, Written
from moderation.models import Head, LastLook, Line
from moderation.outside import write_outside, written_here

logger = logging.getLogger(__name__)

# Lines in memory at a time.
_AT_ONCE = 1_000
_NEVER = datetime.date.min


class Broken(Exception):
    """The log is not as it was written. Its text is a sentence that names the first bad line."""


@dataclass(frozen=True, slots=True)
class Found:
    """A log that holds: how many lines, the digest of the last, up to where it is signed, and what
    was announced of it (`moderation.continuing`)."""

    number: int
    digest: bytes
    signed: Written | None
    announced: tuple[Continued, ...]


@dataclass(slots=True)
class Walked:
    """A chain up to a line, with what was signed of it: what fits it, what does not, and what no
    line was met for yet."""

    open: dict[int, list[Written]]
    number: int = 0
    digest: bytes = audit.START
    # The last that fits, all that announce something, and of which lines they are.
    last: Written | None = None
    announced: list[Continued] = field(default_factory=list)
    fitting: list[int] = field(default_factory=list)
    strays: list[Written] = field(default_factory=list)

    def meets(self, number: int, digest: bytes) -> None:
        """Goes on to a line."""
        self.number, self.digest = number, digest
        for head in self.open.pop(number, ()):
            if head.digest != digest:
                self.strays.append(head)
                continue
            self.last = head
            self.fitting.append(number)
            if isinstance(head, Continued):
                self.announced.append(head)

    def against(self) -> list[Written]:
        """What was signed and is not so, and was not let go of by what is."""
        return [
            head for head in self.strays if not any(one.lets_go_of(head) for one in self.announced)
        ]


def check(*, outside: Iterable[Written], key: bytes | None) -> Found:
    """Looks at every line, and at everything signed that is kept or was written `outside`. `key` is
    the public half that must have signed it; None where nobody knows it, and then each is only what
    it says of itself.

    Raises Broken. Goes on while lines are added, and holds `_AT_ONCE` of them in memory.
    """
    found = _found(walk(outside=outside, key=key))
    if name := beside_log.wrong_name():
        raise Broken(
            _("The name %(name)s in the log is not that of the account to which it was given.")
            % {"name": name}
        )
    if day := beside_log.differs_on():
        raise Broken(
            _("What was decided on %(day)s, or by whom, is not what the log says.") % {"day": day}
        )
    return found


def walk(*, outside: Iterable[Written], key: bytes | None) -> Walked:
    """Goes along the chain, which has to hold in itself; what was signed need not fit it. Raises
    Broken."""
    # In this order: what was signed was in the log before, and what is added meanwhile is after.
    try:
        signed = [*outside, *heads.kept(), *heads.continued()]
    except (ValueError, TypeError) as fault:
        raise Broken(_("What was signed cannot be read.")) from fault
    _check_signatures(signed, key)
    walked = _walk(_kept(), signed, _end())
    if walked.number and not Head.objects.exists():
        raise Broken(_("Where the log ends is noted nowhere."))
    return walked


def check_copy(file: Iterable[str], *, outside: Iterable[Written], key: bytes | None) -> Found:
    """As `check`, of a copy (`moderation.copies`) and without a database. To a head from after the
    copy it looks cut off. Raises Broken."""
    try:
        copy = copies.read(file)
        signed = [*outside, *copy.signed]
        _check_signatures(signed, key)
        return _found(_walk(copy.lines, signed, (copy.number, copy.digest)))
    except copies.NoCopy as fault:
        raise Broken(str(fault)) from fault


def _found(walked: Walked) -> Found:
    _fits_all(walked)
    return Found(walked.number, walked.digest, walked.last, tuple(walked.announced))


def look(*, outside: Iterable[Written], key: bytes | None) -> Found:
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
        audit.seal_names()
        try:
            found = look(outside=written_here(), key=heads.own_key())
            heads.sign(found.number, found.digest, day=today)
        except Broken:
            # To sign it would be to say that it holds.
            logger.error("The desk's log does not hold, so it was not signed: see verify_log.")
            return
        except heads.NoKey:
            logger.error(
                "The key of the desk's log is gone, so it was not signed (LOG_KEY_FILE): put it "
                "back, or see continue_log --new-key."
            )
            return
    heads.settle()
    write_outside()


def _end() -> tuple[int, bytes]:
    head = Head.objects.filter(id=1).first()
    return (head.number, bytes(head.digest)) if head else (0, audit.START)


def _check_signatures(signed: Iterable[Written], key: bytes | None) -> None:
    signed = list(signed)
    if key is not None and not signed:
        # A key is made with what it signs first.
        raise Broken(_("The key that signs the log is here, and nothing that it has signed is."))
    may = None if key is None else _keys(signed, key)
    for head in signed:
        if not head.holds() or (may is not None and head.day > may.get(head.key, _NEVER)):
            raise Broken(
                _("What was signed on %(day)s, up to line %(number)d, is not signed with this key.")
                % {"day": head.day, "number": head.number}
            )


def _keys(signed: Iterable[Written], key: bytes) -> dict[bytes, datetime.date]:
    """Each key that may have signed, and until which day: one that was replaced until the next, by
    whom that was announced."""
    may = {key: datetime.date.max}
    announced = [one for one in signed if isinstance(one, Continued) and one.holds()]
    while found := [
        one
        for one in announced
        if one.key in may and one.former not in may and one.day <= may[one.key]
    ]:
        for one in found:
            may[one.former] = max(one.day, may.get(one.former, one.day))
    return may


def _kept() -> Generator[Line]:
    yield from Line.objects.order_by("number").iterator(chunk_size=_AT_ONCE)


def _walk(lines: Generator[Line], signed: Iterable[Written], end: tuple[int, bytes]) -> Walked:
    """Goes along the chain to its end. Raises Broken where it does not hold in itself."""
    by_number: dict[int, list[Written]] = defaultdict(list)
    # What is kept is outside, too.
    for head in dict.fromkeys(signed):
        by_number[head.number].append(head)
    walked = Walked(by_number)
    walked.meets(0, audit.START)
    try:
        # Also what is left in the middle lets go of its cursor.
        with contextlib.closing(lines):
            for line in lines:
                _follows(line, walked.number + 1, walked.digest)
                walked.meets(line.number, bytes(line.digest))
                _ends_so(walked, end)
    except Broken:
        # The first that is bad may have come before.
        _fits_all(walked)
        raise
    except (ValueError, TypeError, AttributeError) as fault:
        number = _unreadable(walked.number + 1)
        raise Broken(_("Line %(number)d cannot be read.") % {"number": number}) from fault
    _ends_so(walked, end)
    if walked.number < end[0]:
        _fits_all(walked)
        raise Broken(_cut_off(walked.number, end[0]))
    walked.strays += [head for heads_there in walked.open.values() for head in heads_there]
    return walked


def _cut_off(number: int, had: int) -> str:
    return _("Line %(first)d is missing: the log had %(all)d lines and has been cut off.") % {
        "first": number + 1,
        "all": had,
    }


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


def _ends_so(walked: Walked, end: tuple[int, bytes]) -> None:
    if walked.number == end[0] and walked.digest != end[1]:
        raise Broken(
            _("Line %(number)d is not the one the log ended with.") % {"number": walked.number}
        )


def _fits_all(walked: Walked) -> None:
    """Raises Broken where something that was signed is not so."""
    against = sorted(walked.against(), key=lambda head: head.number)
    if not against:
        return
    if against[0].number > walked.number:
        raise Broken(_cut_off(walked.number, against[-1].number))
    raise Broken(
        _(
            "Line %(number)d is not the one that was signed on %(day)s: the log has been "
            "written anew, or goes on from an older state."
        )
        % {"number": against[0].number, "day": against[0].day}
    )
