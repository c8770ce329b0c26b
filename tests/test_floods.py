"""What comes in above the usual is held until a lead has looked: neither lost nor counted."""

import datetime
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from moderation import decisions
from moderation.models import Decision, Kind, Reason
from stories import lifecycle, receipts, usual, worker
from stories.models import Intake, State, Submission
from stories.random_keys import random_key
from stories.say import nonce
from stories.say.intake import sealed
from stories.testimony import Occurrence, Testimony
from stories.wall.release import release
from tests import desk, pages
from tests.crowd import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_key")]

WORDS = "It was in the lift, every Friday, and nobody looked up when I came in."


@pytest.fixture(autouse=True)
def small(settings):
    """A small site: more than five a day are above its usual."""
    settings.HOLD_ABOVE = 5


def send(words: str = "") -> str:
    """Sends the form. Returns the page that answers, but for the receipt's words."""
    form = {
        "nonce": nonce.issue(timezone.now().date()),
        "action": "send",
        "confirmed": "1",
        "examples-TOTAL_FORMS": "1",
        "examples-0-text": words,
    }
    answer = Client().post("/say/", form)
    assert answer.status_code == 200
    page = answer.content.decode()
    (receipt,) = pages.parsed(page).all("output", id="receipt")
    return page.replace(receipt.text, "")


def states() -> dict[str, int]:
    found = list(Submission.objects.values_list("state", flat=True))
    return {state: found.count(state) for state in set(found)}


def test_what_is_above_the_usual_is_held_words_and_statuses_alike():
    for _ in range(5):
        send()
    assert states() == {State.WAITING: 5}
    send()
    send(WORDS)
    assert states() == {State.WAITING: 5, State.HELD: 2}
    words = Submission.objects.held().get(has_words=True)
    assert desk.opened(words).text() == WORDS


def test_nobody_outside_learns_that_it_is_held():
    status, words = send(), send(WORDS)
    for _ in range(5):
        send()
    assert Submission.objects.held().exists()
    assert send() == status
    assert send(WORDS) == words


def test_nobody_who_comes_back_learns_that_it_is_held(today):
    said = Testimony((Occurrence(WORDS),))
    receipt = receipts.words_of(b"a" * 32, "en")
    kept = desk.received(said, day=today, receipt=receipts.pair_of(receipt).public)
    seen = set()
    for state in (State.WAITING, State.HELD):
        Submission.objects.filter(pk=kept.pk).update(state=state)
        answer = Client().post("/yours/", {"receipt": receipt}).content.decode()
        assert 'data-state="waiting"' in answer
        seen.add(answer)
    assert len(seen) == 1


def test_held_ones_are_neither_counted_nor_read_nor_lost(says):
    for _ in range(5):
        send()
    send()
    send(WORDS)
    lifecycle.count_statuses()
    assert release().people == 5
    assert not Submission.objects.to_read().exists()
    worker.forget()
    assert states() == {State.PUBLISHED: 5, State.HELD: 2}


@pytest.mark.parametrize(
    ("days", "limit"),
    [
        ([], 5),
        # A median of 100, whatever two days of news brought.
        ([100] * 12 + [90_000, 90_000], 300),
        # Days on which nobody came are days.
        ([100] * 6, 5),
        ([100] * 8, 300),
        # A site that grows may grow.
        ([20] * 3 + [60] * 11, 180),
    ],
)
def test_usual_is_three_times_the_median_of_two_weeks(today, days, limit):
    for ago, number in enumerate(days, start=1):
        Intake.objects.create(day=today - datetime.timedelta(days=ago), number=number)
    # What is longer ago says nothing.
    Intake.objects.create(day=today - datetime.timedelta(days=15), number=10_000)
    Intake.objects.create(day=today, number=limit - 1)
    usual.start_anew()
    assert not usual.is_exceeded(today)
    usual.note(today, held=False)
    assert usual.is_exceeded(today)


def test_a_flood_does_not_make_the_next_one_usual(today):
    for _ in range(60):
        send()
    usual.start_anew()
    assert sum(Intake.objects.values_list("number", flat=True)) <= 5
    assert Submission.objects.held().count() == 55


def test_a_new_day_begins_at_nothing(today):
    for _ in range(6):
        usual.is_exceeded(today)
        usual.note(today, held=False)
    assert usual.is_exceeded(today)
    tomorrow = today + datetime.timedelta(days=1)
    assert not usual.is_exceeded(tomorrow)
    # And what yesterday brought is written down.
    assert Intake.objects.get(day=today).number == 6


def test_one_that_sends_twice_is_one(today):
    form = {"nonce": nonce.issue(today), "action": "send", "examples-TOTAL_FORMS": "0"}
    for _ in range(9):
        assert Client().post("/say/", form).status_code == 200
    assert states() == {State.WAITING: 1}
    send()
    assert states() == {State.WAITING: 2}


