"""The page of one submission: what came and what would stand, side by side; and the decisions."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from moderation import claims, four_eyes, returns, sittings, undoing
from moderation.accounts.people import signed_in
from moderation.admin.page import page
from moderation.admin.review import protocol
from moderation.admin.review.card import card_of, inside
from moderation.admin.review.drafting import MOST_SAID, Draft, side_by_side
from moderation.models import REASONS, Kind
from moderation.queue import much_like
from stories.categories import Note
from stories.flags import Lane
from stories.models import Submission
from stories.testimony import Testimony


@dataclass(frozen=True, slots=True)
class Opened:
    """What a moderator has before her."""

    testimony: Testimony
    # Of its author, to what the desk asked; empty where there is none.
    answer: str = ""
    # As a first reader would publish it. Never shown: the second must not know it.
    first: Testimony | None = None


def sheet(
    request: HttpRequest,
    submission: Submission,
    opened: Opened,
    draft: Draft,
    *,
    problems: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page, with everything that she has put in it so far."""
    read = opened.testimony
    return page(
        request,
        "admin/review/read.html",
        {
            "title": _("One submission"),
            "card": card_of(submission) | inside(read),
            "examples": list(side_by_side(read, draft)),
            "alike": much_like(submission),
            "answer": opened.answer.split("\n\n") if opened.answer else [],
            "reasons": REASONS[Kind.DECLINE],
            "notes": [(note, note.label, note.value in draft.notes) for note in Note],
            "draft": draft,
            "problems": problems or [],
            "reachable": submission.receipt is not None,
            "unsent": draft.holds_something(read, told=told_by_default(read.language)),
            "danger": submission.lane == Lane.URGENT,
            "marked": undoing.is_marked(submission.pk),
            "asks_danger": request.POST.get("decision") == Kind.DANGER,
            **protocol.said(),
            "again": four_eyes.decides_again(submission, signed_in(request))
            and four_eyes.nobody_new(submission.pk),
            "sitting": sittings.of(signed_in(request)),
            "counted": claims.is_counted(submission.pk),
            "most_said": MOST_SAID,
            "told_in": told_in(read.language, draft.told),
            "had": returns.ticket(signed_in(request), submission.pk),
        },
        status=status,
    )


_TOLD = gettext_noop(
    "We could not publish this safely. It says nothing about whether you are believed."
)


def told_by_default(language: str) -> str:
    """What its author is told of a decline unless the moderator says more, in her language, or in
    English where nobody has translated it. It never doubts."""
    with translation.override(language):
        return _(_TOLD)


def told_in(language: str, told: str) -> str:
    """In which language that stands which she is told: hers, unless it is still our own sentence,
    and that is in English."""
    return "en" if told == _TOLD else language
