"""What a pattern is: words of which one has to be there, and then an expression to look with."""

import re
from dataclasses import dataclass

# Under eighteen, and no year of birth, house or bus: at least five.
_EN = "five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen"
_ES = (
    "cinco|seis|siete|ocho|nueve|diez|once|doce|trece|catorce|quince|dieciseis|diez y seis|"
    "diecisiete"
)
_FR = "cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|seize|dix sept"
_PT = (
    "cinco|seis|sete|oito|nove|dez|onze|doze|treze|quatorze|catorze|quinze|dezesseis|dezasseis|"
    "dezessete|dezassete"
)
_AR = (
    "خمس|ست|سبع|ثمان|تسع|عشر|احدي عشر|اثنا عشر|ثلاث عشر|اربع عشر|خمس عشر|ست عشر|سبع عشر|"
    "ثلاثه عشر|اربعه عشر|خمسه عشر|سته عشر|سبعه عشر"
)
_HI = "पांच|छह|छः|छे|सात|आठ|नौ|दस|ग्यारह|बारह|तेरह|चौदह|पंद्रह|पन्द्रह|सोलह|सत्रह|सतरह"
_NUMBER = "[5-9]|1[0-7]"
AGES = {
    language: f"(?:{_NUMBER}|{words})"
    for language, words in {
        "en": _EN, "es": _ES, "fr": _FR, "pt": _PT, "ar": _AR, "hi": _HI,
    }.items()
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """`words`: of these one must be there before it is worth looking for `pattern`; and `also`,
    where that is given."""

    words: tuple[str, ...]
    pattern: re.Pattern[str]
    also: str = ""


def rule(words: str, pattern: str, *, language: str = "en", also: str = "") -> Rule:
    """A rule. In its pattern AGE is an age under eighteen, SOME one to four words of any kind."""
    pattern = pattern.replace("AGE", AGES[language]).replace("SOME", r"(?:\S+ ){0,4}")
    return Rule(tuple(words.split()), re.compile(pattern), also)
