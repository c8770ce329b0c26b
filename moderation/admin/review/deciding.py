"""What a moderator does with a submission that she has read."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from moderation import decisions
from moderation import queue as lane
from moderation.accounts.people import signed_in
from moderation.admin.review.page import gone
from moderation.models import Kind, Reason
from stories.lifecycle import Conflict
from stories.models import Submission
from stories.testimony import Testimony


def decide(request: HttpRequest, submission: Submission, read: Testimony | None) -> HttpResponse:
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
        return gone(request)
    except ValueError:
        messages.error(request, _("Choose a reason for declining. Nothing was decided."))
        return redirect("admin:review-read", number=number)
    messages.success(request, said)
    following = lane.next_one(but=number)
    return (
        redirect("admin:review-read", number=following) if following else redirect("admin:review")
    )


def _publishes(request: HttpRequest) -> bool:
    """Whether she asked to publish. With a reason to decline beside it, nobody knows."""
    return request.POST.get("decision") == Kind.PUBLISH and not request.POST.get("reason")
