"""How long a moderator reads and how much that is hard, as she set it. Never how much she did."""

from django.conf import settings
from django.db import models

from stories.random_keys import RandomKey


class Sitting(models.Model):
    """The sitting of one moderator: the one that goes on, or her last (`moderation.sittings`)."""

    id = RandomKey()
    moderator = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="sitting"
    )
    # What she agreed to: so many minutes, and so many hard ones.
    minutes = models.PositiveSmallIntegerField()
    hard = models.PositiveSmallIntegerField()
    # How many hard ones she has opened in it.
    opened = models.PositiveSmallIntegerField(default=0)
    # By her clock, to the minute: when hers are up, none once it is over; and until when she
    # pauses then. Gone when neither matters any more.
    ends = models.DateTimeField(null=True)
    rests = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk:016x}"


class Reached(models.Model):
    """A day on which a moderator reached what she had set. Kept for a week, for the leads."""

    id = RandomKey()
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["moderator", "day"], name="reached_once")]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk:016x}"
