"""What a person types, made once into what is stored. Pure.

`normalised(normalised(x)) == normalised(x)`: a text that comes back to her in a
form and is sent again does not change under her hands.
"""

import html
import re
import unicodedata

import bleach

from stories.signs import typewritten

# Overrides and isolates can make a line read as something else than it says.
_BIDI = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# A byte order mark, interlinear annotations and the noncharacters have no
# place in a text that is read by people.
_INVISIBLE = "\ufeff\ufff9\ufffa\ufffb" + "".join(map(chr, range(0xFDD0, 0xFDF0)))
_REMOVED = re.compile(f"[{_BIDI}{_INVISIBLE}]")
_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\u0085\v\f]")
_CONTROL = re.compile("[\0-\x09\x0b-\x1f\x7f]")
_TOO_MANY_LINES = re.compile("\n{3,}")
_TAG = re.compile("</?([A-Za-z][A-Za-z0-9]*)([^<>]*)>")
# The elements of HTML (the living standard, and those it calls obsolete), SVG's and MathML's that
# can do anything. Only what is written as one of them is a tag.
_ELEMENTS = frozenset(
    "a abbr acronym address animate animatemotion animatetransform applet area article aside audio "
    "b base basefont bdi bdo bgsound big blink blockquote body br button canvas caption center "
    "circle cite code col colgroup command content data datalist dd defs del desc details dfn "
    "dialog dir div dl dt element ellipse em embed fieldset figcaption figure font footer "
    "foreignobject form frame frameset g h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe "
    "image img input ins isindex kbd keygen label layer legend li line link listing main map mark "
    "marquee math menu menuitem meta meter multicol nav nextid nobr noembed noframes noscript "
    "object ol optgroup option output p param path pattern picture plaintext polygon portal pre "
    "progress q rb rect rp rt rtc ruby s samp script search section select set shadow slot small "
    "source spacer span strike strong style sub summary sup svg table tbody td template text "
    "textarea tfoot th thead time title tr track tt u ul use var video wbr xml xmp".split()
)

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
    text = _REMOVED.sub("", _LINE_ENDS.sub("\n", text).replace("\t", " "))
    if not typewritten(text).isascii() or _CONTROL.search(text):
        # Of each character once, however often it comes: a text has few different ones.
        unreadable = [ord(one) for one in set(text) if not _is_readable(one)]
        if unreadable:
            text = text.translate(dict.fromkeys(unreadable))
    # Tags before marks: what stands on either side of one meets when it is gone.
    text = _with_few_marks(_without_tags(text))
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    text = _TOO_MANY_LINES.sub("\n\n", text).strip()
    return text if any(map(_is_seen, text)) else ""


def _is_readable(character: str) -> bool:
    if character == "\n":
        return True
    # Controls, lone surrogates, and the two noncharacters that end each plane.
    return unicodedata.category(character) not in {"Cc", "Cs"} and ord(character) & 0xFFFE != 0xFFFE


def _is_seen(character: str) -> bool:
    """Whether there is anything to see: a text of joiners and blanks alone is none."""
    return unicodedata.category(character)[0] not in "CZ"


def _with_few_marks(text: str) -> str:
    if typewritten(text).isascii():
        return text
    if not any(map(_is_mark, set(text))):
        return unicodedata.normalize("NFC", text)
    ordered = unicodedata.normalize("NFC", _fewer_marks(text, _MARKS_TO_ORDER))
    # What is left of a letter may now be written as one.
    return unicodedata.normalize("NFC", _fewer_marks(ordered, MARKS_PER_LETTER))


def _is_mark(character: str) -> bool:
    return unicodedata.category(character) in {"Mn", "Me"} or unicodedata.combining(character) > 0


def _fewer_marks(text: str, most: int) -> str:
    kept: list[str] = []
    marks = 0
    for character in text:
        is_mark = _is_mark(character)
        if is_mark:
            marks += 1
        elif unicodedata.category(character) != "Cf":
            # A joiner between marks does not begin another letter.
            marks = 0
        if not is_mark or marks <= most:
            kept.append(character)
    return "".join(kept)


def _without_tags(text: str) -> str:
    for _ in range(_PASSES):
        if not any(map(_is_tag, _TAG.finditer(text))):
            return text
        # bleach reads HTML: what is no tag is told to it as the sign that it is.
        clean = html.unescape(bleach.clean(_signs_escaped(text), tags=set(), strip=True))
        if clean == text:
            return text
        text = clean
    return text.replace("<", "").replace(">", "")


def _signs_escaped(text: str) -> str:
    parts, end = [], 0
    for found in filter(_is_tag, _TAG.finditer(text)):
        parts += [html.escape(text[end : found.start()], quote=False), found[0]]
        end = found.end()
    return "".join([*parts, html.escape(text[end:], quote=False)])


def _is_tag(found: re.Match[str]) -> bool:
    """Whether it is written as a tag is: an element's name, and nothing else or attributes with
    their signs. `<sigh>`, `<3` and `<i was nineteen>` are what somebody wrote."""
    return found[1].lower() in _ELEMENTS and (not found[2].strip(" /") or "=" in found[2])
