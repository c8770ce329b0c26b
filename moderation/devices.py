"""Browsers in which somebody has signed in before, so that an attack keeps her out of none of them.

After a full sign-in a browser has a random mark in a cookie; the account has its digest. It signs
nobody in. It only says: a password from here does not wait in the strangers' line, and is not
counted with theirs (`moderation.guesses`). Whoever steals it may guess twenty times a day.
"""

import datetime
import hmac
import secrets

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, User
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from moderation.models import Device

LASTS = datetime.timedelta(days=60)
# Of one person. The one that she has not signed in with for longest goes first.
MOST = 5
_EARNED = "has_signed_in"


def of(request: HttpRequest, *, name: str) -> Device | None:
    """The mark of this browser, if it was given to the account of this name and still holds."""
    found = _found(request)
    if found is None or not found.person.is_active:
        return None
    same = found.person.get_username().upper().casefold() == name.strip().upper().casefold()
    return found if same else None


def earned(request: HttpRequest, person: AbstractBaseUser) -> None:
    """Whoever sits here has proven who she is: the answer brings the mark."""
    setattr(request, _EARNED, person)


def give(request: HttpRequest, response: HttpResponseBase) -> None:
    """Gives a browser its mark where it has earned one, or lets the one that it has last longer."""
    person = getattr(request, _EARNED, None)
    if not isinstance(person, User):
        return
    until = timezone.now().date() + LASTS
    mark = request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    found = _found(request)
    if found and found.person_id == person.pk:
        Device.objects.filter(pk=found.pk).update(until=until)
    else:
        mark = secrets.token_urlsafe(32)
        made = Device.objects.create(person=person, mark=_digest(mark), until=until)
        others = Device.objects.filter(person=person).exclude(pk=made.pk).order_by("-until")
        too_many = list(others.values_list("pk", flat=True)[MOST - 1 :])
        Device.objects.filter(pk__in=too_many).delete()
    response.set_cookie(
        settings.DEVICE_COOKIE_NAME,
        mark,
        max_age=int(LASTS.total_seconds()),
        secure=settings.ENCRYPTED,
        httponly=True,
        samesite="Strict",
    )


def revoke(person: User) -> None:
    """No browser of hers is known any more."""
    Device.objects.filter(person=person).delete()


def _found(request: HttpRequest) -> Device | None:
    today, mark = timezone.now().date(), request.COOKIES.get(settings.DEVICE_COOKIE_NAME, "")
    if not mark:
        return None
    there = Device.objects.filter(mark=_digest(mark), until__gte=today)
    return there.select_related("person").first()


def _digest(mark: str) -> str:
    return hmac.digest(settings.SECRET_KEY.encode(), mark.encode(), "sha256").hex()
