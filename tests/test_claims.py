"""Who reads what next: the order, claims, what she takes, and the card before the words."""

import datetime
from unittest import mock

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from moderation import claims, queue, seats
from moderation.accounts import people as accounts
from moderation.models import Claim, Decision, Passed
from moderation.queue import Taken
from stories import lifecycle
from stories.flags import Lane, Topic
from stories.language import CODES
from stories.models import State, Submission
from tests import desk, pages

pytestmark = pytest.mark.django_db

DANGER = "i am 14 and he still comes into my room"


@pytest.fixture
def reader(moderator, desk_key) -> Client:
    """The moderator's browser as it is, with the desk unlocked."""
    return _signed_in(moderator)


def _signed_in(person: User) -> Client:
    desk.admit(person)
    desk.sits_down(person)
    client = Client()
    desk.sign_in(client, person)
    client.post("/admin/unlock/", {"passphrase": desk.PASSPHRASE})
    return client


def page_of(submission: Submission) -> str:
    return f"/admin/review/{submission}/"


def at(later: datetime.timedelta):
    """As if so much time had passed."""
    moment = timezone.now() + later
    return mock.patch("django.utils.timezone.now", return_value=moment)


def put(**values) -> Submission:
    today = timezone.now().date()
    given = {"day": today, "since": today, "language": "en", "has_words": True} | values
    return Submission.objects.create(**given)


def taken(person: User) -> int | None:
    claims.release(person)
    return claims.take(person)


# The order


def test_danger_comes_first_then_answers_then_the_oldest_day(moderator, today):
    early = today - datetime.timedelta(days=9)
    order = [
        put(lane=Lane.URGENT, day=early, language="fr"),
        put(lane=Lane.URGENT, topics=Topic.CHILD),
        put(lane=Lane.ANSWERED, day=early),
        put(lane=Lane.ANSWERED),
        put(lane=Lane.USUAL, day=early, topics=Topic.RAPE | Topic.FAMILY),
        put(lane=Lane.USUAL, day=early + datetime.timedelta(days=1), language="ar"),
        put(lane=Lane.USUAL),
    ]
    put(has_words=False, day=early, lane=Lane.URGENT)
    put(state=State.APPROVED, day=early, lane=Lane.URGENT)
    for one in order:
        assert taken(moderator) == one.pk
        Submission.objects.filter(pk=one.pk).update(state=State.DECLINED)
    assert taken(moderator) is None


def test_what_she_does_not_take_is_never_given_to_her(moderator, today):
    put(language="fr", topics=Topic.RAPE, day=today - datetime.timedelta(days=5))
    put(language="fr", day=today - datetime.timedelta(days=4))
    put(topics=Topic.CHILD | Topic.FAMILY, day=today - datetime.timedelta(days=3))
    hers = put(topics=Topic.FAMILY)
    mine = Taken(["en", "es"], Topic.CHILD | Topic.RAPE)
    assert queue.next_for(moderator, mine, now=timezone.now()) == hers.pk
    assert queue.next_for(moderator, Taken(["es"]), now=timezone.now()) is None
    assert queue.next_for(moderator, mine, now=timezone.now(), but=[hers.pk]) is None


def test_wishes_are_kept_and_followed(reader, moderator, says):
    english, spanish = says(DANGER), put(language="es", lane=Lane.USUAL)
    reader.post("/admin/review/wishes/", {"language": ["es", "xx"], "avoid": [Topic.CHILD, "x"]})
    assert seats.of(moderator).taken == Taken(["es"], Topic.CHILD)
    assert claims.take(moderator) == spanish.pk
    assert "checked" in reader.get("/admin/review/wishes/").content.decode()
    reader.post("/admin/review/wishes/", {})
    assert taken(moderator) == english.pk


def test_every_language_that_can_be_told_can_be_taken(reader):
    page = pages.parsed(reader.get("/admin/review/wishes/").content)
    assert sorted(field["value"] for field in page.all("input", name="language")) == CODES


