"""Which state of the wall is the current one. Kept pages carry its number in their key."""

import time
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import F
from django.http import HttpResponse
from django.http.response import HttpResponseBase

from stories.board import Board, board_of
from stories.models import Edition
from stories.outage import AWAY
from stories.together import Together

# Seconds for which a proxy before us may answer with a page that `keep` has marked, without asking.
SHARED_SECONDS = 4
# Seconds after which nobody is shown by it what was taken down: these, one because it counts whole
# ones, and the ten for which it waits for a page of ours at most (deploy/README.md).
GONE_WITHIN = SHARED_SECONDS + 1 + 10
# Seconds for which an answer of the database is believed at most, whatever the board says. Should
# somebody delete the board, or change the wall in a way that it is not told of, a page that was
# taken down is still not shown for longer than this.
_BELIEVED = 1.0
# On PostgreSQL, which several machines may share, an answer is believed for so many seconds from
# before it was asked for. Whoever changes the wall waits a little longer, as clocks do not run
# alike, before she is told: by then nobody anywhere believes what was before. It is a lease, after
# Gray and Cheriton, SOSP 1989.
_LEASE = 0.05
_OUTLASTS = 1.1 * _LEASE


class _Leased(NamedTuple):
    """What PostgreSQL said last: the number, until when."""

    number: int
    until: float


class _Answer(NamedTuple):
    """What the database said last: the number, as of which change on which board, until when."""

    number: int
    board: Board
    change: int
    until: float


_last: _Answer | None = None
_leased: _Leased | None = None
# The number that was seen last, whatever it is now.
_seen: int | None = None


def current() -> int:
    """The number of the wall's present state, also when another process has changed it and said
    so. The database is asked where it is not `known`; PostgreSQL once for all who ask in the same
    moment. Raises OperationalError where the database is away."""
    global _seen
    _seen = number = _current()
    return number


def _current() -> int:
    global _last
    if connection.in_atomic_block:
        return _read()
    number = known()
    if number is not None:
        return number
    if connection.vendor != "sqlite":
        return _together(None)
    board = _board()
    # Before the database is asked: what begins meanwhile makes its answer one of the past.
    change, until = board.settled() if board else None, time.monotonic() + _BELIEVED
    number = _read()
    if board is not None and change is not None:
        _last = _Answer(number, board, change, until)
    return number


def seen() -> int | None:
    """The number that this process saw last. It may be another one now: `is_still` knows."""
    return _seen


def is_still(number: int) -> bool:
    """Whether this is the number of the wall's present state. SQLite is not asked: False where
    that is not certain without it. False where the database is away."""
    if connection.vendor == "sqlite":
        return known() == number
    try:
        return current() == number
    except AWAY:
        # To be said where a page can be made of it, and this thread's connection be closed.
        return False


def known() -> int | None:
    """The number, where that is certain without asking the database: nothing has changed since it
    was asked last (`stories.board`), or nobody has been told that it has. Otherwise None."""
    if connection.vendor != "sqlite":
        leased = _leased
        return leased.number if leased and time.monotonic() < leased.until else None
    last = _last
    if last is None or last.board.settled() != last.change or time.monotonic() > last.until:
        return None
    return last.number


def _board() -> Board | None:
    if connection.vendor != "sqlite":
        return None
    return board_of(str(connection.settings_dict["NAME"]))


def hold() -> None:
    """Lets no release or removal happen beside this one, until this transaction ends.

    Whoever changes rows that a release may want too takes this first, as a release does. Rows
    first, and on PostgreSQL each of the two could wait for what the other holds.
    """
    Edition.objects.get_or_create(id=1)
    Edition.objects.select_for_update().get(id=1)


def advance() -> None:
    """Makes every kept page a thing of the past, as of the end of this transaction."""
    with transaction.atomic():
        Edition.objects.get_or_create(id=1)
        board = _board()
        if board is not None:
            # Inside: a process that dies after the commit must have said so before it.
            transaction.on_commit(partial(board.end, board.begin()))
        elif connection.vendor != "sqlite":
            transaction.on_commit(_outlast)
        Edition.objects.filter(id=1).update(number=F("number") + 1)


def _outlast() -> None:
    time.sleep(_OUTLASTS)


def settle() -> None:
    """Sets the board right after a process that died while it changed the wall, or took its change
    back. For the worker."""
    board = _board()
    if board is not None and board.settled() is None and not connection.in_atomic_block:
        with transaction.atomic():
            # The write lock: whoever had begun has ended.
            board.end()


def keep(response: HttpResponse, *, by_query: bool = False, tag: str = "") -> HttpResponse:
    """Marks a page as the same for everybody until the wall changes: it depends on its path, on
    its query only if it says so, and on nothing of the visitor. Its ETag begins with `tag`."""
    response.kept = "query" if by_query else "path"  # type: ignore[attr-defined]
    response.tag = tag  # type: ignore[attr-defined]
    return response


def is_kept(response: HttpResponseBase) -> bool:
    """Whether `keep` has marked it."""
    return hasattr(response, "kept")


def is_kept_by_query(response: HttpResponseBase) -> bool:
    """Whether the page is another one for another query."""
    return getattr(response, "kept", "") == "query"


def forget_memory() -> None:
    """Makes this process ask the database the next time."""
    global _last, _leased, _seen
    _last = _leased = _seen = None


def _read() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM stories_edition WHERE id = 1")
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def _for_each(asking: Sequence[None]) -> list[int]:
    """The number, read once, for all who ask."""
    global _leased
    until = time.monotonic() + _LEASE
    number = _read()
    _leased = _Leased(number, until)
    return [number] * len(asking)


# More threads than the web server has are never asking at once.
_together = Together(_for_each, most=1_000)
