"""`privacy_audit` finds nothing on a sound site, and each of the leaks that are planted here."""

import base64
import sqlite3
import textwrap

import pytest
import redis
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.db import SessionStore
from django.core.cache import caches
from django.db import connection
from django.test import RequestFactory

from metoo.audit import database, installation, inventory, planting
from metoo.audit.canaries import ADDRESSES, SENDER, WORDS, guises
from metoo.audit.inventory import Check
from metoo.audit.searching import address_in, files, tables, time_in
from metoo.audit.throwaway import NotRunning
from stories.models import Count, State, Story, Submission
from stories.say import throttle
from tests import live

PRODUCTION = {
    "DEMO": "off",
    "SECRET_KEY": "of a real site in a test; it is long enough and opens nothing",
    "SITE_URL": "https://wall.example",
    "ALLOWED_HOSTS": "wall.example",
}
# Runs before everything else in each process of the site: the leaks of a careless server.
CARELESS = """
import base64, sys, tempfile, time
from django.core.handlers.base import BaseHandler

sound = BaseHandler.get_response

def leak(request):
    from django.contrib.sessions.backends.db import SessionStore
    from stories.models import Count, Submission

    words = request.POST["examples-0-text"]
    print("taken in:", words, file=sys.stderr, flush=True)
    Submission.objects.update(to_her=request.META["HTTP_X_FORWARDED_FOR"].encode())
    with tempfile.NamedTemporaryFile("wb", delete=False) as file:
        file.write(b"x" + base64.b64encode(b"y" + words.encode()))
    session = SessionStore()
    session["browser"] = request.META["HTTP_USER_AGENT"] * 20
    session.save()
    Count.objects.get_or_create(table="hour", cell=time.strftime("%H:%M:%S"), submissions=1)

def careless(self, request):
    answer = sound(self, request)
    if request.path == "/say/" and b"It arrived" in getattr(answer, "content", b""):
        leak(request)
    return answer

BaseHandler.get_response = careless
"""


def places(*checks: Check) -> str:
    """Where the checks found something; nothing where they found nothing."""
    return "\n".join(place for check in checks for place in check.found)


# The whole command --------------------------------------------------------------


def test_a_sound_site_passes_and_stays_as_it_is():
    with live.running(started=False, **PRODUCTION) as site:
        site.manage("migrate", "-v", "0")
        site.manage("create_moderator", "ada", "--lead")
        before = tables(site.data_dir, site.environment.get("DATABASE_URL", ""))
        printed = site.manage("privacy_audit")
        assert tables(site.data_dir, site.environment.get("DATABASE_URL", "")) == before
    assert "Nothing was found." in printed
    assert "LEAK" not in printed
    # Everything is listed, and each canary has its line.
    for line in inventory.lines():
        assert line in printed
    for what in [*SENDER, *planting.FATES]:
        assert what.startswith("address ") or f"{what}: in no byte" in printed


@pytest.fixture(scope="module")
def careless(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the command prints where the server is careless."""
    folder = tmp_path_factory.mktemp("careless")
    (folder / "sitecustomize.py").write_text(textwrap.dedent(CARELESS))
    with live.running(started=False, PYTHONPATH=str(folder)) as site:
        site.manage("migrate", "-v", "0")
        with pytest.raises(NotRunning) as failed:
            site.manage("privacy_audit")
    return str(failed.value)


@pytest.mark.parametrize(
    "place",
    [
        pytest.param("file output-0.log: plain", id="words in a log line"),
        pytest.param("table stories_submission: hexadecimal", id="an address in a column"),
        pytest.param("signed in table django_session: plain", id="a browser in a session"),
        pytest.param("temporary file tmp", id="words as base64 in a temporary file"),
        pytest.param("table stories_count: ", id="a clock time in a table"),
    ],
)
def test_the_whole_run_finds(careless: str, place: str):
    assert f"      {place}" in careless
    assert "Each place is above." in careless


# What a site wrote ----------------------------------------------------------------


def searched(left: dict[str, bytes]) -> str:
    return places(*planting.searched(left))


@pytest.mark.pure
def test_nothing_is_found_in_nothing():
    assert searched({"file metoo.sqlite3": b"x", "table stories_example": b"1 | words"}) == ""


@pytest.mark.pure
@pytest.mark.parametrize("before", ["", "a", "ab"])
def test_words_as_base64_in_a_file_are_found(tmp_path, before: str):
    coded = base64.b64encode(f"{before}{WORDS['waiting']} and more".encode())
    (tmp_path / "static").write_bytes(b"x" * 1_000 + coded)
    left = {f"file {name}": said for name, said in files(tmp_path, static=True).items()}
    assert "file static: base64" in searched(left)


@pytest.mark.pure
@pytest.mark.parametrize("kind", ["utf-16-le", "utf-16-be"])
def test_words_as_utf_16_in_the_database_are_found(tmp_path, kind: str):
    file = sqlite3.connect(tmp_path / "metoo.sqlite3")
    file.execute("CREATE TABLE stories_place (invented)")
    file.execute("INSERT INTO stories_place VALUES (?)", [WORDS["refused"].encode(kind)])
    file.commit()
    file.close()
    left = {f"file {name}": said for name, said in files(tmp_path).items()}
    assert "file metoo.sqlite3: UTF-16" in searched(left)
    # On PostgreSQL the tables alone can be asked.
    assert "bytes in table stories_place: UTF-16" in searched(tables(tmp_path, ""))


@pytest.mark.pure
@pytest.mark.parametrize("form", guises(WORDS["waiting"]))
def test_every_guise_is_found(form: str):
    said = b"before " + guises(WORDS["waiting"])[form] + b" after"
    assert f"file metoo.sqlite3-wal: {form}" in searched({"file metoo.sqlite3-wal": said})


@pytest.mark.pure
def test_published_words_stand_on_the_wall_alone():
    said = WORDS["published"].encode()
    assert searched({"table stories_example": said}) == ""
    assert "table stories_submission: plain" in searched({"table stories_submission": said})


@pytest.mark.pure
def test_a_file_that_nobody_thought_of_is_found():
    assert searched({"file static/site.css": b"", "file secret-key": b""}) == ""
    assert searched({"file backup.sql": b""}) == "file backup.sql is not in the inventory"


@pytest.mark.pure
@pytest.mark.parametrize(
    "text", ["at 14:05", "09:05:33", "2026-01-02T09:05:33", "1764000000", "1764000000.5"]
)
def test_a_clock_time_is_recognised(text: str):
    assert time_in(text)


@pytest.mark.pure
@pytest.mark.parametrize(
    "text",
    ["2026-01-02", "views.py:14 home", "localhost:8000", "4611686018427387904", "a1764000000"],
)
def test_what_is_no_clock_time_is_none(text: str):
    assert not time_in(text)


@pytest.mark.pure
def test_an_address_is_recognised():
    assert address_in("from 203.0.113.77, and") == "203.0.113.77"
    assert address_in("[2001:db8::1]:80") == "2001:db8::1"
    assert not address_in("4.6.0, go::by, 6.1.3 and {'a': 12}")


# The installation -----------------------------------------------------------------


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
    moderator.user_permissions.add(Group.objects.first().permissions.first())
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
    assert "SECRET_KEY stands in it" in places(installation.check_secret_key())


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
