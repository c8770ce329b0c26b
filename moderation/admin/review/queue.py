"""How much waits, one button that gives the next, and the lot of statuses. There is no list to
choose from: nobody reads what she is curious about."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from moderation import claims, decisions, keys, unlocking
from moderation.accounts.people import signed_in
from moderation.admin.page import may_screen, page
from moderation.models import REASONS, Kind
from moderation.queue import MOST_COUNTED, waiting


@may_screen
@require_http_methods(["GET", "HEAD"])
def queue(request: HttpRequest) -> HttpResponse:
    """How much waits, and the lot of statuses."""
    person = signed_in(request)
    return page(
        request,
        "admin/review/queue.html",
        {
            "title": _("Waiting to be read"),
            "waiting": waiting(),
            "most": MOST_COUNTED,
            "held": claims.held_by(person),
            "set_up": keys.is_set_up(),
            "turn_due": person.has_perm("moderation.hold_keys") and keys.is_turn_due(),
            "unlocked": unlocking.is_open(request),
            "lots": [
                {"kind": kind, "reasons": REASONS[kind], "ends": kind == Kind.DISCARD}
                for kind in (Kind.HOLD, Kind.RESUME, Kind.DISCARD)
                if decisions.may(person, kind)
            ],
        },
    )


@may_screen
@require_POST
def take(request: HttpRequest) -> HttpResponse:
    """Gives her the next one, or the one that she has already."""
    return following(request)


def following(request: HttpRequest) -> HttpResponse:
    """To the next one for her, which is hers from now on; to the queue where there is none."""
    number = claims.take(signed_in(request))
    if number is None:
        messages.info(
            request, _("Nothing waits at the moment that you take. Thank you for looking.")
        )
        return redirect("admin:review")
    return redirect("admin:review-read", number=number)


def gone(request: HttpRequest) -> HttpResponse:
    """Back to the queue: hers was decided or taken back meanwhile."""
    messages.warning(
        request,
        _("That one is no longer waiting: it has been decided, or was taken back."),
    )
    return redirect("admin:review")


def not_hers(request: HttpRequest) -> HttpResponse:
    """The same for one that is somebody else's, or nobody's, or there at all: no address tells
    which."""
    messages.warning(
        request,
        _("You do not have that one, or not any more: it may have been decided or taken back."),
    )
    return redirect("admin:review")
