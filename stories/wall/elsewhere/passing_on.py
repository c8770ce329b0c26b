"""The call itself, to pass on: to copy, and to print as a poster. Nothing here asks another company
for anything."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stories.calendar import written
from stories.models import Release
from stories.wall import charts, reading
from stories.wall.meaning import meaning, people_told_us
from stories.wall.pages import page


@require_safe
def pass_on(request: HttpRequest) -> HttpResponse:
    """The call, the number as of its date, and how to show it elsewhere."""
    release = reading.latest()
    people = release.people if release else 0
    wall = settings.SITE_URL + reverse("wall")
    return page(
        "wall/pass_on.html",
        {
            "release": release,
            "call": _call(release, wall),
            "meaning": meaning(),
            "host": urlsplit(wall).netloc,
            "framed": _tag("wall/frame_tag.html"),
            "pictured": _tag("wall/badge_tag.html"),
            # On paper all of them would be a book.
            "band": charts.band(people, per_row=charts.BROAD),
        },
    )


def _call(release: Release | None, wall: str) -> list[str]:
    """The paragraphs to copy: the call, the number with what it means, and where it is."""
    call = _(
        "If everyone who has been sexually harassed or assaulted wrote “me too”, people might get "
        "a sense of the magnitude of the problem."
    )
    day = written(release.day) if release else ""
    told = _("As of the release of %(day)s.") % {"day": day} if release else ""
    number = f"{people_told_us(release)} {told} {meaning()}" if release else meaning()
    here = _("You can say it without your name: %(address)s") % {"address": wall}
    return [call, number, here]


def _tag(template: str) -> str:
    """Lines of HTML for another site's page."""
    shown = {"site": settings.SITE_URL, "number": people_told_us(reading.latest())}
    return render_to_string(template, shown | {"meaning": meaning()}).strip()
