"""Near-duplicates and bursts are one lot, decided once; discarding takes two leads, and can be
undone for seven days."""

import datetime
import json
import re
import threading
import time

import pytest
from django.contrib.auth.models import Permission, User
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from moderation import claims, decisions, gathering, lots, sittings
from moderation.accounts import people as accounts
from moderation.models import Decision, Fate, Kind, Line, Lot, LotKind, Member, Reason, Sitting
from stories import fingerprints, lifecycle, receipts, worker
from stories.fingerprints import alike_groups, fingerprint
from stories.flags import Lane
from stories.lifecycle import Conflict
from stories.models import State, Submission
from stories.random_keys import random_key
from stories.testimony import Occurrence, Testimony
from stories.wall.release import release
from tests import desk, pages
from tests.test_claims import at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_key")]

TEXT = (
    "In the second winter the teacher of the choir kept me after practice and stood beside the "
    "door until i promised to say nothing to anybody, and then he laughed and let me go home."
)
OTHER = (
    "It was in the lift, every Friday, and nobody looked up when I came in, so that I took the "
    "stairs for a year and told my sister that I needed to move more because of my heart."
)
THIRD = (
    "My uncle drove us to the lake each summer. I have never said aloud why I stopped swimming, "
    "and whoever asked was told about an ear that did not like cold water."
)
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def a_key_by_which_they_are_alike(monkeypatch) -> None:
    """By one key in fifteen not all six of `alike` are found: `test_fingerprints` looks at keys."""
    monkeypatch.setattr(fingerprints, "_keys", {timezone.now().date(): bytes([1]) * 32})


@pytest.fixture
def other(lead) -> User:
    """A second lead."""
    return accounts.create("cora", role=accounts.LEADS)


@pytest.fixture
def alike(says) -> Lot:
    """Six much alike that wait, and one that is not."""
    for number in range(6):
        says(f"{TEXT} Number{number}.")
    says(OTHER)
    gathering.gather()
    return Lot.objects.get()


def held(number: int, *, day=None, **values) -> list[int]:
    """The keys of so many held statuses."""
    day = day or timezone.now().date()
    given = {"day": day, "since": day, "language": "en", "has_words": False, "state": State.HELD}
    rows = [Submission(pk=random_key(), **(given | values)) for _ in range(number)]
    return [row.pk for row in Submission.objects.bulk_create(rows)]


def states() -> dict[str, int]:
    found = list(Submission.objects.values_list("state", flat=True))
    return {state: found.count(state) for state in set(found)}


# Gathering


@pytest.mark.pure
def test_alike_ones_are_grouped_whatever_comes_between():
    day = datetime.date(2026, 11, 25)
    texts = [TEXT, OTHER, TEXT + " And.", THIRD, TEXT.upper(), OTHER + " Yes."]
    assert alike_groups([fingerprint(text, day) for text in texts]) == [[0, 2, 4], [1, 5]]


@pytest.mark.pure
def test_ten_thousand_are_grouped_in_seconds():
    day = datetime.date(2026, 11, 25)
    one = fingerprint(TEXT, day)
    marks = [fingerprint(f"{number} {OTHER} " * 3, day) for number in range(200)]
    marks += [one] * 10_000
    began = time.process_time()
    groups = alike_groups(marks)
    assert max(len(group) for group in groups) == 10_000
    assert time.process_time() - began < 10


def test_much_alike_ones_are_one_lot_and_nobody_reads_them_one_by_one(alike, moderator):
    assert (alike.kind, lots.inside(alike).count()) == (LotKind.ALIKE, 6)
    assert states() == {State.HELD: 6, State.WAITING: 1}
    assert desk.opened(Submission.objects.get(pk=claims.take(moderator) or 0)).text() == OTHER


def test_fewer_than_five_are_read_like_all_others(says):
    for number in range(gathering.FEWEST - 1):
        says(f"{TEXT} Number{number}.")
    gathering.gather()
    assert not Lot.objects.exists()
    assert states() == {State.WAITING: 4}


