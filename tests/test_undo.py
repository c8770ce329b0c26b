"""Taking a decision back before the next release: by the same door, and never against her."""

import contextlib
import datetime
import os

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from moderation import claims, decisions, told, undoing
from moderation.accounts import people as accounts
from moderation.models import Claim, Decision, Kind, Reason, Untold
from stories import lifecycle, worker
from stories.flags import Lane, Topic
from stories.lifecycle import Conflict
from stories.models import Example, State, Story, Submission
from stories.testimony import Occurrence, Testimony
from stories.wall.release import release
from tests import desk, pages
from tests.racing import Person, Races, statuses

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("desk_key", "unlimited"),
]

WORDS = "Fichtenkreuzschnabel am Aufzug."
RACES = 100 if os.environ.get("PROVE") == "full" else 6


@pytest.fixture
def unlimited(settings):
    """One client takes back more than one client may."""
    settings.RATELIMIT_ENABLE = False


@pytest.fixture
def person():
    return Person()


@pytest.fixture
def kept(person, today) -> Submission:
    """What she said, of which nothing is decided."""
    said = Testimony((Occurrence(WORDS, setting="work"),), country="PT")
    return desk.received(said, day=today, receipt=person.receipt)


def decided(kept: Submission, by, kind: str) -> Decision:
    """One decision of a kind."""
    read = desk.opened(kept)
    return {
        "publish": lambda: decisions.publish(kept, read, by=by),
        "count": lambda: decisions.count(kept, read, by=by, reason=Reason.UNSAFE),
        "decline": lambda: decisions.decline(kept, by=by, reason=Reason.NAMES, told="It names."),
        "ask": lambda: decisions.ask(kept, "Which year?", by=by),
    }[kind]()


KINDS = ("publish", "count", "decline", "ask")


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_taken_back_waits_as_it_came(kept, moderator, at_desk, kind):
    row = decided(kept, moderator, kind)
    page = at_desk.get("/admin/review/decided/").content.decode()
    assert f'value="{row}"' in page
    at_desk.post("/admin/review/decided/", {"undo": str(row)})
    kept.refresh_from_db()
    assert (kept.state, kept.has_words, kept.examples, kept.country, kept.to_her) == (
        State.WAITING, True, [], "", None,
    )  # fmt: skip
    assert desk.opened(kept).text() == WORDS
    assert not Story.objects.exists()
    assert not Example.objects.exists()
    undone = Decision.objects.get(kind=Kind.UNDO)
    assert (undone.undoes, undone.author, undone.submission) == (row, moderator, kept)
    # It can be decided anew, and an undo undoes one decision once.
    assert WORDS in at_desk.get(f"/admin/review/{kept}/").content.decode()
    with pytest.raises(Conflict):
        decisions.undo(row, by=moderator)
    decided(kept, moderator, kind)
    with pytest.raises(Conflict):
        decisions.undo(row, by=moderator)


@pytest.mark.parametrize("kind", KINDS)
def test_only_her_own_but_a_lead_anybodys(kept, moderator, lead, kind):
    other = accounts.create("cleo")
    row = decided(kept, moderator, kind)
    with pytest.raises(PermissionDenied):
        decisions.undo(row, by=other)
    assert list(undoing.open_to(other, leads=False)) == []
    assert list(undoing.open_to(lead, leads=True)) == [row]
    decisions.undo(row, by=lead)
    assert Submission.objects.get().state == State.WAITING


@pytest.mark.parametrize("kind", KINDS)
def test_what_its_author_took_back_stays_taken_back_and_is_destroyed_at_once(
    kept, person, moderator, at_desk, kind
):
    row = decided(kept, moderator, kind)
    assert person.withdraws() == "withdrawn"
    kept.refresh_from_db()
    assert (kept.state, kept.envelope, kept.to_her, kept.examples) == (
        State.WITHDRAWN, None, None, [],
    )  # fmt: skip
    answer = at_desk.post("/admin/review/decided/", {"undo": str(row)}, follow=True)
    assert "its author took it back" in answer.content.decode()
    assert not Decision.objects.filter(kind=Kind.UNDO).exists()


@pytest.mark.parametrize("kind", ["count", "decline"])
def test_the_next_release_destroys_what_was_kept_for_an_undo(kept, moderator, kind):
    row = decided(kept, moderator, kind)
    assert Submission.objects.get(pk=kept.pk).envelope is not None
    statuses(100)
    release()
    kept.refresh_from_db()
    assert (kept.envelope, kept.sealed_to, kept.from_her) == (None, None, None)
    with pytest.raises(Conflict):
        decisions.undo(row, by=moderator)


