"""What she is shown before her words go: each thing that may point to someone, and a choice for it.

A find is marked in her own text. She may keep it, leave it out, or put a word in its place. What
she chose stands in fields named after the place, and is put into the text when it comes back.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from stories import stand_ins
from stories.categories import HINTS
from stories.say.identifiers import Find
from stories.testimony import Occurrence

# Any other choice, such as `keep`, leaves the text as it is.
OUT = "out"
_FIELD = re.compile(r"find-([0-9]{1,2})-([0-9]{1,5})-([0-9]{1,5})")
_BLANKS = re.compile(r"[ \t]{2,}")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of her text; where it is a find, with its kind, field and what may stand there."""

    text: str
    kind: str = ""
    field: str = ""
    stand_ins: tuple[str, ...] = ()


def parts(text: str, finds: list[Find], position: int) -> list[Part]:
    """The text of the example at `position`, cut at its finds."""
    found, end = [], 0
    for one in finds:
        found.append(Part(text[end : one.start]))
        found.append(
            Part(
                text[one.start : one.end],
                one.kind,
                f"find-{position}-{one.start}-{one.end}",
                stand_ins.for_kind(one.kind),
            )
        )
        end = one.end
    return [part for part in [*found, Part(text[end:])] if part.text]


def marked(examples: Sequence[Occurrence], finds: Sequence[list[Find]]) -> list[dict[str, Any]]:
    """Examples as the page shows them, with what was found in each marked in its text."""
    return [
        {
            "prefix": f"examples-{position}",
            "text": example.text,
            "codes": example.labels().items(),
            "parts": [
                {"what": HINTS.get(part.kind, ""), **asdict(part)}
                for part in parts(example.text, finds[position], position)
            ]
            if finds[position]
            else [],
        }
        for position, example in enumerate(examples)
    ]


def chosen(fields: Mapping[str, object]) -> dict[int, list[tuple[int, int, str]]]:
    """What was chosen to be taken out or replaced: by example, (start, end, what stands there)."""
    choices: dict[int, list[tuple[int, int, str]]] = {}
    for name, value in fields.items():
        found = _FIELD.fullmatch(name)
        if found and (word := _word(str(value))) is not None:
            position, start, end = map(int, found.groups())
            choices.setdefault(position, []).append((start, end, word))
    return choices


def put_in(text: str, choices: list[tuple[int, int, str]]) -> str:
    """The text with what she chose in its places. Places that the text does not have, or that lie
    over one another, are left as they are."""
    beginning = len(text)
    for start, end, word in sorted(choices, reverse=True):
        if start < end <= beginning:
            text = text[:start] + word + text[end:]
            beginning = start
    return _BLANKS.sub(" ", text) if choices else text


def _word(value: str) -> str | None:
    if value == OUT:
        return ""
    return value if value in stand_ins.all_of_them() else None
