"""What a request carries, read by so many at once and within a time.

A thread of the web server that reads a body waits until all of it is there. Without a bound, as
many idle connections as there are threads would take the whole site down: the pages too.

Most bodies are there as soon as their head is. So some are read as they come; only while many are
being read at once is each of the others given `SECONDS` in all. What has come by then is handed on
as if the connection had broken, so that a form comes back with the words that did arrive.
"""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO, UnsupportedOperation
from queue import SimpleQueue
from typing import Any, Protocol

from stories.together import AT_ONCE

# Together fewer than the server has threads (`metoo.serving`): what is left answers pages.
_PLAIN, _TIMED, _WAITING = 24, 24, 8
_plain = threading.BoundedSemaphore(_PLAIN)
_timed = threading.BoundedSemaphore(_TIMED)
_line = threading.BoundedSemaphore(_WAITING)


class Places:
    """A bounded number of places. On a queue, which waits in C: a `threading.Semaphore` waits in
    Python, and costs as much as a kept page."""

    def __init__(self, number: int) -> None:
        self._free: SimpleQueue[None] = SimpleQueue()
        for _ in range(number):
            self._free.put(None)

    def acquire(self) -> None:
        """Waits for a place, and takes it."""
        self._free.get()

    def release(self) -> None:
        """Gives one back."""
        self._free.put(None)

    def __enter__(self) -> None:
        self.acquire()

    def __exit__(self, *_: object) -> None:
        self.release()


# So many requests are worked on at once; reading a body is waiting, not work. They wait for one
# another, but what several send is stored in one statement.
at_work = Places(AT_ONCE)
# Seconds that somebody waits for one of these places, and that one body may take in all.
_PATIENCE = 2.0
SECONDS = 20.0
# So many bytes at a time, so that what has come is not lost with what has not.
_PIECE = 1_024


class Crowded(Exception):
    """Too many bodies are being read at once. This one was not."""


class Readable(Protocol):
    """What the web server hands over. A read waits until all of `size` is there."""

    def read(self, size: int, /) -> bytes: ...


def come(environ: Mapping[str, Any], *, most: int) -> Readable:
    """What stands for `wsgi.input`: the body itself where it says its length and that is at most
    `most` bytes, so that no place `at_work` is left and taken again for it; otherwise a Body."""
    stream = Body(environ["wsgi.input"])
    size = _size(environ.get("CONTENT_LENGTH") or "")
    if not 0 < size <= most:
        return stream
    try:
        return BytesIO(stream.fetched(size))
    except Crowded:
        # To be said where a page can be made of it, and not to be waited for once more.
        stream.crowded = True
        return stream


def _size(length: str) -> int:
    # Python refuses to read a number of thousands of digits.
    return int(length) if length.isdecimal() and len(length) < 10 else 0


class Body:
    """`wsgi.input`, bounded."""

    def __init__(self, stream: Readable, *, seconds: float = SECONDS) -> None:
        self._stream = stream
        self._left = seconds
        self.crowded = False

    def read(self, size: int, /) -> bytes:
        """As `fetched`, for a thread that has its place `at_work` and leaves it meanwhile."""
        at_work.release()
        try:
            return self.fetched(size)
        finally:
            at_work.acquire()

    def fetched(self, size: int) -> bytes:
        """`size` bytes; fewer if the connection or the time has ended. Raises Crowded."""
        if self.crowded:
            raise Crowded
        if self._left <= 0:
            return b""
        if _plain.acquire(blocking=False):
            try:
                return self._stream.read(size)
            finally:
                _plain.release()
        with _place():
            began = time.monotonic()
            come = _pieces(self._stream, size, self._left)
            self._left -= time.monotonic() - began
            return come

    def readline(self, size: int, /) -> bytes:
        """Nothing here reads by lines; Django only asks whether this is there."""
        raise UnsupportedOperation


@contextmanager
def _place() -> Iterator[None]:
    if not _timed.acquire(blocking=False):
        if not _line.acquire(blocking=False):
            raise Crowded
        try:
            if not _timed.acquire(timeout=_PATIENCE):
                raise Crowded
        finally:
            _line.release()
    try:
        yield
    finally:
        _timed.release()


def _pieces(stream: Readable, size: int, seconds: float) -> bytes:
    """What comes within `seconds`. Where something is still to come, the thread that reads stays
    behind until the connection ends: nothing here can end a read of the server's."""
    come: list[bytes] = []

    def fetch() -> None:
        missing = size
        while missing > 0 and (piece := stream.read(min(missing, _PIECE))):
            come.append(piece)
            missing -= len(piece)

    reader = threading.Thread(target=fetch, daemon=True)
    reader.start()
    reader.join(seconds)
    return b"".join(come)
