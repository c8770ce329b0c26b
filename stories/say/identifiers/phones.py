"""Telephone numbers of every country, by Google's library of their numbering plans."""

import re
from collections.abc import Iterable, Iterator
from itertools import chain

import phonenumbers

from stories.say.identifiers import checksums
from stories.say.identifiers.found import Find
from stories.say.identifiers.words import Lexicon, near

_CANDIDATE = re.compile(
    r"(?<!\w)(?<!\d[.,/=-])(?:\+|\(\+?|00)?\d[\d \t()./·-]{4,24}\d(?=x\d|\D?ext|(?!\w|[.,]\d))"
)
_EXTENSION = re.compile(r"(?i) ?(?:x|ext\.?|extension|poste) ?\d{1,5}\b")
# Where people who write in a language live: a number without its country is tried as theirs.
_REGIONS = {
    "en": ("US", "GB", "IN", "AU", "NG", "ZA", "IE", "KE", "PK", "NZ", "PH"),
    "es": ("ES", "MX", "AR", "CO", "PE", "CL", "VE", "EC", "US"),
    "fr": ("FR", "BE", "CA", "CH", "MA", "SN", "CI", "CM"),
    "pt": ("BR", "PT", "AO", "MZ", "CV", "FR", "CH", "US"),
    "ar": ("EG", "SA", "MA", "DZ", "IQ", "JO", "AE", "TN", "LB", "SD"),
}
_ANYWHERE = ("US", "GB", "FR", "ES", "DE", "IT", "BR", "IN", "TR", "PL", "NL", "PT")
# One look at a numbering plan takes tens of microseconds, so a text made of numbers
# gets no more than these; after them the look of a number decides.
_LOOKS = 60
# Digits of the shortest number that is looked for and of the longest there is (E.164).
_FEWEST, _MOST = 6, 15
# Digits of a number without its plus sign, with or without its country.
_BARE_LENGTHS = range(8, 13)
# Groups as people write telephone numbers: three or more, or two of which one is long.
_GROUPED = re.compile(r"\(?\d{1,5}\)?(?:[ ./·-]{1,3}\(?\d{1,5}\)?){1,6}")
_YEARS = re.compile(r"(?:19|20)\d\d ?[-/] ?(?:(?:19|20)\d\d|\d\d)")
_YEAR = re.compile(r"(?:19|20)\d\d")
# 1 000 000 is an amount.
_AMOUNT = re.compile(r"\d{1,3}(?:[ .,]\d{3}){0,3}[ .,]000|\d{1,3}(?:\.\d{3})+")


def phones(text: str, lexicon: Lexicon, parts: Iterable[tuple[int, int]]) -> Iterator[Find]:
    """Numbers that somebody could be called at, in these parts of a text."""
    looks = _LOOKS
    regions = _REGIONS.get(lexicon.language, _ANYWHERE)
    for match in chain.from_iterable(_CANDIDATE.finditer(text, *part) for part in parts):
        digits = checksums.bare(match.group())
        is_phone = _is_said_or_looks_like_one(text, match, digits, lexicon)
        if is_phone is None and looks > 0 and len(digits) in _BARE_LENGTHS:
            looks -= len(regions)
            is_phone = _is_in_a_plan(digits, regions)
        if is_phone:
            extension = _EXTENSION.match(text, match.end())
            yield Find(match.start(), extension.end() if extension else match.end(), "phone")


def _is_said_or_looks_like_one(
    text: str, match: re.Match[str], digits: str, lexicon: Lexicon
) -> bool | None:
    """Whether it is a telephone number; None where only a numbering plan can tell."""
    written = match.group()
    if len(digits) < _FEWEST or _YEARS.fullmatch(written) or _AMOUNT.fullmatch(written):
        return False
    if near(text, match.start(), lexicon.cues["phonecue"]):
        return True
    if len(digits) > _MOST or ("/" in written and digits[0] != "0"):
        return False
    if written.startswith(("+", "(+", "00")) or _looks_like_one(written, digits):
        return True
    return None


def _looks_like_one(written: str, digits: str) -> bool:
    if not _GROUPED.fullmatch(written):
        return False
    groups = re.findall(r"\d+", written)
    if len(digits) == _FEWEST:
        # As in Greenland: 35 42 31.
        return [len(group) for group in groups] == [2, 2, 2]
    return len(groups) > 2 or "(" in written or digits[0] == "0" or not _YEAR.fullmatch(groups[0])


def _is_in_a_plan(digits: str, regions: tuple[str, ...]) -> bool:
    for region in regions:
        try:
            number = phonenumbers.parse(digits, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return True
    return False
