"""Public pages that are made anew, on a wall of ten million people against one of ten thousand.

What a page asks of the database are the last release, up to 48 others for the growth, and its own
few stories with their examples: the tables of stories, submissions and examples can be large, and
no other is touched. So these are filled with rows: 200,000 stories on the one wall and 200 on the
other, a person in fifty on each, copied from the demonstration's under keys of their own and spread
over a thousand releases and a hundred; their words are not put into the search, which no page here
asks. The others of the ten million left no words, and no page reads a row of theirs: they are in
the releases' numbers alone, tables and pairs with them, none hidden (that is the most to draw).
"""

import contextlib
import json
from collections.abc import Iterator
from statistics import median

from bench.rows import Row, at_most, times
from tests import live

MANY, FEW = 10_000_000, 10_000
# Releases of each, and stories: one to so many people.
RELEASES = {MANY: 1_000, FEW: 100}
PEOPLE_TO_A_STORY = 50
MUST, MOST_QUERIES = 1.3, 8
ROUNDS = 5

_FILL = """
import datetime
from django.db import connection, transaction
from stories import edition
from stories.categories import CATEGORIES
from stories.models import Example, Release, Story, Submission
from stories.places import countries
from stories.wall.disclosure import COUNTRY, LABELS, PAIRS, PAIRS_EVERY, pair_name
codes = {{name: list(choices.values) for name, choices in CATEGORIES.items()}}
codes[COUNTRY] = [code for code, _ in countries("en")][:120]
last = Release.objects.order_by("number").last()

def shared_out(people, names):
    return {{name: people // (turn + 2) // 10 * 10 for turn, name in enumerate(names)}}

def release(number):
    people = {people} * number // {releases}
    pairs = {{
        pair_name(one, other): {{
            row: shared_out(cell, codes[other])
            for row, cell in shared_out(people // 4, codes[one]).items()
        }}
        for one, other in PAIRS
    }}
    return Release(
        number=number, day=last.day - datetime.timedelta(days={releases} - number), people=people,
        examples=2 * people, held=people // 100, gone=people // 1_000,
        tables={{name: shared_out(people, codes[name]) for name in (*LABELS, COUNTRY)}},
        pairs=pairs if number % PAIRS_EVERY == 0 else {{}}, languages=last.languages,
    )

sqlite = connection.vendor == "sqlite"
key = "abs(random())" if sqlite else "(random() * 9e18)::bigint"
series = (
    "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < {stories})" if sqlite
    else "WITH s AS (SELECT n FROM generate_series(1, {stories}) n)"
)
story, submission, example = Story._meta, Submission._meta, Example._meta
quoted = connection.ops.quote_name

def copied(model, **others):
    columns = [field.column for field in model.concrete_fields]
    values = ", ".join(others.get(column, f"old.{{quoted(column)}}") for column in columns)
    names = ", ".join(map(quoted, columns))
    table = model.db_table
    return f"INSERT INTO {{table}} ({{names}}) SELECT {{values}} FROM {{table}} old JOIN copy ON "

with transaction.atomic(), connection.cursor() as cursor:
    Release.objects.bulk_create(map(release, range(last.number + 1, {releases} + 1)))
    old = Story.objects.published().count()
    cursor.execute(
        "CREATE TEMPORARY TABLE old AS SELECT id, submission_id, row_number() OVER () - 1 AS place "
        f"FROM {{story.db_table}} WHERE release_id IS NOT NULL"
    )
    cursor.execute(
        f"CREATE TEMPORARY TABLE copy AS {{series}} SELECT s.n % {releases} + 1 AS release, "
        f"{{key}} AS story, {{key}} AS submission, old.id AS of_story, old.submission_id AS of "
        f"FROM s JOIN old ON old.place = s.n % {{old}}"
    )
    of = {{"submission_id": "copy.submission", "release_id": "copy.release"}}
    cursor.execute("CREATE INDEX copy_of ON copy (of)")
    cursor.execute("CREATE INDEX copy_of_story ON copy (of_story)")
    its = dict(id=of["submission_id"], release_id=of["release_id"])
    cursor.execute(copied(submission, **its) + "copy.of = old.id")
    cursor.execute(copied(story, id="copy.story", **of) + "copy.of_story = old.id ORDER BY 1")
    its = dict(id=key, story_id="copy.story")
    cursor.execute(copied(example, **its) + "copy.of_story = old.story_id")
    edition.advance()
with connection.cursor() as cursor:
    cursor.execute("ANALYZE" if sqlite else "VACUUM (ANALYZE)")
    if not sqlite:
        cursor.execute("SELECT pg_has_role('pg_checkpoint', 'MEMBER')")
        if cursor.fetchone() == (True,):
            cursor.execute("CHECKPOINT")
assert Release.objects.order_by("number").last().people == {people}
print(Story.objects.published().count())
"""
# Seconds for each page, and its queries, in a process that has made them before.
_MADE_ANEW = """
import json, re, time
from html import unescape
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from stories import edition
client = Client(headers={"Host": "localhost"})

def made(path):
    caches["pages"].clear()
    edition.forget_memory()
    began = time.perf_counter()
    answer = client.get(path)
    took = time.perf_counter() - began
    assert answer.status_code == 200, (path, answer.status_code)
    return took, answer.content.decode()

listed = made("/stories/")[1]
following = unescape(re.search(r'rel="next" href="([^"]+)"', listed)[1])
pages = {
    "the wall": "/", "numbers": "/numbers/", "stories": "/stories/", "stories, on": following,
    "stories, others": "/stories/?after=others",
    "a story": re.search(r'data-words="(/story/[0-9a-f]+/)"', listed)[1],
}
found = {}
for name, path in pages.items():
    # The least of some: whatever else the machine does adds to the others.
    took = min([made(path)[0] for _ in range(12)][2:])
    with CaptureQueriesContext(connection) as asked:
        made(path)
    found[name] = [took, len(asked)]
print(json.dumps(found))
"""


@contextlib.contextmanager
def walls() -> Iterator[tuple[live.Site, live.Site]]:
    """Served walls of few and of many, on the database that DATABASE_URL names."""
    with live.running(filled=True) as few, live.running(filled=True, THROTTLE="off") as many:
        for site, people in ((few, FEW), (many, MANY)):
            stories = people // PEOPLE_TO_A_STORY
            there = site.python(
                _FILL.format(people=people, releases=RELEASES[people], stories=stories)
            )
            assert int(there) > stories
        yield few, many


def made_anew(engine: str, few: live.Site, many: live.Site) -> list[Row]:
    """The page that suffers most from the many, and the one that asks most."""
    rounds = []
    for number in range(ROUNDS):
        sites = (few, many) if number % 2 else (many, few)
        found = {site is many: json.loads(site.python(_MADE_ANEW)) for site in sites}
        rounds.append((found[False], found[True]))
    ratio = {
        page: median(large[page][0] / small[page][0] for small, large in rounds)
        for page in rounds[0][0]
    }
    worst = max(ratio, key=lambda page: ratio[page])
    asked = {page: queries for page, (_, queries) in rounds[0][1].items()}
    most = max(asked, key=lambda page: asked[page])
    name = f"cold page ({worst}), 10 million against 10 thousand, {engine}"
    of_few, of_many = ([1_000 * found[side][worst][0] for found in rounds] for side in (0, 1))
    return [
        times(name, of_many, of_few, must=MUST, unit="ms"),
        at_most(f"cold page ({most}), 10 million, {engine}", asked[most], MOST_QUERIES, "queries"),
    ]
