"""What a release of a million statuses takes, in time and in memory, in a process of its own while
nothing else happens."""

from bench.rows import Row, at_least, at_most
from tests import live

RELEASED = 1_000_000
# Statuses a second, and megabytes of the whole process at its largest.
RATE, MEMORY = 20_000, 300

# Twice as many, because half of the pool comes out: a twentieth of them invented one by one, and
# repeated with one another's countries.
_FILL = """
import datetime
from itertools import batched
from django.db import connection, transaction
from stories import lifecycle
from stories.demo.invent import invent
from stories.models import Submission
from stories.testimony import Occurrence, packed
invented = {many} // 20
day = datetime.date.today()
statuses = (
    Submission(
        day=day, since=day, language=one.language, country=one.country, has_words=False,
        examples=packed(tuple(Occurrence(**(said | {{"text": ""}})) for said in one.examples)),
    )
    for one in invent(invented, seed=1)
)
names = [connection.ops.quote_name(field.column) for field in Submission._meta.concrete_fields]
others = [name for name in names[1:] if name != '"country"']
columns = ", ".join(others)
key = "abs(random())" if connection.vendor == "sqlite" else "(random() * 9e18)::bigint"
with transaction.atomic():
    for some in batched(statuses, 5_000):
        Submission.objects.bulk_create(some, 500)
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMPORARY TABLE person AS SELECT country AS from_where, {{columns}}, "
            "row_number() OVER () AS n FROM stories_submission "
            "WHERE state = 'waiting' AND NOT has_words"
        )
        cursor.execute(
            "CREATE TEMPORARY TABLE place AS SELECT from_where AS country, n FROM person"
        )
        cursor.execute("CREATE INDEX place_n ON place (n)")
        for turn in range(19):
            cursor.execute(
                f"INSERT INTO stories_submission (id, country, {{columns}}) "
                f"SELECT {{key}} AS new, place.country, {{columns}} FROM person JOIN place "
                f"ON place.n = (person.n + {{turn}} * 997) % {{invented}} + 1 ORDER BY new"
            )
lifecycle.count_statuses()
print(Submission.objects.pool().count())
"""
_RELEASE = """
import resource, time
from django.test import override_settings
from stories.wall.release import release
from stories.models import Release, Submission
rules = {{"RELEASE_SHARE": 0.5, "RELEASE_LEAVES": 20, "RELEASE_MIN": 13, "NUMBERS_LATE": True}}
before = Submission.objects.pool().count()
began = time.perf_counter()
with override_settings(**rules, RELEASE_MIN_SILENT=13):
    release()
took = time.perf_counter() - began
came = before - Submission.objects.pool().count()
print(came, came / took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def release(engine: str) -> list[Row]:
    """The two rows of the database that DATABASE_URL names, on a site of its own that serves
    nobody. Raises AssertionError where it was not half of the pool that came out."""
    with live.running(started=False) as site:
        site.manage("migrate", "-v", "0")
        pool = int(site.python(_FILL.format(many=2 * RELEASED)))
        came, rate, megabytes = site.python(_RELEASE.format()).split()
    assert int(came) == pool // 2 >= RELEASED
    name = f"release of {RELEASED:,} statuses, {engine}"
    return [
        at_least(name, float(rate), RATE, "/s"),
        at_most(f"{name}: memory", float(megabytes), MEMORY, "MB", ",.0f"),
    ]
