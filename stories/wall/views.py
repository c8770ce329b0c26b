"""The public pages: the wall, its stories and its numbers. Each is made once an edition."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stories.categories import CATEGORIES, QUESTIONS, label, note_labels
from stories.edition import keep
from stories.models import Concern, Release, Story
from stories.places import country
from stories.testimony import shown
from stories.wall import charts, disclosure, pairs, reading

# How many marks stand in a row, on a wide screen and on a narrow one.
_WIDE, _NARROW = 200, 70
# How many rows the band at the top shows of them.
_BAND_ROWS = 8


@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """The number, what it means, the breakdown, the labelled words, and the marks."""
    release = reading.latest()
    people = release.people if release else 0
    return _page(
        "wall/wall.html",
        {
            "release": release,
            "breakdown": _breakdown(release),
            "stories": [_labelled(story) for story in reading.first_stories()],
            "wide": list(charts.sheets(people, per_row=_WIDE)),
            "narrow": list(charts.sheets(people, per_row=_NARROW)),
            "wide_band": _band(people, _WIDE),
            "narrow_band": _band(people, _NARROW),
        },
    )


@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """Stories, filtered by what is asked, a page at a time."""
    asked = request.GET.dict()
    language, after = asked.get("language", ""), asked.get("after", "")
    try:
        chosen = reading.filters(asked)
        page = reading.stories(chosen, language=language, after=after)
    except ValueError as fault:
        raise Http404 from fault
    query = {**chosen, **({"language": language} if language else {})}
    languages = reading.languages()
    return _page(
        "wall/stories.html",
        {
            "stories": [_labelled(story) for story in page.stories],
            "filters": _filters(chosen),
            "language": language,
            "languages": [
                (code, LANG_INFO.get(code, {}).get("name_local", code)) for code in languages
            ],
            "query": query,
            "after": after,
            "next": {**query, "after": page.after} if page.after else None,
        },
        by_query=True,
        # What somebody made up is not worth keeping a page for.
        kept=page.linked
        and language in {"", *languages}
        and request.META["QUERY_STRING"] in _spellings(query, after),
    )


def _filters(chosen: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "question": QUESTIONS[name],
            "options": choices.choices,
            "chosen": chosen.get(name, ""),
        }
        for name, choices in CATEGORIES.items()
    ]


def _spellings(query: dict[str, str], after: str) -> set[str]:
    """The query as our links have it, and as the form of filters sends it."""
    form = {name: query.get(name, "") for name in (*CATEGORIES, "language")}
    return {urlencode({**query, "after": after} if after else query), urlencode(form)}


@require_safe
def story(request: HttpRequest, number: int) -> HttpResponse:
    """One story. One that was taken down answers as one that never was."""
    found = reading.story(number)
    if found is None:
        raise Http404
    return _page("wall/story.html", {"story": _labelled(found), "concerns": Concern})


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
    return _page(
        "wall/numbers.html",
        {
            "release": release,
            "breakdown": _breakdown(release),
            "countries": by_name,
            "paired": paired,
            "pairs": pairs.tables(paired.pairs, language) if paired else [],
            "rule": _RULE,
            "late": settings.NUMBERS_LATE,
            "release_minimum": settings.RELEASE_MIN,
        },
    )


@require_safe
def numbers_json(request: HttpRequest) -> HttpResponse:
    """The same for programs. `null` is a hidden cell; a hidden country is left out."""
    release = reading.latest()
    paired = reading.with_pairs(release)
    response = JsonResponse(
        {
            "release": {"number": release.number, "date": release.day.isoformat()}
            if release
            else None,
            "people": release.people if release else 0,
            "examples": release.examples if release else 0,
            "held": release.held if release else 0,
            "gone": release.gone if release else 0,
            "meaning": _(
                "At least this many people told us. It is how many chose to, not how many it "
                "happened to."
            ),
            "demonstration": settings.DEMO,
            "tables": release.tables if release else {},
            # Of every fourth release, and with enough people.
            "pairs": {
                "release": {"number": paired.number, "date": paired.day.isoformat()},
                "tables": paired.pairs,
            }
            if paired
            else None,
        }
    )
    return keep(response)


def _page(
    template: str, context: dict[str, Any], *, kept: bool = True, by_query: bool = False
) -> HttpResponse:
    context |= {"demonstration": settings.DEMO, "site_url": settings.SITE_URL}
    response = HttpResponse(render_to_string(template, context))
    return keep(response, by_query=by_query) if kept else response


def _breakdown(release: Release | None) -> list[dict[str, Any]]:
    if release is None:
        return []
    return [
        {
            "name": name,
            "question": QUESTIONS[name],
            "bars": charts.bars(
                {code: label(name, code) for code in choices.values}, release.tables[name]
            ),
        }
        for name, choices in CATEGORIES.items()
    ]


def _band(people: int, per_row: int) -> list[charts.Sheet]:
    return list(charts.sheets(min(people, per_row * _BAND_ROWS), per_row=per_row))


def _labelled(story: Story) -> dict[str, Any]:
    """A story with the line that says what it holds before it is opened."""
    examples = shown(story.examples.all())
    # Each label once, in the order in which she gave them.
    labels = dict.fromkeys(one for example in examples for one in example["labels"])
    return {
        "number": story.pk,
        "language": story.language,
        "language_name": LANG_INFO.get(story.language, {}).get("name_local", story.language),
        "labels": list(labels),
        "notes": note_labels(story.notes),
        "count": len(examples),
        "examples": examples,
    }
