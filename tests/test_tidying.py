"""What was deleted is gone from the database's own file, and the file's order tells nothing."""

import datetime
import random
import secrets
import time
from pathlib import Path

import psycopg
import pytest
from django.contrib.auth.models import Permission, User
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from psycopg.conninfo import make_conninfo

from metoo.audit import postgresql
from moderation import keys
from moderation.models import DeskKey, Keyring
from stories import lifecycle, testimony, tidying, worker
from stories.models import Example, FormKey, SealingKey, State, Submission, Tidying
from stories.say import nonce
from tests import desk
from tests.test_time_and_order import correlation

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("desk_key")]


@pytest.fixture(autouse=True)
def just_started(monkeypatch):
    """As after a start."""
    monkeypatch.setattr(tidying, "_last", -tidying._HOUR)


def say(words: str) -> Submission:
    """Says it, and approves it: between that and the release, words stand in clear."""
    said = testimony.Testimony((testimony.Occurrence(text=words),) if words else ())
    kept = desk.received(said, day=timezone.now().date())
    lifecycle.approve(kept.pk, said)
    return kept


def on_disk() -> bytes:
    """Every byte of the database's file and of its log."""
    file = Path(connection.settings_dict["NAME"])
    return b"".join(path.read_bytes() for path in (file, Path(f"{file}-wal")) if path.exists())


def test_no_byte_of_declined_words_is_left_behind_a_backlog():
    if connection.vendor != "sqlite":
        return
    chance = random.Random(7)
    said = {}
    with transaction.atomic():
        for number in range(1_500):
            mark = f"canary {number} {chance.getrandbits(64):016x}"
            said[say(f"{mark}, " * chance.randint(1, 40)).pk] = mark
    declined = chance.sample(sorted(said), 700)
    for key in declined:
        lifecycle.decline(key)
    assert tidying.look(timezone.now().date())
    left = on_disk()
    assert not [said[key] for key in declined if said[key].encode() in left]
    # The search would find what is there.
    assert all(mark.encode() in left for key, mark in said.items() if key not in declined)


def test_the_order_of_the_file_is_not_that_of_the_arrival():
    with transaction.atomic():
        came = {say("").pk: number for number in range(2_000)}
    tidying.tidy()
    place = "rowid" if connection.vendor == "sqlite" else "ctid"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id FROM stories_submission ORDER BY {place}")  # noqa: S608
        found = [came[row[0]] for row in cursor.fetchall()]
    assert sorted(found) == list(range(2_000))
    assert abs(correlation(found)) < 0.09


def test_every_table_in_the_order_of_arrival_is_written_anew():
    if connection.vendor != "postgresql":
        return

    # The file that a table stands in is another one each time it is written anew.
    def files() -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT relname, relfilenode FROM pg_class WHERE relname LIKE ANY (%s)",
                [["stories_submission", "stories_story", "stories_example", "moderation_decision"]],
            )
            return sorted(map(str, cursor.fetchall()))

    before = files()
    assert len(before) == 4
    tidying.tidy()
    assert not set(before) & set(files())


def visited(receipt: bytes) -> int:
    """How many of its pages PostgreSQL reads to look for a receipt."""
    asked = "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT id FROM stories_submission"
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
        try:
            cursor.execute(f"{asked} WHERE receipt = %s", [receipt])
            (plan,) = cursor.fetchone()
        finally:
            cursor.execute("RESET enable_seqscan")
    top = plan[0]["Plan"]
    return int(top["Shared Hit Blocks"] + top["Shared Read Blocks"])


def test_postgresql_goes_nowhere_to_find_what_it_has_forgotten(today):
    if connection.vendor != "postgresql":
        return
    over = today - datetime.timedelta(days=31)
    submissions = [
        Submission(
            id=number + 1,
            state=State.DECLINED if number % 2 else State.WAITING,
            day=over, since=over, has_words=False, receipt=secrets.token_bytes(32),
        )
        for number in range(2_000)
    ]  # fmt: skip
    Submission.objects.bulk_create(submissions)
    forgotten = [one for one in submissions if one.state == State.DECLINED]
    worker.forget()
    assert Submission.objects.count() == 1_000
    never = {visited(secrets.token_bytes(32)) for _ in range(20)}
    asked = random.sample(forgotten, 20)
    assert {visited(bytes(one.receipt or b"")) for one in asked} <= never
    # It would be seen.
    here = submissions[0]
    assert visited(bytes(here.receipt or b"")) > max(never)


def test_postgresql_samples_no_words_for_its_statistics():
    if connection.vendor != "postgresql":
        return
    for number in range(50):
        say(f"canary {number}")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE stories_submission")
        cursor.execute("SELECT count(*) FROM pg_stats WHERE tablename = 'stories_submission'")
        assert cursor.fetchone()[0] > 0
        cursor.execute("SELECT count(*) FROM pg_stats s WHERE s::text LIKE '%canary%'")
        assert cursor.fetchone()[0] == 0


def test_once_a_day_and_at_the_first_look_of_it():
    today = timezone.now().date()
    assert tidying.look(today)
    assert not tidying.look(today)
    assert tidying.look(today + datetime.timedelta(days=1))
    assert Tidying.objects.get().day == today + datetime.timedelta(days=1)


def test_within_the_hour_after_words_were_erased(monkeypatch):
    today = timezone.now().date()
    tidying.look(today)
    lifecycle.decline(say("He moved too.").pk)
    assert Tidying.objects.get().erased
    assert not tidying.look(today)
    monkeypatch.setattr(tidying, "_last", tidying._last - tidying._HOUR)
    assert tidying.look(today)
    assert not Tidying.objects.get().erased
    assert not tidying.look(today)


