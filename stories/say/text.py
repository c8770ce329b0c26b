"""What a person types, made once into what is stored. Pure.

`normalised(normalised(x)) == normalised(x)`: a text that comes back to her in a
form and is sent again does not change under her hands.
"""

import html
import re
import unicodedata

import bleach

# Overrides and isolates can make a line read as something else than it says.
_BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# A byte order mark, interlinear annotations and the noncharacters have no
# place in a text that is read by people.
_INVISIBLE = "\ufeff\ufff9\ufffa\ufffb" + "".join(map(chr, range(0xFDD0, 0xFDF0)))
_REMOVED = dict.fromkeys(map(ord, _BIDI + _INVISIBLE))
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\u0085\v\f]")
_CONTROL = re.compile("[\0-\x09\x0b-\x1f\x7f]")
_TOO_MANY_LINES = re.compile("\n{3,}")
# What a browser would take for a tag; any other < is only a sign.
_TAG_OPENS = re.compile("<[A-Za-z/!?]")

# Marks on one letter: Vietnamese and pointed Hebrew need three.
MARKS_PER_LETTER = 3
# Ordering marks takes the square of their number, so longer runs end here first (the
# Stream-Safe Text Format, UAX #15, allows as many).
_MARKS_TO_ORDER = 30
# Each pass of bleach makes the text shorter; a text made to be stripped for
# ever loses its angle brackets instead.
_PASSES = 5


def normalised(text: str) -> str:
    """The text as it is stored and shown: NFC, plain, its paragraphs kept."""
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ").translate(_REMOVED)
    if not text.isascii() or _CONTROL.search(text):
        text = "".join(filter(_is_readable, text))
    # Tags before marks: what stands on either side of one meets when it is gone.
    text = _with_few_marks(_without_tags(text))
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    return _TOO_MANY_LINES.sub("\n\n", text).strip()


def _is_readable(character: str) -> bool:
    if character == "\n":
        return True
    # Controls, lone surrogates, and the two noncharacters that end each plane.
    return unicodedata.category(character) not in {"Cc", "Cs"} and ord(character) & 0xFFFE != 0xFFFE


def _with_few_marks(text: str) -> str:
    if text.isascii():
        return text
    ordered = unicodedata.normalize("NFC", _fewer_marks(text, _MARKS_TO_ORDER))
    # What is left of a letter may now be written as one.
    return unicodedata.normalize("NFC", _fewer_marks(ordered, MARKS_PER_LETTER))


def _fewer_marks(text: str, most: int) -> str:
    kept: list[str] = []
    marks = 0
    for character in text:
        category = unicodedata.category(character)
        is_mark = category in {"Mn", "Me"} or unicodedata.combining(character) > 0
        if is_mark:
            marks += 1
        elif category != "Cf":
            # A joiner between marks does not begin another letter.
            marks = 0
        if not is_mark or marks <= most:
            kept.append(character)
    return "".join(kept)


def _without_tags(text: str) -> str:
    for _ in range(_PASSES):
        if not _TAG_OPENS.search(text):
            return text
        # bleach answers in HTML; escaping first what she typed as an entity
        # makes the way back exact.
        escaped = text.replace("&", "&amp;")
        clean = html.unescape(bleach.clean(escaped, tags=set(), strip=True))
        if clean == text:
            return text
        text = clean
    return text.replace("<", "").replace(">", "")
