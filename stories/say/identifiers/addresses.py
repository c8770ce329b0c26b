"""Street addresses: looked for around numbers, so that a text without any costs nothing."""

from collections.abc import Iterator

from stories.say.identifiers import streets
from stories.say.identifiers.corners import box, corner
from stories.say.identifiers.found import Find
from stories.say.identifiers.reading import CAPITALS, NUMBER, SMALL, Reading
from stories.say.identifiers.words import ARTICLE, FAMILY, NAME_LIKE, NEVER, PARTICLE, STOP, WORD

# Words between a number and its street, digits of a house number, words up to a postcode.
_FAR = 5
# Digits of a number beside a street that can count anything; with more it is most likely a house.
_COUNTS = 2
_LONGEST = 6
_TAIL = 14
# Words of the name of a street in Arabic.
_ARABIC_NAME = 3
_WITHIN = frozenset({" ", ", ", "-", ". ", ".", "'", "’", "", "\n", ",\n", ", \n", "،"})

# Words that may have a full stop without a sentence ending there.
_ABBREVIATED = streets.UNITS | streets.AFTER
_NAMED = streets.SURE_AFTER | streets.SURE_BEFORE

Span = tuple[int, int]


def addresses(reading: Reading) -> Iterator[Find]:
    """Streets with their numbers, flats, boxes and corners."""
    done = -1
    for place, shape in enumerate(reading.shapes):
        if place <= done:
            continue
        span = None
        if shape == NUMBER and len(reading.raws[place]) <= _LONGEST:
            span = _around(reading, place)
        elif shape != SMALL and reading.keys[place] in _NAMED:
            span = _named(reading, place)
        elif reading.keys[place] in {"corner", "esquina", "angle"}:
            span = corner(reading, place)
        elif reading.keys[place] == streets.ARABIC_STREET:
            span = _in_arabic(reading, place)
        if span:
            first, last = span
            first, last = _leftward(reading, first), _rightward(reading, last)
            done = last
            yield Find(reading.starts[first], reading.ends[last], "address")


def _named(reading: Reading, place: int) -> Span | None:
    """Elm Street; Calle Alcalá: a street without a number, written like a name."""
    before = place - 1
    follows = reading.keys[place] in streets.SURE_AFTER and place and reading.gap(place) == " "
    if follows and _is_proper(reading, before) and not reading.flags[before] & STOP:
        return before, place
    # An accent makes it another word: calle, but callé.
    is_kind = reading.keys[place] == reading.raws[place].lower() in streets.SURE_BEFORE
    if is_kind or reading.keys[place] == "allee":
        last = _name_end(reading, place)
        if last is not None and reading.shapes[last] not in {SMALL, NUMBER}:
            return place, last
    return None


def _in_arabic(reading: Reading, place: int) -> Span | None:
    """شارع الملك حسين: a street, and words of which one is no usual word."""
    last, named = place, False
    while last + 1 < min(len(reading), place + _ARABIC_NAME + 1) and reading.gap(last + 1) == " ":
        flag = reading.flags[last + 1]
        if not (reading.keys[last + 1].startswith(ARTICLE) or flag & NAME_LIKE):
            break
        named = named or not flag & WORD
        last += 1
    return (place, last) if named else None


def _around(reading: Reading, place: int) -> Span | None:
    """The first and last word of the address that a number belongs to."""
    for rule in (_number_first, _kind_then_name, _name_then_number, _unit, _between, box):
        span = rule(reading, place)
        if span:
            return span
    return None


def _number_first(reading: Reading, place: int) -> Span | None:
    """12 Acacia Avenue; 123 5th Street."""
    named = False
    for at in range(place + 1, min(place + _FAR + 2, len(reading))):
        key, flag, shape = reading.keys[at], reading.flags[at], reading.shapes[at]
        if reading.gap(at) not in _WITHIN or (flag & STOP and shape == SMALL):
            return None
        if named and key in streets.AFTER and _is_kind(reading, place, at):
            follows = at + 1 < len(reading) and reading.keys[at + 1] in streets.AFTER
            return place, at + 1 if follows and reading.shapes[at + 1] != SMALL else at
        if key in streets.MEASURES:
            return None
        named = named or shape != NUMBER
    return None


def _is_kind(reading: Reading, place: int, at: int) -> bool:
    """Whether the word at `at` is a kind of street, for what stands since the number."""
    between = range(place + 1, at)
    if any(reading.shapes[each] not in {SMALL, NUMBER} for each in between):
        return reading.shapes[at] != SMALL or reading.keys[at] in streets.SURE_AFTER
    if reading.keys[at] in streets.SURE_AFTER:
        return True
    return any(not reading.flags[each] & WORD for each in between if reading.shapes[each] == SMALL)


def _kind_then_name(reading: Reading, place: int) -> Span | None:
    """8 bis, rue du Moulin."""
    at = place + 1
    if reading.key(at) in {"bis", "ter"}:
        at += 1
    if reading.key(at) not in streets.NUMBERED or reading.gap(at) not in _WITHIN:
        return None
    # Of the others the article tells: place de la République, but not "place de parking".
    article = reading.key(at + 1) in {"du", "des"} or reading.key(at + 2) in {"la", "l"}
    sure = reading.keys[at] in streets.SURE_BEFORE or article
    last = _name_end(reading, at)
    if last is None or not (sure or reading.shapes[last] != SMALL):
        return None
    return place, last


