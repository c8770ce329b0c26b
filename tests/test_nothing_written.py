"""Nothing about the sender is written, and her words only where they wait: not even in a fault.

One site takes what people send and what attackers send, each with values in it that can be
recognised; then the same site runs with faults in it (`tests.faulty_wsgi`) and takes more. What it
has printed, its files, its temporary files and its tables are then searched for every value, in
every guise that it could have taken (`metoo.audit`).
"""

import json
import re
import sqlite3
from pathlib import Path

import pytest
from django.conf import settings

from metoo.audit.attacks import attack
from metoo.audit.canaries import SENDER, WORDS
from metoo.audit.searching import files, tables, traces
from metoo.audit.sending import Answer, Sender
from metoo.audit.visits import visit
from tests import live
from tests.desk import OPEN_ON_SITE
from tests.sending import FULL, Aftermath, happened, places, run_into_faults

EXAMPLES = "table stories_example"
SEARCHED = "table stories_searched"
POSTGRES = bool(settings.DATABASES["default"]["ENGINE"].endswith("postgresql"))

# Where a fault of a kind is an answer of its own, it has another status than 500.
STATUS = {
    "OperationalError": 503,
    "InterfaceError": 503,
    "SuspiciousOperation": 400,
    "DisallowedHost": 400,
    "BadRequest": 400,
    "PermissionDenied": 403,
    "Http404": 404,
}
# Where somebody waits for a ValueError: what was asked for is no filter, no decision.
CAUGHT = {
    "stories.wall.reading.stories": 404,
    "stories.lifecycle.hold_statuses": 302,
}
# What a ValidationError says inside a form's own check is meant for whoever filled the form in,
# and is shown to her alone. It must not be written, like everything else.
SHOWN = ("django.contrib.auth.base_user.check_password", "ValidationError")
# The answer has left when it happens.
UNSEEN = "django.http.response.HttpResponse.close"


_ALL_WORDS = """
import json
sealed = Submission.objects.filter(envelope__isnull=False)
print(json.dumps([part.text for kept in sealed for part in opened(kept).examples]))
"""


@pytest.fixture(scope="module")
def aftermath(tmp_path_factory: pytest.TempPathFactory) -> Aftermath:
    """Everything sent, and then everything that was written."""
    temporary = tmp_path_factory.mktemp("temporary")
    left = Aftermath()
    with live.running(
        worker=False,
        TMPDIR=str(temporary),
        PYTHONPATH=str(live.ROOT),
        PYTHONDONTWRITEBYTECODE="1",
        CLIENT_ADDRESS_HEADER="X-Forwarded-For",
        FAULT_TEXT=json.dumps([*SENDER.values(), *WORDS.values()], ensure_ascii=False),
    ) as site:

        def look() -> None:
            # SQLite's log as it is: emptying it is the server's work here.
            found = {
                name: said for name, said in files(site.data_dir).items() if ".sqlite3" in name
            }
            left.after_decline = found | _tables(site)

        left.sent = visit(site, look)
        left.hostile = attack(Sender(site.port))
        site.stop()
        run_into_faults(site, left)
        left.opened = json.loads(site.python(OPEN_ON_SITE + _ALL_WORDS))
        left.printed = site.logs()
        left.temporary = files(temporary)
        left.written = {"what it printed": left.printed.encode(), **_found(site, temporary)}
        left.raw = b"".join(
            written for place, written in left.written.items() if ".sqlite3" in place
        )
    return left


def _found(site: live.Site, temporary: Path) -> dict[str, bytes]:
    _checkpoint(site)
    on_disk = {f"temporary file {name}": content for name, content in files(temporary).items()}
    on_disk |= {f"file {name}": content for name, content in files(site.data_dir).items()}
    return on_disk | _tables(site)


def _tables(site: live.Site) -> dict[str, bytes]:
    return tables(site.data_dir, site.environment.get("DATABASE_URL", ""))


def _checkpoint(site: live.Site) -> None:
    """Brings SQLite's log into the database file and empties it; PostgreSQL has its own."""
    if not POSTGRES:
        with sqlite3.connect(site.data_dir / "metoo.sqlite3") as file:
            busy, *_ = file.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            assert not busy, "somebody still reads"
        file.close()


def _stray(aftermath: Aftermath, value: str, *, but: tuple[str, ...] = ()) -> list[str]:
    """Where `value` stands although only the places `but` may hold it."""
    return [
        found
        for found in traces(aftermath.written, value)
        if not found.startswith(tuple(f"{place}:" for place in but))
    ]


def test_everything_was_sent_and_answered_as_meant(aftermath: Aftermath):
    # What never reached the code that could write it proves nothing.
    for name, answer in aftermath.sent.items():
        assert answer.status in {200, 302}, (name, answer.status, answer.body[:500])
    for fate in ("published", "removed", "declined", "waiting", "status"):
        assert "It arrived" in aftermath.sent[fate].body
    assert "account_login" not in aftermath.sent["signed in"].body
    for name, answer in aftermath.hostile.items():
        assert answer.status < 500, (name, answer.status, answer.body[:500])
        assert "It arrived" not in answer.body, name


