"""Taking in."""

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection

from stories import libpq
from stories.flags import Lane
from stories.models import State, Submission
from stories.testimony import Testimony, packed
from stories.together import AT_ONCE, Together

_FIELDS = {field.attname: field for field in Submission._meta.concrete_fields}  # noqa: SLF001


class Repeated(Exception):
    """One with the same receipt is here already: the same form, sent again."""


@dataclass(frozen=True, slots=True)
class Words:
    """A testimony with words, sealed: what may be known of it before the desk opens it."""

    envelope: bytes
    # The number of the SealingKey.
    sealed_to: int
    language: str
    hints: tuple[str, ...] = ()
    fingerprint: bytes = b""
    lane: Lane = Lane.USUAL
    topics: int = 0


def receive(
    said: Testimony | Words,
    *,
    key: int,
    day: datetime.date,
    receipt: bytes | None,
    body: bytes | None,
    held: bool = False,
) -> None:
    """Takes in one testimony under the random `key`, durably, in one statement, which it may share
    with others that come in the same moment. It is `held`, and waits for a lead first, where more
    comes in than usual (`stories.usual`).

    Raises Repeated where one with the same `receipt` is here already: that is asked of the
    database and not provoked, because PostgreSQL writes a violated constraint to its log, with
    the value and the time. Raises ValueError for words that are not sealed.
    """
    row = {
        "id": key,
        "state": State.HELD if held else State.WAITING,
        "day": day,
        "since": day,
        "language": said.language,
        "receipt": receipt,
        "body": body,
        **_content(said),
    }
    # What belongs to a transaction of this thread's is written in it.
    inserted = _inserted([row])[0] if connection.in_atomic_block else _together(row)
    if not inserted:
        raise Repeated


def _inserted(rows: Sequence[dict[str, Any]]) -> list[bool]:
    """Puts rows in, in one statement that does not fail where one with the same `receipt` is here.
    Returns of each whether it was put in."""
    keys = (_by_list if connection.vendor == "sqlite" else _by_json)(rows)
    return [row["id"] in keys for row in rows]


_together = Together(_inserted, most=AT_ONCE)


def _by_list(rows: Sequence[dict[str, Any]]) -> set[int]:
    """The keys of those that were put in, by a statement with a place for each value. To have
    Django write it takes a quarter as long as the database to do it, and one for each row as long
    again."""
    # Statuses before words: then there are few statements, and the database knows them.
    ordered = sorted(rows, key=len)
    values = [
        field.get_db_prep_save(row[name], connection)
        for row in ordered
        for name, field in _FIELDS.items()
        if name in row
    ]
    into, returning = _around(connection.vendor)
    places = ", ".join([_places(connection.vendor, tuple(row)) for row in ordered])
    return _executed(f"{into}VALUES {places}{returning}", values)


def _by_json(rows: Sequence[dict[str, Any]]) -> set[int]:
    """The same for PostgreSQL: one statement for however many rows, which travel together as one
    value. Each value by itself costs the client more than the database."""
    statement, value = _from_json(), json.dumps(rows, default=_as_text)
    if connection.in_atomic_block:
        return _executed(statement.replace("$1", "%s"), [value])
    return set(map(int, libpq.first_column(statement, value)))


def _executed(statement: str, values: list[Any]) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return {key for (key,) in cursor.fetchall()}


def _as_text(value: Any) -> str:
    """Bytes and dates as PostgreSQL reads them."""
    return r"\x" + value.hex() if isinstance(value, bytes) else value.isoformat()


@lru_cache(maxsize=1)
def _from_json() -> str:
    into, returning = _around(connection.vendor)
    quoted = connection.ops.quote_name
    typed = [f"{quoted(name)} {field.db_type(connection)}" for name, field in _FIELDS.items()]
    taken = [f"COALESCE(said.{quoted(name)}, {_nothing(name)})" for name in _FIELDS]
    said = f"json_to_recordset($1::json) AS said({', '.join(typed)})"
    return f"{into}SELECT {', '.join(taken)} FROM {said}{returning}"  # noqa: S608


@lru_cache(maxsize=2)
def _around(_vendor: str) -> tuple[str, str]:
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(str(field.column)) for field in _FIELDS.values())
    return (
        f"INSERT INTO {quoted(Submission._meta.db_table)} ({columns}) ",  # noqa: SLF001
        f" ON CONFLICT DO NOTHING RETURNING {quoted('id')}",
    )


@lru_cache(maxsize=8)
def _places(_vendor: str, given: tuple[str, ...]) -> str:
    """One row of the statement: a place for each column that is given, and what the others hold
    written out, because to hand it over costs as much as what somebody said."""
    return f"({', '.join('%s' if name in given else _nothing(name) for name in _FIELDS)})"


def _nothing(name: str) -> str:
    """What a column holds that is not given, as the database reads it."""
    nothing = _FIELDS[name].get_default()
    if nothing is None:
        return "NULL"
    if isinstance(nothing, bytes | memoryview):
        return "X''" if connection.vendor == "sqlite" else r"'\x'"
    if isinstance(nothing, list):
        return f"'{json.dumps(nothing)}'"
    return f"'{nothing}'" if isinstance(nothing, str) else str(nothing).upper()


def _content(said: Testimony | Words) -> dict[str, Any]:
    if isinstance(said, Words):
        return {
            "has_words": True,
            "envelope": said.envelope,
            "sealed_to_id": said.sealed_to,
            "hints": list(said.hints),
            "fingerprint": said.fingerprint,
            "lane": said.lane,
            "topics": said.topics,
        }
    if said.has_words:
        raise ValueError("Words are sealed before they are taken in.")
    return {"has_words": False, "examples": packed(said.examples), "country": said.country}
