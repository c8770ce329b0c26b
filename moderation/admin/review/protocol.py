"""What a moderator reads first where somebody is in danger."""

import logging
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from moderation.admin.page import may_screen, page

logger = logging.getLogger(__name__)


@may_screen
@require_safe
def read_protocol(request: HttpRequest) -> HttpResponse:
    """On a page of its own, to read before anything has happened. Where she has one open it stands
    on its sheet, so that she leaves nothing that she typed."""
    title = _("If somebody is in danger")
    return page(request, "admin/review/protocol.html", {"title": title, **said()})


def said() -> dict[str, Any]:
    """For `what_to_do.html`: the operator's paragraphs, and whether they cannot be read."""
    own = paragraphs()
    return {"own": own, "unreadable": own is None}


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
