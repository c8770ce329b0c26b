"""How many stories one lead takes down for good in a day.

What is removed is deleted, and nothing takes it back. A lead's session can be stolen within the
five minutes in which her second factor is not asked for again, and a lead can turn: neither empties
the wall in a day. Another lead has her own share; and to set a reported story aside takes it off
every page at once, and can be taken back, so that is not counted.
"""

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext as _

from moderation.models import Decision, Kind


class Enough(Exception):
    """She has taken down as many today as one lead does in a day. Nothing was removed. Says so in
    a sentence for her."""

    def __str__(self) -> str:
        return _(
            "One lead takes down at most %(most)d stories in a day, and you have. What is left "
            "stays where it was. Another lead can go on now, or you tomorrow (from midnight UTC). "
            "A reported story can be set aside meanwhile: that takes it off every page too."
        ) % {"most": settings.REMOVE_MOST}


def count_one(by: User) -> None:
    """Called in the transaction that removes one, before it is recorded. Of many at once, in as
    many processes, no more than there is room for go on. Raises Enough."""
    # Held to the end of it: the next one counts what this one recorded. Not against who records
    # something else of hers meanwhile, and has the same story in hand: each would wait for the
    # other.
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    today = timezone.now().date()
    taken = Decision.objects.filter(day=today, kind=Kind.REMOVE, author=by).count()
    if taken >= settings.REMOVE_MOST:
        raise Enough
