"""What every page of the desk has: its frame, and who may see it."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django.contrib import admin
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import get_language_info
from django.views.decorators.http import require_http_methods

View = Callable[..., HttpResponseBase]

may_screen = permission_required("stories.screen_submission", raise_exception=True)
may_read_log = permission_required("moderation.read_log", raise_exception=True)
may_read_figures = permission_required("moderation.read_figures", raise_exception=True)
may_copy_log = permission_required("moderation.copy_log", raise_exception=True)


def gives_back(how: Callable[[HttpRequest], HttpResponse]) -> Callable[[View], View]:
    """A view of a form in which somebody writes. Where a post does not come so far, because she is
    signed out or its token is old, `how` answers in its place with what it carried."""

    def marked(view: View) -> View:
        view.given_back = how  # type: ignore[attr-defined]
        return view

    return marked


def posts_only(leads_to: str) -> Callable[[View], View]:
    """A view that takes posts alone. Who comes by a link, as after a sign-in, is led to the page of
    the name `leads_to`, at the same arguments: an address that answers nothing would strand her."""

    def only(view: View) -> View:
        @require_http_methods(["GET", "HEAD", "POST"])
        @wraps(view)
        def answer(request: HttpRequest, **at: Any) -> HttpResponseBase:
            if request.method == "POST":
                return view(request, **at)
            led: HttpResponse = redirect(leads_to, **at)
            return led

        answer.leads_to = leads_to  # type: ignore[attr-defined]
        return answer

    return only


# What Django's filters of a list put into its address: a value, or the two ends of some days.
_OF_FILTERS = {"", "exact", "isnull", "gte", "lt"}
# Django names Chinese by its script.
_DJANGOS = {"zh": "zh-hans"}


def language_info(code: str) -> dict[str, Any]:
    """What Django knows of a language by its code of ISO 639-1. Raises KeyError."""
    info: dict[str, Any] = get_language_info(_DJANGOS.get(code, code))
    return info


def language_name(code: str) -> str:
    """What a language is called, by its code of ISO 639-1, in the reader's language; the code
    itself where nobody knows it."""
    try:
        return str(language_info(code)["name_translated"])
    except KeyError:
        return code


def named(column: str | Promise, value: object) -> str:
    """A cell of a list, which says what its column is called where there is no room for columns."""
    return format_html('<span class="narrow">{}: </span>{}', column, value)


def is_a_filter(lookup: str, filters: Collection[str]) -> bool:
    """Whether a lookup in a list's address is one of those that its `filters` offer. Django takes
    any field of the list's own: who halves a column of keys in turn has each within 64 requests."""
    field, _, how = lookup.partition("__")
    return field in filters and how in _OF_FILTERS


def page(
    request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page in the frame of the desk. The site's own view wrapper makes it `no-store`."""
    return render(request, template, {**admin.site.each_context(request), **context}, status=status)
