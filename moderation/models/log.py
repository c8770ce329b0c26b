"""The log of what was done at the desk. Never a word of a testimony, and nothing that leads to one.

`moderation.audit` alone writes here.
"""

import secrets
from collections.abc import Iterable
from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext_lazy as _

from stories.random_keys import RandomKey, random_key

DIGEST_BYTES = 32
SALT_BYTES = 16
_STANDS = "A line of the log stands."


def new_name() -> str:
    """Six of 27 characters that make no word and are not taken for one another when they are read
    out: 387 million names."""
    name = "".join(secrets.choice("bcdfghjkmnpqrstvwxz23456789") for _ in range(6))
    return f"{name[:3]}-{name[3:]}"


class Event(models.TextChoices):
    """What can happen at the desk. The column has no list of its own: an event that is new needs
    no migration, and one that is gone stays readable."""

    SIGNED_IN = "signed_in", _("Signed in")
    SIGNED_OUT = "signed_out", _("Signed out")
    LOCKED_OUT = "locked_out", _("Too many wrong guesses")
    UNLOCKED = "unlocked", _("Unlocked the desk")
    DECIDED = "decided", _("Decided")
    INVITED = "invited", _("Made an account")
    REOPENED = "reopened", _("Gave a new link to an account")
    CLOSED = "closed", _("Closed an account")
    ROLE = "role", _("Changed a role")
    FACTOR = "factor", _("Changed a second factor")
    LOST_AGREED = "lost_agreed", _("Removed second factors that were lost")
    # Of before such requests were like the others of two leads.
    LOST_ASKED = "lost_asked", _("Asked for new second factors for somebody")
    LOST_REFUSED = "lost_refused", _("Refused, and the second factors stand")
    LEAD_ASKED = "lead_asked", _("Asked another lead to agree")
    LEAD_AGREED = "lead_agreed", _("Agreed to what another lead asked")
    LEAD_CARRIED = "lead_carried", _("Had asked for what another lead agreed to")
    LEAD_REFUSED = "lead_refused", _("Refused, or took back, what was asked of another lead")
    PASSWORD = "password", _("Changed a password")
    KEY_MADE = "key_made", _("Made the desk's key")
    KEY_GIVEN = "key_given", _("Gave the desk's key")
    KEY_TAKEN = "key_taken", _("Took the desk's key away")
    KEY_TURNED = "key_turned", _("Turned the desk's key")
    EXPORTED = "exported", _("Exported")
    SETTING = "setting", _("Changed a setting")
    NAMED = "named", _("Gave somebody a name in the log")
    WENT_BACK = "went_back", _("Put an older state of the log back")
    NEW_KEY = "new_key", _("Made a new key that signs the log")


class Standing[M: models.Model](models.QuerySet[M]):
    """Rows that are added and read, and nothing else."""

    def update(self, **values: Any) -> NoReturn:
        """Never."""
        raise PermissionDenied(_STANDS)

    def delete(self) -> NoReturn:
        """Never."""
        raise PermissionDenied(_STANDS)

    def bulk_create(self, objs: Iterable[M], *args: Any, **options: Any) -> NoReturn:
        """Never: lines come one after another."""
        raise PermissionDenied(_STANDS)

    def bulk_update(self, objs: Iterable[M], *args: Any, **options: Any) -> NoReturn:
        """Never."""
        raise PermissionDenied(_STANDS)


class Line(models.Model):
    """One thing that was done, chained to the line before it."""

    # Its place in the chain, without gaps.
    number = models.PositiveBigIntegerField(primary_key=True)
    # What it is called by: no other table has this, so nothing leads from here to a testimony.
    mark = models.BigIntegerField(unique=True, default=random_key, editable=False)
    # Nothing finer: a decision comes after its submission.
    day = models.DateField(db_index=True)
    event = models.CharField(max_length=20)
    # What the log alone calls them (`LogName`). Empty: whoever runs the server. Lines from before
    # there were such names have the account's.
    by = models.CharField(max_length=150)
    whom = models.CharField(max_length=150)
    # Codes out of lists, such as the kind of a decision. What is typed could repeat what was read.
    what = models.CharField(max_length=40)
    reason = models.CharField(max_length=40)
    count = models.PositiveIntegerField(default=1)
    before = models.BinaryField(max_length=DIGEST_BYTES)
    digest = models.BinaryField(max_length=DIGEST_BYTES)

    objects = Standing["Line"].as_manager()

    class Meta:
        default_permissions = ()
        permissions = [
            ("read_log", "Can read the desk's log"),
            ("copy_log", "Can take a copy of the desk's log away"),
        ]
        ordering = ["-number"]
        # For the page of it, latest first: all of it, of one kind, and of one person.
        indexes = [
            models.Index(fields=["event", "day"], name="line_event"),
            models.Index(fields=["by", "day"], name="line_by"),
            models.Index(fields=["whom", "day"], name="line_whom"),
        ]

    def __str__(self) -> str:
        return f"{self.mark:016x}"

    def save(self, *args: Any, **options: Any) -> None:
        """Only ever inserts. Raises PermissionDenied on a change."""
        if not self._state.adding:
            raise PermissionDenied(_STANDS)
        super().save(*args, **{**options, "force_insert": True})

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        """Never."""
        raise PermissionDenied(_STANDS)


class LogName(models.Model):
    """What the log calls somebody, and nothing else does: whoever reads a copy of the log elsewhere
    reads no names, and whoever has to can find out here who it was."""

    id = RandomKey()
    person = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    name = models.CharField(max_length=7, unique=True, default=new_name, editable=False)
    # With it a line of the log says whose the name is (`audit.seal_of`). Empty: none does yet.
    salt = models.BinaryField(max_length=SALT_BYTES, default=bytes)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class Head(models.Model):
    """One row: where the chain ends. Whoever adds a line holds it until the line stands."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.PositiveBigIntegerField(default=0)
    digest = models.BinaryField(max_length=DIGEST_BYTES)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)


class LastLook(models.Model):
    """One row: what came of the last look at the whole chain (`moderation.verifying`)."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    day = models.DateField()
    # How many lines there were, where it held; else which was the first bad one, in a sentence.
    number = models.PositiveBigIntegerField(default=0)
    problem = models.CharField(max_length=200)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.day)


class SignedHead(models.Model):
    """Where the chain ended on a day, signed (`moderation.heads`)."""

    day = models.DateField(primary_key=True)
    number = models.PositiveBigIntegerField()
    digest = models.BinaryField(max_length=DIGEST_BYTES)
    key = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)
    # Whether it has been written everywhere that the operator named.
    outside = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.day)


class Continuation(models.Model):
    """What was announced, signed: that the log goes on from an older state, or is signed with a new
    key (`moderation.continuing`)."""

    number = models.PositiveBigIntegerField(primary_key=True)
    day = models.DateField()
    digest = models.BinaryField(max_length=32)
    # What was signed until then of the lines between is not in it.
    kept = models.PositiveBigIntegerField()
    lost = models.PositiveBigIntegerField()
    # The key that signed before.
    former = models.BinaryField(max_length=32)
    key = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)
    outside = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)