def test_what_is_approved_can_be_taken_back_until_it_comes_out(kept, moderator):
    row = decided(kept, moderator, "publish")
    statuses(200)
    while Submission.objects.get(pk=kept.pk).state != State.PUBLISHED:
        assert row in undoing.open_to(moderator, leads=False)
        release()
    with pytest.raises(Conflict):
        decisions.undo(row, by=moderator)
    assert Example.objects.get().text == WORDS


@pytest.mark.parametrize("kind", ["count", "decline"])
def test_without_a_release_it_is_destroyed_after_thirty_days(kept, moderator, kind, today):
    decided(kept, moderator, kind)
    worker.forget()
    assert Submission.objects.get().envelope is not None
    lifecycle.forget_the_decided(day=today + datetime.timedelta(days=30))
    assert Submission.objects.get().envelope is not None
    lifecycle.forget_the_decided(day=today + datetime.timedelta(days=31))
    assert Submission.objects.get().envelope is None


def test_what_she_is_told_of_a_decline_outlives_the_words(kept, person, moderator):
    decided(kept, moderator, "decline")
    page = Client().post("/yours/", {"receipt": person.words}).content.decode()
    assert "stays sealed until the next release" in page
    assert "It names." in page
    statuses(100)
    release()
    page = Client().post("/yours/", {"receipt": person.words}).content.decode()
    assert "It names." in page
    assert "What you wrote is destroyed." in page
    assert "take it back" not in page
    assert person.withdraws() == "409"


def test_declined_words_of_hers_go_with_the_story_they_were_to_replace(person, moderator):
    statuses(1)
    person.says()
    release()
    new = Submission.objects.get(pk=person.replaces())
    row = decisions.decline(new, by=moderator, reason=Reason.NAMES)
    assert Submission.objects.get(pk=new.pk).envelope is not None
    assert person.withdraws() == "withdrawn"
    assert Submission.objects.get(pk=new.pk).envelope is None
    with pytest.raises(Conflict):
        decisions.undo(row, by=moderator)


def test_new_words_are_not_brought_back_when_what_they_replace_was_removed(person, moderator):
    statuses(1)
    person.says()
    release()
    new = Submission.objects.get(pk=person.replaces())
    row = decisions.decline(new, by=moderator, reason=Reason.NAMES)
    lifecycle.remove(Story.objects.get().pk)
    with pytest.raises(Conflict):
        decisions.undo(row, by=moderator)
    # So they would be kept for nothing, where her receipt does not lead.
    new.refresh_from_db()
    assert (new.envelope, new.from_her, new.to_her) == (None, None, None)


def test_what_she_agreed_to_or_answered_meanwhile(person, moderator, lead, today):
    said = Testimony((Occurrence(WORDS),), see_first=True)
    kept = desk.received(said, day=today, receipt=person.receipt)
    row = decisions.publish(kept, said, by=moderator)
    pages.pressed(person.words, "agree")
    decisions.undo(row, by=moderator)
    kept.refresh_from_db()
    assert kept.state == State.WAITING
    asked = decided(kept, moderator, "ask")
    pages.pressed(person.words, "answer", answer="1999.")
    with pytest.raises(Conflict):
        decisions.undo(asked, by=moderator)
    kept.refresh_from_db()
    # Now another asks: whose question is open nobody can tell but a lead.
    other = accounts.create("cleo")
    decided(kept, other, "ask")
    with pytest.raises(Conflict):
        decisions.undo(asked, by=moderator)
    assert Submission.objects.get().state == State.ASKED


