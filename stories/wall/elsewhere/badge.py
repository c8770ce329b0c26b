"""The number as a small picture for other people's pages, with what it means."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stories.edition import keep
from stories.models import Release
from stories.wall import reading
from stories.wall.elsewhere.breadth import room
from stories.wall.elsewhere.sharing import shared, tag
from stories.wall.meaning import meaning, people_told_us

# At 11 pixels, a letter of a wide sans; browsers stretch or press the line to it.
_LETTER, _SIDE = 6.6, 8


@shared
def badge(request: HttpRequest) -> HttpResponse:
    """An SVG: two words, and how many."""
    release = reading.latest()
    two_words, number = _("me too"), _number(release)
    left, right = _width(two_words), _width(number)
    shown = {
        "two_words": two_words,
        "number": number,
        "left": left,
        "right": right,
        "width": left + right,
        "left_middle": left / 2,
        "right_middle": left + right / 2,
        "left_text": left - 2 * _SIDE,
        "right_text": right - 2 * _SIDE,
        "title": people_told_us(release),
        "meaning": meaning(),
        "release": release,
    }
    text = render_to_string("wall/badge.svg", shown)
    return keep(HttpResponse(text, content_type="image/svg+xml"), tag=tag(release))


def _number(release: Release | None) -> str:
    people = release.people if release else 0
    if not people:
        return _("nobody yet")
    return ngettext("at least %(number)s person", "at least %(number)s people", people) % {
        "number": intcomma(people)
    }


def _width(text: str) -> int:
    return round(_LETTER * room(text)) + 2 * _SIDE
