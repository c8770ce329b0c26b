"""A text cut once into words and numbers, with what is known about each."""

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

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


class Stretch(NamedTuple):
    """Characters `start` to `end` of a text, in which numbers stand close together.

    The numbers are the words at these `places`, with so many `digits` in all.
    """

    start: int
    end: int
    places: list[int]
    digits: int


@dataclass(frozen=True)
class Reading:
    """Words by place: as written, folded, their flags, shapes, where they begin and end, and what
    stands before each; and the set of the folded ones."""

    text: str
    lexicon: Lexicon
    raws: list[str]
    keys: list[str]
    flags: list[int]
    shapes: list[int]
    starts: list[int]
    ends: list[int]
    gaps: list[str]
    words: Set[str]

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

    def says(self, cue: str) -> bool:
        """Whether a word of this kind of cue stands anywhere in the text."""
        return not self.words.isdisjoint(self.lexicon.cues[cue])

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
    listed = lexicon.flags.get
    about = {
        # The lists have none with a capital.
        raw: _about(raw, lexicon) if (known := listed(raw)) is None else (raw, known, SMALL)
        for raw in set(raws)
    }
    facts = [about[raw] for raw in raws]
    keys, flags = [key for key, _, _ in facts], [flag for _, flag, _ in facts]
    shapes = [shape for _, _, shape in facts]
    if _is_shouted(shapes):
        shapes = [NUMBER if shape == NUMBER else SMALL for shape in shapes]
    return Reading(text, lexicon, raws, keys, flags, shapes, starts, ends, pieces[::2], set(keys))


def _about(raw: str, lexicon: Lexicon) -> tuple[str, int, int]:
    """A word that the lists have not as it is written: folded, its flags and its shape."""
    if raw.islower():
        key = raw if raw.isascii() else folded(raw)
        return key, lexicon.about(key), SMALL
    if raw.isdecimal():
        return folded(raw), 0, NUMBER
    key = raw.lower() if raw.isascii() else folded(raw)
    return key, lexicon.about(key), _shape(raw)


def numerals(reading: Reading) -> Iterator[Stretch]:
    """Where numbers stand close together, with what is around them.

    Patterns of numbers are looked for there alone, since most of a text has none.
    """
    places = [place for place, shape in enumerate(reading.shapes) if shape == NUMBER]
    begun = 0
    for each, place in enumerate(places, start=1):
        if each < len(places) and reading.starts[places[each]] - reading.ends[place] <= _APART:
            continue
        yield _stretch(reading, places[begun:each])
        begun = each


def _stretch(reading: Reading, places: list[int]) -> Stretch:
    first, last = places[0], places[-1]
    begins = reading.starts[first]
    start = reading.text.rfind(" ", 0, max(begins - _AROUND, 0)) + 1
    return Stretch(
        max(start, begins - 2 * _AROUND),
        _word_end(reading.text, reading.ends[last]),
        places,
        sum(len(reading.raws[place]) for place in places),
    )


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
