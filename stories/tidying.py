"""Deleted words leave the database's own file, and its order tells nothing of the arrival.

SQLite overwrites what is deleted, but not the copies that it leaves in a page when it moves a row.
PostgreSQL keeps deleted rows until it needs their place, and puts new ones where they came. Both
are written anew here: once a day, and within the hour after words were erased, on PostgreSQL where
that takes no more than a moment. PostgreSQL's own log (WAL) holds what was written, deleted words
too, until it removes or overwrites that part of it: by its settings, and by how much is written.
"""

import datetime
import time

from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper

from stories import erasure
from stories.models import Tidying

_HOUR = 3_600.0
# On PostgreSQL nobody reads or writes a table while it is written anew. Up to so many bytes of them
# all, with their indexes, that is about a second, and done by the hour; beyond, once a day.
_SMALL = 64 * 2**20
# What is written in the order of arrival or decision, or holds words.
_TABLES = (
    "stories_submission",
    "stories_story",
    "stories_example",
    "stories_report",
    "stories_standing",
    "stories_searched",
    "moderation_decision",
)
# PostgreSQL keeps with each row which transaction wrote it (`xmin`) and which locked it last
# (`xmax`), numbered in the order of arrival. As many rows as this that share one tell nothing.
_MANY = 1_000
# Seconds that PostgreSQL waits for a table; whoever comes meanwhile waits behind it.
_PATIENCE = "5s"

_last = -_HOUR


def look(day: datetime.date) -> bool:
    """Tidies if it is time to. Returns whether it did.

    Raises OperationalError where others are in the way; then it is still to come.
    """
    global _last
    if connection.in_atomic_block:
        # Neither database writes a file anew in the middle of a transaction.
        return False
    done, _ = Tidying.objects.get_or_create(id=1)
    soon = done.erased and time.monotonic() - _last >= _HOUR
    if done.day == day and not (soon and _takes_a_moment()):
        return False
    # Before and not after: what is erased meanwhile is for the next time.
    Tidying.objects.filter(id=1).update(erased=False)
    try:
        whole = tidy()
    except OperationalError:
        Tidying.objects.filter(id=1).update(erased=True)
        raise
    Tidying.objects.filter(id=1).update(day=day)
    if not whole:
        Tidying.objects.filter(id=1).update(erased=True)
    _last = time.monotonic()
    return True


def tidy() -> bool:
    """Writes the database anew. Whoever wants to write meanwhile waits; SQLite needs as much memory
    as the file is large. Returns whether all that was deleted is gone: PostgreSQL keeps what
    somebody may still read. Raises OperationalError."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            erasure.clear_the_index(however_large=True)
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            if cursor.fetchone()[0]:
                raise OperationalError("Somebody still reads what was there before.")
            return True
        cursor.execute(f"SET lock_timeout = '{_PATIENCE}'")
        try:
            whole = not _somebody_reads(cursor)
            for table in _TABLES:
                _share_a_transaction(cursor, table)
                # In the order of its random key. It holds the table until it is done.
                cursor.execute(f'CLUSTER "{table}" USING "{_primary_key(table)}"')
            for table in _others():
                # Erased keys, and what was taken from somebody at the desk, stand in there too.
                cursor.execute(f'VACUUM FULL "{table}"')
        finally:
            cursor.execute("RESET lock_timeout")
        return whole


def _somebody_reads(cursor: CursorWrapper) -> bool:
    """Whether another session, PostgreSQL's own among them, still sees what was there before."""
    cursor.execute(
        "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND backend_xmin IS NOT NULL)"
    )
    return bool(cursor.fetchone()[0])


def clear_places() -> None:
    """Takes the places of deleted rows out of PostgreSQL's indexes, which the next tidying would do
    only within the day. Until then, whoever asks for what is gone is led to the dead row, and waits
    for it longer than for what never was: ten words would be known as somebody's.

    Nothing inside a transaction, and nothing on SQLite, whose indexes hold no dead rows.
    """
    if connection.vendor == "sqlite" or connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        # Without the words, it leaves a few dead rows of many to the next time.
        cursor.execute('VACUUM (INDEX_CLEANUP ON, TRUNCATE OFF) "stories_submission"')


def _others() -> list[str]:
    """All other tables of the site, whatever they hold: none can be forgotten."""
    return sorted(set(connection.introspection.django_table_names()) - set(_TABLES))


def _takes_a_moment() -> bool:
    if connection.vendor == "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(pg_total_relation_size(name::regclass)) FROM unnest(%s::text[]) name",
            [[*_TABLES, *_others()]],
        )
        return int(cursor.fetchone()[0]) <= _SMALL


def _share_a_transaction(cursor: CursorWrapper, table: str) -> None:
    """Writes all rows that came by one of their own once more, in one. Writing the file anew does
    not do that: it keeps the numbers. Ended before that begins, or it would keep the old rows."""
    key = connection.introspection.get_primary_key_column(cursor, table)
    with transaction.atomic():
        cursor.execute(f'LOCK TABLE "{table}" IN SHARE ROW EXCLUSIVE MODE')
        cursor.execute(
            f"UPDATE \"{table}\" SET {key} = {key} WHERE xmax <> '0' OR xmin NOT IN "  # noqa: S608
            f'(SELECT xmin FROM "{table}" GROUP BY xmin HAVING count(*) >= {_MANY})'
        )


def _primary_key(table: str) -> str:
    """The name of the index of a table's key."""
    with connection.cursor() as cursor:
        made = connection.introspection.get_constraints(cursor, table)
    return next(name for name, about in made.items() if about["primary_key"])
