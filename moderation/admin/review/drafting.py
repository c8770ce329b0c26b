"""What a moderator has done to a testimony so far: read from her post, shown to her again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from moderation import editing
from moderation.admin.review.marking import marks_of, pieces
from moderation.editing import Added, Place
from stories.categories import Note
from stories.testimony import BAR, MAX_CHARACTERS, Testimony, shown

# What can be chosen for a place, besides what may stand there: what came, and nothing.
KEEP, OUT = "keep", "out"
MOST_SAID = 1_000
# A form may hold 200 fields (settings). What is marked beyond these goes by hand.
MOST_MARKS = 120
_MARK = re.compile(r"mark-([0-9]{1,2})-([0-9]{1,5})-([0-9]{1,5})")


@dataclass
class Draft:
    """The texts as they stand, and all else that she has put in the form. Nothing is lost."""

    texts: list[str] = field(default_factory=list)
    # What stands in a text and is not in the original, by the example.
    added: dict[int, str] = field(default_factory=dict)
    # Where that is so: what she typed it out of, and what she chose for places of the original.
    # Neither can be put into the text before it is an edit again.
    base: dict[int, str] = field(default_factory=dict)
    chosen: dict[int, list[Place]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    reason: str = ""
    told: str = ""
    question: str = ""

    def holds_something(self, read: Testimony, *, told: str) -> bool:
        """Whether anything of hers is in it; `told` is what stands there before she types."""
        typed = self.reason or self.question or self.told not in ("", told)
        return bool(
            typed or self.notes or self.texts != [example.text for example in read.examples]
        )

    def edited(self, read: Testimony) -> Testimony:
        """What was read, as the draft has it. Raises Added."""
        tokens = editing.allowed(read.language)
        examples = []
        for example, text in zip(read.examples, self.texts, strict=True):
            cuts = editing.cuts_of(example.text, text, tokens)
            # What goes out is the original with its cuts, and never what was typed.
            made = editing.tidied(editing.applied(example.text, cuts)) if cuts else example.text
            examples.append(editing.with_text(example, made))
        return editing.published(read, tuple(examples), self.notes)


def untouched(read: Testimony, *, told: str) -> Draft:
    """What the page begins with."""
    return Draft(texts=[example.text for example in read.examples], told=told)


def draft_of(request: HttpRequest, read: Testimony) -> Draft:
    """What she posted. A field that is not there is as the page begins with."""
    post, tokens = request.POST, editing.allowed(read.language)
    chosen = _chosen(request, tokens)
    draft = Draft(
        notes=tuple(note for note in Note.values if note in post.getlist("notes")),
        reason=post.get("reason", ""),
        told=editing.typed(post.get("told", "")).strip(),
        question=editing.typed(post.get("question", "")).strip(),
    )
    for number, example in enumerate(read.examples):
        base = _base(post.get(f"base-{number}", example.text), example.text, tokens)
        text = editing.typed(post.get(f"text-{number}", base))[: 4 * MAX_CHARACTERS]
        places = chosen.get(number, [])
        try:
            text = editing.put_in(example.text, base, text, places, tokens)
            editing.cuts_of(example.text, text, tokens)
        except Added as fault:
            draft.added[number] = fault.piece
            draft.base[number], draft.chosen[number] = base, places
        draft.texts.append(text)
    return draft


def _base(posted: str, original: str, tokens: frozenset[str]) -> str:
    """What she typed her text out of, where that was ours; or else what came."""
    base = editing.typed(posted)[: 4 * MAX_CHARACTERS]
    try:
        editing.cuts_of(original, base, tokens)
    except Added:
        return original
    return base


def _chosen(request: HttpRequest, tokens: frozenset[str]) -> dict[int, list[Place]]:
    chosen: dict[int, list[Place]] = {}
    for name, value in request.POST.items():
        found = _MARK.fullmatch(name)
        if found and (value in (KEEP, OUT) or value in tokens):
            number, start, end = map(int, found.groups())
            token = {KEEP: None, OUT: ""}.get(value, value)
            chosen.setdefault(number, []).append(Place(start, end, token))
    return chosen


def side_by_side(read: Testimony, draft: Draft) -> Iterator[dict[str, Any]]:
    """Each example for the page: as it came, and as it would stand, with a choice for each mark."""
    originals, tokens, marks = shown(read.examples), editing.allowed(read.language), 0
    for number, (original, text) in enumerate(zip(originals, draft.texts, strict=True)):
        came, base = read.examples[number].text, draft.base.get(number, text)
        found = marks_of(
            came, editing.cuts_of(came, base, tokens), draft.chosen.get(number, ()), read.language
        )
        parts = list(pieces(came, found, number, read.language))
        here = [part for part in parts if "field" in part][: MOST_MARKS - marks]
        marks += len(here)
        yield {
            **original,
            "number": number,
            "has_words": bool(came),
            "text": text,
            "base": base,
            "parts": parts,
            "marks": here,
            "bar": BAR,
            "added": draft.added.get(number, ""),
        }
