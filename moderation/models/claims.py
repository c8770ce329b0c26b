"""Who reads what: one moderator has one submission for a while, and what each of them takes."""

from django.conf import settings
from django.db import models

from stories.models import Submission
from stories.random_keys import RandomKey


class Claim(models.Model):
    """One moderator has one submission, until it ends or she lets go of it."""

    id = RandomKey()
    submission = models.OneToOneField(Submission, models.CASCADE, related_name="+")
    moderator = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="claim")
    # By her clock. What has ended goes with the next that anybody takes.
    until = models.DateTimeField()
    # Whether she has opened the words, and not only seen the card.
    opened = models.BooleanField(default=False)
    # Whether it counts as one of the hard ones of her sitting.
    counted = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk:016x}"


class Passed(models.Model):
    """One moderator passed one submission on, and is not given it again. Goes when it is decided;
    it says nothing of why."""

    id = RandomKey()
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="+")
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "moderator"], name="passed_once")
        ]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk:016x}"


class Untold(models.Model):
    """A decision about it was taken back where the desk was locked: what a program had found in its
    words is not known any more, nor how soon they should be read. Goes when it is found again."""

    id = RandomKey()
    submission = models.OneToOneField(Submission, models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk:016x}"


class Wishes(models.Model):
    """What a moderator takes. For the queue alone: nobody else is shown it."""

    id = RandomKey()
    moderator = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="wishes"
    )
    # Codes of ISO 639-1; none means any.
    languages = models.JSONField(default=list)
    # Masks of `stories.flags.Topic`: what she does not take, and what she does not on one day.
    avoids = models.PositiveSmallIntegerField(default=0)
    not_today = models.PositiveSmallIntegerField(default=0)
    day = models.DateField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk:016x}"
