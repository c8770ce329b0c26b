"""A backup that is put back, and a key that is lost, are announced, signed, and said each time; who
rolls the log back and has no key is found all the same."""

import datetime
import random
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction
from django.db.models import QuerySet

from moderation import audit, continuing, copies, heads, verifying
from moderation.models import Continuation, Event, Head, Line, SignedHead
from moderation.outside import write_outside, written_here
from tests.test_log_tampering import A_DAY, DAYS, MANIPULATIONS, TRIES, Rows, check, put, told

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 20)


@pytest.fixture(autouse=True)
def key_beside(settings, tmp_path) -> None:
    settings.LOG_KEY_FILE = str(tmp_path / "log-key")
    settings.LOG_HEAD_FILE = str(tmp_path / "log-heads")


@pytest.fixture
def day(monkeypatch):
    """Sets the day that it is."""

    def is_it(day: datetime.date) -> None:
        at = datetime.datetime.combine(day, datetime.time(12), tzinfo=datetime.UTC)
        monkeypatch.setattr("django.utils.timezone.now", lambda: at)

    return is_it


def works(lead, day, days: range) -> None:
    """So many days pass at the desk, each signed and written outside."""
    for number in days:
        day(TODAY + datetime.timedelta(number))
        for _ in range(A_DAY):
            audit.record(Event.UNLOCKED, by=lead, what="decline", reason="other")
        verifying.sign_today()


def backup() -> list:
    """What a backup holds of the log."""
    kinds = (Line, Head, SignedHead, Continuation)
    return [(kind, list(QuerySet(kind))) for kind in kinds]


def put_back(kept: list) -> None:
    for kind, rows in kept:
        QuerySet(kind).delete()
        QuerySet(kind).bulk_create(rows)


def announced(*words: str) -> str:
    said = StringIO()
    call_command("continue_log", *words, stdout=said)
    return said.getvalue()


def test_a_backup_that_is_put_back_is_announced_and_said_each_time(lead, day):
    works(lead, day, range(2))
    kept, at = backup(), Line.objects.count()
    works(lead, day, range(2, 5))
    signed = heads.kept()[-1].number
    day(TODAY + datetime.timedelta(5))
    put_back(kept)
    audit.record(Event.SIGNED_IN, by=lead)
    with pytest.raises(CommandError, match=r"is not the one|is missing"):
        told()
    verifying.sign_today()
    assert len(heads.kept()) == 2

    said = f"of lines {at + 1} to {signed} is not in this log"
    assert said in announced()
    assert Line.objects.get(number=at + 2).event == "went_back"
    works(lead, day, range(5, 8))
    assert said in told()
    assert said in told("--heads", str(verifying_file()))
    # That day has its signature already: what was announced is where the log ended.
    assert [head.day for head in heads.kept()][2:] == [
        TODAY + datetime.timedelta(number) for number in (6, 7)
    ]
    assert "Nothing was written" in announced()
    assert Continuation.objects.count() == 1


def verifying_file() -> Path:
    from django.conf import settings

    return Path(settings.LOG_HEAD_FILE)


@pytest.fixture
def went_back(lead, day) -> list:
    """A log that was put back once, on the third of six days, which was announced. Returns what
    the database held before."""
    works(lead, day, range(2))
    kept = backup()
    works(lead, day, range(2, 4))
    before = backup()
    day(TODAY + datetime.timedelta(3))
    put_back(kept)
    continuing.announce(signed=written_here(), key=heads.own_key())
    works(lead, day, range(4, DAYS))
    return before


def let_go(rows: Rows, at: int) -> None:
    """Who knows how it is made lets go of what contradicts him, an announcement too."""
    QuerySet(Continuation).filter(number__gt=at).delete()


@pytest.mark.parametrize("manipulate", MANIPULATIONS, ids=lambda one: one.__name__)
def test_what_nobody_announced_is_found_though_something_was(went_back, manipulate):
    check()
    found = 0
    for number in range(TRIES):
        careful = number % 2 == 1
        with transaction.atomic():
            rows = list(Line.objects.order_by("number"))
            # What was added since the last signature, nobody has signed.
            changed = manipulate(rows, random.randrange(heads.kept()[-1].number), careful)
            put(rows, careful_from=changed if careful else None)
            if careful:
                let_go(rows, changed)
            with pytest.raises(verifying.Broken):
                check()
            found += 1
            transaction.set_rollback(True)
    print(f"{manipulate.__name__}, after one that was announced: {found} of {TRIES} found")
    check()


def test_the_state_from_before_an_announcement_does_not_come_back_in_silence(went_back):
    (said,) = heads.continued()
    put_back(went_back)
    # In the hour after it, too: nothing is signed that is later.
    signed = [one for one in written_here() if one.day <= said.day]
    assert said in signed
    with pytest.raises(verifying.Broken):
        verifying.check(outside=signed, key=heads.own_key())


def test_what_is_signed_after_an_announcement_counts(went_back):
    """Also where it is fewer lines than the log had once."""
    last, (said,) = heads.kept()[-2], heads.continued()
    assert said.kept < last.number <= said.lost < heads.kept()[-1].number
    rows = [row for row in Line.objects.order_by("number") if row.number <= last.number]
    rows[-1].reason = "spam"
    put(rows, careful_from=last.number - 1)
    outside = [one for one in written_here() if one.number <= last.number or one.day < said.day]
    with pytest.raises(verifying.Broken, match="is not the one that was signed"):
        verifying.check(outside=outside, key=heads.own_key())


