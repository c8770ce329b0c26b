"""Deleted words are gone from the disk too, and not only from the tables."""

from django.db import connection, transaction


def erase() -> None:
    """As soon as this transaction is over, empties the log in which SQLite keeps what it wrote
    last: the pages before the deletion would stand in it until they are written over.

    With `secure_delete` the file itself holds them no more. It waits for readers as long as any
    write does; where one reads for longer, the log is emptied the next time. PostgreSQL keeps
    its own log (WAL) and dead rows until it vacuums; the privacy page says so.
    """
    if connection.vendor == "sqlite":
        transaction.on_commit(_empty_the_log)


def _empty_the_log() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
