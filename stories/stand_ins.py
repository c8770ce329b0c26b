"""What may stand where something is taken out that could point to somebody: for her before she
sends, and for the desk. In square brackets, so that a reader sees that it is not her word."""

from django.utils.translation import gettext_lazy as _

_PEOPLE = (
    _("[a person]"), _("[a colleague]"), _("[a boss]"), _("[a teacher]"), _("[a friend]"),
    _("[a relative]"), _("[a partner]"), _("[a name]"),
)  # fmt: skip
_PLACES = (_("[a city]"), _("[a place]"), _("[an address]"))
_NUMBER = (_("[a number]"),)
# By the kinds of `stories.say.identifiers`. A place can be taken for a name.
_BY_KIND = {
    "name": (*_PEOPLE, *_PLACES),
    "handle": _PEOPLE,
    "email": (_("[an address]"), *_PEOPLE),
    "organisation": (_("[a workplace]"), _("[a school]"), _("[an organisation]")),
    "address": _PLACES,
    "postcode": _PLACES,
    "phone": _NUMBER,
    "card": _NUMBER,
    "account": _NUMBER,
    "identity": _NUMBER,
    "plate": (_("[a car]"),),
    "link": (_("[a page]"),),
    "date": (_("[a day]"),),
}


def for_kind(kind: str) -> tuple[str, ...]:
    """What may stand for a kind of identifier, in the language that is active."""
    return tuple(str(word) for word in _BY_KIND.get(kind, ()))


def all_of_them() -> frozenset[str]:
    """Everything that may stand for something, in the language that is active."""
    return frozenset(word for kind in _BY_KIND for word in for_kind(kind))