def test_what_comes_later_joins_the_lot_until_somebody_asks(alike, says, lead):
    says(TEXT)
    gathering.gather()
    assert lots.inside(Lot.objects.get()).count() == 7
    lots.propose(alike, by=lead, reason=Reason.FLOOD)
    for _ in range(5):
        says(TEXT)
    gathering.gather()
    assert sorted(lots.inside(lot).count() for lot in lots.to_decide()) == [5, 7]


def test_what_somebody_reads_at_the_moment_stays_hers(says, moderator):
    for number in range(6):
        says(f"{TEXT} Number{number}.")
    hers = claims.take(moderator)
    gathering.gather()
    assert Submission.objects.get(pk=hers or 0).state == State.WAITING
    assert states() == {State.HELD: 5, State.WAITING: 1}


def test_what_is_held_of_one_day_is_one_lot(today):
    held(3, day=today - DAY)
    held(4)
    gathering.gather()
    held(2)
    gathering.gather()
    found = [(lot.kind, lot.day, lots.inside(lot).count()) for lot in lots.to_decide()]
    assert found == [(LotKind.BURST, today - DAY, 3), (LotKind.BURST, today, 6)]


# Deciding


def test_a_lot_waits_again_and_is_never_a_lot_twice(alike, says, lead):
    lots.release(alike, by=lead, reason=Reason.CLEARED)
    assert states() == {State.WAITING: 7}
    gathering.gather()
    gathering.look()
    assert states() == {State.WAITING: 7}
    assert not lots.to_decide()
    # Nor do those make a lot of the next one that is like them.
    says(TEXT)
    gathering.gather()
    assert states() == {State.WAITING: 8}
    assert not lots.to_decide()
    row = Decision.objects.get()
    assert (row.kind, row.number, row.author) == (Kind.RELEASE, 6, lead)


def test_a_lot_is_counted_without_a_word(alike, lead):
    held(3)
    lots.tally(alike, by=lead, reason=Reason.CLEARED)
    assert states() == {State.APPROVED: 6, State.HELD: 3, State.WAITING: 1}
    assert not Submission.objects.filter(state=State.APPROVED, has_words=True).exists()
    assert release().people == 6
    assert not Submission.objects.filter(state=State.PUBLISHED, envelope__isnull=False).exists()


def test_what_was_counted_can_be_taken_back_until_the_release(alike, lead, other):
    before = {one.pk: (one.lane, one.topics) for one in Submission.objects.held()}
    lots.tally(alike, by=lead, reason=Reason.CLEARED)
    gathering.look()
    assert lots.to_take_back() == [alike]
    lots.restore(alike, by=other)
    assert states() == {State.HELD: 6, State.WAITING: 1}
    assert {one.pk: (one.lane, one.topics) for one in Submission.objects.held()} == before
    assert all(one.has_words for one in Submission.objects.held())
    assert desk.opened(Submission.objects.held().all()[0]).text().startswith(TEXT)
    lots.tally(alike, by=lead, reason=Reason.CLEARED)
    held(3)
    release()
    assert not lots.to_take_back()
    with pytest.raises(Conflict):
        lots.restore(alike, by=other)
    assert not Submission.objects.filter(state=State.PUBLISHED).exclude(topics=0).exists()


def test_a_lot_of_statuses_that_was_counted_is_held_again(lead):
    held(12)
    gathering.gather()
    (lot,) = lots.to_decide()
    lots.tally(lot, by=lead, reason=Reason.CLEARED)
    assert states() == {State.APPROVED: 12}
    lots.restore(lot, by=lead)
    assert states() == {State.HELD: 12}
    assert not Submission.objects.filter(has_words=True).exists()


