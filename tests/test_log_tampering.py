"""Whoever changes the log is found: by its chain, by its signatures, by what stands outside.

Each try is made in two ways: by somebody who changes the rows alone, and by somebody who knows how
the chain is made, rewrites all of it after his change, and lets go of the signatures that would
contradict him. He has the database, and neither the key nor what was written outside.
"""

import datetime
import os
import random
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, transaction
from django.db.models import QuerySet
from nacl.signing import SigningKey

from moderation import audit, heads, verifying
from moderation.models import Event, Head, Line, SignedHead
from moderation.outside import write_outside, written_here
from stories.random_keys import random_key

pytestmark = pytest.mark.django_db
TRIES = 200 if os.environ.get("PROVE") == "full" else 10
DAYS, A_DAY = 6, 8
FIRST = datetime.date(2026, 3, 1)

Rows = list[Line]


@pytest.fixture(autouse=True)
def key_beside(settings, tmp_path) -> None:
    settings.LOG_KEY_FILE = str(tmp_path / "log-key")
    settings.LOG_HEAD_FILE = str(tmp_path / "log-heads")


@pytest.fixture
def signed(lead, moderator) -> None:
    """A log of some days, each of which was signed and written outside."""
    for day in range(DAYS):
        for _ in range(A_DAY):
            audit.record(Event.UNLOCKED, by=random.choice([lead, moderator]), what="decline")
        end = Head.objects.get()
        heads.sign(end.number, bytes(end.digest), day=FIRST + datetime.timedelta(day))
    write_outside()


def check() -> verifying.Found:
    return verifying.check(outside=written_here(), key=heads.own_key())


def told(*words: str) -> str:
    said = StringIO()
    call_command("verify_log", *words, stdout=said)
    return said.getvalue()


def put(rows: Rows, *, careful_from: int | None) -> None:
    """Puts other rows in the place of the log's, past the models. From `careful_from` on the chain
    is made anew, the end fits it, and no signature that contradicts it is left."""
    if careful_from is not None:
        before = bytes(rows[careful_from - 1].digest) if careful_from else audit.START
        for number, row in enumerate(rows[careful_from:], careful_from + 1):
            row.number, row.before = number, before
            row.digest = before = audit.digest_of(row)
        QuerySet(Head).update(number=len(rows), digest=rows[-1].digest if rows else audit.START)
        QuerySet(SignedHead).filter(number__gt=careful_from).delete()
    QuerySet(Line).delete()
    QuerySet[Line](Line).bulk_create(rows)


def forged(number: int) -> Line:
    line = Line(
        number=number, mark=random_key(), day=FIRST, event="unlocked", by="ada", what="publish",
        before=audit.START,
    )  # fmt: skip
    line.digest = audit.digest_of(line)
    return line


def edit(rows: Rows, at: int, careful: bool) -> int:
    field, value = random.choice(
        [
            ("by", "eve"),
            ("reason", "spam"),
            ("what", "publish"),
            ("count", 9),
            ("mark", 7),
            ("day", datetime.date(2025, 1, 1)),
            ("event", "setting"),
            ("whom", "eve"),
        ]
    )
    setattr(rows[at], field, value)
    if not careful and random.random() < 0.5:
        rows[at].digest = audit.digest_of(rows[at])
    return at


def delete(rows: Rows, at: int, careful: bool) -> int:
    del rows[at]
    if not careful and random.random() < 0.5:
        for row in rows[at:]:
            row.number -= 1
    return at


def insert(rows: Rows, at: int, careful: bool) -> int:
    for row in rows[at:]:
        row.number += 1
    rows.insert(at, forged(at + 1))
    return at


def reorder(rows: Rows, at: int, careful: bool) -> int:
    other = random.choice([place for place in range(len(rows)) if place != at])
    rows[at].number, rows[other].number = rows[other].number, rows[at].number
    rows[at], rows[other] = rows[other], rows[at]
    return min(at, other)


def cut(rows: Rows, at: int, careful: bool) -> int:
    del rows[at:]
    return at


