"""What is decided of many at once: of all statuses, and of a lot."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from moderation import decisions, lots, seconds, sittings, unlocking
from moderation.accounts.people import signed_in
from moderation.admin.page import may_screen, page, posts_only
from moderation.admin.review.moving_on import over
from moderation.models import REASONS, Decision, Fate, Kind, Lot, Reason
from moderation.seconds import Second
from stories import envelopes
from stories.flags import Lane, Topic
from stories.lifecycle import Conflict
from stories.sealing import Unopenable
from stories.testimony import shown

_may_decide = permission_required(decisions.PERMISSIONS[Kind.DISCARD], raise_exception=True)
# So many are opened to see what a lot is.
SAMPLE = 3


@may_screen
@posts_only(leads_to="admin:review")
def statuses(request: HttpRequest) -> HttpResponse:
    """Holds or resumes the lot of statuses."""
    acts: dict[str, Callable[..., Decision]] = {
        Kind.HOLD: decisions.hold_statuses,
        Kind.RESUME: decisions.resume_held,
    }
    act = acts.get(request.POST.get("decision", ""))
    try:
        if act is None:
            raise ValueError
        decision = act(by=signed_in(request), reason=Reason(request.POST.get("reason", "")))
    except decisions.NothingThere:
        messages.warning(request, _("There were none any more. Nothing was decided."))
    except ValueError:
        messages.error(request, _("Choose what to do and why. Nothing was decided."))
    else:
        messages.success(request, _said(decision))
    return redirect("admin:review")


@_may_decide
@require_http_methods(["GET", "HEAD"])
def all_lots(request: HttpRequest) -> HttpResponse:
    """What a lead has to decide, and what she can take back."""
    me, urgent = signed_in(request), lots.in_danger()
    return page(
        request,
        "admin/review/lots.html",
        {
            "title": _("What is held"),
            "to_decide": [
                (lot, lots.inside(lot).count(), urgent.get(lot.pk, 0)) for lot in lots.to_decide()
            ],
            "to_take_back": [
                (lot, lots.inside(lot).count(), lots.days_left(lot), urgent.get(lot.pk, 0))
                for lot in lots.to_take_back()
            ],
            "me": me.pk,
        },
    )


@_may_decide
@require_http_methods(["GET", "HEAD", "POST"])
def one_lot(request: HttpRequest, number: int) -> HttpResponse:
    """One lot: how many, what is known of them, a sample for the asking, and the decision."""
    lot = Lot.objects.filter(pk=number).first()
    if lot is None:
        return _decided_meanwhile(request)
    if request.method != "POST":
        return _shown(request, lot)
    if request.POST.get("decision") == "sample":
        return _sample(request, lot)
    try:
        decision = _decide(request, lot)
    except seconds.Tied:
        problem = _("Nothing was decided: it takes another lead. Why stands below.")
        return _shown(request, lot, problem=problem)
    except (Conflict, decisions.NothingThere):
        return _decided_meanwhile(request)
    except ValueError:
        problem = _("Choose what to do and why. Nothing was decided.")
        return _shown(request, lot, problem=problem)
    messages.success(request, _said(decision))
    return redirect("admin:review-lots")


def _decide(request: HttpRequest, lot: Lot) -> Decision:
    """Raises ValueError for nonsense, and what `moderation.lots` raises."""
    wanted, by = request.POST.get("decision", ""), signed_in(request)
    if wanted == Kind.RESTORE:
        return lots.restore(lot, by=by)
    if wanted == Kind.RECALL:
        return lots.recall(lot, by=by)
    acts: dict[str, Callable[..., Decision]] = {
        Kind.RELEASE: lots.release,
        Kind.TALLY: lots.tally,
        Kind.PROPOSE: lots.propose,
        Kind.DISCARD: lots.discard,
    }
    if wanted not in acts:
        raise ValueError(wanted)
    return acts[wanted](lot, by=by, reason=Reason(request.POST.get("reason", "")))


def _decided_meanwhile(request: HttpRequest) -> HttpResponse:
    messages.warning(
        request,
        _(
            "That was not possible: somebody decided it meanwhile, or it was you who asked for it "
            "to be discarded. Nothing was changed."
        ),
    )
    return redirect("admin:review-lots")


def _second(lot: Lot, person: User) -> Second | None:
    """Whether she may agree to what a lead asked; None where nobody asks, or not any more."""
    if lot.asked_by_id is None or not lots.is_asked(lot):
        return None
    return seconds.second(person, first=lot.asked_by_id, now=seconds.ties())


def _offered(lot: Lot, second: Second | None) -> list[dict[str, Any]]:
    if lot.fate not in (Fate.OPEN, Fate.ASKED):
        return []
    more = {None: [Kind.PROPOSE], Second.MAY: [Kind.DISCARD]}.get(second, [])
    offers = [Kind.RELEASE, Kind.TALLY, *more]
    return [{"kind": kind, "reasons": REASONS[kind]} for kind in offers]


def _shown(
    request: HttpRequest,
    lot: Lot,
    *,
    sample: "Sample | None" = None,
    problem: str = "",
) -> HttpResponse:
    inside, me = lots.inside(lot), signed_in(request)
    second = _second(lot, me)
    by_topics = inside.order_by().values_list("topics").annotate(Count("pk"))
    topics = dict(by_topics)
    return page(
        request,
        "admin/review/lot.html",
        {
            "title": lot.get_kind_display(),
            "lot": lot,
            "number": inside.count(),
            "words": inside.filter(has_words=True).count(),
            "urgent": inside.filter(lane=Lane.URGENT).count(),
            "topics": [
                (topic.label, sum(topics[mask] for mask in topics if mask & topic))
                for topic in Topic
                if any(mask & topic for mask in topics)
            ],
            "offers": _offered(lot, second),
            "second": second.name if second else "",
            "why_not": seconds.WHY_NOT,
            "can_be_taken_back": lot in lots.to_take_back(),
            "days_left": lots.days_left(lot),
            "most": SAMPLE,
            "sitting": sittings.of(me),
            "until_release": lot.fate == Fate.COUNTED,
            "sample": sample,
            "problem": problem,
        },
        status=422 if problem else 200,
    )


def _sample(request: HttpRequest, lot: Lot) -> HttpResponse:
    """A few of them by lot, opened. Each hard one counts in her sitting."""
    try:
        return _shown(request, lot, sample=_opened(request, lot))
    except unlocking.Shut:
        return redirect(f"{reverse('admin:unlock')}?{urlencode({'next': request.path})}")
    except sittings.NotSitting:
        messages.info(request, _("Words are read in a sitting. Begin one first."))
        return over(request)


@dataclass
class Sample:
    """What was opened, and how many stay shut: beyond what she agreed to, or not as they came."""

    opened: list[dict[str, Any]] = field(default_factory=list)
    hard: int = 0
    many: int = 0
    damaged: int = 0


def _opened(request: HttpRequest, lot: Lot) -> Sample:
    """Raises Shut, NotSitting."""
    person, sample = signed_in(request), Sample()
    pairs = unlocking.keys_of(request, person)
    # The same ones each time, or asking again would be a way to browse: the first by their keys,
    # which are random.
    some = lots.inside(lot).filter(has_words=True).select_related("sealed_to").order_by("pk")
    for submission in some[:SAMPLE]:
        pair = pairs.get(submission.sealed_to_id or 0)
        if pair is None:
            raise unlocking.Shut
        hard = sittings.is_hard(submission)
        try:
            sittings.open_one(person, hard=hard)
            opened = envelopes.opened_testimony(submission, pair)
        except sittings.HardOnesRead:
            sample.hard += 1
        except sittings.LetGoOfMany:
            sample.many += 1
        except Unopenable:
            sample.damaged += 1
        else:
            read = {"language": submission.language, "examples": shown(opened.examples)}
            sample.opened.append(read)
    return sample


def _said(decision: Decision) -> str:
    number = decision.number
    if decision.kind == Kind.HOLD:
        said = ngettext("%(count)d status is held.", "%(count)d statuses are held.", number)
    elif decision.kind in (Kind.RESUME, Kind.RELEASE):
        said = ngettext("%(count)d waits again.", "%(count)d wait again.", number)
    elif decision.kind == Kind.TALLY:
        said = ngettext(
            "%(count)d is counted without words. That can be taken back until the next release.",
            "%(count)d are counted without words. That can be taken back until the next release.",
            number,
        )
    elif decision.kind == Kind.PROPOSE:
        said = _("Another lead is asked. Until she agrees, all of it is held.")
    elif decision.kind == Kind.RECALL:
        said = _("You have taken that back. It is held, and nobody is asked to discard it.")
    elif decision.kind == Kind.RESTORE:
        said = ngettext("%(count)d is held again.", "%(count)d are held again.", number)
    else:
        said = ngettext(
            "%(count)d is discarded. It can be taken back for seven days.",
            "%(count)d are discarded. They can be taken back for seven days.",
            number,
        )
    return said % {"count": number}
