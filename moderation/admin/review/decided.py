"""What was decided since the last release, to take back; and whether some things need two."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from moderation import decisions, four_eyes, undoing
from moderation.accounts.people import signed_in
from moderation.admin.page import may_screen, page
from moderation.models import Decision
from stories.lifecycle import Conflict
from stories.random_keys import read_key

_may_lead = permission_required(decisions.LEADS, raise_exception=True)


@may_screen
@require_http_methods(["GET", "HEAD", "POST"])
def decided(request: HttpRequest) -> HttpResponse:
    """Her decisions that can still be taken back; of a lead everybody's."""
    person = signed_in(request)
    leads = person.has_perm(decisions.LEADS)
    if request.method == "POST":
        return _undone(request)
    found = undoing.open_to(person, leads=leads).select_related("author")
    return page(
        request,
        "admin/review/decided.html",
        {
            "title": _("Decided since the last release"),
            "decisions": found[: undoing.MOST],
            "leads": leads,
            "me": person,
        },
    )


def _undone(request: HttpRequest) -> HttpResponse:
    decision = Decision.objects.filter(pk=read_key(request.POST.get("undo", ""))).first()
    try:
        if decision is None:
            raise Conflict
        decisions.undo(decision, by=signed_in(request))
    except Conflict:
        messages.warning(
            request,
            _(
                "That cannot be taken back any more: it came out, its author took it back, or "
                "somebody decided it anew. Nothing was changed."
            ),
        )
    else:
        messages.success(request, _("Taken back: it waits to be read again."))
    return redirect("admin:review-decided")


@_may_lead
@require_http_methods(["GET", "HEAD", "POST"])
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
            "months": four_eyes.agreement(),
        },
    )
