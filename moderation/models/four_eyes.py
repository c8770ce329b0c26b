"""Whether some things need two, how often two agree, and how long authors waited. Never who."""

from django.db import models

from stories.random_keys import RandomKey


class FourEyes(models.Model):
    """One row: whether a lead has switched it on."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    on = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return "on" if self.on else "off"


class Agreement(models.Model):
    """How often first and second readers said the same within a month, and how often not."""

    id = RandomKey()
    # The first day of the month.
    month = models.DateField(unique=True)
    agreed = models.PositiveIntegerField(default=0)
    differed = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        permissions = [("read_figures", "Can read the desk's figures")]
        ordering = ["-month"]

    def __str__(self) -> str:
        return f"{self.pk:016x}"


class Waited(models.Model):
    """Of how many it was decided in a week, by how long they had waited: for what nobody can undo
    any more, and of which no decision leads to a submission."""

    id = RandomKey()
    # Its Monday.
    week = models.DateField()
    # The first day of a band of `moderation.figures`.
    least = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["week", "least"], name="waited_once")]

    def __str__(self) -> str:
        return f"{self.pk:016x}"
