"""She agrees to what her page shows, and answers the question that stands on it, and no other."""

import pytest
from django.test import Client

from moderation import decisions
from stories import lifecycle
from stories.lifecycle import Conflict
from stories.models import Example, State, Story, Submission
from stories.testimony import MAX_CHARACTERS, Occurrence, Testimony
from tests import desk, pages
from tests.racing import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_key")]

SAID = Testimony((Occurrence("He came in. Anna was there."),), see_first=True)
ONE, TWO = (Testimony((Occurrence(text),), see_first=True) for text in ("He came in.", "He came."))
CHANGED = "It has changed since this page was made, so nothing was done. This is how it is now."
FIRST, SECOND = "May the street be named?", "May Anna be named?"


@pytest.fixture
def person() -> Person:
    return Person()


@pytest.fixture
def kept(person: Person, today) -> Submission:
    return desk.received(SAID, day=today, receipt=person.receipt)


def now(kept: Submission) -> Submission:
    return Submission.objects.get(pk=kept.pk)


def posts(person: Person, **fields: str):
    answer = Client().post("/yours/", {"receipt": person.words, **fields})
    return answer.status_code, pages.parsed(answer.content)


def mark(page: pages.Element) -> str:
    (field,) = page.all("input", name="seen")
    return field["value"]


def seen(person: Person) -> str:
    return mark(posts(person)[1])


def test_she_agrees_to_nothing_but_what_she_saw(person, kept, moderator):
    first = decisions.publish(kept, ONE, by=moderator)
    old = seen(person)
    decisions.undo(first, by=moderator)
    # Her page is older than that, and nothing waits for her any more.
    assert posts(person, action="agree", seen=old)[0] == 409
    decisions.publish(now(kept), TWO, by=moderator)
    status, page = posts(person, action="agree", seen=old)
    assert status == 409
    assert pages.problems(page) == [CHANGED]
    assert pages.words(page) == ["He came."]
    assert now(kept).state == State.ASKED
    assert not Story.objects.exists()
    # And now she has seen that one.
    status, page = posts(person, action="agree", seen=mark(page))
    assert (status, page.all("main")[0]["data-state"]) == (200, "approved")
    assert Example.objects.get().text == "He came."


def test_her_answer_is_to_the_question_that_she_saw(person, kept, moderator):
    first = decisions.ask(kept, FIRST, by=moderator)
    old = seen(person)
    decisions.undo(first, by=moderator)
    decisions.ask(now(kept), SECOND, by=moderator)
    status, page = posts(person, action="answer", answer="Yes, do.", seen=old)
    assert status == 409
    assert pages.problems(page) == [CHANGED]
    assert pages.words(page) == [SECOND]
    assert set(pages.typed(page)) == {"Yes, do."}
    assert (now(kept).state, now(kept).from_her) == (State.ASKED, None)
    assert posts(person, action="answer", answer="No.", seen=mark(page))[0] == 200
    assert now(kept).state == State.WAITING


@pytest.mark.parametrize("fields", [{}, {"seen": ""}, {"seen": "1"}, {"seen": "\u00e9" * 32}])
def test_who_does_not_say_what_she_saw_has_seen_nothing(person, kept, moderator, fields):
    first = decisions.publish(kept, ONE, by=moderator)
    status, page = posts(person, action="agree", **fields)
    assert (status, pages.problems(page)) == (409, [CHANGED])
    assert not Story.objects.exists()
    decisions.undo(first, by=moderator)
    decisions.ask(now(kept), FIRST, by=moderator)
    assert posts(person, action="answer", answer="Yes.", **fields)[0] == 409
    assert now(kept).from_her is None


def test_a_form_that_is_shown_once_more_says_what_it_shows(person, kept, moderator):
    decisions.ask(kept, FIRST, by=moderator)
    too_long = "x" * (MAX_CHARACTERS + 1)
    status, page = posts(person, action="answer", answer=too_long, seen=seen(person))
    assert status == 422
    assert set(pages.typed(page)) == {too_long}
    assert posts(person, action="answer", answer="Yes.", seen=mark(page))[0] == 200
    assert now(kept).state == State.WAITING


def test_what_is_sealed_in_this_very_moment_is_not_agreed_to(person, kept, moderator):
    before = decisions.publish(kept, ONE, by=moderator)
    stale = now(kept).version
    decisions.undo(before, by=moderator)
    decisions.publish(now(kept), TWO, by=moderator)
    with pytest.raises(Conflict):
        lifecycle.agree(kept.pk, ONE, asked=stale)
    assert not Story.objects.exists()


def test_what_is_asked_in_this_very_moment_is_not_answered(person, kept, moderator):
    before = decisions.ask(kept, FIRST, by=moderator)
    stale = now(kept).version
    decisions.undo(before, by=moderator)
    decisions.ask(now(kept), SECOND, by=moderator)
    with pytest.raises(Conflict):
        lifecycle.answer(kept.pk, asked=stale, from_her=b"!", version=1, sealed_to=1)
    assert now(kept).state == State.ASKED


def test_the_mark_tells_nothing(person, kept, moderator, today):
    """Neither how often she was asked nor what: for another, or once more, it is another."""
    other = Person()
    theirs = desk.received(SAID, day=today, receipt=other.receipt)
    decisions.ask(theirs, FIRST, by=moderator)
    marks = {seen(other)}
    for _ in range(2):
        row = decisions.ask(now(kept), FIRST, by=moderator)
        marks.add(seen(person))
        assert seen(person) in marks
        decisions.undo(row, by=moderator)
    assert len(marks) == 3
    assert {len(one) for one in marks} == {32}
