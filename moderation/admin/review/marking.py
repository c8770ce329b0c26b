"""What is marked in a text on the sheet: what has been taken out of it, and what could be.

Each mark is a place of the original, so that it stays where it is however the text is edited, and
what was taken out there can be put back.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from moderation import editing
from moderation.editing import Cut, Place
from stories.categories import HINTS
from stories.say.identifiers import find
from stories.testimony import BAR

# Of a run that was taken out by hand nobody knows what it was: most likely somebody's name.
_BY_HAND = "name"


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters `start` to `end` of the original; `kind` is what was found there, empty for what
    was taken out by hand, and `token` what stands there now, None for what came."""

    start: int
    end: int
    kind: str
    token: str | None


def marks_of(original: str, cuts: list[Cut], chosen: Iterable[Place], language: str) -> list[Mark]:
    """The marks of a text that is `original` with `cuts`, in their order, none over another;
    `chosen` is what she chose for some of them that is not put in yet."""
    came = find(original, language) if cuts else []
    found = []
    for cut in cuts:
        kinds = [one.kind for one in came if one.start < cut.end and cut.start < one.end]
        found.append(Mark(cut.start, cut.end, kinds[0] if kinds else "", cut.token))
    kept = list(_kept(original, cuts))
    for one in find(editing.applied(original, cuts), language):
        for start, end, ahead in kept:
            first, last = max(start, one.start + ahead), min(end, one.end + ahead)
            if first < last:
                found.append(Mark(first, last, one.kind, None))
    tokens = {(place.start, place.end): place.token for place in chosen}
    return [
        Mark(mark.start, mark.end, mark.kind, tokens.get((mark.start, mark.end), mark.token))
        for mark in sorted(found, key=lambda mark: mark.start)
    ]


def _kept(original: str, cuts: list[Cut]) -> Iterator[tuple[int, int, int]]:
    """The runs of the original that are kept: start, end, and how far it is ahead of the edited
    text there."""
    end = ahead = 0
    for cut in cuts:
        yield end, cut.start, ahead
        end = cut.end
        ahead += cut.end - cut.start - len(cut.token)
    yield end, len(original), ahead


def pieces(
    original: str, marks: list[Mark], number: int, language: str
) -> Iterator[dict[str, Any]]:
    """The text as it would stand, for the page: what is not marked, and each mark of the example
    of that number with what can be chosen for it."""
    end = 0
    for mark in marks:
        yield {"text": original[end : mark.start]}
        words = editing.role_words(mark.kind or _BY_HAND, language)
        own = mark.token and mark.token != BAR and mark.token not in words
        word = original[mark.start : mark.end]
        yield {
            "field": f"mark-{number}-{mark.start}-{mark.end}",
            "word": word,
            "text": word if mark.token is None else mark.token,
            "cut": mark.token is not None,
            "token": mark.token,
            "kind": HINTS.get(mark.kind, mark.kind) or _("taken out by hand"),
            "words": [*words, mark.token] if own else words,
        }
        end = mark.end
    yield {"text": original[end:]}
