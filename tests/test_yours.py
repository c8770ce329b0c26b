"""Coming back with ten words: what became of it, and what she can do about it."""

import datetime

import pytest
from django.test import Client

from stories import envelopes, lifecycle, receipts
from stories.models import Example, Release, SealingKey, State, Story, Submission
from stories.random_keys import random_key
from stories.say import nonce
from stories.testimony import Occurrence, Testimony
from stories.wall.release import release
from tests import desk, pages

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_key")]

WORDS = "He moved too, every morning on the stairs."
OTHERS = "He moved. I told nobody then."


def say(*texts: str, **more: str) -> str:
    """Says something as anybody does. Returns the receipt's ten words."""
    today = datetime.datetime.now(datetime.UTC).date()
    form = {"nonce": nonce.issue(today), "action": "send", **more}
    form["examples-TOTAL_FORMS"] = str(len(texts))
    form |= {f"examples-{position}-text": text for position, text in enumerate(texts)}
    answer = Client().post("/say/", form)
    assert answer.status_code == 200
    (receipt,) = pages.parsed(answer.content).all("output")
    assert len(receipt.text.split()) == 10
    return receipt.text


def look(words: str, **more: str):
    return Client().post("/yours/", {"receipt": words, **more})


def state(answer) -> str:
    (main,) = pages.parsed(answer.content).all("main")
    return main["data-state"]


def of(words: str) -> Submission:
    return Submission.objects.get(receipt=receipts.pair_of(words).public)


def test_it_shows_what_became_of_it_and_never_her_words(says):
    words = say(WORDS, country="FR")
    kept = of(words)

    def seen() -> str:
        answer = look(words)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-store"
        assert not answer.cookies
        for told in (WORDS, "every morning", "France", f"{kept}"):
            assert told not in answer.content.decode()
        return state(answer)

    assert seen() == "waiting"
    desk.approve(kept)
    assert seen() == "approved"
    release()
    assert seen() == "published"
    story = Story.objects.get()
    assert str(story) not in look(words).content.decode()
    lifecycle.remove(story.pk)
    assert seen() == "removed"


def test_after_a_status_the_words_are_folded_away_and_after_a_story_shown():
    today = datetime.datetime.now(datetime.UTC).date()
    form = {"nonce": nonce.issue(today), "action": "send"}
    page = pages.parsed(Client().post("/say/", form).content)
    (folded,) = page.all("details")
    assert len(folded.all("output")) == 1
    form = {"nonce": nonce.issue(today), "action": "send", "examples-0-text": WORDS}
    page = pages.parsed(Client().post("/say/", form).content)
    assert page.all("details") == []
    assert len(page.all("output")) == 1


@pytest.mark.parametrize("texts", [(), (WORDS,)])
def test_the_receipt_promises_to_change_only_what_can_be_written_anew(texts):
    today = datetime.datetime.now(datetime.UTC).date()
    form = {"nonce": nonce.issue(today), "action": "send", "examples-TOTAL_FORMS": str(len(texts))}
    form |= {f"examples-{position}-text": text for position, text in enumerate(texts)}
    page = pages.parsed(Client().post("/say/", form).content)
    (receipt,) = page.all("output")
    (said,) = (one.text for one in page.all("p") if "only with them" in one.text)
    (warned,) = (one.text for one in page.all("p") if "Anyone who finds them" in one.text)
    offers = "Write it anew" in look(receipt.text).content.decode()
    assert ("change it" in said, "change it" in warned, offers) == (bool(texts),) * 3
    assert "take it back" in said
    assert "could take it back" in warned
    for path in ("/privacy/", "/yours/"):
        assert "If you wrote words, you can" in Client().get(path).content.decode()


