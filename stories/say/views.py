"""The form, and what becomes of a post of it."""

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

from stories import places
from stories.categories import CATEGORIES, QUESTIONS
from stories.outage import AWAY, RETRY_AFTER
from stories.say import forms, intake, throttle
from stories.say.forms import Draft
from stories.say.nonce import Expired, issue, read
from stories.testimony import MAX_CHARACTERS, MAX_EXAMPLES, Occurrence


@require_http_methods(["GET", "HEAD", "POST"])
def say(request: HttpRequest) -> HttpResponse:
    """GET: the form. POST: sends it, adds an example to it, or shows it once more."""
    if request.method != "POST":
        return _form(request, _with_nonce(Draft()))
    draft = forms.read(request)
    try:
        return _act(request, draft)
    except (*AWAY, DatabaseError):
        draft.problems.insert(
            0,
            _(
                "Something here is not answering at the moment. Nothing was sent and nothing was "
                "kept. Your words are all below. Please try again in a minute."
            ),
        )
        return _form(request, draft, status=503, retry_after=RETRY_AFTER)


# Its refusals hand her words back: see metoo.middleware.SameSite.
say.keeps_words = True  # type: ignore[attr-defined]


def _act(request: HttpRequest, draft: Draft) -> HttpResponse:
    if request.from_elsewhere:  # type: ignore[attr-defined]
        return _refused_as_foreign(request, draft)
    seconds = throttle.wait(request, what="send" if draft.action == "send" else "other")
    if seconds:
        return _refused_as_too_many(request, draft, seconds)
    if draft.action == "add":
        return _one_more(request, draft)
    if draft.action == "check":
        return _form(request, _with_nonce(draft), notice=True)
    if not draft.sound:
        return _form(request, _with_nonce(draft), status=422)
    return _send(request, draft)


def _send(request: HttpRequest, draft: Draft) -> HttpResponse:
    today, language = timezone.now().date(), translation.get_language() or "en"
    try:
        taken = intake.take(
            draft.testimony(language),
            nonce=read(draft.nonce, today),
            content=draft.content(language),
            day=today,
        )
    except Expired:
        draft.problems.append(
            _(
                "This form had been open for too long, so it was not sent. Nothing was kept. "
                "Your words are all below. Press send once more."
            )
        )
        return _form(request, _with_nonce(draft), status=422)
    except intake.SentOtherwise:
        draft.problems.append(
            _(
                "This form was already sent once, and what it said then has arrived. What is "
                "below now is different, and was not sent. One person is counted once; to send "
                "these words as well would count you twice."
            )
        )
        return _form(request, draft, status=422)
    return HttpResponse(_answer(language, taken.has_words))


@lru_cache(maxsize=64)
def _answer(language: str, has_words: bool) -> str:
    """The page that says it arrived. It says nothing of what, so it is made once."""
    return render_to_string("say/arrived.html", {"has_words": has_words, **_place()})


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
    # A form without examples has room for one, folded away.
    examples = draft.examples or [Occurrence()]
    context = {
        "draft": draft,
        "examples": [
            _fields(position, example, draft.example_problems.get(position, ""))
            for position, example in enumerate(examples)
        ],
        "open": bool(draft.action),
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


def _fields(position: int, example: Occurrence, problem: str) -> dict[str, Any]:
    return {
        "number": position + 1,
        "prefix": f"examples-{position}",
        "text": example.text,
        "problem": problem,
        "choices": [
            {
                "name": name,
                "question": QUESTIONS[name],
                "options": choices.choices,
                "chosen": getattr(example, name),
            }
            for name, choices in CATEGORIES.items()
        ],
    }


def _place() -> dict[str, Any]:
    return {"demonstration": settings.DEMO}
