"""The names of countries in a language, from the Unicode CLDR (through Babel)."""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from babel import Locale

from stories.categories import COUNTRIES


@lru_cache(maxsize=64)
def countries(language: str) -> tuple[tuple[str, str], ...]:
    """(code, name) of every country, in the alphabetical order of `language`.

    Raises babel.UnknownLocaleError for a language that CLDR does not have.
    """
    names = Locale.parse(language, sep="-").territories
    return tuple(
        sorted(((code, names[code]) for code in COUNTRIES), key=lambda pair: in_order(pair[1]))
    )


@lru_cache(maxsize=64)
def languages(language: str) -> Mapping[str, str]:
    """The names of languages in a language, by their codes (`pt_BR`).

    Raises babel.UnknownLocaleError as `countries` does.
    """
    return dict(Locale.parse(language, sep="-").languages)


def country(code: str, language: str) -> str:
    """The name of one country. Raises KeyError for a code that is not in COUNTRIES."""
    return dict(countries(language))[code]


def in_order(name: str) -> str:
    """What a name is put in order by: without its accents, so that Åland stands with the As."""
    decomposed = unicodedata.normalize("NFD", name)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter)).lower()
