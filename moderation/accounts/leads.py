"""What takes two leads: one asks, another agrees who is not tied to her (`moderation.seconds`).

One alone could make a lead of an account of her own, and be both of the two whom other things take.
So it takes two to make somebody a lead, to take that role or the desk's key from her, to close her
account, and to give a new link to one who is closed or has no second factor: whoever has that link
sits down in her place. So does whoever gives anybody the way to new second factors: a link to a new
password she can make alone already. Where no two leads are that could, who runs the server does it
(`create_moderator`).
"""

import datetime

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from moderation import admission, audit, seconds
from moderation.accounts import factors, lost, people
from moderation.models import Event, LeadRequest, Want
from moderation.seconds import Second, Ties

# A request that nobody agreed to for so long is none any more. Ours: everybody is there once in a
# week. Who lost her second factor stands outside meanwhile, and asks again if nobody came.
LASTS = datetime.timedelta(days=7)
LOST_LASTS = datetime.timedelta(days=3)
# What takes a lead away, or leaves her without the words.
_AGAINST = (Want.MODERATOR, Want.AUDITOR, Want.CLOSE, Want.KEY)


def everybody() -> QuerySet[User]:
    """The leads whose accounts are open."""
    return User.objects.filter(is_active=True, groups__name=people.LEADS)


def is_lead(person: User) -> bool:
    """Whether somebody is a lead now, and her account is open."""
    return everybody().filter(pk=person.pk).exists()


def have_second(asked: LeadRequest) -> bool:
    """Whether there is a lead now who could agree to it."""
    now = seconds.ties()
    return any(standing(asked, other, now=now) == Second.MAY for other in everybody())


def lasts(want: Want) -> datetime.timedelta:
    """How long such a request waits."""
    return LOST_LASTS if want == Want.LOST else LASTS


def _in_time() -> Q:
    today = timezone.now().date()
    ended = Q(want=Want.LOST, day__lte=today - LOST_LASTS)
    return Q(day__gt=today - LASTS) & ~ended


def _lasting() -> QuerySet[LeadRequest]:
    # Who asked is a lead still: else one would have agreed alone.
    asked = LeadRequest.objects.filter(_in_time())
    return asked.filter(asked_by__in=everybody()).select_related("person", "asked_by")


def waiting() -> list[LeadRequest]:
    """What waits for another lead, the oldest first; not what has come about otherwise."""
    return [asked for asked in _lasting() if takes_two(asked.person, Want(asked.want))]


def takes_two(person: User, want: Want) -> bool:
    """Whether that makes or unmakes a lead, takes a lead's key, or is a lost second factor,
    whosever it is."""
    if want == Want.LOST:
        return True
    leads = person.groups.filter(name=people.LEADS).exists()
    if want == Want.LEAD:
        return not leads
    if want == Want.LINK:
        return leads and not (person.is_active and factors.has(person))
    if want == Want.KEY:
        return leads and admission.has_keyring(person)
    return leads and (person.is_active or want != Want.CLOSE)


@transaction.atomic
def ask(person: User, want: Want, *, by: User) -> LeadRequest | None:
    """Asks for it where it takes two, and returns what she asked. None where it does not: whoever
    calls does it in the same transaction, to the end of which nobody becomes a lead, or is one no
    more. Raises PermissionDenied for her own account, and for who is no lead any more."""
    people.hold_roles()
    person = User.objects.get(pk=person.pk)
    if by == person or not is_lead(by):
        raise PermissionDenied
    if not takes_two(person, want):
        return None
    forget()
    asked, made = LeadRequest.objects.get_or_create(
        person=person, want=want, asked_by=by, defaults={"day": timezone.now().date()}
    )
    if made:
        audit.record(Event.LEAD_ASKED, by=by, whom=person, what=want)
    return asked


@transaction.atomic
def agree(number: int, *, by: User) -> LeadRequest:
    """Another lead agrees, and it is done; what else asked for the same is done too.

    Raises LeadRequest.DoesNotExist where nothing waits any more, PermissionDenied for who asked,
    for her own account and for who is no lead any more, seconds.Tied.
    """
    people.hold_roles()
    asked = _lasting().get(pk=number)
    person, want = asked.person, Want(asked.want)
    if not takes_two(person, want):
        raise LeadRequest.DoesNotExist
    now = standing(asked, by, now=seconds.ties())
    if now == Second.TIED:
        raise seconds.Tied
    if now != Second.MAY or not is_lead(by):
        raise PermissionDenied
    LeadRequest.objects.filter(person=person, want=want).delete()
    audit.record(Event.LEAD_AGREED, by=by, whom=person, what=want)
    _do(person, want, by=by)
    # By this she has brought somebody in, too, and on this day (`moderation.seconds`).
    audit.record(Event.LEAD_CARRIED, by=asked.asked_by, whom=person, what=want)
    return asked


def _do(person: User, want: Want, *, by: User) -> None:
    name = person.get_username()
    if want == Want.CLOSE:
        people.close(name, by=by)
    elif want == Want.LINK:
        people.reopen(name, by=by)
    elif want == Want.KEY:
        people.take_key(name, by=by)
    elif want == Want.LOST:
        lost.start_anew(person, by=by)
    else:
        people.change_role(name, want, by=by)


@transaction.atomic
def refuse(number: int, *, by: User) -> None:
    """It is not done: another lead refuses, or she who asked takes it back. Raises
    LeadRequest.DoesNotExist, and PermissionDenied for her own account."""
    people.hold_roles()
    asked = _lasting().get(pk=number)
    if by == asked.person or not is_lead(by):
        raise PermissionDenied
    asked.delete()
    audit.record(Event.LEAD_REFUSED, by=by, whom=asked.person, what=asked.want)


def standing(asked: LeadRequest, person: User, *, now: Ties) -> Second:
    """Whether she may agree to it. Where it takes a lead away, what that one did lately ties
    nobody: else she would be safe from all whom she brought in."""
    return seconds.second(
        person,
        first=asked.asked_by_id,
        now=now,
        about=asked.person_id,
        against=asked.want in _AGAINST,
    )


def forget() -> None:
    """Lets go of what nobody agreed to in time."""
    LeadRequest.objects.exclude(_in_time()).delete()
