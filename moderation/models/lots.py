"""What is decided once for many: what came above the usual on one day, or is much alike."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stories.models import Submission
from stories.random_keys import RandomKey


class LotKind(models.TextChoices):
    """Why these are one lot."""

    ALIKE = "alike", _("Much alike")
    BURST = "burst", _("More than usual on one day")


class Fate(models.TextChoices):
    """What was decided of it. What is in it follows, some at a time (`moderation.lots`)."""

    OPEN = "open", _("Held")
    ASKED = "asked", _("To be discarded, if another lead agrees")
    RELEASED = "released", _("Waits again")
    COUNTED = "counted", _("Counted without words")
    DISCARDED = "discarded", _("Discarded")


class LotQuerySet(models.QuerySet["Lot"]):
    def undecided(self) -> Self:
        """What a lead has still to decide."""
        return self.filter(fate__in=[Fate.OPEN, Fate.ASKED])


class Lot(models.Model):
    """One lot. Which submissions are in it stands in `Member`."""

    id = RandomKey()
    kind = models.CharField(max_length=5, choices=LotKind)
    # The day on which what is in it came.
    day = models.DateField()
    fate = models.CharField(max_length=9, choices=Fate, default=Fate.OPEN)
    # Who asked for it to be discarded: another has to agree.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    decided = models.DateField(null=True)
    # The last release when it was counted: until the next one that can be taken back.
    release = models.PositiveIntegerField(null=True)
    # Whether all that is in it has followed.
    done = models.BooleanField(default=False)

    objects = LotQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["day", "id"]

    def __str__(self) -> str:
        return f"{self.pk:016x}"


class Member(models.Model):
    """One submission is in one lot, until it is decided for good. So nothing that a lead has let
    wait again is put in a lot a second time."""

    id = RandomKey()
    lot = models.ForeignKey(Lot, models.CASCADE, related_name="members")
    submission = models.OneToOneField(Submission, models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk:016x}"
