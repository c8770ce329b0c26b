"""The tables for researchers: which there are, and each as a file. 404 where there are none."""

import csv
import datetime
import io
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from stories.edition import keep
from stories.models import ResearchTable
from stories.wall import differential, reading
from stories.wall.elsewhere.sharing import VERSION, View, shared, tag
from stories.wall.elsewhere.spreadsheet import harmless
from stories.wall.meaning import meaning

_ABOUT = ("week", "first_release", "last_release", "epsilon", "delta", "scale")


def _where_there_are_any(view: View) -> View:
    """Nothing is known of an address where there are no such tables."""

    @wraps(view)
    def asked(request: HttpRequest, *parts: object, **named: object) -> HttpResponse:
        if settings.RESEARCH_EPSILON is None:
            raise Http404
        return view(request, *parts, **named)

    return asked


@_where_there_are_any
@shared
def index(request: HttpRequest) -> HttpResponse:
    """Which weeks have a table, the last one first."""
    tables = ResearchTable.objects.order_by("-week").defer("axes", "counts")
    said = {
        "version": VERSION,
        "meaning": _means(),
        "demonstration": settings.DEMO,
        "tables": [{**_about(one), "address": address(one.week)} for one in tables],
    }
    return keep(JsonResponse(said), tag=tag(reading.latest()))


@_where_there_are_any
@shared
def table(request: HttpRequest, week: str) -> HttpResponse:
    """One week's, a cell of it in each row."""
    try:
        found = ResearchTable.objects.filter(week=datetime.date.fromisoformat(week)).first()
    except ValueError:
        found = None
    # A day can be written in several ways: one of them is the address.
    if found is None or str(found.week) != week:
        raise Http404
    kind = "text/csv; charset=utf-8; header=present"
    return keep(HttpResponse(written(found), content_type=kind), tag=tag(reading.latest()))


def address(week: datetime.date) -> str:
    """Where the table of a week is, without a host."""
    return reverse("research-table", args=[week.isoformat()])


def written(found: ResearchTable) -> str:
    """A table as CSV (RFC 4180): text quoted, numbers bare, so that one below 0 is no formula. What
    the numbers mean stands in the first row: there are thousands."""
    file = io.StringIO("\ufeff")
    file.seek(1)
    lines = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    names = [name for name, _codes in found.axes]
    lines.writerow([*names, "noisy_count", *_ABOUT, "meaning", "version"])
    about, means = _about(found).values(), harmless(_means())
    for cell, number in zip(differential.cells_of(found.axes), found.counts, strict=True):
        lines.writerow([*map(harmless, cell), number, *about, means, VERSION])
        means = ""
    return file.getvalue()


def _about(found: ResearchTable) -> dict[str, Any]:
    said = (found.first, found.last, found.epsilon, differential.DELTA, found.scale)
    return dict(zip(_ABOUT, (found.week.isoformat(), *said), strict=True))


def _means() -> str:
    noise = _(
        "Noise was added to each number of this table, drawn by lot once. So a number can be below "
        "0, and a small one says nothing."
    )
    return f"{meaning()} {noise}"
