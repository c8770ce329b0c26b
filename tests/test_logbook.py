"""The page of the log: who reads what of it, in which order, and what can be taken away."""

import contextlib
import datetime
import json
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission, User
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test import Client
from django.utils import timezone

from moderation import audit, decisions, heads, lock_outs, logbook, verifying, wording
from moderation.accounts import people as accounts
from moderation.models import Event, Head, Kind, LastLook, Line, Reason
from tests import desk

pytestmark = pytest.mark.django_db
WORDS = "He came in and she left."
_NUMBER = re.compile(r'class="number">([\d,]+)</th>')


@pytest.fixture(autouse=True)
def key_beside(settings, tmp_path) -> None:
    settings.LOG_KEY_FILE = str(tmp_path / "log-key")
    settings.LOG_HEAD_FILE = str(tmp_path / "log-heads")


@pytest.fixture
def auditor(db: None) -> User:
    """Reads the log, and no words."""
    return accounts.create("ida", role=accounts.AUDITORS)


@pytest.fixture
def reading(auditor: User) -> Client:
    """A browser in which she is signed in."""
    client = Client()
    desk.sign_in(client, auditor)
    return client


@pytest.fixture
def leading(lead: User) -> Client:
    """A browser in which a lead is, who reads words too."""
    client = Client()
    desk.sign_in(client, lead)
    return client


def shown(client: Client, query: str = "") -> str:
    answer = client.get(f"/admin/log/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def written(many: int, **said) -> list[Line]:
    return [audit.record(Event.DECIDED, by=None, what="decline", **said) for _ in range(many)]


def unlocked(many: int) -> None:
    """What leaves a line and nothing beside it that the line is compared with."""
    for _ in range(many):
        audit.record(Event.UNLOCKED, by=None)


@contextlib.contextmanager
def on(day: datetime.date, monkeypatch) -> Iterator[None]:
    """Meanwhile it is that day, at noon."""
    noon = datetime.datetime.combine(day, datetime.time(12), datetime.UTC)
    with monkeypatch.context() as then:
        then.setattr(timezone, "now", lambda: noon)
        yield


# What it says


def test_a_line_says_who_what_when_and_why(reading, lead, auditor, says):
    decisions.decline(says("He moved too."), by=lead, reason=Reason.NAMES)
    text = shown(reading)
    name = audit.name_of(lead)
    for said in (name, "Decline", "Names or points to someone", "Made an account", "auditor"):
        assert said in text, said
    assert "Whoever runs the server" in text
    # And nothing that leads to who that is, or to what was decided.
    assert not re.search(r"\bbell\b", text)
    assert "He moved too." not in text


def test_every_code_that_is_written_has_words():
    """What the source records, out of every call that hands a code to the log."""
    codes, place = set(), Path(__file__).resolve().parent.parent / "moderation"
    for path in place.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        codes |= set(re.findall(r'what="([a-z.]+)"', text))
        codes |= set(re.findall(r'_changed\(request, person, "([a-z.]+)"', text))
    codes |= {what for _, _, what in lock_outs._PURSES} | {*accounts.ROLES, *Kind.values}
    assert {"log", "code.used", "passphrases", "app.set", "lead", "publish"} <= codes
    bare = {
        code for code in codes if wording.said(Line(what=code, event="factor", by="")).kind == code
    }
    assert bare == set(accounts.ROLES)
    for event in Event:
        assert wording.said(Line(event=event.value, by="")).what != event.value


def test_what_has_no_words_stands_there_as_its_code(reading):
    audit.record(Event.FACTOR, by=None, what="a.new_kind", reason="nobody-knows")
    text = shown(reading)
    assert "a.new_kind" in text
    assert "nobody-knows" in text


def test_the_last_line_comes_first_and_pages_leave_none_out(reading):
    written(2 * logbook.AT_ONCE + 7)
    numbers, query = [], ""
    while True:
        text = shown(reading, query)
        numbers += [int(number) for number in _NUMBER.findall(text)]
        after = re.search(r"after=([0-9a-f]{16})", text)
        if after is None:
            break
        query = f"?after={after[1]}"
    assert numbers == list(range(Line.objects.count(), 0, -1))


def test_a_page_has_as_many_queries_however_long_the_log_is(reading, django_assert_max_num_queries):
    written(10)
    with django_assert_max_num_queries(10):
        shown(reading)
    written(3 * logbook.AT_ONCE)
    with django_assert_max_num_queries(10):
        text = shown(reading)
    after = re.search(r"after=([0-9a-f]{16})", text)
    assert after
    with django_assert_max_num_queries(11):
        shown(reading, f"?kind=decided&after={after[1]}")


def test_lines_of_one_kind_and_of_one_person(reading, lead, moderator):
    written(3)
    audit.record(Event.KEY_GIVEN, by=lead, whom=moderator)
    audit.record(Event.SIGNED_IN, by=moderator)
    kinds = logbook.page(lead, kind="key_given").lines
    assert [line.event for line in kinds] == ["key_given"]
    hers = logbook.page(lead, who=audit.name_of(moderator)).lines
    assert sorted(line.event for line in hers) == ["invited", "key_given", "named", "signed_in"]
    both = logbook.page(lead, who=audit.name_of(moderator), kind="signed_in").lines
    assert len(both) == 1
    text = shown(reading, f"?who={audit.name_of(moderator)}&kind=key_given")
    assert text.count('scope="row"') == 1


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("?kind=nonsense", 200),
        ("?who=%00", 200),
        ("?who=%F0%9F%98%80", 200),
        (f"?who={'a' * 5000}", 200),
        ("?after=nonsense", 404),
        ("?after=7fffffffffffffff", 404),
        ("?after=%00", 200),
        ("?number=x&digest=y", 422),
        ("?number=0&digest=" + "0" * 20, 422),
        ("?number=99999999999999999999&digest=" + "0" * 20, 422),
        ("?number=1&digest=" + "0" * 19, 422),
        ("?number=1", 422),
        ("?number=999&digest=" + "0" * 20, 200),
    ],
)
def test_nonsense_gets_a_page(reading, query, status):
    assert reading.get(f"/admin/log/{query}").status_code == status


