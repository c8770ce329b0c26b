"""Employers, schools, hospitals: by the word that says what they are, or "I work at"."""

from collections.abc import Iterator

from stories.say.identifiers.found import Find
from stories.say.identifiers.reading import CAPITAL, CAPITALS, NUMBER, SMALL, Reading
from stories.say.identifiers.words import (
    ARTICLE,
    JOINT,
    NAME_LIKE,
    NEVER,
    ORG_FIRST,
    ORG_LEVEL,
    ORG_LINK,
    ORG_TAIL,
    PROPER,
    STOP,
    TITLE,
    WORD,
    WORK,
    WORK_AT,
)

_LONGEST = 6
_TELLS = ORG_TAIL | ORG_FIRST | WORK_AT
# Legal forms that are words in lower case.
_SHORT_FORMS = frozenset({"SA", "SL", "SAS", "SLU", "SRL", "AG", "NV", "BV", "AB"})
# Of half the schools and clinics of Spanish and Portuguese; else it is an Easter week.
_SAINTS = frozenset({"santa", "santo", "san"})
_GAPS = frozenset({" ", "-", "'", "’", " & ", ". ", ", "})
_FEW = frozenset({" ", "-", "'", "’", "' "})


def organisations(reading: Reading) -> Iterator[Find]:
    """Names of organisations in a text."""
    for place in _perhaps(reading):
        span, flag = None, reading.flags[place]
        if flag & ORG_TAIL or reading.raws[place] in _SHORT_FORMS:
            span = _ending(reading, place)
        if not span and flag & ORG_FIRST:
            span = _beginning(reading, place)
        if not span and flag & WORK_AT and _is_work(reading, place):
            span = _workplace(reading, place)
        if span:
            yield Find(reading.starts[span[0]], reading.ends[span[1]], "organisation")


def _perhaps(reading: Reading) -> list[int]:
    """Where a word tells of an organisation. Most words do not, and are let go here together."""
    return [
        place
        for place, (flag, raw) in enumerate(zip(reading.flags, reading.raws, strict=True))
        if flag & _TELLS or raw in _SHORT_FORMS
    ]


def _is_proper(reading: Reading, place: int) -> bool:
    """Whether a word is written like a name and not only because a sentence begins."""
    shape, flag = reading.shapes[place], reading.flags[place]
    is_saint = reading.keys[place] in _SAINTS or reading.key(place - 1) in _SAINTS
    never = 0 if is_saint else NEVER
    return shape in {CAPITAL, CAPITALS} and not flag & (STOP | never | TITLE)


def _is_odd(reading: Reading, place: int) -> bool:
    """Whether a word in lower case is no usual one: oakfield high school."""
    flag = reading.flags[place]
    if flag & ~(NAME_LIKE | PROPER | WORD) or (flag & WORD and not flag & PROPER):
        return False
    return reading.shapes[place] == SMALL and len(reading.keys[place]) > 2


def _ending(reading: Reading, place: int) -> tuple[int, int] | None:
    """Oakfield High School; Hartley & Sons Ltd: names that end in what they are."""
    proper = reading.shapes[place] != SMALL
    first, named = place, False
    while first and place - first < _LONGEST and reading.gap(first) in _GAPS:
        before = first - 1
        if reading.flags[before] & ORG_LEVEL and not reading.opens(before):
            named = named or (proper and _is_proper(reading, before))
        elif (proper and _is_proper(reading, before)) or _is_apostrophe(reading, before):
            named = named or not (reading.opens(before) and reading.flags[before] & WORD)
        elif not proper and not named and _is_odd(reading, before):
            return before, place
        else:
            break
        first = before
    return (first, place) if named and first < place else None


def _is_apostrophe(reading: Reading, place: int) -> bool:
    return reading.keys[place] == "s" and reading.gap(place) in {"'", "’"}


def _beginning(reading: Reading, place: int) -> tuple[int, int] | None:
    """University of Hill; Instituto Miguel Servet; جامعة الزهراء."""
    last, at = place, place + 1
    is_arabic = reading.lexicon.language == "ar"
    while at < min(len(reading), place + _LONGEST) and reading.gap(at) in _FEW:
        flag = reading.flags[at]
        if _is_proper(reading, at) or (is_arabic and _is_arabic_name(reading, at, last == place)):
            last = at
        elif not is_arabic and not flag & (ORG_LINK | ORG_LEVEL):
            if last == place and _is_odd(reading, at) and reading.flag(place - 1) & STOP:
                last = at
            break
        elif is_arabic:
            break
        at += 1
    return (place, last) if last > place else None


def _is_arabic_name(reading: Reading, place: int, is_first: bool) -> bool:
    flag, key = reading.flags[place], reading.keys[place]
    if reading.shapes[place] == NUMBER or flag & STOP:
        return False
    if is_first and reading.key(place - 1).startswith(ARTICLE):
        # The Jordanian University, and not the state's, the private or the large one.
        return key.startswith(ARTICLE) and key.endswith("يه") and not flag & ORG_LEVEL
    if is_first:
        return key.startswith(ARTICLE) or bool(flag & NAME_LIKE)
    return key.startswith((ARTICLE, "لل")) and len(key) > 4


def _is_work(reading: Reading, place: int) -> bool:
    """Whether "work", "studied", "intern" stands at most three words before."""
    return any(reading.flag(before) & WORK for before in range(max(place - 3, 0), place))


def _workplace(reading: Reading, place: int) -> tuple[int, int] | None:
    """I work for Name, i was working at name."""
    first = place + 1
    while first < min(len(reading), place + 3) and reading.key(first) in {
        "the",
        "la",
        "el",
        "le",
        "l",
    }:
        first += 1
    if first >= len(reading) or reading.gap(first) not in _FEW:
        return None
    if _is_odd(reading, first) and reading.lexicon.language != "ar":
        return first, first
    if not _is_proper(reading, first):
        return None
    last = first
    while (
        last + 1 < len(reading)
        and last - first < _LONGEST
        and reading.gap(last + 1) in _GAPS - {", "}
    ):
        following = last + 1
        joined = (
            reading.flags[following] & (JOINT | ORG_LINK)
            and reading.shape(following + 1) == CAPITAL
        )
        if not _is_proper(reading, following) and not joined:
            break
        last = following
    return first, last
