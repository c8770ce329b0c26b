"""What a moderator's passphrase must be, since whoever steals the disk may guess at it for ever.

No rules of composition: they make phrases that are hard to keep and easy to guess (NIST SP
800-63B-4, 3.1.1.2). Refused is what a guesser tries first: something short, something common, her
name, one piece over and over, a row of the keyboard or the alphabet. (Nor is it her password: that
is `admin.keys`'s to ask, since each look is a guess.)
"""

import secrets
from itertools import pairwise

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import (
    CommonPasswordValidator,
    UserAttributeSimilarityValidator,
)
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from stories import receipts

# Shorter ones can be guessed from a stolen disk, whatever one guess costs.
SHORTEST = 15
# So many characters must not follow from the one before: neither the same, nor the next or the one
# before in the alphabet or on the keyboard.
_FEWEST_STEPS = 9
_FEWEST_DIFFERENT = 6
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890", "azerty", "qwertz")
# Six of 7,772 words are 77 bits.
_SUGGESTED_WORDS = 6


class Refused(ValueError):
    """It would be guessed. Its text says why, in a sentence for her."""


def check(passphrase: str, *, person: User) -> None:
    """Raises Refused for a passphrase that would be guessed."""
    if len(passphrase) < SHORTEST:
        raise Refused(_("That is too short. Four or five words of your own are a good length."))
    said = "".join(passphrase.split()).casefold()
    if _is_repeated(said) or _steps(said) < _FEWEST_STEPS or len(set(said)) < _FEWEST_DIFFERENT:
        raise Refused(
            _(
                "That follows a pattern, and would be guessed. "
                "Choose words that do not belong together."
            )
        )
    if " " in passphrase.strip() and len(set(passphrase.casefold().split())) < 3:
        raise Refused(
            _("That has too few different words, and would be guessed. Take four or five.")
        )
    try:
        UserAttributeSimilarityValidator().validate(passphrase, person)
        for one in (passphrase, said, *passphrase.split()):
            if len(one) * 2 > len(said):
                CommonPasswordValidator().validate(one)
    except ValidationError:
        raise Refused(
            _("That is too like your name or a common password, and would be guessed.")
        ) from None


def suggested() -> str:
    """A phrase that nobody has chosen: six words out of the receipts' list, by lot."""
    words = receipts.word_list("en")
    return " ".join(secrets.choice(words) for _word in range(_SUGGESTED_WORDS))


def _is_repeated(said: str) -> bool:
    """Whether it is one piece, over and over, perhaps cut off at its end."""
    return any(
        said == (said[:length] * (len(said) // length + 1))[: len(said)]
        for length in range(1, len(said) // 2 + 1)
    )


def _steps(said: str) -> int:
    """How many of its characters do not follow from the one before."""
    return sum(not _follows(one, two) for one, two in pairwise(said))


def _follows(one: str, two: str) -> bool:
    on_a_row = any(one + two in row or two + one in row for row in _ROWS)
    return on_a_row or abs(ord(one) - ord(two)) <= 1
