"""The link by which somebody sets up her account."""

from django.conf import settings
from django.db import models

from stories.random_keys import RandomKey


class SetupLink(models.Model):
    """The one link that sets somebody's password now (`moderation.accounts.links`). Gone when it is
    used, when a newer one takes its place, when she signs in or sets up a second factor, and when
    its time is over."""

    id = RandomKey()
    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="link")
    # A keyed digest of what stands in the link: who reads this table has no link.
    mark = models.CharField(max_length=64, unique=True)
    # The lead who handed it over; None where whoever runs the server did.
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+"
    )
    # To the minute: three days are counted in hours.
    until = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk:016x}"
