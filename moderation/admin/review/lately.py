"""What she decided in the sitting that goes on, in its order: so that she can aim an undo.

The order is finer than a day, so nothing here keeps it: it is in a cookie of her browser, which
goes when the desk is locked (`unlocking.take_back`). It says nothing but keys of decisions, and is
asked for nothing but the order of what she may take back anyway.
"""

import re

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from moderation.models import Decision
from stories.random_keys import DIGITS

# As many as anybody decides in a sitting, and short enough for a cookie.
_MOST = 60
_KEY = re.compile(DIGITS)


def remember(request: HttpRequest, response: HttpResponseBase, decision: Decision) -> None:
    """She has decided this one now."""
    response.set_cookie(
        settings.LATELY_COOKIE_NAME,
        ".".join([str(decision), *of(request)][:_MOST]),
        secure=settings.ENCRYPTED,
        httponly=True,
        samesite="Strict",
    )


def of(request: HttpRequest) -> list[str]:
    """Of what she decided the keys, the last first. Anything else that stands there is none."""
    found = request.COOKIES.get(settings.LATELY_COOKIE_NAME, "").split(".")
    return [key for key in found[:_MOST] if _KEY.fullmatch(key)]