def test_an_undo_that_cannot_be_recorded_is_not_done(kept, moderator, monkeypatch):
    row = decided(kept, moderator, "publish")

    def broken(*args: object, **options: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(Decision, "save", broken)
    with pytest.raises(RuntimeError):
        decisions.undo(row, by=moderator)
    assert Submission.objects.get().state == State.APPROVED
    assert Story.objects.exists()


def test_nonsense_undoes_nothing(at_desk, kept, moderator):
    decided(kept, moderator, "publish")
    for nonsense in ("", "x", "f" * 16, "0" * 16):
        answer = at_desk.post("/admin/review/decided/", {"undo": nonsense}, follow=True)
        assert "cannot be taken back" in answer.content.decode()
    assert Submission.objects.get().state == State.APPROVED
    assert pages.parsed(at_desk.get("/admin/review/decided/").content).all("form")


@pytest.fixture
def somebody(transactional_db, django_user_model):
    """Who may decide, without a role: between such tests the roles are emptied."""
    return django_user_model.objects.create_user("ada", is_superuser=True)


@pytest.mark.django_db(transaction=True)
def test_undo_against_a_release_is_on_the_wall_or_waits(somebody, today):
    races = Races()
    for _ in range(RACES):
        person = Person()
        statuses(2)
        kept = desk.received(
            Testimony((Occurrence(person.token, setting="work"),)),
            day=today,
            receipt=person.receipt,
        )
        row = decisions.publish(kept, desk.opened(kept), by=somebody)

        def act(row=row) -> str:
            decisions.undo(row, by=somebody)
            return "undone"

        undone = races.run(act) == "undone"
        assert person.row().state == (State.WAITING if undone else State.PUBLISHED)
        assert person.is_on_the_wall() == (not undone)
        assert person.row().release is None or not undone
        assert Decision.objects.filter(undoes=row).exists() == undone
    print(races.became, races.at_once)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["publish", "decline", "count"])
def test_a_withdrawal_against_an_undo_ends_withdrawn(somebody, today, kind, monkeypatch):
    races = Races()
    for _ in range(RACES):
        person = Person()
        kept = desk.received(
            Testimony((Occurrence(person.token, setting="work"),)),
            day=today,
            receipt=person.receipt,
        )
        row = decided(kept, somebody, kind)

        def undo(row=row) -> None:
            with contextlib.suppress(Conflict):
                decisions.undo(row, by=somebody)

        # In the place of the release.
        monkeypatch.setattr("tests.racing.release", undo)

        def act(person=person) -> str:
            answer = person.withdraws()
            # It changed in this very moment, and so she was told: once more, and it is done.
            return str(person.withdraws() if answer == "409" else answer)

        assert races.run(act) == "withdrawn"
        gone = person.row()
        assert (gone.state, gone.envelope, gone.to_her) == (State.WITHDRAWN, None, None)
        assert not person.is_on_the_wall()
    print(races.became, races.at_once)


@pytest.mark.parametrize("kind", ["count", "decline"])
def test_the_worker_destroys_what_was_kept_too_long(kept, moderator, kind, today):
    decided(kept, moderator, kind)
    # As if nobody had made a release since.
    longer = today - datetime.timedelta(days=31)
    Submission.objects.filter(pk=kept.pk).update(since=longer)
    worker.forget()
    left = Submission.objects.filter(pk=kept.pk).first()
    assert left is None or left.envelope is None


def test_nothing_brings_back_what_its_author_took_back(kept, person, moderator):
    decided(kept, moderator, "publish")
    person.withdraws()
    with pytest.raises(Conflict):
        # As an undo that had looked before she came.
        lifecycle.reopen(kept.pk, out_of=[State.APPROVED], has_words=None)
    assert Submission.objects.get().state == State.WITHDRAWN


# What a program had found

DANGER = "I am 14 and he still comes into my room. His name is Peter Sanderson."


@pytest.fixture
def urgent(person, today) -> Submission:
    """Somebody who may be in danger now, as far as a program can tell."""
    said = Testimony((Occurrence(DANGER),))
    kept = desk.received(said, day=today, receipt=person.receipt)
    assert (kept.lane, kept.topics, kept.hints) == (Lane.URGENT, Topic.CHILD, ["name"])
    return kept


@pytest.mark.parametrize(
    ("words", "language"),
    [
        (DANGER, "en"),
        # Where it is too little to tell, the form's language stands.
        ("Marta.", "es"),
        ("C'était mon oncle, et il habite 12 rue des Lilas.", "en"),
        ("Mi jefe me llamaba cada noche al 612 345 678, y yo no dije nada a nadie.", "fr"),
        ("أنا خائفة منه.", "en"),
        ("x", "de"),
    ],
)
def test_what_is_found_again_is_what_was_found_as_it_came_in(desk_key, today, words, language):
    said = Testimony((Occurrence(words, age="13-17"), Occurrence(by="family")), language=language)
    kept = desk.received(said, day=today)
    found = told.told_by(desk.opened(kept))
    assert (kept.language, kept.hints) == (found.language, list(found.kinds()))
    assert (kept.lane, kept.topics) == (found.flags.lane, found.flags.topics)
    assert kept.topics == (kept.topics | Topic.CHILD | Topic.FAMILY)


