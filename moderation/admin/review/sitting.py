"""Her sitting: she sets it, asks for less, and is told when it is over. And who has reached hers,
for the leads."""

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from moderation import decisions, sittings
from moderation.accounts.people import is_demonstrations, signed_in
from moderation.admin.page import may_screen, page
from moderation.admin.review.moving_on import LED_TO, following, not_admitted, over
from moderation.sittings import Phase

_may_lead = permission_required(decisions.LEADS, raise_exception=True)


@may_screen
@require_http_methods(["GET", "HEAD", "POST"])
def sitting(request: HttpRequest) -> HttpResponse:
    """How long she reads today, and how much that is hard."""
    if request.method != "POST":
        return _shown(request)
    act = request.POST.get("act")
    if act == "end":
        return over(request)
    try:
        minutes, hard = (int(request.POST.get(name, "")[:4]) for name in ("minutes", "hard"))
        if act == "begin":
            if answer := not_admitted(request):
                return answer
            if is_demonstrations(signed_in(request)) and minutes in sittings.MINUTES:
                sittings.cut_rest(signed_in(request))
            sittings.begin(signed_in(request), minutes=minutes, hard=hard)
            request.session.pop(LED_TO, None)
            # Also where one goes on, or she pauses: that is looked at there.
            return following(request)
        if act != "lower":
            raise ValueError
        if sittings.lower(signed_in(request), minutes=minutes, hard=hard):
            messages.success(request, _("It is less, from now on."))
    except sittings.Raised:
        return _shown(
            request,
            problem=_(
                "Within a sitting it can only be less. It can be more in the next one, which you "
                "can begin an hour after this one ends. Nothing was changed."
            ),
        )
    except ValueError:
        problem = _("Choose how many minutes and how many hard ones. Nothing was changed.")
        return _shown(request, problem=problem)
    return redirect("admin:review-sitting")


def _shown(request: HttpRequest, *, problem: str = "") -> HttpResponse:
    now = sittings.of(signed_in(request))
    titles = {
        Phase.NONE: _("A sitting of your own length"),
        Phase.ON: _("Your sitting"),
        Phase.UP: _("Your time is up"),
        Phase.RESTING: _("Your sitting is over"),
    }
    return page(
        request,
        "admin/review/sitting.html",
        {
            "title": titles[now.phase],
            "sitting": now,
            "phase": now.phase.value,
            "at_once": is_demonstrations(signed_in(request)),
            "minutes": [one for one in sittings.MINUTES if _is_open(now, one, now.agreed_minutes)],
            "hard_ones": [one for one in sittings.HARD if _is_open(now, one, now.agreed_hard)],
            "problem": problem,
        },
        status=422 if problem else 200,
    )


def _is_open(now: sittings.Standing, choice: int, agreed: int) -> bool:
    """Whether she can choose it: within a sitting not more than she agreed to."""
    return now.phase != Phase.ON or choice <= agreed


@_may_lead
@require_http_methods(["GET", "HEAD"])
def over_lately(request: HttpRequest) -> HttpResponse:
    """Who has reached what she had set, within a week."""
    return page(
        request,
        "admin/review/sittings.html",
        {
            "title": _("Who reached what she had set"),
            "people": sittings.over_lately(),
            "days": sittings.DAYS,
            "often": sittings.OFTEN,
        },
    )
