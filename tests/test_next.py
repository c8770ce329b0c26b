"""The next one: who is given which, whatever stands before it; and that it costs the same however
much waits."""

import datetime
import random
import time

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from moderation import audit, claims, four_eyes, free, queue, seconds
from moderation.accounts import people as accounts
from moderation.decisions import LEADS
from moderation.models import Claim, Decision, Event, FourEyes, Kind, Passed, Reason
from moderation.queue import Taken
from stories.flags import Lane, Topic
from stories.lifecycle import Conflict
from stories.models import Submission
from tests import desk
from tests.test_claims import _signed_in, at, put

pytestmark = pytest.mark.django_db

LANGUAGES = ("en", "es", "fr")
# What somebody takes: languages, topics that she does not, and whether what is urgent.
TAKEN = [
    ((), 0, True),
    ((), 0, False),
    ((), Topic.RAPE, True),
    (("fr",), 0, True),
    (("fr",), Topic.CHILD | Topic.RAPE, True),
    (("en", "es"), Topic.RAPE, True),
    (("en", "es"), Topic.RAPE, False),
]
MASKS = (0, 0, Topic.RAPE, Topic.CHILD | Topic.FAMILY)
MINUTE = datetime.timedelta(minutes=1)
# However much waits, no page of the queue asks more often than this.
MOST_ASKED = 8


def crowd(number: int, **values) -> None:
    """So many wait, of yesterday: before whatever comes today."""
    today = timezone.now().date()
    given = {"since": today, "day": today - datetime.timedelta(days=1), "language": "en"} | values
    rows = [Submission(has_words=True, **given) for _ in range(number)]
    Submission.objects.bulk_create(rows, batch_size=500)


def three_who_read() -> list[User]:
    """Enough for four eyes: they hold the key."""
    people = [accounts.create(name) for name in ("cleo", "dora", "elsa")]
    for person in people:
        desk.admit(person)
    return people


# Who is given which


def may_read(person: User, one: Submission) -> bool:
    """Whether it is for her to read, said once more in plain words, whatever that costs."""
    if one.for_lead and not person.has_perm(LEADS):
        return False
    if not four_eyes.is_on():
        return True
    stands = Decision.objects.filter(submission=one, undone__isnull=True)
    first = set(stands.filter(kind=Kind.FIRST).values_list("author", flat=True))
    if one.edited is not None and first & set(four_eyes.not_second_to(person)):
        return False
    second = set(stands.filter(reason=Reason.DIFFER).values_list("author", flat=True))
    if not one.for_lead or not second:
        return True
    # Two differed: a lead who is tied to neither, or else who is neither, or else any.
    ties, leads = seconds.ties(), set(four_eyes.leads_where_on(switched_on=True) or [])
    untied = {lead for lead in leads if not ties.of(lead) & (first | second)}
    return person.pk in (untied or leads - first - second or leads)


def may_decide(person: User, one: Submission) -> bool:
    """Whether the door lets her, at which everything is decided."""
    try:
        four_eyes.is_second(one, person)
    except Conflict:
        return False
    return True


def by_the_rules(person: User, taken: Taken) -> int | None:
    """Which is hers, asked for in Django's words, whatever that costs."""
    reach = Submission.objects.to_read()
    if taken.languages:
        reach = reach.filter(language__in=taken.languages)
    if not taken.urgent:
        reach = reach.exclude(lane=Lane.URGENT)
    reach = reach.exclude(pk__in=Passed.objects.filter(moderator=person).values("submission"))
    had = Q(until__gt=timezone.now())
    reach = reach.exclude(pk__in=Claim.objects.filter(had).values("submission"))
    for one in reach.order_by("lane", "day", "id"):
        if not one.topics & taken.avoids and may_read(person, one):
            return one.pk
    return None


def scattered(by: list[User], chance: random.Random) -> None:
    """Some of everything: decided by some of them, passed on, had and once had."""
    today = timezone.now().date()
    for _ in range(40):
        one = put(
            day=today - datetime.timedelta(days=chance.randrange(3)),
            lane=chance.choice(Lane.values),
            language=chance.choice(LANGUAGES),
            topics=chance.choice(MASKS),
            edited=chance.choice((None, None, b"x")),
            for_lead=chance.random() < 0.2,
        )
        views = [Reason.SAFE, Reason.DIFFER] if one.for_lead else [Reason.SAFE]
        if one.edited or one.for_lead:
            for person, reason in zip(chance.sample(by, len(views)), views, strict=True):
                kind = Kind.REFER if reason == Reason.DIFFER else Kind.FIRST
                Decision.objects.create(
                    kind=kind, reason=reason, author=person, day=today, submission=one
                )
        if chance.random() < 0.2:
            Passed.objects.create(submission=one, moderator=chance.choice(by))
    few = chance.sample(list(Submission.objects.all()), len(by) - 1)
    for person, one in zip(by[1:], few, strict=True):
        until = timezone.now() + chance.choice((-1, 1)) * MINUTE
        Claim.objects.create(submission=one, moderator=person, until=until)


