"""Sessions, accounts, messages and Django's form tokens, for the desk alone.

On the public side none of them runs, so no public page can set a cookie or
look anybody up, whatever a view or a template does by mistake. This is also
the one place where public posts are let past Django's own check for cross-site
requests; `metoo.middleware.SameSite` checks them instead.
"""

from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.functional import SimpleLazyObject

from metoo import paths
from metoo.middleware import Handler
from moderation import devices, sessions, unlocking
from moderation.accounts import gate


def is_desk(request: HttpRequest) -> bool:
    """Whether the path belongs to the moderators' side."""
    return paths.at_desk(request.path_info)


class _DeskOnly:
    get_response: Any

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_desk(request):
            response: HttpResponseBase = self.get_response(request)
            return response
        return super().__call__(request)  # type: ignore[misc, no-any-return]


class DeskSession(_DeskOnly, SessionMiddleware):
    """The desk's sessions, under the desk's paths only."""

    def process_request(self, request: HttpRequest) -> None:
        """The session of this request, if it has one that goes on."""
        sessions.settle()
        super().process_request(request)
        request.session.go_on()  # type: ignore[attr-defined]

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """The session's cookie, the mark of a browser that has earned one, and no half of the
        desk's key that opens nothing any more."""
        devices.give(request, response)
        unlocking.take_back(request, response)
        return super().process_response(request, response)


class DeskCsrf(_DeskOnly, CsrfViewMiddleware):
    """Django's check for cross-site posts, under the desk's paths only."""

    def process_view(self, request: HttpRequest, *view: Any) -> Any:
        """Public posts are checked by SameSite; everything else by Django."""
        return super().process_view(request, *view) if is_desk(request) else None


class DeskAuthentication(_DeskOnly, AuthenticationMiddleware):
    """`request.user`, under the desk's paths only."""

    def process_request(self, request: HttpRequest) -> None:
        """Whoever is signed in and still who she was."""
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: sessions.who(request))  # type: ignore[assignment]


class DeskMessages(_DeskOnly, MessageMiddleware):
    """Django's messages, under the desk's paths only."""


class DeskGate:
    """Nobody gets to a page of the desk with a password alone."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponse | None:
        """Sends whoever has not shown a second factor to where she sets one up."""
        return gate.turned_away(request) if is_desk(request) else None
