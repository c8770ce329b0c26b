"""Who let out which story is known until nobody can undo it, and not for as long as it stands.

A decision leads to its submission so that it can be taken back. When the words behind it are gone,
with the release at the latest, it cannot be; from then on that would only tell a thief which of the
moderators to press for which story. Author, kind, reason and day stay, as in the log. What the
figures need of it is counted by week and without names.
"""

import datetime
from collections import Counter

from django.db import transaction
from django.db.models import F

from moderation.figures import BANDS, DECIDED, monday
from moderation.models import Decision, Waited
from stories import erasure

# So many in one transaction.
_BATCH = 500


def look() -> int:
    """Lets go of all of which it is time to. Returns how many."""
    gone = 0
    while some := _some():
        gone += some
    return gone


@transaction.atomic
def _some() -> int:
    # Of two who look at once each takes others.
    past = Decision.objects.past_undoing().select_for_update(of=("self",), skip_locked=True)
    rows = past.order_by("pk").values_list("pk", "kind", "day", "submission__day", "undone")[
        :_BATCH
    ]
    waited, keys = Counter[tuple[datetime.date, int]](), []
    for key, kind, day, arrival, undone in rows:
        keys.append(key)
        if kind in DECIDED and not undone:
            days = max((day - arrival).days, 0)
            waited[monday(day), max(least for least in BANDS if least <= days)] += 1
    for (week, least), number in waited.items():
        Waited.objects.get_or_create(week=week, least=least)
        Waited.objects.filter(week=week, least=least).update(number=F("number") + number)
    if keys:
        Decision.objects.filter(pk__in=keys).let_go()
        # Where it stood in the file, too.
        erasure.erase()
    return len(keys)
