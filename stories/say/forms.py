"""The form as she filled it in: what was posted, made plain, with what is wrong with it.

A draft is never thrown away. Whatever happens to a post, the page that answers
is made from its draft, with every word still in it.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stories.categories import ASKED, CATEGORIES, COUNTRIES
from stories.say import pointers
from stories.say.posted import Posted
from stories.say.text import normalised
from stories.testimony import MAX_CHARACTERS, MAX_EXAMPLES, Occurrence, Testimony, packed

ACTIONS = ("send", "add", "check")
# Beyond this, one text or all of a post cannot fit whatever is made of it. It is
# shown as it came: to make it plain first would keep the server busy for minutes.
_READ_CHARACTERS = 4 * MAX_CHARACTERS
_READ_IN_ALL = 2 * MAX_CHARACTERS * MAX_EXAMPLES


@dataclass
class Draft:
    """What one post of the form holds. `problems` are sentences about the whole, the problems
    of one example stand in `example_problems` under its position."""

    nonce: str = ""
    action: str = ""
    country: str = ""
    quotable: bool = False
    see_first: bool = False
    examples: list[Occurrence] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    example_problems: dict[int, str] = field(default_factory=dict)
    # She has seen what may point to someone, and sends it all the same.
    confirmed: bool = False
    # Whether it was on its way to the database: if that fails, nobody knows what was kept.
    tried: bool = False

    @property
    def sound(self) -> bool:
        """Whether it can be taken as it is."""
        return not self.problems and not self.example_problems

    @property
    def says_something(self) -> bool:
        """Whether there is more in it than the two words."""
        return bool(self.country or any(example.says_something() for example in self.examples))

    def testimony(self, language: str) -> Testimony:
        """What she says, without the examples that were left empty."""
        said = tuple(example for example in self.examples if example.says_something())
        return Testimony(said, self.country, language, self.quotable, self.see_first)

    def content(self, language: str) -> bytes:
        """The same for two posts exactly if they say the same."""
        said = self.testimony(language)
        parts = [
            packed(said.examples), said.country, said.language, said.quotable, said.see_first
        ]  # fmt: skip
        return json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()


def draft_of(posted: Posted, *, plain: bool = True) -> Draft:
    """The draft in a post. Never fails for what was written in the form.

    Where it is refused anyway, its texts need not be made `plain`, which costs more than all else:
    they come back as they came.
    """
    fields = posted.fields
    draft = Draft(
        nonce=fields.get("nonce", ""),
        # A form that was sent by pressing Enter, or by another hand than a browser's, is shown
        # once more: nothing is sent that she did not ask to send.
        action=posted.action if posted.action in ACTIONS else "check",
        country=fields.get("country", ""),
        quotable=fields.get("quotable", "") in {"1", "on"},
        see_first=fields.get("see_first", "") in {"1", "on"},
        confirmed=fields.get("confirmed", "") == "1",
    )
    if draft.country not in COUNTRIES:
        if draft.country:
            draft.problems.append(_("The country was not one of the list. Choose it again."))
        draft.country = ""
    positions = _positions(fields)
    texts = [fields.get(f"examples-{position}-text", "") for position in positions]
    if plain:
        choices = pointers.chosen(fields.dict())
        texts = [
            pointers.put_in(text, choices.get(place, []))
            for place, text in enumerate(_plain(texts))
        ]
    for position, text in zip(positions, texts, strict=True):
        draft.examples.append(_example(fields, position, text, draft))
    _judge(draft)
    draft.problems += posted.problems
    return draft


def _positions(posted: QueryDict) -> list[str]:
    """The places of the examples, in order. One that came without its count is not lost
    either, and a count without examples makes none that nobody could send."""
    number = posted.get("examples-TOTAL_FORMS", "")
    count = int(number) if number.isascii() and number.isdigit() and len(number) < 4 else 0
    named = {str(position) for position in range(min(count, MAX_EXAMPLES))}
    for key in posted:
        prefix, _, rest = key.partition("-")
        position = rest.partition("-")[0]
        if prefix == "examples" and position.isascii() and position.isdigit():
            named.add(position)
    return sorted(named, key=lambda position: (len(position), position))


def _plain(texts: list[str]) -> list[str]:
    lengths = [len(text) for text in texts]
    if max(lengths, default=0) > _READ_CHARACTERS or sum(lengths) > _READ_IN_ALL:
        return texts
    return [normalised(text) for text in texts]


def _example(posted: QueryDict, position: str, text: str, draft: Draft) -> Occurrence:
    codes: dict[str, str] = {}
    for name, choices in CATEGORIES.items():
        code = posted.get(f"examples-{position}-{name}", "")
        if code and code not in choices.values:
            draft.example_problems[len(draft.examples)] = _(
                "One of the choices was not in the list. Choose it again, or leave it open."
            )
            code = ""
        codes[name] = code
    return Occurrence(text=text, **codes)


def _judge(draft: Draft) -> None:
    for position, example in enumerate(draft.examples):
        too_many = len(example.text) - MAX_CHARACTERS
        if too_many > 0:
            draft.example_problems[position] = ngettext(
                "This is longer than there is room for, by %(count)d character. "
                "All of it is still here. Shorten it, or go on in another example.",
                "This is longer than there is room for, by %(count)d characters. "
                "All of it is still here. Shorten it, or go on in another example.",
                too_many,
            ) % {"count": too_many}
    said = sum(example.says_something() for example in draft.examples)
    if said > MAX_EXAMPLES:
        draft.problems.append(
            _("There is room for %(most)d examples. You have %(count)d. All are still here.")
            % {"most": MAX_EXAMPLES, "count": said}
        )


def fields(draft: Draft) -> list[dict[str, Any]]:
    """Its examples as the form shows them. One without any has room for one, folded away."""
    return [
        {
            "number": position + 1,
            "prefix": f"examples-{position}",
            "text": example.text,
            "problem": draft.example_problems.get(position, ""),
            "choices": [
                {
                    "name": name,
                    "question": ASKED[name],
                    "options": choices.choices,
                    "chosen": getattr(example, name),
                }
                for name, choices in CATEGORIES.items()
            ],
        }
        for position, example in enumerate(draft.examples or [Occurrence()])
    ]
