"""Addresses without a house number: boxes, and corners of two streets."""

from stories.say.identifiers import streets
from stories.say.identifiers.reading import NUMBER, SMALL, Reading


def box(reading: Reading, place: int) -> tuple[int, int] | None:
    """P.O. Box 12; PSC 3294, Box 9168."""
    if reading.key(place - 1) not in streets.BOXES or reading.gap(place).strip(" .#:"):
        return None
    two_before = reading.key(place - 2)
    of_unit = reading.shape(place - 2) == NUMBER and reading.key(place - 3) in streets.UNITS
    if reading.shapes[place - 1] == SMALL and two_before not in {"o", "po", "post"} and not of_unit:
        return None
    return place - 1, place


def corner(reading: Reading, place: int) -> tuple[int, int] | None:
    """The corner of one street and another, each written like a name or with a number."""
    joined = None
    for at in range(place + 1, min(place + 14, len(reading))):
        if "." in reading.gap(at) and reading.key(at - 1) not in streets.AFTER:
            break
        if joined is None and reading.keys[at] in {"and", "y", "et", "con"}:
            joined = at
        elif joined and reading.shapes[at] == SMALL and at > joined + 1:
            kind = reading.keys[at] in streets.AFTER
            return (place, at) if kind or reading.shapes[at - 1] != SMALL else None
    if joined is None:
        return None
    last = min(place + 13, len(reading) - 1, joined + 4)
    named = [at for at in range(joined + 1, last + 1) if reading.shapes[at] != SMALL]
    return (place, named[-1]) if named else None
