"""What the public tells the desk about a story on the wall. Nothing about who tells."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from stories.models.submission import Story
from stories.random_keys import RandomKey


class Concern(models.TextChoices):
    """What a report can say. A list and no text field: what is typed could name somebody, and
    would lie here in clear. "It is not true" is none of them: nobody here can know."""

    ABOUT_ME = "about_me", _("This is about me")
    NAMES = "names", _("It names somebody, or points to somebody")
    HARM = "harm", _("Somebody could come to harm because of it")
    ATTACKS = "attacks", _("It threatens or insults somebody")
    NO_TESTIMONY = "no_testimony", _("It is no testimony, but something else")
    OTHER = "other", _("Something else is wrong with it")


class Report(models.Model):
    """One row for a story and a concern, however often somebody says it."""

    id = RandomKey()
    story = models.ForeignKey(Story, models.CASCADE, related_name="reports", db_index=False)
    concern = models.CharField(max_length=12, choices=Concern)
    # How often it was said. One person can say it twice: it is no number of people.
    number = models.PositiveIntegerField(default=0)
    # The day it was first said, and nothing finer.
    day = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["story", "concern"], name="report_concern"),
        ]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk:016x}"
