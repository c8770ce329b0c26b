"""The forms of an account, in words of ours."""

from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from moderation import passwords

_NONE = _("Type a password here. Nothing was changed.")
_NOT_THE_SAME = _("The two were not the same. Nothing was changed: type both once more.")
_NO_SIGN = _("A sign in this cannot be typed anywhere. Nothing was changed: type it once more.")
# By what Django calls each.
_SAID = {"required": _NONE, "null_characters_not_allowed": _NO_SIGN}


def _password(label: Any, *, new: bool) -> forms.CharField:
    which = "new-password" if new else "current-password"
    shown = forms.PasswordInput(attrs={"autocomplete": which})
    return forms.CharField(label=label, strip=False, widget=shown, error_messages=_SAID)


class NewPassword(forms.Form):
    """A password for somebody, typed twice."""

    password1 = _password(_("New password"), new=True)
    password2 = _password(_("The same once more"), new=True)

    def __init__(self, person: User, *args: Any) -> None:
        super().__init__(*args)
        self.person = person

    def clean(self) -> dict[str, Any]:
        """Both the same, and what a password must be. Raises ValidationError in between."""
        said: dict[str, Any] = super().clean() or {}
        one, again = said.get("password1"), said.get("password2")
        if one and again and one != again:
            self.add_error("password2", ValidationError(_NOT_THE_SAME, code="not_the_same"))
        elif one and again:
            try:
                passwords.check(one, person=self.person)
            except ValidationError as fault:
                self.add_error("password1", fault)
        return said
