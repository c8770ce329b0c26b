"""The wall: the number, what it means, and a mark for each of them."""

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from stories.wall import charts, reading
from stories.wall.elsewhere import picture
from stories.wall.pages import breakdown, labelled, page


@require_safe
def wall(request: HttpRequest) -> HttpResponse:
    """The number, what it means, the breakdown, the labelled words, and the marks."""
    release = reading.latest()
    people = release.people if release else 0
    language = translation.get_language() or "en"
    return page(
        "wall/wall.html",
        {
            "release": release,
            "card": picture.card(release),
            "breakdown": breakdown(release),
            "stories": [labelled(story) for story in reading.first_stories(language)],
            "broad": list(charts.sheets(people, per_row=charts.BROAD)),
            "narrow": list(charts.sheets(people, per_row=charts.NARROW)),
            "broad_band": charts.band(people, per_row=charts.BROAD),
            "narrow_band": charts.band(people, per_row=charts.NARROW),
        },
    )
