"""The pages around the wall: help, privacy, what this is, and the way out."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from stories import help_lines as lines
from stories import indexing
from stories.categories import HINTS
from stories.edition import GONE_WITHIN, keep
from stories.places import country, in_order, languages


@require_safe
def help_lines(request: HttpRequest) -> HttpResponse:
    """Whom she can call, by country."""
    language = translation.get_language() or "en"
    spoken = languages(language)
    named = [(country(entry.code, language), _shown(entry, spoken)) for entry in lines.load()]
    named.sort(key=lambda pair: in_order(pair[0]))
    return _page("around/help.html", {"countries": named, "checked": lines.oldest_check()})


def _shown(entry: lines.Country, spoken: Mapping[str, str]) -> dict[str, Any]:
    return {
        "code": entry.code,
        "emergency": entry.emergency,
        "emergency_dialled": _dialled(entry.emergency),
        "medical": entry.medical,
        "medical_dialled": _dialled(entry.medical),
        "lines": [
            {
                "line": line,
                "purpose": gettext(line.purpose),
                "hours": gettext(line.hours),
                "cost": gettext(line.cost) if line.cost else "",
                "dialled": _dialled(line.phone or ""),
                "texted": _dialled(line.sms or ""),
                "languages": [spoken.get(code.replace("-", "_"), code) for code in line.languages],
                "host": urlsplit(line.web or "").hostname,
            }
            for line in entry.lines
        ],
    }


def _dialled(written: str) -> str:
    """A number as it stands in a `tel:` link: no blanks, and # escaped."""
    return written.replace(" ", "").replace("-", "").replace("#", "%23")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, what is not, and what we cannot promise."""
    context = {
        "hints": HINTS.values(),
        "onion_url": settings.ONION_URL,
        "gone_within": GONE_WITHIN,
        "research": settings.RESEARCH_EPSILON is not None,
    }
    return _page("around/privacy.html", context)


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What this is, and what it is not."""
    return _page("around/about.html", {"run_by": settings.RUN_BY})


@require_safe
def leave(request: HttpRequest) -> HttpResponse:
    """The way out: tells the browser to let go of what it holds of us, and shows a dull page."""
    response = HttpResponse(render_to_string("around/leave.html"))
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read."""
    return HttpResponse(indexing.rules(), content_type="text/plain")


def _page(template: str, context: dict[str, Any]) -> HttpResponse:
    context |= {"demonstration": settings.DEMO, "site_url": settings.SITE_URL}
    return keep(HttpResponse(render_to_string(template, context)))
