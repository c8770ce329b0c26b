"""Names in Arabic letters, which have no capitals: by lists, and by what stands before."""

import re
from collections.abc import Iterator

from stories.say.identifiers.found import Find
from stories.say.identifiers.reading import NUMBER, Reading
from stories.say.identifiers.words import (
    ARTICLE,
    CALLED,
    COMPOUND,
    FAMILY,
    GIVEN,
    NAME_LIKE,
    PARTICLE,
    ROLE,
    SAYER,
    STOP,
    TITLE,
    WORD,
)

_LONGEST = 6
# One letter before a word is "and", "to", "with", "so", "like".
_BEFORE_A_WORD = "ولبفك"
# "her office" and "they went": pronouns and endings that stand on words and not on names.
_ENDINGS = re.compile(r"(?:ها|هم|هن|نا|ني|كم|ته|تي|وا|ون|ين|ات)$")


def names(reading: Reading) -> Iterator[Find]:
    """The names in an Arabic text, each with the family names that follow it."""
    place = 0
    while place < len(reading):
        skipped = _begins(reading, place)
        if skipped >= 0:
            last = _last(reading, place)
            yield Find(reading.starts[place] + skipped, reading.ends[last], "name")
            place = last
        place += 1


def _begins(reading: Reading, place: int) -> int:
    """How many letters to skip before the name that begins at a word; -1 where none does."""
    key, flag = reading.keys[place], reading.flags[place]
    if reading.shapes[place] == NUMBER or flag & (STOP | TITLE | ROLE | CALLED):
        return -1
    before = _before(reading, place)
    if before & (TITLE | CALLED):
        is_name = flag & (NAME_LIKE | COMPOUND) or (not flag and not _ENDINGS.search(key))
        return 0 if is_name else -1
    if before & (ROLE | SAYER):
        return 0 if _is_after_person(reading, place) else -1
    if flag & COMPOUND:
        return 0 if _is_compound(reading, place) and key == "عبد" else -1
    if flag & GIVEN and not flag & WORD:
        following = reading.flag(place + 1, " ")
        return 0 if len(key) > 3 or (following & NAME_LIKE and not following & WORD) else -1
    # Of the rarer ones a longer name is asked for: "generous" begins like "as Rima".
    if key[0] in _BEFORE_A_WORD and not flag and len(key) > (4 if key[0] in "ول" else 5):
        rest = reading.lexicon.about(key[1:])
        return 1 if rest & GIVEN and not rest & WORD else -1
    return -1


def _is_after_person(reading: Reading, place: int) -> bool:
    """Whether a name follows a role or "said"; a usual word before another is no name."""
    key, flag = reading.keys[place], reading.flags[place]
    if flag & COMPOUND:
        return _is_compound(reading, place)
    if flag & GIVEN and flag & WORD:
        return not reading.key(place + 1).startswith(ARTICLE)
    return bool(flag & GIVEN) or bool(flag & FAMILY and not key.startswith(ARTICLE))


def _before(reading: Reading, place: int) -> int:
    """What the word before tells; "to me" and the like may stand between."""
    if not place or reading.gap(place).strip():
        return 0
    flag = reading.flags[place - 1]
    if flag & STOP and place > 1:
        two_before = reading.flags[place - 2]
        return two_before & SAYER
    return flag


def _is_compound(reading: Reading, place: int) -> bool:
    """Abd al-Rahman, Abu Bakr, Umm Kulthum: one name of two words."""
    following = place + 1
    if following >= len(reading) or reading.gap(following) != " ":
        return False
    return reading.keys[following].startswith(ARTICLE) or bool(reading.flags[following] & NAME_LIKE)


def _last(reading: Reading, first: int) -> int:
    told = _before(reading, first) & (TITLE | CALLED)
    last = first + 1 if reading.flags[first] & COMPOUND and _is_compound(reading, first) else first
    while last + 1 < min(len(reading), first + _LONGEST) and reading.gap(last + 1) == " ":
        key, flag = reading.keys[last + 1], reading.flags[last + 1]
        # “Handsome of face” is no name.
        is_end = not reading.key(last + 2).startswith(ARTICLE)
        if flag & PARTICLE and reading.flag(last + 2, " ") & NAME_LIKE:
            last += 2
        elif (
            flag & FAMILY
            # After a title a usual word that is a name is one: the teacher Khaled Mansour.
            or (flag & GIVEN and not flag & (STOP if told and is_end else WORD | STOP))
            or (key.startswith(ARTICLE) and key.endswith("ي") and not flag and len(key) > 4)
        ):
            last += 1
        else:
            break
    return last
