"""What was decided since the last release, to take back; and whether some things need two."""

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from moderation import decisions, figures, four_eyes, sittings, told, undoing, unlocking
from moderation.accounts.people import signed_in
from moderation.accounts.proving import asks_again
from moderation.admin.page import language_name, may_screen, page
from moderation.admin.review import lately
from moderation.admin.review.opening import open_sealed
from moderation.models import Decision
from moderation.sittings import Phase
from stories.known import Known
from stories.lifecycle import Conflict
from stories.random_keys import read_key
from stories.sealing import Unopenable
from stories.testimony import shown

_may_lead = permission_required(decisions.LEADS, raise_exception=True)


@may_screen
@require_http_methods(["GET", "HEAD", "POST"])
def decided(request: HttpRequest) -> HttpResponse:
    """Her decisions that can still be taken back; of a lead everybody's."""
    person = signed_in(request)
    leads = person.has_perm(decisions.LEADS)
    if request.method == "POST":
        return _undone(request)
    found = undoing.open_to(person, leads=leads).select_related("submission")
    rows = {str(row): _row(row, person) for row in found[: undoing.MOST]}
    in_order = [rows.pop(key) for key in lately.of(request) if key in rows]
    return page(
        request,
        "admin/review/decided.html",
        {
            "title": _("Decided since the last release"),
            "lately": in_order,
            "others": list(rows.values()),
            "leads": leads,
        },
    )


def _row(decision: Decision, person: User) -> dict[str, Any]:
    """What tells it from others: never whose it is, but hers."""
    language = decision.submission.language if decision.submission else ""
    return {
        "is": decision,
        "digits": str(decision)[-4:],
        "came": decision.submission.day if decision.submission else None,
        "language": language,
        "in_language": language_name(language),
        "hers": decision.author_id == person.pk,
    }


@may_screen
@require_http_methods(["GET", "HEAD"])
def again(request: HttpRequest, number: int) -> HttpResponse:
    """The words of what she decided herself, under a cover, so that she sees which it was."""
    person = signed_in(request)
    found = undoing.open_to(person, leads=False).select_related("submission__sealed_to")
    decision = found.filter(pk=number).first()
    if decision is None or decision.submission is None:
        return _too_late(request)
    if sittings.of(person).phase not in (Phase.ON, Phase.UP):
        messages.info(request, _("Words are read in a sitting. Begin one first."))
        return redirect("admin:review-sitting")
    try:
        opened = open_sealed(request, decision.submission)
    except unlocking.Shut:
        return redirect(f"{reverse('admin:unlock')}?{urlencode({'next': request.path})}")
    except Unopenable:
        return _too_late(request)
    return page(
        request,
        "admin/review/again.html",
        {
            "title": _("One that you decided"),
            "row": _row(decision, person),
            "examples": shown(opened.testimony.examples),
        },
    )


def _undone(request: HttpRequest) -> HttpResponse:
    found = Decision.objects.select_related("submission__sealed_to")
    decision = found.filter(pk=read_key(request.POST.get("undo", ""))).first()
    try:
        if decision is None:
            raise Conflict
        decisions.undo(decision, by=signed_in(request), told=_found_again(request, decision))
    except Conflict:
        return _too_late(request)
    messages.success(request, _("Taken back: it waits to be read again."))
    return redirect("admin:review-decided")


def _found_again(request: HttpRequest, decision: Decision) -> Known | None:
    """What is found in the words that it decided. None where the desk is locked, and where they do
    not open: then it is found when somebody is given them."""
    submission = decision.submission
    if submission is None or submission.envelope is None or not unlocking.is_open(request):
        return None
    try:
        return told.told_by(open_sealed(request, submission).testimony)
    except (unlocking.Shut, Unopenable):
        return None


def _too_late(request: HttpRequest) -> HttpResponse:
    messages.warning(
        request,
        _(
            "That cannot be taken back any more: it came out, its author took it back, or "
            "somebody decided it anew. Nothing was changed."
        ),
    )
    return redirect("admin:review-decided")


@_may_lead
@require_http_methods(["GET", "HEAD", "POST"])
@asks_again
def rule(request: HttpRequest) -> HttpResponse:
    """Switches four eyes, and shows how often two said the same."""
    if request.method == "POST":
        wanted = request.POST.get("four_eyes")
        if wanted in {"on", "off"}:
            decisions.switch_four_eyes(on=wanted == "on", by=signed_in(request))
            messages.success(request, _("It is switched. The log says so."))
        return redirect("admin:review-rule")
    return page(
        request,
        "admin/review/rule.html",
        {
            "title": _("Four eyes"),
            "switched_on": four_eyes.is_switched_on(),
            "readers": four_eyes.readers(),
            "fewest": four_eyes.FEWEST,
            "months": figures.months(),
            "few": figures.FEWEST,
        },
    )
