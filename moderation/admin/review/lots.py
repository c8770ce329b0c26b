"""What is decided of all statuses at once."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from moderation import decisions
from moderation.accounts.people import signed_in
from moderation.admin.page import may_screen
from moderation.models import Decision, Kind, Reason


@may_screen
@require_POST
def statuses(request: HttpRequest) -> HttpResponse:
    """Holds, resumes or discards the lot of statuses."""
    acts: dict[str, Callable[..., Decision]] = {
        Kind.HOLD: decisions.hold_statuses,
        Kind.RESUME: decisions.resume_held,
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
        said = ngettext("%(count)d waits again.", "%(count)d wait again.", number)
    else:
        said = ngettext(
            "%(count)d status was discarded.", "%(count)d statuses were discarded.", number
        )
    return said % {"count": number}
