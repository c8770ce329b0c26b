"""What goes with a second factor. The factors themselves are allauth's `mfa.Authenticator`."""

from django.conf import settings
from django.db import models

from stories.random_keys import RandomKey


class Step(models.Model):
    """The last thirty seconds of which an app's code was taken: none is taken twice, by whatever
    process it is asked. Goes with the factor."""

    id = RandomKey()
    factor = models.OneToOneField("mfa.Authenticator", models.CASCADE, related_name="step")
    # Since 1970, in thirties of seconds (RFC 6238).
    last = models.BigIntegerField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk:016x}"


class LostFactor(models.Model):
    """A lead has asked that somebody who lost her second factor may set up a new one. It waits for
    another lead's yes."""

    id = RandomKey()
    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="lost")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        default_permissions = ()
        permissions = [("manage_team", "Can invite, change roles and close accounts")]

    def __str__(self) -> str:
        return f"{self.pk:016x}"
