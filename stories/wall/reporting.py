"""Telling the desk about a story: what is wrong with it, and nothing about who says so."""

import datetime

from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from stories import throttle
from stories.models import Concern, Report
from stories.wall import reading
from stories.wall.pages import page


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, number: int) -> HttpResponse:
    """GET: the form. POST: the desk is told. A story that is not on the wall is none."""
    if request.method != "POST":
        if reading.story(number) is None:
            raise Http404
        return _form(number, kept=True)
    seconds = throttle.wait(request, what="report")
    # Django reads nothing else, and browsers send nothing else.
    request.encoding = "utf-8"
    chosen = request.POST.get("reason", "")
    if seconds:
        return _too_many(number, chosen, seconds)
    if chosen not in Concern.values:
        problem = _("Choose what is wrong with it. Nothing was sent, and nothing was kept.")
        return _form(number, problem=problem, status=422)
    if not told(number, Concern(chosen), day=timezone.now().date()):
        raise Http404
    return page("wall/reported.html", {"number": number, "concern": chosen}, kept=False)


def told(story: int, concern: Concern, *, day: datetime.date) -> bool:
    """Tells the desk that somebody said so of a story, on `day`. Returns whether it is on the
    wall. Nothing happens by the number: a crowd could silence her."""
    with transaction.atomic():
        if not reading.holds(story):
            return False
        new = Report(story_id=story, concern=concern, day=day)
        Report.objects.bulk_create([new], ignore_conflicts=True)
        Report.objects.filter(story=story, concern=concern).update(number=F("number") + 1)
    return True


def _too_many(number: int, chosen: str, seconds: int) -> HttpResponse:
    minutes = -(-seconds // 60)
    problem = ngettext(
        "More is coming in at once than we can take. Nothing was sent, and nothing was kept. "
        "Please try again in %(count)d minute.",
        "More is coming in at once than we can take. Nothing was sent, and nothing was kept. "
        "Please try again in %(count)d minutes.",
        minutes,
    ) % {"count": minutes}
    response = _form(number, chosen=chosen, problem=problem, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def _form(
    number: int, *, chosen: str = "", problem: str = "", status: int = 200, kept: bool = False
) -> HttpResponse:
    context = {"number": number, "chosen": chosen, "problem": problem, "concerns": Concern}
    return page("wall/report.html", context, status=status, kept=kept)
