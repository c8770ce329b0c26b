"""What one lead asked and another has to agree to."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stories.random_keys import RandomKey


class Want(models.TextChoices):
    """What is asked of an account. The first three are roles (`accounts.people.ROLES`)."""

    LEAD = "lead", _("to be a lead")
    MODERATOR = "moderator", _("to be a moderator, and no lead any more")
    AUDITOR = "auditor", _("to be an auditor, and no lead any more")
    CLOSE = "close", _("that the account is closed")
    LINK = "link", _("a new link for the account")
    KEY = "key", _("that the desk's key is taken away")
    LOST = "lost", _("new second factors, in the place of lost ones")


class LeadRequest(models.Model):
    """A lead has asked for something that takes two (`accounts.leads`). It waits for another's yes.

    Each lead has her own: so that nobody, by asking first, keeps others from asking.
    """

    id = RandomKey()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    want = models.CharField(max_length=9, choices=Want)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    day = models.DateField()

    class Meta:
        default_permissions = ()
        permissions = [("manage_team", "Can invite, change roles and close accounts")]
        ordering = ["day", "id"]
        constraints = [
            models.UniqueConstraint(fields=["person", "want", "asked_by"], name="asked_once")
        ]

    def __str__(self) -> str:
        return f"{self.pk:016x}"
