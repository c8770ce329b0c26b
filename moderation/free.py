"""Which of what waits somebody may be given now: in SQL, for the rows that are looked at.

Nobody has it at the moment, she has not passed it on, and it is for her to read: not what waits
for a second after her own yes or that of one to whom she is tied, nor what two differed in where
another lead is to decide (`four_eyes.is_third`); and what was passed to a lead only if she is one.
"""

import datetime
from collections.abc import Collection, Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db import connection

from moderation import four_eyes, seconds
from moderation.decisions import LEADS
from moderation.models import Kind, Reason
from moderation.seconds import Ties
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
# Of a lead: not where she and somebody else differed, as long as there is one who has not read it;
# nor where she is tied to one of the two, as long as there is one who is not.
_VIEWS = """(
  SELECT {what} FROM moderation_decision d
  WHERE d.submission_id = {{row}}.id AND (d.kind = %(first)s OR d.reason = %(differ)s) AND {whose}
    AND NOT EXISTS (SELECT 1 FROM moderation_decision u WHERE u.undoes_id = d.id))"""
_DIFFERED = _VIEWS.format(what="1", whose="d.reason = %(differ)s")
_HERS = _VIEWS.format(what="1", whose="d.author_id = %(person)s")
_LEADS_AMONG = _VIEWS.format(what="count(DISTINCT d.author_id)", whose="d.author_id IN ({leads})")
_VIEWED_BY = _VIEWS.format(what="1", whose="d.author_id IN ({some})")
_ONE_OF_THEM = f"(EXISTS {_HERS} AND {_LEADS_AMONG} < %(all_leads)s)"
_NOT_A_THIRD = f" AND NOT ({{row}}.for_lead = %(yes)s AND EXISTS {_DIFFERED} AND ({{barred}}))"


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
    named: dict[str, int] = {}
    if leads is not None:
        ties = seconds.ties()
        not_second_to = four_eyes.not_second_to(person, ties)
        named = {f"first{place}": key for place, key in enumerate(not_second_to)}
        said += _NOT_TWICE.replace("{firsts}", _places(named))
        if is_lead and leads:
            barred, accounts = _barred(person, leads, ties)
            said += _NOT_A_THIRD.replace("{barred}", barred)
            named |= accounts
    values = {
        "person": person.pk,
        "no": False,
        "yes": True,
        "first": Kind.FIRST.value,
        "differ": Reason.DIFFER.value,
        "all_leads": len(leads or []),
    }
    return said, {**values, **named}


def _barred(person: User, leads: list[int], ties: Ties) -> tuple[str, dict[str, int]]:
    """Of what two differed in what is another lead's, as `four_eyes.is_third` has it. Most days
    nobody is tied to anybody, and no more is asked then."""
    hers = ties.of(person.pk)
    said, everybody = _ONE_OF_THEM.replace("{leads}", _accounts(leads)), {*leads, *hers}
    if len(hers) > 1:
        lone = [lead for lead in leads if len(ties.of(lead)) == 1]
        bound = [ties.of(lead) for lead in leads if lead not in lone and lead != person.pk]
        untied = [f"NOT EXISTS {_viewed_by(some)}" for some in bound]
        if lone:
            untied.append(f"{_LEADS_AMONG.replace('{leads}', _accounts(lone))} < {len(lone)}")
        if untied:
            said += f" OR (EXISTS {_viewed_by(hers)} AND ({' OR '.join(untied)}))"
        everybody.update(*bound)
    return said, {f"account{key}": key for key in everybody}


def _viewed_by(some: Iterable[int]) -> str:
    return _VIEWED_BY.replace("{some}", _accounts(some))


def _accounts(keys: Iterable[int]) -> str:
    return ", ".join(f"%(account{key})s" for key in sorted(keys))


def _places(named: dict[str, int]) -> str:
    return ", ".join(f"%({name})s" for name in named)
