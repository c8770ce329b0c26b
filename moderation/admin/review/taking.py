"""What she does with a submission before its words are shown: open it, pass it on, leave it for
today, or put it back. And what she takes at all."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from moderation import claims, sittings
from moderation.accounts.people import signed_in
from moderation.admin.page import language_info, language_name, may_screen, page, posts_only
from moderation.admin.review.moving_on import following, not_hers, over
from moderation.admin.review.opening import find_again
from moderation.models import Claim, Wishes
from stories.flags import Topic
from stories.language import CODES
from stories.models import Submission


@may_screen
@posts_only(leads_to="admin:review-read")
def card(request: HttpRequest, number: int) -> HttpResponse:
    """One of the buttons on the card of the submission that she has."""
    person, act = signed_in(request), request.POST.get("act")
    claim = claims.hers(person, number)
    if claim is None:
        return not_hers(request, number)
    if act == "open":
        return _open(request, claim)
    if act == "pass":
        claims.pass_on(person, number)
        return following(request)
    if act == "not today":
        topics = Submission.objects.filter(pk=number).values_list("topics", flat=True).first()
        claims.not_today(person, topics or 0)
        claims.release(person)
        return following(request)
    if act == "leave":
        claims.release(person)
        messages.info(request, _("It waits for somebody again."))
        return redirect("admin:review")
    return redirect("admin:review-read", number=number)


def _open(request: HttpRequest, claim: Claim) -> HttpResponse:
    find_again(request, claim.submission)
    try:
        claims.mark_open(claim)
    except sittings.NotSitting:
        return over(request)
    except sittings.LetGoOfMany:
        messages.info(
            request,
            _(
                "You have put several back after reading them. That is allowed, and nobody asks "
                "why; it also says that it is enough for now. Your sitting ends here."
            ),
        )
        return over(request)
    except sittings.HardOnesRead:
        claims.release(signed_in(request))
        messages.info(
            request,
            _("You have read the hard ones that you set, so that one went to somebody else."),
        )
        return following(request)
    return redirect("admin:review-read", number=claim.submission_id)


@may_screen
@require_http_methods(["GET", "HEAD", "POST"])
def wishes(request: HttpRequest) -> HttpResponse:
    """Which languages she reads, and which topics she does not take."""
    person = signed_in(request)
    if request.method == "POST":
        _keep(request)
        messages.success(request, _("Kept. It counts from the next one on."))
        return redirect("admin:review")
    kept = Wishes.objects.filter(moderator=person).first() or Wishes()
    return page(
        request,
        "admin/review/wishes.html",
        {
            "title": _("What you read"),
            "languages": [
                {
                    "code": code,
                    "name": language_name(code),
                    "local": language_info(code)["name_local"],
                    "on": code in kept.languages,
                }
                for code in sorted(CODES, key=language_name)
            ],
            "topics": [{"topic": topic, "on": bool(kept.avoids & topic)} for topic in Topic],
        },
    )


def _keep(request: HttpRequest) -> None:
    languages = [code for code in CODES if code in request.POST.getlist("language")]
    asked = set(request.POST.getlist("avoid"))
    avoids = sum(topic for topic in Topic if str(topic.value) in asked)
    Wishes.objects.update_or_create(
        moderator=signed_in(request), defaults={"languages": languages, "avoids": avoids}
    )
