"""What in a testimony could point at a person. Pure: no network, nothing remembered.

It hints and does not judge. It looks for what a reader could search for: names, numbers,
addresses, employers. It cannot see that "the only woman in the crew" is one person.
"""

from stories.say.identifiers import arabic, names
from stories.say.identifiers.addresses import addresses
from stories.say.identifiers.dates import dates
from stories.say.identifiers.found import KINDS, Find, settled
from stories.say.identifiers.letters import has_unknown_letters
from stories.say.identifiers.numbers import numbers
from stories.say.identifiers.online import online
from stories.say.identifiers.organisations import organisations
from stories.say.identifiers.phones import phones
from stories.say.identifiers.plates import plates
from stories.say.identifiers.postcodes import postcodes
from stories.say.identifiers.reading import numerals, read
from stories.say.identifiers.words import lexicon_of

__all__ = ["KINDS", "Find", "find", "has_unknown_letters"]

# An age has two digits, a year four; a telephone number six, or five after its code.
_FEWEST_DIGITS = 5


def find(text: str, language: str) -> list[Find]:
    """What could point at a person in a text, in order, none over another.

    `language` is a code such as "en" or "es-mx". English, Spanish, French, Portuguese and
    Arabic have lists of their own; a text in any other is read with what is the same
    everywhere, and with the names of all. Takes time in proportion to the length of the text.
    """
    known = lexicon_of(language)
    reading = read(text, known)
    finds = [*online(reading), *organisations(reading)]
    finds += arabic.names(reading) if known.language == "ar" else names.names(reading)
    finds += addresses(reading)
    perhaps_phones = []
    for stretch in numerals(reading):
        given = list(numbers(reading, stretch))
        finds += given
        if _are_all(given, stretch.digits):
            continue
        if stretch.digits >= _FEWEST_DIGITS:
            perhaps_phones.append((stretch.start, stretch.end))
        for look in (dates, plates, postcodes):
            finds += look(reading, stretch)
    finds += phones(text, known, perhaps_phones)
    return settled(finds, text)


def _are_all(finds: list[Find], digits: int) -> bool:
    """Whether one card is all the digits there are, so that nothing else needs to be looked for."""
    return len(finds) == 1 and finds[0].kind == "card" and digits <= finds[0].end - finds[0].start
