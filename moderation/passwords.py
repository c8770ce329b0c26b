"""What a moderator's password must be: said in words of ours, with what to do.

settings.AUTH_PASSWORD_VALIDATORS are the rules; none is of composition (NIST SP 800-63B-4,
3.1.1.2). Besides, it is neither the one that she had, since whoever knew that is to be out, nor
what unlocks the desk: who learns one must not have both.
"""

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from moderation import admission, guesses, keys


def check(password: str, *, person: User) -> None:
    """Raises ValidationError, whose sentences are for her."""
    try:
        validate_password(password, person)
    except ValidationError as fault:
        raise ValidationError([_said(one) for one in fault.error_list]) from None
    _must_be_new(password, person)


def _said(fault: ValidationError) -> str:
    if fault.code == "password_too_short":
        said = _(
            "That is shorter than %(min_length)d characters. Nothing was changed. Take a few "
            "words in a row."
        )
        return said % fault.params
    return _(
        "That is too like your name or a common password, and would be guessed. Nothing was "
        "changed. Take a few words that do not belong together."
    )


def _must_be_new(password: str, person: User) -> None:
    """Looked at last. The answer tells something of what she has, so each look is a guess."""
    has_password, has_keyring = person.has_usable_password(), admission.has_keyring(person)
    if not has_password and not has_keyring:
        return
    try:
        guesses.spend_on_passphrase(person, soon=False)
    except guesses.Spent as spent:
        raise ValidationError(str(spent)) from None
    if has_password and person.check_password(password):
        raise ValidationError(
            _("That is the password that you have. Nothing was changed. Choose another one.")
        )
    if has_keyring and keys.is_passphrase(password, person=person):
        raise ValidationError(
            _(
                "That is what unlocks the desk for you. Nothing was changed. Choose something "
                "else: who learns one must not have both."
            )
        )
