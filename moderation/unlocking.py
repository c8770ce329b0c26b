"""One sitting with the desk's key in hand.

What the server keeps of it, in the session, is the key encrypted under another that lives only in
a cookie of the moderator's browser: each is useless alone. It ends with fifteen idle minutes, at
sign-out, and when her password, her role or her account changes.
"""

import base64
import hmac
import json
import secrets
import time

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from moderation import sessions
from moderation.keys import Opened
from stories import sealing
from stories.sealing import Unopenable

IDLE_SECONDS = int(sessions.IDLE.total_seconds())
_SESSION = "desk"


class Shut(Exception):
    """The desk is not unlocked in this browser, or not any more."""


def keep(request: HttpRequest, person: User, keys: Opened) -> str:
    """Keeps the keys for this sitting. Returns what has to go into the cookie."""
    cookie_key = secrets.token_bytes(sealing.KEY_BYTES)
    # Whoever had a session before the key was in it has none now.
    request.session.cycle_key()
    request.session[_SESSION] = {
        "box": _text(sealing.shut(_packed(keys), key=cookie_key)),
        "of": sessions.standing(person),
        "until": _later(),
    }
    return _text(cookie_key)


def keys_of(request: HttpRequest, person: User) -> Opened:
    """The keys of this sitting, which goes on from now: written once a minute at most. Raises
    Shut."""
    kept = request.session.get(_SESSION)
    if not kept:
        raise Shut
    fresh = kept["until"] > time.time()
    if not fresh or not hmac.compare_digest(kept["of"], sessions.standing_in(request, person)):
        lock(request)
        raise Shut
    try:
        cookie_key = base64.b64decode(request.COOKIES.get(settings.UNLOCK_COOKIE_NAME, ""))
        keys = _unpacked(sealing.reopened(base64.b64decode(kept["box"]), key=cookie_key))
    except (Unopenable, ValueError) as fault:
        raise Shut from fault
    if kept["until"] != (until := _later()):
        request.session[_SESSION] = {**kept, "until": until}
    return keys


def is_open(request: HttpRequest) -> bool:
    """Whether the desk looks unlocked in this browser. Opens nothing, and goes on with nothing."""
    kept = request.session.get(_SESSION)
    return bool(kept and kept["until"] > time.time())


def lock(request: HttpRequest) -> None:
    """Ends the sitting."""
    request.session.pop(_SESSION, None)


def set_cookie(response: HttpResponseBase, value: str) -> None:
    """Gives the browser its half, for as long as it is open."""
    response.set_cookie(
        settings.UNLOCK_COOKIE_NAME,
        value,
        secure=settings.ENCRYPTED,
        httponly=True,
        samesite="Strict",
    )


def take_back(request: HttpRequest, response: HttpResponseBase) -> None:
    """Takes its half from a browser whose sitting is over, however it ended: with a backup made
    during the sitting it would open the desk still. And the order in which she decided. A browser
    that never asks again keeps them until it is closed."""
    for name in (settings.UNLOCK_COOKIE_NAME, settings.LATELY_COOKIE_NAME):
        if name in request.COOKIES and name not in response.cookies and not is_open(request):
            response.delete_cookie(name, samesite="Strict")


def _later() -> int:
    # Nothing finer than a minute, as of the session: what began in a minute ends a little early.
    return int(time.time()) // 60 * 60 + IDLE_SECONDS


def _packed(keys: Opened) -> bytes:
    return json.dumps({number: _text(pair.private) for number, pair in keys.items()}).encode()


def _unpacked(packed: bytes) -> Opened:
    return {
        int(number): sealing.pair_of(base64.b64decode(private))
        for number, private in json.loads(packed).items()
    }


def _text(value: bytes) -> str:
    return base64.b64encode(value).decode("ascii")
