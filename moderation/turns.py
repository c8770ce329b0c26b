"""How many sign-ins are tried at once, and in a minute.

A password is slow to check on purpose. Without a bound, a few posts with invented names take the
whole machine, and the wall with it. Browsers in which somebody has signed in before have a line of
their own, so that no crowd of strangers stands before them. Of strangers nobody is known here, nor
for which account they ask, so a name that exists is answered like one that does not: they share one
budget. In the other lines each account has a share of it, so that none uses it up.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django_ratelimit.core import get_usage

Places = threading.BoundedSemaphore


@dataclass(frozen=True)
class Line:
    """Who waits together. One is tried at a time: the rest of the machine belongs to those who
    read and write. Who waits keeps one of the server's threads meanwhile, so few may."""

    name: str
    # Seconds that somebody waits for a turn.
    patience: float
    turn: Places = field(default_factory=lambda: Places(1))
    places: Places = field(default_factory=lambda: Places(4))


STRANGERS = Line("sign-in", patience=1.0)
# Nobody can fill this one who has not signed in before: it may be waited in.
KNOWN = Line("sign-in-known", patience=10.0)
# For the second step. Only who has a password comes so far, so nobody's crowd stands here.
CODES = Line("code", patience=10.0)
# Seconds after which it is worth another try.
_SOON = 3

View = Callable[..., HttpResponseBase]


class Busy(Exception):
    """This sign-in was not tried. `seconds` from now it may be."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@contextmanager
def turn(request: HttpRequest, line: Line = STRANGERS, *, whose: str = "") -> Iterator[None]:
    """A turn to check one password, within the whole site's budget, and within the share of it that
    `whose` account has. Raises Busy."""
    if whose:
        # Before it waits: what is over her share takes nobody's place.
        _count(request, f"{line.name} each", whose, settings.SIGN_INS_EACH)
    with _taken(line.places, seconds=0), _taken(line.turn, seconds=line.patience):
        _count(request, line.name, "everyone", settings.SIGN_INS)
        yield


def _count(request: HttpRequest, group: str, whose: str, rate: str) -> None:
    usage = get_usage(request, group=group, key=lambda *_: whose, rate=rate, increment=True)
    if usage and usage["should_limit"]:
        raise Busy(max(int(usage["time_left"]), 1))


@contextmanager
def _taken(place: threading.BoundedSemaphore, *, seconds: float) -> Iterator[None]:
    if not place.acquire(timeout=seconds):
        raise Busy(_SOON)
    try:
        yield
    finally:
        place.release()


def told(request: HttpRequest, seconds: int, *, status: int = 503) -> None:
    """Remembers for `says_busy` that this request was not tried, and what it is answered with."""
    request.not_tried = status, seconds  # type: ignore[attr-defined]


def says_busy(view: View) -> View:
    """A view whose form could have been too much: 503 or 429 with Retry-After where it was."""

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **options: object) -> HttpResponseBase:
        response = view(request, *args, **options)
        status, seconds = getattr(request, "not_tried", (0, 0))
        if status:
            response.status_code = status
            response.headers["Retry-After"] = str(seconds)
        return response

    return answer
