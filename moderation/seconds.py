"""Who may be the second where it takes two: nobody whom the first has brought in lately, nor who
has brought the first in, nor whom somebody has brought in beside her.

Else one lead could make an account, admit it, and agree with herself. What is asked here the log
says: it cannot be changed unnoticed, so there is no table beside it to keep, to tidy and to steal.
Whoever runs the server brings nobody in: she could do all of it alone, and the first people of a
desk are hers.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass
from enum import Enum

from django.contrib.auth.models import User
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from moderation.models import Event, Line, LogName
from moderation.wants import WANTS
from stories.lifecycle import Conflict

# For so long two are tied. Ours: as long as a lot that was discarded can be taken back.
LASTS = datetime.timedelta(days=7)
# How somebody is brought in.
_BROUGHT_IN = (
    Event.INVITED,
    Event.REOPENED,
    Event.ROLE,
    Event.KEY_GIVEN,
    Event.LOST_ASKED,
    Event.LOST_AGREED,
    Event.LEAD_CARRIED,
)
# A request of two leads is its first one's too (`accounts.leads`), where it is against nobody.
_LETS_IN = [want for want, row in WANTS.items() if not row.against]
_AGAINST_NOBODY = ~Q(event=Event.LEAD_CARRIED) | Q(what__in=_LETS_IN)
WHY_NOT = _(
    "You cannot be the second here: in the last seven days one of you brought the other in, or "
    "somebody brought in both of you. Another lead can, whom neither of you brought in this week."
)


class Tied(Conflict):
    """Who would be the second is tied to the first. Nothing was changed."""


class Second(Enum):
    """Whether somebody may be the second."""

    MAY = "may"
    ASKED = "she is the first"
    HERS = "it is about herself"
    TIED = "tied to the first"


@dataclass(frozen=True, slots=True)
class Ties:
    """Who is tied to whom now. `brought` is by account who brought her in lately, keys of both."""

    brought: dict[int, set[int]]

    def between(self, one: int, other: int, *, but: int | None = None) -> bool:
        """Whether two accounts, by their keys, are tied; each is to itself. Not by whom `but`
        alone brought in both: that is nothing in her own favour where it is against her."""
        hers, others = self.brought.get(one, set()), self.brought.get(other, set())
        return one == other or one in others or other in hers or bool((hers & others) - {but})

    def of(self, person: int) -> set[int]:
        """Who is tied to somebody, herself among them, by their keys."""
        everybody = {person, *self.brought, *(by for some in self.brought.values() for by in some)}
        return {other for other in everybody if self.between(person, other)}


def ties() -> Ties:
    """Who is tied to whom, in one query; it costs what the log has of those days."""
    since = timezone.now().date() - LASTS
    # By kind and day, as an index has them: else all that was decided meanwhile would be read.
    lines = Line.objects.filter(event__in=_BROUGHT_IN, day__gt=since).exclude(by="").order_by()
    pairs = lines.filter(_AGAINST_NOBODY).annotate(first=_account("by"), second=_account("whom"))
    brought = defaultdict[int, set[int]](set)
    for by, whom in pairs.values_list("first", "second").distinct():
        # Of an account that is erased nobody stands behind its name any more.
        if by and whom:
            brought[whom].add(by)
    return Ties(dict(brought))


def _account(name: str) -> Subquery:
    return Subquery(LogName.objects.filter(name=OuterRef(name)).values("person"))


def tied(one: User, other: User) -> bool:
    """Whether one of the two brought the other in within the last seven days (`LASTS`), or somebody
    brought in both: made an account or a lead of her, gave her a role, the desk's key, a new link
    or the way to new second factors. Each is tied to herself."""
    return ties().between(one.pk, other.pk)


def untied(people: QuerySet[User], *, to: User) -> list[User]:
    """Those of `people` who are not tied to somebody."""
    hers = ties().of(to.pk)
    return [person for person in people if person.pk not in hers]


def second(
    person: User, *, first: int, now: Ties, about: int | None = None, against: bool = False
) -> Second:
    """Whether she may agree to what `first` asked, by the key of that account; `about` is the
    account that it is about, where there is one, and `against` whether it is against her."""
    if person.pk == first:
        return Second.ASKED
    if person.pk == about:
        return Second.HERS
    tied_now = now.between(first, person.pk, but=about if against else None)
    return Second.TIED if tied_now else Second.MAY
