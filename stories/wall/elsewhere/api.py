"""The read-only interface for programs, version 1: released numbers, and stories that may be
quoted. `openapi` describes it, and every error says in plain words what is wrong."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from stories.categories import CATEGORIES
from stories.edition import keep
from stories.models import Story
from stories.random_keys import read_key
from stories.wall import reading
from stories.wall.elsewhere import open_data, openapi
from stories.wall.elsewhere.sharing import VERSION, refusal, shared, tag
from stories.wall.meaning import meaning

ASKED = (*CATEGORIES, "language", "after")


@shared
def index(request: HttpRequest) -> HttpResponse:
    """What there is."""
    names = {"numbers": "api-numbers", "stories": "api-stories", "description": "api-description"}
    links = {name: _address(view) for name, view in names.items()}
    said = {"version": VERSION, "meaning": meaning(), "demonstration": settings.DEMO, **links}
    return keep(JsonResponse(said), tag=tag(reading.latest()))


@shared
def numbers(request: HttpRequest) -> HttpResponse:
    """The released numbers, as `/numbers.json` has them."""
    release = reading.latest()
    return keep(JsonResponse(open_data.numbers(release)), tag=tag(release))


@shared
def stories(request: HttpRequest) -> HttpResponse:
    """Stories that may be quoted, a page at a time: what they hold, and not their words."""
    asked = request.GET
    if wrong := _what_is_wrong(asked):
        return refusal(400, wrong)
    chosen = reading.filters(asked.dict())
    language, after = asked.get("language", ""), asked.get("after", "")
    try:
        some = reading.stories(
            chosen, languages=reading.in_language(language), after=after, quotable=True
        )
    except ValueError:
        return refusal(400, _("“language” or “after” is none that an answer here has given."))
    query = {**chosen, **({"language": language} if language else {})}
    following = urlencode({**query, "after": some.after})
    days = reading.days(some.stories)
    response = JsonResponse(
        {
            "version": VERSION,
            "demonstration": settings.DEMO,
            "stories": [_story(one, days) for one in some.stories],
            "next": f"{_address('api-stories')}?{following}" if some.after else None,
        }
    )
    spelled = urlencode({**query, "after": after} if after else query)
    # What somebody made up is not worth keeping a page for.
    known = language in {"", *reading.languages()}
    if some.linked and known and request.META["QUERY_STRING"] == spelled:
        return keep(response, by_query=True, tag=tag(reading.latest()))
    return response


@shared
def story(request: HttpRequest, number: str) -> HttpResponse:
    """One of them, with its words."""
    found = reading.quotable_story(read_key(number))
    if found is None:
        # One answer for all of these, or it would tell which stories there are.
        return refusal(
            404,
            _("No story stands here, or not any more, or its author has not let it be quoted."),
        )
    said = _story(found, reading.days([found]), with_words=True)
    answer = JsonResponse({"version": VERSION, "demonstration": settings.DEMO, **said})
    return keep(answer, tag=tag(reading.latest()))


@shared
def description(request: HttpRequest) -> HttpResponse:
    """All of this as OpenAPI."""
    described = openapi.description(server=settings.SITE_URL)
    return keep(JsonResponse(described), tag=tag(reading.latest()))


@shared
def nothing(request: HttpRequest) -> HttpResponse:
    """Whatever else is asked for."""
    where = _("There is nothing at this address. %(index)s says what there is.")
    return refusal(404, where % {"index": _address("api-index")})


def _what_is_wrong(asked: QueryDict) -> str:
    """What is wrong with a query; empty where it is right. Never what was asked: that is echoed
    nowhere."""
    for name in asked:
        if name not in ASKED:
            return _("One of the parameters is unknown. There are: %(names)s.") % {
                "names": ", ".join(ASKED)
            }
        if len(asked.getlist(name)) > 1 or not asked[name]:
            return _("“%(name)s” is there twice, or is empty.") % {"name": name}
        if name in CATEGORIES and asked[name] not in CATEGORIES[name].values:
            return _("“%(name)s” can be one of: %(codes)s.") % {
                "name": name,
                "codes": ", ".join(CATEGORIES[name].values),
            }
    return ""


def _story(one: Story, days: dict[int, Any], *, with_words: bool = False) -> dict[str, Any]:
    number = one.release_id or 0
    return {
        "id": str(one),
        "page": settings.SITE_URL + reverse("story", args=[one.pk]),
        "address": _address("api-story", str(one)),
        "release": {"number": number, "date": days[number].isoformat()},
        "language": one.language,
        "notes": one.notes,
        "examples": [
            {name: code for name in CATEGORIES if (code := getattr(example, name))}
            | ({"words": example.text} if with_words else {})
            for example in one.examples.all()
        ],
    }


def _address(view: str, *parts: str) -> str:
    return settings.SITE_URL + reverse(view, args=parts)