def test_the_same_form_with_the_same_body_shows_the_same_words_and_otherwise_none():
    today = datetime.datetime.now(datetime.UTC).date()
    form = {"nonce": nonce.issue(today), "action": "send", "examples-0-text": WORDS}
    first, again = (Client().post("/say/", form).content for _ in range(2))
    assert first == again
    other = Client().post("/say/", {**form, "examples-0-text": OTHERS})
    assert other.status_code == 422
    assert pages.parsed(other.content).all("output") == []
    words = pages.parsed(first).all("output")[0].text
    # Taken back, it is not brought back by a retry of the post.
    assert state(look(words, action="withdraw")) == "withdrawn"
    assert Client().post("/say/", form).status_code == 409
    assert state(look(words)) == "withdrawn"
    assert Submission.objects.count() == 1


def test_once_its_day_is_over_nobody_can_make_the_words_again_from_the_form(today):
    number = nonce.issue(today)
    words = nonce.read(number, today).receipt("en")
    nonce.forget_keys(before=today + datetime.timedelta(days=1))
    with pytest.raises(nonce.Expired):
        nonce.read(number, today)
    nonce.issue(today)
    with pytest.raises(nonce.Expired):
        nonce.read(number, today)
    assert words


@pytest.mark.parametrize("at", ["waiting", "approved", "held", "asked", "published"])
@pytest.mark.parametrize("texts", [(), (WORDS,)])
def test_she_takes_it_back_whatever_has_become_of_it(says, at, texts):
    words = say(*texts, **({} if texts else {"examples-0-setting": "work", "country": "FR"}))
    kept = of(words)
    if at in {"approved", "published"}:
        desk.approve(kept)
    if at == "published":
        release()
        assert Release.objects.get().people == 1
    if at in {"held", "asked"}:
        Submission.objects.filter(pk=kept.pk).update(state=at)
    page = look(words)
    assert "Yes, take it back" in page.content.decode()
    answer = look(words, action="withdraw")
    assert (answer.status_code, state(answer)) == (200, "withdrawn")
    assert not Story.objects.exists()
    assert not Example.objects.exists()
    kept.refresh_from_db()
    assert (kept.state, kept.envelope, kept.to_her) == (State.WITHDRAWN, None, None)
    if at != "published":
        assert (kept.examples, kept.country, kept.release) == ([], "", None)
    say()
    lifecycle.count_statuses()
    release()
    assert Release.objects.latest("number").people == 1
    kept.refresh_from_db()
    assert (kept.examples, kept.country, kept.release) == ([], "", None)
    assert state(look(words, action="withdraw")) == "withdrawn"


def test_what_is_taken_back_is_off_every_page_in_that_moment():
    words = say(WORDS)
    desk.approve(of(words))
    release()
    story = Story.objects.get()
    paths = ["/", "/stories/", f"/story/{story}/"]
    assert all(WORDS in pages.told(path) for path in paths)
    look(words, action="withdraw")
    assert not any(WORDS in pages.told(path) for path in paths)
    assert not any(str(story) in pages.told(path) for path in paths[:2])
    assert Client().get(paths[2]).status_code == 404


def test_wrong_words_and_forgotten_ones_get_the_same_page_byte_for_byte():
    words = say(WORDS)
    never = receipts.words_of(b"never given to anybody, for 32 b", "en")
    look(words, action="withdraw")
    lifecycle.forget_the_ended(
        day=datetime.datetime.now(datetime.UTC).date() + datetime.timedelta(days=31)
    )
    forgotten, unknown = look(words), look(never)
    with_action = look(never, action="withdraw")
    assert forgotten.content == unknown.content == with_action.content
    assert forgotten.status_code == unknown.status_code == with_action.status_code == 200
    assert dict(forgotten.headers) == dict(unknown.headers)
    assert state(forgotten) == "unknown"


def test_a_misspelt_word_is_offered_its_nearest_without_asking_the_database(
    django_assert_num_queries,
):
    words = say(WORDS).split()
    words[4] = words[4][:-1] + "qx"
    with django_assert_num_queries(0):
        answer = look(" ".join(words))
    assert answer.status_code == 422
    said = pages.parsed(answer.content)
    assert words[4] in pages.problems(said)[0]
    assert pages.typed(said) == [" ".join(words)]


