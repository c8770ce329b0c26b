"""Who reads what next, and how much waits. Costs the same however much that is.

What waits stands in an index by lane, language and topics (`submission_lanes`). Whoever does not
take a language or a topic would have to look past all of it, which may be nearly everything; so the
index is asked once for each language and each set of topics that there are, and in each of those
that she takes for the oldest one that nobody has: a "loose index scan", which neither SQLite nor
PostgreSQL does by itself.
"""

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.contrib.auth.models import User
from django.db import connection

from moderation import four_eyes
from moderation.decisions import LEADS
from moderation.models import Kind, Reason
from stories.fingerprints import are_alike
from stories.flags import Lane
from stories.models import State, Submission

MOST_COMPARED = 2_000
# Further nobody counts: it would take longer the more there are.
MOST_COUNTED = 10_000

_TABLE = "stories_submission"
_LANE = (
    f"SELECT s.id FROM {_TABLE} s "  # noqa: S608 - nothing in it comes from anybody
    "WHERE s.state = %(state)s AND s.has_words = %(words)s AND s.lane = %(lane)s"
)
_IN_ORDER = "ORDER BY s.language, s.topics, s.day, s.id LIMIT 1"
# The next set of topics of a language, and the next language.
_TOPICS = f"({_LANE} AND s.language = head.language AND s.topics > head.topics {_IN_ORDER})"
_LANGUAGE = f"({_LANE} AND s.language > head.language {_IN_ORDER})"
# The oldest of each language and set of topics, one or two probes of the index each.
_HEADS = """
WITH RECURSIVE heads(id) AS (
  SELECT * FROM ({first}) first
  UNION ALL
  SELECT {step} FROM heads JOIN {table} head ON head.id = heads.id
)"""
# Of each of those that she takes the oldest that is free, and of them the oldest.
_NEXT = """
SELECT pick.id FROM (
  SELECT CASE WHEN {head_is_free} THEN head.id ELSE (
    {lane} AND s.language = head.language AND s.topics = head.topics AND {is_free}
    ORDER BY s.day, s.id LIMIT 1) END id
  FROM heads JOIN {table} head ON head.id = heads.id
  WHERE (head.topics & %(avoids)s) = 0) picked
JOIN {table} pick ON pick.id = picked.id
ORDER BY pick.day, pick.id LIMIT 1"""
_FREE = """
NOT EXISTS (SELECT 1 FROM moderation_claim c WHERE c.submission_id = {row}.id AND c.until > %(now)s)
AND NOT EXISTS (SELECT 1 FROM moderation_passed p
                WHERE p.submission_id = {row}.id AND p.moderator_id = %(person)s)"""
# What `four_eyes.within_reach` says, once more and for the few rows that are looked at here.
_NO_LEAD = " AND {row}.for_lead = %(no)s"
_NOT_TWICE = """ AND NOT ({row}.edited IS NOT NULL AND EXISTS (
  SELECT 1 FROM moderation_decision d
  WHERE d.submission_id = {row}.id AND d.author_id IN ({firsts}) AND d.kind = %(first)s
    AND NOT EXISTS (SELECT 1 FROM moderation_decision u WHERE u.undoes_id = d.id)))"""
# Of a lead: not where she and somebody else differed, as long as there is one who has not read it.
_VIEWS = """(
  SELECT {what} FROM moderation_decision d
  WHERE d.submission_id = {{row}}.id AND (d.kind = %(first)s OR d.reason = %(differ)s) AND {whose}
    AND NOT EXISTS (SELECT 1 FROM moderation_decision u WHERE u.undoes_id = d.id))"""
_DIFFERED = _VIEWS.format(what="1", whose="d.reason = %(differ)s")
_HERS = _VIEWS.format(what="1", whose="d.author_id = %(person)s")
_LEADS_AMONG = _VIEWS.format(what="count(DISTINCT d.author_id)", whose="d.author_id IN ({leads})")
_NOT_A_THIRD = f""" AND NOT ({{row}}.for_lead = %(yes)s AND EXISTS {_DIFFERED} AND EXISTS {_HERS}
  AND {_LEADS_AMONG} < %(all_leads)s)"""
