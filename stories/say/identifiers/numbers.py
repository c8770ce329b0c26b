"""Numbers that a bank or a state gave: cards, accounts, identity, passports."""

import re
from collections.abc import Callable, Iterator

from stories.say.identifiers import checksums
from stories.say.identifiers.found import Find
from stories.say.identifiers.words import Lexicon, near

_CARD = re.compile(r"(?<![\w.])\d(?:[ -]?\d){11,18}(?![\w-])")
_IBAN = re.compile(r"(?<!\w)[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]{2,4}){3,8}(?: ?[A-Za-z0-9])?(?!\w)")
_SHORTEST_IBAN = 15
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


# What it looks like, what it has to fulfil, and whether a word must say what it is.
_IDENTITIES: tuple[tuple[re.Pattern[str], Check, bool], ...] = (
    # United States.
    (re.compile(r"(?<![\w-])\d{3}([- ])\d{2}\1\d{4}(?![\w-])"), checksums.ssn, False),
    (re.compile(r"(?<![\w-])\d{9}(?![\w-])"), checksums.ssn, True),
    # United Kingdom: letters that are not given out are left out.
    (
        re.compile(
            r"(?i)(?<!\w)(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
            r" ?\d{2} ?\d{2} ?\d{2} ?[A-D](?!\w)"
        ),
        _always,
        False,
    ),
    # Spain.
    (re.compile(r"(?i)(?<!\w)(?:[XYZ][- ]?\d{7}|\d{8})[- ]?[A-Z](?!\w)"), checksums.dni, False),
    (re.compile(r"(?i)(?<!\w)\d{2}\.\d{3}\.\d{3}[- ]?[A-Z](?!\w)"), checksums.dni, False),
    # France: sex, year, month, department, commune, order, key.
    (
        re.compile(r"(?i)(?<!\w)[12] ?\d{2} ?\d{2} ?(?:\d{2}|2[AB]) ?\d{3} ?\d{3} ?\d{2}(?!\w)"),
        checksums.nir,
        False,
    ),
    # India: Aadhaar, and the taxpayer's PAN.
    (re.compile(r"(?<!\w)[2-9]\d{3}([ -]?)\d{4}\1\d{4}(?!\w)"), checksums.verhoeff, False),
    (re.compile(r"(?<!\w)[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z](?!\w)"), _always, False),
    # Brazil, Chile, Mexico, Italy.
    (re.compile(r"(?<!\w)\d{3}\.\d{3}\.\d{3}-\d{2}(?!\w)"), checksums.cpf, False),
    (re.compile(r"(?i)(?<!\w)\d{1,2}\.?\d{3}\.?\d{3}-[\dK](?!\w)"), checksums.rut, False),
    (re.compile(r"(?i)(?<!\w)[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z\d]\d(?!\w)"), _always, False),
    (re.compile(r"(?i)(?<!\w)[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z](?!\w)"), _always, False),
    # Canada.
    (re.compile(r"(?<![\w-])\d{3}([- ])\d{3}\1\d{3}(?![\w-])"), checksums.luhn, False),
    # The Emirates, Egypt, Saudi Arabia.
    (re.compile(r"(?<!\w)784([- ]?)\d{4}\1\d{7}\1\d(?!\w)"), checksums.luhn, False),
    (re.compile(r"(?<!\w)[23٢٣]\d{13}(?!\w)"), checksums.egyptian, False),
    (re.compile(r"(?<!\w)[12١٢]\d{9}(?!\w)"), _saudi, True),
    (_PASSPORT, _always, True),
)


def numbers(text: str, lexicon: Lexicon, start: int, end: int) -> Iterator[Find]:
    """Cards, accounts and identity numbers whose checksums hold."""
    for match in _IBAN.finditer(text, start, end):
        length = _iban_end(match.group())
        if length:
            yield Find(match.start(), match.start() + length, "account")
    for match in _CARD.finditer(text, start, end):
        if checksums.luhn(checksums.bare(match.group())):
            yield Find(match.start(), match.end(), "card")
    for pattern, check, needs_word in _IDENTITIES:
        for match in pattern.finditer(text, start, end):
            if check(checksums.bare(match.group())) and (
                not needs_word or near(text, match.start(), lexicon.cues["idcue"], _NEAR)
            ):
                yield Find(match.start(), match.end(), "identity")


def _iban_end(written: str) -> int:
    """Where the account number ends; a short word that follows may have been taken with it."""
    for end in range(len(written), _SHORTEST_IBAN - 1, -1):
        if (end == len(written) or not written[end].isalnum()) and checksums.iban(
            checksums.bare(written[:end])
        ):
            return end
    return 0
