"""What stands in an envelope: a testimony, or a message, as bytes and back.

`about` names the row, the field and its version, so that an envelope opens only where it belongs,
and an older one not where a newer one was put (`stories.sealing`). Her words are the first version
for ever: other words are another row. What the desk seals counts `Submission.version` up, and her
answers `answers`; whoever can write to the database can put the number back with the envelope.

The content begins with the number of its format, so that one that is laid out otherwise can be told
from this one. Whatever is not as it should be is Unopenable: whoever can write to the database can
seal anything.
"""

import json
import time
from typing import NamedTuple

from django.db import connection

from stories import sealing
from stories.models import Submission
from stories.sealing import KeyPair, Unopenable
from stories.testimony import Testimony, packed, read_back

WORDS, TO_HER, FROM_HER = "words", "to her", "from her"
# As one moderator would publish it, until another has read it too. Sealed to the desk.
EDITED = "edited"
# The column that each stands in.
COLUMNS = {WORDS: "envelope", TO_HER: "to_her", FROM_HER: "from_her", EDITED: "edited"}
# The first byte of what stands in an envelope. What was sealed before there was one begins with
# the first letter of what it says, which is none of these (`say.text` lets no control character
# through); it is laid out in the same way.
_FORMAT = b"\x01"
_FIRST_WRITTEN = b" "
# Seconds.
_BELIEVED = 1.0


class NoDesk(Exception):
    """The desk has no key yet, so that there is nobody to seal words to."""


class _Current(NamedTuple):
    """What the database said last: the key's number and public half, believed until then."""

    number: int
    public: bytes
    until: float


_last: _Current | None = None


def current_key() -> tuple[int, bytes]:
    """The number and the public half of the key that words are sealed to now, as the database said
    within the last second. Raises NoDesk.

    A key that was turned meanwhile harms nothing: its row goes only when nothing is sealed to it,
    and what comes after that is refused by the database (IntegrityError). Then `forget_key`."""
    global _last
    last = _last
    if last is None or last.until < time.monotonic():
        # Before it is asked: the answer is no younger than that.
        until = time.monotonic() + _BELIEVED
        _last = last = _Current(*_read_key(), until)
    return last.number, last.public


def forget_key() -> None:
    """Makes this process ask the database for the key the next time."""
    global _last
    _last = None


def _read_key() -> tuple[int, bytes]:
    with connection.cursor() as cursor:
        # In plain words, because every testimony asks for it.
        cursor.execute("SELECT number, public FROM stories_sealingkey ORDER BY number DESC LIMIT 1")
        key = cursor.fetchone()
    if key is None:
        raise NoDesk
    return int(key[0]), bytes(key[1])


def about(key: int, field: str, version: int) -> str:
    """What an envelope is: the row's key, the field and its version."""
    return f"submission {key:016x} {field} {version}"


def shut(
    testimony: Testimony, *, to: bytes, key: int, field: str = WORDS, version: int = 0
) -> bytes:
    """A testimony, all of it, sealed to a public key for one field of one row."""
    parts = {
        "examples": packed(testimony.examples),
        "country": testimony.country,
        "language": testimony.language,
        "quotable": testimony.quotable,
        "see_first": testimony.see_first,
        "notes": testimony.notes,
    }
    content = _FORMAT + json.dumps(parts, ensure_ascii=False).encode()
    return sealing.seal(content, to=to, about=about(key, field, version))


def opened_testimony(submission: Submission, pair: KeyPair, *, field: str = WORDS) -> Testimony:
    """What `shut` put into a field of a submission. Raises Unopenable."""
    content = _content(submission, pair, field)
    try:
        return read_back(json.loads(content))
    except (ValueError, RecursionError) as fault:
        raise Unopenable from fault


def shut_message(message: str, *, to: bytes, key: int, field: str, version: int = 0) -> bytes:
    """A question to her or an answer of hers, sealed for one field of one row."""
    content = _FORMAT + message.encode()
    return sealing.seal(content, to=to, about=about(key, f"{field}, words", version))


def opened_message(submission: Submission, pair: KeyPair, *, field: str) -> str:
    """What `shut_message` put into a field of a submission. Raises Unopenable."""
    try:
        return _content(submission, pair, field, also=", words").decode()
    except ValueError as fault:
        raise Unopenable from fault


def _content(submission: Submission, pair: KeyPair, field: str, *, also: str = "") -> bytes:
    envelope = getattr(submission, COLUMNS[field])
    if envelope is None:
        raise Unopenable("There is none.")
    version = {WORDS: 0, FROM_HER: submission.answers}.get(field, submission.version)
    what = about(submission.pk, f"{field}{also}", version)
    content = sealing.opened(bytes(envelope), pair=pair, about=what)
    if content.startswith(_FORMAT):
        return content[len(_FORMAT) :]
    if content < _FIRST_WRITTEN:
        raise Unopenable("Its format is none that is known here.")
    return content
