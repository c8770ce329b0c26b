"""What one person said, as a value: the examples and the country, between form and database."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from stories.categories import CATEGORIES, COUNTRIES, Note, label

MAX_EXAMPLES = 10
MAX_CHARACTERS = 5_000
# What stands where the desk took something out and put no word there. Read aloud as "removed".
BAR = "█" * 5
# A code of BCP 47, no longer than the column that holds it.
_LANGUAGE = re.compile(r"(?=.{2,8}\Z)[A-Za-z]{2,3}(-[A-Za-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One example. Every field may be empty; a code is one of `categories.CATEGORIES`."""

    text: str = ""
    setting: str = ""
    by: str = ""
    age: str = ""
    reported: str = ""

    def says_something(self) -> bool:
        """Whether anything was written or ticked."""
        return bool(self.text or self.labels())

    def labels(self) -> dict[str, str]:
        """The ticked categories alone, as code by category."""
        return {name: code for name in CATEGORIES if (code := getattr(self, name))}


@dataclass(frozen=True, slots=True)
class Testimony:
    """What arrives in one submission. With no text in it, it is a status."""

    examples: tuple[Occurrence, ...] = ()
    country: str = ""
    language: str = "en"
    quotable: bool = False
    # She wants to see the edited version before it is public.
    see_first: bool = False
    # What the desk labels it with, codes of `categories.Note`: never hers.
    notes: tuple[str, ...] = ()

    @property
    def has_words(self) -> bool:
        """Whether there is a word to read, so that this is more than a status."""
        return any(example.text for example in self.examples)

    def text(self) -> str:
        """All her words, one example after the other."""
        return "\n\n".join(example.text for example in self.examples)


def shown(examples: Iterable[Any]) -> list[dict[str, Any]]:
    """Examples as a page shows them, an Occurrence and a story's row alike: the paragraphs, and the
    labels of what was ticked."""
    return [
        {
            "paragraphs": example.text.split("\n\n") if example.text else [],
            "labels": [
                label(name, code) for name in CATEGORIES if (code := getattr(example, name))
            ],
        }
        for example in examples
    ]


_FIELDS = tuple(each.name for each in fields(Occurrence))


def packed(examples: tuple[Occurrence, ...]) -> list[dict[str, str]]:
    """Examples as they are stored: empty fields left out, order kept."""
    return [
        {name: value for name in _FIELDS if (value := getattr(example, name))}
        for example in examples
    ]


def unpacked(stored: list[dict[str, str]]) -> tuple[Occurrence, ...]:
    """The inverse of `packed`."""
    return tuple(Occurrence(**example) for example in stored)


def read_back(stored: Any) -> Testimony:
    """A testimony out of what `envelopes.shut` wrote down, whatever that is by now. Raises
    ValueError for any that is not as a form or the desk can have made it."""
    try:
        fields = {"notes": [], **stored}
        examples, notes = unpacked(fields.pop("examples")), tuple(fields.pop("notes"))
        said = Testimony(examples, notes=notes, **fields)
        sound = _is_sound(said) and all(map(_is_sound_example, examples))
    except (TypeError, KeyError) as fault:
        raise ValueError("There is more in it, or less, or of another kind.") from fault
    if not sound:
        raise ValueError("Something in it is none of ours.")
    return said


def _is_sound(said: Testimony) -> bool:
    return (
        {type(said.quotable), type(said.see_first)} == {bool}
        and said.country in {"", *COUNTRIES}
        and bool(_LANGUAGE.fullmatch(said.language))
        and len(said.examples) <= MAX_EXAMPLES
        and all(note in Note for note in said.notes)
    )


def _is_sound_example(example: Occurrence) -> bool:
    # What has no UTF-8 raises ValueError; PostgreSQL has no place for a zero byte.
    return b"\0" not in str.encode(example.text) and all(
        getattr(example, name) in {"", *codes.values} for name, codes in CATEGORIES.items()
    )


def without_words(stored: list[dict[str, str]]) -> list[dict[str, str]]:
    """The stored examples with their text taken out: what the numbers need."""
    return [
        {name: value for name, value in example.items() if name != "text"} for example in stored
    ]