def test_what_another_process_took_in_counts_too(today, settings):
    settings.HOLD_ABOVE = 100
    assert not usual.is_exceeded(today)
    Intake.objects.update_or_create(day=today, defaults={"number": 90})
    for _ in range(usual.EVERY):
        usual.note(today, held=False)
    assert usual.is_exceeded(today)
    usual.start_anew()
    assert usual.is_exceeded(today)


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_each_is_counted_once(today, settings):
    settings.HOLD_ABOVE = 10_000

    def comes() -> None:
        usual.is_exceeded(today)
        usual.note(today, held=False)

    at_once(comes, times=50)
    usual.forget_memory()
    usual.is_exceeded(today)
    assert Intake.objects.get().number == 200


def test_it_costs_who_sends_almost_nothing(settings):
    settings.HOLD_ABOVE = 1_000
    send()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        for _ in range(2 * usual.EVERY):
            send()
    said = [query["sql"] for query in asked.captured_queries]
    assert not [one for one in said if re.search(r"(?i)count\(", one)]
    # Two looks at the table, of at most four statements each.
    assert len([one for one in said if "stories_intake" in one]) <= 8


def looks_for(sent: int, today: datetime.date) -> int:
    """How often the table is read while so many come in."""
    with CaptureQueriesContext(connection) as asked:
        for _ in range(sent):
            usual.is_exceeded(today)
            usual.note(today, held=False)
    said = [query["sql"] for query in asked.captured_queries]
    return len([one for one in said if one.startswith("SELECT") and "stories_intake" in one])


def test_a_large_site_looks_at_the_table_less_often(today, settings):
    settings.HOLD_ABOVE = 10_000
    assert looks_for(600, today) == 3
    # And still knows the others' within a fiftieth of the day's limit.
    Intake.objects.update(number=10_000)
    usual.note(today, held=False)
    for _ in range(10_000 // usual.PART):
        usual.note(today, held=False)
    assert usual.is_exceeded(today)


def test_a_small_site_looks_every_few(today, settings):
    settings.HOLD_ABOVE = 500
    assert looks_for(3 * usual.EVERY, today) == 3


def test_a_lead_lets_them_wait_and_as_many_again_may_come_today(lead_at_desk, lead):
    for _ in range(5):
        send()
    for _ in range(3):
        send()
    send(WORDS)
    page = lead_at_desk.get("/admin/review/").content.decode()
    assert "1 with words is held" in page
    posted = {"decision": "resume", "reason": "cleared"}
    lead_at_desk.post("/admin/review/statuses/", posted)
    assert states() == {State.WAITING: 9}
    row = Decision.objects.get()
    assert (row.kind, row.number, row.author) == (Kind.RESUME, 4, lead)
    usual.forget_memory()
    for _ in range(9):
        send()
    assert states() == {State.WAITING: 18}
    send()
    assert states() == {State.WAITING: 18, State.HELD: 1}


def test_a_moderator_lets_none_of_it_wait(at_desk, moderator):
    for _ in range(7):
        send()
    posted = {"decision": "resume", "reason": "cleared"}
    assert at_desk.post("/admin/review/statuses/", posted).status_code == 403
    with pytest.raises(PermissionDenied):
        decisions.resume_held(by=moderator, reason=Reason.CLEARED)
    assert Submission.objects.held().count() == 2


def test_writing_anew_is_no_way_out_of_what_is_held(says, today):
    for state in (State.HELD, State.WAITING):
        kept = says(WORDS)
        Submission.objects.filter(pk=kept.pk).update(state=state)
        key = random_key()
        said = sealed(desk.opened(kept), key=key)
        new = lifecycle.replace(kept.pk, said, key=key, day=today, keep=False)
        assert Submission.objects.get(pk=new).state == state


def test_how_many_are_held_is_said_everywhere_on_the_ladder(client, says):
    for _ in range(5):
        send()
    for _ in range(24):
        send()
    for _ in range(13):
        send(WORDS)
    lifecycle.count_statuses()
    release()
    assert Submission.objects.held().count() == 37
    assert client.get("/numbers.json").json()["held"] == 30
    for path in ("/", "/numbers/"):
        page = client.get(path).content.decode()
        assert re.search(r"About 30\b.* held back", page), path
        assert "37" not in pages.parsed(page).text


def test_few_that_are_held_are_not_told_from_none(client):
    for _ in range(24):
        send()
    lifecycle.count_statuses()
    release()
    assert Submission.objects.held().count() == 19
    assert client.get("/numbers.json").json()["held"] is None
    assert "more are held back" not in client.get("/").content.decode()


def test_days_are_numbers_alone_and_are_forgotten(today):
    for ago in range(40):
        Intake.objects.create(day=today - datetime.timedelta(days=ago), number=1)
    worker.forget()
    assert Intake.objects.count() == usual.DAYS + 1
    assert {field.name for field in Intake._meta.fields} == {"day", "number", "allowed"}
