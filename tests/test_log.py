"""The chained log: what is written into it, by whom, and that it stands."""

import re

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from moderation import audit, decisions, keys
from moderation.accounts import people as accounts
from moderation.models import Decision, Event, Head, Line, LogName, Reason
from stories.models import Story, Submission
from stories.wall.release import release
from tests import desk, pages

pytestmark = pytest.mark.django_db
PASSWORD = "six small boats on grey water"


def lines() -> list[tuple[str, str, str, str, str]]:
    """What the log says, from its first line on, by the names of the accounts; less what gives them
    their names."""
    who = {"": "", **{name: person.get_username() for name, person in audit.names()}}
    return [
        (line.event, who[line.by], who[line.whom], line.what, line.reason)
        for line in Line.objects.exclude(event=Event.NAMED).order_by("number")
    ]


def chained() -> bool:
    """Whether each line is as its digest says and follows the one before it."""
    before, number = audit.START, 0
    for line in Line.objects.order_by("number"):
        number += 1
        assert line.number == number
        if bytes(line.before) != before or audit.digest_of(line) != bytes(line.digest):
            return False
        before = bytes(line.digest)
    head = Head.objects.get()
    return (head.number, bytes(head.digest)) == (number, before)


# What is written


def test_every_decision_leaves_a_line(lead, says):
    decisions.decline(says("He moved too."), by=lead, reason=Reason.NAMES)
    kept = says("Nobody looked up.")
    decisions.publish(kept, desk.opened(kept), by=lead)
    release()
    decisions.remove(Story.objects.get().pk, by=lead, reason=Reason.LAW)
    says()
    says()
    decisions.hold_statuses(by=lead, reason=Reason.FLOOD)
    assert lines()[-4:] == [
        ("decided", "bell", "", "decline", "names"),
        ("decided", "bell", "", "publish", "safe"),
        ("decided", "bell", "", "remove", "law"),
        ("decided", "bell", "", "hold", "flood"),
    ]
    last = Line.objects.latest("number")
    assert (last.count, last.day) == (2, timezone.now().date())
    assert chained()