def known(submission: Submission) -> tuple[int, int, list[str]]:
    submission.refresh_from_db()
    return submission.lane, submission.topics, submission.hints


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_taken_back_is_found_to_be_as_urgent_as_it_was(urgent, moderator, at_desk, kind):
    before = known(urgent)
    row = decided(urgent, moderator, kind)
    if kind != "ask":
        assert known(urgent) == (Lane.USUAL, 0, []), "it went with the decision"
    at_desk.post("/admin/review/decided/", {"undo": str(row)})
    assert known(urgent) == before


def test_where_the_desk_is_locked_it_is_found_for_the_card_and_counts_when_it_is_opened(
    urgent, moderator, at_desk
):
    before, path = known(urgent), f"/admin/review/{urgent}/"
    row = decided(urgent, moderator, "count")
    at_desk.post("/admin/lock/")
    at_desk.post("/admin/review/decided/", {"undo": str(row)})
    assert known(urgent) == (Lane.USUAL, 0, [])
    at_desk.post("/admin/unlock/", {"passphrase": desk.PASSPHRASE})
    assert claims.take(moderator) == urgent.pk
    card = super(desk.Reader, at_desk).generic("GET", path).content.decode()
    for said in ("somebody who may be in danger now", "a child", "May point to someone"):
        assert said in card
    assert "Peter Sanderson" not in card
    assert known(urgent) == (Lane.USUAL, 0, []), "a look changes nothing"
    super(desk.Reader, at_desk).generic(
        "POST", f"{path}card/", "act=open", content_type="application/x-www-form-urlencoded"
    )
    assert known(urgent) == before
    assert claims.is_counted(urgent.pk)


def test_what_was_taken_back_at_a_locked_desk_is_read_as_soon_once_somebody_has_the_key(
    urgent, moderator, at_desk, lead_at_desk, says, settings
):
    before, calm = known(urgent), says("He moved too.")
    Submission.objects.filter(pk=calm.pk).update(day=calm.day - datetime.timedelta(days=9))
    row = decided(urgent, moderator, "count")
    at_desk.post("/admin/lock/")
    at_desk.post("/admin/review/decided/", {"undo": str(row)})
    assert known(urgent) == (Lane.USUAL, 0, [])
    # Whoever has the desk locked, or half of the key alone, puts nothing right.
    cookie = lead_at_desk.cookies.pop(settings.UNLOCK_COOKIE_NAME)
    for somebody in (at_desk, lead_at_desk):
        somebody.post("/admin/review/next/")
        assert known(urgent) == (Lane.USUAL, 0, [])
        assert Untold.objects.get().submission_id == urgent.pk
    Claim.objects.all().delete()
    lead_at_desk.cookies[settings.UNLOCK_COOKIE_NAME] = cookie.value
    came = lead_at_desk.post("/admin/review/next/")
    assert known(urgent) == before
    assert str(urgent) in came.headers["Location"], "and hers is the first"
    assert not Untold.objects.exists()


@pytest.mark.parametrize("given", ["decided again", "damaged", "nothing in it"])
def test_what_cannot_be_found_again_is_looked_for_once(moderator, at_desk, says, given):
    kept = says("He moved too.")
    row = decided(kept, moderator, "count")
    at_desk.post("/admin/lock/")
    at_desk.post("/admin/review/decided/", {"undo": str(row)})
    assert Untold.objects.exists()
    if given == "decided again":
        decisions.decline(kept, by=moderator, reason=Reason.SPAM)
        Submission.objects.filter(pk=kept.pk).update(envelope=None)
    elif given == "damaged":
        Submission.objects.filter(pk=kept.pk).update(envelope=b"x" * 100)
    at_desk.post("/admin/unlock/", {"passphrase": desk.PASSPHRASE})
    assert at_desk.post("/admin/review/next/").status_code == 302
    assert not Untold.objects.exists()


@pytest.mark.parametrize("kind", KINDS)
def test_what_its_author_answered_is_an_answer_again(kept, moderator, kind):
    Submission.objects.filter(pk=kept.pk).update(from_her=b"sealed", lane=Lane.ANSWERED)
    kept.refresh_from_db()
    decisions.undo(decided(kept, moderator, kind), by=moderator)
    assert known(kept)[0] == Lane.ANSWERED
