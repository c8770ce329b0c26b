"""Tables for researchers. All of it is empty where there are none (`RESEARCH_EPSILON`)."""

from django.db import models

from stories.models.submission import Submission
from stories.models.wall import Release


class ResearchRelease(models.Model):
    """A release whose people no table holds yet: which week's table will. In no backup, or one that
    is put back would have noise drawn again for people whose table is out."""

    release = models.OneToOneField(Release, models.CASCADE, primary_key=True, related_name="+")
    # The week's Monday.
    week = models.DateField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class ResearchTable(models.Model):
    """One week's table, with its noise: written once."""

    # The week's Monday.
    week = models.DateField(primary_key=True)
    # The numbers of the releases it is of.
    first = models.PositiveIntegerField()
    last = models.PositiveIntegerField()
    epsilon = models.FloatField()
    scale = models.FloatField()
    # [[category, [code, …]], …] and a number to each combination (`wall.differential`).
    axes = models.JSONField()
    counts = models.JSONField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.week)


class Retold(models.Model):
    """A submission in the place of one that a table holds: the testimony is in no other."""

    submission = models.OneToOneField(
        Submission, models.CASCADE, primary_key=True, related_name="retold"
    )

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk:016x}"
