"""How many sign-ins are tried at once, and in a minute.

A password is slow to check on purpose. Without a bound, a few posts with invented names take the
whole machine, and the wall with it. Nothing here knows who asks or for which account, so a name
that exists is answered like one that does not.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django_ratelimit.core import get_usage

# One at a time: the rest of the machine belongs to those who read and write.
_turn = threading.BoundedSemaphore(1)
# Who waits for a turn keeps one of the server's threads meanwhile, so few may.
_line = threading.BoundedSemaphore(4)
# Seconds that somebody waits for a turn, and after which it is worth another try.
_PATIENCE = 1.0
_SOON = 3

View = Callable[..., HttpResponseBase]


class Busy(Exception):
    """This sign-in was not tried. `seconds` from now it may be."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@contextmanager
def turn(request: HttpRequest) -> Iterator[None]:
    """A turn to check one password, within the whole site's budget. Raises Busy."""
    with _taken(_line, seconds=0), _taken(_turn, seconds=_PATIENCE):
        usage = get_usage(
            request,
            group="sign-in",
            key=lambda *_: "everyone",
            rate=settings.SIGN_INS,
            increment=True,
        )
        if usage and usage["should_limit"]:
            raise Busy(max(int(usage["time_left"]), 1))
        yield


@contextmanager
def _taken(place: threading.BoundedSemaphore, *, seconds: float) -> Iterator[None]:
    if not place.acquire(timeout=seconds):
        raise Busy(_SOON)
    try:
        yield
    finally:
        place.release()


def told(request: HttpRequest, busy: Busy) -> None:
    """Remembers for `says_busy` that this request was not tried."""
    request.not_tried = busy.seconds  # type: ignore[attr-defined]


def says_busy(view: View) -> View:
    """A view whose form could have been too much: 503 with Retry-After where it was."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **options: object) -> HttpResponseBase:
        response = view(request, *args, **options)
        seconds = getattr(request, "not_tried", 0)
        if seconds:
            response.status_code = 503
            response.headers["Retry-After"] = str(seconds)
        return response

    return answer
