"""The names of accounts, as they are compared."""

from django.conf import settings
from django.db import models

from stories.random_keys import RandomKey


class AccountName(models.Model):
    """What an account's name looks like, one to three rows of it (`moderation.accounts.alike`). The
    database itself has each look once: the unique column is the same on SQLite and PostgreSQL,
    where an index of an expression could not be, since the one knows capitals of ASCII alone and
    neither folds as Python does."""

    id = RandomKey()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="names")
    # A name has 150 characters at most, and none becomes more than four.
    folded = models.CharField(max_length=600, unique=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk:016x}"
