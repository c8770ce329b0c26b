"""Who wrote when: nobody who watches the wall can tell within the day, and no dump after it.

The model of the first test. A hundred people write in a day, and sixty of them words. The desk
reads each on the day it comes. There is one release a day by the rules of a real wall: half of the
pool, twenty left behind, thirteen without words. He sees every page after each release, and knows
to the minute when a thousand people were at their phones that day, the hundred among them. Of a
story he is even told the day it was written. He chooses its author among the thousand, by scores
made of the time between: how near to the release, and how that day's stories, in the order of the
page, go with its hours. 0.5 is chance.

It says that nothing finer than the day comes out. It does not say that the day does not: whoever is
not told it chooses among those of several days, where later ones are likelier by the rules of the
lot itself. What is printed last says how much, and no bound is set to that.
"""

import datetime
import os
import random
import secrets
from itertools import pairwise

import pytest
from django.contrib.auth.models import User
from django.db import connection, models
from django.utils import timezone

from moderation import decisions
from moderation.models import Decision
from stories import lifecycle, receipts, tidying
from stories.models import Example, Release, Story, Submission
from stories.testimony import Occurrence, Testimony
from stories.wall import reading
from stories.wall.release import NotYet, release
from tests import desk
from tests.ranks import comparable, correlation

pytestmark = pytest.mark.usefixtures("desk_key", "production")

FULL = os.environ.get("PROVE") == "full"
DAYS, A_DAY, WITH_WORDS = (20, 100, 60) if FULL else (8, 50, 20)
AT_THEIR_PHONES = 1_000
# By chance alone the first has a standard error of about 0.01 at full size, else 0.025.
MOST = 0.55 if FULL else 0.65
ARRIVALS = 10_000 if FULL else 1_000
# The standard error of a rank correlation is 0.012 at full size where there are fewest rows, else
# 0.039: two of three people write words.
MOST_CORRELATED = 0.05 if FULL else 0.2
MINUTES = 24 * 60


@pytest.fixture
def production(settings):
    """The rules of a real wall."""
    settings.RELEASE_MIN = settings.RELEASE_MIN_SILENT = 13
    settings.RELEASE_LEAVES = 20
    settings.RELEASE_SHARE = 0.5


def says(day: datetime.date, *, words: bool) -> Submission:
    texts = [f"He moved too, {secrets.token_hex(4)}."] if words else [""]
    said = Testimony(tuple(Occurrence(text, setting="work") for text in texts))
    receipt = receipts.pair_of(receipts.words_of(secrets.token_bytes(32), "en")).public
    return desk.received(said, day=day, receipt=receipt)


def desk_reads() -> None:
    """All that waits, in the desk's own order, and by its own door."""
    reader, _ = User.objects.get_or_create(username="reader", is_superuser=True)
    for kept in Submission.objects.to_read():
        decisions.publish(kept, desk.opened(kept), by=reader)


def on_the_wall() -> list[Story]:
    """Every story, in the order of the pages."""
    found, after = [], ""
    while True:
        page = reading.stories({}, after=after)
        found += page.stories
        if not (after := page.after):
            return found


def percentile(scores: list[float], right: int) -> float:
    """How often the right one's score is above another's, ties by halves: one story's AUC."""
    mine = scores[right]
    below = sum(score < mine for score in scores) + sum(score == mine for score in scores) / 2
    return (below - 0.5) / (len(scores) - 1)


