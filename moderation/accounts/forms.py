"""The forms of an account, in words of ours: what went wrong, and what to do about it.

allauth's own say that something is required, or not correct. Which password is taken at all:
`moderation.passwords`.
"""

from typing import Any

from allauth.account import forms as theirs
from allauth.account.adapter import get_adapter
from allauth.core import context
from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from moderation import devices, guesses, passwords, turns

_NO_PASSWORD = _("Type a password here. Nothing was changed.")
_NOT_THE_SAME = _("The two were not the same. Nothing was changed: type both once more.")
_NO_SIGN = _("There is a sign in it that nobody can type. Type it once more.")
# By what Django calls each.
_SAID = {"required": _NO_PASSWORD, "null_characters_not_allowed": _NO_SIGN}
_NEW, _AGAIN = _("New password"), _("The same once more")


class NewPassword(forms.Form):
    """A password for somebody who comes by a link, typed twice."""

    password1 = forms.CharField(label=_NEW, strip=False, widget=forms.PasswordInput)
    password2 = forms.CharField(label=_AGAIN, strip=False, widget=forms.PasswordInput)

    def __init__(self, person: User, *args: Any) -> None:
        super().__init__(*args)
        self.person = person
        for field in self.fields.values():
            _say(field, autocomplete="new-password", said=_SAID)

    def clean_password1(self) -> str:
        """What a password must be. Raises ValidationError."""
        password: str = self.cleaned_data["password1"]
        passwords.check_by_link(password, person=self.person)
        return password

    def clean(self) -> dict[str, Any]:
        """Both the same."""
        super().clean()
        return _both_the_same(self)


class ChangePassword(theirs.ChangePasswordForm):
    """The old password, and the new one twice."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        said = _SAID | {"required": _("Type the password that you have now. Nothing was changed.")}
        self.fields["oldpassword"].label = _("The password that you have now")
        _say(self.fields["oldpassword"], autocomplete="current-password", said=said)
        for name, label in (("password1", _NEW), ("password2", _AGAIN)):
            self.fields[name].label = label
            _say(self.fields[name], autocomplete="new-password", said=_SAID)

    def clean_oldpassword(self) -> str:
        """It is hers: a guess like one at sign-in, out of the same purses. Raises
        ValidationError."""
        password: str = self.cleaned_data["oldpassword"]
        device = devices.of(context.request, name=self.user.get_username())
        try:
            right = passwords.is_hers(password, person=self.user, device=device)
        except guesses.Spent as spent:
            turns.told(context.request, spent.seconds, status=429)
            raise ValidationError(str(spent), code="spent") from None
        if not right:
            raise get_adapter().validation_error("enter_current_password")
        return password

    def clean_password1(self) -> str:
        """Another than she has: the old one is there where it was right."""
        password: str = self.cleaned_data["password1"]
        if password == self.cleaned_data.get("oldpassword"):
            raise ValidationError(passwords.SAME)
        return password

    def clean(self) -> dict[str, Any]:
        """Both the same, and not in allauth's words."""
        return _both_the_same(self)


class SignIn(theirs.LoginForm):
    """Name and password."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        _say(
            self.fields["login"],
            autocomplete="username",
            said={
                "required": _("Type the name that you sign in with."),
                "max_length": _("That is longer than any name here. Look at it once more."),
                "null_characters_not_allowed": _NO_SIGN,
            },
        )
        said = _SAID | {"required": _("Type your password.")}
        _say(self.fields["password"], autocomplete="current-password", said=said)


def _say(field: forms.Field, *, autocomplete: str, said: dict[str, Any]) -> None:
    # A label says what a field is for; in the field it would be gone with the first letter.
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs["autocomplete"] = autocomplete
    field.error_messages = {**field.error_messages, **said}


def _both_the_same(form: forms.Form) -> dict[str, Any]:
    said = form.cleaned_data
    one, again = said.get("password1"), said.get("password2")
    if one and again and one != again:
        form.add_error("password2", ValidationError(_NOT_THE_SAME, code="not_the_same"))
    return said