@pytest.mark.parametrize("path", ["/yours/", "/ar/yours/"])
def test_the_nearest_words_are_read_aloud_in_their_own_language(client, path):
    answer = client.post(path, {"receipt": "abacuss " * 10})
    (notice,) = pages.parsed(answer.content).all("div", "wrong")
    near = notice.all("bdi")
    assert near
    assert {one["lang"] for one in near} == {"en"}
    assert all(one.text.isalpha() for one in near)


@pytest.mark.parametrize("typed", ["", "one two", "\0", "x" * 5_000, "' OR 1=1 --", "\ufffd"])
def test_anything_else_is_answered_in_words(typed):
    answer = look(typed, action="withdraw")
    assert answer.status_code == 422
    assert pages.problems(pages.parsed(answer.content))


# Other words ---------------------------------------------------------------------


def test_new_words_for_waiting_ones_are_read_like_any_and_the_old_are_destroyed():
    words = say(WORDS)
    old = of(words)
    answer = look(words, action="replace", **{"examples-0-text": OTHERS})
    assert state(answer) == "waiting"
    new = of(words)
    assert new.pk != old.pk
    assert desk.opened(new).text() == OTHERS
    old.refresh_from_db()
    assert (old.state, old.envelope, old.receipt) == (State.WITHDRAWN, None, None)
    assert Submission.objects.to_read().get() == new


def test_new_words_that_may_point_to_someone_come_back_marked_before_they_go():
    words = say(WORDS)
    old = of(words)
    telling = "It was Raj Patel, who wrote from raj@example.org."
    answer = look(words, action="replace", keep="go", **{"examples-0-text": telling})
    page = pages.parsed(answer.content)
    assert (answer.status_code, state(answer)) == (200, "waiting")
    assert page.all("h1")[0].text == "Nothing has been sent yet"
    assert [mark.text for mark in page.all("mark")] == ["Raj Patel", "raj@example.org"]
    assert of(words) == old
    form = pages.as_posted(page)
    assert (form["receipt"], form["keep"]) == (words, "go")
    name, mail = (field["name"] for field in page.all("select"))
    chosen = form | {name: "[a boss]", mail: "out"}
    back = Client().post("/yours/", chosen | {"action": "rewrite"})
    assert pages.typed(pages.parsed(back.content)) == ["It was [a boss], who wrote from ."]
    assert of(words) == old
    assert state(Client().post("/yours/", chosen | {"action": "replace"})) == "waiting"
    assert desk.opened(of(words)).text() == "It was [a boss], who wrote from ."


@pytest.mark.parametrize("keep", ["keep", "go"])
def test_new_words_for_published_ones_are_one_person_all_the_while(keep):
    words = say(WORDS, **{"examples-0-setting": "work"})
    desk.approve(of(words))
    release()
    form = {"action": "replace", "keep": keep, "examples-0-text": OTHERS}
    answer = look(words, **form, **{"examples-0-setting": "home"})
    on_the_wall = pages.told("/stories/")
    assert (WORDS in on_the_wall) == (keep == "keep")
    assert state(answer) == ("published" if keep == "keep" else "waiting")
    desk.approve(Submission.objects.to_read().get())
    release()
    on_the_wall = pages.told("/stories/")
    assert WORDS not in on_the_wall
    assert OTHERS in on_the_wall
    assert Release.objects.latest("number").people == 1
    assert state(look(words)) == "published"
    assert SealingKey.objects.count() == 1
    look(words, action="withdraw")
    assert OTHERS not in pages.told("/stories/")


def _with_new_words_beside() -> tuple[str, Submission]:
    """Words on the wall, and new ones of hers that wait to take their place."""
    words = say(WORDS)
    desk.approve(of(words))
    release()
    look(words, action="replace", keep="keep", **{"examples-0-text": OTHERS})
    return words, Submission.objects.to_read().get()


def test_where_the_new_words_are_declined_the_old_ones_can_still_be_taken_back():
    words, new = _with_new_words_beside()
    lifecycle.decline(new.pk)
    assert "wait to be read" not in look(words).content.decode()
    assert state(look(words, action="withdraw")) == "withdrawn"
    assert not Story.objects.exists()