def test_discarding_takes_two_leads(alike, lead, other, moderator):
    with pytest.raises(Conflict):
        lots.discard(alike, by=lead, reason=Reason.FLOOD)
    lots.propose(alike, by=lead, reason=Reason.FLOOD)
    assert states() == {State.HELD: 6, State.WAITING: 1}
    for again in (lots.propose, lots.discard):
        with pytest.raises(Conflict):
            again(alike, by=lead, reason=Reason.FLOOD)
    with pytest.raises(PermissionDenied):
        lots.discard(alike, by=moderator, reason=Reason.FLOOD)
    assert states() == {State.HELD: 6, State.WAITING: 1}
    lots.discard(alike, by=other, reason=Reason.SPAM)
    assert states() == {State.DISCARDED: 6, State.WAITING: 1}
    said = list(
        Line.objects.filter(event="decided").order_by("number").values_list("what", "count")
    )
    assert said == [("propose", 6), ("discard", 6)]


def test_whoever_asked_can_think_again(alike, lead):
    lots.propose(alike, by=lead, reason=Reason.FLOOD)
    lots.release(alike, by=lead, reason=Reason.CLEARED)
    assert states() == {State.WAITING: 7}


def _discarded(lot: Lot, lead: User, other: User) -> None:
    lots.propose(lot, by=lead, reason=Reason.FLOOD)
    lots.discard(lot, by=other, reason=Reason.FLOOD)


def test_it_can_be_taken_back_for_seven_days_as_it_came(alike, lead, other):
    _discarded(alike, lead, other)
    with at(7 * DAY):
        worker.forget()
        gathering.look()
        lots.restore(alike, by=lead)
        assert states() == {State.HELD: 6, State.WAITING: 1}
        kept = Submission.objects.held().all()[0]
        assert desk.opened(kept).text().startswith(TEXT)
        with pytest.raises(Conflict):
            lots.discard(alike, by=lead, reason=Reason.FLOOD)
    assert Decision.objects.filter(kind=Kind.RESTORE, number=6).exists()


def test_after_seven_days_it_is_destroyed_and_no_trace_of_the_lot_is_left(alike, lead, other):
    _discarded(alike, lead, other)
    release_before = Submission.objects.filter(envelope__isnull=False).count()
    with at(8 * DAY):
        with pytest.raises(Conflict):
            lots.restore(alike, by=lead)
        worker.forget()
        gathering.look()
    assert release_before == 7
    assert states() == {State.DECLINED: 6, State.WAITING: 1}
    assert Submission.objects.filter(envelope__isnull=False).count() == 1
    assert not Submission.objects.filter(state=State.DECLINED).exclude(fingerprint=b"").exists()
    assert not Lot.objects.exists()
    assert not Member.objects.exists()


def test_a_release_destroys_nothing_that_can_be_taken_back(alike, lead, other):
    _discarded(alike, lead, other)
    held(3)
    lifecycle.release_lot(list(Submission.objects.held().values_list("pk", flat=True)))
    lifecycle.count_statuses()
    assert release().people == 3
    assert Submission.objects.filter(state=State.DISCARDED, envelope__isnull=False).count() == 6


def test_whoever_comes_back_is_told_that_it_waits_and_can_take_it_back(alike, lead, other, today):
    words = receipts.words_of(b"a" * 32, "en")
    public = receipts.pair_of(words).public
    desk.received(Testimony((Occurrence(TEXT),)), day=today, receipt=public)
    gathering.gather()
    _discarded(alike, lead, other)
    mine = Submission.objects.get(receipt=public)
    assert mine.state == State.DISCARDED
    answer = Client().post("/yours/", {"receipt": words}).content.decode()
    assert 'data-state="waiting"' in answer
    Client().post("/yours/", {"receipt": words, "action": "withdraw"})
    mine.refresh_from_db()
    assert (mine.state, mine.envelope) == (State.WITHDRAWN, None)
    lots.restore(alike, by=lead)
    mine.refresh_from_db()
    assert mine.state == State.WITHDRAWN


def test_letting_everything_wait_decides_the_lots_too(alike, lead):
    held(2)
    gathering.gather()
    decisions.resume_held(by=lead, reason=Reason.CLEARED)
    gathering.look()
    assert states() == {State.WAITING: 9}
    assert not lots.to_decide()


def test_an_empty_lot_is_none(alike, lead):
    for key in lots.inside(alike).values_list("pk", flat=True):
        lifecycle.withdraw(key)
    with pytest.raises(decisions.NothingThere):
        lots.release(alike, by=lead, reason=Reason.CLEARED)
    gathering.look()
    assert not Lot.objects.exists()


