"""Reports on stories: one item a story, and the decision."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from moderation import decisions, sittings
from moderation import reports as said
from moderation.accounts.people import signed_in
from moderation.accounts.proving import asks_again_if
from moderation.admin.page import page
from moderation.admin.review.moving_on import over
from moderation.models import REASONS, Decision, Kind, Reason
from moderation.taking_down import Enough
from stories.lifecycle import Conflict
from stories.models import Concern
from stories.testimony import shown

# Of which stories she has opened the words, in her session.
_OPENED = "reported"
_may_decide = permission_required(decisions.PERMISSIONS[Kind.ASIDE], raise_exception=True)


def _decides(request: HttpRequest) -> bool:
    """Whether a post does more than open the words: it takes the story off the wall, or deletes
    what was said of it, so that nobody looks at that again."""
    return request.POST.get("decision") != "read"


@_may_decide
@require_http_methods(["GET", "HEAD"])
def reports(request: HttpRequest) -> HttpResponse:
    """The stories that somebody has said something of, or that are off the wall for a look."""
    context = {"title": _("Reported stories"), "items": said.items(), "number": said.number()}
    return page(request, "admin/reports/all.html", context)


@_may_decide
@require_http_methods(["GET", "HEAD", "POST"])
@asks_again_if(_decides)
def report(request: HttpRequest, number: int) -> HttpResponse:
    """One story: what was said of it, its words for the asking, and the decision."""
    item = said.item(number)
    if item is None:
        return _gone(request)
    if request.method == "POST" and request.POST.get("decision") == "read":
        return _read(request, item)
    if request.method == "POST":
        return _decide(request, item)
    return page(
        request,
        "admin/reports/one.html",
        {
            "title": _("One reported story"),
            "item": item,
            "seen": [report.concern for report in item.said],
            "examples": shown(item.story.examples.all()) if _has_opened(request, item) else None,
            "left_before": said.left_before(item.story),
            "offers": [
                {"kind": kind, "reasons": REASONS[kind], "ends": kind == Kind.REMOVE}
                for kind in _offered(item)
            ],
        },
    )


def _has_opened(request: HttpRequest, item: said.Item) -> bool:
    return str(item.story) in request.session.get(_OPENED, [])


def _read(request: HttpRequest, item: said.Item) -> HttpResponse:
    """She opens the words, which count in her sitting once, as any others do."""
    person = signed_in(request)
    if _has_opened(request, item):
        return redirect("admin:report", number=item.story.pk)
    try:
        with transaction.atomic():
            sittings.open_one(person, hard=said.is_hard(item))
    except sittings.NotSitting:
        messages.info(request, _("Words are read in a sitting. Begin one first."))
        return over(request)
    except (sittings.HardOnesRead, sittings.LetGoOfMany):
        messages.info(
            request,
            _(
                "You have read what you set for this sitting, so its words stay shut. You can "
                "decide by what was said of it, or leave it to another lead."
            ),
        )
    else:
        opened = request.session.get(_OPENED, [])
        request.session[_OPENED] = [*opened, str(item.story)]
    return redirect("admin:report", number=item.story.pk)


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
    except Enough as enough:
        messages.error(request, str(enough))
        return redirect("admin:report", number=item.story.pk)
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
