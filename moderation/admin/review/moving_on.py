"""Where a moderator goes from what she has done: to the next one, to the queue, or out of her
sitting."""

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from moderation import (
    admission,
    claims,
    decisions,
    reports,
    seats,
    sittings,
    undoing,
    unlocking,
)
from moderation.accounts.people import signed_in
from moderation.admin.review.given_back import given_back, written
from moderation.admin.review.opening import find_the_untold
from moderation.models import Kind
from moderation.returns import Why
from moderation.seats import Seat
from moderation.sittings import Phase

# The reported stories that she was led to in this sitting, in her session.
LED_TO = "led to"


def following(request: HttpRequest, *, reports_too: bool = True) -> HttpResponse:
    """To the next one for her, which is hers from now on; to the queue where there is none; and
    out where her sitting is over, but for what she has open. A lead is led to a report before what
    only has its day, once in a sitting, if `reports_too`."""
    person = signed_in(request)
    seat = seats.of(person)
    if seat.sitting.phase != Phase.ON:
        still = seat.held if seat.opened and seat.sitting.phase == Phase.UP else None
        return over(request) if still is None else redirect("admin:review-read", number=still)
    if seat.untold:
        find_the_untold(request)
    story = _report_before(request, person, seat) if reports_too else None
    number = claims.take(person, seat, hurrying=story is not None)
    if number is None and story is not None:
        request.session[LED_TO] = [*request.session.get(LED_TO, []), story]
        return redirect("admin:report", number=story)
    if number is None:
        messages.info(request, _nothing(hard_ones_left=bool(seat.sitting.hard)))
        return redirect("admin:review")
    return redirect("admin:review-read", number=number)


def _report_before(request: HttpRequest, person: User, seat: Seat) -> int | None:
    """The reported story that is a lead's next where nothing hurries more, and she has nothing."""
    if not seat.reported or (seat.held is not None and seat.waits):
        return None
    if not decisions.may(person, Kind.ASIDE):
        return None
    return reports.first(but=request.session.get(LED_TO, []))


def not_admitted(request: HttpRequest) -> HttpResponse | None:
    """For who has not been given the desk's key: nothing is begun, so that none of her minutes pass
    before a page that does not open. To the queue, which says what is still to come."""
    if unlocking.is_open(request) or admission.holds(signed_in(request)):
        return None
    messages.info(
        request,
        _("Nothing has begun: you do not have the desk's key yet. Here is what is to come."),
    )
    return redirect("admin:review")


def _nothing(*, hard_ones_left: bool) -> str:
    if hard_ones_left:
        return _("Nothing waits at the moment that you take. Thank you for looking.")
    return _(
        "Nothing waits at the moment but hard ones, and you have read those that you set. They "
        "are for others now."
    )


def over(request: HttpRequest) -> HttpResponse:
    """Her sitting is over, or there is none: what she has is anybody's again, and the desk is
    locked. To the page that says so."""
    person = signed_in(request)
    if sittings.of(person).phase != Phase.NONE:
        claims.release(person)
        sittings.end(person)
        unlocking.lock(request)
    return redirect("admin:review-sitting")


def gone(request: HttpRequest, submission: int) -> HttpResponse:
    """For one that was decided or taken back meanwhile: on to the next where she did that herself,
    by a second press, and else back to the queue. A sentence of hers comes back to her."""
    if answer := _hers_already(request, submission):
        return answer
    if request.method == "POST" and written(request).is_her_own:
        return given_back(request, Why.OVER)
    messages.warning(
        request,
        _("That one is no longer waiting: it has been decided, or was taken back."),
    )
    return redirect("admin:review")


def lost(request: HttpRequest, submission: int, why: Why) -> HttpResponse:
    """For a post about one that she had and has no more. Nothing that she wrote is lost."""
    if why == Why.OVER:
        return gone(request, submission)
    if why == Why.UNKNOWN and not (written(request).texts or written(request).is_her_own):
        return not_hers(request, submission)
    return _hers_already(request, submission) or given_back(request, why)


def not_hers(request: HttpRequest, submission: int) -> HttpResponse:
    """The same for one that is somebody else's, or nobody's, or there at all: no address tells
    which."""
    if answer := _hers_already(request, submission):
        return answer
    messages.warning(
        request,
        _(
            "You do not have that one, or not any more. What nobody does anything with for twenty "
            "minutes goes to somebody else."
        ),
    )
    return redirect("admin:review")


def _hers_already(request: HttpRequest, submission: int) -> HttpResponse | None:
    """Where she has decided it herself today: says so, and goes on as after that."""
    kind = undoing.decided_today(submission, by=signed_in(request))
    if kind is None:
        return None
    messages.info(request, _("You have decided that one: %(what)s.") % {"what": kind.label})
    return following(request) if request.method == "POST" else redirect("admin:review")