# Some at a time


def test_it_follows_some_at_a_time_and_what_is_cut_off_goes_on(lead, other, monkeypatch):
    held(120)
    gathering.gather()
    lot = Lot.objects.get()
    monkeypatch.setattr(lots, "BATCH", 25)
    # As if it were stopped after each: no time for more than one.
    monkeypatch.setattr(lots, "_AT_ONCE", -1.0)
    _discarded(lot, lead, other)
    assert states() == {State.DISCARDED: 25, State.HELD: 95}
    lot.refresh_from_db()
    assert not lots.follow(lot, seconds=-1)
    assert states() == {State.DISCARDED: 50, State.HELD: 70}
    # Taken back half way, it comes back whole.
    lots.restore(lot, by=lead)
    gathering.look()
    assert states() == {State.HELD: 120}
    _discarded(lot, lead, other)
    with CaptureQueriesContext(connection) as asked:
        gathering.look()
    moved = [q["sql"] for q in asked if 'SET "state" = ' in q["sql"] and "submission" in q["sql"]]
    assert len(moved) >= 4
    assert states() == {State.DISCARDED: 120}
    gathering.look()
    assert states() == {State.DISCARDED: 120}


@pytest.mark.django_db(transaction=True)
def test_of_two_leads_who_decide_at_once_one_wins(monkeypatch):
    people = []
    for name in ("dora", "edda", "fern", "gwen"):
        person = User.objects.create(username=name)
        for code in ("discard_statuses", "screen_submission"):
            person.user_permissions.add(Permission.objects.get(codename=code))
        people.append(User.objects.get(pk=person.pk))
    held(40)
    gathering.gather()
    lot = Lot.objects.get()
    monkeypatch.setattr(lots, "BATCH", 5)
    lots.propose(lot, by=people[0], reason=Reason.FLOOD)
    acts = [lots.release, lots.tally, lots.discard]
    won: list[str] = []
    gate = threading.Barrier(3)

    def decides(act, person) -> None:
        gate.wait()
        try:
            won.append(act(lot, by=person, reason=_reason(act)).kind)
        except Conflict:
            pass
        finally:
            connection.close()

    threads = [
        threading.Thread(target=decides, args=pair) for pair in zip(acts, people[1:], strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    gathering.look()
    became = {"release": State.WAITING, "tally": State.APPROVED, "discard": State.DISCARDED}
    assert states() == {became[won[0]]: 40}


@pytest.mark.django_db(transaction=True)
def test_of_two_who_ask_anew_at_once_one_asks():
    """For who is a lead no more; the other is told, and is the second."""
    people = []
    for name in ("dora", "edda", "fern"):
        person = User.objects.create(username=name)
        person.user_permissions.add(Permission.objects.get(codename="discard_statuses"))
        people.append(User.objects.get(pk=person.pk))
    held(4)
    gathering.gather()
    lot = Lot.objects.get()
    lots.propose(lot, by=people[0], reason=Reason.FLOOD)
    people[0].user_permissions.clear()
    won: list[str] = []
    gate = threading.Barrier(2)

    def asks(person: User) -> None:
        gate.wait()
        try:
            lots.propose(lot, by=person, reason=Reason.FLOOD)
            won.append(person.username)
        except Conflict:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=asks, args=(person,)) for person in people[1:]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lot.refresh_from_db()
    assert len(won) == 1
    assert lot.asked_by == User.objects.get(username=won[0])
    (second,) = [person for person in people[1:] if person.username not in won]
    lots.discard(lot, by=second, reason=Reason.FLOOD)
    assert states() == {State.DISCARDED: 4}


def _reason(act) -> Reason:
    return Reason.FLOOD if act is lots.discard else Reason.CLEARED


# The pages


def at_the_desk(person: User) -> Client:
    desk.admit(person)
    client = Client()
    desk.sign_in(client, person)
    client.post("/admin/unlock/", {"passphrase": desk.PASSPHRASE})
    return client


def test_two_leads_discard_a_lot_and_one_takes_it_back_on_the_pages(alike, lead, other):
    one, two = at_the_desk(lead), at_the_desk(other)
    where = f"/admin/review/lots/{alike}/"
    assert where in one.get("/admin/review/lots/").content.decode()
    page = one.get(where).content.decode()
    assert "Much alike" in page
    assert "Ask for a lot to be discarded" in page
    assert "Discard a lot" not in page
    one.post(where, {"decision": "propose", "reason": "flood"})
    assert "Discard a lot" not in one.get(where).content.decode()
    answer = one.post(where, {"decision": "discard", "reason": "flood"}, follow=True)
    assert "it was you who asked" in answer.content.decode()
    assert "Another lead asks" in two.get(where).content.decode()
    answer = two.post(where, {"decision": "discard", "reason": "flood"}, follow=True)
    said = answer.content.decode()
    assert "6 are discarded. They can be taken back for seven days." in said
    # The list and its page say the same as the message.
    assert ">7 days</td>" in said
    assert "can be taken back for 7 days" in one.get(where).content.decode()
    answer = one.post(where, {"decision": "restore"}, follow=True)
    assert "6 are held again." in answer.content.decode()
    assert states() == {State.HELD: 6, State.WAITING: 1}


@pytest.mark.parametrize(
    ("ago", "said", "within"),
    [(0, "for 7 days", True), (6, "for 1 day.", True), (7, "today still", True), (8, "", False)],
)
def test_for_how_long_is_said_as_long_as_it_holds(alike, lead, other, ago, said, within):
    lots.propose(alike, by=lead, reason=Reason.FLOOD)
    lots.discard(alike, by=other, reason=Reason.FLOOD)
    Lot.objects.update(decided=timezone.now().date() - ago * DAY)
    page = at_the_desk(lead).get(f"/admin/review/lots/{alike}/").content.decode()
    assert said in page
    assert ("Take it back" in page) == within
    if within:
        lots.restore(Lot.objects.get(), by=lead)
    else:
        with pytest.raises(Conflict):
            lots.restore(Lot.objects.get(), by=lead)


def test_whoever_asked_takes_just_that_back(alike, lead, other):
    one, two = at_the_desk(lead), at_the_desk(other)
    where = f"/admin/review/lots/{alike}/"
    assert 'value="recall"' not in one.get(where).content.decode()
    one.post(where, {"decision": "propose", "reason": "flood"})
    assert 'value="recall"' in one.get(where).content.decode()
    assert 'value="recall"' not in two.get(where).content.decode()
    with pytest.raises(Conflict):
        lots.recall(Lot.objects.get(), by=other)
    answer = one.post(where, {"decision": "recall"}, follow=True)
    assert "You have taken that back." in answer.content.decode()
    alike.refresh_from_db()
    assert (alike.fate, alike.asked_by) == (Fate.OPEN, None)
    assert states() == {State.HELD: 6, State.WAITING: 1}
    assert Decision.objects.get(kind=Kind.RECALL).number == 6
    with pytest.raises(Conflict):
        lots.discard(alike, by=other, reason=Reason.FLOOD)


def test_where_somebody_may_be_in_danger_is_said_and_comes_first(today, lead, at_desk):
    held(3, day=today - 3 * DAY)
    held(2, day=today - 2 * DAY, has_words=True, lane=Lane.USUAL)
    urgent = held(2, day=today - DAY, has_words=True, lane=Lane.URGENT)
    gathering.gather()
    assert [lot.day for lot in lots.to_decide()] == [
        today - DAY, today - 3 * DAY, today - 2 * DAY,
    ]  # fmt: skip
    browser = at_the_desk(lead)
    page = browser.get("/admin/review/lots/").content.decode()
    assert page.count("somebody may be in danger now<") == 1
    assert "in 2 somebody may be in danger now" in page
    queue = browser.get("/admin/review/").content.decode()
    assert "In 2 of them somebody may be in danger now" in queue
    assert "Look at those first" in queue
    assert "Tell a lead." in at_desk.get("/admin/review/").content.decode()
    # Also where they are discarded, as long as that can be taken back.
    lot = lots.to_decide()[0]
    lots.propose(lot, by=lead, reason=Reason.FLOOD)
    lots.discard(lot, by=accounts.create("cora", role=accounts.LEADS), reason=Reason.FLOOD)
    assert "in 2 somebody" in browser.get("/admin/review/lots/").content.decode()
    assert Submission.objects.filter(pk__in=urgent, state=State.DISCARDED).count() == 2


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"decision": "discard"},
        {"decision": "release", "reason": "flood"},
        {"decision": "\x00", "reason": "cleared"},
        {"decision": "tally", "reason": "\x00"},
    ],
)
def test_nonsense_decides_nothing(alike, lead, posted):
    answer = at_the_desk(lead).post(f"/admin/review/lots/{alike}/", posted)
    assert answer.status_code == 422
    assert "Nothing was decided." in answer.content.decode()
    assert lots.to_decide() == [alike]


