"""Number plates of cars."""

import re
from collections.abc import Iterator

from stories.say.identifiers import checksums
from stories.say.identifiers.found import Find
from stories.say.identifiers.reading import Reading, Stretch
from stories.say.identifiers.words import near

# In capitals these are hardly anything else: Britain, France and Italy, Brazil,
# Portugal, Spain, India.
_PLATES = re.compile(
    r"(?<![\w-])(?:[A-HJ-PR-Y][A-HJ-PR-Y]\d{2} ?[A-HJ-PR-Z]{3}"
    r"|[A-HJ-NP-TV-Z]{2}-\d{3}-[A-HJ-NP-TV-Z]{2}"
    r"|[A-Z]{3}\d[A-J]\d{2}|[A-Z]{2}-\d{2}-[A-Z]{2}|\d{2}-[A-Z]{2}-\d{2}"
    r"|\d{4}[ -]?[BCDFGHJKLMNPRSTVWXYZ]{3}|[A-Z]{2}[ -]?\d{2}[ -]?[A-Z]{1,2}[ -]?\d{4})(?![\w-])"
)
# Anything of letters and digits once somebody has said that it is one.
_SAID = re.compile(
    r"(?<![\w-])(?:[A-Za-z]{1,3}[ -]?\d{1,4}(?:[ -]?[A-Za-z]{1,3})?"
    r"|\d{1,4}[ -]?[A-Za-z]{1,3}(?:[ -]?\d{1,4})?|\d{5,8})(?![\w-])"
)
_FEWEST = 5


def plates(reading: Reading, stretch: Stretch) -> Iterator[Find]:
    """Plates by their look, or by the word before them."""
    for match in _PLATES.finditer(reading.text, stretch.start, stretch.end):
        yield Find(match.start(), match.end(), "plate")
    if not reading.says("plate"):
        return
    for match in _SAID.finditer(reading.text, stretch.start, stretch.end):
        signs = checksums.bare(match.group())
        if (
            len(signs) >= _FEWEST
            and any(sign.isdigit() for sign in signs)
            and near(reading.text, match.start(), reading.lexicon.cues["plate"], 30)
        ):
            yield Find(match.start(), match.end(), "plate")
