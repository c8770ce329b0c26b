"""Who may sign in, as allauth says; and what she may do, asked for once and not twice."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.models import User

from moderation import powers


class DeskBackend(AuthenticationBackend):
    """allauth's, but for how it asks what somebody may."""

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """What she may by her roles and by herself, as `app.permission`. Nothing where her account
        is closed, and nothing of one object: there are no such permissions here."""
        if not isinstance(user_obj, User) or not user_obj.is_active or obj is not None:
            return set()
        # Where Django keeps it too, for as long as the request lasts (`moderation.sessions.who`).
        kept: set[str] | None = getattr(user_obj, "_perm_cache", None)
        if kept is None:
            kept = set(powers.of(user_obj).may)
            user_obj._perm_cache = kept  # type: ignore[attr-defined]  # noqa: SLF001
        return kept
