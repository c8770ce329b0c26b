"""The name of an account, as it is compared."""

from django.conf import settings
from django.db import models

from stories.random_keys import RandomKey


class AccountName(models.Model):
    """What an account's name is when capitals and compatible forms are told apart no more
    (`moderation.accounts.names`). The database itself has each once: the unique column is the same
    on SQLite and PostgreSQL, where an index of an expression could not be, since the one knows
    capitals of ASCII alone and neither folds as Python does."""

    id = RandomKey()
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="accountname"
    )
    # A name has 150 characters at most, and none becomes more than three.
    folded = models.CharField(max_length=450, unique=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk:016x}"
