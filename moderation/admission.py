"""How far somebody is on her way to the desk's key: a passphrase of her own, then a lead admits
her."""

from enum import Enum

from django.contrib.auth.models import User

from moderation.models import Keyring


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
