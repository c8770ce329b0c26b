"""Numbers that a bank or a state gave: cards, accounts, identity, passports."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from stories.say.identifiers import checksums
from stories.say.identifiers.found import Find
from stories.say.identifiers.reading import Reading, Stretch
from stories.say.identifiers.words import near

_CARD = re.compile(r"(?<![\w.])\d(?:[ -]?\d){11,18}(?![\w-])")
_IBAN = re.compile(r"(?<!\w)[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]{2,4}){3,8}(?: ?[A-Za-z0-9])?(?!\w)")
_SHORTEST_IBAN = 15
# A stretch of numbers with fewer holds no account and no card.
_FEWEST_OF_IBAN, _FEWEST_OF_CARD = 5, 12
# What a passport looks like once somebody has said that it is one.
_PASSPORT = re.compile(
    r"(?<![\w-])(?<!\d )(?=[A-Za-z]{0,2}\d{5})[A-Za-z]{0,2}\d{5,10}[A-Za-z]?(?![\w-]| \d)"
)
_NEAR = 24

Check = Callable[[str], bool]


def _always(_: str) -> bool:
    return True


def _saudi(number: str) -> bool:
    return number[0] in "12" and checksums.luhn(number)


class _Identity(NamedTuple):
    """What a number looks like, the fewest digits it has, what it has to fulfil, and whether a word
    must say what it is."""

    look: re.Pattern[str]
    digits: int
    check: Check = _always
    needs_word: bool = False


# They begin with a digit, so that only the beginnings of numbers are looked at.
_OF_DIGITS = (
    # United States.
    _Identity(re.compile(r"(?<![\w-])\d{3}([- ])\d{2}\1\d{4}(?![\w-])"), 9, checksums.ssn),
    _Identity(re.compile(r"(?<![\w-])\d{9}(?![\w-])"), 9, checksums.ssn, needs_word=True),
    # Spain.
    _Identity(
        re.compile(r"(?i)(?<!\w)(?:\d{8}|\d{2}\.\d{3}\.\d{3})[- ]?[A-Z](?!\w)"), 8, checksums.dni
    ),
    # France: sex, year, month, department, commune, order, key.
    _Identity(
        re.compile(r"(?i)(?<!\w)[12] ?\d{2} ?\d{2} ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?!\w)"),
        14,
        checksums.nir,
    ),
    # India: Aadhaar.
    _Identity(re.compile(r"(?<!\w)[2-9]\d{3}([ -]?)\d{4}\1\d{4}(?!\w)"), 12, checksums.verhoeff),
    # Brazil, Chile.
    _Identity(re.compile(r"(?<!\w)\d{3}\.\d{3}\.\d{3}-\d{2}(?!\w)"), 11, checksums.cpf),
    _Identity(re.compile(r"(?i)(?<!\w)\d{1,2}\.?\d{3}\.?\d{3}-[\dK](?!\w)"), 7, checksums.rut),
    # Canada.
    _Identity(re.compile(r"(?<![\w-])\d{3}([- ])\d{3}\1\d{3}(?![\w-])"), 9, checksums.luhn),
    # The Emirates, Egypt, Saudi Arabia.
    _Identity(re.compile(r"(?<!\w)784([- ]?)\d{4}\1\d{7}\1\d(?!\w)"), 15, checksums.luhn),
    _Identity(re.compile(r"(?<!\w)[23٢٣]\d{13}(?!\w)"), 14, checksums.egyptian),
    _Identity(re.compile(r"(?<!\w)[12١٢]\d{9}(?!\w)"), 10, _saudi, needs_word=True),
)
_WITH_LETTERS = (
    # United Kingdom: letters that are not given out are left out.
    _Identity(
        re.compile(
            r"(?i)(?<!\w)(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
            r" ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)"
        ),
        6,
    ),
    # Spain, of those who came there.
    _Identity(re.compile(r"(?i)(?<!\w)[XYZ][- ]?\d{7}[- ]?[A-Z](?!\w)"), 7, checksums.dni),
    # India: the taxpayer's PAN.
    _Identity(re.compile(r"(?<!\w)[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z](?!\w)"), 4),
    # Mexico, Italy.
    _Identity(re.compile(r"(?i)(?<!\w)[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z\d]\d(?!\w)"), 7),
    _Identity(re.compile(r"(?i)(?<!\w)[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z](?!\w)"), 7),
    _Identity(_PASSPORT, 5, needs_word=True),
)


def numbers(reading: Reading, stretch: Stretch) -> Iterator[Find]:
    """Cards, accounts and identity numbers whose checksums hold, in a stretch of numbers."""
    yield from _of_a_bank(reading.text, stretch)
    is_said = reading.says("idcue")
    for kind in _OF_DIGITS:
        if stretch.digits >= kind.digits and (is_said or not kind.needs_word):
            for place in stretch.places:
                match = kind.look.match(reading.text, reading.starts[place], stretch.end)
                if match and _is_given(kind, match, reading):
                    yield Find(match.start(), match.end(), "identity")
    for kind in _WITH_LETTERS:
        if stretch.digits >= kind.digits and (is_said or not kind.needs_word):
            for match in kind.look.finditer(reading.text, stretch.start, stretch.end):
                if _is_given(kind, match, reading):
                    yield Find(match.start(), match.end(), "identity")


def _of_a_bank(text: str, stretch: Stretch) -> Iterator[Find]:
    if stretch.digits >= _FEWEST_OF_IBAN:
        for match in _IBAN.finditer(text, stretch.start, stretch.end):
            length = _iban_end(match.group())
            if length:
                yield Find(match.start(), match.start() + length, "account")
    if stretch.digits >= _FEWEST_OF_CARD:
        for match in _CARD.finditer(text, stretch.start, stretch.end):
            if checksums.luhn(checksums.bare(match.group())):
                yield Find(match.start(), match.end(), "card")


def _is_given(kind: _Identity, match: re.Match[str], reading: Reading) -> bool:
    """Whether a state can have given it, and a word says so where one must."""
    if not kind.check(checksums.bare(match.group())):
        return False
    cues = reading.lexicon.cues["idcue"]
    return not kind.needs_word or near(reading.text, match.start(), cues, _NEAR)


def _iban_end(written: str) -> int:
    """Where the account number ends; a short word that follows may have been taken with it."""
    for end in range(len(written), _SHORTEST_IBAN - 1, -1):
        if (end == len(written) or not written[end].isalnum()) and checksums.iban(
            checksums.bare(written[:end])
        ):
            return end
    return 0
