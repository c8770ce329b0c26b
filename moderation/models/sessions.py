"""Who is signed in at the desk, and why somebody is not any more."""

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _


class Session(AbstractBaseSession):
    """One browser at the desk. No address, no kind of browser, and no time finer than a minute.

    `session_key` is a digest of what the browser's cookie says: who reads this table cannot sit
    down in a moderator's place. `moderation.sessions` alone writes here.
    """

    # So that all of hers can be ended without opening everybody's. None before she is signed in.
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True)
    # Eight hours after she signed in, whatever she does meanwhile.
    ends = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.session_key[:8]

    @classmethod
    def get_session_store_class(cls) -> type:
        """What reads and writes these."""
        from moderation.sessions import SessionStore  # noqa: PLC0415 - it reads this model

        return SessionStore


class Why(models.TextChoices):
    """What ended a session that she did not end herself: what she is told of it."""

    IDLE = (
        "idle",
        _(
            "Nothing was done here for fifteen minutes, so you were signed out. Please sign in "
            "again."
        ),
    )
    LONGEST = (
        "longest",
        _(
            "Your eight hours were over, so you were signed out. Sign in again if you want to go "
            "on."
        ),
    )
    ELSEWHERE = (
        "elsewhere",
        _(
            "You were signed out here because you signed in somewhere else. If that was not you, "
            "tell a lead at once."
        ),
    )
    CHANGED = (
        "changed",
        _(
            "You were signed out because your password, your role, your second factor or your "
            "account was changed. If you did not expect that, ask a lead."
        ),
    )
    STARTED = (
        "started",
        _("This site was started anew, so everybody was signed out. Please sign in again."),
    )


class Ended(models.Model):
    """Why one session ended, for the browser that had it and for nobody else: it has the name of
    which this is a digest. Gone after the next day.
    """

    session_key = models.CharField(max_length=40, primary_key=True)
    # Of `Why`.
    why = models.CharField(max_length=9)
    day = models.DateField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.session_key[:8]
