"""Where a name begins that is written with a capital.

In the middle of a sentence the capital is the strongest sign, if the word is no usual one.
Where a sentence begins it says nothing.
"""

from stories.say.identifiers.beside import NAME_JOINS, acts, is_called, is_inflected, is_titled
from stories.say.identifiers.reading import CAPITAL, CAPITALS, Reading
from stories.say.identifiers.words import (
    ACT,
    BE,
    DOES,
    GIVEN,
    JOINT,
    ME,
    MODAL,
    NAME_LIKE,
    NEVER,
    NOT_A_NAME,
    PARTICLE,
    STOP,
    TITLE,
    WORD,
)

# Letters before a family name: J. R. R. Somebody.
_INITIALS = 3
# What stands behind a name that begins a line: its verb left out, or what he says.
_AFTER_NAME = frozenset({",", ":", "'", "’", "\n"})


def begins_capital(reading: Reading, place: int) -> bool:
    flag, shape = reading.flags[place], reading.shapes[place]
    if is_titled(reading, place) and not (flag & STOP and shape == CAPITAL):
        return not flag & TITLE or not reading.flag(place + 1) & NAME_LIKE
    if len(reading.raws[place]) == 1 or flag & STOP:
        return len(reading.raws[place]) == 1 and _is_initial(reading, place)
    if shape == CAPITALS:
        return _is_name_in_capitals(reading, place)
    if is_called(reading, place):
        return True
    if flag & (NEVER | TITLE):
        return bool(flag & GIVEN) and _continues(reading, place) and not _is_month(reading, place)
    if reading.opens(place):
        return _opens_with_name(reading, place)
    return _is_proper(reading, place)


def _is_proper(reading: Reading, place: int) -> bool:
    """Whether a word with a capital inside a sentence is a name."""
    flag = reading.flags[place]
    if flag & WORD:
        return bool(flag & GIVEN)
    if reading.lexicon.language:
        return True
    # Without the words of a language, a capital says less: in German every noun has one.
    return bool(flag & GIVEN) and (len(reading.keys[place]) > 3 or _continues(reading, place))


def _is_month(reading: Reading, place: int) -> bool:
    return reading.keys[place] in reading.lexicon.cues["month"] and not acts(reading, place)


def _is_initial(reading: Reading, place: int) -> bool:
    """J. Smith: a letter, a full stop, and a name that is no usual word."""
    following = place + 1
    while len(reading.raws[following - 1]) == 1 and following <= place + _INITIALS:
        if reading.shape(following) != CAPITAL or reading.gap(following) not in {". ", "."}:
            return False
        following += 1
    flag = reading.flags[following - 1]
    if following > place + 2:
        return not flag & STOP
    return not flag & STOP and (not flag & WORD or bool(flag & GIVEN))


def _is_name_in_capitals(reading: Reading, place: int) -> bool:
    """Whether letters in capitals are a name and no abbreviation."""
    if is_called(reading, place):
        return len(reading.raws[place]) > 2
    flag = reading.flags[place]
    return bool(flag & NAME_LIKE) and not flag & WORD and len(reading.raws[place]) > 3


def _opens_with_name(reading: Reading, place: int) -> bool:
    """Whether a sentence begins with a name; its capital says nothing."""
    flag, following = reading.flags[place], reading.flag(place + 1, " ")
    if flag & NAME_LIKE and not flag & WORD:
        return bool(reading.lexicon.language) or _continues(reading, place)
    if flag & GIVEN:
        return (
            _continues(reading, place)
            or (acts(reading, place) and not flag & MODAL)
            or bool(flag & MODAL and following & ACT and reading.flag(place + 2) & ME)
        )
    if flag & WORD or not reading.lexicon.language:
        return False
    if _continues(reading, place) or _is_one_of_two(reading, place):
        return True
    if NOT_A_NAME.search(reading.keys[place]) or is_inflected(reading, place):
        return False
    is_last = place + 1 == len(reading)
    after = "" if is_last else reading.gap(place + 1)
    # Fewer of the words of the other languages are known.
    signs = _AFTER_NAME if reading.lexicon.language == "en" else _AFTER_NAME - {","}
    return bool(is_last or following & (ACT | DOES | BE) or after[:1] in signs)


def _is_one_of_two(reading: Reading, place: int) -> bool:
    """Whether "and" and another word with a capital follow."""
    joined = reading.flag(place + 1, " ") & JOINT
    return (
        bool(joined)
        and reading.shape(place + 2) == CAPITAL
        and not (reading.flag(place + 2) & (STOP | NEVER))
    )


def _continues(reading: Reading, place: int) -> bool:
    """Whether another word of a name follows, with its own capital."""
    following = place + 1
    if following >= len(reading) or reading.gap(following) not in NAME_JOINS:
        return False
    flag, shape = reading.flags[following], reading.shapes[following]
    if shape == CAPITAL and not reading.lexicon.language and not flag & NAME_LIKE:
        return False
    if shape == CAPITAL and len(reading.raws[following]) > 1:
        return not flag & (STOP | NEVER) and (not flag & WORD or bool(flag & GIVEN))
    if shape == CAPITAL:
        return reading.shape(following + 1) == CAPITAL and reading.raws[following] != "I"
    return (
        bool(flag & PARTICLE)
        and len(reading.raws[following]) > 1
        and (reading.shape(following + 1) == CAPITAL)
    )