def test_where_it_would_hold_up_everybody_it_waits_for_the_next_day(monkeypatch):
    today = timezone.now().date()
    tidying.look(today)
    lifecycle.decline(say("He moved too.").pk)
    monkeypatch.setattr(tidying, "_last", -tidying._HOUR)
    monkeypatch.setattr(tidying, "_SMALL", 0)
    # SQLite's file is written anew beside the old one.
    assert tidying.look(today) is (connection.vendor == "sqlite")
    assert Tidying.objects.get().erased is (connection.vendor == "postgresql")
    assert tidying.look(today + datetime.timedelta(days=1))


def tidied(today: datetime.date) -> None:
    """Tidied, if need be by the hour: where somebody reads meanwhile, as PostgreSQL does by itself
    to know its tables, it is not over."""
    for _ in range(20):
        tidying._last = -tidying._HOUR
        assert tidying.look(today)
        if not Tidying.objects.get().erased:
            return
        time.sleep(0.5)


def test_what_somebody_still_reads_is_for_the_next_hour():
    today = timezone.now().date()
    tidying.look(today)
    lifecycle.withdraw(say("He moved too.").pk)
    tidying._last = -tidying._HOUR
    if connection.vendor != "postgresql":
        return
    with psycopg.connect(_url()) as reader:
        reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        reader.execute("SELECT 1")
        assert tidying.look(today)
    assert Tidying.objects.get().erased
    tidied(today)
    assert not Tidying.objects.get().erased


def test_no_byte_of_what_was_taken_down_is_left_in_postgresqls_files():
    if connection.vendor != "postgresql":
        return
    today, url = timezone.now().date(), _url()
    tidying.look(today)
    words = f"canary {secrets.token_hex(8)} goes"
    kept, gone = say("canary that stays"), say(words)
    assert any(words.encode() in held for held in postgresql.files(url).values())
    lifecycle.withdraw(gone.pk)
    # Dead rows stay where they were.
    assert any(words.encode() in held for held in postgresql.files(url).values())
    tidied(today)
    left = postgresql.files(url)
    assert [name for name, held in left.items() if words.encode() in held] == []
    # The search would find what is there.
    text = Example.objects.get(story__submission=kept).text
    assert any(text.encode() in held for held in left.values())


def test_no_byte_of_an_erased_key_is_left_in_postgresqls_files():
    if connection.vendor != "postgresql":
        return
    today, url = timezone.now().date(), _url()
    tidying.look(today)
    erased = {"a form's key": secrets.token_bytes(32), "a wrap": secrets.token_bytes(72)}
    FormKey.objects.create(day=today - datetime.timedelta(days=9), key=erased["a form's key"])
    kept = secrets.token_bytes(32)
    FormKey.objects.create(day=today, key=kept)
    ring = Keyring.objects.create(
        public=b"",
        salt=b"",
        passes=1,
        memory=1,
        box=erased["a wrap"],
        person=User.objects.create_user("bell"),
    )
    ring.delete()
    nonce.forget_keys(before=today)
    assert Tidying.objects.get().erased
    held = b"".join(postgresql.files(url).values())
    assert all(one in held for one in erased.values())
    tidied(today)
    left = b"".join(postgresql.files(url).values())
    assert [name for name, one in erased.items() if one in left] == []
    # The search would find what is there.
    assert kept in left


def test_no_byte_of_a_key_that_was_turned_away_is_left_in_the_files():
    """Else words that were destroyed before, and remain elsewhere, could be opened with it."""
    holder = User.objects.create_user("bell")
    # The fixture's key is its own: nobody holds it.
    SealingKey.objects.all().delete()
    opened = keys.open_with_recovery(keys.set_up())
    keys.make_keyring(holder, passphrase=desk.PASSPHRASE)
    holder.user_permissions.add(Permission.objects.get(codename="screen_submission"))
    keys.admit(User.objects.get(pk=holder.pk), keys=opened)
    old = [bytes(held.envelope)[:64] for held in DeskKey.objects.all()]
    assert len(old) == 2
    keys.turn(opened)
    if connection.vendor == "postgresql":
        # Dead rows stay where they were, for as long as somebody writes to any database here.
        left = b"".join(postgresql.files(_url()).values())
        assert all(one in left for one in old)
        for _ in range(20):
            tidying.tidy()
            left = b"".join(postgresql.files(_url()).values())
            if not any(one in left for one in old):
                break
            time.sleep(0.5)
    else:
        left = on_disk()
    assert [one for one in old if one in left] == []
    # The search would find what is there.
    assert all(bytes(held.envelope)[:64] in left for held in DeskKey.objects.all())


def _url() -> str:
    """The database of the tests, as `psycopg` is told of one."""
    name = connection.get_connection_params()
    parts = {
        key: name[key] for key in ("host", "port", "user", "password", "dbname") if key in name
    }
    return make_conninfo(**parts)


def test_where_others_are_in_the_way_it_is_still_to_come(monkeypatch):
    def in_the_way() -> None:
        raise OperationalError

    today = timezone.now().date()
    with monkeypatch.context() as away:
        away.setattr(tidying, "tidy", in_the_way)
        with pytest.raises(OperationalError):
            tidying.look(today)
        # The worker goes on, and tries again.
        worker.look(worker._period(datetime.timedelta(days=1)))
    assert Tidying.objects.get().day is None
    assert tidying.look(today)


def test_the_worker_does_it():
    worker.look(worker._period(datetime.timedelta(days=1)))
    assert Tidying.objects.get().day == timezone.now().date()
