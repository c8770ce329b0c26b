"""What a moderator's password must be: said in words of ours, with what to do.

settings.AUTH_PASSWORD_VALIDATORS are the rules; none is of composition (NIST SP 800-63B-4,
3.1.1.2). Besides, it is neither the one that she had, since whoever knew that is to be out, nor
what unlocks the desk: who learns one must not have both.
"""

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from moderation import admission, guesses, keys
from moderation.models import Device

SAME = gettext_lazy("That is the password that you have. Nothing was changed. Choose another one.")
_TOO_MANY = gettext_lazy(
    "That was not tried: too many passwords were wrong today. Nothing was changed. Tomorrow (from "
    "midnight UTC) you can try again. If it was not you who tried, tell a lead now, and ask for a "
    "new link."
)


def is_hers(password: str, *, person: User, device: Device | None) -> bool:
    """Whether it is the password that somebody has who is signed in. A guess like one at sign-in,
    out of the same purses. Raises guesses.Spent."""
    return _is_hers(password, person, guesses.for_password(person.get_username(), device))


def _is_hers(password: str, person: User, purses: guesses.Purses) -> bool:
    if not purses.spend():
        raise guesses.Spent(str(_TOO_MANY), guesses.seconds_left())
    right = person.check_password(password)
    if right:
        purses.give_back()
    return right


def check(password: str, *, person: User) -> None:
    """Raises ValidationError, whose sentences are for her. Whether it is the password that she has
    is not looked at: where she changes it she has just typed that."""
    try:
        validate_password(password, person)
    except ValidationError as fault:
        raise ValidationError([_said(one) for one in fault.error_list]) from None
    _must_unlock_nothing(password, person)


def check_by_link(password: str, *, person: User) -> None:
    """The same, where she sets a new one by a link; neither is it the one that she had. Raises
    ValidationError."""
    check(password, person=person)
    if not person.has_usable_password():
        return
    try:
        same = _is_hers(password, person, guesses.for_new_password(person))
    except guesses.Spent as spent:
        raise ValidationError(str(spent)) from None
    if same:
        raise ValidationError(SAME)


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


def _must_unlock_nothing(password: str, person: User) -> None:
    """Looked at last. The answer tells something of what she has, so each look is a guess."""
    if not admission.has_keyring(person):
        return
    try:
        guesses.spend_on_passphrase(person, soon=False)
    except guesses.Spent as spent:
        raise ValidationError(str(spent)) from None
    if keys.is_passphrase(password, person=person):
        raise ValidationError(
            _(
                "That is what unlocks the desk for you. Nothing was changed. Choose something "
                "else: who learns one must not have both."
            )
        )