# What is not for who reads words


def test_who_reads_words_does_not_read_the_order_of_a_day(leading, reading, monkeypatch):
    days = [timezone.now().date() - datetime.timedelta(days=ago) for ago in (2, 1)]
    for day in days:
        with on(day, monkeypatch):
            written(logbook.AT_ONCE)
    lead = User.objects.get(username="bell")
    first = logbook.page(lead)
    second = logbook.page(lead, after=first.after)
    lines = [line for line in (*first.lines, *second.lines) if line.event == "decided"]
    assert [line.day for line in lines] == sorted((line.day for line in lines), reverse=True)
    for day in days:
        numbers = [line.number for line in lines if line.day == day]
        assert numbers not in (sorted(numbers), sorted(numbers, reverse=True))
    assert not _NUMBER.search(shown(leading))
    assert _NUMBER.search(shown(reading))
    # Nor from where she goes on, or where it ends just now.
    assert str(Head.objects.get().number) not in re.sub(r"<[^>]*>", "", shown(leading))


def test_a_first_yes_is_not_for_who_could_be_the_second(
    at_desk, lead_at_desk, says, reading, auditor
):
    """It waits, then somebody else's does, then none."""
    third = accounts.create("cleo")
    lead, moderator = (User.objects.get(username=name) for name in ("bell", "ada"))
    desk.admit(third)
    decisions.switch_four_eyes(on=True, by=lead)
    kept, other = says(WORDS, age="13-17"), says(WORDS, age="13-17")

    def firsts(reader: User) -> int:
        everything = logbook.page(reader).lines
        by_her = logbook.page(reader, who=audit.name_of(moderator)).lines
        assert sum(line.what == "first" for line in by_her) == sum(
            line.what == "first" for line in everything
        )
        return sum(line.what == "first" for line in everything)

    before = firsts(lead)
    decisions.publish(kept, desk.opened(kept), by=moderator)
    assert Line.objects.filter(what="first").count() == before + 1
    assert firsts(lead) == 0
    assert firsts(auditor) == 1
    assert "A first yes" not in re.findall(r"<td[^>]*>[^<]*", shown(lead_at_desk))
    # Hers is decided, and today another may be given: none of today is shown.
    kept.refresh_from_db()
    decisions.publish(kept, desk.opened(kept), by=lead, first=desk.opened(kept))
    assert firsts(lead) == 0
    decisions.publish(other, desk.opened(other), by=moderator)


def test_the_first_yeses_of_a_day_are_shown_when_none_from_then_on_waits(
    lead, moderator, says, desk_key, monkeypatch
):
    for person in (lead, moderator, accounts.create("cleo")):
        desk.admit(person)
    decisions.switch_four_eyes(on=True, by=lead)
    early = timezone.now().date() - datetime.timedelta(days=9)
    kept = [says(WORDS, age="13-17") for _ in range(2)]
    with on(early, monkeypatch):
        for one in kept:
            decisions.publish(one, desk.opened(one), by=moderator)

    def firsts() -> int:
        return sum(line.what == "first" for line in logbook.page(lead).lines)

    assert Line.objects.filter(what="first", day=early).count() == 2
    assert logbook.page(lead).without_first_since == early
    assert firsts() == 0
    for waits, one in zip((True, False), kept, strict=True):
        one.refresh_from_db()
        decisions.publish(one, desk.opened(one), by=lead, first=desk.opened(one))
        assert firsts() == (0 if waits else 2)


# Whether it is whole


