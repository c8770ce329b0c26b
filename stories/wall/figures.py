"""The numbers as tables, what they mean, and how they are protected."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from stories.models import Release
from stories.places import country
from stories.wall import atlas, charts, disclosure, pairs, reading
from stories.wall.known import KNOWN
from stories.wall.pages import breakdown, page

# The method's parameters, as the page says them.
_RULE = {
    "first_shown": disclosure.FIRST_SHOWN,
    "step": disclosure.STEP,
    "room": disclosure.ROOM,
    "pairs_every": disclosure.PAIRS_EVERY,
    "pairs_from": disclosure.PAIRS_FROM,
    "later": disclosure.LATER,
    "later_on_average": disclosure.LATER[0] // (disclosure.LATER[1] - disclosure.LATER[0]),
}

# The size of the picture of growth, in its own units; the page stretches it.
_WIDTH, _HEIGHT = 960, 240


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """The numbers as tables, what they mean, and how they are protected."""
    release = reading.latest()
    paired = reading.with_pairs(release)
    language = translation.get_language() or "en"
    by_name = sorted(
        (country(code, language), shown)
        for code, shown in (release.tables["country"] if release else {}).items()
    )
    return page(
        "wall/numbers.html",
        {
            "release": release,
            "breakdown": breakdown(release),
            "known": KNOWN,
            "growth": _growth(release) if release else None,
            "countries": by_name,
            "map": atlas.drawn(release.tables["country"], language)
            if release and release.tables["country"]
            else None,
            "shades": atlas.SHADES,
            "paired": paired,
            "pairs": pairs.tables(paired.pairs, language) if paired else [],
            "rule": _RULE,
            "late": settings.NUMBERS_LATE,
            "release_minimum": settings.RELEASE_MIN,
        },
    )


def _growth(release: Release) -> dict[str, Any]:
    steps = reading.growth(release)
    return {
        "steps": steps,
        "all": len(steps) == release.number,
        "curve": charts.curve(
            [(number, people) for number, _, people in steps], width=_WIDTH, height=_HEIGHT
        ),
        "width": _WIDTH,
        "height": _HEIGHT,
    }
