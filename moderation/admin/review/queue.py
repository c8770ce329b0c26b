"""What waits, oldest day first, and the lot of statuses."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from moderation import decisions, keys, unlocking
from moderation import queue as lane
from moderation.accounts.people import signed_in
from moderation.admin.review.page import card_of, may_screen, page
from moderation.models import REASONS, Kind


@may_screen
@require_http_methods(["GET", "HEAD"])
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, oldest day first, and the lot of statuses."""
    return page(
        request,
        "admin/review/queue.html",
        {
            "title": _("Waiting to be read"),
            "waiting": lane.waiting(),
            "first": [card_of(submission) for submission in lane.first(signed_in(request))],
            "set_up": keys.is_set_up(),
            "unlocked": unlocking.is_open(request),
            "lots": [
                {"kind": kind, "reasons": REASONS[kind], "ends": kind == Kind.DISCARD}
                for kind in (Kind.HOLD, Kind.RESUME, Kind.DISCARD)
                if decisions.may(signed_in(request), kind)
            ],
        },
    )
