"""The desk's figures: what they say, and that they say nothing of anybody."""

import datetime
import random
import re

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from moderation import decisions, figures, four_eyes, queue
from moderation.accounts import people as accounts
from moderation.figures import Band, Month, Part
from moderation.models import Agreement, Decision, Fate, Lot, LotKind, Reason
from moderation.queue import Wait
from stories.flags import Lane, Topic
from stories.models import State, Submission
from stories.random_keys import random_key
from tests import desk

pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 3, 20)


def ago(days: int) -> datetime.date:
    return timezone.now().date() - datetime.timedelta(days=days)


def waits(many: int, *, language: str = "en", days: int = 0, lane: Lane = Lane.USUAL, topics=0):
    day = ago(days)
    Submission.objects.bulk_create(
        Submission(
            id=random_key(), day=day, since=day, language=language, lane=lane, topics=topics,
            has_words=True, envelope=b"sealed",
        )
        for _ in range(many)
    )  # fmt: skip


def decided(many: int, *, by: User, days: int, ago_decided: int = 0) -> None:
    """So many were declined, so many days after they came."""
    for _ in range(many):
        day = ago(ago_decided + days)
        submission = Submission.objects.create(
            day=day, since=ago(ago_decided), language="en", has_words=True, state=State.DECLINED
        )
        Decision.objects.create(
            kind="decline", reason="spam", author=by, day=ago(ago_decided), submission=submission
        )


@pytest.fixture
def reading(db: None) -> Client:
    """A browser in which an auditor is."""
    client = Client()
    desk.sign_in(client, accounts.create("ida", role=accounts.AUDITORS))
    return client


def shown(client: Client) -> str:
    """The page as it is read, without what is of this request."""
    answer = client.get("/admin/figures/")
    assert answer.status_code == 200
    text = re.search(r"<main.*</main>", answer.content.decode(), re.DOTALL)
    assert text
    return " ".join(re.sub(r"<[^>]*>", " ", text[0]).split())


# What waits


def test_what_waits_is_told_by_how_soon_and_by_language():
    waits(3, days=9, topics=Topic.RAPE)
    waits(4, days=2)
    waits(5, language="fr", days=1)
    waits(3, lane=Lane.URGENT)
    found = figures.figures().parts
    assert found == [
        Part(Lane.URGENT, "en", 3, 0, 0),
        Part(Lane.USUAL, "en", 7, 9, 3),
        Part(Lane.USUAL, "fr", 5, 1, 0),
    ]


def test_what_does_not_wait_is_not_counted(says):
    waits(3)
    for state in State:
        if state != State.WAITING:
            Submission.objects.create(
                state=state, day=ago(0), since=ago(0), language="en", has_words=True
            )
    Submission.objects.create(day=ago(0), since=ago(0), language="en", has_words=False)
    assert [part.number for part in figures.figures().parts] == [3]


def wait(language: str, number: int, long: int = 0, days: int = 0) -> Wait:
    return Wait(Lane.USUAL, language, number, long, TODAY - datetime.timedelta(days=days))


@pytest.mark.parametrize(
    ("waits", "parts"),
    [
        # Too few to be told apart are told together, and too few of those not at all.
        ([wait("en", 9), wait("fr", 2, days=3), wait("de", 1)], [("en", 9, 0, 0), ("", 3, 3, 0)]),
        ([wait("en", 9), wait("fr", 2, 2, days=30)], [("en", 9, 0, 0), ("", None, None, None)]),
        ([wait("fr", 1, 1, days=30)], [("", None, None, None)]),
        # Nor does how many waited long tell few apart: neither those, nor the others.
        ([wait("en", 9, 2, days=9)], [("en", 9, 9, None)]),
        ([wait("en", 9, 7, days=9)], [("en", 9, 9, None)]),
        ([wait("en", 9, 9, days=9)], [("en", 9, 9, 9)]),
        ([wait("en", 9, 3, days=9)], [("en", 9, 9, 3)]),
        ([], []),
    ],
)
def test_fewer_than_three_are_not_told_apart(waits, parts):
    found = figures.told_apart(waits, today=TODAY)
    assert [(one.language, one.number, one.oldest, one.long) for one in found] == parts


