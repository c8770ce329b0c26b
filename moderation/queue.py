"""Who reads what next, and how much waits. Costs the same however much that is.

What waits stands in an index in the order in which it is read (`submission_next`). The first of it
that is for her is nearly always among the first few hundred, and these are all that is looked at.

Whoever does not take a language or a topic may find nothing there, and would have to look past
nearly everything; so it stands in another index by lane, language and topics (`submission_lanes`).
That is asked once for each language and each set of topics that there are, and in each of those
that she takes for the oldest one that nobody has: a "loose index scan", which neither SQLite nor
PostgreSQL does by itself.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.contrib.auth.models import User
from django.db import connection

from moderation import four_eyes, free
from stories.fingerprints import are_alike
from stories.flags import Lane
from stories.models import State, Submission

MOST_COMPARED = 2_000
# Further nobody counts: it would take longer the more there are.
MOST_COUNTED = 10_000

# So many are looked at in the order in which they are read, before it is asked what she takes.
FRONT = 500

_TABLE = "stories_submission"
# `all_of_it` in the very words of the index: by them alone it is known that all stands there.
_FRONT = f"""
SELECT front.id, front.lane FROM (
  SELECT s.id, s.lane, s.day, s.language, s.topics, s.for_lead{{edited}}
  FROM {_TABLE} s {{all_of_it}} AND s.state = '{State.WAITING.value}' AND s.lane >= %(lane)s
  ORDER BY s.lane, s.day, s.id LIMIT %(front)s) front
WHERE (front.topics & %(avoids)s) = 0 AND {{in_languages}} AND {{is_free}}
ORDER BY front.lane, front.day, front.id LIMIT 1"""  # noqa: S608 - nothing in it comes from anybody
_ALL_OF_IT = {
    # Once somebody has it count its tables, it would take another index.
    "sqlite": "INDEXED BY submission_next WHERE s.has_words = 1",
    "postgresql": "WHERE s.has_words",
}
_ONE = (
    f"SELECT s.id FROM {_TABLE} s "  # noqa: S608 - nothing in it comes from anybody
    f"WHERE s.state = '{State.WAITING.value}' AND s.has_words = %(words)s"
)
_IN_ORDER = "ORDER BY s.lane, s.language, s.topics, s.day, s.id LIMIT 1"
# The next set of topics of a language, the next language of a lane, and the next lane.
_OF_LANGUAGE = f"{_ONE} AND s.lane = head.lane AND s.language = head.language"
_TOPICS = f"({_OF_LANGUAGE} AND s.topics > head.topics {_IN_ORDER})"
_LANGUAGE = f"({_ONE} AND s.lane = head.lane AND s.language > head.language {_IN_ORDER})"
_LANE = f"({_ONE} AND s.lane > head.lane {_IN_ORDER})"
# The oldest of each lane, language and set of topics, one to three probes of the index each.
_HEADS = """
WITH RECURSIVE heads(id) AS (
  SELECT * FROM ({first}) first
  UNION ALL
  SELECT {step} FROM heads JOIN {table} head ON head.id = heads.id
)"""
# Of each of those that she takes the oldest that is free, and of them the first.
_BEHIND = """
SELECT pick.id, pick.lane FROM (
  SELECT CASE WHEN {head_is_free} THEN head.id ELSE (
    {of_language} AND s.topics = head.topics AND {is_free} ORDER BY s.day, s.id LIMIT 1) END id
  FROM heads JOIN {table} head ON head.id = heads.id
  WHERE (head.topics & %(avoids)s) = 0) picked
JOIN {table} pick ON pick.id = picked.id
ORDER BY pick.lane, pick.day, pick.id LIMIT 1"""
# Of each lane and language how much waits, how much of it since before a day, and the oldest day.
# Counted no further than `most`: what is before a day stands first in each set of topics.
_HOW_MUCH = """
SELECT head.lane, head.language,
  (SELECT count(*) FROM ({of_language} LIMIT %(most)s) counted),
  sum((SELECT count(*) FROM (
     {of_language} AND s.topics = head.topics AND s.day < %(before)s LIMIT %(most)s) counted)),
  min(head.day)