def test_one_that_is_gone_is_said(lead):
    answer = at_the_desk(lead).get(f"/admin/review/lots/{random_key():016x}/", follow=True)
    assert "somebody decided it meanwhile" in answer.content.decode()


def test_a_sample_is_shown_for_the_asking_and_counts_in_her_sitting(says, lead):
    for number in range(6):
        says(f"i was raped by my uncle. {TEXT} Number{number}.")
    gathering.gather()
    browser, where = at_the_desk(lead), f"/admin/review/lots/{Lot.objects.get()}/"
    assert "choir" not in browser.get(where).content.decode()
    assert "rape (6)" in browser.get(where).content.decode()
    answer = browser.post(where, {"decision": "sample"}, follow=True)
    assert "Words are read in a sitting" in answer.content.decode()
    sittings.begin(lead, minutes=45, hard=2)
    page = pages.parsed(browser.post(where, {"decision": "sample"}).content)
    assert "1 that was drawn stays shut: it is a hard one" in page.text
    covers = page.all("details", "sampled")
    assert len(covers) == 2, "no more than she agreed to"
    assert not any("open" in cover.attributes for cover in covers)
    assert "choir" in covers[0].text
    assert Sitting.objects.get().opened == 2
    assert "You have 0 hard ones left" in browser.get(where).content.decode()
    said = browser.post(where, {"decision": "sample"}).content.decode()
    assert "3 that were drawn stay shut" in said
    assert "you have read those that you set" in said
    assert "choir" not in said


