"""The released numbers for other people's programs."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from stories.edition import keep
from stories.wall import reading


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