def test_where_the_old_words_are_removed_her_receipt_leads_to_the_new_ones():
    words, new = _with_new_words_beside()
    lifecycle.remove(Story.objects.get().pk)
    assert of(words) == new
    assert state(look(words)) == "waiting"
    assert state(look(words, action="withdraw")) == "withdrawn"
    new.refresh_from_db()
    assert new.state == State.WITHDRAWN


def test_both_go_when_she_takes_it_back(says):
    words, new = _with_new_words_beside()
    assert state(look(words, action="withdraw")) == "withdrawn"
    new.refresh_from_db()
    assert (new.state, new.envelope) == (State.WITHDRAWN, None)
    assert not Story.objects.exists()


def test_new_words_that_she_wants_to_see_first_do_not_wait_beside_the_old(at_desk):
    words = say(WORDS)
    desk.approve(of(words))
    release()
    form = {"action": "replace", "examples-0-text": OTHERS, "see_first": "1"}
    answer = look(words, keep="keep", **form)
    assert answer.status_code == 422
    assert OTHERS in pages.typed(pages.parsed(answer.content))
    assert state(look(words, keep="go", **form)) == "waiting"
    kept = of(words)
    at_desk.post(f"/admin/review/{kept}/", {"decision": "publish"})
    kept.refresh_from_db()
    assert kept.state == State.ASKED


def test_what_the_page_says_of_the_old_words_holds_also_where_they_came_out_meanwhile():
    words = say(WORDS)
    page = look(words, action="rewrite").content
    assert b"are destroyed when you send these" in page
    hidden = pages.parsed(page).all("input", type="hidden")
    form = {field["name"]: field["value"] for field in hidden} | {"action": "replace"}
    desk.approve(of(words))
    release()
    assert state(Client().post("/yours/", form | {"examples-0-text": OTHERS})) == "waiting"
    assert not Story.objects.exists()


def test_what_she_typed_is_there_where_nothing_can_be_done_with_it():
    words = say(WORDS)
    look(words, action="withdraw")
    answer = look(words, action="replace", **{"examples-0-text": OTHERS})
    assert answer.status_code == 409
    assert OTHERS in pages.typed(pages.parsed(answer.content))
    never = receipts.words_of(b"never given to anybody, for 32 b", "en")
    answer = look(never, action="replace", **{"examples-0-text": OTHERS})
    assert OTHERS in pages.typed(pages.parsed(answer.content))


def test_replacing_with_nothing_changes_nothing_and_loses_nothing():
    words = say(WORDS)
    kept = of(words)
    answer = look(words, action="replace", **{"examples-0-setting": "work"})
    assert answer.status_code == 422
    too_long = "x" * 5_001
    answer = look(words, action="replace", **{"examples-0-text": too_long})
    assert answer.status_code == 422
    assert pages.typed(pages.parsed(answer.content)) == [too_long]
    assert of(words) == kept


# Asked and answered ----------------------------------------------------------------


def ask(kept: Submission, question: str) -> None:
    version = kept.version + 1
    envelope = envelopes.shut_message(
        question,
        to=bytes(kept.receipt or b""),
        key=kept.pk,
        field=envelopes.TO_HER,
        version=version,
    )
    lifecycle.ask(kept.pk, to_her=envelope, version=version)


def test_she_answers_what_the_desk_asks(at_desk):
    words = say(WORDS)
    kept = of(words)
    ask(kept, "May we leave out the name of the street?")
    page = look(words)
    assert state(page) == "asked"
    assert "leave out the name of the street" in page.content.decode()
    assert state(pages.pressed(words, "answer", answer="")) == "asked"
    answered = pages.pressed(words, "answer", answer="Yes, leave it out.")
    assert state(answered) == "waiting"
    kept.refresh_from_db()
    assert b"leave it out" not in bytes(kept.from_her or b"")
    assert "Yes, leave it out." in at_desk.get(f"/admin/review/{kept}/").content.decode()
    assert pages.pressed(words, "answer", answer="Once more.").status_code == 409


