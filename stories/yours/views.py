"""Coming back with a receipt: what became of it, and what she can do."""

from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from stories import places, throttle
from stories.categories import note_labels
from stories.models import State
from stories.outage import AWAY, RETRY_AFTER
from stories.receipts import NotWords
from stories.say import forms, pointers, posted
from stories.say.text import normalised
from stories.testimony import MAX_CHARACTERS, MAX_EXAMPLES, shown
from stories.yours.acts import Asked, done
from stories.yours.found import Found, find


@require_http_methods(["GET", "HEAD", "POST"])
def yours(request: HttpRequest) -> HttpResponse:
    """GET: asks for the ten words. POST: what became of it, after doing what she asks for."""
    if request.method != "POST":
        return _page(Asked(), None)
    asked = _read(request)
    try:
        return _answered(request, asked)
    except (*AWAY, DatabaseError):
        asked.problems.append(
            _(
                "Something here is not answering at the moment. Nothing was changed. What you "
                "typed is all below. Please try again in a minute."
            )
        )
        asked.status, asked.retry_after = 503, RETRY_AFTER
        return _page(asked, None)


# Its refusals hand her words back: see metoo.middleware.SameSite.
yours.keeps_words = True  # type: ignore[attr-defined]


def _read(request: HttpRequest) -> Asked:
    post = posted.read(request)
    return Asked(
        words=post.fields.get("receipt", "")[:2_000],
        action=post.action,
        answer=normalised(post.fields.get("answer", "")[: 4 * MAX_CHARACTERS]),
        seen=post.fields.get("seen", "")[:100],
        keep=post.fields.get("keep", "keep") == "keep",
        draft=forms.draft_of(post),
        problems=post.problems,
    )


def _answered(request: HttpRequest, asked: Asked) -> HttpResponse:
    if request.from_elsewhere:  # type: ignore[attr-defined]
        asked.status = 403
        asked.problems.append(
            _("This came by way of another site. Nothing was done. Press the button once more.")
        )
        return _page(asked, None)
    asked.retry_after = throttle.wait(request, what="other")
    if asked.retry_after:
        asked.status = 429
        asked.problems.append(_too_many(asked.retry_after))
        return _page(asked, None)
    try:
        found = find(asked.words)
    except NotWords as fault:
        asked.misspelt, asked.status = fault.misspelt, 422
        if not asked.misspelt:
            asked.problems.append(_("A receipt is ten words. There were more, or fewer."))
        return _page(asked, None)
    if found is None:
        return _unknown(asked)
    return _page(asked, done(asked, found))


def _too_many(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return ngettext(
        "More is coming in at once than we can take. Nothing was changed. Please try again in "
        "%(count)d minute.",
        "More is coming in at once than we can take. Nothing was changed. Please try again in "
        "%(count)d minutes.",
        minutes,
    ) % {"count": minutes}


def _unknown(asked: Asked) -> HttpResponse:
    """The same page, byte for byte, for words that were never given and for those that led to
    something once."""
    context = {"demonstration": settings.DEMO, "typed": _typed(asked)}
    return HttpResponse(render_to_string("yours/unknown.html", context))


def _page(asked: Asked, found: Found | None) -> HttpResponse:
    context: dict[str, Any] = {"asked": asked, "demonstration": settings.DEMO}
    template = "yours/words.html"
    if found is not None:
        template = "yours/rewrite.html" if _is_rewriting(asked, found) else "yours/state.html"
        context |= _found(asked, found)
        if asked.pointing:
            template = "yours/pointers.html"
            context["examples"] = pointers.marked(asked.draft.examples, asked.pointing)
    response = HttpResponse(render_to_string(template, context), status=asked.status)
    if asked.retry_after:
        response.headers["Retry-After"] = str(asked.retry_after)
    return response


def _is_rewriting(asked: Asked, found: Found) -> bool:
    return asked.action == "rewrite" and found.submission.has_words and not found.is_over


def _found(asked: Asked, found: Found) -> dict[str, Any]:
    edited, question = found.edited(), found.question()
    # What would not be on the page otherwise: nothing typed is lost, and nothing is there twice.
    hidden = asked.problems and asked.action != "rewrite"
    return {
        "state": _told(found),
        "mark": found.mark,
        "has_words": found.submission.has_words,
        "is_over": found.is_over,
        "is_being_replaced": found.is_being_replaced(),
        "language": found.submission.language,
        "question": question,
        "is_kept": found.is_kept,
        "told": found.told(),
        "notes": note_labels(edited.notes) if edited else [],
        "edited": shown(edited.examples) if edited else None,
        "countries": places.countries(translation.get_language() or "en"),
        "examples": forms.fields(asked.draft),
        "more": len(asked.draft.examples) < MAX_EXAMPLES,
        "most_characters": MAX_CHARACTERS,
        "draft": asked.draft,
        "typed": _typed(asked, but_answer=bool(question)) if hidden else [],
    }


def _told(found: Found) -> str:
    """Where it is. What is held waits: whoever sends many and is told which of them is the first to
    be held could count how many others came that day. What was discarded with a flood waits too,
    for as long as that can be taken back."""
    state = found.submission.state
    return State.WAITING if state in (State.HELD, State.DISCARDED) else state


def _typed(asked: Asked, *, but_answer: bool = False) -> list[str]:
    """All that she typed but for the receipt, and for an answer whose field the page has."""
    answer = "" if but_answer else asked.answer
    texts = [answer, *(example.text for example in asked.draft.examples)]
    return [text for text in texts if text]
