"""Taking out of her words what could point at somebody. Pure.

An edit is a list of cuts. A cut takes a run of characters out and leaves nothing, a black bar, or
one role word of a fixed list. Words of ours are never added: what a moderator's text area holds is
read back as cuts of the original, and refused where it cannot be.

Without something in its place only whole words go: out of single letters anything can be spelt.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils import translation

from stories import stand_ins
from stories.testimony import BAR, Occurrence, Testimony

# A word, or any one other character. Marks that join a letter belong to its word.
_PIECE = re.compile(r"[\w\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670]+|.", re.DOTALL)
_WORD = re.compile(r"[\w\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670]")
_BARS = re.compile("█+")
_BLANKS = re.compile(r"[ \t]{2,}")
_BLANK_LINES = re.compile(r"\s*\n\s*\n\s*")
_ENDS_OF_LINES = re.compile(r"[ \t]+(?=\n)|(?<=\n)[ \t]+")


class Added(ValueError):
    """Something is there that her words do not hold: `piece` is the first of it."""

    def __init__(self, piece: str) -> None:
        super().__init__("Something was added.")
        self.piece = piece


@dataclass(frozen=True, slots=True)
class Cut:
    """Characters `start` to `end` of the original go, and `token` stands there: nothing, the bar
    or a role word."""

    start: int
    end: int
    token: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Characters `start` to `end` of the original, and what is to stand there: nothing, the bar or
    a role word, or with None what came."""

    start: int
    end: int
    token: str | None = None


def role_words(kind: str, language: str) -> tuple[str, ...]:
    """What may stand for a kind of identifier, in the language of the testimony."""
    with translation.override(language):
        return stand_ins.for_kind(kind)


def allowed(language: str) -> frozenset[str]:
    """Everything that may stand in the place of something else, in that language."""
    with translation.override(language):
        return stand_ins.all_of_them() | {BAR}


def cuts_of(original: str, edited: str, tokens: Iterable[str]) -> list[Cut]:
    """The cuts that make `edited` of `original`, each leaving nothing or one of `tokens`. Raises
    Added where no cuts do. Takes time in proportion to both lengths, for all that people write."""
    if edited == original:
        return []
    tokens = sorted(tokens, key=len, reverse=True)
    try:
        cuts = _cuts(original, edited, tokens, keep=True)
    except Added:
        # She may have used a role word herself, and it was in the way.
        cuts = _cuts(original, edited, tokens, keep=False)
    return _gathered(original, cuts)


def applied(original: str, cuts: Iterable[Cut]) -> str:
    """The original with its cuts made. They lie in order, none over another."""
    parts, end = [], 0
    for cut in cuts:
        parts += [original[end : cut.start], cut.token]
        end = cut.end
    return "".join([*parts, original[end:]])


def both(*edits: Iterable[Cut]) -> list[Cut]:
    """The cuts of several who read the same: what any of them took out is out."""
    merged: list[Cut] = []
    for cut in sorted(
        (cut for edit in edits for cut in edit), key=lambda cut: (cut.start, cut.end)
    ):
        last = merged[-1] if merged else None
        if last is None or cut.start >= last.end:
            merged.append(cut)
        else:
            token = last.token or cut.token
            merged[-1] = Cut(last.start, max(last.end, cut.end), token)
    return merged


def put_in(
    original: str, base: str, text: str, places: Iterable[Place], tokens: Iterable[str]
) -> str:
    """`text`, an edit of `original`, with what was chosen for places of that. She typed it out of
    `base`, an edit too, and a place that is still as it is there was not chosen for. Raises Added
    where one of the two is no edit.

    Where it cannot be told any more which of several like places one was, all of them go: too
    much is taken out sooner than too little.
    """
    tokens = list(tokens)
    was, cuts = cuts_of(original, base, tokens), cuts_of(original, text, tokens)
    surplus: list[tuple[str, str]] = []
    for place in places:
        if not 0 <= place.start < place.end <= len(original) or _stands(was, place) == place.token:
            continue
        cuts = _put(cuts, place)
        word = original[place.start : place.end]
        if place.token is None or text == base or _stands(was, place) is not None:
            continue
        left = applied(original, cuts).count(word)
        if left and (left >= text.count(word) or text.count(word) != base.count(word)):
            surplus.append((word, place.token))
    put = applied(original, cuts)
    for word, token in surplus:
        put = put.replace(word, token)
    return put


