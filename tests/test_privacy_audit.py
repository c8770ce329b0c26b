"""`privacy_audit` finds nothing on a sound site, and each of the leaks that are planted here."""

import base64
import sqlite3
import textwrap
from contextlib import AbstractContextManager

import pytest
from django.conf import settings

from metoo.audit import inventory, planting
from metoo.audit.canaries import SENDER, WORDS, guises
from metoo.audit.searching import address_in, files, tables, time_in
from metoo.audit.throwaway import NotRunning
from tests import live
from tests.leaks import CARELESS, places

POSTGRES = bool(settings.DATABASES["default"]["ENGINE"].endswith("postgresql"))

# The whole command --------------------------------------------------------------


def _real_site() -> AbstractContextManager[live.Site]:
    return live.running(
        started=False,
        DEMO="off",
        SECRET_KEY="of a real site in a test; it is long enough and opens nothing",
        SITE_URL="https://wall.example",
        ALLOWED_HOSTS="wall.example",
        SUPPORT_LINE="A counsellor",
    )


def test_a_sound_site_passes_and_stays_as_it_is():
    with _real_site() as site:
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
    with (
        live.running(started=False, PYTHONPATH=str(folder)) as site,
        pytest.raises(NotRunning) as failed,
    ):
        site.manage("privacy_audit")
    return str(failed.value)


@pytest.mark.parametrize(
    "place",
    [
        pytest.param("file output-0.log: plain", id="words in a log line"),
        pytest.param("table stories_submission: hexadecimal", id="an address in a column"),
        pytest.param(
            "PostgreSQL's file of stories_submission, " if POSTGRES else "file metoo.sqlite3",
            id="an address in the database's own file",
        ),
        pytest.param("signed in table moderation_session: plain", id="a browser in a session"),
        pytest.param("temporary file tmp", id="words as base64 in a temporary file"),
        pytest.param("table stories_count: ", id="a clock time in a table"),
        pytest.param("file output-0.log: reversed", id="words in a log line, reversed"),
        pytest.param("file output-0.log: base64", id="a browser as base64 in a log line"),
        pytest.param("file draft.txt: UTF-16", id="words as UTF-16 in a file"),
        pytest.param("file cache/answers: plain", id="words in a cache on the disk"),
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
    removed = WORDS["removed"].encode()
    assert searched({"PostgreSQL's file of stories_example, x": removed}) == ""
    assert "stories_story, x: plain" in searched({"PostgreSQL's file of stories_story, x": removed})


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
