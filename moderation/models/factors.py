"""What goes with a second factor. The factors themselves are allauth's `mfa.Authenticator`."""

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
