"""E-mail addresses, links, internet addresses, and names on a network."""

import re
from collections.abc import Iterator

from stories.say.identifiers.found import Find
from stories.say.identifiers.reading import Reading

# Every repetition has an end, so that no text takes the square of its length.
_EMAIL = re.compile(r"[\w.+%'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}")
# As people write it who have heard that machines read addresses.
_PROVIDERS = frozenset(
    "gmail googlemail yahoo hotmail outlook icloud live aol gmx protonmail proton mail".split()
)
_SPELT_EMAIL = re.compile(
    r"(?i)\b[\w.+-]{2,40} ?[\[(]? ?(?:at|arroba|arobase) ?[\])]? ?"
    rf"(?:{'|'.join(sorted(_PROVIDERS))})"
    r"(?: ?[\[(]? ?(?:dot|punto|point) ?[\])]? ?|\.)(?:com|net|org|me|fr|es|co|de)\b"
)
_LINK = re.compile(r"(?i)(?:\b(?:https?|ftp)://|\bwww\.)[^\s<>\"”»]{1,500}")
# Endings that are no usual word in a sentence whose full stop has no space after it.
_BARE_LINK = re.compile(
    r"(?i)(?<![\w@.-])(?:[a-z0-9-]{1,63}\.){1,4}"
    r"(?:com|org|net|info|biz|edu|gov|mil|app|dev|io|tv|ly|gl|gg|xyz|online|site|blog|"
    r"co\.[a-z]{2}|com\.[a-z]{2}|org\.[a-z]{2}|uk|fr|de|ru|br|mx|ar|eg|ma|in(?=/)|me(?=/)|"
    r"be(?=/)|it(?=/)|es(?=/)|eu|onion|example)\b(?:/[^\s<>\"”»]{0,500})?"
)
_ADDRESS = re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]*\d)")
_ADDRESS_6 = re.compile(r"(?i)(?<![\w:])[0-9a-f]{1,4}(?:::?[0-9a-f]{1,4}){2,7}(?![\w:])")
_HANDLE = re.compile(r"(?<![\w@.])@\w[\w.]{1,40}")
_NETWORKS = frozenset(
    "insta instagram ig snap snapchat twitter telegram tiktok facebook fb discord kik handle "
    "username usuario pseudo gamertag".split()
)
_NAMED_HANDLE = re.compile(
    rf"(?i)\b(?:{'|'.join(sorted(_NETWORKS))})"
    r"(?: (?:is|was|name|account|es|era|est|est[aá]|handle))?[ :]{1,3}"
    r"((?=\w{0,40}[\d_.])\w[\w.]{2,40})"
)
_NETWORK_HANDLE = re.compile(r"(?<![\w/])/?u/\w{3,30}\b")
_PATTERNS = (
    (_EMAIL, "email"),
    (_LINK, "link"),
    (_BARE_LINK, "link"),
    (_ADDRESS, "link"),
    (_ADDRESS_6, "link"),
    (_HANDLE, "handle"),
    (_NETWORK_HANDLE, "handle"),
)
# No address and no link is without one of these. All begin with a sign, for which a text is run
# through far quicker than for what may begin with any letter.
_SIGNS = re.compile(r"[@./:](?:(?<=@)|(?<=\w\.)\w|(?<=[/:])\w|(?<=:):\w)")
_SPACE = re.compile(r"\s")
_LONGEST = 80
_AFTER = ".,;:!?)]}'’"


def online(reading: Reading) -> Iterator[Find]:
    """E-mail addresses, links and handles of a text."""
    text, words = reading.text, set(reading.keys)
    for start, end in _chunks(text):
        yield from _in_chunk(text, start, end)
    if not words.isdisjoint(_PROVIDERS):
        for match in _SPELT_EMAIL.finditer(text):
            yield _trimmed(match, "email")
    if not words.isdisjoint(_NETWORKS):
        for match in _NAMED_HANDLE.finditer(text):
            end = match.start(1) + len(match.group(1).rstrip(_AFTER))
            yield Find(match.start(1), end, "handle")


def _chunks(text: str) -> Iterator[tuple[int, int]]:
    """Where signs of the network stand, each with the characters around it up to a space."""
    done = 0
    for sign in _SIGNS.finditer(text):
        place = sign.start()
        if place < done:
            continue
        before = text[max(place - _LONGEST, done) : place + 1]
        start = place + 1 - len(before) + max(before.rfind(" "), before.rfind("\n")) + 1
        found = _SPACE.search(text, place + 1)
        done = found.start() if found else len(text)
        yield start, done


def _in_chunk(text: str, start: int, end: int) -> Iterator[Find]:
    for pattern, kind in _PATTERNS:
        for match in pattern.finditer(text, start, end):
            if pattern is _ADDRESS and any(int(part) > 255 for part in match[0].split(".")):
                continue
            if pattern is _ADDRESS_6 and match[0].count(":") < 5 and "::" not in match[0]:
                continue
            yield _trimmed(match, kind)


def _trimmed(match: re.Match[str], kind: str) -> Find:
    """The find without the punctuation of the sentence around it."""
    return Find(match.start(), match.start() + len(match.group().rstrip(_AFTER)), kind)
