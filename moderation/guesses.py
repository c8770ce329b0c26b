"""How many guesses at a password, a code or a passphrase are looked at in a day.

Never by address: everybody behind Tor has one, and an attacker has many. By account, and in two
purses, because a limit on an account alone lets anybody lock its owner out: strangers share one,
and each browser in which she has signed in before has a small one (`moderation.devices`).
However many come, and at whatever door, no more than 200 passwords for an account are looked at in
a day: at the sign-in, where she changes hers, and wherever else an answer tells whether it is hers.

It is kept in the database, so that neither another process nor a restart begins anew.
"""

import datetime
import hmac
import time
from dataclasses import dataclass
from typing import NoReturn

from django.conf import settings
from django.contrib.auth.models import User
from django.core.cache import caches
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy, ngettext

from moderation import audit
from moderation.models import Device, Event, Guesses

# Passwords for one account in a day, from browsers that nobody has signed in with before.
STRANGERS = 90
# From one in which she has; and from all of hers together, since she has five at most at a time
# (`devices.MOST`), and can have others an hour later.
KNOWN, ALL_KNOWN = 20, 100
# By a link that sets a new one: it must not be the old one, and whoever has the link is told so.
BY_LINK = 10
# Passphrases, from whoever is signed in as her. Each costs the machine a second.
PASSPHRASES = 50
PASSPHRASES_SOON = 5
# Codes of a second factor, from whoever has her password, and again from each browser of hers, of
# which all together have `ALL_CODES`: 120 in a day with the strangers'. Of a million codes three
# are good at a time.
CODES, ALL_CODES = 20, 100
_QUARTER = 15 * 60
# So few digits that a day has 4,096 of these purses at most, whatever names are invented.
_DIGITS = 3
_ENOUGH = gettext_lazy(
    "That was not tried: too many were wrong today. Tomorrow (from midnight UTC) you can try again."
    " If it was not you who tried, change your password now and tell a lead."
)


class Spent(Exception):
    """It was not tried. Its text says so to the moderator; `seconds` from now it may be."""

    def __init__(self, said: str, seconds: int) -> None:
        super().__init__(said)
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Purses:
    """Out of which one guess is taken, each with how much is in it: out of all of them, or of none.
    `known`: they are those of a browser in which she has signed in before."""

    each: tuple[tuple[str, int], ...]
    known: bool = False

    def are_left(self) -> bool:
        """Whether another guess would be looked at today."""
        return all(are_left(whose, most=most) for whose, most in self.each)

    def spend(self) -> bool:
        """Takes one guess. Returns whether there was one."""
        for taken, (whose, most) in enumerate(self.each):
            if not spend(whose, most=most):
                _give_back(self.each[:taken])
                return False
        return True

    def give_back(self) -> None:
        """What was right was no guess."""
        _give_back(self.each)


def for_password(name: str, device: Device | None) -> Purses:
    """Those for a password of that name: her own browser's, as long as there is something left in
    it, or strangers'."""
    if device:
        each = (of_device(device), KNOWN), (of_known(device.person_id), ALL_KNOWN)
        if (hers := Purses(each, known=True)).are_left():
            return hers
    return Purses(((of_name(name), STRANGERS),))


def for_new_password(person: User) -> Purses:
    """That for looking whether a new password, by a link, is the one that she had."""
    return Purses(((f"link {person.pk}", BY_LINK),))


def for_codes(person: User, device: Device | None) -> Purses:
    """Those for the codes of a second factor: her own browser's, or strangers'."""
    if device:
        each = (f"codes {device}", CODES), (f"codes known {person.pk}", ALL_CODES)
        return Purses(each, known=True)
    return Purses(((f"codes of {person.pk}", CODES),))


def of_name(name: str) -> str:
    """The purse that strangers have for an account of this name, whether there is one or not."""
    # `upper` first: a database compares by capitals, and a dotless i has the capital of i.
    written = name.strip().upper().casefold().encode()
    return "name " + hmac.digest(settings.SECRET_KEY.encode(), written, "sha256").hex()[:_DIGITS]


def of_device(device: Device) -> str:
    """The purse of a browser that is known."""
    return f"device {device}"


def of_known(person: int) -> str:
    """The purse of all browsers that are known, of the account with that key."""
    return f"known {person}"


