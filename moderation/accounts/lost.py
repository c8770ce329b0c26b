"""A second factor that is lost: two leads, neither tied to the other (`moderation.seconds`), give
somebody the way to new ones.

One alone could sit down in another's place: she can already give a link to a new password. With
fewer than two such leads besides her, who runs the server does it (`create_moderator NAME --lost`).
"""

import datetime

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from moderation import audit, claims, seconds, sessions
from moderation.accounts import factors, leads, links, people
from moderation.models import Event, LostFactor

# A request that nobody agreed to for so long is none any more.
LASTS = datetime.timedelta(days=3)


def waiting() -> QuerySet[LostFactor]:
    """What waits for a second lead. Who asked is a lead still: else one would have agreed alone."""
    asked = LostFactor.objects.filter(day__gt=timezone.now().date() - LASTS)
    return asked.filter(asked_by__in=leads.everybody())


@transaction.atomic
def ask(person: User, *, by: User) -> None:
    """The first lead asks. Raises PermissionDenied for her own account."""
    if by == person:
        raise PermissionDenied
    # In the place of one that ran out; while one waits, it stays whoever asked first.
    LostFactor.objects.filter(person=person).exclude(pk__in=waiting()).delete()
    _, made = LostFactor.objects.get_or_create(
        person=person, defaults={"asked_by": by, "day": timezone.now().date()}
    )
    if made:
        audit.record(Event.LOST_ASKED, by=by, whom=person)


@transaction.atomic
def agree(person: User, *, by: User) -> None:
    """Another lead agrees, and her factors are gone. Raises LostFactor.DoesNotExist where nothing
    waits any more, PermissionDenied for who asked and for her own account, seconds.Tied."""
    people.hold_roles()
    asked = waiting().select_for_update().get(person=person)
    if by in (asked.asked_by, person) or not leads.is_lead(by):
        raise PermissionDenied
    if seconds.tied(asked.asked_by, by):
        raise seconds.Tied
    start_anew(person, by=by)


@transaction.atomic
def refuse(person: User, *, by: User) -> None:
    """It is not done, by whichever lead says so. Raises LostFactor.DoesNotExist."""
    waiting().select_for_update().get(person=person).delete()
    audit.record(Event.LOST_REFUSED, by=by, whom=person)


@transaction.atomic
def start_anew(person: User, *, by: User | None) -> None:
    """Takes her factors and her password: who knows that one alone must not be the first to set up
    new factors. A link (`people.setup_link`) sets both anew; her passphrase stays hers."""
    LostFactor.objects.filter(person=person).delete()
    factors.of(person).delete()
    person.set_unusable_password()
    person.save(update_fields=["password"])
    links.end(person)
    claims.release(person)
    sessions.end_all(person)
    audit.record(Event.LOST_AGREED, by=by, whom=person)