def test_the_figures_say_more_than_so_many_where_there_are_more(monkeypatch, says):
    for _ in range(3):
        put(), says()
    assert (queue.waiting().to_read, queue.waiting().statuses) == (3, 3)
    monkeypatch.setattr(queue, "MOST_COUNTED", 2)
    assert queue.waiting().to_read == 3, "two and one: any more"


# Claims


def test_of_two_at_one_each_has_another_until_it_ends(moderator, lead):
    first, second = put(lane=Lane.URGENT), put()
    assert claims.take(moderator) == first.pk
    assert queue.next_for(lead, Taken(), now=timezone.now()) == second.pk
    assert claims.take(lead) == second.pk
    assert claims.take(moderator) == first.pk, "she goes on with what she has"
    assert Claim.objects.count() == 2
    with at(claims.LASTS + claims.STEP + datetime.timedelta(seconds=1)):
        assert claims.hers(moderator, first.pk) is None
        claims.release(lead)
        assert claims.take(lead) == first.pk
        assert claims.hers(lead, first.pk)


def test_it_lasts_for_as_long_as_she_works_on_it(moderator, lead):
    one = put()
    claims.take(moderator)
    with at(datetime.timedelta(minutes=19)):
        assert claims.hers(moderator, one.pk)
    with at(datetime.timedelta(minutes=38)):
        assert claims.take(lead) is None
        assert claims.hers(moderator, one.pk)
    with at(datetime.timedelta(minutes=59)):
        assert claims.hers(moderator, one.pk) is None
        assert claims.take(lead) == one.pk


def test_a_claim_that_ended_hides_nothing_and_is_counted(reader, moderator, lead):
    one = put()
    claims.take(moderator)
    assert queue.waiting().to_read == 1
    with at(datetime.timedelta(hours=3)):
        assert claims.held_by(moderator) is None
        assert queue.next_for(lead, Taken(), now=timezone.now()) == one.pk
        assert claims.take(lead) == one.pk
    assert Claim.objects.get().moderator == lead


def test_what_is_taken_back_meanwhile_is_let_go_of(moderator):
    one, other = put(lane=Lane.URGENT), put()
    assert claims.take(moderator) == one.pk
    lifecycle.withdraw(one.pk)
    assert claims.take(moderator) == other.pk


def test_whoever_goes_lets_go(reader, moderator, says):
    says("He moved too.")
    for way in ("/admin/lock/", "/accounts/logout/"):
        claims.take(moderator)
        reader.post(way)
        assert not Claim.objects.exists(), way
        desk.sign_in(reader, moderator)


def test_it_is_hers_alone_to_read_and_to_decide(reader, moderator, lead, says):
    kept = says("He moved too.")
    other = _signed_in(lead)
    assert reader.post("/admin/review/next/").url == page_of(kept)
    reader.post(page_of(kept) + "card/", {"act": "open"})
    assert "He moved too." in reader.get(page_of(kept)).content.decode()
    for answer in (
        other.get(page_of(kept), follow=True),
        other.post(page_of(kept) + "card/", {"act": "open"}, follow=True),
        other.post(page_of(kept), {"decision": "publish"}, follow=True),
    ):
        assert "You do not have that one" in answer.content.decode()
        assert "He moved too." not in answer.content.decode()
    with at(claims.LASTS + claims.STEP + datetime.timedelta(seconds=1)):
        other.post(page_of(kept), {"decision": "publish"})
        claims.hers(moderator, kept.pk)
    assert not Decision.objects.exists()
    reader.post(page_of(kept), {"decision": "publish"})
    assert Decision.objects.get().author == moderator
    assert not Claim.objects.exists()


def test_she_reads_nothing_and_decides_nothing_when_hers_has_ended(reader, moderator, says):
    kept = says("He moved too.")
    claims.take(moderator)
    Claim.objects.update(opened=True, until=timezone.now() - datetime.timedelta(seconds=1))
    assert reader.get(page_of(kept)).url == "/admin/review/"
    reader.post(page_of(kept), {"decision": "publish"})
    kept.refresh_from_db()
    assert kept.state == State.WAITING


