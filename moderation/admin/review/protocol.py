"""What a moderator reads first where somebody is in danger."""

from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from moderation import returns, undoing
from moderation.accounts.people import signed_in
from moderation.admin.page import may_screen, page
from moderation.admin.review.card import card_of
from moderation.admin.review.drafting import Draft
from stories.models import Submission


def protocol(request: HttpRequest, submission: Submission, draft: Draft) -> HttpResponse:
    """The operator's protocol, and the way on, with all that she has put in the form so far."""
    return page(
        request,
        "admin/review/protocol.html",
        {
            "title": _("Somebody is in danger"),
            "card": card_of(submission),
            "marked": undoing.is_marked(submission.pk),
            "draft": draft,
            "texts": list(enumerate(draft.texts)),
            "own": paragraphs(),
            "had": returns.ticket(signed_in(request), submission.pk),
        },
    )


@may_screen
@require_safe
def read_protocol(request: HttpRequest) -> HttpResponse:
    """The same, to read before anything has happened."""
    return page(
        request,
        "admin/review/protocol.html",
        {"title": _("If somebody is in danger"), "own": paragraphs()},
    )


def paragraphs() -> list[str]:
    """The operator's own text in place of ours; none where there is none."""
    if settings.DANGER_PROTOCOL is None:
        return []
    text = Path(settings.DANGER_PROTOCOL).read_text(encoding="utf-8")
    return [part.strip() for part in text.split("\n\n") if part.strip()]