def tidied(text: str) -> str:
    """Less the blanks that cuts leave behind: takes characters out and puts none in but one of
    those."""
    text = _ENDS_OF_LINES.sub("", _BLANKS.sub(" ", text))
    return _BLANK_LINES.sub("\n\n", text).strip()


def with_text(example: Occurrence, text: str) -> Occurrence:
    """The example with another text in it."""
    return replace(example, text=text)


def published(
    read: Testimony, examples: tuple[Occurrence, ...], notes: tuple[str, ...]
) -> Testimony:
    """What was read, as it is to stand on the wall."""
    return replace(read, examples=examples, notes=notes)


def typed(text: str) -> str:
    """What a text area sent: its line ends as ours, and any length of bar as the bar."""
    return _BARS.sub(BAR, text.replace("\r\n", "\n").replace("\r", "\n"))


def _cuts(original: str, edited: str, tokens: list[str], *, keep: bool) -> list[Cut]:
    """The earliest place for each piece. A later one could only leave less for the rest, so that
    where this finds none, there is none."""
    pieces, names = _pieces(edited, tokens), frozenset(tokens)
    cuts: list[Cut] = []
    # What is read of the original, where the last kept piece ended, and what was left since.
    at, kept, left = 0, 0, ""
    for number, piece in enumerate(pieces):
        if piece in names and not (keep and not left and original.startswith(piece, at)):
            if left:
                cuts.append(Cut(kept, at, left))
                kept = at
            if at >= len(original):
                raise Added(piece)
            at, left = at + 1, piece
            continue
        following = pieces[number + 1] if number + 1 < len(pieces) else ""
        place = _place(original, piece, at, open_left=bool(left), open_right=following in names)
        if place < 0:
            # A blank alone would tell her nothing.
            raise Added(piece if piece.strip() else piece + following)
        if place > kept:
            cuts.append(Cut(kept, place, left))
        at = kept = place + len(piece)
        left = ""
    if kept < len(original):
        cuts.append(Cut(kept, len(original), left))
    return cuts


def _gathered(original: str, cuts: list[Cut]) -> list[Cut]:
    """The same text by fewer cuts: of two with a blank or a sign between them, that stands behind
    them too, one is made. The earliest place of a blank is between a first and a last name, and
    whoever took out both took out one."""
    gathered: list[Cut] = []
    for cut in cuts:
        last = gathered[-1] if gathered else None
        between = original[last.end : cut.start] if last else ""
        behind = cut.end - len(between)
        is_one = between and not cut.token and not _WORD.search(between)
        if last and is_one and original[behind : cut.end] == between:
            gathered[-1] = Cut(last.start, behind, last.token)
        else:
            gathered.append(cut)
    return gathered


def _pieces(text: str, tokens: list[str]) -> list[str]:
    """The tokens in a text, and between them its words and other characters."""
    pattern = re.compile("(" + "|".join(map(re.escape, tokens)) + ")") if tokens else None
    parts = pattern.split(text) if pattern else [text]
    pieces: list[str] = []
    for number, part in enumerate(parts):
        pieces += [part] if number % 2 else _PIECE.findall(part)
    return pieces


def _place(text: str, piece: str, at: int, *, open_left: bool, open_right: bool) -> int:
    """Where a piece stands next in a text, as whole words unless a side is open; -1 nowhere."""
    place = text.find(piece, at)
    while place >= 0:
        end = place + len(piece)
        if (open_left or _parted(text, place)) and (open_right or _parted(text, end)):
            return place
        place = text.find(piece, place + 1)
    return -1


def _parted(text: str, place: int) -> bool:
    """Whether no word goes on across a place."""
    if place in (0, len(text)):
        return True
    return not (_WORD.match(text[place - 1]) and _WORD.match(text[place]))


def _stands(cuts: Iterable[Cut], place: Place) -> str | None:
    """What stands in a place: a token, or None where it is not cut out just so."""
    for cut in cuts:
        if (cut.start, cut.end) == (place.start, place.end):
            return cut.token
    return None


def _put(cuts: Iterable[Cut], place: Place) -> list[Cut]:
    """The cuts with a place as it is to be, whatever was taken out there."""
    found = [] if place.token is None else [Cut(place.start, place.end, place.token)]
    for cut in cuts:
        if cut.end <= place.start or cut.start >= place.end:
            found.append(cut)
            continue
        if cut.start < place.start:
            found.append(Cut(cut.start, place.start, cut.token))
        if cut.end > place.end:
            token = cut.token if cut.start >= place.start else ""
            found.append(Cut(place.end, cut.end, token))
    return sorted(found, key=lambda cut: cut.start)