def test_as_much_was_sent_as_is_promised(aftermath: Aftermath):
    sent, raised = aftermath.hostile_requests(), len(aftermath.places_that_raised())
    print(f"{sent} hostile requests, faults raised at {raised} places")
    assert sent >= (5_000 if FULL else 300)
    assert raised >= 40
    answered = [(asked, answer) for asked, answer in aftermath.flood if answer]
    assert len(answered) > 0.9 * len(aftermath.flood)
    for asked, answer in answered:
        assert answer.status < 500 or happened(answer), (asked, answer.status)


@pytest.mark.parametrize("what", SENDER)
def test_no_byte_written_tells_of_the_sender(aftermath: Aftermath, what: str):
    assert not _stray(aftermath, SENDER[what])


def test_words_that_wait_stand_in_no_byte_and_open_for_the_desk(aftermath: Aftermath):
    for fate in ("waiting", "sent into a fault"):
        assert not _stray(aftermath, WORDS[fate])
        assert WORDS[fate] in aftermath.opened, f"it did not arrive at all: {fate}"


@pytest.mark.parametrize("fate", ["refused", "checked only", "declined", "removed"])
def test_words_that_are_not_kept_stand_in_no_byte(aftermath: Aftermath, fate: str):
    assert not _stray(aftermath, WORDS[fate])


def test_declined_words_are_destroyed_at_once(aftermath: Aftermath):
    assert not traces(aftermath.after_decline, WORDS["declined"])


def test_published_words_leave_the_submission_and_stand_once(aftermath: Aftermath):
    files_of_the_database = tuple(place for place in aftermath.written if ".sqlite3" in place)
    # What the search looks in: each word once, by the alphabet.
    searched = tuple(place for place in aftermath.written if SEARCHED in place)
    allowed = (EXAMPLES, *searched, *files_of_the_database)
    assert not _stray(aftermath, WORDS["published"], but=allowed)
    part = WORDS["published"].split('"')[1].encode()
    assert aftermath.written[EXAMPLES].count(part) == 1
    assert aftermath.raw.count(part) == (0 if POSTGRES else 1)


def test_nothing_is_put_in_a_temporary_file_or_any_other(aftermath: Aftermath):
    assert not aftermath.temporary
    # But for the board, which holds two numbers (stories.board).
    opened = re.findall("opened for writing: (.*)", aftermath.printed)
    assert {place.rsplit("/")[-1] for place in opened} <= {"metoo.sqlite3-edition"}
    assert len(aftermath.written.get("file metoo.sqlite3-edition", b"")) == (0 if POSTGRES else 16)
    assert sorted(place for place in aftermath.written if place.startswith("file ")) == sorted(
        place
        for place in aftermath.written
        if re.fullmatch(
            r"file (metoo\.sqlite3(-wal|-shm|-edition)?|secret-key|desk-passphrase|output-.*\.log)",
            place,
        )
    )


def test_no_line_has_a_clock_time(aftermath: Aftermath):
    lines = aftermath.printed.splitlines()
    assert any(line.startswith("ERROR") for line in lines)
    for line in lines:
        assert not re.search(r"(?<![\w.])\d{1,2}:\d{2}\b", line), line
        assert not re.search(r"\b1[6-9]\d{8}\b", line), line
        assert not re.search(r"\b20\d\d-\d\d-\d\d\b", line), line


def test_no_table_but_the_moderators_own_has_a_clock_time(aftermath: Aftermath):
    # The day of an account, at its beginning; when what she has, her session, the sitting that she
    # set herself and the link that sets her up end; when the tables were made.
    hers = "auth_user moderation_claim moderation_session moderation_setuplink moderation_sitting"
    theirs = {*hers.split(), "django_migrations"}
    for place, rows in aftermath.written.items():
        if place.startswith("table ") and place.removeprefix("table ") not in theirs:
            assert not re.search(rb"\b\d{2}:\d{2}:\d{2}\b", rows), place


@pytest.mark.parametrize("place", places())
def test_a_fault_is_answered_in_words_and_gives_nothing_away(aftermath: Aftermath, place: str):
    answers = {kind: answer for (at, kind), answer in aftermath.faults.items() if at == place}
    assert len(answers) >= 2
    for kind, answer in answers.items():
        if place == UNSEEN:
            assert answer.status == 200
            continue
        assert happened(answer), f"{kind} never happened: {answer.status} {answer.body[:300]}"
        assert answer.status in _fitting(place, kind), (kind, answer.status)
        _demand_guarded(answer)
        if (place, kind) != SHOWN:
            _demand_silent(answer)


def _fitting(place: str, kind: str) -> set[int]:
    if kind == "ValueError":
        return {CAUGHT.get(place, 500)}
    # What is caught on the way by code that waits for another of its kind is no failure.
    return {STATUS.get(kind, 500), 500, 302, 404, 503, 200, 422}


def _demand_guarded(answer: Answer) -> None:
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Traceback" not in answer.body
    assert ".py" not in answer.body
    assert answer.status < 400 or "<h1>" in answer.body


def _demand_silent(answer: Answer) -> None:
    for what, value in SENDER.items():
        assert value not in answer.body, what
    if answer.status >= 500 and 'class="saying"' not in answer.body:
        for words in WORDS.values():
            assert words.split('"')[1] not in answer.body
