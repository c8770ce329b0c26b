"""The form, and what becomes of a post of it."""

import logging
from dataclasses import replace
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from stories import envelopes, places, receipts, throttle
from stories.encodings import packed
from stories.known import Known, known_of
from stories.outage import AWAY, RETRY_AFTER
from stories.say import forms, intake, pointers, posted
from stories.say.forms import Draft
from stories.say.identifiers import Find
from stories.say.nonce import Expired, issue, read
from stories.testimony import MAX_CHARACTERS, MAX_EXAMPLES, Occurrence

logger = logging.getLogger(__name__)

# Stands in the kept answer where the receipt goes.
_RECEIPT = "\u2026receipt\u2026".encode()


@require_http_methods(["GET", "HEAD", "POST"])
def say(request: HttpRequest) -> HttpResponse:
    """GET: the form. POST: sends it, adds an example to it, or shows it once more."""
    if request.method != "POST":
        # Nothing of what was asked is in it, and no word of hers.
        return packed(request, _form(request, _with_nonce(Draft())))
    post, draft = posted.read(request), Draft()
    try:
        # What is refused anyway is not made plain first: that would keep the server busy.
        foreign = bool(request.from_elsewhere)  # type: ignore[attr-defined]
        sends = post.action == "send" and not foreign
        seconds = throttle.wait(request, what="send" if sends else "other")
        draft = forms.draft_of(post, plain=not (foreign or seconds))
        if foreign:
            return _refused_as_foreign(request, draft)
        if seconds:
            return _refused_as_too_many(request, draft, seconds)
        return _act(request, draft)
    except (*AWAY, DatabaseError):
        logger.exception("Taking in failed.")
        return _refused_as_away(request, draft if draft.action else forms.draft_of(post))


# Its refusals hand her words back: see metoo.middleware.SameSite.
say.keeps_words = True  # type: ignore[attr-defined]


def _act(request: HttpRequest, draft: Draft) -> HttpResponse:
    if draft.action == "add":
        return _one_more(request, draft)
    if not draft.sound:
        return _form(request, _with_nonce(draft), status=422)
    if draft.action == "check":
        return _form(request, _with_nonce(draft), notice=True)
    language = translation.get_language() or "en"
    known = known_of(draft.examples, otherwise=language)
    if not draft.confirmed and any(known.finds):
        return _pointers(_with_nonce(draft), known.finds)
    try:
        return _send(request, draft, known)
    except intake.TakenBack:
        return _refused_as_taken_back(request, draft)


def _send(request: HttpRequest, draft: Draft, known: Known) -> HttpResponse:
    today, language = timezone.now().date(), translation.get_language() or "en"
    try:
        nonce = read(draft.nonce, today)
        draft.tried = True
        taken = intake.take(
            draft.testimony(language),
            nonce=nonce,
            content=draft.content(language),
            day=today,
            known=known,
        )
    except Expired:
        draft.problems.append(
            _(
                "This form had been open for too long, so it was not sent. Nothing was kept. "
                "Your words are all below. Press send once more."
            )
        )
        return _form(request, _with_nonce(draft), status=422)
    except envelopes.NoDesk:
        draft.problems.append(
            _(
                "This place is not open for words yet: there is nobody at the desk to read them. "
                "Nothing was sent and nothing was kept. Your words are all below."
            )
        )
        return _form(request, draft, status=503, retry_after=3600)
    except intake.SentOtherwise:
        draft.problems.append(
            _(
                "This form was already sent once, and what it said then has arrived. What is "
                "below now is different, and was not sent. One person is counted once; to send "
                "these words as well would count you twice."
            )
        )
        return _form(request, draft, status=422)
    answer = _answer(language, taken.has_words, taken.see_first)
    return HttpResponse(answer.replace(_RECEIPT, taken.receipt.encode()))