def test_a_backup_from_before_an_announcement_is_announced_again(lead, day):
    works(lead, day, range(1))
    first = backup()
    works(lead, day, range(1, 3))
    put_back(first)
    announced()
    works(lead, day, range(3, 5))
    put_back(first)
    # On one day twice, too.
    for _ in range(2):
        audit.record(Event.SIGNED_IN, by=lead)
        said = announced()
        assert said.startswith("Announced on")
        check()
        put_back(first)
    announced()
    works(lead, day, range(5, 7))
    assert told().count("Announced on") == 1


def test_nobody_announces_without_the_key(went_back, settings, tmp_path):
    """He has the database, and what he signs he signs with a key of his own."""
    mine, signed = settings.LOG_KEY_FILE, written_here()
    settings.LOG_HEAD_FILE = str(tmp_path / "his heads")
    for key in (None, heads.own_key()):
        with transaction.atomic():
            settings.LOG_KEY_FILE = str(tmp_path / "his")
            continuing.announce(signed=signed, key=key, new_key=True)
            settings.LOG_KEY_FILE = mine
            with pytest.raises(verifying.Broken, match="is not signed with this key"):
                verifying.check(outside=[], key=heads.own_key())
            transaction.set_rollback(True)


def test_what_is_announced_stands_for_all_it_says(went_back):
    (said,) = heads.continued()
    assert said.holds()
    assert list(heads.written_in([f"> {said} "])) == [said]
    for change in (
        {"number": said.number + 1},
        {"day": said.day + datetime.timedelta(1)},
        {"digest": b"x" * 32},
        {"kept": said.kept - 1},
        {"lost": said.lost + 1},
        {"former": b"x" * 32},
        {"key": b"x" * 32},
        {"signature": b"x" * 64},
    ):
        values = {name: getattr(said, name) for name in said.__slots__}
        assert not heads.Continued(**{**values, **change}).holds(), change


def test_no_backup_explains_a_chain_that_does_not_hold(went_back):
    rows = list(Line.objects.order_by("number"))
    rows[4].by = "eve"
    put(rows, careful_from=None)
    with pytest.raises(CommandError, match="Line 5 is not as it was written"):
        announced()
    assert Continuation.objects.count() == 1


def test_a_copy_says_what_was_announced(went_back, tmp_path):
    copy = tmp_path / "copy"
    copy.write_text("".join(copies.written(Line.objects.latest("number"))))
    assert "an older state was put back" in told("--log", str(copy))


# A key that is lost


def test_a_new_key_is_announced_and_the_old_one_signs_no_more(lead, day, settings, tmp_path):
    works(lead, day, range(3))
    old = heads.own_key()
    lost, settings.LOG_KEY_FILE = settings.LOG_KEY_FILE, str(tmp_path / "again")
    with pytest.raises(CommandError, match="--new-key"):
        put_back_and_announce(lead, day)
    said = announced("--new-key")
    new = heads.own_key()
    assert new != old
    assert new
    assert old
    assert f"the key {new.hex()} signs from that day on; until then {old.hex()}" in said
    works(lead, day, range(3, 5))
    assert said.split("\n")[0] in told("--key", new.hex())
    # Who finds the old one signs nothing with it from then on.
    settings.LOG_KEY_FILE = lost
    day(TODAY + datetime.timedelta(9))
    end = Head.objects.get()
    heads.sign(end.number, bytes(end.digest), day=TODAY + datetime.timedelta(9))
    with pytest.raises(verifying.Broken, match="is not signed with this key"):
        verifying.check(outside=written_here(), key=new)


def put_back_and_announce(lead, day) -> None:
    """As somebody does who lost the machine, and has a backup of the database alone."""
    with transaction.atomic():
        end = Head.objects.get()
        QuerySet(Line).filter(number=end.number).delete()
        last = Line.objects.latest("number")
        QuerySet(Head).update(number=last.number, digest=last.digest)
        announced()


def test_a_key_and_nothing_that_it_signed_is_said(lead, day, settings, caplog):
    works(lead, day, range(2))
    QuerySet(SignedHead).delete()
    Path(settings.LOG_HEAD_FILE).write_text("")
    with pytest.raises(CommandError, match="The key that signs the log is here"):
        told()
    # Nor is it covered up by the next signature.
    verifying.sign_today()
    assert not SignedHead.objects.exists()
    assert "does not hold" in caplog.text


def test_a_first_signature_that_was_cut_off_is_no_alarm(lead, day, settings):
    day(TODAY)
    key, new = Path(settings.LOG_KEY_FILE), Path(f"{settings.LOG_KEY_FILE}-new")
    verifying.sign_today()
    public = heads.own_key()
    assert key.exists()
    assert not new.exists()
    # After the signature, and before the key was where keys are.
    key.rename(new)
    assert heads.own_key() == public
    assert "The log holds" in told()
    verifying.sign_today()
    assert key.exists()
    # After the key, and before its signature.
    key.rename(new)
    QuerySet(SignedHead).delete()
    Path(settings.LOG_HEAD_FILE).write_text("")
    assert heads.own_key() is None
    assert "The log holds" in told()
    verifying.sign_today()
    assert heads.own_key() == public


def test_what_was_announced_is_written_outside(went_back):
    write_outside()
    assert set(heads.continued()) <= set(written_here())