def _name_end(reading: Reading, kind: int) -> int | None:
    """The last word of the street's name that follows its kind: particles, then a word."""
    at = kind + 1
    while at < len(reading) and reading.flags[at] & (PARTICLE | STOP) and at < kind + 4:
        at += 1
    if at >= len(reading) or reading.gap(at) not in _WITHIN or reading.shapes[at] == NUMBER:
        return None
    if reading.flags[at] & STOP or (len(reading.keys[kind]) > 4 and "." in reading.gap(kind + 1)):
        return None
    while (
        at + 1 < len(reading)
        and at < kind + 7
        and reading.shapes[at + 1] not in {SMALL, NUMBER}
        and reading.gap(at + 1) in {" ", "-"}
    ):
        at += 1
    return at


def _name_then_number(reading: Reading, place: int) -> Span | None:
    """calle Mayor 12; Koskikatu 25; Erzsébet tér 19."""
    end = place - 1
    if end >= 0 and reading.keys[end] in streets.NUMBER_WORDS:
        end -= 1
    if end < 0 or reading.gap(place).strip(" ,.ºo°،\n"):
        return None
    key, shape = reading.keys[end], reading.shapes[end]
    # In lower case only what is no word at all.
    strange = shape == SMALL and not reading.flags[end] and key.endswith(streets.LONG_ENDINGS)
    if (
        (shape != SMALL or strange)
        and key.endswith(streets.ENDINGS)
        and not reading.flags[end] & NEVER
    ):
        long = key in streets.ENDINGS and end and reading.shapes[end - 1] != SMALL
        return (end - 1 if long else end), place
    if key in streets.ALONE_AT_END and reading.shape(end - 1) not in {SMALL, NUMBER}:
        return end - 1, place
    if _is_counted(reading, place):
        return None
    for at in range(end, max(end - 7, -1), -1):
        key, flag = reading.keys[at], reading.flags[at]
        if at < end and key in streets.BEFORE:
            capital = any(reading.shapes[each] != SMALL for each in range(at + 1, end + 1))
            return (at, place) if capital or key in streets.SURE_BEFORE else None
        if (flag & STOP and not flag & PARTICLE) or reading.shapes[at] == NUMBER:
            return None
        if at and reading.gap(at) not in _WITHIN:
            return None
    return None


def _is_counted(reading: Reading, place: int) -> bool:
    """Whether a number counts what follows it: 3 personas, 200 personas."""
    following = reading.flag(place + 1, " ")
    usual = following & WORD and not following & STOP and reading.shape(place + 1) == SMALL
    few = len(reading.raws[place]) <= _COUNTS
    return reading.key(place + 1) in streets.COUNTED or bool(few and usual)


def _unit(reading: Reading, place: int) -> Span | None:
    """Apt. 4; Suite 12; Flat 3 where it is written like a name."""
    key = reading.key(place - 1)
    if not place or key not in streets.UNITS or reading.gap(place).strip(" .#:"):
        return None
    if key in streets.SURE_UNITS or (key in {"unit", "flat"} and reading.shape(place - 1) != SMALL):
        return place - 1, place
    return None


def _between(reading: Reading, place: int) -> Span | None:
    """6750 Koskikatu 25; or a name, a number and a flat."""
    at = place + 1
    while at < len(reading) and at <= place + _FAR and _is_strange_or_proper(reading, at):
        at += 1
    if at > place + 1 and reading.shape(at) == NUMBER and reading.gap(at) == " ":
        return place, at
    flat = reading.key(place + 1) in streets.UNITS and reading.shape(place + 2) == NUMBER
    if flat and place and _is_proper(reading, place - 1) and reading.gap(place) == " ":
        return place - 1, place + 2
    return None


def _is_strange_or_proper(reading: Reading, at: int) -> bool:
    """Whether a word is written like a name, or in lower case is none that is known."""
    strange = reading.flags[at] in {0, FAMILY} and len(reading.keys[at]) > 3
    is_small = reading.shapes[at] == SMALL and reading.gap(at) == " "
    return _is_proper(reading, at) or (is_small and strange)


def _is_proper(reading: Reading, at: int) -> bool:
    shape, flag = reading.shapes[at], reading.flags[at]
    if shape == NUMBER or reading.gap(at) not in {" ", "-", "'", ". "}:
        return False
    if shape == SMALL:
        return bool(flag & PARTICLE) and reading.shape(at + 1) not in {SMALL, NUMBER}
    return not flag & NEVER and not (shape == CAPITALS and len(reading.raws[at]) < 3)


def _leftward(reading: Reading, first: int) -> int:
    """With the flat or the other number that stands before."""
    while first and reading.shapes[first - 1] == NUMBER and reading.gap(first) in {" ", ", ", "/"}:
        first -= 1
        if first and reading.keys[first - 1] in streets.UNITS:
            first -= 1
    return first


def _rightward(reading: Reading, last: int) -> int:
    """With the flat, and with the town where a postcode ends it."""
    end = last
    for at in range(last + 1, min(last + _TAIL, len(reading))):
        shape = reading.shapes[at]
        ends = reading.gap(at).strip(" ,.\n>#º-،") or ". " in reading.gap(at)
        if ends and reading.key(at - 1) not in _ABBREVIATED:
            break
        if shape == NUMBER:
            if reading.keys[at - 1] in streets.UNITS or 4 <= len(reading.raws[at]) <= _LONGEST:
                end = at
            elif len(reading.raws[at]) > 2:
                break
        elif reading.keys[at] in streets.QUARTERS:
            name = _name_end(reading, at)
            end = end if name is None or reading.shapes[name] == SMALL else name
        elif shape == SMALL and not (
            reading.keys[at] in streets.UNITS
            or reading.flags[at] & PARTICLE
            or reading.keys[at] == "nan"
        ):
            break
    return end
