"""The desk's next submission with a million waiting: how long it takes from asking for it until its
card is there, over HTTP, as one moderator does it who passes each on.

All that waits has the size and the shape of what people send. Those that she is given are real, so
that they open; the rest is made by the database itself, because sealing a million takes minutes.
"""

import contextlib
import http.client
import time
from collections.abc import Callable
from http.cookies import SimpleCookie
from statistics import median
from urllib.parse import urlencode

from bench import requests
from bench.rows import Row, within
from tests import live

WAITING, LIMIT_MS = 1_000_000, 20.0
# So many are asked for in a row; the first few warm up and do not count.
TIMES, WARM = 100, 5
# Which nobody else writes in, so that what she takes stands behind nearly all the others.
RARE = "bn"

_FILL = """
import datetime
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone
from moderation.models import Claim
from stories import lifecycle
from stories.models import SealingKey, Submission
from stories.random_keys import random_key
from stories.say.intake import sealed
from stories.sealing import SEAL_BYTES, SIZES
from stories.testimony import Occurrence, Testimony
today = datetime.date.today()
long_ago = today - datetime.timedelta(days=60)
sqlite = connection.vendor == "sqlite"
bytes_of = "randomblob({{}})" if sqlite else "decode(repeat(md5(random()::text), {{}} / 16), 'hex')"
chance = "abs(random() % {{}})" if sqlite else "floor(random() * {{}})::int"
key = "n * 9000000000000 + " + chance.format(2_000_000_000)
days = (
    f"date('{{today}}', '-' || {{chance.format(30)}} || ' days')" if sqlite
    else f"date '{{today}}' - {{chance.format(30)}}"
)
language = "CASE WHEN l < 70 THEN 'en' WHEN l < 85 THEN 'es' WHEN l < 95 THEN 'fr' ELSE 'ar' END"
values = {{
    "id": key, "state": "'waiting'", "day": days, "language": language, "country": "''",
    "has_words": "true", "since": days, "envelope": bytes_of.format(SIZES[0] + SEAL_BYTES),
    "sealed_to_id": str(SealingKey.objects.latest("number").number), "version": "0",
    "answers": "0", "examples": "'[]'", "hints": "'[]'",
    "lane": "CASE WHEN a < 1 THEN 0 WHEN a < 2 THEN 1 ELSE 2 END",
    "topics": "CASE WHEN l % 2 = 0 THEN 0 ELSE t END", "fingerprint": bytes_of.format(32),
    "receipt": bytes_of.format(32), "body": bytes_of.format(16), "for_lead": "false",
}}
drawn = f"n, {{chance.format(100)}} AS l, {{chance.format(100)}} AS a, {{chance.format(64)}} AS t"
series = (
    "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {many})" if sqlite
    else "WITH s AS (SELECT n::bigint FROM generate_series(1, {many}) n)"
)
with connection.cursor() as cursor:
    if sqlite:
        cursor.execute("PRAGMA cache_size = -800000")
        cursor.execute("PRAGMA synchronous = OFF")
    else:
        # As large on the disk as what is sealed, which cannot be made smaller.
        cursor.execute(
            "ALTER TABLE stories_submission ALTER COLUMN envelope SET STORAGE EXTERNAL"
        )
    cursor.execute(
        f"INSERT INTO stories_submission ({{', '.join(values)}}) "
        f"{{series}}, drawn AS MATERIALIZED (SELECT {{drawn}} FROM s) "
        f"SELECT {{', '.join(values.values())}} FROM drawn ORDER BY n"
    )
def real(number, **fields):
    keys = []
    for _ in range(number):
        keys.append(random_key())
        said = Testimony((Occurrence({text!r}),), country="FR", language="en")
        lifecycle.receive(
            sealed(said, key=keys[-1]), key=keys[-1], day=long_ago, receipt=None, body=None
        )
    Submission.objects.filter(pk__in=keys).update(**fields)
    return keys
with transaction.atomic():
    first = real({real} + 20, lane=0, topics=0)
    real({real}, lane=2, topics=0, language={rare!r})
    # Twenty others are at it.
    for number, submission in enumerate(sorted(first)[:20]):
        person = User.objects.create(username=f"reader {{number}}")
        until = timezone.now() + datetime.timedelta(hours=12)
        Claim.objects.create(submission_id=submission, moderator=person, until=until)
with connection.cursor() as cursor:
    if not sqlite:
        # What waits has been there for a while: what so many rows at once leave PostgreSQL to tidy
        # and to write is done before anybody asks.
        cursor.execute("VACUUM ANALYZE stories_submission")
        cursor.execute("SELECT pg_has_role('pg_checkpoint', 'MEMBER')")
        if cursor.fetchone() == (True,):
            cursor.execute("CHECKPOINT")
print(Submission.objects.to_read().count())
"""


