"""Postcodes: by their look where it is their own, by the word beside them where it is not."""

import re
from collections.abc import Iterator

from stories.say.identifiers.found import Find
from stories.say.identifiers.words import STOP, Lexicon, folded, near

# Britain, Canada; the long American one, where no dialling code stands before it (that is a
# telephone in Brazil), and the short one after its state.
_OWN_LOOK = re.compile(
    r"(?<!\w)(?:[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d{1,2}|\d[A-HJKPSTUW]|[A-HK-Y]\d[A-Z]) ?"
    r"\d[ABD-HJLNP-UW-Z]{2}|[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d|(?<!\d )(?<!\) )\d{5}-\d{4}"
    r"|(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]"
    r"|T[NX]|UT|V[AT]|W[AIVY]) \d{5})(?!\w)"
)
_BRITISH_SMALL = re.compile(r"(?<!\w)[a-z]{1,2}\d{1,2}[a-z]? \d[abd-hjlnp-uw-z]{2}(?!\w)")
# Of Brazil, and of Portugal.
_PORTUGUESE = re.compile(r"(?<![\w.,-])(?<!\d )(?:\d{5}-\d{3}|\d{4}-\d{3})(?![\w-]|[.,]\d)")
_BARE = re.compile(r"(?<![\w.,-])\d{4,6}(?![\w-]|[.,]\d)")
# Where the town stands after its five digits.
_TOWN = re.compile(r" ([^\W\d_]+)")
_TOWN_FOLLOWS = frozenset({"es", "fr"})


def postcodes(text: str, lexicon: Lexicon, start: int, end: int) -> Iterator[Find]:
    """Postcodes of a text."""
    for pattern in (_OWN_LOOK, _BRITISH_SMALL):
        for match in pattern.finditer(text, start, end):
            yield Find(match.start(), match.end(), "postcode")
    if lexicon.language == "pt":
        for match in _PORTUGUESE.finditer(text, start, end):
            yield Find(match.start(), match.end(), "postcode")
    for match in _BARE.finditer(text, start, end):
        said = near(text, match.start(), lexicon.cues["postcue"], 20)
        if said or (len(match.group()) == 5 and _is_before_town(text, match.end(), lexicon)):
            yield Find(match.start(), match.end(), "postcode")


def _is_before_town(text: str, end: int, lexicon: Lexicon) -> bool:
    town = _TOWN.match(text, end)
    if lexicon.language not in _TOWN_FOLLOWS or not town or not town[1][0].isupper():
        return False
    return not lexicon.about(folded(town[1])) & STOP
