"""Letters of which no list here knows the names.

A capital tells a name where there are capitals, and the lists have names in Latin letters and in
those of Arabic. In any other letters nothing is found, whoever is named.
"""

import unicodedata

from stories.say.identifiers.words import lexicon_of

# Ll, Lm and so on are kinds of letters; the marks between two words (ʼ, ـ) are Lm, and no name.
_LETTERS = frozenset({"Lu", "Ll", "Lt", "Lo"})
# Those that Arabic itself is written in. Persian, Urdu and others have further ones.
_OF_ARABIC = frozenset(map(chr, range(0x621, 0x64B)))


def has_unknown_letters(text: str, language: str) -> bool:
    """Whether a text holds letters in which `find`, asked with the same language (a code such as
    "en" or "es-mx"), knows no names."""
    arabic = lexicon_of(language).language == "ar"
    # As one letter each is written plainly: º is an o, and ﷲ four letters of Arabic.
    plain = set(unicodedata.normalize("NFKC", text))
    return any(
        unicodedata.category(letter) in _LETTERS
        and not (letter in _OF_ARABIC if arabic else _is_latin(letter))
        for letter in plain
    )


def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN ")
