"""How much two texts are alike, for whoever looks for floods, without saying what is in them.

A fingerprint is a keyed MinHash of a text's runs of words: texts that share most of their runs
share most of its places. Whoever holds the key can hold guesses against it, so the key lives in
this process's memory alone and changes with the day: only texts of one day, taken in by one
process, can be compared. It is kept beside the sealed words and goes with the decision.

Of each place only one bit is kept, so that a guess at three words is never confirmed: about half
of all wrong ones fit as well, and an empty place tells nothing that its neighbour does not. What
is left to who holds the key: a guess that does not fit is less likely, and a text that he guesses
nearly whole is recognised, which is what a fingerprint is for.

One-permutation hashing: P. Li, A. Owen, C.-H. Zhang, "One Permutation Hashing", NIPS 2012. One
bit of each: P. Li, A. C. König, "b-Bit Minwise Hashing", WWW 2010.
"""

import datetime
import re
import secrets
import struct
from collections.abc import Sequence
from hashlib import blake2b
from itertools import chain
from operator import add

from stories.signs import typewritten

PLACES = 48
BYTES = PLACES // 8
_BACKWARDS = range(PLACES - 1, -1, -1)
# Three words make a run. So many places must be the same in texts that are much alike: of texts
# that have nothing in common half are, by chance, and 40 in about one pair of ten thousand.
ALIKE = 40
# And so many in those that are put together before anybody has looked: by chance one pair of twenty
# million (the binomial distribution of 48 and a half), so none of five.
ALIKE_TOGETHER = 42
# What a word adds to a run as its first, its second and its third: three of these are less than two
# of Python's own digits hold.
_NUMBERS = struct.Struct("<3I")
# A run's remainder by the places is its place; the bit that is kept is one that says nothing of the
# place, and that the least of a few runs has as often as not.
_BIT = 20
# Shorter texts fill too few places to be told apart, and are too easily guessed whole.
_FEWEST_WORDS = 24
_STRETCH = (1 << 7) - 1
_WORD = re.compile(r"\w+")
_BETWEEN = {at: " " for at in range(128) if not _WORD.match(chr(at))}

_keys: dict[datetime.date, bytes] = {}


def fingerprint(text: str, day: datetime.date) -> bytes:
    """Six bytes, or none for a text of a few words. Takes time in proportion to the text."""
    text = typewritten(text.casefold())
    # The same of ASCII, which is quicker.
    words = text.translate(_BETWEEN).split() if text.isascii() else _WORD.findall(text)
    if len(words) < _FEWEST_WORDS:
        return b""
    key = _key(day)
    # Of each word once: a run's number is made of those of its words.
    numbers = _numbers(list(set(words)), key)
    firsts, seconds, thirds = zip(*map(numbers.__getitem__, words), strict=True)
    runs = map(add, map(add, firsts, seconds[1:]), thirds[2:])
    # The least comes last, and stays.
    least = {run % PLACES: run for run in sorted(runs, reverse=True)}
    # An empty place has the next one's, going round.
    bits, run = 0, least[min(least)]
    for place in _BACKWARDS:
        run = least.get(place, run)
        bits = bits << 1 | run >> _BIT & 1
    return bits.to_bytes(BYTES)


def are_alike(one: bytes, other: bytes) -> bool:
    """Whether two fingerprints of one key are of texts that are much alike."""
    if not one or len(one) != len(other):
        return False
    different = int.from_bytes(one) ^ int.from_bytes(other)
    return PLACES - different.bit_count() >= ALIKE


def alike_groups(fingerprints: Sequence[bytes]) -> list[list[int]]:
    """Those that are nearly the same as another, by their places in the sequence: each group begins
    with its first, which all others in it are like. Ten thousand take seconds."""
    groups: list[list[int]] = []
    marks = [int.from_bytes(one) for one in fingerprints]
    # Six bits may differ, so of seven stretches one is the same whole.
    near: dict[tuple[int, int], list[int]] = {}
    for place, mark in enumerate(marks):
        stretches = [(start, mark >> start & _STRETCH) for start in range(0, PLACES, 7)]
        looked_at = chain.from_iterable(near.get(stretch, ()) for stretch in stretches)
        own = next((one for one in looked_at if _together(marks[groups[one][0]], mark)), None)
        if own is not None:
            groups[own].append(place)
            continue
        for stretch in stretches:
            near.setdefault(stretch, []).append(len(groups))
        groups.append([place])
    return [group for group in groups if len(group) > 1]


def _together(one: int, other: int) -> bool:
    return PLACES - (one ^ other).bit_count() >= ALIKE_TOGETHER


def _numbers(words: Sequence[str], key: bytes) -> dict[str, tuple[int, ...]]:
    """Of each word what it adds to a run as its first, its second and its third."""
    # A copy already has the key in it, which takes as long as a word.
    keyed, digests = blake2b(digest_size=_NUMBERS.size, key=key), []
    for word in words:
        one = keyed.copy()
        one.update(word.encode())
        digests.append(one.digest())
    return dict(zip(words, _NUMBERS.iter_unpack(b"".join(digests)), strict=True))


def _key(day: datetime.date) -> bytes:
    key = _keys.get(day)
    if key is None:
        _keys.clear()
        key = _keys.setdefault(day, secrets.token_bytes(32))
    return key
