"""The numbers as tables and charts, what they mean, and how they are protected; and one or two of
their categories alone."""

from collections.abc import Mapping
from itertools import accumulate
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

from stories.categories import CATEGORIES
from stories.models import Release
from stories.places import countries
from stories.wall import atlas, charts, combining, disclosure, pairs, reading
from stories.wall.disclosure import COUNTRY
from stories.wall.estimates import ESTIMATES
from stories.wall.pages import breakdown, page, question, spellings

# The method's parameters, as the page says them.
_RULE = {
    "first_shown": disclosure.FIRST_SHOWN,
    "step": disclosure.STEP,
    "slack": disclosure.SLACK,
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
    """The numbers, or those of one or two codes that are asked for (`?setting=work&by=stranger`).
    Such a page is kept where one of ours leads to it: not for every country that has no number.
    An address that has more in it is sent on to the one of ours: it is neither made nor kept."""
    try:
        codes = combining.chosen(request.GET.dict())
    except ValueError as fault:
        raise Http404 from fault
    if request.META["QUERY_STRING"] not in spellings(codes, _FIELDS):
        return redirect(f"{reverse('numbers')}{'?' if codes else ''}{urlencode(codes)}")
    language = translation.get_language() or "en"
    release = reading.latest()
    paired = reading.with_pairs(release)
    places = dict(_countries(release, language))
    context = {
        "release": release,
        "rule": _RULE,
        "filters": _filters(codes, places),
        # As it is written, in every language.
        "epsilon": "" if settings.RESEARCH_EPSILON is None else f"{settings.RESEARCH_EPSILON:g}",
    }
    if not codes or release is None:
        context |= _everything(release, paired, places, language)
        return page("wall/numbers.html", context, by_query=True)
    answer = combining.answer(codes, last=release, paired=paired, language=language)
    linked = codes.get(COUNTRY, "") in {"", *places} and len(codes) <= combining.MOST
    return page(
        "wall/combined.html",
        {**context, "paired": paired, "answer": answer, "why": answer.why and answer.why.name},
        by_query=True,
        kept=linked,
    )


_FIELDS = (*CATEGORIES, COUNTRY)


def _everything(
    release: Release | None, paired: Release | None, places: Mapping[str, str], language: str
) -> dict[str, Any]:
    table = release.tables[COUNTRY] if release else {}
    return {
        "breakdown": breakdown(release),
        "growth": _growth(release) if release else None,
        "estimates": ESTIMATES,
        "countries": [(name, table[code]) for code, name in places.items()],
        "map": atlas.drawn(table, language) if table else None,
        "shades": atlas.SHADES,
        "paired": paired,
        "pairs": pairs.tables(paired.pairs, language) if paired else [],
        "late": settings.NUMBERS_LATE,
        "release_minimum": settings.RELEASE_MIN,
    }


def _growth(release: Release) -> dict[str, Any]:
    steps = reading.growth(release)
    # A clock that was set back makes no day come again; of one day alone no line can be drawn.
    days = list(accumulate((day.toordinal() for _, day, _ in steps), max))
    at = days if days[0] < days[-1] else [number for number, _, _ in steps]
    return {
        "steps": steps,
        "all": len(steps) == release.number,
        "curve": charts.curve(
            [(place, people) for place, (_, _, people) in zip(at, steps, strict=True)],
            width=_WIDTH,
            height=_HEIGHT,
        ),
        "width": _WIDTH,
        "height": _HEIGHT,
    }


def _countries(release: Release | None, language: str) -> list[tuple[str, str]]:
    """(code, name) of those that have a number, in the alphabetical order of the language."""
    table = release.tables[COUNTRY] if release else {}
    return [(code, name) for code, name in countries(language) if code in table]


def _filters(codes: Mapping[str, str], places: Mapping[str, str]) -> list[dict[str, Any]]:
    options = {name: choices.choices for name, choices in CATEGORIES.items()}
    options[COUNTRY] = list(places.items())
    return [
        {
            "name": name,
            "question": question(name),
            "options": options[name],
            "chosen": codes.get(name, ""),
        }
        for name in _FIELDS
    ]
