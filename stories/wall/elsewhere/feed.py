"""Stories that may be quoted, for a feed reader: what they hold, and where they can be opened.

Their words are not in it. A reader program shows whatever it is given at once, in a list, and keeps
it; here no sentence is seen before somebody opens it, and what is taken down is gone at once.
"""

import datetime
import uuid
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse

from stories.categories import CATEGORIES, label
from stories.edition import keep
from stories.models import Story
from stories.wall import reading
from stories.wall.elsewhere.sharing import shared, tag
from stories.wall.meaning import meaning, people_told_us
from stories.wall.pages import labelled

MOST = 100
KIND = "application/atom+xml; charset=utf-8"
# The day of the call: a feed must have a date, also before anything was released.
_CALL = datetime.date(2017, 10, 15)


@shared
def feed(request: HttpRequest) -> HttpResponse:
    """The latest stories that may be quoted, as Atom (RFC 4287); the next ones behind a link."""
    after = request.GET.get("after", "")
    release = reading.latest()
    try:
        some = reading.stories({}, after=after, quotable=True, most=MOST)
    except ValueError as fault:
        raise Http404 from fault
    here = settings.SITE_URL + reverse("feed")
    days = reading.days(some.stories)
    text = render_to_string(
        "wall/feed.xml",
        {
            "id": _id(here),
            "here": f"{here}?after={after}" if after else here,
            "next": f"{here}?after={some.after}" if some.after else "",
            "wall": settings.SITE_URL + reverse("wall"),
            "numbers": settings.SITE_URL + reverse("numbers"),
            "number": people_told_us(release),
            "meaning": meaning(),
            "day": release.day if release else _CALL,
            "stories": [_entry(story, days) for story in some.stories],
        },
    )
    response = HttpResponse(text, content_type=KIND)
    # What somebody made up is not worth keeping a page for.
    if not some.linked or request.META["QUERY_STRING"] != (f"after={after}" if after else ""):
        return response
    return keep(response, by_query=True, tag=tag(release))


def _entry(story: Story, days: dict[int, datetime.date]) -> dict[str, Any]:
    address = settings.SITE_URL + reverse("story", args=[story.pk])
    marks = {
        (name, code): label(name, code)
        for example in story.examples.all()
        for name in CATEGORIES
        if (code := getattr(example, name))
    }
    said = labelled(story)
    # Without them: nothing that is drawn from this can have a word of hers.
    del said["examples"]
    return said | {
        "id": _id(address),
        "address": address,
        # Nothing finer, and nothing of the day it was written.
        "day": days[story.release_id or 0],
        "marks": [(name, code, text) for (name, code), text in marks.items()],
    }


def _id(address: str) -> str:
    """The name that an address has for ever (RFC 9562, version 5)."""
    return uuid.uuid5(uuid.NAMESPACE_URL, address).urn
