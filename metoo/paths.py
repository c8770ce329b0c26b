"""What a path says of itself: its language, and whether it is the moderators' side."""

from django.conf import settings

_DESK = ("/admin/", "/accounts/")


def language_of(path: str) -> str:
    """The code of the language that a path is in: English where it says nothing."""
    first = path[1:].partition("/")[0]
    return first if first in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def at_desk(path: str) -> bool:
    """Whether a path belongs to the moderators' side, in whichever language."""
    return path.removeprefix(f"/{language_of(path)}").startswith(_DESK)
