"""What other tables say of what the log says: who is who, and what was decided.

The chain stands for its lines alone. So the first line with a name says whose it is, and each
decision has a line of its own.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterator

from django.contrib.auth.models import User
from django.db.models import CharField, Count, F, Min, QuerySet, Value
from django.db.models.functions import Cast

from moderation import audit
from moderation.models import Decision, Event, Kind, Line, LogName

# Rows in memory at a time.
_AT_ONCE = 1_000
# Of one kind, for one reason, of so many at once.
type _What = tuple[str, str, int]


def wrong_name() -> str:
    """The first name in the log that is not the account's to which it was given; none: empty."""
    # In this order: a name that is there now had its line before.
    rows = list(LogName.objects.select_related("person").order_by("name"))
    given: dict[str, str] = {}
    for name, seal in _namings().order_by("number").values_list("whom", "what"):
        given.setdefault(name, seal)
    for row in rows:
        if (row.salt or row.name in given) and given.get(row.name) != _seal_of(row):
            return row.name
    return ""


def _seal_of(row: LogName) -> str:
    return audit.seal_of(row) if row.salt else ""


def erased_names() -> int:
    """How many names in the log nobody stands behind any more."""
    return _namings().exclude(whom__in=LogName.objects.values("name")).count()


def _namings() -> QuerySet[Line]:
    return Line.objects.filter(event=Event.NAMED)


def differs_on() -> datetime.date | None:
    """The first day on which what was decided, by whom, is not what the log says; None: each."""
    # From before there was a log there are decisions without lines.
    began = Line.objects.aggregate(first=Min("day"))["first"]
    who, first = _who(), None
    # To the end: what is left in the middle keeps its cursor open.
    for day, said in _by_day():
        known = began is not None and day >= began
        if first is None and known and not all(_same(one, who) for one in said.values()):
            first = day
    return first


def _by_day() -> Iterator[tuple[datetime.date, dict[_What, Counter[tuple[bool, str]]]]]:
    """By day and by what was decided: how often by whom, as each of the two tables has it. One
    statement, so that both are of one moment, however much is decided meanwhile."""
    shared = {"times": Count("pk")}
    decided = Decision.objects.order_by().annotate(
        who=Cast("author_id", CharField()), logged=Value(0)
    )
    lines = Line.objects.filter(event__in=(Event.DECIDED, Event.SETTING), what__in=Kind.values)
    logged = lines.order_by().annotate(who=F("by"), logged=Value(1))
    both = (
        decided.values_list("day", "kind", "reason", "number", "who", "logged")
        .annotate(**shared)
        .union(
            logged.values_list("day", "what", "reason", "count", "who", "logged").annotate(
                **shared
            ),
            all=True,
        )
        .order_by("day")
    )
    now, said = None, defaultdict[_What, Counter[tuple[bool, str]]](Counter)
    for day, kind, reason, number, who, is_logged, times in both.iterator(chunk_size=_AT_ONCE):
        if now is not None and day != now:
            yield now, said
            said = defaultdict(Counter)
        now = day
        said[kind, reason, number][bool(is_logged), who] += times
    if now is not None:
        yield now, said


def _who() -> dict[str, str]:
    """Whose a name in the log is, by the account's number. The oldest lines have the account's."""
    accounts = {name: str(pk) for pk, name in User.objects.values_list("pk", "username")}
    named = LogName.objects.values_list("name", "person")
    return accounts | {name: str(person) for name, person in named}


def _same(said: Counter[tuple[bool, str]], who: dict[str, str]) -> bool:
    more, of_nobody = Counter[str](), 0
    for (is_logged, name), times in said.items():
        if not is_logged:
            more[name] += times
        elif name in who:
            more[who[name]] -= times
        else:
            of_nobody += times
    # What nobody stands behind any more was decided by somebody.
    return min(more.values(), default=0) >= 0 and sum(more.values()) == of_nobody
