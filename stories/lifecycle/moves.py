"""One change of state, and what goes with any of them."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from django.utils import timezone

from stories import erasure
from stories.categories import held, note_bits
from stories.flags import Lane
from stories.models import SEALED_TO_DESK, SEALED_TO_HER, Example, State, Story, Submission
from stories.testimony import Testimony, packed, without_words

# What the desk was told of her words while they were sealed: it goes with the decision.
UNTOLD: dict[str, Any] = {
    "hints": [],
    "fingerprint": b"",
    "lane": Lane.USUAL,
    "topics": 0,
    "edited": None,
}
# What there is of her words in a submission, and what it is when they are gone.
WITHOUT_WORDS: dict[str, Any] = {
    **UNTOLD,
    **dict.fromkeys([*SEALED_TO_DESK, *SEALED_TO_HER]),
    "sealed_to": None,
    "for_lead": False,
}
# And when nothing of what she ticked is left either.
EMPTY: dict[str, Any] = {**WITHOUT_WORDS, "examples": [], "country": ""}
# And when what is said to her of a decline stays.
ALL_BUT_TO_HER: dict[str, Any] = {
    name: gone for name, gone in WITHOUT_WORDS.items() if name != "to_her"
}


class Conflict(Exception):
    """The submission is no longer in a state from which this may happen."""


def move(
    submission: int,
    *,
    to: State,
    out_of: Iterable[State],
    where: Mapping[str, Any] = MappingProxyType({}),
    **fields: Any,
) -> None:
    """One conditional UPDATE to another state, and of `fields` with it; `where` is what else must
    hold. Raises Conflict."""
    found = Submission.objects.filter(pk=submission, state__in=list(out_of), **where)
    moved = found.update(state=to, since=timezone.now().date(), **fields)
    if not moved:
        raise Conflict


def delete_story(**which: int) -> None:
    """Deletes a story with all that hangs on it. The story is taken first, as by whoever says
    something of it: its rows first, and on PostgreSQL each of the two could wait for the other."""
    found = Story.objects.filter(**which)
    if found.select_for_update().exists():
        found.delete()
        erasure.clear_the_index()


def accept(
    submission: int,
    testimony: Testimony,
    *,
    out_of: Iterable[State],
    where: Mapping[str, Any] = MappingProxyType({}),
) -> None:
    """The words of a testimony may be on the wall, and what the numbers need of it is in clear.
    What the desk was told of them goes with the decision. Raises Conflict."""
    move(
        submission,
        to=State.APPROVED,
        out_of=out_of,
        where=where,
        examples=without_words(packed(testimony.examples)),
        country=testimony.country,
        to_her=None,
        **UNTOLD,
    )
    if testimony.has_words:
        _write_story(submission, testimony)


def hand_on_receipt(*, old: int, new: int) -> None:
    """Her receipt leads to `new` from now on, which stands in no other's place any more."""
    before = Submission.objects.filter(pk=old)
    receipt = before.values_list("receipt", flat=True).first()
    before.update(receipt=None, body=None)
    Submission.objects.filter(pk=new).update(receipt=receipt, replaces=None)


def _write_story(submission: int, testimony: Testimony) -> None:
    """Her words as they may be on the wall, in a story that is on no page before a release."""
    story = Story.objects.create(
        submission_id=submission,
        language=testimony.language,
        quotable=testimony.quotable,
        notes=list(testimony.notes),
        holds=note_bits(held(testimony.notes, (each.age for each in testimony.examples))),
    )
    Example.objects.bulk_create(
        Example(
            story=story,
            position=position,
            text=example.text,
            **{name: getattr(example, name) for name in ("setting", "by", "age", "reported")},
        )
        for position, example in enumerate(testimony.examples)
    )
