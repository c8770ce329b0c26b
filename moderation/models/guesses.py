"""How many guesses at a password or passphrase a day has seen, and browsers that are known."""

from django.conf import settings
from django.db import models

from stories.random_keys import RandomKey


class Guesses(models.Model):
    """One budget of one day (`moderation.guesses`)."""

    id = RandomKey()
    day = models.DateField()
    # Whose: a short digest of the name that was tried, so that a name which does not exist leaves
    # what one leaves that does; or a known browser; or the account whose passphrase it was.
    purse = models.CharField(max_length=24)
    used = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "purse"], name="guesses_once")]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk:016x}"


class Device(models.Model):
    """A browser in which somebody has signed in before (`moderation.devices`). Nothing says which
    one it is: only its cookie fits."""

    id = RandomKey()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    mark = models.CharField(max_length=64, unique=True)
    until = models.DateField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk:016x}"
