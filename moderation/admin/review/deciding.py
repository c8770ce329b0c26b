"""What a moderator does with a submission that she has read."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from moderation import claims, decisions, four_eyes
from moderation.accounts.people import signed_in
from moderation.admin.review import lately
from moderation.admin.review.drafting import MOST_SAID, Draft, draft_of
from moderation.admin.review.moving_on import following, gone
from moderation.admin.review.sheet import Opened, sheet
from moderation.decisions import NoWordsLeft
from moderation.editing import Added
from moderation.models import REASONS, Decision, Kind, Reason
from stories.lifecycle import Conflict
from stories.models import Submission

# What the button below the protocol sends.
MARK = "mark"


class _NotYet(Exception):
    """Something is missing. Its text says what, to the moderator alone: it is put on the page."""


def decide(request: HttpRequest, submission: Submission, opened: Opened) -> HttpResponse:
    """Does what she asks for. Where that cannot be, the page comes back with all that is in it."""
    draft = draft_of(request, opened.testimony)
    wanted = request.POST.get("decision", "")
    if wanted == Kind.DANGER:
        # It is marked after she has read what to do, and not by one press.
        return sheet(request, submission, opened, draft)
    if wanted in ("hard", MARK):
        # Nothing had said so before, or she says more than was said.
        claims.count_hard(signed_in(request), submission.pk)
    act = _ACTS.get(wanted)
    if act is None:
        return sheet(request, submission, opened, draft)
    try:
        decision = act(request, submission, opened, draft)
    except Conflict:
        return gone(request, submission.pk)
    except (_NotYet, NoWordsLeft, Added) as fault:
        said = [_why_not(fault), _("Nothing was decided.")]
        return sheet(request, submission, opened, draft, problems=said, status=422)
    if decision.kind == Kind.DANGER:
        submission.refresh_from_db(fields=["lane"])
        _tell(request, decision, _("It is marked, and read before all others."))
        response = sheet(request, submission, opened, draft)
        lately.remember(request, response, decision)
        return response
    _tell(request, decision, _said(decision, see_first=opened.testimony.see_first))
    return _next(request, submission, decision)


def decline_unopened(request: HttpRequest, submission: Submission) -> HttpResponse:
    """Declines what does not open."""
    reason = _reason(request.POST.get("reason", ""))
    if reason is None:
        messages.error(request, _("Choose a reason for declining. Nothing was decided."))
        return redirect("admin:review-read", number=submission.pk)
    try:
        decision = decisions.decline(submission, by=signed_in(request), reason=reason)
    except Conflict:
        return gone(request, submission.pk)
    _tell(request, decision, _said(decision, see_first=False))
    return _next(request, submission, decision)


def _publish(
    request: HttpRequest, submission: Submission, opened: Opened, draft: Draft
) -> Decision:
    if draft.reason:
        # Nobody knows which of the two she meant.
        raise _NotYet(_("A reason to decline is chosen beside it: publish it, or decline it?"))
    return decisions.publish(
        submission,
        opened.testimony,
        by=signed_in(request),
        edited=draft.edited(opened.testimony),
        first=opened.first,
    )


def _count(request: HttpRequest, submission: Submission, opened: Opened, draft: Draft) -> Decision:
    reason = _reason(draft.reason) or Reason.UNSAFE
    return decisions.count(submission, opened.testimony, by=signed_in(request), reason=reason)


def _decline(
    request: HttpRequest, submission: Submission, opened: Opened, draft: Draft
) -> Decision:
    reason = _reason(draft.reason)
    if reason is None:
        raise _NotYet(_("Choose a reason for declining."))
    _fits(draft.told)
    return decisions.decline(submission, by=signed_in(request), reason=reason, told=draft.told)


def _ask(request: HttpRequest, submission: Submission, opened: Opened, draft: Draft) -> Decision:
    if submission.receipt is None:
        raise _NotYet(_("Nothing leads back to its author, so nobody can ask her."))
    if not draft.question:
        raise _NotYet(_("Write the question first."))
    _fits(draft.question)
    return decisions.ask(submission, draft.question, by=signed_in(request))


def _refer(request: HttpRequest, submission: Submission, opened: Opened, draft: Draft) -> Decision:
    try:
        return decisions.refer(submission.pk, by=signed_in(request))
    except decisions.NothingThere:
        raise _NotYet(
            _("It is a lead's already. To leave it to another one, pass it on, above.")
        ) from None


def _danger(request: HttpRequest, submission: Submission, opened: Opened, draft: Draft) -> Decision:
    try:
        return decisions.danger(submission.pk, by=signed_in(request))
    except decisions.NothingThere:
        raise _NotYet(_("It is marked already.")) from None


_ACTS: dict[str, Callable[[HttpRequest, Submission, Opened, Draft], Decision]] = {
    Kind.PUBLISH: _publish,
    Kind.COUNT: _count,
    Kind.DECLINE: _decline,
    Kind.ASK: _ask,
    Kind.REFER: _refer,
    MARK: _danger,
}


def _fits(text: str) -> None:
    """Raises _NotYet for more than she can be sent."""
    if len(text) > MOST_SAID:
        said = _("There is room for %(most)d characters, and this has %(count)d. Nothing is cut.")
        raise _NotYet(said % {"most": MOST_SAID, "count": len(text)})


def _reason(chosen: str) -> Reason | None:
    return Reason(chosen) if chosen in REASONS[Kind.DECLINE] else None


def _why_not(fault: Exception) -> str:
    if isinstance(fault, NoWordsLeft):
        return _("No word is left of it. Count it without words instead.")
    if isinstance(fault, Added):
        return _("Something stands there that is not in her words. It is shown below.")
    return str(fault)


def _said(decision: Decision, *, see_first: bool) -> str:
    """What is said of a decision. Never a word of a testimony: messages are kept in a cookie or a
    session."""
    if decision.reason == Reason.DIFFER:
        if decision.submission_id and four_eyes.nobody_new(decision.submission_id):
            return _(
                "Two have read it differently now, so a lead decides. Every lead has read it "
                "already, so it may be one of them."
            )
        return _("Two have read it differently now, so a lead decides who has not read it.")
    if see_first and decision.kind in (Kind.PUBLISH, Kind.EDIT):
        return _("It went back to its author, who asked to see it first.")
    said = {
        Kind.PUBLISH: _("Published: it waits for the next release."),
        Kind.EDIT: _("Published as you edited it: it waits for the next release."),
        Kind.FIRST: _("Your yes is kept. Somebody else reads it too before it is published."),
        Kind.COUNT: _("Counted without its words."),
        Kind.DECLINE: _("Declined. Its words are destroyed with the next release."),
        Kind.ASK: _("The question waits for its author."),
        Kind.REFER: _("A lead reads it now."),
    }
    return said[Kind(decision.kind)]


def _tell(request: HttpRequest, decision: Decision, said: str) -> None:
    """Says what was decided, with the way to undo just that."""
    undo = "" if decision.reason == Reason.DIFFER else str(decision)
    messages.success(request, said, extra_tags=undo)


def _next(request: HttpRequest, submission: Submission, decision: Decision) -> HttpResponse:
    claims.settle(submission.pk)
    response = following(request)
    lately.remember(request, response, decision)
    return response
