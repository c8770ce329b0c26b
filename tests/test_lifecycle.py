"""What may become of a submission, and that of two who decide at once one wins."""

import threading

import pytest
from django.db import connection

from stories import lifecycle
from stories.lifecycle import Conflict
from stories.models import Count, Example, State, Story, Submission
from stories.random_keys import random_key
from stories.say.intake import sealed
from stories.testimony import Occurrence, Testimony
from stories.wall.counting import GONE
from stories.wall.disclosure import PEOPLE
from stories.wall.release import release
from tests import desk

pytestmark = pytest.mark.django_db


SAID = Testimony((Occurrence("He moved too."),))


def approve(submission: int) -> None:
    lifecycle.approve(submission, SAID)


def state(submission: Submission) -> str:
    return Submission.objects.values_list("state", flat=True).get(pk=submission.pk)


def sealed_parts(kept: Submission) -> list[object]:
    """What there could be of her words in the submission itself."""
    return [kept.envelope, kept.sealed_to, kept.to_her, kept.from_her]


def test_approved_words_become_a_story_that_is_not_on_the_wall_yet(says):
    kept = says("He moved too.", "Nobody looked up.", setting="transport", by="stranger")
    desk.approve(kept)
    story = Story.objects.get(submission=kept)
    assert state(kept) == State.APPROVED
    assert [example.text for example in story.examples.all()] == [
        "He moved too.",
        "Nobody looked up.",
    ]
    assert {example.setting for example in story.examples.all()} == {"transport"}
    assert not Story.objects.published().exists()


def test_declined_words_stay_sealed_until_the_next_release_and_are_destroyed_then(says):
    kept = says("Anna saw him, and he moved too, again.", country="FR", setting="work")
    assert kept.hints
    lifecycle.decline(kept.pk)
    kept.refresh_from_db()
    assert (kept.state, kept.examples, kept.country) == (State.DECLINED, [], "")
    assert (kept.hints, kept.topics, kept.fingerprint) == ([], 0, b"")
    desk.approve(says("Another."))
    release()
    kept.refresh_from_db()
    assert sealed_parts(kept) == [None] * 4


def test_a_declined_approval_leaves_no_story(says):
    kept = says("He moved too.")
    desk.approve(kept)
    lifecycle.decline(kept.pk)
    assert not Story.objects.exists()
    assert not Example.objects.exists()


def test_after_the_release_the_words_stand_in_the_story_alone(says):
    kept = says("He moved too.", setting="work")
    desk.approve(kept)
    release()
    kept.refresh_from_db()
    assert kept.state == State.PUBLISHED
    assert kept.examples == [{"setting": "work"}]
    assert sealed_parts(kept) == [None] * 4
    assert Story.objects.published().get().examples.get().text == "He moved too."


def test_a_removed_story_is_deleted_and_so_are_its_words(says):
    kept = says("He moved too.")
    desk.approve(kept)
    release()
    lifecycle.remove(Story.objects.get().pk)
    assert state(kept) == State.REMOVED
    assert not Story.objects.exists()
    assert not Example.objects.exists()


@pytest.mark.parametrize(
    ("act", "states"),
    [
        (approve, {State.WAITING}),
        (lifecycle.decline, {State.WAITING, State.ASKED, State.APPROVED, State.HELD}),
        (
            lifecycle.withdraw,
            # Of what was declined the words are still there, until the next release.
            set(State) - {State.REMOVED, State.WITHDRAWN},
        ),
        (lambda pk: lifecycle.ask(pk, to_her=b"?", version=1), {State.WAITING}),
        (lambda pk: lifecycle.agree(pk, SAID, asked=0), {State.ASKED}),
        (
            lambda pk: lifecycle.answer(pk, asked=0, from_her=b"!", version=1, sealed_to=1),
            {State.ASKED},
        ),
    ],
)
def test_what_may_happen_only_from_some_states_conflicts_from_the_others(says, act, states):
    for one in State:
        kept = says("He moved too.")
        Submission.objects.filter(pk=kept.pk).update(state=one)
        if one in states:
            act(kept.pk)
        else:
            with pytest.raises(Conflict):
                act(kept.pk)
            assert state(kept) == one


def test_a_story_that_is_not_on_the_wall_cannot_be_removed(says):
    desk.approve(says("He moved too."))
    story = Story.objects.get()
    with pytest.raises(Conflict):
        lifecycle.remove(story.pk)
    with pytest.raises(Conflict):
        lifecycle.remove(12345)
    assert Story.objects.filter(pk=story.pk).exists()


def test_held_statuses_wait_again_or_are_discarded_and_what_is_not_held_is_left_alone(says):
    words = says("He moved too.")
    statuses = [says(), says(setting="work")]
    assert lifecycle.hold_statuses() == 2
    assert lifecycle.count_statuses() == 0
    assert lifecycle.resume_held() == 2
    assert lifecycle.count_statuses() == 2
    assert lifecycle.hold_statuses() == 2
    keys = [status.pk for status in statuses]
    assert lifecycle.discard_lot([*keys, words.pk]) == 2
    assert {state(status) for status in statuses} == {State.DISCARDED}
    assert state(words) == State.WAITING


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told(says):
    kept = [says("He moved too.").pk for _ in range(12)]
    outcomes: list[str] = []
    gate = threading.Barrier(2)

    def decide(act) -> None:
        gate.wait()
        for submission in kept:
            try:
                act(submission)
                outcomes.append("won")
            except Conflict:
                outcomes.append("told")
        connection.close()

    people = [
        threading.Thread(target=decide, args=(approve,)),
        threading.Thread(target=decide, args=(approve,)),
    ]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert sorted(outcomes) == ["told"] * 12 + ["won"] * 12
    assert Story.objects.count() == 12


def test_whose_words_are_replaced_is_not_said_to_be_gone(says, client, today):
    people = [says("He moved too.", setting="work") for _ in range(33)]
    for one in people:
        desk.approve(one)
    release()
    for one in people[:30]:
        key = random_key()
        said = sealed(Testimony((Occurrence("He moved.", setting="home"),)), key=key)
        lifecycle.replace(one.pk, said, key=key, day=today, keep=True)
        desk.approve(Submission.objects.get(pk=key))
    for one in people[30:]:
        lifecycle.withdraw(one.pk)
    made = release()
    exact = {(row.table, row.cell): row.submissions for row in Count.objects.all()}
    assert (exact[GONE], exact[PEOPLE]) == (3, 30)
    # As ever: what she said before leaves the tables, and what she says now enters them.
    assert (exact["setting", "work"], exact["setting", "home"]) == (0, 30)
    assert (made.people, made.gone) == (30, 0)
    assert client.get("/numbers.json").json()["gone"] is None
    assert not Submission.objects.counted_but_gone().exists()
    # Nor at a later one; and who then takes back the other words is gone, as anybody.
    lifecycle.withdraw(Submission.objects.of_release(made.number).order_by("pk")[0].pk)
    says()
    lifecycle.count_statuses()
    release()
    assert Count.objects.get(table="gone").submissions == 4
