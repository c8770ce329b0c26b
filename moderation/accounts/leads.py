"""What takes two leads: one asks, another agrees who is not tied to her (`moderation.seconds`).

One alone could make a lead of an account of her own, and be both of the two whom other things take.
So it takes two to make somebody a lead, to take that role or the desk's key from her, to close her
account, and to give her a new link: whoever has that takes her seat, ends her password, and guesses
at her codes. So it does for everybody who has sat down once, a moderator too, also when her second
factor is lost: only a seat that nobody has taken yet is one lead's to give. And it takes two to
give anybody the way to new second factors. Where no two leads are that could, who runs the server
does it (`create_moderator`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial, reduce
from operator import or_

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from moderation import admission, audit, seconds
from moderation.accounts import factors, links, lost, people
from moderation.models import Event, LeadRequest, Line, LogName, Want
from moderation.seconds import Second, Ties
from moderation.wants import WANTS

# What the log says of who has had second factors, whether they are there still or not.
_SAT_DOWN = (Event.FACTOR, Event.LOST_AGREED)


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


def _in_time() -> Q:
    today = timezone.now().date()
    return reduce(or_, (Q(want=one, day__gt=today - row.lasts) for one, row in WANTS.items()))


def _lasting() -> QuerySet[LeadRequest]:
    # Who asked is a lead still: else one would have agreed alone.
    asked = LeadRequest.objects.filter(_in_time())
    return asked.filter(asked_by__in=everybody()).select_related("person", "asked_by")


def waiting() -> list[LeadRequest]:
    """What waits for another lead, the oldest first; not what has come about otherwise."""
    return [asked for asked in _lasting() if takes_two(asked.person, Want(asked.want))]


def takes_two(person: User, want: Want) -> bool:
    """Whether that makes or unmakes a lead, takes a lead's key, gives somebody else's seat away,
    or is a lost second factor, whosever it is."""
    return ACTS[want].takes_two(person)


def _leads(person: User) -> bool:
    # Also of an account that is closed.
    return person.groups.filter(name=people.LEADS).exists()


def _has_sat_down(person: User) -> bool:
    if factors.has(person):
        return True
    hers = LogName.objects.filter(person=person).values("name")
    return Line.objects.filter(whom__in=hers, event__in=_SAT_DOWN).exists()


@transaction.atomic
def ask(person: User, want: Want, *, by: User) -> LeadRequest | None:
    """Asks for it where it takes two, and returns what she asked. None where it does not, or where
    she renews the link that she has made: whoever calls does it in the same transaction, to the end
    of which nobody becomes a lead, or is one no more. Raises PermissionDenied for her own account,
    and for who is no lead any more."""
    people.hold_roles()
    # Held: who uses a link or sets up her first factor at this moment has either done so, or finds
    # what is made here.
    person = User.objects.select_for_update().get(pk=person.pk)
    if by == person or not is_lead(by):
        raise PermissionDenied
    if not takes_two(person, want) or (want == Want.LINK and links.stands(person, by=by)):
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
    ACTS[want].does(person, by)
    # By this she has brought somebody in, too, and on this day (`moderation.seconds`).
    audit.record(Event.LEAD_CARRIED, by=asked.asked_by, whom=person, what=want)
    return asked


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
        against=WANTS[Want(asked.want)].against,
    )


def forget() -> None:
    """Lets go of what nobody agreed to in time."""
    LeadRequest.objects.exclude(_in_time()).delete()


@dataclass(frozen=True, slots=True)
class Act:
    """For whom it takes two; and what is done to her by the second of them, once both are there."""

    takes_two: Callable[[User], bool]
    does: Callable[[User, User], object]


def _gives_role(role: Want, person: User, by: User) -> None:
    people.change_role(person.get_username(), role, by=by)


# Of each Want; the rest of what is so of it stands in `moderation.wants`.
ACTS: dict[Want, Act] = {
    Want.LEAD: Act(lambda person: not _leads(person), partial(_gives_role, Want.LEAD)),
    Want.MODERATOR: Act(_leads, partial(_gives_role, Want.MODERATOR)),
    Want.AUDITOR: Act(_leads, partial(_gives_role, Want.AUDITOR)),
    Want.CLOSE: Act(
        lambda person: person.is_active and _leads(person),
        lambda person, by: people.close(person.get_username(), by=by),
    ),
    Want.LINK: Act(
        lambda person: _leads(person) or _has_sat_down(person),
        lambda person, by: people.reopen(person.get_username(), by=by),
    ),
    Want.KEY: Act(
        lambda person: _leads(person) and admission.has_keyring(person),
        lambda person, by: people.take_key(person.get_username(), by=by),
    ),
    Want.LOST: Act(lambda _: True, lambda person, by: lost.start_anew(person, by=by)),
}
