"""The link by which somebody sets up her account, or chooses a password when hers is lost.

Each person has one at most: a newer one takes the place of the older. It works once, for three
days, as long as her account is open and the lead who made it may still look after the team.
"""

import datetime
import hmac
import secrets

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from moderation.models import SetupLink
from stories.random_keys import read_key

# Issue 4.
LASTS = datetime.timedelta(hours=72)
# 256 bits: nobody guesses one.
_BYTES = 32


class Dead(Exception):
    """It opens nothing, for whatever reason."""


@transaction.atomic
def make(person: User, *, by: User | None) -> str:
    """A new link for somebody, in the place of the one that she has: what stands in it. `by` is
    the lead who hands it over, None for whoever runs the server. Raises PermissionDenied where
    she is no lead any more at this moment."""
    # Held, so that of two at once one takes the other's place, and so that a lead whose account is
    # being closed either has made it, and it goes with her, or makes none.
    both = Q(pk=person.pk) | Q(pk=by.pk if by else person.pk)
    held = {one.pk: one for one in User.objects.select_for_update().filter(both).order_by("pk")}
    if by and not _may_invite(held[by.pk]):
        raise PermissionDenied
    end(person)
    key = secrets.token_urlsafe(_BYTES)
    # Nothing finer than a minute.
    until = timezone.now().replace(second=0, microsecond=0) + LASTS
    SetupLink.objects.create(person=person, mark=_digest(key), made_by=by, until=until)
    return key


def found(key: str) -> SetupLink:
    """The link with this in it. Raises Dead."""
    return _standing(SetupLink.objects.select_related("person").filter(mark=_digest(key)).first())


def numbered(written: str) -> SetupLink:
    """The link of this number, as `str` writes one. Raises Dead."""
    links = SetupLink.objects.select_related("person")
    return _standing(links.filter(pk=read_key(written)).first())


@transaction.atomic
def use(link: SetupLink, password: str) -> None:
    """Sets the password that a link lets her choose, and the link is gone. Raises Dead."""
    # Held: of several at once, in as many processes, the second waits here and finds it gone.
    person = User.objects.select_for_update().get(pk=link.person_id)
    numbered(str(link))
    # That ends every link of hers (`moderation.accounts.adapter`).
    get_adapter().set_password(person, password)


def stands(person: User, *, by: User) -> bool:
    """Whether the link that somebody has now is one that `by` made: she had it in her hand, so a
    newer one in its place gives her nothing more."""
    now = timezone.now()
    return SetupLink.objects.filter(person=person, made_by=by, until__gt=now).exists()


def end(person: User) -> None:
    """Whatever link somebody has opens nothing any more."""
    SetupLink.objects.filter(person=person).delete()


def end_made_by(person: User) -> None:
    """The same for the links that she handed to others."""
    SetupLink.objects.filter(made_by=person).delete()


def forget() -> None:
    """Lets go of those whose time is over."""
    SetupLink.objects.filter(until__lte=timezone.now()).delete()


def _standing(link: SetupLink | None) -> SetupLink:
    if link is None or link.until <= timezone.now() or not link.person.is_active:
        raise Dead
    if link.made_by and not _may_invite(link.made_by):
        raise Dead
    return link


def _may_invite(person: User) -> bool:
    # Nobody whose account is closed may anything.
    return person.has_perm("moderation.manage_team")


def _digest(key: str) -> str:
    return hmac.digest(settings.SECRET_KEY.encode(), f"set-up {key}".encode(), "sha256").hex()
