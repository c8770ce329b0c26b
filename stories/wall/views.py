"""The wall: the number, what it means, and a mark for each of them."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from stories.wall import charts, reading
from stories.wall.elsewhere import picture
from stories.wall.pages import breakdown, labelled, page

# How many marks stand in a row, on a wide screen and on a narrow one.
_BROAD, _NARROW = 200, 70
# How many rows the band at the top shows of them.
_BAND_ROWS = 8


@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """The number, what it means, the breakdown, the labelled words, and the marks."""
    release = reading.latest()
    people = release.people if release else 0
    return page(
        "wall/wall.html",
        {
            "release": release,
            "card": picture.card(release),
            "breakdown": breakdown(release),
            "stories": [labelled(story) for story in reading.first_stories()],
            "broad": list(charts.sheets(people, per_row=_BROAD)),
            "narrow": list(charts.sheets(people, per_row=_NARROW)),
            "broad_band": _band(people, _BROAD),
            "narrow_band": _band(people, _NARROW),
        },
    )


def _band(people: int, per_row: int) -> list[charts.Sheet]:
    return list(charts.sheets(min(people, per_row * _BAND_ROWS), per_row=per_row))
