"""A copy of the log, with its chain: one JSON document a line, to be checked anywhere.

First what it is, where it ends and every signed end; then the lines from the first on, with the
fields that their digest stands for in the order in which it does (`audit.digest_of`).
"""

import datetime
import json
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from moderation import heads
from moderation.heads import Written
from moderation.models import Line
from stories.random_keys import read_key

_FORMAT = "metoo log 1"
# Lines in memory at a time.
_AT_ONCE = 1_000


class NoCopy(Exception):
    """That is no copy of a log, or no whole one. Its text says where."""


@dataclass(frozen=True, slots=True)
class Copy:
    """Where a copy says that the log ended, what was signed of it, and its lines."""

    number: int
    digest: bytes
    signed: list[Written]
    lines: Generator[Line]


def written(last: Line) -> Iterator[str]:
    """A copy of the log up to a line."""
    head = {
        "format": _FORMAT,
        "number": last.number,
        "digest": bytes(last.digest).hex(),
        "signed": [str(one) for one in _signed() if one.number <= last.number],
    }
    yield f"{json.dumps(head)}\n"
    lines = Line.objects.filter(number__lte=last.number).order_by("number")
    for line in lines.iterator(chunk_size=_AT_ONCE):
        yield f"{json.dumps(_said(line))}\n"


def _signed() -> list[Written]:
    return [*heads.kept(), *heads.continued()]


def _said(line: Line) -> dict[str, Any]:
    return {
        "number": line.number,
        "mark": str(line),
        "day": line.day.isoformat(),
        "event": line.event,
        "by": line.by,
        "whom": line.whom,
        "what": line.what,
        "reason": line.reason,
        "count": line.count,
        "before": bytes(line.before).hex(),
        "digest": bytes(line.digest).hex(),
    }


def read(file: Iterable[str]) -> Copy:
    """What stands in a copy; its lines are read as they are asked for. Raises NoCopy, then too."""
    rows = iter(file)
    try:
        head = json.loads(next(rows, ""))
        if head["format"] != _FORMAT:
            raise NoCopy("This is no copy of a log.")
        number, digest = int(head["number"]), bytes.fromhex(head["digest"])
        signed = list(heads.written_in(str(one) for one in head["signed"]))
    except (ValueError, TypeError, KeyError, RecursionError) as fault:
        raise NoCopy("This is no copy of a log.") from fault
    return Copy(number, digest, signed, _lines(rows))


def _lines(rows: Iterator[str]) -> Generator[Line]:
    for number, row in enumerate(rows, start=1):
        try:
            yield _line(json.loads(row))
        except (ValueError, TypeError, KeyError, RecursionError) as fault:
            raise NoCopy(f"Line {number} cannot be read.") from fault


def _line(said: dict[str, Any]) -> Line:
    texts = {name: str(said[name]) for name in ("event", "by", "whom", "what", "reason")}
    return Line(
        number=int(said["number"]),
        mark=read_key(said["mark"]),
        day=datetime.date.fromisoformat(said["day"]),
        count=int(said["count"]),
        before=bytes.fromhex(said["before"]),
        digest=bytes.fromhex(said["digest"]),
        **texts,
    )