# How many are looked at first, whether four eyes are on, and how many brought somebody in.
CASES = [
    (0, True, 0),
    (1, True, 3),
    (5, True, 6),
    (queue.FRONT, True, 1),
    (queue.FRONT, True, 4),
    (0, False, 3),
    (queue.FRONT, False, 0),
]


@pytest.mark.parametrize("case", CASES)
def test_each_has_what_the_rules_say_by_either_way(monkeypatch, desk_key, moderator, lead, case):
    front, on, tied = case
    monkeypatch.setattr(queue, "FRONT", front)
    chance = random.Random(f"{front} {on} {tied}")
    others = [accounts.create(name, role=accounts.LEADS) for name in ("fay", "gwen")]
    everybody = [*three_who_read(), moderator, lead, *others]
    for person in (lead, *others):
        desk.admit(person)
    for _ in range(tied):
        by, whom = chance.sample(everybody, 2)
        audit.record(Event.REOPENED, by=by, whom=whom)
    four_eyes.switch(on=on)
    scattered(everybody, chance)
    seen = set()
    for person in (User.objects.get(pk=one.pk) for one in everybody):
        for languages, avoids, urgent in TAKEN:
            taken = Taken(languages, avoids, urgent)
            hers = queue.next_for(person, taken, now=timezone.now())
            assert hers == by_the_rules(person, taken), (person, taken)
            seen.add(hers)
        # Also where she asks for one by its address, and has it.
        for one in Submission.objects.all():
            assert free.is_within_reach(one, person) == may_read(person, one), (person, one)
            if not one.for_lead or person.has_perm(LEADS):
                assert may_decide(person, one) == may_read(person, one), (person, one)
    assert len(seen) > 2


NOT_FOR_HER = ["topic", "language", "passed", "had", "for a lead", "her own yes"]


@pytest.mark.parametrize("why", NOT_FOR_HER)
def test_nothing_is_hidden_behind_what_is_not_for_her(monkeypatch, desk_key, moderator, why):
    others, hers = three_who_read(), put()
    four_eyes.switch(on=True)
    desk.admit(moderator)
    taken = Taken(["en"], Topic.RAPE)
    values: dict[str, dict[str, object]] = {
        "topic": {"topics": Topic.RAPE | Topic.FAMILY, "lane": Lane.URGENT},
        "language": {"language": "fr"},
        "for a lead": {"for_lead": True},
        "her own yes": {"edited": b"x"},
    }
    # Of her own yes and of what others have there are never hundreds: less is looked at.
    number = queue.FRONT + 1 if why in ("topic", "language", "for a lead", "passed") else 3
    if number == 3:
        monkeypatch.setattr(queue, "FRONT", 3)
    crowd(number, **values.get(why, {}))
    before = list(Submission.objects.exclude(pk=hers.pk).order_by("lane", "day", "id"))
    if why == "passed":
        Passed.objects.bulk_create(Passed(submission=one, moderator=moderator) for one in before)
    if why == "had":
        until = timezone.now() + MINUTE
        for one, person in zip(before, others, strict=True):
            Claim.objects.create(submission=one, moderator=person, until=until)
    if why == "her own yes":
        for one in before:
            Decision.objects.create(
                kind=Kind.FIRST, reason=Reason.SAFE, author=moderator, day=one.day, submission=one
            )
    assert queue.next_for(moderator, taken, now=timezone.now()) == hers.pk
    assert queue.next_for(moderator, Taken(["en"], 63, False), now=timezone.now()) == hers.pk
    if why == "topic":
        # Of no language and of a later lane.
        assert queue.next_for(moderator, Taken((), Topic.RAPE), now=timezone.now()) == hers.pk
    Submission.objects.filter(pk=hers.pk).update(language="ar")
    assert queue.next_for(moderator, taken, now=timezone.now()) is None


def test_what_ended_is_given_though_nobody_cleared_it_away(moderator, lead):
    one = put()
    long_ago = timezone.now() - datetime.timedelta(hours=1)
    Claim.objects.create(submission=one, moderator=lead, until=long_ago)
    assert queue.next_for(moderator, Taken(), now=timezone.now()) == one.pk
    assert claims.take(moderator) == one.pk
    assert Claim.objects.get().moderator == moderator


def test_what_was_decided_between_the_look_and_the_claim_is_not_hers(moderator, lead):
    gone, other = put(lane=Lane.URGENT), put()
    decided: list[int] = []

    def meanwhile(execute, sql, params, many, context):
        if sql.startswith("INSERT") and "moderation_claim" in sql and not decided:
            decided.append(gone.pk)
            Submission.objects.filter(pk=gone.pk).update(state="declined")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(meanwhile):
        assert claims.take(moderator) == other.pk
    assert decided
    assert Claim.objects.get().submission == other


