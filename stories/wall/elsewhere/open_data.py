"""The released numbers for other people's programs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from stories.edition import keep
from stories.models import Release
from stories.wall import reading
from stories.wall.elsewhere import spreadsheet
from stories.wall.elsewhere.sharing import VERSION, shared, tag
from stories.wall.meaning import meaning


@shared
def numbers_json(request: HttpRequest) -> HttpResponse:
    """The same for programs. `null` is a hidden number; a hidden country is left out."""
    release = reading.latest()
    return keep(JsonResponse(numbers(release)), tag=tag(release))


@shared
def numbers_csv(request: HttpRequest) -> HttpResponse:
    """The same as a table, one number a row. An empty cell is a hidden one."""
    release = reading.latest()
    text = spreadsheet.written(release, reading.with_pairs(release))
    kind = "text/csv; charset=utf-8; header=present"
    return keep(HttpResponse(text, content_type=kind), tag=tag(release))


def numbers(release: Release | None) -> dict[str, Any]:
    """What a release says, as JSON has it."""
    paired = reading.with_pairs(release)
    return {
        "version": VERSION,
        "release": _named(release) if release else None,
        "people": release.people if release else 0,
        # These three are stored as 0 while they are hidden: that is no number.
        **{name: getattr(release, name, 0) or None for name in ("examples", "held", "gone")},
        "meaning": meaning(),
        "demonstration": settings.DEMO,
        "tables": release.tables if release else {},
        # Of every fourth release, and with enough people.
        "pairs": {"release": _named(paired), "tables": paired.pairs} if paired else None,
    }


def _named(release: Release) -> dict[str, Any]:
    return {"number": release.number, "date": release.day.isoformat()}
