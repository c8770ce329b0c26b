"""Postcodes: by their look where it is their own, by the word beside them where it is not."""

import re
from collections.abc import Iterator

from stories.say.identifiers.found import Find
from stories.say.identifiers.reading import Reading, Stretch
from stories.say.identifiers.words import STOP, Lexicon, folded, near

# Britain, Canada; the long American one, where no dialling code stands before it (that is a
# telephone in Brazil), and the short one after its state; and the British one in small letters.
_OWN_LOOK = re.compile(
    r"(?<!\w)(?:[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d{1,2}|\d[A-HJKPSTUW]|[A-HK-Y]\d[A-Z]) ?"
    r"\d[ABD-HJLNP-UW-Z]{2}|[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d|(?<!\d )(?<!\) )\d{5}-\d{4}"
    r"|(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]"
    r"|T[NX]|UT|V[AT]|W[AIVY]) \d{5}"
    r"|[a-z]{1,2}\d{1,2}[a-z]? \d[abd-hjlnp-uw-z]{2})(?!\w)"
)
# Of Brazil, and of Portugal.
_PORTUGUESE = re.compile(r"(?<![\w.,-])(?<!\d )(?:\d{5}-\d{3}|\d{4}-\d{3})(?![\w-]|[.,]\d)")
_BARE = re.compile(r"(?<![\w.,-])\d{4,6}(?![\w-]|[.,]\d)")
# Where the town stands after its five digits.
_TOWN = re.compile(r" ([^\W\d_]+)")
_TOWN_FOLLOWS = frozenset({"es", "fr"})


def postcodes(reading: Reading, stretch: Stretch) -> Iterator[Find]:
    """Postcodes in a stretch of numbers."""
    text, lexicon, start, end = reading.text, reading.lexicon, stretch.start, stretch.end
    for match in _OWN_LOOK.finditer(text, start, end):
        yield Find(match.start(), match.end(), "postcode")
    if lexicon.language == "pt":
        for match in _PORTUGUESE.finditer(text, start, end):
            yield Find(match.start(), match.end(), "postcode")
    is_said = reading.says("postcue")
    if not is_said and lexicon.language not in _TOWN_FOLLOWS:
        return
    for match in _BARE.finditer(text, start, end):
        said = is_said and near(text, match.start(), lexicon.cues["postcue"], 20)
        if said or (len(match.group()) == 5 and _is_before_town(text, match.end(), lexicon)):
            yield Find(match.start(), match.end(), "postcode")


def _is_before_town(text: str, end: int, lexicon: Lexicon) -> bool:
    town = _TOWN.match(text, end)
    if lexicon.language not in _TOWN_FOLLOWS or not town or not town[1][0].isupper():
        return False
    return not lexicon.about(folded(town[1])) & STOP
