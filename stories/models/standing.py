"""How many stand beside whoever wrote a story. Nothing about who does."""

from django.db import models

from stories.models.submission import Story
from stories.random_keys import RandomKey


class Standing(models.Model):
    """One row for a story beside which somebody stands."""

    id = RandomKey()
    story = models.OneToOneField(Story, models.CASCADE, related_name="standing")
    # How often it was pressed. Never shown, and no number of people: one can press twice.
    number = models.PositiveIntegerField(default=0)
    # The band in which that was at the last release: 0 below the first.
    shown = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk:016x}"