@pytest.mark.django_db
def test_who_watches_the_wall_cannot_say_which_of_a_thousand_wrote_a_story():
    first = timezone.now().date() - datetime.timedelta(days=DAYS)
    phones: list[list[float]] = []
    wrote: dict[int, tuple[int, int]] = {}
    came_out: dict[int, int] = {}
    batches: list[int] = []
    for day in range(DAYS):
        # Most of them in the evening.
        phones.append(sorted(random.triangular(0, MINUTES, 1_260) for _ in range(AT_THEIR_PHONES)))
        writers = sorted(random.sample(range(AT_THEIR_PHONES), A_DAY))
        with_words = set(random.sample(writers, WITH_WORDS))
        for one in writers:
            kept = says(first + datetime.timedelta(days=day), words=one in with_words)
            wrote[kept.pk] = (day, one)
        lifecycle.count_statuses()
        desk_reads()
        try:
            came_out[release().number] = day
        except NotYet:
            continue
    totals = [0, *Release.objects.order_by("number").values_list("people", flat=True)]
    batches = [after - before for before, after in pairwise(totals)]
    assert min(batches) >= 13

    nearest: list[float] = []
    in_order: list[float] = []
    against: list[float] = []
    days_between: list[int] = []
    stories = on_the_wall()
    for number, out in came_out.items():
        page = [story for story in stories if story.release_id == number]
        for story in page:
            day, right = wrote[story.submission_id]
            that_day = [one for one in page if wrote[one.submission_id][0] == day]
            between = [(out - day + 1) * MINUTES - at for at in phones[day]]
            nearest.append(percentile([-one for one in between], right))
            # That day's on the page, from the first to the last, against its hours.
            along = (that_day.index(story) + 0.5) / len(that_day) * AT_THEIR_PHONES
            in_order.append(percentile([-abs(n - along) for n in range(AT_THEIR_PHONES)], right))
            along = AT_THEIR_PHONES - along
            against.append(percentile([-abs(n - along) for n in range(AT_THEIR_PHONES)], right))
            days_between.append(out - day)
    found = [sum(scores) / len(scores) for scores in (nearest, in_order, against)]
    print(
        f"{len(wrote)} submissions, {A_DAY} a day, batches of {min(batches)} to {max(batches)}, "
        f"{len(nearest)} stories, each among {AT_THEIR_PHONES}; by nearness, by order, by the "
        f"order reversed: {[round(one, 4) for one in found]}"
    )
    for span in (2, 3, 7):
        within = [one for one in days_between if one < span]
        value = sum((span - 0.5 - one) / span for one in within) / len(within)
        print(f"among those of {span} days, by the day alone: {value:.3f}")
    assert max(max(one, 1 - one) for one in found) <= MOST


def a_day_passes() -> None:
    """PostgreSQL's tables are written anew in the order of their keys, SQLite's file too."""
    tidying.tidy()


def arrivals(model: type[models.Model], came: dict[int, int], rows: list[dict]) -> list[int]:
    """When the submission behind each row came, as a number from 0."""
    if model is Example:
        of = dict(Story.objects.values_list("pk", "submission_id"))
        return [came[of[row["story_id"]]] for row in rows]
    key = "id" if model is Submission else "submission_id"
    return [came[row[key]] for row in rows]


def dumped(model: type[models.Model], order: str) -> list[dict]:
    """Every row of a table as a dump has it: in no order that anybody asked for."""
    with connection.cursor() as cursor:
        # PostgreSQL says too which transactions wrote a row.
        also = ""
        if connection.vendor == "postgresql":
            also = ", xmin::text::bigint AS xmin, xmax::text::bigint AS xmax, cmin::text AS cmin"
        table = model._meta.db_table
        cursor.execute(f'SELECT *{also} FROM "{table}" {order}')  # noqa: S608 - our own
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def correlations(came: dict[int, int]) -> dict[str, float]:
    """Of the arrival with every column of every row, with the dump and with the place on disk."""
    found: dict[str, float] = {}
    place = "ORDER BY rowid" if connection.vendor == "sqlite" else "ORDER BY ctid"
    for model in (Submission, Story, Example, Decision):
        for name, order in (("dump", ""), ("file", place)):
            rows = dumped(model, order)
            when = arrivals(model, came, rows)
            found[f"{model.__name__} {name}"] = correlation(when, range(len(when)))
        for column in rows[0] if rows else ():
            values = [comparable(row[column]) for row in rows]
            found[f"{model.__name__}.{column}"] = correlation(when, values)
    return {name: round(value, 4) for name, value in found.items() if value}


@pytest.mark.django_db(transaction=True)
def test_no_column_and_no_order_of_a_dump_goes_with_the_arrival():
    """All of one day, once it has passed: as they came, and again when half of them are out."""
    today = timezone.now().date()
    came = {says(today, words=number % 3 > 0).pk: number for number in range(ARRIVALS)}
    a_day_passes()
    waiting = correlations(came)
    lifecycle.count_statuses()
    desk_reads()
    release()
    a_day_passes()
    decided = correlations(came)
    print(f"{ARRIVALS} arrivals: {waiting}, and decided: {decided}")
    for told in (waiting, decided):
        assert {name: value for name, value in told.items() if abs(value) > MOST_CORRELATED} == {}
