"""Says in the log for whom so many passwords were wrong that no more are looked at today.

The worker says it, and not the request that takes the last guess: there is a line only where there
is such an account, and how long it takes to write one would tell whoever guesses.
"""

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q

from moderation import audit, guesses
from moderation.models import Device, Event, Guesses

# Whose purses, by how they begin, how much is in one, and what the log says of it.
_PURSES = (
    ("name ", guesses.STRANGERS, "password"),
    ("device ", guesses.KNOWN, "password.known"),
    ("known ", guesses.ALL_KNOWN, "password.known"),
)


def note() -> None:
    """Writes a line for each purse that was emptied since it was last called. Those of a day that
    is over go with its first guess of the next one."""
    for begins, most, what in _PURSES:
        emptied = Q(purse__startswith=begins, used=most)
        for purse in Guesses.objects.filter(emptied):
            _note(purse, most, what)


@transaction.atomic
def _note(purse: Guesses, most: int, what: str) -> None:
    # One more than there is stands for "said so": nothing is taken out of it then, either.
    if Guesses.objects.filter(pk=purse.pk, used=most).update(used=most + 1):
        for person in _of(purse):
            audit.record(Event.LOCKED_OUT, by=None, whom=person, what=what)


def _of(purse: Guesses) -> Iterator[User]:
    """Whose it is: of one browser or all its person's, of a name everybody's who has that purse."""
    if purse.purse.startswith("device "):
        for device in Device.objects.select_related("person"):
            if guesses.of_device(device) == purse.purse:
                yield device.person
        return
    for person in User.objects.filter(is_active=True):
        if purse.purse in (guesses.of_known(person.pk), guesses.of_name(person.get_username())):
            yield person
