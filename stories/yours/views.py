"""Coming back with a receipt: what became of it, and what she can do."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from stories import envelopes, lifecycle, places
from stories.lifecycle import Conflict
from stories.models import State
from stories.outage import AWAY, RETRY_AFTER
from stories.random_keys import random_key
from stories.receipts import Misspelt, NotWords
from stories.say import forms, posted, throttle
from stories.say.forms import Draft
from stories.say.intake import sealed
from stories.say.text import normalised
from stories.testimony import MAX_CHARACTERS, MAX_EXAMPLES, Occurrence, shown
from stories.yours.found import Found, find


@dataclass
class Asked:
    """One post, and what the page that answers it says."""

    words: str = ""
    action: str = ""
    answer: str = ""
    keep: bool = True
    draft: Draft = field(default_factory=Draft)
    problems: list[str] = field(default_factory=list)
    misspelt: tuple[Misspelt, ...] = ()
    done: str = ""
    status: int = 200
    retry_after: int = 0


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
    return _page(asked, _done(asked, found))


def _done(asked: Asked, found: Found) -> Found:
    """Does what she asks for. Returns what there is after that."""
    act = _ACTS.get(asked.action)
    if act is None:
        return found
    try:
        act(asked, found)
    except Conflict:
        asked.status = 409
        asked.problems.append(
            _(
                "It has changed since this page was made, so nothing was done. This is how "
                "it is now."
            )
        )
    return find(asked.words) or found


def _withdraw(asked: Asked, found: Found) -> None:
    try:
        lifecycle.withdraw(found.submission.pk)
    except Conflict:
        # Her new words took the place of the old ones in this very moment: it is those now.
        now = find(asked.words)
        if now is None or now.submission.pk == found.submission.pk:
            raise
        lifecycle.withdraw(now.submission.pk)


def _agree(asked: Asked, found: Found) -> None:
    edited = found.edited()
    if edited is None:
        raise Conflict
    lifecycle.agree(found.submission.pk, edited)
    asked.done = _("You agreed. It comes out with a later release.")


def _answer(asked: Asked, found: Found) -> None:
    if not found.question() or found.submission.sealed_to is None:
        raise Conflict
    too_many = len(asked.answer) - MAX_CHARACTERS
    if not asked.answer or too_many > 0:
        asked.status = 422
        asked.problems.append(
            _("That is longer than there is room for, by %(count)d. All of it is still here.")
            % {"count": too_many}
            if asked.answer
            else _("There was nothing in your answer, so nothing was sent.")
        )
        return
    submission = found.submission
    envelope = envelopes.shut_message(
        asked.answer,
        to=bytes(found.submission.sealed_to.public),
        key=submission.pk,
        field=envelopes.FROM_HER,
        version=submission.version,
    )
    lifecycle.answer(submission.pk, from_her=envelope, sealed_to=found.submission.sealed_to.number)
    asked.answer = ""
    asked.done = _("Your answer arrived. It waits to be read.")


def _replace(asked: Asked, found: Found) -> None:
    testimony = asked.draft.testimony(translation.get_language() or "en")
    if not asked.draft.sound or not testimony.has_words:
        asked.status, asked.action = 422, "rewrite"
        if asked.draft.sound:
            asked.problems.append(_("There are no words in it yet. Nothing was changed."))
        return
    if testimony.see_first and asked.keep and found.submission.state == State.PUBLISHED:
        asked.status, asked.action = 422, "rewrite"
        asked.problems.append(
            _(
                "To see the new words first, let the old ones go now: only one of the two can "
                "wait for you. Nothing was changed."
            )
        )
        return
    key = random_key()
    lifecycle.replace(
        found.submission.pk,
        sealed(testimony, key=key),
        key=key,
        day=timezone.now().date(),
        keep=asked.keep,
    )
    asked.done = _("Your new words arrived. They wait to be read, like any others.")


def _add(asked: Asked, found: Found) -> None:
    asked.action = "rewrite"
    if len(asked.draft.examples) < MAX_EXAMPLES:
        asked.draft.examples.append(Occurrence())


_ACTS: dict[str, Callable[[Asked, Found], None]] = {
    "withdraw": _withdraw,
    "agree": _agree,
    "answer": _answer,
    "replace": _replace,
    "add": _add,
}


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
    response = HttpResponse(render_to_string(template, context), status=asked.status)
    if asked.retry_after:
        response.headers["Retry-After"] = str(asked.retry_after)
    return response


def _is_rewriting(asked: Asked, found: Found) -> bool:
    return asked.action == "rewrite" and found.submission.has_words and not found.is_over


def _found(asked: Asked, found: Found) -> dict[str, Any]:
    edited = found.edited()
    return {
        "state": found.submission.state,
        "has_words": found.submission.has_words,
        "is_over": found.is_over,
        "is_being_replaced": found.is_being_replaced(),
        "language": found.submission.language,
        "question": found.question(),
        "edited": shown(edited.examples) if edited else None,
        "countries": places.countries(translation.get_language() or "en"),
        "examples": forms.fields(asked.draft),
        "more": len(asked.draft.examples) < MAX_EXAMPLES,
        "most_characters": MAX_CHARACTERS,
        "draft": asked.draft,
        # What would not be on the page otherwise: nothing typed is lost.
        "typed": _typed(asked) if asked.problems and asked.action != "rewrite" else [],
    }


def _typed(asked: Asked) -> list[str]:
    """All that she typed but for the receipt."""
    texts = [asked.answer, *(example.text for example in asked.draft.examples)]
    return [text for text in texts if text]