def test_a_decision_whose_line_cannot_be_written_is_not_applied(lead, says, monkeypatch):
    kept = says("He moved too.")

    def broken(*args: object, **options: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(Line, "save", broken)
    with pytest.raises(RuntimeError):
        decisions.decline(kept, by=lead, reason=Reason.SPAM)
    assert Submission.objects.waiting().get() == kept


def test_a_line_goes_with_what_it_records(lead):
    with transaction.atomic():
        audit.record(Event.SETTING, by=lead, what="four_eyes.on")
        transaction.set_rollback(True)
    assert not Line.objects.filter(event=Event.SETTING).exists()
    audit.record(Event.SETTING, by=lead, what="four_eyes.off")
    assert chained()


def test_signing_in_and_out_and_a_new_password_leave_a_line(moderator: User):
    moderator.set_password(PASSWORD)
    moderator.save()
    client = Client()
    client.post("/accounts/login/", {"login": "ada", "password": "wrong"})
    client.post("/accounts/login/", {"login": "ada", "password": PASSWORD})
    client.post("/accounts/logout/")
    assert lines()[1:] == [("signed_in", "ada", "", "", ""), ("signed_out", "ada", "", "", "")]
    desk.sign_in(client, moderator)
    new = "nine long trains in white snow"
    client.post(
        "/accounts/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    assert "password" in [event for event, *_ in lines()]
    assert chained()


def test_accounts_leave_a_line_each():
    accounts.create("grace", role=accounts.LEADS)
    accounts.close("grace")
    accounts.reopen("grace")
    assert lines() == [
        ("invited", "", "grace", "lead", ""),
        ("closed", "", "grace", "", ""),
        ("reopened", "", "grace", "", ""),
    ]


def test_the_desk_s_key_leaves_a_line_for_each_turn_of_it(lead_at_desk, lead, moderator):
    keyring = keys.make_keyring(moderator, passphrase=desk.PASSPHRASE)
    for act in ("admit", "remove", "turn"):
        pages.surely(lead_at_desk, "/admin/keys/", {"act": act, "keyring": str(keyring)})
        if act == "remove":
            # Her sitting has the old key in hand.
            lead_at_desk.post("/admin/unlock/", {"passphrase": desk.PASSPHRASE})
    assert [line for line in lines() if line[1] == "bell"] == [
        ("unlocked", "bell", "", "", ""),
        ("key_given", "bell", "ada", "", ""),
        ("key_taken", "bell", "ada", "", ""),
        ("key_turned", "bell", "", "", ""),
        ("unlocked", "bell", "", "", ""),
        ("key_turned", "bell", "", "", ""),
    ]
    assert chained()


def test_the_log_has_names_of_its_own(lead, moderator):
    line = audit.record(Event.KEY_GIVEN, by=lead, whom=moderator)
    assert re.fullmatch("[b-z2-9]{3}-[b-z2-9]{3}", line.by)
    assert line.by != line.whom
    # Nothing of the account's stands there, and nothing that is made from it.
    for named in Line.objects.values_list("by", "whom"):
        assert not {"ada", "bell", str(lead.pk), str(moderator.pk)} & set(named)
    others = [
        *User.objects.values_list("username", "first_name", "password"),
        *Decision.objects.values_list("kind", "reason"),
    ]
    assert line.by not in str(others)


def test_a_name_in_the_log_stays_as_it_was(lead):
    first = audit.record(Event.SETTING, by=lead)
    User.objects.filter(pk=lead.pk).update(username="belle")
    again = audit.record(Event.SETTING, by=User.objects.get(pk=lead.pk))
    assert first.by == again.by
    assert lines()[-1][1] == "belle"


def test_two_people_never_have_one_name(moderator, lead, monkeypatch):
    LogName.objects.filter(person=lead).delete()
    taken, free = audit.name_of(moderator), "bbb-222"
    given = iter([taken, taken, free])
    monkeypatch.setattr(LogName._meta.get_field("name"), "_get_default", lambda: next(given))
    assert audit.name_of(lead) == free
    assert audit.name_of(moderator) == taken


@pytest.mark.parametrize("words", ["He moved too.", "UPPER", "a" * 41, " "])
def test_nothing_but_a_code_gets_in(lead, words):
    before = Line.objects.count()
    with pytest.raises(ValueError, match="code"):
        audit.record(Event.SETTING, by=lead, what=words)
    with pytest.raises(ValueError, match="code"):
        audit.record(Event.SETTING, by=lead, reason=words)
    with pytest.raises(ValueError, match="valid"):
        audit.record(words, by=lead)
    assert Line.objects.count() == before


def test_django_s_own_log_stays_empty(lead_at_desk, says):
    desk.approve(says("He moved too."))
    release()
    lead_at_desk.post(
        "/admin/stories/story/",
        {"action": "remove", "_selected_action": Story.objects.get().pk, "reason": "names"},
    )
    assert lines()[-1][3:] == ("remove", "names")
    assert not LogEntry.objects.exists()


# That it stands


def test_no_line_is_changed_by_way_of_the_models(lead):
    line = audit.record(Event.SETTING, by=lead, what="four_eyes.on")
    line.what = "four_eyes.off"
    mine = Line.objects.filter(pk=line.pk)
    for change in (
        line.save,
        line.delete,
        mine.delete,
        lambda: mine.update(what="four_eyes.off"),
        lambda: Line.objects.bulk_update([line], ["what"]),
        lambda: Line.objects.bulk_create([Line(number=line.number + 1)]),
    ):
        with pytest.raises(PermissionDenied):
            change()
    assert Line.objects.get(pk=line.pk).what == "four_eyes.on"


def test_no_two_lines_have_one_place(lead):
    line = audit.record(Event.SETTING, by=lead)
    Head.objects.update(number=line.number - 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        audit.record(Event.SETTING, by=lead)
    # Nor does the log begin anew where its head is gone.
    Head.objects.all().delete()
    with pytest.raises(IntegrityError), transaction.atomic():
        audit.record(Event.SETTING, by=lead)


def test_a_digest_stands_for_every_field(lead):
    line = audit.record(Event.SETTING, by=lead, whom=lead, what="a", reason="b", count=3)
    sound = audit.digest_of(line)
    for field in Line._meta.get_fields():
        if field.name == "digest":
            continue
        was = getattr(line, field.name)
        other = {int: 7, str: "ab", bytes: b"x" * 32}.get(type(was))
        setattr(
            line,
            field.name,
            timezone.now().date().replace(day=1, year=2001) if other is None else other,
        )
        assert audit.digest_of(line) != sound, field.name
        setattr(line, field.name, was)
    assert audit.digest_of(line) == sound


def test_fields_do_not_run_into_each_other(lead):
    line = audit.record(Event.SETTING, by=lead, what="ab", reason="c")
    sound = audit.digest_of(line)
    line.what, line.reason = "a", "bc"
    assert audit.digest_of(line) != sound
