"""Deleted words are gone from the disk too, and not only from the tables."""

from django.db import connection, transaction

from stories.models import Tidying

# How long emptying the log may wait for who reads, in milliseconds: nobody who sends gets in
# meanwhile.
_PATIENCE = 100


def erase() -> None:
    """As soon as this transaction is over, empties the log in which SQLite keeps what it wrote
    last: the pages before the deletion would stand in it until they are written over.

    With `secure_delete` the file itself holds almost none of them, and after the next tidying none
    (`stories.tidying`), for which this leaves its mark. Where somebody reads meanwhile, the worker
    tries again at its next look. PostgreSQL keeps dead rows until it is tidied, and its own log
    (WAL) by its own settings; the privacy page says so.
    """
    Tidying.objects.filter(erased=False).update(erased=True)
    if connection.vendor == "sqlite":
        transaction.on_commit(empty_the_log)


def empty_the_log() -> bool:
    """Empties SQLite's log, outside a transaction. Returns whether it is empty now: not while
    somebody still reads what was there before."""
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        usual = int(cursor.fetchone()[0])
        cursor.execute(f"PRAGMA busy_timeout={_PATIENCE}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            (busy, *_) = cursor.fetchone()
        finally:
            cursor.execute(f"PRAGMA busy_timeout={usual}")
    return not busy
