"""Which pages a search engine may keep: those that hold no story, and nothing that is typed.

The wall is none of them: its covers say what is in stories whose authors have not let them be
quoted, and lead to these.
"""

from collections.abc import Callable, Iterator
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from stories import edition

# By the names of their addresses. Everything else is neither crawled nor kept.
INDEXED = ("about", "help", "numbers", "pass-on", "privacy")


def indexed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lets search engines keep what a view answers."""

    @wraps(view)
    def found(request: HttpRequest) -> HttpResponse:
        response = view(request)
        # By a query it is a search. One that the page does not depend on is in no key of the cache,
        # so it must change nothing here either.
        searched = edition.is_kept_by_query(response) and request.META["QUERY_STRING"]
        if edition.is_kept(response) and not searched:
            response.headers["X-Robots-Tag"] = "all"
        return response

    return found


def rules() -> str:
    """robots.txt: in each language those pages, what they are drawn with, and nothing else."""
    return "\n".join(["User-agent: *", "Disallow: /", *_allowed(), ""])


def _allowed() -> Iterator[str]:
    yield f"Allow: {settings.STATIC_URL}site/"
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            # To its end: `/numbers/?setting=work` is another page.
            yield from (f"Allow: {reverse(name)}$" for name in INDEXED)
