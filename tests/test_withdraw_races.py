"""Taking back, declining, holding, replacing and removing, each while a release runs, again and
again."""

import os
from collections import Counter

import pytest

from stories import lifecycle
from stories.models import Count, Example, Release, State, Story, Submission
from stories.wall.release import release
from tests import desk
from tests.racing import Person, Races, statuses

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("desk_key", "unlimited"),
]

FULL = os.environ.get("PROVE") == "full"
RACES = 500 if FULL else 10
OTHER_RACES = 100 if FULL else 5
# So many statuses are set aside at once.
MANY = 400


@pytest.fixture
def unlimited(settings):
    """One client takes back more than one client may."""
    settings.RATELIMIT_ENABLE = False


def demand_true_counts() -> None:
    """After the next release, the counts are those of all rows, counted one by one."""
    statuses(1)
    release()
    plain: Counter[tuple[str, str]] = Counter()
    for examples in Submission.objects.filter(state=State.PUBLISHED).values_list("examples"):
        (listed,) = examples
        plain["people", ""] += 1
        plain["examples", ""] += len(listed)
        plain.update({(name, code) for example in listed for name, code in example.items()})
    singles = Count.objects.exclude(table__contains="+")
    stored = {(row.table, row.cell): row.submissions for row in singles}
    stored.pop(("gone", ""), None)
    assert {cell: people for cell, people in stored.items() if people} == dict(plain)
    assert Release.objects.latest("number").people == plain["people", ""]


def test_nothing_is_published_after_the_answer_that_it_is_withdrawn():
    races, counted = Races(), 0
    for turn in range(RACES):
        person, kind = Person(), ("words", "status", "replaced")[turn % 3]
        statuses(2)
        person.says(status=kind == "status")
        if kind == "replaced":
            release()
            assert person.is_on_the_wall()
            desk.approve(Submission.objects.get(pk=person.replaces()))
            statuses(1)
        seen: list[bool] = []

        def act(person=person, seen=seen):
            answer = person.withdraws()
            seen.append(answer == "withdrawn" and person.is_on_the_wall())
            return answer

        answer = races.run(act)
        if answer == "409":
            # New words took the place of the old in that very moment. Nothing was done, and so
            # it was said.
            assert kind == "replaced"
            answer = person.withdraws()
        assert answer == "withdrawn"
        assert seen == [False]
        counted += person.row().release is not None
        for _ in range(2):
            assert person.row().state == State.WITHDRAWN
            assert not person.is_on_the_wall()
            demand_true_counts()
        assert person.row().release is None
    print(f"{races.became}, at once {races.at_once}, after the release {counted}, of {RACES}")
    if FULL:
        # Of ten, all may fall on one side by chance.
        assert races.at_once >= RACES / 10
        assert 0 < counted < RACES


def test_what_is_declined_while_a_release_runs_is_on_the_wall_or_declined():
    races = Races()
    for _ in range(OTHER_RACES):
        person = Person()
        statuses(2)
        kept = person.says()

        def act(kept=kept) -> str:
            lifecycle.decline(kept.pk)
            return "declined"

        came = races.run(act)
        declined = came == "declined"
        assert person.row().state == (State.DECLINED if declined else State.PUBLISHED)
        assert person.is_on_the_wall() == (not declined)
        demand_true_counts()
    print(races.became, races.at_once)


def test_what_is_held_while_a_release_runs_does_not_come_out():
    races = Races()
    for _ in range(OTHER_RACES):
        statuses(MANY)
        races.run(lambda: str(lifecycle.hold_statuses() > 0))
        held = Submission.objects.filter(state=State.HELD)
        assert not held.filter(release__isnull=False).exists()
        held.delete()
    demand_true_counts()
    print(races.became, races.at_once)


@pytest.mark.parametrize("way", ["keep", "go", "remove"])
def test_what_is_replaced_or_removed_while_its_new_words_come_out_stays_one_person(way):
    races = Races()
    for _ in range(OTHER_RACES):
        person = Person()
        statuses(1)
        old = person.says()
        release()
        desk.approve(Submission.objects.get(pk=person.replaces()))
        statuses(1)
        story = Story.objects.get(submission=old)

        def act(person=person, story=story):
            if way == "remove":
                lifecycle.remove(story.pk)
            else:
                person.replaces(keep=way == "keep")
            return way

        assert races.run(act) in {way, "told"}
        mine = Example.objects.filter(text=person.token, story__release__isnull=False)
        assert mine.count() <= 1
        # Her receipt still leads to something, once.
        person.row()
        demand_true_counts()
    print(races.became, races.at_once)
