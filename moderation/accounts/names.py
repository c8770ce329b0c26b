"""The name that somebody signs in with: what it may be, and whether it is taken.

Signing in does not tell capitals apart, so `lea` and `LEA` would lock each other out. And whoever
reads the log must know which of two did it: a name has letters of one alphabet, since some look
like another's.
"""

import unicodedata

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from moderation.models import AccountName

LONGEST = 150
# What Unicode calls a sign begins with its script. These belong together: names in Chinese,
# Japanese or Korean are written in several (Unicode Technical Standard 39, 5.2).
_EAST_ASIAN = frozenset(
    "CJK IDEOGRAPHIC HANGZHOU HIRAGANA KATAKANA KATAKANA-HIRAGANA BOPOMOFO HANGUL".split()
)
_ARABIC = frozenset({"ARABIC-INDIC", "EXTENDED"})
# Letters, for Unicode, that nobody sees: two fillers of Hangul.
_UNSEEN = frozenset("\u115f\u1160")


class Taken(ValidationError):
    """Somebody has it. `person` is who."""

    def __init__(self, person: User) -> None:
        said = _("There is an account of that name already: %(name)s. Nothing was changed.")
        super().__init__(said % {"name": person.get_username()}, code="taken")
        self.person = person


def normal(name: str) -> str:
    """A name as it is kept: without blanks around it, and in Unicode's form NFKC."""
    return unicodedata.normalize("NFKC", name).strip()


def check(name: str) -> None:
    """Looks at a name as `normal` writes it. Raises ValidationError for what is no name, in a
    sentence for the lead; Taken."""
    if not name:
        raise ValidationError(_("Type a name for her first. Nothing was changed."))
    if len(name) > LONGEST:
        raise ValidationError(
            _("That name is longer than %(longest)d characters. Nothing was changed.")
            % {"longest": LONGEST}
        )
    try:
        User.username_validator(name)
        if _UNSEEN.intersection(name):
            raise ValidationError("")
    except ValidationError:
        raise ValidationError(
            _(
                "A name has letters, digits and @ . + - _ alone, and no blank. Nothing was "
                "changed: what you typed is below."
            )
        ) from None
    if len(mixed := _alphabets(name)) > 1:
        said = _(
            "That name mixes letters of several alphabets (%(alphabets)s). Some of them look the "
            "same, and two names could not be told apart. Take letters of one alphabet. Nothing "
            "was changed."
        )
        raise ValidationError(said % {"alphabets": ", ".join(sorted(mixed))})
    for person in User.objects.all():
        if _same(person.get_username(), name):
            raise Taken(person)


@transaction.atomic
def keep(person: User) -> None:
    """Saves a new account together with its name. The database refuses the second of two at once
    whose names are the same: raises Taken."""
    folded = _folded(person.get_username())
    try:
        with transaction.atomic():
            person.save()
            AccountName.objects.create(person=person, folded=folded)
    except IntegrityError:
        raise Taken(User.objects.get(accountname__folded=folded)) from None


def _alphabets(name: str) -> set[str]:
    """Of what alphabets a name's letters are. The digits and signs of ASCII are of any."""
    return {_alphabet(sign) for sign in name if sign.isalpha() or not sign.isascii()}


def _alphabet(sign: str) -> str:
    first = unicodedata.name(sign, "").partition(" ")[0]
    if first in _EAST_ASIAN:
        return "East Asian"
    return "Arabic" if first in _ARABIC else first.title()


def _same(one: str, other: str) -> bool:
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    # `upper` first: a dotless i has the capital of i. What that makes may be taken apart again.
    folded = unicodedata.normalize("NFKC", name).upper().casefold()
    return unicodedata.normalize("NFKC", folded)