# What it costs


def asked(act) -> list[str]:
    with CaptureQueriesContext(connection) as queries:
        act()
    return [query["sql"] for query in queries]


@pytest.fixture
def reader(moderator, desk_key) -> Client:
    return _signed_in(moderator)


@pytest.fixture
def leads(lead, desk_key) -> Client:
    """A lead's browser, where four eyes are asked for: what costs most."""
    three_who_read()
    FourEyes.objects.create(on=True)
    return _signed_in(lead)


def given(client: Client) -> str:
    answer = client.post("/admin/review/next/")
    assert answer.status_code == 302
    return answer.headers["Location"]


def costs(client: Client) -> list[int]:
    """How often each asks: the queue, the next one, its card, and the queue where she has it."""
    client.get("/admin/review/")
    looked = len(asked(lambda: client.get("/admin/review/")))
    Claim.objects.all().delete()
    took = len(asked(lambda: given(client)))
    where = given(client)
    # An answer that is not the card would cost less.
    assert "Open it" in client.get(where).content.decode()
    card = len(asked(lambda: client.get(where)))
    has = len(asked(lambda: client.get("/admin/review/")))
    Claim.objects.all().delete()
    return [looked, took, card, has]


@pytest.mark.parametrize("who", ["reader", "leads"])
@pytest.mark.parametrize("behind", [False, True])
def test_it_asks_as_often_however_much_waits(request, says, who, behind):
    client = request.getfixturevalue(who)
    # What comes first opens, and what only has to wait stands behind it.
    early = timezone.now().date() - datetime.timedelta(days=9)
    for _ in range(3):
        says("He moved too.", day=early)
    if behind:
        client.post("/admin/review/wishes/", {"language": ["en"]})
        Submission.objects.update(day=early + datetime.timedelta(days=9))
        crowd(queue.FRONT, language="fr")
    few = costs(client)
    crowd(3_000, language="fr" if behind else "en")
    assert costs(client) == few
    assert max(few) <= MOST_ASKED + (1 if behind and who == "leads" else 0), few


def test_a_look_at_the_card_writes_nothing(reader, says, monkeypatch):
    says("He moved too.")
    # Not where a minute ends.
    minute = time.time() // 60 * 60 + 60
    monkeypatch.setattr(time, "time", lambda: minute + 1)
    where = given(reader)
    reader.get(where)
    monkeypatch.setattr(time, "time", lambda: minute + 50)
    said = [sql.lstrip("\n (") for sql in asked(lambda: reader.get(where))]
    written = [sql for sql in said if not sql.startswith("SELECT")]
    assert written == []


def test_a_claim_is_written_once_a_minute_at_most(moderator):
    one = put()
    claims.take(moderator)
    until = Claim.objects.get().until
    with at(50 * datetime.timedelta(seconds=1)):
        assert claims.hers(moderator, one.pk)
    assert Claim.objects.get().until == until
    with at(MINUTE):
        assert claims.hers(moderator, one.pk)
    assert Claim.objects.get().until >= until + MINUTE
    assert claims.LASTS == 20 * MINUTE
    with at(MINUTE + claims.LASTS):
        assert claims.hers(moderator, one.pk), "never less than is promised"


def plan(sql: str) -> str:
    """How the database does it. What it knows of the table is of now."""
    words = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN (COSTS OFF) "
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE stories_submission")
        cursor.execute(words + sql)
        return "\n".join(str(row[-1]) for row in cursor.fetchall())


def looks(person: User, taken: Taken) -> list[str]:
    said = asked(lambda: queue.next_for(person, taken, now=timezone.now(), switched_on=False))
    return [sql for sql in said if "stories_submission" in sql]


def test_the_first_are_read_out_of_the_index(moderator):
    crowd(3_000)
    for taken in (Taken(), Taken(["en", "fr"], Topic.RAPE, urgent=False)):
        (front,) = looks(moderator, taken)
        said = plan(front)
        # In its order: nothing has to be put in order before the first is known.
        if connection.vendor == "sqlite":
            assert "INDEX submission_next (lane>?)\nSCAN front" in said, said
        else:
            assert "using submission_next" in said, said
            assert "Sort" not in said, said


def test_what_stands_behind_is_read_out_of_the_other_index(moderator):
    crowd(3_000, topics=Topic.RAPE)
    put()
    for languages in ([], ["en", "fr"]):
        _, behind = looks(moderator, Taken(languages, Topic.RAPE))
        said = plan(behind)
        assert "submission_lanes" in said, said
        assert "Seq Scan on stories_submission s" not in said, said
        assert "SCAN s" not in said, said
        assert "Sort Key: s." not in said, said
        # Where SQLite reads on, and puts in order what it has read.
        assert "RIGHT PART OF ORDER BY" not in said, said


@pytest.mark.skipif("connection.vendor != 'postgresql'")
def test_postgresql_compiles_nothing():
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)
