"""What a moderator reads first where somebody is in danger."""

import logging
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

logger = logging.getLogger(__name__)


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
            "own": (own := paragraphs()),
            "unreadable": own is None,
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
        {
            "title": _("If somebody is in danger"),
            "own": (own := paragraphs()),
            "unreadable": own is None,
        },
    )


def paragraphs() -> list[str] | None:
    """The operator's own text in place of ours; empty where there is none. None where it cannot be
    read any more, as it could at the start: whoever is in danger is not kept waiting for a file."""
    if settings.DANGER_PROTOCOL is None:
        return []
    try:
        text = Path(settings.DANGER_PROTOCOL).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        logger.exception("The protocol for danger cannot be read.")
        return None
    return [part.strip() for part in text.split("\n\n") if part.strip()]
