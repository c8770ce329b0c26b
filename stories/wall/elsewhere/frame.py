"""The number and its marks, to be shown within other people's pages."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.csp import CSP
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from stories.wall import charts, reading
from stories.wall.elsewhere.sharing import tag
from stories.wall.meaning import meaning
from stories.wall.pages import page

# Stricter than any other page's, but for who may frame it: nothing here runs, and nothing is sent.
POLICY: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.NONE],
    "frame-ancestors": ["*"],
}


@xframe_options_exempt
@csp_override(POLICY)
@require_safe
def embed(request: HttpRequest) -> HttpResponse:
    """No script, no form, no story: whoever is led to press something here presses a link to the
    wall, and nothing else."""
    release = reading.latest()
    people = release.people if release else 0
    # Not all of them: a frame that could be scrolled for miles would hold a thumb fast.
    bands = {
        "broad_band": charts.band(people, per_row=charts.BROAD),
        "narrow_band": charts.band(people, per_row=charts.NARROW),
    }
    shown = {"release": release, "meaning": meaning(), "wall": settings.SITE_URL, **bands}
    response = page("wall/embed.html", shown, tag=tag(release))
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
