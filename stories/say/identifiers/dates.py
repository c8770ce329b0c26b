"""Exact days: a day of a month, with or without its year."""

import re
from collections.abc import Iterator

from stories.say.identifiers.found import Find
from stories.say.identifiers.reading import Reading, Stretch
from stories.say.identifiers.words import Lexicon, folded

_ISO = re.compile(
    r"(?<![\w-])(?:19|20)\d{2}([-/.])(\d{1,2})\1(\d{1,2})(?!\d)(?:[T ]\d\d:\d\d(?::\d\d)?)?"
)
_NUMERIC = re.compile(
    r"(?<![\w./-])(\d{1,2})([-/.])(\d{1,2})\2(?:(?:19|20)\d{2}|\d{2})(?![\w/-]|\.\d)"
)
# 14 March 2016, 14th of march, 5 de octubre de 2013, le 1er juin: the month is looked up.
_DAY_FIRST = re.compile(
    r"(?i)(?<![\w.,/-])(\d{1,2})(st|nd|rd|th|er|º|°)?\.?,?(?: (?:of|de|del|في))? ([^\W\d_]{3,10})"
    r"(?: (?:الثاني|الاول|الأول))?\.?"
    r"(?:,? (?:(?:of|de|del|سنة|عام) )?((?:19|20)\d{2}|[١٢][٠-٩]{3}))?(?!\w)"
)
_MONTH_FIRST = re.compile(
    r"(?i)(?<!\w)([^\W\d_]{3,10})\.? (?:the )?(\d{1,2})(st|nd|rd|th)?(?:,? ((?:19|20)\d{2}))?"
    r"(?![\w:/%]|[.,]\d)"
)
# Numbers of a day that is written in numbers alone.
_PARTS = 3
# Months that are also words, or short for one: more is asked of them in lower case.
_ALSO_WORDS = {"may", "march", "mar", "sept", "sep", "dec", "jan"}


# Words between the number of a day and its month, on either side: 14th of March; March the 14th.
_AFTER, _BEFORE = 3, 2


def dates(reading: Reading, stretch: Stretch) -> Iterator[Find]:
    """Exact days of a stretch of numbers; a year or a month alone is none."""
    where = (reading.text, stretch.start, stretch.end)
    if len(stretch.places) >= _PARTS:
        yield from _of_numbers(*where)
    beside = reading.keys[max(stretch.places[0] - _BEFORE, 0) : stretch.places[-1] + _AFTER + 1]
    if not reading.lexicon.cues["month"].isdisjoint(beside):
        yield from _of_months(*where, reading.lexicon)


def _of_numbers(text: str, start: int, end: int) -> Iterator[Find]:
    for match in _ISO.finditer(text, start, end):
        if int(match[2]) <= 12 and int(match[3]) <= 31:
            yield Find(match.start(), match.end(), "date")
    for match in _NUMERIC.finditer(text, start, end):
        one, other = sorted((int(match[1]), int(match[3])))
        if 1 <= one <= 12 and other <= 31:
            yield Find(match.start(), match.end(), "date")


def _of_months(text: str, start: int, end: int, lexicon: Lexicon) -> Iterator[Find]:
    for match in _DAY_FIRST.finditer(text, start, end):
        day, ordinal, month, year = match.groups()
        if _is_day(day, month, lexicon, said=bool(ordinal or year)):
            yield Find(match.start(), match.end(), "date")
    for match in _MONTH_FIRST.finditer(text, start, end):
        month, day, ordinal, year = match.groups()
        if _is_day(day, month, lexicon, said=bool(ordinal or year)):
            yield Find(match.start(), match.end(), "date")


def _is_day(day: str, month: str, lexicon: Lexicon, *, said: bool) -> bool:
    name = folded(month)
    if name not in lexicon.cues["month"] or not 1 <= int(day) <= 31:
        return False
    return said or month[0].isupper() or not (lexicon.language == "en" and name in _ALSO_WORDS)
