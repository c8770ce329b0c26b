"""A second factor that is lost. Two leads give somebody the way to new ones (`accounts.leads`), or
whoever runs the server (`create_moderator NAME --lost`)."""

from django.contrib.auth.models import User
from django.db import transaction

from moderation import audit, claims, sessions
from moderation.accounts import factors, links
from moderation.models import Event, LeadRequest, Want


@transaction.atomic
def start_anew(person: User, *, by: User | None) -> None:
    """Takes her factors and her password: who knows that one alone must not be the first to set up
    new factors. A link (`people.setup_link`) sets both anew; her passphrase stays hers."""
    LeadRequest.objects.filter(person=person, want=Want.LOST).delete()
    factors.of(person).delete()
    person.set_unusable_password()
    person.save(update_fields=["password"])
    links.end(person)
    claims.release(person)
    sessions.end_all(person)
    audit.record(Event.LOST_AGREED, by=by, whom=person)
