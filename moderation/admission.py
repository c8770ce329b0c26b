"""How far somebody is on her way to the desk's key: a passphrase of her own, then a lead admits
her."""

from enum import Enum

from django.contrib.auth.models import User
from django.db.models import QuerySet

from moderation.models import Keyring

_BACKEND = "django.contrib.auth.backends.ModelBackend"


class Stage(Enum):
    """Where she is."""

    NEW = "no passphrase of her own yet"
    NOT_ADMITTED = "not admitted"
    HOLDS_IT = "holds it"


def stage(person: User) -> Stage:
    """Where somebody is, in one query."""
    held = list(Keyring.objects.filter(person=person).values_list("desk_keys", flat=True))
    if not held:
        return Stage.NEW
    return Stage.HOLDS_IT if any(held) else Stage.NOT_ADMITTED


def has_keyring(person: User) -> bool:
    """Whether she has chosen a passphrase, admitted or not."""
    return stage(person) != Stage.NEW


def holds(person: User) -> bool:
    """Whether she has been given the desk's key."""
    return stage(person) == Stage.HOLDS_IT


def waiting() -> QuerySet[Keyring]:
    """The keyrings that nobody has given the desk's key yet."""
    return Keyring.objects.filter(desk_keys__isnull=True, person__is_active=True)


def holders() -> QuerySet[Keyring]:
    """The keyrings of people who hold the desk's key."""
    return Keyring.objects.filter(desk_keys__isnull=False, person__isnull=False).distinct()


def who_admits() -> list[User]:
    """Who can give somebody the desk's key: open accounts that may, and hold it themselves. By
    name."""
    may = User.objects.with_perm("moderation.hold_keys", backend=_BACKEND, include_superusers=False)
    hold = may.filter(keyring__desk_keys__isnull=False)
    return list(hold.distinct().order_by("username"))
