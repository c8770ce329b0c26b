"""The desk's figures, for leads and auditors. Nothing here is of a person at the desk."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from moderation import figures as counted
from moderation.admin.page import language_name, may_read_figures, page
from moderation.figures import Band, Part
from moderation.queue import MOST_COUNTED


@may_read_figures
@require_http_methods(["GET", "HEAD"])
def figures(request: HttpRequest) -> HttpResponse:
    """What waits, how long authors wait, what is held, and how often two readers agree."""
    found = counted.figures()
    return page(
        request,
        "admin/log/figures.html",
        {
            "title": _("Figures"),
            "standing": found.standing,
            "lots": found.lots,
            "lots_asked": found.lots_asked,
            "most": MOST_COUNTED,
            "parts": [
                {"of": part, "language": _language(part, found.parts)} for part in found.parts
            ],
            "bands": [{"of": band, "said": _days(band)} for band in found.bands or []],
            "decided": sum(band.number for band in found.bands or []),
            "months": found.months,
            "fewest": counted.FEWEST,
            "long": counted.LONG,
            "weeks": counted.WEEKS,
        },
    )


def _language(part: Part, parts: list[Part]) -> str:
    if not part.language:
        alone = [one for one in parts if one.lane == part.lane] == [part]
        return _("All languages") if alone else _("Other languages")
    return language_name(part.language)


def _days(band: Band) -> str:
    if band.most is None:
        return _("%(least)d days or more") % {"least": band.least}
    if band.most == 0:
        return _("the same day")
    if band.least == 0:
        return _("up to %(most)d days") % {"most": band.most}
    return _("%(least)d to %(most)d days") % {"least": band.least, "most": band.most}
