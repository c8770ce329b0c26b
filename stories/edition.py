"""Which state of the wall is the current one. Kept pages carry its number in their key."""

import threading

from django.db import connection, transaction
from django.db.models import F
from django.http import HttpResponse
from django.http.response import HttpResponseBase

from stories.models import Edition

_known = threading.local()


def current() -> int:
    """The number of the wall's present state, also when another process has just changed it.

    SQLite tells each connection, without reading a page, whether any other has
    written since; only then is the row read. Its own writes it does not tell:
    `advance` forgets what this thread knew. PostgreSQL is asked each time.
    Raises OperationalError where the database is away.
    """
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        return _read()
    connection.ensure_connection()
    version: int = connection.connection.execute("PRAGMA data_version").fetchone()[0]
    at, seen = getattr(_known, "at", None) or (None, None)
    # The connection itself: the next one may lie at its address and count from the same number.
    if at is not connection.connection or seen != version:
        _known.number = _read()
        _known.at = (connection.connection, version)
    return int(_known.number)


def hold() -> None:
    """Lets no release or removal happen beside this one, until this transaction ends.

    Whoever changes rows that a release may want too takes this first, as a release does. Rows
    first, and on PostgreSQL each of the two could wait for what the other holds.
    """
    Edition.objects.get_or_create(id=1)
    Edition.objects.select_for_update().get(id=1)


def advance() -> None:
    """Makes every kept page a thing of the past, as of the end of this transaction."""
    Edition.objects.get_or_create(id=1)
    Edition.objects.filter(id=1).update(number=F("number") + 1)
    forget_memory()
    transaction.on_commit(forget_memory)


def keep(response: HttpResponse, *, by_query: bool = False) -> HttpResponse:
    """Marks a page as the same for everybody until the wall changes: it depends on its path, on
    its query only if it says so, and on nothing of the visitor."""
    response.kept = "query" if by_query else "path"  # type: ignore[attr-defined]
    return response


def is_kept(response: HttpResponseBase) -> bool:
    """Whether `keep` has marked it."""
    return hasattr(response, "kept")


def is_kept_by_query(response: HttpResponseBase) -> bool:
    """Whether the page is another one for another query."""
    return getattr(response, "kept", "") == "query"


def forget_memory() -> None:
    """Makes this thread ask the database the next time."""
    _known.at = None


def _read() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM stories_edition WHERE id = 1")
        row = cursor.fetchone()
    return int(row[0]) if row else 0