def of_passphrase(person: User) -> str:
    """The purse for the passphrase of somebody who is signed in."""
    return f"passphrase {person.pk}"


def are_left(whose: str, *, most: int) -> bool:
    """Whether another guess would be looked at today."""
    used = Guesses.objects.filter(day=_today(), purse=whose).values_list("used", flat=True).first()
    return used is None or used < most


def spend(whose: str, *, most: int) -> bool:
    """Takes one guess out of a purse. Returns whether there was one: of many at once, in as many
    processes, no more than `most` a day are told so."""
    today = _today()
    purse = Guesses.objects.filter(day=today, purse=whose)
    if not purse.exists():
        _, made = Guesses.objects.get_or_create(day=today, purse=whose)
        if made:
            Guesses.objects.filter(day__lt=today).delete()
            return most > 0
    return bool(purse.filter(used__lt=most).update(used=F("used") + 1))


def look_for_code(person: User, device: Device | None) -> None:
    """Before she waits for her turn: what is not looked at takes nothing of the site's budget.
    Raises Spent where no guess at a code is left."""
    purses = for_codes(person, device)
    if not purses.are_left():
        _no_code_left(person, purses)


def spend_on_code(person: User, device: Device | None) -> Purses:
    """Takes one guess at a code. Returns its purses, to give it back to. Raises Spent."""
    purses = for_codes(person, device)
    if not purses.spend():
        _no_code_left(person, purses)
    return purses


def _no_code_left(person: User, purses: Purses) -> NoReturn:
    for whose, most in purses.each:
        _say_once(person, whose, most=most, what="codes")
    raise Spent(str(_ENOUGH), seconds_left())


def _say_once(person: User, whose: str, *, most: int, what: str) -> None:
    """Tells the log that somebody's purse is empty, once in a day."""
    today = _today()
    with transaction.atomic():
        if Guesses.objects.filter(day=today, purse=whose, used=most).update(used=most + 1):
            audit.record(Event.LOCKED_OUT, by=None, whom=person, what=what)


def spend_on_passphrase(person: User, *, soon: bool = True) -> None:
    """Takes one guess at a passphrase, by somebody who is signed in or has a link that a lead gave
    her. Without `soon` it counts in her day alone, and hinders nobody who unlocks the desk just
    then. Raises Spent."""
    if soon:
        _spend_soon(person)
    if not spend(of_passphrase(person), most=PASSPHRASES):
        _say_once(person, of_passphrase(person), most=PASSPHRASES, what="passphrases")
        raise Spent(str(_ENOUGH), seconds_left())


def _spend_soon(person: User) -> None:
    cache, key = caches[settings.RATELIMIT_USE_CACHE], _just_now(person)
    cache.add(key, 0, _QUARTER)
    if cache.incr(key) > PASSPHRASES_SOON:
        seconds = _QUARTER - int(time.time()) % _QUARTER
        raise Spent(_too_often(-(-seconds // 60)), seconds)


def _too_often(minutes: int) -> str:
    said = ngettext(
        "That was not tried: five times in fifteen minutes are enough. Nothing was changed. In a "
        "minute you can try again; look meanwhile whether you have it right.",
        "That was not tried: five times in fifteen minutes are enough. Nothing was changed. In "
        "%(minutes)d minutes you can try again; look meanwhile whether you have it right.",
        minutes,
    )
    return said % {"minutes": minutes}


def passphrase_was_right(person: User) -> None:
    """Gives back what `spend_on_passphrase` took."""
    _give_back(((of_passphrase(person), PASSPHRASES),))
    caches[settings.RATELIMIT_USE_CACHE].delete(_just_now(person))


def _just_now(person: User) -> str:
    return f"passphrase:{person.pk}:{int(time.time()) // _QUARTER}"


def _give_back(each: tuple[tuple[str, int], ...]) -> None:
    names = [whose for whose, _ in each]
    Guesses.objects.filter(day=_today(), purse__in=names, used__gt=0).update(used=F("used") - 1)


def seconds_left() -> int:
    """Until the day ends, and every purse is full again."""
    now = timezone.now()
    midnight = datetime.datetime.combine(
        now.date() + datetime.timedelta(days=1), datetime.time(), datetime.UTC
    )
    return max(int((midnight - now).total_seconds()), 1)


def _today() -> datetime.date:
    return timezone.now().date()
