"""Names of people in alphabets that have capitals: where they begin, and how far they go."""

from collections.abc import Iterator

from stories.say.identifiers.beside import NAME_JOINS, is_plausible
from stories.say.identifiers.capitals import begins_capital
from stories.say.identifiers.found import Find
from stories.say.identifiers.reading import CAPITAL, CAPITALS, NUMBER, SMALL, Reading
from stories.say.identifiers.small import begins_small
from stories.say.identifiers.words import (
    FAMILY,
    GIVEN,
    MODAL,
    NAME_LIKE,
    NEVER,
    ORG_FIRST,
    PARTICLE,
    STOP,
    SURNAME,
    WORD,
)

# Words of one name: Juan Carlos de la Cruz Martínez.
_LONGEST = 7
_USUAL = WORD | STOP
_APOSTROPHES = {"'", "\u2019"}
# Of a verb or a possessive, and no part of a name.
_ENDINGS = {"s", "t", "d", "m", "ll", "re", "ve"}


def names(reading: Reading) -> Iterator[Find]:
    """The names in a text, each with the family names that follow it."""
    spans: list[tuple[int, int]] = []
    last = -1
    for place in _perhaps(reading):
        if place > last and _begins(reading, place):
            last = _last(reading, place)
            spans.append((place, last))
    spans += _again(reading, spans)
    for first, last in spans:
        yield Find(reading.starts[_first(reading, first)], reading.ends[last], "name")


def _perhaps(reading: Reading) -> list[int]:
    """Where a name may begin. Most words of a text are usual ones written small, behind none that
    tells of a family name, so that they are let go here and not one by one."""
    shapes, flags = reading.shapes, reading.flags
    return [
        place
        for place, (shape, flag, before) in enumerate(zip(shapes, flags, [0, *flags], strict=False))
        if shape != SMALL or not flag & _USUAL or flag & GIVEN or before & SURNAME
    ]


def _begins(reading: Reading, place: int) -> bool:
    shape, flag = reading.shapes[place], reading.flags[place]
    if shape == SMALL:
        if flag & STOP or len(reading.raws[place]) == 1 or reading.raws[place].endswith("ó"):
            return False
        return begins_small(reading, place)
    return shape != NUMBER and begins_capital(reading, place)


def _last(reading: Reading, first: int) -> int:
    """The last word of the name that begins at `first`."""
    last = first
    in_capitals = reading.shapes[first] != SMALL
    while last + 1 < min(len(reading), first + _LONGEST):
        gap, following = reading.gap(last + 1), last + 1
        if _is_joined(reading, following):
            last = following
            continue
        if gap not in NAME_JOINS or ("." in gap and not _is_short(reading, last)):
            break
        if in_capitals:
            step = _capital_step(reading, following)
        else:
            step = _small_step(reading, following, known=last > first)
        if not step:
            break
        last += step
    return last


def _first(reading: Reading, found: int) -> int:
    """Where a name begins that was found from that word on."""
    while found > 0 and (
        reading.gap(found) == "-"
        or (reading.gap(found) in _APOSTROPHES and reading.keys[found - 1] == "o")
    ):
        found -= 1
    return found


def _is_joined(reading: Reading, place: int) -> bool:
    """Whether a word is one with that before it, so that leaving out the one would leave a half of
    the name: al-fayed, o'neill."""
    gap = reading.gap(place)
    return gap == "-" or (gap in _APOSTROPHES and reading.keys[place] not in _ENDINGS)


def _is_short(reading: Reading, place: int) -> bool:
    return len(reading.raws[place]) == 1 or reading.keys[place] in {"st", "jr", "sr", "dr", "mc"}


def _capital_step(reading: Reading, place: int) -> int:
    """How many words further a name goes that is written with capitals."""
    shape, flag = reading.shapes[place], reading.flags[place]
    if shape == NUMBER:
        return 0
    if shape != SMALL:
        is_letter = len(reading.raws[place]) == 1
        if is_letter:
            return int(reading.shape(place + 1) != SMALL and reading.raws[place] != "I")
        return int(not flag & STOP and not (flag & NEVER and not flag & GIVEN))
    steps = 0
    while reading.flag(place + steps) & PARTICLE and steps < 3:
        steps += 1
    # Not a school or a clinic: Ramírez Ortega, of the Colegio. De la Iglesia is a name.
    proper = reading.shape(place + steps) in {CAPITAL, CAPITALS} and (
        not reading.flag(place + steps) & ORG_FIRST or reading.key(place + steps) == "iglesia"
    )
    return steps + 1 if steps > 0 and proper and reading.gap(place + steps) in NAME_JOINS else 0


def _small_step(reading: Reading, place: int, *, known: bool) -> int:
    """How many words further a name goes that is written without."""
    flag = reading.flags[place]
    if flag & NAME_LIKE and not flag & _USUAL:
        return 1
    if flag & GIVEN and not flag & MODAL and _is_clear(reading, place + 1):
        return 1
    if flag & PARTICLE and reading.flag(place + 1) & FAMILY and not reading.flag(place + 1) & WORD:
        return 2
    return int(not known and is_plausible(reading, place) and len(reading.keys[place]) > 3)


def _is_clear(reading: Reading, place: int) -> bool:
    flag = reading.flag(place, " ")
    return bool(flag & NAME_LIKE) and not flag & _USUAL


def _again(reading: Reading, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Where a name that was found stands once more, without what told that it is one."""
    taken = {place for first, last in spans for place in range(first, last + 1)}
    told = {
        reading.keys[place]
        for place in taken
        if not reading.flags[place] & (_USUAL | PARTICLE) and len(reading.keys[place]) > 2
    }
    if told:
        for place, key in enumerate(reading.keys):
            if key in told and place not in taken:
                yield place, place
