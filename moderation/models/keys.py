"""The desk's key: whose passphrase opens what."""

from django.conf import settings
from django.db import models

from stories.models import SealingKey
from stories.random_keys import RandomKey


class Keyring(models.Model):
    """Somebody's own key pair, its private half under her passphrase; or the recovery code's."""

    id = RandomKey()
    # Nobody: the recovery code's.
    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="keyring"
    )
    public = models.BinaryField(max_length=32)
    # The private half under the passphrase, and how its key is made from it (Argon2id).
    salt = models.BinaryField(max_length=16)
    passes = models.PositiveSmallIntegerField()
    memory = models.PositiveIntegerField()
    box = models.BinaryField(max_length=96)

    class Meta:
        default_permissions = ()
        permissions = [("hold_keys", "Can admit to the desk's key, remove from it, and turn it")]

    def __str__(self) -> str:
        return f"{self.pk:016x}"


class DeskKey(models.Model):
    """The private half of one of the desk's keys, sealed to one keyring."""

    id = RandomKey()
    key = models.ForeignKey(SealingKey, models.CASCADE, related_name="+")
    keyring = models.ForeignKey(Keyring, models.CASCADE, related_name="desk_keys")
    envelope = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "keyring"], name="desk_key_once")]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.pk:016x}"


class TurnDue(models.Model):
    """Somebody who is gone held this key: it has to be turned. Goes with the key."""

    key = models.OneToOneField(SealingKey, models.CASCADE, primary_key=True, related_name="+")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.key_id)
