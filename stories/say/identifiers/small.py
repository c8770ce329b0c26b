"""Where a name begins that is written in lower case.

A name that is nothing else is enough; one that is a usual word as well (will, mark, hope)
needs a title, a role, "called" or an act of a person beside it.
"""

from stories.say.identifiers.beside import (
    acts,
    has_role,
    is_called,
    is_inflected,
    is_plausible,
    is_titled,
)
from stories.say.identifiers.reading import Reading
from stories.say.identifiers.words import (
    ACT,
    DOES,
    FAMILY,
    GIVEN,
    JOINT,
    ME,
    MODAL,
    NAME_LIKE,
    NEVER,
    PARTICLE,
    PLAIN,
    ROLE,
    STOP,
    SURNAME,
    TITLE,
    WORD,
)

# Verbs whose past is their present: "may hurt" is no name and a verb.
_PAST_AS_PRESENT = frozenset("hit hurt beat put let cut shut come run found read set".split())
# Shorter names in lower case are too often something else.
_SHORTEST_ALONE, _SHORTEST_FAMILY = 4, 5


def begins_small(reading: Reading, place: int) -> bool:
    flag = reading.flags[place]
    is_clear = bool(flag & NAME_LIKE) and not flag & (WORD | NEVER | ROLE)
    if is_titled(reading, place):
        return _follows_title(reading, place, is_clear=is_clear)
    if flag & (NEVER | ROLE) and not flag & GIVEN:
        return False
    if is_called(reading, place):
        return bool(flag & NAME_LIKE) or is_plausible(reading, place)
    if has_role(reading, place):
        if is_clear or is_plausible(reading, place):
            return True
        return _is_meant(reading, place) or _does(reading, place)
    if is_clear:
        return bool(reading.lexicon.language) and _stands_alone(reading, place)
    if flag == 0:
        return _is_beside_name(reading, place) and is_plausible(reading, place)
    return bool(flag & GIVEN) and _is_meant(reading, place)


def _follows_title(reading: Reading, place: int, *, is_clear: bool) -> bool:
    flag = reading.flags[place]
    if is_clear or is_plausible(reading, place):
        return True
    if is_inflected(reading, place):
        return False
    if is_titled(reading, place, SURNAME):
        return not flag & (MODAL | PARTICLE | ACT | DOES) and len(reading.keys[place]) > 2
    return _is_meant(reading, place) or _does(reading, place)


def _does(reading: Reading, place: int) -> bool:
    """Whether, after a title or a role, a verb follows a name that is a usual word as well.

    My sister hope is; my aunt may came; but not "my boss will hurt".
    """
    following = reading.flag(place + 1, " ")
    flag = reading.flags[place]
    if not flag & GIVEN or flag & ROLE or not following & (ACT | DOES):
        return False
    return not flag & MODAL or reading.keys[place + 1] not in _PAST_AS_PRESENT


def _is_meant(reading: Reading, place: int) -> bool:
    """Whether a usual word is a name here: mark told me, grace oyelaran, but not "i will"."""
    flag = reading.flags[place]
    if not flag & GIVEN or flag & ROLE or _is_after_noun(reading, place):
        return False
    following = reading.flag(place + 1, " ")
    if following & FAMILY and not following & (GIVEN | WORD | STOP) and not flag & MODAL:
        return True
    if reading.flag(place - 1) & PLAIN:
        return False
    if flag & MODAL:
        # "Will told me", but not "men will hit me".
        told = following & ACT and reading.flag(place + 2, " ") & ME
        return bool(told) and reading.keys[place + 1] not in _PAST_AS_PRESENT
    if acts(reading, place):
        return True
    if following & NAME_LIKE and not following & (WORD | STOP):
        return True
    return len(reading.key(place + 1)) > 3 and following == 0 and _joined_plausible(reading, place)


def _is_after_noun(reading: Reading, place: int) -> bool:
    """Whether it may be the adjective of the word before, as in French: voix claire."""
    before = reading.flag(place - 1)
    return reading.lexicon.language in {"es", "fr", "pt"} and bool(
        before & WORD and not before & (STOP | ROLE | TITLE) and reading.gap(place) == " "
    )


def _joined_plausible(reading: Reading, place: int) -> bool:
    following = place + 1
    if following >= len(reading) or reading.gap(following) != " ":
        return False
    return is_plausible(reading, following)


def _stands_alone(reading: Reading, place: int) -> bool:
    """Whether a name that is no other word is enough in lower case without anything beside it."""
    flag, size = reading.flags[place], len(reading.keys[place])
    if acts(reading, place) or reading.flag(place + 1, " ") & DOES:
        return size > 2
    before, after = reading.flag(place - 1), reading.flag(place + 1, " ")
    has_neighbour = (
        (size == 3 and after == 0 and _joined_plausible(reading, place))
        or (before & NAME_LIKE and not before & WORD and size > 2)
        or (after & FAMILY and not after & WORD)
    )
    if has_neighbour or flag & GIVEN:
        return bool(has_neighbour) or size >= _SHORTEST_ALONE
    # Fewer of the words of the other languages are known.
    return reading.lexicon.language == "en" and size >= _SHORTEST_FAMILY


def _is_beside_name(reading: Reading, place: int) -> bool:
    """Whether an unknown word is one of two names, or says something: zeynep and torgeir."""
    if reading.flag(place - 1) & JOINT and reading.gap(place) == " ":
        before = reading.flag(place - 2)
        return bool(before & GIVEN) and not before & (WORD | STOP)
    following = place + 1
    return (
        reading.opens(place)
        and following < len(reading)
        and (
            reading.gap(following) in {': "', ": ", ":"}
            or bool(reading.flag(following, " ") & (ACT | DOES))
        )
    )
