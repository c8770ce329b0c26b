"""How much two texts are alike, for whoever looks for floods, without saying what is in them.

A fingerprint is a keyed MinHash of a text's runs of words: texts that share most of their runs
share most of its places. Whoever holds the key could confirm a guess at a text, so the key lives
in this process's memory alone and changes with the day: only texts of one day, taken in by one
process, can be compared. It is kept beside the sealed words and goes with the decision.

One-permutation hashing: P. Li, A. Owen, C.-H. Zhang, "One Permutation Hashing", NIPS 2012.
"""

import datetime
import re
import secrets
from hashlib import blake2b

# Sixteen places of two bytes each.
PLACES = 16
_PLACE_BYTES = 2
# Three words make a run. So many places must be the same in texts that are much alike.
ALIKE = 12
# The multiplier of Knuth's MMIX generator (TAOCP 2, 3.3.4), modulo 2 to the 64th.
_ODD, _MASK = 6_364_136_223_846_793_005, (1 << 64) - 1
# Shorter texts share their runs with too many others.
_FEWEST_WORDS = 8
_WORD = re.compile(r"\w+")

_keys: dict[datetime.date, bytes] = {}


def fingerprint(text: str, day: datetime.date) -> bytes:
    """32 bytes, or none for a text of a few words. Takes time in proportion to the text."""
    words = _WORD.findall(text.casefold())
    if len(words) < _FEWEST_WORDS:
        return b""
    key = _key(day)
    least: list[int | None] = [None] * PLACES
    # Of each word once: a run's number is made of those of its words.
    numbers = {word: _number(word, key) for word in set(words)}
    one, two = numbers[words[0]], numbers[words[1]]
    for word in words[2:]:
        three = numbers[word]
        run = ((one * _ODD + two) * _ODD + three) & _MASK
        one, two = two, three
        place, value = run >> 60, (run >> 24) & 0xFFFF_FFFF
        held = least[place]
        least[place] = value if held is None or value < held else held
    return b"".join(_place(value) for value in _filled(least))


def are_alike(one: bytes, other: bytes) -> bool:
    """Whether two fingerprints of one key are of texts that are much alike."""
    if not one or len(one) != len(other):
        return False
    pairs = zip(_cut(one), _cut(other), strict=True)
    return sum(mine == theirs for mine, theirs in pairs) >= ALIKE


def _number(word: str, key: bytes) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8, key=key).digest())


def _key(day: datetime.date) -> bytes:
    key = _keys.get(day)
    if key is None:
        _keys.clear()
        key = _keys.setdefault(day, secrets.token_bytes(32))
    return key


def _filled(least: list[int | None]) -> list[int]:
    """An empty place takes the next one's value, going round, and one that tells it apart."""
    filled = []
    for place in range(PLACES):
        step = next(step for step in range(PLACES) if least[(place + step) % PLACES] is not None)
        filled.append((least[(place + step) % PLACES] or 0) + step)
    return filled


def _place(value: int) -> bytes:
    return (value & 0xFFFF).to_bytes(_PLACE_BYTES, "big")


def _cut(fingerprint: bytes) -> list[bytes]:
    return [fingerprint[at : at + _PLACE_BYTES] for at in range(0, len(fingerprint), _PLACE_BYTES)]
