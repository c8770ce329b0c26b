"""What ends something for somebody is done in two steps, and the server asks in between: a press by
accident, or a post that comes alone, ends nobody. The page that asks needs no script.

Its yes is signed, and good for what was asked there and for nothing else: for her who was asked, in
that session, at that address, for the act with all that was posted, and for the consequences as
they were said. Where any of it is another by now, or it comes late, she is asked anew.
"""

import datetime
import json

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from moderation.accounts import proving
from moderation.accounts.people import signed_in
from moderation.admin.page import page

# The field that says yes. No other form has one of this name.
_FIELD = "sure"
_SALT = "moderation.sure"
# Ours: as long as a second factor that was shown is not asked for again.
LASTS = datetime.timedelta(minutes=5)


class Unsure(Exception):
    """It is not done yet. Says whom it would be done to, what comes of it, a sentence each, and
    what the two buttons say."""

    def __init__(self, title: str, comes: list[str], *, does: str, leaves: str) -> None:
        super().__init__(title)
        self.title, self.comes, self.does, self.leaves = title, comes, does, leaves


def must_be(request: HttpRequest, unsure: Unsure) -> None:
    """Goes on where this post comes from the page that asked just that. Raises `unsure`, for `ask`
    to answer with, where it does not."""
    try:
        said = signing.loads(request.POST.get(_FIELD, ""), salt=_SALT, max_age=LASTS)
    except signing.BadSignature:
        raise unsure from None
    if not constant_time_compare(said, _asked(request, unsure)):
        raise unsure


def ask(request: HttpRequest, unsure: Unsure, *, back: str) -> HttpResponse:
    """The page that asks, and holds what else was posted. `back` is the address to which she goes
    who is not sure."""
    return page(
        request,
        "admin/sure.html",
        {
            "title": unsure.title,
            "comes": unsure.comes,
            "does": unsure.does,
            "leaves": unsure.leaves,
            "held": _posted(request),
            "field": _FIELD,
            "yes": signing.dumps(_asked(request, unsure), salt=_SALT),
            "back": back,
        },
    )


def _asked(request: HttpRequest, unsure: Unsure) -> str:
    """A digest of all that a yes is good for: nobody reads the key of her session off it."""
    asked = [
        signed_in(request).pk,
        request.session.session_key,
        request.path,
        sorted(_posted(request)),
        [unsure.title, *unsure.comes, unsure.does],
    ]
    return salted_hmac(_SALT, json.dumps(asked), algorithm="sha256").hexdigest()


def _posted(request: HttpRequest) -> list[tuple[str, str]]:
    apart = {*proving.FIELDS, _FIELD, "csrfmiddlewaretoken"}
    return [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in apart
    ]
