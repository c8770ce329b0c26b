"""How Tor Browser is told of the site's onion address.

Tor Browser offers a page's own onion address, or goes there at once where somebody has set it so,
where the page came by https, is no onion page itself, and names the address in `Onion-Location`
(Tor's proposal "Onion redirects using Onion-Location HTTP header", 2.2). Others ignore the header.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.encoding import escape_uri_path

from metoo import paths
from stories import edition

_HEADER = "Onion-Location"


class OnionLocation:
    """Names the same page at the onion address with every page that somebody can come to."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.ONION_URL:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if _can_be_gone_to(request, response):
            # A page that is kept for all who ask without regard to their query must not hold the
            # query of the first of them.
            by_query = edition.is_kept_by_query(response)
            path = request.get_full_path() if by_query else escape_uri_path(request.path)
            response.headers[_HEADER] = settings.ONION_URL + path
        return response


def _can_be_gone_to(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether the same is there to be asked for again. Never where something was posted: Tor
    Browser may leave at once, and a receipt that is shown once, or words that came back with a
    refusal, would be lost. Not of the desk, whose passkeys and cookies are of SITE_URL alone; and
    not of the way out, where nothing is to be offered."""
    match = request.resolver_match
    return (
        request.method in {"GET", "HEAD"}
        and response.status_code in {HTTPStatus.OK, HTTPStatus.NON_AUTHORITATIVE_INFORMATION}
        and response.headers.get("Content-Type", "").startswith("text/html")
        and not paths.at_desk(request.path_info)
        and not (match and match.url_name == "leave")
    )
