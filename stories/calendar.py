"""How a day is written in a language, from the Unicode CLDR (through Babel)."""

import datetime

from babel.dates import format_date
from django.utils import translation

# English as it is read alike on both sides of the Atlantic; elsewhere there is one way.
_PATTERNS = {"en": "d MMMM y"}


def written(day: datetime.date) -> str:
    """A day with its month by name, in the language that is active; in digits from 0 to 9.

    Raises babel.UnknownLocaleError for a language that CLDR does not have.
    """
    language = translation.get_language() or "en"
    return format_date(day, _PATTERNS.get(language, "long"), locale=language.replace("-", "_"))