def test_it_counts_no_further_than_it_says(monkeypatch, reading):
    monkeypatch.setattr(queue, "MOST_COUNTED", 5)
    monkeypatch.setattr("moderation.admin.figures.MOST_COUNTED", 5)
    for topics in (0, Topic.RAPE, Topic.CHILD):
        waits(20, days=20, topics=topics)
    (wait,) = queue.waits(before=ago(figures.LONG))
    assert (wait.number, wait.long) == (6, 6)
    assert "more than 5" in shown(reading)


def test_lots_that_wait_for_a_lead_are_counted(reading):
    for fate in (Fate.OPEN, Fate.OPEN, Fate.ASKED, Fate.RELEASED, Fate.DISCARDED):
        Lot.objects.create(kind=LotKind.BURST, day=ago(3), fate=fate)
    found = figures.figures()
    assert (found.lots, found.lots_asked) == (3, 1)
    assert "Lots to decide 3 Of them to be discarded, if another lead agrees 1" in shown(reading)


# How long authors wait


def test_how_long_authors_waited_is_told_in_bands_of_days(lead):
    for many, days in ((4, 0), (3, 1), (3, 6), (5, 40)):
        decided(many, by=lead, days=days)
    assert figures.figures().bands == [
        Band(0, 0, 4),
        Band(1, 2, 3),
        Band(3, 7, 3),
        Band(8, 14, 0),
        Band(15, 30, 0),
        Band(31, None, 5),
    ]


def test_what_was_decided_long_ago_or_taken_back_is_left_out(lead, says):
    decided(3, by=lead, days=5)
    decided(3, by=lead, days=5, ago_decided=figures.WEEKS * 7 + 1)
    kept = [says("He moved too.") for _ in range(3)]
    for one in kept:
        decisions.undo(decisions.decline(one, by=lead, reason=Reason.SPAM), by=lead)
    bands = figures.figures().bands
    assert bands
    assert sum(band.number for band in bands) == 3


def test_no_band_tells_few_apart():
    chance = random.Random(7)
    for _ in range(2_000):
        days = {chance.randrange(50): chance.randrange(5) for _ in range(chance.randrange(12))}
        bands, all_of_them = figures.in_bands(days), sum(days.values())
        if bands is None:
            assert all_of_them < figures.FEWEST
            continue
        assert sum(band.number for band in bands) == all_of_them
        assert all(band.number == 0 or band.number >= figures.FEWEST for band in bands)
        # They follow each other, from the first day to the last.
        assert bands[0].least == 0
        assert bands[-1].most is None
        ends = [(one.most or 0) + 1 for one in bands]
        assert [two.least for two in bands[1:]] == ends[:-1]


# How often two agree


def test_agreement_is_told_by_month_where_that_tells_no_few_apart():
    for month, agreed, differed in ((1, 9, 3), (2, 9, 2), (3, 1, 1), (4, 5, 0)):
        Agreement.objects.create(
            month=datetime.date(2026, month, 1), agreed=agreed, differed=differed
        )
    assert figures.figures().months == [
        Month(datetime.date(2026, 4, 1), 5, 5),
        Month(datetime.date(2026, 3, 1), None, None),
        Month(datetime.date(2026, 2, 1), 11, None),
        Month(datetime.date(2026, 1, 1), 12, 9),
    ]


# Nothing of anybody


def test_who_decided_makes_no_difference(lead, moderator, reading):
    decided(5, by=lead, days=3)
    decided(5, by=moderator, days=9)
    waits(4)
    before = shown(reading)
    queryset = Decision.objects.all()
    super(type(queryset), queryset).update(author=moderator)
    assert shown(reading) == before
    for name in ("ada", "bell", "ida"):
        assert not re.search(rf"\b{name}\b", before)


def test_nothing_finer_than_a_number_of_days_is_shown(reading):
    waits(4, days=12)
    text = shown(reading)
    assert "12 days" in text
    assert str(ago(12).year) not in text


# What it costs


def test_it_asks_as_often_however_much_waits(reading, lead):
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            shown(reading)
        # That she is there still is written down when another minute has begun.
        said = [query["sql"] for query in queries]
        return sum(not sql.startswith('UPDATE "moderation_session"') for sql in said)

    waits(3)
    decided(1, by=lead, days=1)
    few = asked()
    assert few <= 14
    for language in ("fr", "es", "ar", "de"):
        for topics in (0, Topic.RAPE, Topic.CHILD | Topic.RAPE):
            waits(7, language=language, topics=topics, days=topics, lane=Lane.URGENT)
    for days in range(20):
        decided(2, by=lead, days=days)
    four_eyes.remember(agreed=True)
    assert asked() == few
