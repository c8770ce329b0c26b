"""Where a moderator goes from what she has done: to the next one, to the queue, or out of her
sitting."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from moderation import claims, sittings, unlocking
from moderation.accounts.people import signed_in
from moderation.sittings import Phase


def following(request: HttpRequest) -> HttpResponse:
    """To the next one for her, which is hers from now on; to the queue where there is none; and
    out where her sitting is over, but for what she has open."""
    person = signed_in(request)
    now = sittings.of(person)
    if now.phase != Phase.ON:
        still = claims.opened_by(person) if now.phase == Phase.UP else None
        return over(request) if still is None else redirect("admin:review-read", number=still)
    number = claims.take(person)
    if number is None:
        messages.info(request, _nothing(hard_ones_left=bool(now.hard)))
        return redirect("admin:review")
    return redirect("admin:review-read", number=number)


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
