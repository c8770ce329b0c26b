"""What a moderator has done to a testimony so far: read from her post, shown to her again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from moderation import editing
from moderation.editing import Added, Cut
from stories.categories import HINTS, Note
from stories.say.identifiers import find
from stories.testimony import BAR, MAX_CHARACTERS, Testimony, shown

# A choice for a place: anything else leaves it as it is.
OUT = "out"
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
    notes: tuple[str, ...] = ()
    reason: str = ""
    told: str = ""
    question: str = ""

    def holds_something(self, read: Testimony, *, told: str) -> bool:
        """Whether anything of hers is in it; `told` is what stands there before she types."""
        typed = self.reason or self.question or self.told not in ("", told)
        return bool(typed or self.notes or self.texts != [example.text for example in read.examples])

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
        base = editing.typed(post.get(f"base-{number}", example.text))[: 4 * MAX_CHARACTERS]
        text = editing.typed(post.get(f"text-{number}", base))[: 4 * MAX_CHARACTERS]
        text = editing.put_in(base, text, chosen.get(number, []))
        draft.texts.append(text)
        try:
            editing.cuts_of(example.text, text, tokens)
        except Added as fault:
            draft.added[number] = fault.piece
    return draft


def _chosen(request: HttpRequest, tokens: frozenset[str]) -> dict[int, list[Cut]]:
    chosen: dict[int, list[Cut]] = {}
    for name, value in request.POST.items():
        found = _MARK.fullmatch(name)
        if found and (value == OUT or value in tokens):
            number, start, end = map(int, found.groups())
            token = "" if value == OUT else str(value)
            chosen.setdefault(number, []).append(Cut(start, end, token))
    return chosen


def side_by_side(read: Testimony, draft: Draft) -> Iterator[dict[str, Any]]:
    """Each example for the page: as it came, and as it would stand, with a choice for each mark."""
    originals, marks = shown(read.examples), 0
    for number, (original, text) in enumerate(zip(originals, draft.texts, strict=True)):
        parts = list(_parts(text, read.language, number))
        here = [part for part in parts if "field" in part][: MOST_MARKS - marks]
        marks += len(here)
        yield {
            **original,
            "number": number,
            "has_words": bool(read.examples[number].text),
            "text": text,
            "parts": parts,
            "marks": here,
            "changed": text != read.examples[number].text,
            "added": draft.added.get(number, ""),
        }


def _parts(text: str, language: str, number: int) -> Iterator[dict[str, Any]]:
    end = 0
    for one in find(text, language):
        yield {"text": text[end : one.start]}
        yield {
            "text": text[one.start : one.end],
            "kind": HINTS.get(one.kind, one.kind),
            "field": f"mark-{number}-{one.start}-{one.end}",
            "words": editing.role_words(one.kind, language),
            "bar": BAR,
        }
        end = one.end
    yield {"text": text[end:]}
