"""Deleted words are gone from the disk too, and not only from the tables."""

from django.db import connection, transaction

from stories.models import Tidying


def erase() -> None:
    """As soon as this transaction is over, empties the log in which SQLite keeps what it wrote
    last: the pages before the deletion would stand in it until they are written over.

    With `secure_delete` the file itself holds almost none of them, and after the next tidying none
    (`stories.tidying`), for which this leaves its mark. It waits for readers as long as any write
    does; where one reads for longer, the log is emptied the next time. PostgreSQL keeps its own
    log (WAL) and dead rows until it tidies; the privacy page says so.
    """
    Tidying.objects.filter(erased=False).update(erased=True)
    if connection.vendor == "sqlite":
        transaction.on_commit(_empty_the_log)


def _empty_the_log() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
