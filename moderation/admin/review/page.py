"""What every review page has: who may see it, its frame, and the card of a sealed submission."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from stories.categories import HINTS
from stories.flags import Lane, topics_in
from stories.models import Submission

may_screen = permission_required("stories.screen_submission", raise_exception=True)


def page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    # The site's own view wrapper makes it `no-store`.
    return render(request, template, {**admin.site.each_context(request), **context})


def gone(request: HttpRequest) -> HttpResponse:
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


def card_of(submission: Submission) -> dict[str, Any]:
    """What is known of a submission while it is sealed."""
    return {
        "number": submission.pk,
        "id": str(submission),
        "day": submission.day,
        "language": submission.language,
        "answered": submission.from_her is not None,
        "urgent": submission.lane == Lane.URGENT,
        "topics": [topic.label for topic in topics_in(submission.topics)],
        "hints": [HINTS.get(kind, kind) for kind in submission.hints],
    }
