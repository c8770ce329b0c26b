"""`privacy_audit` looks at the installation that it runs in, and finds what is wrong there."""

import secrets

import pytest
import redis
from django.contrib.auth.models import Permission
from django.core.cache import caches
from django.db import connection
from django.test import RequestFactory

from metoo.audit import database, installation
from metoo.audit.canaries import ADDRESSES
from moderation.sessions import SessionStore
from stories import throttle
from stories.models import Count, State, Story, Submission
from tests.leaks import places


@pytest.mark.django_db
def test_the_database_of_the_tests_is_sound(says):
    says("My own words")
    says(setting="work")
    assert places(*database.look()) == ""


@pytest.mark.django_db
def test_a_column_that_nobody_thought_of_is_found():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE stories_story ADD COLUMN sent_from varchar(40)")
        kind = "datetime" if connection.vendor == "sqlite" else "timestamp"
        cursor.execute(f"ALTER TABLE stories_release ADD COLUMN made {kind}")
    found = places(*database.look())
    assert "stories_story.sent_from is not in the inventory" in found
    assert "stories_release.made is not in the inventory" in found
    assert "stories_release.made is a DateTimeField" in found


@pytest.mark.django_db
def test_a_column_that_is_gone_is_noticed():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE stories_release DROP COLUMN gone")
    assert "stories_release.gone is in the inventory and not" in places(*database.look())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cell", "what"), [("14:05:33", "a clock time"), ("203.0.113.77", "an address")]
)
def test_a_value_that_tells_is_found(cell: str, what: str):
    Count.objects.create(table="odd", cell=cell, submissions=1)
    assert f"stories_count.cell holds what reads like {what}" in places(*database.look())


@pytest.mark.django_db
def test_words_of_a_waiting_submission_in_clear_are_found(says):
    kept = says("My own words")
    assert places(database.check_waiting(), database.check_ended()) == ""
    sound = bytes(kept.envelope)
    for wrong, what in {
        b'{"text": "My own words"}': "none of the sizes",
        b"My own words".ljust(len(sound), b"\0"): "is not sealed",
        "Мои слова ".encode().ljust(len(sound), b" "): "is not sealed",
        None: "none of the sizes",
    }.items():
        Submission.objects.filter(pk=kept.pk).update(envelope=wrong)
        assert what in places(database.check_waiting()), wrong
    Submission.objects.filter(pk=kept.pk).update(
        envelope=sound, examples=[{"text": "My own words"}]
    )
    assert "examples or country in clear" in places(database.check_waiting())
    assert "words outside an envelope" in places(database.check_ended())


@pytest.mark.django_db
def test_a_story_before_its_approval_is_found(says):
    kept = says("My own words")
    Story.objects.create(submission=kept, language="en")
    assert "of words that wait" in places(database.check_waiting())
    Submission.objects.filter(pk=kept.pk).update(state=State.DECLINED)
    found = places(database.check_ended())
    assert "its submission is over" in found
    assert "an envelope after its time" in found


@pytest.mark.django_db
def test_a_session_of_somebody_who_sends_is_found():
    session = SessionStore()
    session["from"] = ADDRESSES[0]
    session.save()
    found = places(database.check_sessions())
    assert "somebody who is not signed in" in found
    assert "an address" in found


@pytest.mark.django_db
def test_a_row_where_none_belongs_is_found(moderator):
    moderator.user_permissions.add(Permission.objects.all()[0])
    assert "table auth_user_user_permissions has 1 rows" in places(*database.look())


@pytest.mark.pure
def test_a_database_that_others_may_read_is_found(tmp_path):
    kept = tmp_path / "metoo.sqlite3"
    kept.write_bytes(b"")
    kept.chmod(0o600)
    assert places(installation.check_modes([kept])) == ""
    kept.chmod(0o644)
    assert "metoo.sqlite3: anybody on this machine may read it (mode 644)" in places(
        installation.check_modes([kept])
    )


def test_the_real_cache_has_no_address_in_a_key_and_one_that_has_is_found(settings):
    request = RequestFactory(REMOTE_ADDR=ADDRESSES[0]).post("/say/")
    assert throttle.wait(request, what="send") == 0
    keys = [str(key) for key in getattr(caches["limits"], "_cache", {})]
    assert len(keys) >= 2
    assert places(installation.check_keys(iter(keys))) == ""
    for key in (f":1:limit:{ADDRESSES[0]}", "limits:1:2001:db8::7", f"limits:1:{ADDRESSES[0]}/32"):
        assert f"cache key {key}" in places(installation.check_keys(iter([key])))


class Redis:
    """A Redis that says of itself what it is told to."""

    def __init__(self, **says: str) -> None:
        self.says = says

    def config_get(self, name: str) -> dict[str, str]:
        if not self.says:
            raise redis.ResponseError("unknown command")
        return {name: self.says[name]}


@pytest.mark.pure
def test_a_cache_that_writes_to_its_disk_is_found():
    assert places(installation.check_persistence(Redis(save="", appendonly="no"))) == ""
    found = places(installation.check_persistence(Redis(save="3600 1", appendonly="yes")))
    assert 'save is "3600 1"' in found
    assert 'appendonly is "yes"' in found
    assert "does not say" in places(installation.check_persistence(Redis()))


@pytest.mark.pure
def test_a_demonstrations_secret_key_is_found(settings, tmp_path):
    settings.DATA_DIR, settings.DEMO = tmp_path, False
    settings.SECRET_KEY = secrets.token_hex(32)
    assert places(installation.check_secret_key()) == ""
    (tmp_path / "secret-key").write_text(settings.SECRET_KEY)
    (tmp_path / "desk-passphrase").write_text("five words")
    found = places(installation.check_secret_key())
    assert "SECRET_KEY stands in it" in found
    assert "only a demonstration has one" in found


@pytest.mark.pure
def test_a_setting_that_writes_more_down_is_found(settings, tmp_path, monkeypatch):
    settings.DATA_DIR = tmp_path
    # The database of the tests is made without the care that a real one's is.
    monkeypatch.setattr(installation, "_places", lambda kept: kept)
    assert places(*installation.look()) == ""
    settings.DEBUG = True
    settings.FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
    found = places(*installation.look())
    assert "DEBUG is on" in found
    assert "TemporaryFileUploadHandler" in found
    more = {"file": {"class": "logging.FileHandler", "filename": "x"}}
    assert "log handler file" in places(
        installation.check_logging({**settings.LOGGING, "handlers": more})
    )
