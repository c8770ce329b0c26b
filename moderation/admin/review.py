"""The review pages: what waits, one submission to read and decide, and the lot of statuses."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from moderation import decisions
from moderation import queue as lane
from moderation.accounts import signed_in
from moderation.models import REASONS, Decision, Kind, Reason
from stories.categories import label
from stories.lifecycle import Conflict
from stories.models import Submission
from stories.places import country
from stories.testimony import unpacked

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
            "lots": [
                {"kind": kind, "reasons": REASONS[kind]}
                for kind in (Kind.HOLD, Kind.RESUME, Kind.DISCARD)
                if decisions.may(signed_in(request), kind)
            ],
        },
    )


@_may_screen
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest, number: int) -> HttpResponse:
    """One submission: its words, categories and hints on one screen; and the decision."""
    if request.method == "POST":
        return _decide(request, number)
    submission = Submission.objects.to_read().filter(pk=number).first()
    if submission is None:
        return _gone(request)
    return _page(
        request,
        "admin/review/read.html",
        {
            "title": _("One submission"),
            "submission": submission,
            "card": _card(submission),
            "examples": _examples(submission),
            "reasons": REASONS[Kind.DECLINE],
            "chosen": "",
            "problem": "",
        },
    )


def _decide(request: HttpRequest, number: int) -> HttpResponse:
    try:
        if request.POST.get("decision") == Kind.PUBLISH:
            decisions.publish(number, by=signed_in(request))
            said = _("Published: it waits for the next release.")
        else:
            reason = Reason(request.POST.get("reason", ""))
            decisions.decline(number, by=signed_in(request), reason=reason)
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
        said = _("%(what)s: %(count)d.")
        messages.success(
            request, said % {"what": decision.get_kind_display(), "count": decision.number}
        )
    return redirect("admin:review")


def _gone(request: HttpRequest) -> HttpResponse:
    messages.warning(
        request,
        _("That one is no longer waiting: somebody else has decided it, or it was taken back."),
    )
    return redirect("admin:review")


def _card(submission: Submission) -> dict[str, Any]:
    """What is known of a submission before its words: everything but the words."""
    examples = unpacked(submission.examples)
    labels = {
        label(name, code): None for example in examples for name, code in example.labels().items()
    }
    return {
        "number": submission.pk,
        "id": str(submission),
        "day": submission.day,
        "days": (timezone.now().date() - submission.day).days,
        "language": submission.language,
        "country": country(submission.country, "en") if submission.country else "",
        "labels": list(labels),
        "examples": len(examples),
        "characters": sum(len(example.text) for example in examples),
        "quotable": submission.quotable,
    }


def _examples(submission: Submission) -> list[dict[str, Any]]:
    return [
        {
            "paragraphs": example.text.split("\n\n") if example.text else [],
            "labels": [label(name, code) for name, code in example.labels().items()],
        }
        for example in unpacked(submission.examples)
    ]


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    # The site's own view wrapper makes it `no-store`.
    return render(request, template, {**admin.site.each_context(request), **context})
