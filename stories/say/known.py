"""What is known of words without anybody having read them: their language, and what may point to
someone in them."""

from collections.abc import Sequence
from dataclasses import dataclass

from stories.language import likely
from stories.say.identifiers import Find, find
from stories.testimony import Occurrence


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of words without anybody having read them."""

    language: str
    # What may point to someone, of each example.
    finds: list[list[Find]]

    def kinds(self) -> tuple[str, ...]:
        """Which kinds of thing were found, and nothing of what they are."""
        return tuple(sorted({one.kind for finds in self.finds for one in finds}))


def known_of(examples: Sequence[Occurrence], *, otherwise: str = "en") -> Known:
    """The language that the words seem to be in (`otherwise` where there are too few to tell), and
    what may point to someone in them."""
    text = "\n\n".join(example.text for example in examples)
    language = likely(text, otherwise=otherwise) if text.strip() else otherwise
    return Known(language, [find(one.text, language) if one.text else [] for one in examples])
