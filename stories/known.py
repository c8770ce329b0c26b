"""What is known of words without anybody having read them: their language, what may point to
someone in them, which hard topics they seem to hold, and whether somebody may be in danger now.

It is found as they come in, before they are sealed. At the desk a decision takes it along, and
where one is taken back it is found once more in the words that are open there (`moderation.told`):
so they are read as soon as before, and warned of as well.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from stories.language import likely
from stories.say.flags import Flags, flags_of
from stories.say.identifiers import Find, find
from stories.testimony import Occurrence


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of words without anybody having read them."""

    language: str
    # What may point to someone, of each example.
    finds: list[list[Find]]
    # How soon they should be read, and what they seem to hold.
    flags: Flags

    def kinds(self) -> tuple[str, ...]:
        """Which kinds of thing were found, and nothing of what they are."""
        return tuple(sorted({one.kind for finds in self.finds for one in finds}))


def known_of(examples: Sequence[Occurrence], *, otherwise: str = "en") -> Known:
    """The language that the words seem to be in (`otherwise` where there are too few to tell), and
    what is found in them. Of the same words the same, also where `otherwise` is the language that
    they were found to be in."""
    text = "\n\n".join(example.text for example in examples)
    language = likely(text, otherwise=otherwise) if text.strip() else otherwise
    finds = [find(one.text, language) if one.text else [] for one in examples]
    return Known(language, finds, flags_of(examples))
