"""How much waits, one button that gives the next, and the lot of statuses. There is no list to
choose from: nobody reads what she is curious about."""

from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from moderation import admission, decisions, keys, reports, seats, sittings, unlocking
from moderation.accounts.people import signed_in
from moderation.admin.page import may_screen, page, posts_only
from moderation.admin.review.moving_on import following, not_admitted
from moderation.admission import Stage
from moderation.models import REASONS, Kind
from moderation.queue import MOST_COUNTED, waiting


@may_screen
@require_http_methods(["GET", "HEAD"])
def queue(request: HttpRequest) -> HttpResponse:
    """How much waits, and the lot of statuses."""
    person = signed_in(request)
    seat = seats.of(person)
    return page(
        request,
        "admin/review/queue.html",
        {
            "title": _("Waiting to be read"),
            "waiting": waiting(),
            "most": MOST_COUNTED,
            # What a reported story needs, a lead alone does.
            "reported": reports.wait() if decisions.may(person, Kind.ASIDE) else None,
            "held": seat.held,
            "sitting": seat.sitting,
            "minutes": sittings.MINUTES,
            "hard_ones": sittings.HARD,
            "set_up": keys.is_set_up(),
            "turn_due": person.has_perm("moderation.hold_keys") and keys.is_turn_due(),
            "unlocked": (unlocked := unlocking.is_open(request)),
            **({} if unlocked else admission_of(person)),
            "lots": [
                {"kind": kind, "reasons": REASONS[kind]}
                for kind in (Kind.HOLD, Kind.RESUME)
                if decisions.may(person, kind)
            ],
        },
    )


def admission_of(person: User) -> dict[str, Any]:
    """For `still_to_come.html`: who has no key yet, what she has to do for it, and who gives it.
    Nothing for who holds it."""
    stage = admission.stage(person)
    if stage == Stage.HOLDS_IT:
        return {}
    return {"still_to_come": stage.name, "who_admits": admission.who_admits()}


@may_screen
@posts_only(leads_to="admin:review")
def take(request: HttpRequest) -> HttpResponse:
    """Gives her the next one, or the one that she has already."""
    # From a report that she leaves as it is: to what is read next, and to no other report.
    leaves = request.POST.get("report") == "left"
    return not_admitted(request) or following(request, reports_too=not leaves)
