"""One submission to read: its words, categories and hints on one screen."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from moderation import claims, free, returns, sittings, told, unlocking
from moderation.accounts.people import signed_in
from moderation.admin.page import gives_back, may_screen, page
from moderation.admin.review.card import card_of, inside
from moderation.admin.review.deciding import decide, decline_unopened
from moderation.admin.review.drafting import untouched
from moderation.admin.review.given_back import LOCKED, given_back, turned_away
from moderation.admin.review.moving_on import gone, lost
from moderation.admin.review.opening import open_sealed
from moderation.admin.review.sheet import Opened, sheet, told_by_default
from moderation.models import REASONS, Kind
from stories.models import Submission
from stories.sealing import Unopenable
from stories.testimony import shown


@gives_back(turned_away)
@may_screen
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest, number: int) -> HttpResponse:
    """One submission: its words, categories and hints on one screen; and the decision."""
    person = signed_in(request)
    try:
        claim = claims.hers(person, number) or returns.come_back(
            person, number, request.POST.get("had", "")
        )
    except returns.NotHers as not_any_more:
        return lost(request, number, not_any_more.why)
    submission = Submission.objects.to_read().filter(pk=number).first()
    if submission is None or not free.is_within_reach(submission, person):
        claims.release(person)
        return gone(request, number)
    try:
        opened = open_sealed(request, submission)
    except unlocking.Shut:
        if request.method == "POST":
            return given_back(request, LOCKED)
        return redirect(f"{reverse('admin:unlock')}?{urlencode({'next': request.path})}")
    except Unopenable:
        return _unopenable(request, submission)
    if not claim.opened:
        return _card(request, submission, opened, sittings.of_hers(claim.moderator))
    if request.method == "POST":
        return decide(request, submission, opened)
    said = told_by_default(opened.testimony.language)
    return sheet(request, submission, opened, untouched(opened.testimony, told=said))


def _card(
    request: HttpRequest, submission: Submission, opened: Opened, now: sittings.Standing
) -> HttpResponse:
    """What it holds, without a word of it. Nothing can be decided here."""
    if told.is_missing(submission):
        # It may have been decided and taken back. What stands on the card is so, not what was kept.
        told.put_on(submission, told.told_by(opened.testimony))
    return page(
        request,
        "admin/review/card.html",
        {
            "title": _("The next one"),
            "card": card_of(submission) | inside(opened.testimony),
            "sitting": now,
            "examples": [
                {"labels": example["labels"]} for example in shown(opened.testimony.examples)
            ],
        },
    )


def _unopenable(request: HttpRequest, submission: Submission) -> HttpResponse:
    """An envelope that is not what it should be: it can only be declined."""
    if request.method == "POST" and request.POST.get("decision") == Kind.DECLINE:
        return decline_unopened(request, submission)
    return page(
        request,
        "admin/review/unopenable.html",
        {
            "title": _("One submission"),
            "card": card_of(submission),
            "reasons": REASONS[Kind.DECLINE],
        },
    )
