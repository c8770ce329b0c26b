"""The image that a link to the wall is shown with: the number, what it means, and marks.

Drawn from SVG by resvg, which shapes Arabic and Hindi itself; with fonts of our own, so that it is
the same on every machine.
"""

from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import resvg_py
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _

from stories.calendar import written
from stories.edition import keep
from stories.models import Release
from stories.wall import charts, reading
from stories.wall.elsewhere.breadth import in_lines
from stories.wall.elsewhere.sharing import shared, tag
from stories.wall.meaning import meaning, people_told_us

# What the Open Graph protocol's readers expect: 1.91 to 1.
WIDTH, HEIGHT = 1200, 630
FONTS = Path(__file__).with_name("fonts")
# Letters in a line, so that a line of wide ones fits too (seen in tests/test_picture.py).
_IN_LINE = {"said": 40, "means": 66}
# Holds a line that runs from right to left together, with its full stop and its numbers in it.
_RTL = "\u2067{}\u2069"


@shared
def preview(request: HttpRequest) -> HttpResponse:
    """The image, in the language of the address."""
    release = reading.latest()
    image = draw(_shown(release))
    return keep(HttpResponse(image, content_type="image/png"), tag=tag(release))


def alternative(release: Release | None) -> str:
    """What the image says, in words."""
    return f"{people_told_us(release)} {meaning()}"


def card(release: Release | None) -> dict[str, str]:
    """What a link to the wall is shown with elsewhere (Open Graph), in the present language."""
    number = release.number if release else 0
    return {
        "title": people_told_us(release) if release else _("Me too"),
        "meaning": meaning(),
        "address": settings.SITE_URL + reverse("wall"),
        # Another address at each release: elsewhere pictures are kept by their addresses.
        "image": f"{settings.SITE_URL}{reverse('preview')}?release={number}",
        "alternative": alternative(release),
    }


def draw(shown: dict[str, Any]) -> bytes:
    """A PNG of what is `shown`, a context of `wall/picture.svg`."""
    return _drawn(render_to_string("wall/picture.svg", shown))


# It takes a third of a second, and stays the same when a story is taken down.
@lru_cache(maxsize=16)
def _drawn(svg: str) -> bytes:
    drawn: bytes = resvg_py.svg_to_bytes(
        svg_string=svg,
        width=WIDTH,
        height=HEIGHT,
        skip_system_fonts=True,
        font_files=_fonts(),
    )
    return bytes(drawn)


def laid_out(
    *, number: str, said: str, means: str, quiet: str, rtl: bool, people: int
) -> dict[str, Any]:
    """Where which line of text stands, from the right where the language runs from there; and as
    many marks as there are `people`, or as fit."""
    sheets = charts.band(people, per_row=charts.BROAD).sheets
    lines = {
        "said": in_lines(said, _IN_LINE["said"]),
        "means": in_lines(means, _IN_LINE["means"]),
    }
    framed = {
        name: [_RTL.format(line) if rtl else line for line in each] for name, each in lines.items()
    }
    # As large as it is: resvg rounds a tile that is not whole pixels, and a row held 203.
    band_x = WIDTH - 72 - sheets[0].width if rtl and sheets else 72
    return {
        **framed,
        "number": number,
        "quiet": _RTL.format(quiet) if rtl else quiet,
        "x": WIDTH - 72 if rtl else 72,
        "anchor": "end" if rtl else "start",
        "sheets": sheets,
        "band_x": band_x,
        # Turned about its own middle: its last row begins where the lines do.
        "turned": 2 * band_x + sheets[0].width if rtl and sheets else 0,
    }


def _shown(release: Release | None) -> dict[str, Any]:
    people = release.people if release else 0
    day = written(release.day) if release else ""
    host = urlsplit(settings.SITE_URL).netloc
    told = _("As of the release of %(day)s.") % {"day": day} if release else ""
    return laid_out(
        number=str(intcomma(people)) if people else _("Me too"),
        said=people_told_us(release),
        means=meaning(),
        quiet=f"{told} {host}".strip(),
        rtl=get_language_bidi(),
        people=people,
    )


@cache
def _fonts() -> list[str]:
    return sorted(str(font) for font in FONTS.glob("*.ttf"))