def test_a_sample_asked_for_again_is_the_same(says, lead):
    for number in range(30):
        says(f"{TEXT} Then the {number} of them left, one after another.")
    gathering.gather()
    sittings.begin(lead, minutes=45, hard=20)
    # By the day's key a few of them may not be found alike.
    lot = max(lots.to_decide(), key=lambda lot: lots.inside(lot).count())
    assert lots.inside(lot).count() > 10
    client = at_the_desk(lead)
    seen = set()
    for _ in range(5):
        answer = client.post(f"/admin/review/lots/{lot}/", {"decision": "sample"}, follow=True)
        seen |= set(re.findall(r"Then the \d+ of them", answer.content.decode()))
    assert len(seen) == 3


def test_a_locked_desk_shows_no_sample(alike, lead):
    browser = at_the_desk(lead)
    sittings.begin(lead, minutes=45, hard=2)
    browser.post("/admin/lock/")
    where = f"/admin/review/lots/{alike}/"
    assert browser.post(where, {"decision": "sample"})["Location"].startswith("/admin/unlock/")


def test_the_log_says_nothing_of_what_was_in_it(alike, lead, other):
    _discarded(alike, lead, other)
    told = json.dumps(list(Line.objects.values("event", "what", "reason", "count")), default=str)
    told += json.dumps(list(Decision.objects.values()), default=str)
    assert not any(str(key) in told for key in lots.inside(alike).values_list("pk", flat=True))
    assert Lot.objects.get().fate == Fate.DISCARDED