def test_the_page_says_what_came_of_the_last_look(reading, lead):
    assert "Nobody has looked yet" in shown(reading)
    audit.record(Event.SETTING, by=lead)
    verifying.sign_today()
    number = Line.objects.count()
    assert f"it held: {number} lines" in shown(reading)
    Line.objects.filter(number=2)._raw_delete("default")
    with pytest.raises(CommandError):
        call_command("verify_log", stdout=StringIO())
    text = shown(reading)
    assert "it did not hold" in text
    assert "Line 2 is missing" in text


def test_the_page_says_that_nobody_has_looked_for_long(reading):
    day = timezone.now().date()
    look = LastLook.objects.create(day=day - datetime.timedelta(days=1), number=3)
    assert "longer ago than a day" not in shown(reading)
    LastLook.objects.filter(pk=look.pk).update(day=day - datetime.timedelta(days=2))
    assert "longer ago than a day" in shown(reading)


def test_what_was_written_down_is_compared(reading, lead):
    line = audit.record(Event.SETTING, by=lead)
    text = shown(reading)
    digits = re.search(r"<code>([0-9a-f ]{79})</code>", text)
    assert digits
    assert digits[1].replace(" ", "") == bytes(line.digest).hex()
    few = digits[1][:24]
    audit.record(Event.SETTING, by=lead)
    same = f"?number={line.number}&digest={few}"
    assert "The same." in shown(reading, same)
    other = ("0" if few[0] != "0" else "1") + few[1:]
    assert "Not the same." in shown(reading, f"?number={line.number}&digest={other}")
    assert "Not the same." in shown(reading, f"?number={line.number - 1}&digest={few}")
    # Also where the line was changed and its digest was not.
    with connection.cursor() as cursor:
        cursor.execute("UPDATE moderation_line SET reason = 'spam' WHERE number = %s", [line.pk])
    assert "Not the same." in shown(reading, same)


# What can be taken away


def taken(client: Client) -> str:
    answer = client.post("/admin/log/copy/")
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    return answer.getvalue().decode()


def verified(file, *words: str) -> str:
    said = StringIO()
    call_command("verify_log", "--log", str(file), *words, stdout=said)
    return said.getvalue()


def test_a_copy_can_be_checked_elsewhere(reading, auditor, lead, tmp_path):
    unlocked(5)
    verifying.sign_today()
    copy = taken(reading)
    last = Line.objects.latest("number")
    assert (last.event, last.by, last.what) == ("exported", audit.name_of(auditor), "log")
    rows = copy.splitlines()
    assert len(rows) == last.number + 1
    assert json.loads(rows[-1])["event"] == "exported"
    assert "bell" not in copy
    assert "ida" not in copy
    (tmp_path / "copy").write_text(copy)
    key = heads.own_key()
    assert key
    # Elsewhere there is no such database.
    Line.objects.all()._raw_delete("default")
    Head.objects.all().delete()
    said = verified(tmp_path / "copy", "--key", key.hex())
    assert f"The log holds: {last.number} lines" in said
    assert "Signed up to line" in said


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        (lambda rows: [*rows[:3], *rows[4:]], "Line 3 is missing"),
        (lambda rows: rows[:-1], "has been cut off"),
        (lambda rows: [*rows[:4], rows[5], rows[4], *rows[6:]], "Line 4 is missing"),
        (lambda rows: [row.replace("decline", "publish") for row in rows], "is not as it was"),
        (lambda rows: [rows[0], rows[1][:-9], *rows[2:]], "Line 1 cannot be read"),
        (lambda rows: [rows[0], "[]", *rows[2:]], "Line 1 cannot be read"),
        (lambda rows: rows[1:], "no copy of a log"),
        (lambda _: [], "no copy of a log"),
        (lambda _: ["[" * 100_000], "no copy of a log"),
        (lambda _: ["[]"], "no copy of a log"),
        (lambda _: ["\0"], "no copy of a log"),
    ],
)
def test_a_copy_that_was_changed_does_not_hold(reading, tmp_path, broken, says):
    written(5)
    rows = taken(reading).splitlines()
    (tmp_path / "copy").write_text("".join(f"{row}\n" for row in broken(rows)))
    with pytest.raises(CommandError, match=says):
        verified(tmp_path / "copy")


def test_an_older_copy_does_not_fit_a_head_from_after_it(reading, tmp_path):
    (tmp_path / "copy").write_text(taken(reading))
    unlocked(3)
    verifying.sign_today()
    (tmp_path / "heads").write_text(str(heads.newest()))
    with pytest.raises(CommandError, match="has been cut off"):
        verified(tmp_path / "copy", "--heads", str(tmp_path / "heads"))


def test_a_lead_takes_no_copy(leading, lead):
    before = Line.objects.count()
    assert leading.post("/admin/log/copy/").status_code == 403
    # Nor if she had the permission besides: in a copy a first yes has its author.
    lead.user_permissions.add(Permission.objects.get(codename="copy_log"))
    assert leading.post("/admin/log/copy/").status_code == 403
    assert Line.objects.count() == before
