"""Reports on stories: one item a story, and the decision."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from moderation import decisions
from moderation import reports as said
from moderation.accounts.people import signed_in
from moderation.admin.page import page
from moderation.models import REASONS, Decision, Kind, Reason
from stories.lifecycle import Conflict
from stories.models import Concern
from stories.testimony import shown

_may_decide = permission_required(decisions.PERMISSIONS[Kind.ASIDE], raise_exception=True)


@_may_decide
@require_http_methods(["GET", "HEAD"])
def reports(request: HttpRequest) -> HttpResponse:
    """The stories that somebody has said something of, or that are off the wall for a look."""
    context = {"title": _("Reported stories"), "items": said.items(), "number": said.number()}
    return page(request, "admin/reports/all.html", context)


@_may_decide
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, number: int) -> HttpResponse:
    """One story: what was said of it, its words under a cover, and the decision."""
    item = said.item(number)
    if item is None:
        return _gone(request)
    if request.method == "POST":
        return _decide(request, item)
    return page(
        request,
        "admin/reports/one.html",
        {
            "title": _("One reported story"),
            "item": item,
            "seen": [report.concern for report in item.said],
            "examples": shown(item.story.examples.all()),
            "left_before": said.left_before(item.story),
            "offers": [
                {"kind": kind, "reasons": REASONS[kind], "ends": kind == Kind.REMOVE}
                for kind in _offered(item)
            ],
        },
    )


def _offered(item: said.Item) -> tuple[Kind, ...]:
    if item.aside:
        return (Kind.BACK, Kind.REMOVE)
    return (Kind.LEAVE, Kind.ASIDE, Kind.REMOVE)


def _decide(request: HttpRequest, item: said.Item) -> HttpResponse:
    acts: dict[str, tuple[Callable[..., Decision], str]] = {
        Kind.LEAVE: (said.leave, _("It stays on the wall, and what was said of it is deleted.")),
        Kind.ASIDE: (said.set_aside, _("It is off every page now, and waits here for you.")),
        Kind.BACK: (said.bring_back, _("It is back on the wall.")),
        Kind.REMOVE: (
            decisions.remove,
            _("It is off every page for good. The numbers follow at the next release."),
        ),
    }
    kind = request.POST.get("decision", "")
    try:
        act, done = acts[kind]
        seen: dict[str, Any] = {}
        if kind in {Kind.LEAVE, Kind.BACK}:
            seen["seen"] = [one for one in request.POST.getlist("seen") if one in Concern.values]
        reason = Reason(request.POST.get("reason", ""))
        act(item.story.pk, by=signed_in(request), reason=reason, **seen)
    except (Conflict, decisions.NothingThere):
        return _gone(request)
    except (KeyError, ValueError):
        messages.error(request, _("Choose what to do and why. Nothing was decided."))
        return redirect("admin:report", number=item.story.pk)
    messages.success(request, done)
    if kind == Kind.ASIDE:
        return redirect("admin:report", number=item.story.pk)
    return redirect("admin:reports")


def _gone(request: HttpRequest) -> HttpResponse:
    messages.warning(
        request, _("That one needs nobody any more: it was decided, or its author took it back.")
    )
    return redirect("admin:reports")