# The card


def test_no_word_is_shown_and_nothing_decided_before_she_opens_it(reader, says):
    kept = says("He moved too, and i was 9.", setting="transport", by="stranger", country="FR")
    reader.post("/admin/review/next/")
    card = reader.get(page_of(kept)).content.decode()
    assert "He moved" not in card
    for known in ("On a bus, a train", "France", "a child", "Open it", "Pass it on", "Not today"):
        assert known in card
    answer = reader.post(page_of(kept), {"decision": "decline", "reason": "spam"})
    assert "He moved" not in answer.content.decode()
    assert not Decision.objects.exists()
    reader.post(page_of(kept) + "card/", {"act": "open"})
    assert "He moved too, and i was 9." in reader.get(page_of(kept)).content.decode()


def test_looking_takes_and_opens_nothing(reader, says):
    kept = says("He moved too.")
    for path in ("/admin/review/", page_of(kept), "/admin/review/wishes/"):
        reader.get(path)
    for path in ("/admin/review/next/", page_of(kept) + "card/"):
        reader.get(path, follow=True)
    assert not Claim.objects.exists()


def test_what_she_passes_on_goes_to_somebody_else_and_never_to_her(reader, moderator, lead, says):
    kept, other = says(DANGER), says("He moved too.")
    assert reader.post("/admin/review/next/").url == page_of(kept)
    answer = reader.post(page_of(kept) + "card/", {"act": "pass"})
    assert answer.url == page_of(other)
    reader.post(page_of(other) + "card/", {"act": "pass"})
    assert reader.post("/admin/review/next/").url == "/admin/review/"
    assert claims.take(lead) == kept.pk
    lifecycle.decline(kept.pk)
    claims.settle(kept.pk)
    assert list(Passed.objects.values_list("submission", flat=True)) == [other.pk]
    assert not Decision.objects.exists(), "and nothing says that she did"


def test_not_today_lasts_until_the_day_ends(reader, moderator, says):
    kept, other = says(DANGER), says("He moved too.")
    assert reader.post("/admin/review/next/").url == page_of(kept)
    answer = reader.post(page_of(kept) + "card/", {"act": "not today"})
    assert answer.url == page_of(other)
    assert taken(moderator) == other.pk
    with at(datetime.timedelta(days=1)):
        assert taken(moderator) == kept.pk


def test_what_she_puts_back_waits_for_anybody(reader, lead, says):
    kept = says("He moved too.")
    reader.post("/admin/review/next/")
    assert reader.post(page_of(kept) + "card/", {"act": "leave"}).url == "/admin/review/"
    assert claims.take(lead) == kept.pk


def test_the_queue_shows_how_much_and_nothing_to_choose_from(
    reader, moderator, django_assert_max_num_queries
):
    for _ in range(40):
        put()
    with django_assert_max_num_queries(8):
        page = reader.get("/admin/review/").content.decode()
    assert "40 wait to be read" in page
    assert not any(str(one) in page for one in Submission.objects.all())
    number = claims.take(moderator)
    with django_assert_max_num_queries(8):
        page = reader.get("/admin/review/").content.decode()
    assert f"/admin/review/{number:016x}/" in page


def test_what_waits_for_a_lead_is_given_to_leads_alone(moderator, lead):
    one = put(for_lead=True)
    assert claims.take(moderator) is None
    assert claims.take(lead) == one.pk


def test_a_first_reader_is_not_given_what_waits_for_a_second(moderator, lead, desk_key):
    from moderation import four_eyes
    from moderation.models import Kind, Reason

    third = accounts.create("third")
    for person in (moderator, lead, third):
        desk.admit(person)
    four_eyes.switch(on=True)
    one = put(edited=b"x")
    Decision.objects.create(
        kind=Kind.FIRST, reason=Reason.SAFE, author=moderator, day=one.day, submission=one
    )
    assert claims.take(moderator) is None
    assert claims.take(third) == one.pk
