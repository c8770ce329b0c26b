"""What ends something for somebody is done in two steps, and the server asks in between: a press by
accident, or a post that comes alone, ends nobody. The page that asks needs no script."""

from django.http import HttpRequest, HttpResponse

from moderation.accounts import proving
from moderation.admin.page import page

# The field that says yes. No other form has one of this name.
_FIELD, _YES = "sure", "yes"


class Unsure(Exception):
    """It is not done yet. Says whom it would be done to, what comes of it, a sentence each, and
    what the two buttons say."""

    def __init__(self, title: str, comes: list[str], *, does: str, leaves: str) -> None:
        super().__init__(title)
        self.title, self.comes, self.does, self.leaves = title, comes, does, leaves


def is_sure(request: HttpRequest) -> bool:
    """Whether this post comes from the page that asks."""
    return request.POST.get(_FIELD) == _YES


def ask(request: HttpRequest, unsure: Unsure, *, back: str) -> HttpResponse:
    """The page that asks, and holds what else was posted. `back` is the address to which she goes
    who is not sure."""
    apart = {*proving.FIELDS, _FIELD, "csrfmiddlewaretoken"}
    return page(
        request,
        "admin/sure.html",
        {
            "title": unsure.title,
            "comes": unsure.comes,
            "does": unsure.does,
            "leaves": unsure.leaves,
            "held": [(name, value) for name, value in request.POST.items() if name not in apart],
            "field": _FIELD,
            "yes": _YES,
            "back": back,
        },
    )