class Moderator:
    """One who is signed in, with the desk unlocked, over one connection that stays open."""

    def __init__(self, site: live.Site) -> None:
        self.site = site
        self.line = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
        self.cookies: dict[str, str] = {}
        self.get("/accounts/login/")
        self.post("/accounts/login/", login=site.name, password=site.password)
        self.post("/admin/unlock/", passphrase=site.passphrase)
        self.post("/admin/review/sitting/", act="begin", minutes="120", hard="20")
        self.get("/admin/review/")

    def takes(self, **wishes: str) -> None:
        """From now on by these wishes. A lead is led to what is reported before what does not
        hurry, once in a sitting: after this she has been."""
        self.post("/admin/review/wishes/", **wishes)
        while (where := self.post("/admin/review/next/")[0]).startswith("/admin/reports/"):
            pass
        self.post(f"{where}card/", act="leave")

    def get(self, path: str) -> tuple[str, str]:
        """Where it leads on to, and the page."""
        return self._ask("GET", path, None)

    def post(self, path: str, **fields: str) -> tuple[str, str]:
        """The same of what is sent with the form's token."""
        token = {"csrfmiddlewaretoken": self.cookies.get("desk-form", "")}
        return self._ask("POST", path, urlencode(token | fields))

    def _ask(self, method: str, path: str, body: str | None) -> tuple[str, str]:
        headers = {
            "Host": f"localhost:{self.site.port}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Sec-Fetch-Site": "same-origin",
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = self.site.url
        self.line.request(method, path, body, headers)
        answer = self.line.getresponse()
        page = answer.read().decode()
        assert answer.status in (200, 302), f"{answer.status} for {path}"
        for line in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: one.value for name, one in SimpleCookie(line).items()}
        return answer.headers.get("Location", ""), page


def next_one(site: live.Site, floor: int, engine: str) -> list[Row]:
    """The rows of one database: of who takes anything, of who reads one language in which few
    write, and the page of the queue. Raises AssertionError where what she was given was no card."""
    # Its worker would put in order what the filling leaves, and keep the database busy.
    site.stop()
    site.worker = False
    site.start()
    many = site.python(_FILL.format(many=WAITING, real=2 * TIMES, rare=RARE, text=requests.STORY))
    assert int(many) >= WAITING
    she, name = Moderator(site), f"the desk's next, {WAITING:,} waiting"
    with contextlib.closing(she.line):
        found = []
        for what, wishes in ((engine, {}), (f"rare language, {engine}", {"language": RARE})):
            she.takes(**wishes)
            took, least = [], []
            for _ in range(TIMES):
                least.append(_timed(lambda: _on_floor(floor)))
                took.append(_timed(lambda: _taken(she)))
                _moves_on(she)
            found.append(within(f"{name}, {what}", _typical(took), _typical(least), LIMIT_MS, "ms"))
        looked = [_timed(lambda: she.get("/admin/review/")) for _ in range(TIMES)]
        return [
            *found,
            Row(f"the queue's page, {WAITING:,} waiting, {engine}", f"{_typical(looked):.1f} ms"),
        ]


def _typical(took: list[float]) -> float:
    return median(took[WARM:])


def _timed(act: Callable[[], object]) -> float:
    """In milliseconds."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def _taken(she: Moderator) -> None:
    where, _ = she.post("/admin/review/next/")
    _, page = she.get(where)
    assert 'id="open"' in page, f"no card at {where}"


def _moves_on(she: Moderator) -> None:
    """She passes it on, which gives her another one, and puts that back: it is the next."""
    where, _ = she.post("/admin/review/next/")
    where, _ = she.post(f"{where}card/", act="pass")
    she.post(f"{where}card/", act="leave")


def _on_floor(port: int) -> None:
    """The same two of a bare Django: one that stores a row, and one that answers a page."""
    # Anew each time: one that is not used for a while is ended by the server.
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for method, path in (("POST", "/story/"), ("GET", "/page/")):
        line.request(method, path, headers={"Host": "localhost"})
        answer = line.getresponse()
        answer.read()
        assert answer.status == 200
    line.close()
