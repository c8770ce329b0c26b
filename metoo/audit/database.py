"""The installation's own tables, read and never written: what they have and must not have."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.db import connection

from metoo.audit import inventory, postgresql
from metoo.audit.inventory import Check
from metoo.audit.searching import address_in, time_in
from moderation.models import Session
from stories.models import State, Story, Submission
from stories.sealing import SEAL_BYTES, SIZES

# What the database itself says of a column that could hold an hour or an address.
_UNKNOWN = "column of a kind that Django has no word for"
_TELLING = {"DateTimeField", "TimeField", "DurationField", "GenericIPAddressField", _UNKNOWN}
_UNDECIDED = [State.WAITING, State.ASKED, State.HELD, State.DISCARDED]
_ROWS = 2_000
# Keys of 32 bytes read as text once in a million million.
_LEAST = 32


def look() -> Iterator[Check]:
    """Everything, one check after the other."""
    if connection.vendor == "sqlite" and not Path(str(connection.settings_dict["NAME"])).exists():
        yield Check("there is a database", ("There is none yet: run `manage.py migrate`.",))
        return
    with _read_only():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                yield postgresql.check_log(cursor)
        there = columns()
        have = {name: set(types) for name, types in there.items()}
        yield inventory.check_columns(have, connection.vendor)
        known = inventory.tables_of(connection.vendor)
        if set(known) - set(there):
            return
        yield _types(there)
        for name, table in known.items():
            if table.empty:
                yield _empty(name)
            elif not table.of_the_desk and (wanted := set(there[name]) - table.words):
                yield check_rows(name, sorted(wanted))
        yield check_waiting()
        yield check_ended()
        yield check_sessions()


@contextmanager
def _read_only() -> Iterator[None]:
    sqlite = connection.vendor == "sqlite"
    switch = "PRAGMA query_only = {}" if sqlite else "SET default_transaction_read_only = {}"
    with connection.cursor() as cursor:
        cursor.execute(switch.format("on"))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(switch.format("off"))


def columns() -> dict[str, dict[str, str]]:
    """The type of each column of each table, as Django names it."""
    look_at = connection.introspection
    with connection.cursor() as cursor:
        return {
            name: {
                column.name: _type(column) for column in look_at.get_table_description(cursor, name)
            }
            for name in look_at.table_names(cursor)
        }


def _type(column: Any) -> str:
    try:
        return str(connection.introspection.get_field_type(column.type_code, column))
    except KeyError:
        return _UNKNOWN


def _types(there: dict[str, dict[str, str]]) -> Check:
    known = inventory.tables()
    found = [
        f"{name}.{column} is a {kind}"
        for name, kinds in there.items()
        if name not in known or not (known[name].of_the_desk or known[name].only)
        for column, kind in kinds.items()
        if kind in _TELLING
    ]
    return Check("no column but the desk's own is made for an hour or an address", tuple(found))


def _empty(name: str) -> Check:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608 - the inventory's own
        (rows,) = cursor.fetchone()
    return Check(f"table {name} is empty", (f"table {name} has {rows} rows",) if rows else ())


def check_rows(name: str, wanted: list[str]) -> Check:
    """Searches the columns `wanted` of every row for what reads like an hour or an address, and
    binary ones for what is not sealed."""
    found, rows = set(), 0
    listed = ", ".join(connection.ops.quote_name(column) for column in wanted)
    table = connection.ops.quote_name(name)
    with connection.chunked_cursor() as cursor:
        cursor.execute(f"SELECT {listed} FROM {table}")  # noqa: S608 - the database's own names
        while chunk := cursor.fetchmany(_ROWS):
            rows += len(chunk)
            for row in chunk:
                for column, value in zip(wanted, row, strict=True):
                    if what := _wrong(value):
                        found.add(f"{name}.{column} holds {what}")
    return Check(f"table {name}: {rows} rows, no hour, no address", tuple(sorted(found)))


def _wrong(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return "what is not sealed" if _is_clear(bytes(value)) else ""
    if value is None or isinstance(value, bool):
        return ""
    text = str(value)
    if time_in(text):
        return "what reads like a clock time"
    return "what reads like an address" if address_in(text) else ""


def _is_clear(value: bytes) -> bool:
    """Whether it reads as text, or is anything else that can be packed: what is sealed cannot."""
    if len(value) >= SIZES[0]:
        return len(zlib.compress(value, 1)) < 0.95 * len(value)
    try:
        return len(value) >= _LEAST and value.decode().isprintable()
    except UnicodeDecodeError:
        return False


def check_waiting() -> Check:
    """Whether words that nobody has approved are sealed, and nothing of them stands beside."""
    undecided = Submission.objects.filter(has_words=True, state__in=_UNDECIDED)
    found, looked = [], 0
    for kept in undecided.iterator(_ROWS):
        looked += 1
        place = f"stories_submission {kept}"
        if kept.envelope is None or len(kept.envelope) - SEAL_BYTES not in SIZES:
            found.append(f"{place}: its envelope is none of the sizes that are sealed")
        elif _is_clear(bytes(kept.envelope)):
            found.append(f"{place}: its envelope is not sealed")
        if kept.examples or kept.country:
            found.append(f"{place}: examples or country in clear")
    story = Story.objects.filter(submission__state__in=_UNDECIDED)
    found += [f"stories_story {kept}: of words that wait" for kept in story.iterator(_ROWS)]
    return Check(f"the words of {looked} waiting submissions are sealed", tuple(found))


def check_ended() -> Check:
    """Whether words are gone where they must be: out of what is on the wall and what is over."""
    kept = Submission.objects.exclude(state__in=[*_UNDECIDED, State.APPROVED])
    found = [
        f"stories_submission {one}: an envelope after its time"
        for one in kept.filter(envelope__isnull=False).iterator(_ROWS)
    ]
    found += [
        f"stories_submission {one}: words outside an envelope"
        for one in Submission.objects.exclude(examples=[]).iterator(_ROWS)
        if any("text" in example for example in one.examples)
    ]
    over = Story.objects.exclude(
        submission__state__in=[State.APPROVED, State.PUBLISHED, State.ASIDE]
    )
    found += [f"stories_story {one}: its submission is over" for one in over.iterator(_ROWS)]
    return Check("what is published or over has no second copy", tuple(found))


def check_sessions() -> Check:
    """Whether every session is a moderator's, and without an address."""
    found, looked = [], 0
    for session in Session.objects.iterator(_ROWS):
        looked += 1
        said = session.get_decoded()
        if said and SESSION_KEY not in said:
            found.append("moderation_session: a session of somebody who is not signed in")
        if address_in(str(said)):
            found.append("moderation_session: an address")
    return Check(f"{looked} sessions are moderators'", tuple(found))
