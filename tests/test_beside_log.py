"""Who is who in the log, and what was decided, stand in other tables: they are compared with it."""

import random

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from moderation import audit, beside_log, decisions, verifying
from moderation.accounts import people as accounts
from moderation.models import Decision, Event, Line, LogName, Reason
from moderation.outside import written_here
from tests import desk
from tests.test_log import chained
from tests.test_log_tampering import told

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def key_beside(settings, tmp_path) -> None:
    settings.LOG_KEY_FILE = str(tmp_path / "log-key")
    settings.LOG_HEAD_FILE = str(tmp_path / "log-heads")


@pytest.fixture
def at_work(lead, moderator, says) -> None:
    """Two of them have decided, and the day is signed."""
    for by in (lead, moderator, lead):
        decisions.decline(says("He moved too."), by=by, reason=Reason.SPAM)
    kept = says("Nobody looked up.")
    decisions.undo(decisions.publish(kept, desk.opened(kept), by=lead), by=lead)
    decisions.switch_four_eyes(on=True, by=lead)
    verifying.sign_today()


def broken() -> str:
    """Why the log does not hold."""
    with pytest.raises(verifying.Broken) as said:
        verifying.check(outside=written_here(), key=None)
    return str(said.value)


def swapped(rows: QuerySet, field: str) -> None:
    """Puts what two rows have in a column into each other's place."""
    one, other = rows
    first, second = getattr(one, field), getattr(other, field)
    for value, row in (("~", one), (first, other), (second, one)):
        QuerySet(type(one)).filter(pk=row.pk).update(**{field: value})


def test_a_name_is_sealed_once_to_its_account(lead, moderator):
    for _ in range(2):
        audit.record(Event.KEY_GIVEN, by=lead, whom=moderator)
    named = Line.objects.filter(event=Event.NAMED).order_by("number")
    assert {line.whom for line in named} == {audit.name_of(lead), audit.name_of(moderator)}
    assert len(named) == 2
    assert all(line.what == audit.seal_of(LogName.objects.get(name=line.whom)) for line in named)
    # It is there before any other line of hers.
    assert Line.objects.filter(whom=audit.name_of(lead)).earliest("number").event == Event.NAMED
    assert chained()


def test_two_names_that_change_places_are_found(at_work, lead, moderator):
    rows = LogName.objects.filter(person__in=(lead, moderator)).order_by("pk")
    for fields in (["name"], ["name", "salt"], ["salt"]):
        with transaction.atomic():
            for field in fields:
                if field == "salt":
                    one, other = rows
                    first, second = bytes(one.salt), bytes(other.salt)
                    LogName.objects.filter(pk=one.pk).update(salt=second)
                    LogName.objects.filter(pk=other.pk).update(salt=first)
                else:
                    swapped(rows, field)
            assert "is not that of the account" in broken(), fields
            transaction.set_rollback(True)
    assert "The log holds" in told()


def test_two_accounts_that_change_names_are_found(at_work, lead, moderator):
    swapped(User.objects.filter(pk__in=(lead.pk, moderator.pk)), "username")
    assert "is not that of the account" in broken()


def test_a_name_without_its_seal_or_sealed_anew_is_found(at_work, lead, moderator):
    rows = LogName.objects.filter(person__in=(lead, moderator)).order_by("pk")
    swapped(rows, "name")
    LogName.objects.update(salt=b"")
    assert "is not that of the account" in broken()
    # Nor does the next day seal it as it stands then.
    named = Line.objects.filter(event=Event.NAMED)
    before = named.count()
    audit.seal_names()
    audit.record(Event.SIGNED_IN, by=lead)
    assert named.count() == before
    assert "is not that of the account" in broken()


def test_a_later_seal_is_none(at_work, lead, moderator):
    """Who can add a line of his own seals a name anew to whom he likes."""
    rows = LogName.objects.filter(person__in=(lead, moderator)).order_by("pk")
    swapped(rows, "name")
    with transaction.atomic():
        for row in rows.all():
            line = audit.record(Event.SIGNED_IN, by=None)
            changed = QuerySet[Line](Line).filter(pk=line.pk)
            changed.update(event=Event.NAMED, whom=row.name, what=audit.seal_of(row))
        assert beside_log.wrong_name()


def test_names_from_before_they_were_sealed_are_sealed_when_the_log_is_signed(lead):
    with transaction.atomic():
        LogName.objects.all().delete()
        old = LogName.objects.create(person=lead, name="bcd-fgh")
        assert beside_log.wrong_name() == ""
    verifying.sign_today()
    line = Line.objects.get(event=Event.NAMED, whom="bcd-fgh")
    old.refresh_from_db()
    assert line.what == audit.seal_of(old)


def test_a_name_that_was_erased_leaves_a_log_that_holds(at_work, moderator):
    LogName.objects.filter(person=moderator).delete()
    assert "Names that nobody stands behind any more: 1." in told()
    # And she has another from then on.
    audit.record(Event.SIGNED_IN, by=moderator)
    assert "The log holds" in told()


@pytest.mark.parametrize(
    "change",
    [{"reason": "names"}, {"kind": "count"}, {"day": "2026-03-01"}, {"number": 7}],
    ids=str,
)
def test_a_decision_that_was_changed_is_found(at_work, change):
    verifying.check(outside=written_here(), key=None)
    kept = random.choice(list(Decision.objects.filter(kind="decline")))
    QuerySet(Decision).filter(pk=kept.pk).update(**change)
    assert "is not what the log says" in broken()


def test_a_decision_that_is_given_to_somebody_else_is_found(at_work, lead, moderator):
    for by, to in ((lead, moderator), (moderator, lead)):
        with transaction.atomic():
            kept = Decision.objects.filter(kind="decline", author=by).first()
            assert kept
            QuerySet(Decision).filter(pk=kept.pk).update(author=to)
            assert "or by whom, is not what the log says" in broken()
            transaction.set_rollback(True)


@pytest.mark.parametrize("way", ["put in", "taken out"])
def test_a_decision_without_its_line_or_a_line_without_it_is_found(at_work, lead, way):
    last = Decision.objects.filter(kind="decline").latest("day")
    if way == "put in":
        Decision.objects.create(kind="decline", reason="spam", author=lead, day=last.day)
    else:
        QuerySet(Decision).filter(pk=last.pk).delete()
    assert "is not what the log says" in broken()


def test_what_was_decided_before_there_was_a_log_is_none_of_it(at_work, lead):
    Decision.objects.create(kind="decline", reason="spam", author=lead, day="2020-01-01")
    verifying.check(outside=written_here(), key=None)


def test_an_account_that_nobody_has_named_has_no_line(at_work):
    accounts.create("grace")
    assert "The log holds" in told()
