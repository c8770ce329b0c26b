"""What every request passes that Django has nothing for."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation

from metoo import errors, paths
from stories import counterparts, edition

Handler = Callable[[HttpRequest], HttpResponseBase]

_SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}


class Headers:
    """Headers that Django has no setting for; and nothing is stored unless a view says so."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in errors.FIXED_HEADERS.items():
            response.headers.setdefault(name, value)
        # Said by a view with Django's own decorator: of the one page that is made to be framed.
        if getattr(response, "xframe_options_exempt", False):
            del response.headers["X-Frame-Options"]
        if _holds_what_is_typed(request, response):
            response.status_code = HTTPStatus.NON_AUTHORITATIVE_INFORMATION
        return response


def _holds_what_is_typed(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether a browser would show this in a window, and something could be typed or read there
    that is nobody else's: any page but those that are made once for everybody.

    Chromium keeps a page that was left, with all that was typed in it, and shows it again at Back,
    whatever its headers say (`no-store`, Clear-Site-Data): unless it came with another status than
    200. 203 is the one whose meaning comes nearest: what is here was made for this request, and
    nothing stands behind it (RFC 9110, 15.3.4). Seen in tests/test_back_forward_cache.py.
    """
    return (
        response.status_code == HTTPStatus.OK
        and request.method == "GET"
        and request.headers.get("Sec-Fetch-Mode") == "navigate"
        and response.headers.get("Content-Type", "").startswith("text/html")
        and not edition.is_kept(response)
    )


class LanguageOfPath:
    """The language is what the path says (`/es/…`), English where it says nothing.

    Django's own middleware also reads a cookie and the browser's list of
    languages, which is one more thing that tells people apart.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = paths.language_of(request.path_info)
        # What is answered to a form is nobody else's, and stands at no address.
        here = request.path_info if request.method in _SAFE_METHODS else ""
        with translation.override(language), counterparts.at(here):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def from_elsewhere(request: HttpRequest) -> bool:
    """Whether another site made the browser send this request.

    Browsers say so in `Sec-Fetch-Site`; older ones at least name the `Origin`
    of a post. One that sends neither cannot be told from a person, and passes:
    there is no cookie here that another site could ride on.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("Origin")
    if origin is None:
        return False
    try:
        host = urlsplit(origin).netloc
    except ValueError:
        return True
    return not host or host.lower() != request.get_host().lower()


class SameSite:
    """Refuses what another site posts. Django's token needs a cookie; this needs none.

    A view that can hand a person's words back to her with the refusal says so
    with `keeps_words`, and finds the verdict in `request.from_elsewhere`.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        args: tuple[object, ...],
        kwargs: dict[str, object],
    ) -> HttpResponse | None:
        unsafe = request.method not in _SAFE_METHODS
        request.from_elsewhere = unsafe and from_elsewhere(request)  # type: ignore[attr-defined]
        if not request.from_elsewhere or getattr(view, "keeps_words", False):  # type: ignore[attr-defined]
            return None
        return errors.page(request, 403, reason="elsewhere")
