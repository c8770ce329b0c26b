"""A text cut once into words and numbers, with what is known about each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from stories.say.identifiers.words import Lexicon, folded
from stories.signs import typewritten

# Letters with the marks that stand on them, or digits; and the same for texts with fewer signs,
# which is quicker.
_TOKEN = re.compile(r"([^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u064b-\u0652]){0,200}|\d+)")
_UNMARKED_TOKEN = re.compile(r"([^\W\d_]+|\d+)")
_ASCII_TOKEN = re.compile(r"([A-Za-z]+|[0-9]+)")
_MARKS = re.compile(r"[\u0300-\u036f\u064b-\u0652]")
# Ends a sentence or a line, so that the capital after it says nothing.
_OPENS = re.compile(r"[.!?:;\n>…\"“”«»¿¡•*]|^$")

SMALL, CAPITAL, CAPITALS, NUMBER = range(4)
# Of words in a text: with more in capitals than this, capitals say nothing.
_SHOUTED = 0.6
_FEW = 5
# Characters between two numbers of one thing, as in GB82 WEST 1234, and around it.
_APART = 7
_AROUND = 18


@dataclass(frozen=True)
class Reading:
    """Words by place: as written, folded, their flags, shapes, where they begin and end, and what
    stands before each."""

    text: str
    lexicon: Lexicon
    raws: list[str]
    keys: list[str]
    flags: list[int]
    shapes: list[int]
    starts: list[int]
    ends: list[int]
    gaps: list[str]

    def __len__(self) -> int:
        return len(self.raws)

    def gap(self, place: int) -> str:
        """What stands before a word: since the word before it, or since the text began."""
        return self.gaps[place]

    def opens(self, place: int) -> bool:
        """Whether a sentence, a line or a quotation begins with this word."""
        return place == 0 or (self.gaps[place] != " " and bool(_OPENS.search(self.gaps[place])))

    def flag(self, place: int, gap: str | None = None) -> int:
        """The flags at a place; 0 outside the text, or where another gap stands before it."""
        if not 0 <= place < len(self.raws) or (gap is not None and self.gap(place) != gap):
            return 0
        return self.flags[place]

    def key(self, place: int) -> str:
        """The folded word at a place; nothing outside the text."""
        return self.keys[place] if 0 <= place < len(self.keys) else ""

    def shape(self, place: int) -> int:
        """The shape of the word at a place; small outside the text."""
        return self.shapes[place] if 0 <= place < len(self.shapes) else SMALL


def read(text: str, lexicon: Lexicon) -> Reading:
    """Cuts a text into words. Takes time in proportion to its length."""
    plain = typewritten(text)
    token = _ASCII_TOKEN if plain.isascii() else _TOKEN if _MARKS.search(plain) else _UNMARKED_TOKEN
    # In turn what stands between words, and a word. To cut it so is all the regular expressions'
    # own work, and to ask each match where it is takes three times as long.
    pieces = token.split(plain)
    ends_of_all = list(accumulate(map(len, pieces)))
    raws, starts, ends = pieces[1::2], ends_of_all[:-1:2], ends_of_all[1::2]
    # A word is looked up once, however often it stands there.
    about = {raw: _about(raw, lexicon) for raw in set(raws)}
    known = [about[raw] for raw in raws]
    keys, flags = [key for key, _, _ in known], [flag for _, flag, _ in known]
    shapes = [shape for _, _, shape in known]
    if _is_shouted(shapes):
        shapes = [NUMBER if shape == NUMBER else SMALL for shape in shapes]
    return Reading(text, lexicon, raws, keys, flags, shapes, starts, ends, pieces[::2])


def _about(raw: str, lexicon: Lexicon) -> tuple[str, int, int]:
    """A word as the lists have it, its flags and its shape."""
    flags = lexicon.flags.get(raw)
    if flags is not None:
        # The lists have none with a capital.
        return raw, flags, SMALL
    shape = SMALL if raw.islower() else _shape(raw)
    key = raw.lower() if raw.isascii() else folded(raw)
    return key, lexicon.about(key), shape


def numerals(reading: Reading) -> Iterator[tuple[int, int, int]]:
    """Where numbers stand close together, with what is around them: start, end, digits.

    Patterns of numbers are looked for there alone, since most of a text has none.
    """
    text, start, end, digits = reading.text, -1, 0, 0
    for place, shape in enumerate(reading.shapes):
        if shape != NUMBER:
            continue
        if start >= 0 and reading.starts[place] - end > _APART:
            yield start, _word_end(text, end), digits
            start, digits = -1, 0
        if start < 0:
            start = text.rfind(" ", 0, max(reading.starts[place] - _AROUND, 0)) + 1
            start = max(start, reading.starts[place] - 2 * _AROUND)
        end = reading.ends[place]
        digits += len(reading.raws[place])
    if start >= 0:
        yield start, _word_end(text, end), digits


def _word_end(text: str, end: int) -> int:
    """The end of a word at least some characters further on."""
    space = text.find(" ", end + _AROUND, end + 2 * _AROUND)
    return space if space >= 0 else min(len(text), end + 2 * _AROUND)


def _shape(raw: str) -> int:
    first = raw[0]
    if first.isdigit():
        return NUMBER
    if not first.isupper():
        return SMALL
    return CAPITALS if len(raw) > 1 and raw.isupper() else CAPITAL


def _is_shouted(shapes: list[int]) -> bool:
    words = len(shapes) - shapes.count(NUMBER)
    return words > _FEW and shapes.count(CAPITALS) > _SHOUTED * words
