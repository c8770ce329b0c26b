"""Deleted words are gone from the disk, also where somebody was reading meanwhile."""

import datetime
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from stories import erasure, lifecycle, worker
from stories.models import FormKey, Submission
from stories.say import nonce
from tests import desk

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        connection.vendor != "sqlite", reason="PostgreSQL empties its log by its own rules"
    ),
]
WORDS = "Fichtenkreuzschnabel am Aufzug"


@contextmanager
def reader() -> Iterator[None]:
    """Somebody who has begun to read and does not end, as another process."""
    other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
    try:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM stories_submission").fetchone()
        yield
    finally:
        other.close()


def on_the_disk() -> bytes:
    name = connection.settings_dict["NAME"]
    files = (Path(f"{name}{end}") for end in ("", "-wal"))
    return b"".join(path.read_bytes() for path in files if path.exists())


def test_a_decline_does_not_wait_for_who_reads_and_the_next_look_makes_good(says):
    # Between approval and release, words stand in clear.
    kept = says(WORDS)
    desk.approve(kept)
    assert WORDS.encode() in on_the_disk()
    patience = connection.settings_dict["OPTIONS"]["timeout"]
    with reader():
        began = time.monotonic()
        lifecycle.decline(kept.pk)
        # Far less than what a write waits: it holds up everybody who sends meanwhile.
        assert time.monotonic() - began < patience / 2
        # So it is not done yet, and nobody may believe so.
        assert WORDS.encode() in on_the_disk()
        assert not erasure.empty_the_log()
    worker.forget()
    assert WORDS.encode() not in on_the_disk()


def test_a_write_still_waits_as_long_as_it_did(says):
    with reader():
        lifecycle.decline(says(WORDS).pk)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA busy_timeout")
        assert cursor.fetchone()[0] == 1000 * connection.settings_dict["OPTIONS"]["timeout"]


def test_who_sends_while_it_is_tried_is_taken_in(says):
    kept = says(WORDS)
    done = threading.Event()

    def elsewhere() -> None:
        lifecycle.decline(kept.pk)
        connection.close()
        done.set()

    with reader():
        other = threading.Thread(target=elsewhere)
        other.start()
        for _ in range(20):
            says("He moved too.")
        assert done.wait(connection.settings_dict["OPTIONS"]["timeout"] / 2)
        other.join()
    assert Submission.objects.count() == 21


def test_the_worker_says_that_it_could_not(says, caplog):
    lifecycle.decline(says(WORDS).pk)
    with reader():
        says("He moved too.")
        worker.forget()
        (said,) = [record.message for record in caplog.records]
        assert said.startswith("Somebody reads for long: deleted words stand")
    caplog.clear()
    worker.forget()
    assert not caplog.records


def test_what_is_forgotten_or_discarded_is_gone_from_the_log_too(says, today):
    long_ago = today - datetime.timedelta(days=9)
    key, body = b"Kleiber" * 4, b"Zaunkoenig-Kauz."
    FormKey.objects.create(day=long_ago, key=key)
    nonce.forget_keys(before=today)
    assert key not in on_the_disk()

    old = says(day=long_ago)
    Submission.objects.filter(pk=old.pk).update(body=body)
    assert body in on_the_disk()
    lifecycle.forget_forms(before=today)
    assert body not in on_the_disk()

    Submission.objects.filter(pk=old.pk).update(examples=[{"setting": "Rohrdommel"}])
    assert b"Rohrdommel" in on_the_disk()
    lifecycle.hold_statuses()
    lifecycle.discard_lot([old.pk])
    assert b"Rohrdommel" in on_the_disk(), "it can be taken back for seven days"
    lifecycle.destroy_the_discarded(day=today + datetime.timedelta(days=8))
    assert b"Rohrdommel" not in on_the_disk()
