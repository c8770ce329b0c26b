"""What PostgreSQL itself writes down of a post: nothing of it, and no time at which it came.

PostgreSQL writes each statement that fails to its log, with the time and with the values of the row
that it refused. So the public side must not make one fail.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from tests import live, pages, postgres
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
