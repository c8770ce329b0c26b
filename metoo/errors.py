"""Answers to what went wrong: a page in plain words, never a stack trace."""

import sys
from functools import cache
from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import get_template
from django.utils import translation
from django.utils.csp import build_policy

from metoo import paths
from metoo.body import Crowded
from stories.outage import AWAY, RETRY_AFTER

# What an answer carries whichever part of the server made it.
FIXED_HEADERS = {
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), geolocation=(), microphone=(), interest-cohort=(), browsing-topics=()"
    ),
    "X-Robots-Tag": "noindex",
}
if settings.ENCRYPTED:
    # Django adds it to what it sees arrive encrypted: a page first asked for in the clear, by
    # whatever watches the server, would be kept without it, and the pages below have none.
    FIXED_HEADERS["Strict-Transport-Security"] = (
        f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains"
    )


def page(request: HttpRequest, status: int, **context: Any) -> HttpResponse:
    """The page for `status` (400, 403, 404 or 413), in the site's own voice; under the desk's
    paths in the desk's dress, with the way back to it."""
    at_desk = paths.at_desk(request.path_info)
    context |= {"at_desk": at_desk, "dress": "account/desk.html" if at_desk else "page.html"}
    return _guarded(render(request, f"errors/{status}.html", context, status=status))


@cache
def _bare(name: str, language: str) -> str:
    with translation.override(language):
        return get_template(name).render({"rtl": translation.get_language_bidi()})


def prepare() -> None:
    """Makes the pages for 500 and 503 in every language: what breaks later cannot break them."""
    for code, _ in settings.LANGUAGES:
        for status in (500, 503):
            _bare(f"errors/{status}.html", code)


def bare_page(status: int, path: str) -> HttpResponse:
    """The page for 500 or 503, in the language of the path that was asked for. Needs no database
    and no other template."""
    language = paths.language_of(path)
    response = HttpResponse(_bare(f"errors/{status}.html", language), status=status)
    response.headers["Content-Language"] = language
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER)
    return _guarded(response)


def _guarded(response: HttpResponse) -> HttpResponse:
    """With its own headers, because it may be made outside the middleware that sets them."""
    for name, value in FIXED_HEADERS.items():
        response.headers[name] = value
    response.headers["Content-Security-Policy"] = build_policy(settings.SECURE_CSP)
    response.headers["Referrer-Policy"] = settings.SECURE_REFERRER_POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler400: also for a body too large to be read at all, which is a 413."""
    return page(request, 413 if isinstance(exception, RequestDataTooBig) else 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler403."""
    return page(request, 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's own check on the desk said no. Where somebody writes, what she wrote comes back."""
    match = request.resolver_match
    if given_back := getattr(match and match.func, "given_back", None):
        return _guarded(given_back(request))
    return page(request, 403, reason="stale")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """handler404."""
    return page(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500. Where trying again will help, it is a 503: a database or cache is away, or too
    many are sending at once."""
    status = 503 if isinstance(sys.exc_info()[1], (*AWAY, Crowded)) else 500
    return bare_page(status, request.path_info)
