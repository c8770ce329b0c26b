"""Who is signed in at the desk."""

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


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