# Of each language how much waits in a lane, how much of it since before a day, and the oldest day.
# Counted no further than `most`: what is before a day stands first in each set of topics.
_WAITS = """
SELECT head.language,
  (SELECT count(*) FROM (
     {lane} AND s.language = head.language LIMIT %(most)s) counted),
  sum((SELECT count(*) FROM (
     {lane} AND s.language = head.language AND s.topics = head.topics AND s.day < %(before)s
     LIMIT %(most)s) counted)),
  min(head.day)
FROM heads JOIN {table} head ON head.id = heads.id
GROUP BY head.language ORDER BY head.language"""
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
    statement = _heads({}) + _WAITS.format(lane=_LANE, table=_TABLE)
    found = []
    for lane in Lane:
        values = {"lane": int(lane), "before": before, "most": MOST_COUNTED + 1}
        for language, number, long, since in _asked(statement, values):
            day = since if isinstance(since, datetime.date) else datetime.date.fromisoformat(since)
            found.append(Wait(lane, language, number, min(int(long), MOST_COUNTED + 1), day))
    return found


def next_for(
    person: User, taken: Taken, *, now: datetime.datetime, but: Collection[int] = ()
) -> int | None:
    """The key of the submission that a moderator reads next, other than `but`: one who may be in
    danger first, then answers, then the oldest day, by chance within it. Not what somebody has at
    the moment, she passed on, or is not for her (`four_eyes.within_reach`). None where nothing
    waits that she takes."""
    free = _FREE + ("" if person.has_perm(LEADS) else _NO_LEAD)
    leads: dict[str, int] = {}
    firsts: dict[str, int] = {}
    if four_eyes.is_on():
        not_second_to = four_eyes.not_second_to(person)
        firsts = {f"first{place}": key for place, key in enumerate(not_second_to)}
        free += _NOT_TWICE.replace("{firsts}", _places(firsts))
        if person.has_perm(LEADS):
            leads = {f"lead{place}": key for place, key in enumerate(four_eyes.leads())}
        if leads:
            free += _NOT_A_THIRD.replace("{leads}", _places(leads))
    named = {f"but{place}": key for place, key in enumerate(but)}
    free += f" AND {{row}}.id NOT IN ({_places(named)})" if named else ""
    codes = {f"code{place}": code for place, code in enumerate(taken.languages)}
    statement = _heads(codes) + _NEXT.format(
        table=_TABLE,
        lane=_LANE,
        head_is_free=free.format(row="head"),
        is_free=free.format(row="s"),
    )
    values = {
        "now": connection.ops.adapt_datetimefield_value(now),
        "person": person.pk,
        "avoids": taken.avoids,
        "no": False,
        "yes": True,
        "first": Kind.FIRST.value,
        "differ": Reason.DIFFER.value,
        "all_leads": len(leads),
        **firsts,
        **leads,
        **named,
        **codes,
    }
    for lane in Lane if taken.urgent else list(Lane)[1:]:
        for (key,) in _asked(statement, values | {"lane": int(lane)}):
            return int(key)
    return None


def _heads(codes: dict[str, str]) -> str:
    """Of these languages alone, by the names of their places in a statement; of any for none."""
    if not codes:
        step = f"coalesce({_TOPICS}, {_LANGUAGE})"
        return _HEADS.format(first=f"SELECT ({_LANE} {_IN_ORDER}) id", step=step, table=_TABLE)
    first = " UNION ALL ".join(
        f"SELECT ({_LANE} AND s.language = %({name})s {_IN_ORDER}) id" for name in codes
    )
    return _HEADS.format(first=first, step=_TOPICS, table=_TABLE)


def _places(named: dict[str, int]) -> str:
    return ", ".join(f"%({name})s" for name in named)


def _asked(statement: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"state": State.WAITING.value, "words": True, **values})
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
