"""Exact days: a day of a month, with or without its year."""

import re
from collections.abc import Iterator

from stories.say.identifiers.found import Find
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
# Months that are also words, or short for one: more is asked of them in lower case.
_ALSO_WORDS = {"may", "march", "mar", "sept", "sep", "dec", "jan"}


def dates(text: str, lexicon: Lexicon, start: int, end: int) -> Iterator[Find]:
    """Exact days of a text; a year or a month alone is none."""
    for match in _ISO.finditer(text, start, end):
        if int(match[2]) <= 12 and int(match[3]) <= 31:
            yield Find(match.start(), match.end(), "date")
    for match in _NUMERIC.finditer(text, start, end):
        one, other = sorted((int(match[1]), int(match[3])))
        if 1 <= one <= 12 and other <= 31:
            yield Find(match.start(), match.end(), "date")
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
