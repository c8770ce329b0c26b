"""What other sites' pages and programs may read: released numbers and quotable stories alone."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from stories.models import Release

# Of what programs read: it changes where something they rely on does.
VERSION = 1

View = Callable[..., HttpResponse]

# Nothing depends on who asks, and there is no cookie, so a star gives nobody's rights away.
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}


def shared(view: View) -> View:
    """Lets a page of any other site read what a view answers. It can be read, and nothing else."""

    @wraps(view)
    def opened(request: HttpRequest, *parts: object, **named: object) -> HttpResponse:
        if request.method in {"GET", "HEAD"}:
            response = view(request, *parts, **named)
        elif request.method == "OPTIONS":
            response = HttpResponse(status=204, headers=_PREFLIGHT)
        else:
            response = refusal(405, _("This can only be read: ask with GET."))
        if request.method not in {"GET", "HEAD"}:
            response.headers["Allow"] = "GET, HEAD, OPTIONS"
        for name, value in OPEN.items():
            response.headers[name] = value
        return response

    return opened


def refusal(status: int, what: str) -> HttpResponse:
    """An error for a program: what is wrong, in plain words."""
    return JsonResponse({"error": what}, status=status)


def tag(release: Release | None) -> str:
    """What the ETag of released numbers begins with. Never the edition: that moves with every
    removal, so that whoever watched it would know when somebody was taken down."""
    return f"release-{release.number if release else 0}"
