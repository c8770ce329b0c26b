"""The same page in the other languages. Which page it is, the middleware says for each request."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Literal, NamedTuple

from django.conf import settings
from django.urls import Resolver404, resolve, reverse
from django.utils import translation

_here: ContextVar[str] = ContextVar("here", default="")


class Counterpart(NamedTuple):
    """A page in another language: the language's code and own name, which way it is written, and
    where the page is: its path, and its whole address for who reads the page from elsewhere."""

    code: str
    name: str
    dir: Literal["ltr", "rtl"]
    path: str
    address: str


@contextmanager
def at(path: str) -> Iterator[None]:
    """While this lasts, the page that is made is the one at `path`; with an empty one, a page that
    has no counterparts, as what is answered to a form has none."""
    token = _here.set(path)
    try:
        yield
    finally:
        _here.reset(token)


def counterparts() -> list[Counterpart]:
    """The page that is being made in every language that is offered but the present one: without
    its query, which is of this request alone. Where there is no such page, the walls."""
    path = _here.get()
    if not path:
        return []
    present = translation.get_language()
    try:
        match = resolve(path)
    except Resolver404:
        name, parts = "wall", {}
    else:
        if not match.url_name:
            # What catches all the rest of a part of the site has no name, and is no page.
            return []
        name, parts = match.view_name, match.kwargs
    found = []
    for code, own in settings.LANGUAGES:
        if code != present:
            with translation.override(code):
                to = reverse(name, kwargs=parts)
                found.append(Counterpart(code, own, _way(), to, settings.SITE_URL + to))
    return found


def _way() -> Literal["ltr", "rtl"]:
    return "rtl" if translation.get_language_bidi() else "ltr"
