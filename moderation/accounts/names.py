"""The name that somebody signs in with: what it may be, and whether it is taken.

Signing in does not tell capitals apart, so `lea` and `LEA` would lock each other out. And whoever
reads who did it must know which of two: a name has letters of one alphabet, since some look like
another's, and no two names look the same (`accounts.alike`).
"""

import unicodedata

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from moderation.accounts import alike
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
# Latin letters, for Unicode, of phonetic and old writing, of which many look like those of ASCII:
# clicks, IPA Extensions, Phonetic Extensions with their supplement, Latin Extended-D. Without
# three that names of today have, and that look like none of ASCII.
_STRANGE = frozenset(
    chr(code)
    for first, last in ((0x01C0, 0x01C3), (0x0250, 0x02AF), (0x1D00, 0x1DBF), (0xA720, 0xA7FF))
    for code in range(first, last + 1)
).difference("\u0254\u0259\u025b")


class Taken(ValidationError):
    """Somebody has it, or one that looks like it. `person` is who."""

    def __init__(self, person: User, name: str) -> None:
        if alike.folded(person.get_username()) == alike.folded(name):
            said = _("There is an account of that name already: %(name)s. Nothing was changed.")
        else:
            said = _(
                "There is an account already whose name looks like that one: %(name)s. Nothing was "
                "changed."
            )
        super().__init__(said % {"name": person.get_username()}, code="taken")
        self.person = person


def normal(name: str) -> str:
    """A name as it is kept: without blanks around it, and in Unicode's form NFKC."""
    return unicodedata.normalize("NFKC", name).strip()


def check(name: str) -> None:
    """Looks at a name as `normal` writes it. Raises ValidationError for what is no name, in a
    sentence for the lead; Taken."""
    _check_letters(name)
    name_the_nameless()
    _check_free(name)


def _check_letters(name: str) -> None:
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
    if strange := _STRANGE.intersection(name + name.casefold()):
        said = _(
            "That name has a letter that can be taken for another: %(letters)s. Nothing was "
            "changed: what you typed is below."
        )
        raise ValidationError(said % {"letters": " ".join(sorted(strange))})
    if len(mixed := _alphabets(name)) > 1:
        said = _(
            "That name mixes letters of several alphabets (%(alphabets)s). Some of them look the "
            "same, and two names could not be told apart. Take letters of one alphabet. Nothing "
            "was changed."
        )
        raise ValidationError(said % {"alphabets": ", ".join(sorted(mixed))})


def _check_free(name: str) -> None:
    if taken := _like(name).first():
        raise Taken(taken.person, name)


def _like(name: str) -> QuerySet[AccountName]:
    return AccountName.objects.filter(folded__in=alike.looks(name)).select_related("person")


def keep(person: User) -> None:
    """Saves a new account together with its name. The database refuses the second of two at once
    whose names look the same: raises Taken."""
    name = person.get_username()
    try:
        with transaction.atomic():
            person.save()
            _write(person, alike.looks(name))
    except IntegrityError:
        _check_free(name)
        raise


def _write(person: User, looks: set[str]) -> None:
    # In one order: of two at once none waits for the other.
    rows = [AccountName(person=person, folded=look) for look in sorted(looks)]
    AccountName.objects.bulk_create(rows)


def nameless() -> QuerySet[User]:
    """Accounts that were made by other means than `keep`, and have no name here yet."""
    return User.objects.filter(names=None).order_by("pk")


def name_the_nameless() -> None:
    """Who has an account by other means (a shell) has her name too. Where somebody had one that
    looks the same before, it has her number after a blank, as no name has: both go on."""
    for person in nameless():
        looks = alike.looks(person.get_username())
        taken = set(_like(person.get_username()).values_list("folded", flat=True))
        _write(person, looks - taken or {f"{min(looks)} {person.pk}"})


def name_as_new(person: User) -> None:
    """An account that was just made by other means has its name, if it may. Raises as `check`
    does."""
    _check_letters(person.get_username())
    _check_free(person.get_username())
    _write(person, alike.looks(person.get_username()))


def _alphabets(name: str) -> set[str]:
    """Of what alphabets a name's letters are. The digits and signs of ASCII are of any."""
    return {_alphabet(sign) for sign in name if sign.isalpha() or not sign.isascii()}


def _alphabet(sign: str) -> str:
    first = unicodedata.name(sign, "").partition(" ")[0]
    if first in _EAST_ASIAN:
        return "East Asian"
    return "Arabic" if first in _ARABIC else first.title()