@lru_cache(maxsize=64)
def _answer(language: str, has_words: bool, see_first: bool) -> bytes:
    """The page that says it arrived. It says nothing of what, so it is made once, and the words
    of a receipt, which are letters alone, are put into its place."""
    context = {
        "has_words": has_words,
        "see_first": see_first,
        "receipt": _RECEIPT.decode(),
        "receipt_language": receipts.language_of_list(language),
    }
    return render_to_string("say/arrived.html", context | _place()).encode()


def _pointers(draft: Draft, finds: list[list[Find]]) -> HttpResponse:
    """Her words with what may point to someone marked in them, and a choice for each."""
    examples = pointers.marked(draft.examples, finds)
    context = {"draft": draft, "examples": examples, **_place()}
    return HttpResponse(render_to_string("say/pointers.html", context))


def _refused_as_away(request: HttpRequest, draft: Draft) -> HttpResponse:
    """A connection that breaks while something is stored does not say whether it was."""
    draft.problems.insert(
        0,
        _(
            "Something here is not answering at the moment, so we cannot say whether it arrived. "
            "Your words are all below. Press send again in a minute: from this page it is never "
            "counted twice."
        )
        if draft.tried
        else _(
            "Something here is not answering at the moment. Nothing was sent and nothing was "
            "kept. Your words are all below. Please try again in a minute."
        ),
    )
    return _form(request, draft, status=503, retry_after=RETRY_AFTER)


def _refused_as_taken_back(request: HttpRequest, draft: Draft) -> HttpResponse:
    draft.problems.append(
        _("You took this back. It was not sent again. To send it after all, press send once more.")
    )
    # Another number: it would be something else that she sends.
    return _form(request, _with_nonce(replace(draft, nonce="")), status=409)


def _refused_as_foreign(request: HttpRequest, draft: Draft) -> HttpResponse:
    draft.problems.append(
        _(
            "This came by way of another site, so it was not sent. Nothing was kept. If these "
            "are your words and you meant to send them, press send below."
        )
    )
    return _form(request, _with_nonce(replace(draft, nonce="")), status=403)


def _refused_as_too_many(request: HttpRequest, draft: Draft, seconds: int) -> HttpResponse:
    minutes = -(-seconds // 60)
    draft.problems.append(
        ngettext(
            "More is coming in at once than we can take. Nothing was sent and nothing was kept. "
            "Your words are all below. Please try again in %(count)d minute.",
            "More is coming in at once than we can take. Nothing was sent and nothing was kept. "
            "Your words are all below. Please try again in %(count)d minutes.",
            minutes,
        )
        % {"count": minutes}
    )
    return _form(request, draft, status=429, retry_after=seconds)


def _one_more(request: HttpRequest, draft: Draft) -> HttpResponse:
    if len(draft.examples) < MAX_EXAMPLES:
        draft.examples.append(Occurrence())
        return _form(request, _with_nonce(draft), focus=len(draft.examples) - 1)
    draft.problems.append(_("There is room for %(most)d examples.") % {"most": MAX_EXAMPLES})
    return _form(request, _with_nonce(draft), status=422)


def _with_nonce(draft: Draft) -> Draft:
    """The draft with a number that will be taken: its own if it still lives."""
    today = timezone.now().date()
    try:
        read(draft.nonce, today)
    except Expired:
        draft.nonce = issue(today)
    return draft


def _form(
    request: HttpRequest,
    draft: Draft,
    *,
    status: int = 200,
    retry_after: int = 0,
    notice: bool = False,
    focus: int = -1,
) -> HttpResponse:
    context = {
        "draft": draft,
        "examples": (examples := forms.fields(draft)),
        "open": draft.says_something or draft.action in {"add", "check"},
        "more": len(examples) < MAX_EXAMPLES,
        "focus": focus,
        "notice": notice,
        "countries": places.countries(translation.get_language() or "en"),
        "most_characters": MAX_CHARACTERS,
        "most_examples": MAX_EXAMPLES,
        **_place(),
    }
    response = HttpResponse(render_to_string("say/form.html", context), status=status)
    if retry_after:
        response.headers["Retry-After"] = str(retry_after)
    return response


def _place() -> dict[str, Any]:
    return {"demonstration": settings.DEMO}
