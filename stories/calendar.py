"""How a day is written in a language, from the Unicode CLDR (through Babel)."""

import datetime
from typing import Literal

from babel.dates import format_date, format_skeleton
from django.utils import translation

# English as it is read alike on both sides of the Atlantic; elsewhere there is one way.
_PATTERNS = {"en": {"long": "d MMMM y", "medium": "d MMM y"}}
type Length = Literal["long", "medium"]


def written(day: datetime.date, length: Length = "long") -> str:
    """A day with its month by name, whole or ("medium") short, in the language that is active; in
    digits from 0 to 9.

    Raises babel.UnknownLocaleError for a language that CLDR does not have.
    """
    language = _language()
    return format_date(day, _PATTERNS.get(language, {}).get(length, length), locale=language)


def month(day: datetime.date) -> str:
    """The month of a day, with its year, in the language that is active. Raises as `written`."""
    return format_skeleton("yMMMM", day, locale=_language())


def _language() -> str:
    """The language that is active, as Babel writes its code."""
    return (translation.get_language() or "en").replace("-", "_")
