"""The name that somebody signs in with: what it may be, and whether it is taken.

Signing in does not tell capitals apart, so `lea` and `LEA` would lock each other out.
"""

import unicodedata

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = 150


class Taken(ValidationError):
    """Somebody has it. `person` is who."""

    def __init__(self, person: User) -> None:
        said = _("There is an account of that name already: %(name)s. Nothing was changed.")
        super().__init__(said % {"name": person.get_username()}, code="taken")
        self.person = person


def check(name: str) -> None:
    """Raises ValidationError for what is no name, in a sentence for the lead; Taken."""
    if not name:
        raise ValidationError(_("Type a name for her first. Nothing was changed."))
    if len(name) > LONGEST:
        raise ValidationError(
            _("That name is longer than %(longest)d characters. Nothing was changed.")
            % {"longest": LONGEST}
        )
    try:
        User.username_validator(name)
    except ValidationError:
        raise ValidationError(
            _(
                "A name has letters, digits and @ . + - _ alone, and no blank. Nothing was "
                "changed: what you typed is below."
            )
        ) from None
    for person in User.objects.all():
        if _same(person.get_username(), name):
            raise Taken(person)


def _same(one: str, other: str) -> bool:
    return _folded(one) == _folded(other)


def _folded(name: str) -> str:
    # `upper` first: a dotless i has the capital of i.
    return unicodedata.normalize("NFKC", name).upper().casefold()