def test_an_answer_that_did_not_go_is_on_the_page_once():
    words = say(WORDS)
    ask(of(words), "May we leave out the name of the street?")
    too_long = "x" * 5_001
    answer = pages.pressed(words, "answer", answer=too_long)
    assert answer.status_code == 422
    assert answer.content.decode().count(too_long) == 1
    other = look(words, action="answer", answer="Yes, leave it out.", seen="another question")
    assert other.status_code == 409
    assert pages.typed(pages.parsed(other.content)) == ["Yes, leave it out."]


def test_nothing_is_published_until_she_agrees(at_desk):
    words = say(WORDS, see_first="1")
    kept = of(words)
    at_desk.post(f"/admin/review/{kept}/", {"decision": "publish"})
    assert not Story.objects.exists()
    page = look(words)
    assert state(page) == "asked"
    assert WORDS in page.content.decode()
    lifecycle.count_statuses()
    assert not Submission.objects.pool().exists()
    assert state(pages.pressed(words, "agree")) == "approved"
    kept.refresh_from_db()
    assert kept.to_her is None
    release()
    assert WORDS in pages.told("/stories/")


def test_another_receipt_opens_nothing_of_hers(at_desk):
    words, other = say(WORDS, see_first="1"), say(OTHERS, see_first="1")
    for kept in (of(words), of(other)):
        at_desk.post(f"/admin/review/{kept}/", {"decision": "publish"})
    one, two = of(words), of(other)
    Submission.objects.filter(pk=one.pk).update(to_her=two.to_her)
    page = look(words)
    assert OTHERS not in page.content.decode()
    assert pages.pressed(words, "agree").status_code == 409
    assert not Story.objects.exists()


def test_after_thirty_silent_days_she_is_counted_without_words(at_desk, today):
    words = say(WORDS, see_first="1")
    kept = of(words)
    at_desk.post(f"/admin/review/{kept}/", {"decision": "publish"})
    assert lifecycle.count_the_silent(day=today + datetime.timedelta(days=30)) == 0
    assert lifecycle.count_the_silent(day=today + datetime.timedelta(days=31)) == 1
    kept.refresh_from_db()
    assert (kept.state, kept.has_words, kept.envelope) == (State.APPROVED, False, None)
    release()
    assert Release.objects.get().people == 1
    assert not Story.objects.exists()
    assert state(look(words)) == "published"


def test_what_is_over_is_kept_thirty_days_and_then_goes(at_desk, today):
    words = say(WORDS)
    kept = of(words)
    at_desk.post(f"/admin/review/{kept}/", {"decision": "decline", "reason": "unsafe"})
    assert state(look(words)) == "declined"
    kept.refresh_from_db()
    # Sealed, for an undo, until the next release or as long as it can be asked about.
    assert (kept.envelope is None, kept.examples) == (False, [])
    assert lifecycle.forget_the_kept() == 1
    kept.refresh_from_db()
    assert (kept.envelope, kept.examples, kept.hints) == (None, [], [])
    assert state(look(words)) == "declined"
    assert lifecycle.forget_the_ended(day=today + datetime.timedelta(days=30)) == 0
    assert lifecycle.forget_the_ended(day=today + datetime.timedelta(days=31)) == 1
    assert state(look(words)) == "unknown"


def test_words_are_never_taken_in_unsealed():
    with pytest.raises(ValueError, match="sealed"):
        lifecycle.receive(
            Testimony((Occurrence(WORDS),)),
            key=random_key(),
            day=datetime.datetime.now(datetime.UTC).date(),
            receipt=None,
            body=None,
        )


def test_without_a_desk_words_come_back_and_two_words_arrive():
    SealingKey.objects.all().delete()
    today = datetime.datetime.now(datetime.UTC).date()
    form = {"nonce": nonce.issue(today), "action": "send", "examples-0-text": WORDS}
    answer = Client().post("/say/", form)
    assert answer.status_code == 503
    assert WORDS in pages.typed(pages.parsed(answer.content))
    assert not Submission.objects.exists()
    form = {"nonce": nonce.issue(today), "action": "send"}
    assert Client().post("/say/", form).status_code == 200