FROM heads JOIN {table} head ON head.id = heads.id
GROUP BY head.lane, head.language ORDER BY head.lane, head.language"""
# What `waiting` counts: in which state, and whether with words.
_COUNTED = (
    (State.WAITING, True),
    (State.WAITING, False),
    (State.APPROVED, False),
    (State.HELD, False),
    (State.HELD, True),
)
_COUNT = (
    f"(SELECT count(*) FROM (SELECT 1 FROM {_TABLE} "  # noqa: S608 - nothing in it comes from anybody
    "WHERE state = %s AND has_words = %s LIMIT %s) counted)"
)
_COUNT_URGENT = _COUNT.replace("has_words = %s", "has_words = %s AND lane = %s")
_COUNTS = f"SELECT {', '.join([*[_COUNT] * len(_COUNTED), _COUNT_URGENT])}"


@dataclass(frozen=True, slots=True)
class Taken:
    """What a moderator takes: languages (none: any), a mask of topics that she does not, and
    whether she takes what may be `urgent`."""

    languages: Collection[str] = ()
    avoids: int = 0
    urgent: bool = True


@dataclass(frozen=True, slots=True)
class Waiting:
    """What stands at the desk: how much is to be read, and the statuses. MOST_COUNTED and one
    stands for any more."""

    to_read: int
    statuses: int
    statuses_approved: int
    statuses_held: int
    words_held: int
    # Of those in how many somebody may be in danger now.
    urgent_held: int


def waiting() -> Waiting:
    """The desk's figures, in one look at the queue's index."""
    with connection.cursor() as cursor:
        looks = [(state.value, words, MOST_COUNTED + 1) for state, words in _COUNTED]
        urgent = (State.HELD.value, True, int(Lane.URGENT), MOST_COUNTED + 1)
        cursor.execute(_COUNTS, list(chain(*looks, urgent)))
        return Waiting(*cursor.fetchone())


@dataclass(frozen=True, slots=True)
class Wait:
    """What waits with words in one lane and language: how much, how much of it from before some
    day, and since when. MOST_COUNTED and one stands for any more."""

    lane: Lane
    language: str
    number: int
    long: int
    since: datetime.date


def waits(*, before: datetime.date) -> list[Wait]:
    """What waits to be read, by lane and language, of which there is something; `long` is how much
    of it came before a day. Costs what the first MOST_COUNTED of each cost."""
    statement = _heads({}, lanes=Lane) + _HOW_MUCH.format(of_language=_OF_LANGUAGE, table=_TABLE)
    values = {"lane": 0, "before": before, "most": MOST_COUNTED + 1}
    found = []
    for lane, language, number, long, since in _asked(statement, values):
        day = since if isinstance(since, datetime.date) else datetime.date.fromisoformat(since)
        found.append(Wait(Lane(lane), language, number, min(int(long), MOST_COUNTED + 1), day))
    return found


def next_for(
    person: User,
    taken: Taken,
    *,
    now: datetime.datetime,
    but: Collection[int] = (),
    switched_on: bool | None = None,
    hurrying: bool = False,
) -> int | None:
    """The key of the submission that a moderator reads next, other than `but`: one who may be in
    danger first, then answers, then the oldest day, by chance within it. Not what somebody has at
    the moment, she passed on, or is not for her (`moderation.free`). None where nothing
    waits that she takes. `switched_on`: whether four eyes are, for who knows it already;
    `hurrying`: only what comes before reports, danger and answers."""
    if switched_on is None:
        switched_on = four_eyes.is_switched_on()
    is_free, values = free.conditions(person, now=now, but=but, switched_on=switched_on)
    codes = {f"code{place}": code for place, code in enumerate(taken.languages)}
    values |= {"lane": int(not taken.urgent), "avoids": taken.avoids, "front": FRONT, **codes}
    places = ", ".join(f"%({name})s" for name in codes)
    front = _FRONT.format(
        all_of_it=_ALL_OF_IT[connection.vendor],
        # Not in the index: asked for only where it matters.
        edited=", s.edited" if switched_on else "",
        in_languages=f"front.language IN ({places})" if codes else "1 = 1",
        is_free=is_free.format(row="front"),
    )
    behind = _heads(codes, lanes=list(Lane)[int(not taken.urgent) :]) + _BEHIND.format(
        table=_TABLE,
        of_language=_OF_LANGUAGE,
        head_is_free=is_free.format(row="head"),
        is_free=is_free.format(row="s"),
    )
    for statement in (front, behind):
        for key, lane in _asked(statement, values):
            return None if hurrying and lane >= Lane.USUAL else int(key)
    return None


def _heads(codes: dict[str, str], *, lanes: Iterable[Lane]) -> str:
    """Of these `lanes` and languages alone, the languages by the names of their places in a
    statement; of any language for none, from the place of the first lane on."""
    if not codes:
        step = f"coalesce({_TOPICS}, {_LANGUAGE}, {_LANE})"
        first = f"SELECT ({_ONE} AND s.lane >= %(lane)s {_IN_ORDER}) id"
        return _HEADS.format(first=first, step=step, table=_TABLE)
    first = " UNION ALL ".join(
        f"SELECT ({_ONE} AND s.lane = {lane:d} AND s.language = %({name})s {_IN_ORDER}) id"
        for name in codes
        for lane in lanes
    )
    return _HEADS.format(first=first, step=_TOPICS, table=_TABLE)


def _asked(statement: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"words": True, **values})
        return list(cursor.fetchall())


def much_like(submission: Submission) -> int:
    """How many others that wait are much like it, of those that came last by chance; only texts of
    one day can be compared (`stories.fingerprints`)."""
    own = bytes(submission.fingerprint)
    if not own:
        return 0
    waiting = Submission.objects.waiting().exclude(pk=submission.pk).exclude(fingerprint=b"")
    others = waiting.filter(day=submission.day).values_list("fingerprint", flat=True)
    return sum(are_alike(own, bytes(other)) for other in others[:MOST_COMPARED])
