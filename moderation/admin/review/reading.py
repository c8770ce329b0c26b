"""One submission to read: its words, categories and hints on one screen."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from moderation import queue as lane
from moderation import unlocking
from moderation.accounts.people import signed_in
from moderation.admin.review.deciding import decide
from moderation.admin.review.page import card_of, gone, may_screen, page
from moderation.models import REASONS, Kind
from stories import envelopes
from stories.models import Submission
from stories.places import country
from stories.sealing import Unopenable
from stories.testimony import Testimony, shown


@may_screen
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest, number: int) -> HttpResponse:
    """One submission: its words, categories and hints on one screen; and the decision."""
    submission = Submission.objects.to_read().filter(pk=number).first()
    if submission is None:
        return gone(request)
    try:
        opened = _opened(request, submission)
    except unlocking.Shut:
        return redirect(f"{reverse('admin:unlock')}?{urlencode({'next': request.path})}")
    except Unopenable:
        return _unopenable(request, submission)
    if request.method == "POST":
        return decide(request, submission, opened.testimony)
    return page(
        request,
        "admin/review/read.html",
        {
            "title": _("One submission"),
            "card": card_of(submission) | _inside(opened.testimony),
            "examples": shown(opened.testimony.examples),
            "alike": lane.much_like(submission),
            "answer": opened.answer.split("\n\n") if opened.answer else [],
            "reasons": REASONS[Kind.DECLINE],
        },
    )


@dataclass(frozen=True, slots=True)
class _Opened:
    """What a moderator has before her."""

    testimony: Testimony
    # Of its author, to what the desk asked; empty where there is none.
    answer: str


def _opened(request: HttpRequest, submission: Submission) -> _Opened:
    """Raises Shut where the desk is locked, or was unlocked before the key was turned;
    Unopenable for what is damaged or was put there by another way."""
    pair = unlocking.keys_of(request, signed_in(request)).get(submission.sealed_to_id or 0)
    if pair is None:
        unlocking.lock(request)
        raise unlocking.Shut
    answer = ""
    if submission.from_her is not None:
        answer = envelopes.opened_message(submission, pair, field=envelopes.FROM_HER)
    return _Opened(envelopes.opened_testimony(submission, pair), answer)


def _unopenable(request: HttpRequest, submission: Submission) -> HttpResponse:
    """An envelope that is not what it should be: it can only be declined."""
    if request.method == "POST" and request.POST.get("decision") == Kind.DECLINE:
        return decide(request, submission, None)
    return page(
        request,
        "admin/review/unopenable.html",
        {
            "title": _("One submission"),
            "card": card_of(submission),
            "reasons": REASONS[Kind.DECLINE],
        },
    )


def _inside(testimony: Testimony) -> dict[str, Any]:
    """What is known of it when it is open, but for the words."""
    return {
        "country": country(testimony.country, "en") if testimony.country else "",
        "examples": len(testimony.examples),
        "characters": sum(len(example.text) for example in testimony.examples),
        "quotable": testimony.quotable,
        "see_first": testimony.see_first,
    }