def roll_back(rows: Rows, at: int, careful: bool) -> int:
    """The database of an earlier day, as it was: its end fits it, and so does what was signed."""
    end = (at // A_DAY) * A_DAY
    del rows[end:]
    QuerySet(SignedHead).filter(number__gt=end).delete()
    QuerySet(Head).update(number=end, digest=rows[-1].digest if rows else audit.START)
    return end


def fork(rows: Rows, at: int, careful: bool) -> int:
    """An earlier database that went on otherwise, for longer than the real one."""
    length, end = len(rows), roll_back(rows, at, careful)
    before = bytes(rows[-1].digest) if rows else audit.START
    for number in range(end + 1, length + 5):
        row = forged(number)
        row.before = before
        row.digest = before = audit.digest_of(row)
        rows.append(row)
    QuerySet(Head).update(number=len(rows), digest=before)
    return end


MANIPULATIONS: list[Callable[[Rows, int, bool], int]] = [
    edit, delete, insert, reorder, cut, roll_back, fork,
]  # fmt: skip


@pytest.mark.parametrize("manipulate", MANIPULATIONS, ids=lambda one: one.__name__)
def test_every_manipulation_is_found(signed, manipulate):
    assert check().number == Line.objects.count()
    found = 0
    for number in range(TRIES):
        careful = number % 2 == 1
        with transaction.atomic():
            rows = list(Line.objects.order_by("number"))
            at = random.randrange(DAYS * A_DAY)
            changed = manipulate(rows, at, careful)
            put(rows, careful_from=changed if careful else None)
            try:
                check()
            except verifying.Broken:
                found += 1
            transaction.set_rollback(True)
    print(f"{manipulate.__name__}: {found} of {TRIES} found")
    assert found == TRIES
    assert check().number == Line.objects.count()


@pytest.mark.parametrize("manipulate", [edit, delete, insert, reorder, cut])
def test_the_chain_alone_shows_who_changed_rows_alone(signed, manipulate):
    # Neither key nor signature nor anything outside.
    QuerySet(SignedHead).delete()
    for _ in range(TRIES):
        with transaction.atomic():
            rows = list(Line.objects.order_by("number"))
            manipulate(rows, random.randrange(len(rows)), False)
            put(rows, careful_from=None)
            with pytest.raises(verifying.Broken):
                verifying.check(outside=[], key=None)
            transaction.set_rollback(True)


def test_a_log_that_somebody_else_signed_is_found(signed, settings, tmp_path):
    """Everything anew, signed with a key of his own; what stands outside is out of his reach."""
    rows = list(Line.objects.order_by("number"))
    rows[0].by = "eve"
    put(rows, careful_from=0)
    mine, settings.LOG_KEY_FILE = settings.LOG_KEY_FILE, str(tmp_path / "other")
    end = Head.objects.get()
    heads.sign(end.number, bytes(end.digest), day=FIRST)
    other, settings.LOG_KEY_FILE = heads.own_key(), mine
    with pytest.raises(verifying.Broken, match="is not signed with this key"):
        verifying.check(outside=[], key=heads.own_key())
    # He who has the server has the key too: then only what is outside contradicts him.
    assert verifying.check(outside=[], key=other).number == len(rows)
    with pytest.raises(verifying.Broken):
        verifying.check(outside=written_here(), key=None)


def test_a_signature_stands_for_all_it_says(signed):
    (first, *_) = heads.kept()
    assert first.holds()
    for change in (
        {"number": first.number + 1},
        {"day": first.day + datetime.timedelta(1)},
        {"digest": b"x" * 32},
        {"key": bytes(SigningKey.generate().verify_key)},
        {"signature": b"x" * 64},
    ):
        values = {name: getattr(first, name) for name in first.__slots__}
        assert not heads.Signed(**{**values, **change}).holds(), change


def test_what_was_written_outside_is_found_in_a_mail_and_a_syslog(signed, tmp_path):
    (first, *_, last) = heads.kept()
    mail = f"From: desk\n> {first}\nMar 6 03:00:01 host metoo: {last}\nmetoo-log-head 1 5 2026\n"
    assert list(heads.written_in(mail.splitlines())) == [first, last]


# The command


def test_the_command_says_what_it_saw_and_what_it_could_not_see(signed, lead, tmp_path):
    outside = tmp_path / "outside"
    outside.write_text(f"{heads.kept()[-1]}\n")
    said = told("--heads", str(outside))
    assert f"Signed up to line {heads.kept()[-1].number}" in said
    assert "fits them all" in said
    assert "not signed yet" not in said
    audit.record(Event.SETTING, by=lead)
    said = told()
    assert "Lines not signed yet: 1." in said
    assert "No head from outside was given" in said


def test_the_command_names_the_first_bad_line_and_fails(signed, tmp_path):
    rows = list(Line.objects.order_by("number"))
    rows[4].by = "eve"
    put(rows, careful_from=None)
    with pytest.raises(CommandError, match="Line 5 is not as it was written"):
        told()


def test_the_command_finds_an_older_database_by_what_is_outside_alone(signed, settings, tmp_path):
    outside = tmp_path / "outside"
    outside.write_text(f"{heads.kept()[-1]}\n")
    settings.LOG_HEAD_FILE = str(tmp_path / "none")
    rows = list(Line.objects.order_by("number"))
    end = roll_back(rows, 3 * A_DAY, careful=True)
    put(rows, careful_from=None)
    assert "No head from outside" in told()
    with pytest.raises(CommandError, match=f"Line {end + 1} is missing"):
        told("--heads", str(outside))
    for wrong in (str(tmp_path / "absent"), settings.LOG_KEY_FILE):
        with pytest.raises(CommandError):
            told("--heads", wrong)


def test_an_end_that_is_gone_or_wrong_is_found(signed):
    end = Head.objects.get()
    for change in ({"number": end.number + 1}, {"number": end.number - 1}, {"digest": b"x" * 32}):
        Head.objects.update(**change)
        with pytest.raises(verifying.Broken, match="Line"):
            check()
        Head.objects.update(number=end.number, digest=end.digest)
    assert check().number == end.number
    Head.objects.all().delete()
    with pytest.raises(verifying.Broken, match="noted nowhere"):
        check()


def test_a_line_that_is_none_is_named(signed):
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("UPDATE moderation_line SET day = '2026-99-99' WHERE number = 7")
        with pytest.raises(CommandError, match="Line 7 cannot be read"):
            told()


# Once a day


def test_the_worker_signs_once_a_day_and_what_holds_alone(signed, settings, lead, today, caplog):
    before = Line.objects.count()
    verifying.sign_today()
    verifying.sign_today()
    assert [head.number for head in heads.kept() if head.day == today] == [before]
    assert len(written_here()) == DAYS + 1
    QuerySet(SignedHead).filter(day=today).delete()
    rows = list(Line.objects.order_by("number"))
    rows[0].by = "eve"
    put(rows, careful_from=0)
    verifying.sign_today()
    assert not heads.signed_on(today)
    assert "does not hold" in caplog.text


def test_a_lost_key_is_not_replaced_in_silence(signed, settings, tmp_path, today, caplog):
    settings.LOG_KEY_FILE = str(tmp_path / "gone")
    verifying.sign_today()
    assert not heads.signed_on(today)
    assert "key of the desk's log is gone" in caplog.text
    assert not (tmp_path / "gone").exists()


def test_only_their_owner_reads_key_and_heads(signed, settings):
    for path in (settings.LOG_KEY_FILE, settings.LOG_HEAD_FILE):
        assert Path(path).stat().st_mode & 0o777 == 0o600


def test_the_head_goes_by_mail_and_to_another_hosts_syslog(lead, settings, mailoutbox, today):
    import socket

    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as host:
        host.bind(("127.0.0.1", 0))
        host.settimeout(5)
        settings.LOG_HEAD_SYSLOG = f"127.0.0.1:{host.getsockname()[1]}"
        settings.LOG_HEAD_MAIL = "desk@example.org"
        verifying.sign_today()
        datagram = host.recv(2_000).decode()
    (mail,) = mailoutbox
    assert mail.to == ["desk@example.org"]
    for outside in (datagram, mail.body):
        assert list(heads.written_in(outside.splitlines())) == [heads.kept()[-1]]
    assert SignedHead.objects.get(day=today).outside


def test_what_could_not_be_written_outside_is_for_the_next_time(lead, settings, tmp_path, caplog):
    settings.LOG_HEAD_FILE = str(tmp_path / "no" / "folder")
    verifying.sign_today()
    assert "could not be written outside" in caplog.text
    settings.LOG_HEAD_FILE = str(tmp_path / "heads")
    verifying.sign_today()
    assert written_here() == heads.kept()
