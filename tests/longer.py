"""A language that nobody speaks, in which everything takes two fifths more room: English with a
mark on each vowel, and more of them. What does not fit in it will not fit in one that somebody
adds; and what stands on a page without a mark is translated in none.

It stands under the code of Esperanto, of which Django knows how it counts and writes its days.
"""

import re
from itertools import chain
from pathlib import Path

from babel.messages import Catalog

from metoo import catalogues

CODE = "eo"
# Of the letters: what stands between the words stays as it is.
MORE = 0.55
_MARKED = str.maketrans("aeiouyAEIOUY", "ãëĩõüÿÃËĨÕÜŸ")
MARKS = frozenset("ãëĩõüÿÃËĨÕÜŸ")
# What a translation has to leave as it is: placeholders, tags, what stands for a character.
_KEPT = re.compile(r"(%\(\w+\)[a-z]|%[a-z%]|\{\w*\}|<[^>]*>|&#?\w+;)")
_WORD = re.compile(r"[^\W\d_]+")


def longer(text: str) -> str:
    """The same text, longer by MORE, counted over its words: a short one may stay as it is, and the
    next one makes up for it."""
    owed = 0.0

    def drawn(word: re.Match[str]) -> str:
        nonlocal owed
        owed += MORE * len(word[0])
        more, owed = int(owed), owed % 1
        return word[0].translate(_MARKED) + "ãë"[len(word[0]) % 2] * more

    pieces = _KEPT.split(text)
    return "".join(
        piece if number % 2 else _WORD.sub(drawn, piece) for number, piece in enumerate(pieces)
    )


def write(folder: Path) -> None:
    """Writes the language's catalogue, as one of `LOCALE_PATHS` has it, into a folder."""
    catalog = Catalog(locale=CODE)
    for message in chain.from_iterable(want() for want in catalogues.SHELVES.values()):
        if message.id:
            # Which form a number takes is the same as in English.
            plural = isinstance(message.id, (tuple, list))
            said = tuple(map(longer, message.id)) if plural else longer(str(message.id))
            catalog.add(message.id, said, context=message.context)
    place = folder / CODE / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "django.mo").write_bytes(catalogues.compiled(catalog))
