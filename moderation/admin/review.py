"""The review pages: what waits, one submission to read and decide, and the lot of statuses."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from moderation import decisions, keys, unlocking
from moderation import queue as lane
from moderation.accounts import signed_in
from moderation.models import REASONS, Decision, Kind, Reason
from stories import envelopes
from stories.categories import HINTS
from stories.lifecycle import Conflict
from stories.models import Submission
from stories.places import country
from stories.sealing import Unopenable
from stories.testimony import Testimony, shown

_may_screen = permission_required("stories.screen_submission", raise_exception=True)


@_may_screen
@require_http_methods(["GET", "HEAD"])
def queue(request: HttpRequest) -> HttpResponse:
    """What waits, oldest day first, and the lot of statuses."""
    return _page(
        request,
        "admin/review/queue.html",
        {
            "title": _("Waiting to be read"),
            "waiting": lane.waiting(),
            "first": [_card(submission) for submission in lane.first()],
            "set_up": keys.is_set_up(),
            "unlocked": unlocking.is_open(request),
            "lots": [
                {"kind": kind, "reasons": REASONS[kind], "ends": kind == Kind.DISCARD}
                for kind in (Kind.HOLD, Kind.RESUME, Kind.DISCARD)
                if decisions.may(signed_in(request), kind)
            ],
        },
    )


@_may_screen
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest, number: int) -> HttpResponse:
    """One submission: its words, categories and hints on one screen; and the decision."""
    submission = Submission.objects.to_read().filter(pk=number).first()
    if submission is None:
        return _gone(request)
    try:
        opened = _opened(request, submission)
    except unlocking.Shut:
        return redirect(f"{reverse('admin:unlock')}?{urlencode({'next': request.path})}")
    except Unopenable:
        return _unopenable(request, submission)
    if request.method == "POST":
        return _decide(request, submission, opened.testimony)
    return _page(
        request,
        "admin/review/read.html",
        {
            "title": _("One submission"),
            "card": _card(submission) | _inside(opened.testimony),
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
        return _decide(request, submission, None)
    return _page(
        request,
        "admin/review/unopenable.html",
        {"title": _("One submission"), "card": _card(submission), "reasons": REASONS[Kind.DECLINE]},
    )


def _publishes(request: HttpRequest) -> bool:
    """Whether she asked to publish. With a reason to decline beside it, nobody knows."""
    return request.POST.get("decision") == Kind.PUBLISH and not request.POST.get("reason")


def _decide(request: HttpRequest, submission: Submission, read: Testimony | None) -> HttpResponse:
    person, number = signed_in(request), submission.pk
    try:
        if read is not None and _publishes(request):
            decisions.publish(submission, read, by=person)
            said = (
                _("It went back to its author, who asked to see it first.")
                if read.see_first
                else _("Published: it waits for the next release.")
            )
        else:
            if request.POST.get("decision") != Kind.DECLINE:
                raise ValueError
            reason = Reason(request.POST.get("reason", ""))
            decisions.decline(number, by=person, reason=reason)
            said = _("Declined, and its words destroyed.")
    except Conflict:
        return _gone(request)
    except ValueError:
        messages.error(request, _("Choose a reason for declining. Nothing was decided."))
        return redirect("admin:review-read", number=number)
    messages.success(request, said)
    following = lane.next_one(but=number)
    return (
        redirect("admin:review-read", number=following) if following else redirect("admin:review")
    )


@_may_screen
@require_POST
def statuses(request: HttpRequest) -> HttpResponse:
    """Holds, resumes or discards the lot of statuses."""
    acts: dict[str, Callable[..., Decision]] = {
        Kind.HOLD: decisions.hold_statuses,
        Kind.RESUME: decisions.resume_statuses,
        Kind.DISCARD: decisions.discard_statuses,
    }
    act = acts.get(request.POST.get("decision", ""))
    try:
        if act is None:
            raise ValueError
        decision = act(by=signed_in(request), reason=Reason(request.POST.get("reason", "")))
    except decisions.NothingThere:
        messages.warning(request, _("There were none any more. Nothing was decided."))
    except ValueError:
        messages.error(request, _("Choose what to do and why. Nothing was decided."))
    else:
        messages.success(request, _said(decision))
    return redirect("admin:review")


def _said(decision: Decision) -> str:
    number = decision.number
    if decision.kind == Kind.HOLD:
        said = ngettext("%(count)d status is held.", "%(count)d statuses are held.", number)
    elif decision.kind == Kind.RESUME:
        said = ngettext("%(count)d status waits again.", "%(count)d statuses wait again.", number)
    else:
        said = ngettext(
            "%(count)d status was discarded.", "%(count)d statuses were discarded.", number
        )
    return said % {"count": number}


def _gone(request: HttpRequest) -> HttpResponse:
    messages.warning(
        request,
        _("That one is no longer waiting: it has been decided, or was taken back."),
    )
    return redirect("admin:review")


def _card(submission: Submission) -> dict[str, Any]:
    """What is known of a submission while it is sealed."""
    return {
        "number": submission.pk,
        "id": str(submission),
        "day": submission.day,
        "language": submission.language,
        "answered": submission.from_her is not None,
        "hints": [HINTS.get(kind, kind) for kind in submission.hints],
    }


def _inside(testimony: Testimony) -> dict[str, Any]:
    """What is known of it when it is open, but for the words."""
    return {
        "country": country(testimony.country, "en") if testimony.country else "",
        "examples": len(testimony.examples),
        "characters": sum(len(example.text) for example in testimony.examples),
        "quotable": testimony.quotable,
        "see_first": testimony.see_first,
    }


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    # The site's own view wrapper makes it `no-store`.
    return render(request, template, {**admin.site.each_context(request), **context})
