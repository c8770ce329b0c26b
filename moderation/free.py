"""Which of what waits somebody may be given now: in SQL, for the rows that are looked at.

Nobody has it at the moment, she has not passed it on, and it is for her to read: not what waits
for a second after her own yes or that of one to whom she is tied, nor for a third after she and
somebody else differed; and what was passed to a lead only if she is one.
"""

import datetime
from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import User
from django.db import connection

from moderation import four_eyes
from moderation.decisions import LEADS
from moderation.models import Kind, Reason
from stories.models import Submission

_FREE = """
NOT EXISTS (SELECT 1 FROM moderation_claim c WHERE c.submission_id = {row}.id AND c.until > %(now)s)
AND NOT EXISTS (SELECT 1 FROM moderation_passed p
                WHERE p.submission_id = {row}.id AND p.moderator_id = %(person)s)"""
_NO_LEAD = " AND {row}.for_lead = %(no)s"
_ONE = "SELECT 1 FROM stories_submission s WHERE s.id = %(one)s"
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


def conditions(
    person: User, *, now: datetime.datetime, but: Collection[int], switched_on: bool
) -> tuple[str, dict[str, Any]]:
    """What a row has to be, named `{row}`, and the values of the places in it. `switched_on`:
    whether a lead has switched four eyes on."""
    said, values = _hers(person, switched_on=switched_on)
    named = {f"but{place}": key for place, key in enumerate(but)}
    not_these = f" AND {{row}}.id NOT IN ({_places(named)})" if named else ""
    at = connection.ops.adapt_datetimefield_value(now)
    return _FREE + said + not_these, {**values, **named, "now": at}


def is_within_reach(submission: Submission, person: User) -> bool:
    """Whether it is for her to read, of one that was just read. Most are neither a second's nor a
    lead's, and nothing more is asked for then."""
    if submission.edited is None and not submission.for_lead:
        return True
    said, values = _hers(person, switched_on=four_eyes.is_switched_on())
    with connection.cursor() as cursor:
        cursor.execute(_ONE + said.format(row="s"), {"one": submission.pk, **values})
        return cursor.fetchone() is not None


def _hers(person: User, *, switched_on: bool) -> tuple[str, dict[str, Any]]:
    is_lead = person.has_perm(LEADS)
    said = "" if is_lead else _NO_LEAD
    leads = four_eyes.leads_where_on(switched_on=switched_on)
    keys = {f"lead{place}": key for place, key in enumerate(leads or [])} if is_lead else {}
    firsts: dict[str, int] = {}
    if leads is not None:
        not_second_to = four_eyes.not_second_to(person)
        firsts = {f"first{place}": key for place, key in enumerate(not_second_to)}
        said += _NOT_TWICE.replace("{firsts}", _places(firsts))
    if keys:
        said += _NOT_A_THIRD.replace("{leads}", _places(keys))
    values = {
        "person": person.pk,
        "no": False,
        "yes": True,
        "first": Kind.FIRST.value,
        "differ": Reason.DIFFER.value,
        "all_leads": len(keys),
    }
    return said, {**values, **firsts, **keys}


def _places(named: dict[str, int]) -> str:
    return ", ".join(f"%({name})s" for name in named)
