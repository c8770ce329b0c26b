"""Deleted words are gone from the disk too, and not only from the tables."""

from django.db import connection, transaction

from stories.models import Tidying

# How long emptying the log may wait for who reads, in milliseconds: nobody who sends gets in
# meanwhile.
_PATIENCE = 100
# Up to so many blocks, of 4 KB each, the index of the search is cleared at once: about half a
# second, and 10,000 stories. Beyond, at the next tidying.
_SMALL = 2_000


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


def clear_the_index(*, however_large: bool = False) -> None:
    """Takes deleted words out of the index that SQLite searches, where it is not too large for a
    moment or `however_large` it is. An SQLite from 3.42 on had none left in it (`secure-delete`),
    if it was as new when the index was made."""
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT v FROM stories_searched_index_config WHERE k = 'secure-delete'")
        if cursor.fetchone() == (1,):
            return
        cursor.execute("SELECT 1 FROM stories_searched_index_data LIMIT 1 OFFSET %s", [_SMALL])
        if however_large or cursor.fetchone() is None:
            # One part out of all: only there it forgets what was in the others.
            cursor.execute(
                "INSERT INTO stories_searched_index (stories_searched_index) VALUES ('optimize')"
            )


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
