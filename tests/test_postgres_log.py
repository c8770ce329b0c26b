"""What PostgreSQL itself writes down of a post: nothing of it, and no time at which it came.

PostgreSQL writes each statement that fails to its log, with the time and with the values of the row
that it refused. So the public side must not make one fail.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import psycopg
import pytest

from metoo.audit import postgresql
from tests import live, pages, postgres
from tests.leaks import places
from tests.test_say_over_the_wire import ask, form

pytestmark = [pytest.mark.slow, pytest.mark.pure]

WORDS = "Canary of the seventh floor"


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A PostgreSQL whose log can be read."""
    with postgres.running() as url:
        yield url


@pytest.fixture
def log(server: str) -> Path:
    """Its log: a line with the time for each statement that failed."""
    (place,) = parse_qs(urlsplit(server).query)["host"]
    return Path(place) / "words"


@pytest.fixture
def site(server: str, monkeypatch) -> Iterator[live.Site]:
    monkeypatch.setenv("DATABASE_URL", server)
    with live.running(worker=False, THROTTLE="off") as site:
        yield site


def test_a_form_sent_twice_leaves_nothing_in_the_log(site, log):
    before = len(log.read_text())
    number = pages.nonce(ask(site).page)
    first, other = (form(site, f"{WORDS} {one}", number=number) for one in (1, 2))
    assert [ask(site, body).status for body in (first, first, other)] == [200, 200, 422]
    # What no database takes as it is.
    for odd in ("\0", "\ud800", "\\u0000", "&#0;", "\x01\x7f", "🧡" * 600):
        body = urlencode(
            {
                "nonce": pages.nonce(ask(site).page), "action": "send", "examples-0-text":
                f"{WORDS} {odd}", "examples-TOTAL_FORMS": "1",
            },
            errors="surrogatepass",
        )  # fmt: skip
        assert ask(site, body).status < 500
    said = log.read_text()[before:]
    assert "ERROR" not in said, said
    assert "DETAIL" not in said, said
    assert WORDS not in said
    rows = site.python(
        "from stories.models import Submission; "
        "print(*(bytes(one.receipt).hex() for one in Submission.objects.exclude(receipt=None)))"
    ).split()
    assert len(rows) >= 5
    assert not [row for row in rows if row in said]


# Eight ask for the first form of a day at the same moment, on each of forty days.
FIRST = """
import datetime, threading
from django.db import connection
from stories.say import nonce
together = threading.Barrier(8)
def first():
    for day in range(40):
        together.wait()
        nonce.issue(datetime.date(2031, 1, 1) + datetime.timedelta(day))
    connection.close()
hands = [threading.Thread(target=first) for _ in range(8)]
[one.start() for one in hands]
[one.join() for one in hands]
from stories.models import FormKey
print(FormKey.objects.filter(day__year=2031).count())
"""


def test_the_first_forms_of_a_day_make_one_key_and_no_error(site, log):
    before = len(log.read_text())
    assert site.python(FIRST).strip() == "40"
    assert "ERROR" not in log.read_text()[before:]


def test_the_search_would_find_what_fails(site, log):
    failing = (
        "from stories.models import Submission; import datetime\n"
        "day = datetime.date.today()\n"
        "one = dict(day=day, since=day, language='en', has_words=False)\n"
        "for _ in '12':\n"
        "    try: Submission.objects.create(receipt=b'canary of a row.', **one)\n"
        "    except Exception: pass\n"
    )
    site.python(failing)
    assert b"canary of a row.".hex() in log.read_text()
    assert os.environ["DATABASE_URL"]


# What the settings could have it write ------------------------------------------


@pytest.fixture
def session(server: str) -> Iterator["psycopg.Connection[Any]"]:
    """A connection of its own, whose settings nobody else has."""
    with psycopg.connect(server, autocommit=True) as one:
        yield one


def written(session: "psycopg.Connection[Any]", log: Path, canary: str) -> str:
    """What stands in the log after a value was handed over, in a statement of a millisecond."""
    before = len(log.read_text())
    session.execute("SELECT %s::text, pg_sleep(0.01)", [canary])
    return log.read_text()[before:]


def audited(session: "psycopg.Connection[Any]") -> str:
    with session.cursor() as cursor:
        return places(postgresql.check_log(cursor))


def test_as_it_comes_it_writes_no_statement_and_the_audit_passes(session, log):
    assert written(session, log, "canary as it comes") == ""
    assert audited(session) == ""


@pytest.mark.parametrize(
    ("name", "value", "quiet"),
    [
        ("log_statement", "all", False),
        ("log_min_duration_statement", "0", False),
        ("log_min_duration_statement", "1", True),
        ("log_min_duration_sample", "0", False),
        ("log_min_duration_sample", "1", True),
        ("log_transaction_sample_rate", "1", False),
        ("debug_print_plan", "on", False),
    ],
)
def test_what_writes_values_down_is_found(session, log, name, value, quiet):
    """`quiet`: without values it may stay, since it writes down no more than what is slow."""
    session.execute(f"SET {name} = '{value}'")
    canary = f"canary of {name} at {value}"
    said = written(session, log, canary)
    # A plan holds it as bytes, over several lines.
    as_bytes = " ".join(str(byte) for byte in canary.encode())
    assert canary in said or as_bytes in " ".join(said.split())
    assert f'{name} is "{value}' in audited(session)

    session.execute("SET log_parameter_max_length = 0")
    if name.startswith("log"):
        assert canary not in written(session, log, canary)
    assert (audited(session) == "") is quiet


def test_values_of_what_fails_are_found(session, log):
    before = len(log.read_text())
    session.execute("SET log_parameter_max_length_on_error = -1")
    with pytest.raises(psycopg.errors.DivisionByZero):
        session.execute("SELECT %s::text, 1 / %s::int", ["canary of a fault", 0])
    assert "canary of a fault" in log.read_text()[before:]
    assert "log_parameter_max_length_on_error" in audited(session)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("log_statement", "mod"),
        ("log_duration", "on"),
        ("log_min_messages", "debug2"),
        ("debug_print_parse", "on"),
        ("debug_print_rewritten", "on"),
        ("auto_explain.log_min_duration", "0"),
        ("pgaudit.log", "write"),
    ],
)
def test_what_else_tells_of_every_statement_is_found(session, name, value):
    session.execute(f"SET {name} = '{value}'")
    session.execute("SET log_parameter_max_length = 0")
    assert f'{name} is "{value}"' in audited(session)


LOOKS = (
    "from metoo.audit import database\n"
    "print(*(place for check in database.look() for place in check.found), sep='\\n')"
)


def test_what_the_log_holds_of_an_arrival_the_audit_says_before(server, log, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", server)
    with live.running(started=False, THROTTLE="off") as site:
        site.worker = False
        name = urlsplit(site.environment["DATABASE_URL"]).path[1:]
        with psycopg.connect(server, autocommit=True) as owner:
            owner.execute(f'ALTER DATABASE "{name}" SET log_min_duration_statement = 0')
        site.start()
        assert 'log_min_duration_statement is "0"' in site.python(LOOKS)
        assert ask(site, form(site, WORDS, number=pages.nonce(ask(site).page))).status == 200
        (receipt,) = site.python(
            "from stories.models import Submission; "
            "print(*(bytes(one.receipt).hex() for one in Submission.objects.all()))"
        ).split()
        said = log.read_text()
        assert receipt in said
        # Her words are sealed before they come near it.
        assert WORDS not in said
