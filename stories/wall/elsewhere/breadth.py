"""How much room a text takes where nothing measures it: in letters of the usual breadth. Pure."""

import unicodedata

# A mark on a letter takes none, and a vowel sign beside one half as much (as in Devanagari).
_ROOM = {"Mn": 0.0, "Me": 0.0, "Cf": 0.0, "Mc": 0.5}


def room(text: str) -> float:
    """The room that a text takes, in letters."""
    return sum(_ROOM.get(unicodedata.category(letter), 1.0) for letter in text)


def in_lines(text: str, most: int) -> list[str]:
    """A text in lines of `most` letters, broken at its blanks alone; a word that is longer has a
    line of its own."""
    lines: list[str] = []
    for word in filter(None, text.split(" ")):
        if lines and room(f"{lines[-1]} {word}") <= most:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
