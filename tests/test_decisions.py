"""What a moderator does with what she read: edits, publishes, counts, declines, asks, passes on."""

import json

import pytest
from django.test import Client

from moderation import claims, decisions
from moderation.models import Decision, Kind, Reason
from stories import envelopes, lifecycle
from stories.flags import Lane
from stories.models import Example, State, Story, Submission
from stories.testimony import BAR, Occurrence, Testimony
from stories.wall.release import release
from tests import desk, pages
from tests.racing import Person, statuses

pytestmark = pytest.mark.django_db

HERS = "Anna was there when he came in.\n\nShe said nothing."


@pytest.fixture
def person(desk_key):
    """Somebody with a receipt, who has said something."""
    return Person()


def said(person: Person, *texts: str, see_first: bool = False, today) -> Submission:
    examples = tuple(Occurrence(text, setting="work") for text in texts)
    testimony = Testimony(examples, see_first=see_first)
    return desk.received(testimony, day=today, receipt=person.receipt)


def page_of(submission: Submission) -> str:
    return f"/admin/review/{submission}/"


def state_of(person: Person) -> tuple[str, str]:
    """What /yours/ says: the state, and all the text."""
    answer = Client().post("/yours/", {"receipt": person.words})
    (main,) = pages.parsed(answer.content).all("main")
    return str(main["data-state"]), answer.content.decode()


# Editing


def test_what_was_taken_out_is_not_published_and_the_rest_is(at_desk, says):
    kept = says(HERS, "He knew.")
    page = at_desk.get(page_of(kept)).content.decode()
    assert "<mark id=" in page
    assert "[a colleague]" in page
    at_desk.post(
        page_of(kept),
        {"decision": "publish", "base-0": HERS, "text-0": HERS, "mark-0-0-4": "[a colleague]"},
    )
    texts = list(Example.objects.values_list("text", flat=True))
    assert texts == [HERS.replace("Anna", "[a colleague]"), "He knew."]
    assert Decision.objects.get().kind == Kind.EDIT


def test_a_bar_and_what_is_taken_out_by_hand(at_desk, says):
    kept = says(HERS)
    edited = HERS.replace("\n\nShe said nothing.", "")
    at_desk.post(
        page_of(kept),
        # Typed with the browser's line ends, and the name chosen beside it.
        {
            "decision": "publish",
            "base-0": HERS.replace("\n", "\r\n"),
            "text-0": edited,
            "mark-0-0-4": BAR,
        },
    )
    assert Example.objects.get().text == f"{BAR} was there when he came in."


@pytest.mark.parametrize(
    "typed",
    [
        "He was fired for it.",
        HERS.replace("nothing", "something"),
        HERS + " [a friend]",
        HERS.replace("Anna", "[a bad man]"),
    ],
)
def test_what_is_not_hers_is_refused_and_nothing_is_lost(at_desk, person, today, typed):
    kept = said(person, HERS, today=today)
    answer = at_desk.post(
        page_of(kept),
        {
            "decision": "publish",
            "text-0": typed,
            "notes": ["rape", "threat"],
            "told": "Told so.",
        },
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "is not in her words" in page
    assert typed.replace("'", "&#x27;") in page
    assert page.count(" checked") == 2
    assert "Told so." in page
    assert Submission.objects.get().state == State.WAITING
    assert not Decision.objects.exists()


def test_a_look_puts_in_what_was_chosen_and_decides_nothing(at_desk, says):
    kept = says(HERS)
    answer = at_desk.post(
        page_of(kept), {"decision": "look", "base-0": HERS, "mark-0-0-4": "[a boss]"}
    )
    page = answer.content.decode()
    assert f">\n{HERS.replace('Anna', '[a boss]')}</textarea>" in page
    assert HERS.split("\n", maxsplit=1)[0] in page  # As it came, beside it.
    assert not Decision.objects.exists()


def test_a_choice_that_is_no_token_is_none(at_desk, says):
    kept = says(HERS)
    at_desk.post(page_of(kept), {"decision": "publish", "mark-0-0-4": "<b>[a liar]</b>"})
    assert Example.objects.get().text == HERS


def test_with_no_word_left_it_is_counted_or_nothing(at_desk, says):
    kept = says(HERS)
    answer = at_desk.post(page_of(kept), {"decision": "publish", "text-0": ""})
    assert "Count it without words instead" in answer.content.decode()
    assert not Decision.objects.exists()


def test_a_form_with_very_many_marks_can_still_be_sent(at_desk, says):
    text = " ".join(f"Anna told Peter, number {number}." for number in range(120))
    kept = says(text)
    page = pages.parsed(at_desk.get(page_of(kept)).content)
    names = {tag["name"] for kind in ("select", "input", "textarea") for tag in page.all(kind)
             if tag.attributes.get("name")}  # fmt: skip
    assert len(names) < 190
    answer = at_desk.post(page_of(kept), {name: "keep" for name in names if "mark" in name}
                          | {"decision": "publish"})  # fmt: skip
    assert answer.status_code == 302


def test_the_bar_is_read_as_removed_and_the_notes_stand_on_the_cover(at_desk, says):
    kept = says(HERS)
    at_desk.post(
        page_of(kept),
        {"decision": "publish", "mark-0-0-4": BAR, "notes": ["threat", "child", "nonsense"]},
    )
    statuses(200)
    while not Story.objects.published().exists():
        release()
    story = Story.objects.get()
    assert story.notes == ["child", "threat"]
    for path in ("/", "/stories/", f"/story/{story}/"):
        page = Client().get(path).content.decode()
        assert ("was there" in page) == (path not in {"/", "/stories/"}), path
        cover = page.split("was there")[0]
        assert "a child" in cover
        assert "threats" in cover
    assert f'role="img" lang="en" aria-label="removed">{BAR}</span> was there' in page


# What else is decided


def test_counting_without_words_counts_what_she_ticked_and_shows_no_word(at_desk, person, today):
    kept = said(person, HERS, today=today)
    at_desk.post(page_of(kept), {"decision": "count"})
    kept.refresh_from_db()
    assert (kept.state, kept.has_words, kept.examples) == (
        State.APPROVED, False, [{"setting": "work"}],
    )  # fmt: skip
    assert not Story.objects.exists()
    assert Decision.objects.get().kind == Kind.COUNT
    state, page = state_of(person)
    assert state == "approved"
    assert "without words" in page
    statuses(200)
    while Submission.objects.get(pk=kept.pk).state != State.PUBLISHED:
        release()
    kept.refresh_from_db()
    assert kept.envelope is None
    assert not Story.objects.exists()


def test_a_decline_says_to_her_what_the_moderator_wrote_and_to_nobody_else(at_desk, person, today):
    kept = said(person, HERS, today=today)
    page = at_desk.get(page_of(kept)).content.decode()
    assert "We could not publish this safely. It says nothing about whether" in page
    at_desk.post(
        page_of(kept), {"decision": "decline", "reason": "names", "told": "It names Anna."}
    )
    kept.refresh_from_db()
    assert kept.state == State.DECLINED
    assert b"Anna" not in bytes(kept.to_her or b"")
    state, page = state_of(person)
    assert state == "declined"
    assert "It names Anna." in page
    assert "He came in" not in page


def test_a_question_goes_to_her_sealed_and_her_answer_comes_back(at_desk, person, today):
    kept = said(person, HERS, today=today)
    answer = at_desk.post(page_of(kept), {"decision": "ask", "question": " "})
    assert "Write the question first." in answer.content.decode()
    at_desk.post(page_of(kept), {"decision": "ask", "question": "May Anna be named?"})
    assert Decision.objects.get().kind == Kind.ASK
    assert "May Anna be named?" in state_of(person)[1]
    pages.pressed(person.words, "answer", answer="She may.")
    assert "She may." in at_desk.get(page_of(kept)).content.decode()


def test_where_nothing_leads_back_nobody_can_be_asked(at_desk, says):
    kept = says(HERS)
    answer = at_desk.post(page_of(kept), {"decision": "ask", "question": "Who?"})
    assert "nobody can ask her" in answer.content.decode()
    assert "Who?" not in at_desk.get(page_of(kept)).content.decode()
    assert not Decision.objects.exists()


def test_who_asked_to_see_it_first_sees_the_edited_version_with_its_notes(at_desk, person, today):
    kept = said(person, HERS, see_first=True, today=today)
    at_desk.post(
        page_of(kept),
        {"decision": "publish", "mark-0-0-4": "[a friend]", "notes": ["child"]},
    )
    state, page = state_of(person)
    assert state == "asked"
    assert "[a friend] was there" in page
    assert "a child" in page
    assert "Anna" not in page
    assert not Story.objects.exists()
    pages.pressed(person.words, "agree")
    assert Example.objects.get().text.startswith("[a friend] was there")
    assert Story.objects.get().notes == ["child"]


def test_what_is_passed_to_a_lead_is_the_leads(at_desk, lead_at_desk, says):
    kept = says(HERS)
    at_desk.post(page_of(kept), {"decision": "refer"})
    again = at_desk.get(page_of(kept), follow=True).content.decode()
    assert "You have decided that one: Pass to a lead." in again
    assert at_desk.post(page_of(kept), {"decision": "publish"}, follow=True).status_code == 200
    assert str(kept) not in at_desk.get("/admin/review/").content.decode()
    assert HERS.split("\n", maxsplit=1)[0] in lead_at_desk.get(page_of(kept)).content.decode()
    assert Submission.objects.get().state == State.WAITING


def test_danger_shows_what_to_do_first_and_then_goes_on_with_all_that_is_typed(at_desk, says):
    kept = says(HERS)
    edited = HERS.replace("Anna", "[a friend]")
    page = at_desk.post(
        page_of(kept), {"decision": "danger", "text-0": edited, "notes": ["child"], "told": "Hm."}
    ).content.decode()
    for part in ("112", "cannot reach her", "law may ask", "a child wrote it", "for a talk"):
        assert part in page
    assert "Nothing is marked or decided yet." in page
    assert Submission.objects.get().lane == Lane.USUAL
    assert not Decision.objects.exists()
    # It stands on the sheet itself, so that nobody goes away from what she typed.
    sheet = pages.parsed(page.encode())
    assert {one["name"]: one.text for one in sheet.all("textarea")}["text-0"] == f"\n{edited}"
    assert [
        one["value"] for one in sheet.all("input", name="notes") if "checked" in one.attributes
    ] == ["child"]
    assert "What to do then" not in at_desk.get(page_of(kept)).content.decode()
    assert at_desk.get("/admin/review/danger/").status_code == 200
    for _ in range(4):
        posted = {"decision": "mark", "text-0": edited, "notes": ["child"], "told": "Hm."}
        page = at_desk.post(page_of(kept), posted).content.decode()
    assert edited in page
    assert Submission.objects.get().lane == Lane.URGENT
    assert Decision.objects.get().kind == Kind.DANGER
    assert "It is marked" in at_desk.post(page_of(kept), {"decision": "danger"}).content.decode()


def test_the_protocol_says_what_there_is_and_leads_to_the_help_page(at_desk):
    page = at_desk.get("/admin/review/danger/").content.decode()
    for kept in ("what she wrote", "ticked", "language", "country", "the day on which it came"):
        assert kept in page
    link = [one for one in pages.parsed(page.encode()).all("a") if one["href"] == "/help/"]
    # Beside this page, on which she may have typed something.
    assert [one["target"] for one in link] == ["_blank"]


def test_the_card_of_an_urgent_one_and_its_sheet_say_so(at_desk, moderator, says):
    kept = says(HERS)
    Submission.objects.update(lane=Lane.URGENT)
    assert claims.take(moderator) == kept.pk
    card = super(desk.Reader, at_desk).generic("GET", page_of(kept)).content.decode()
    assert "somebody who may be in danger now" in card
    assert "none of the hard topics" not in card
    sheet = pages.parsed(at_desk.get(page_of(kept)).content)
    assert any("may be in danger" in note.text for note in sheet.all("p", "errornote"))


def test_the_sentence_of_a_decline_is_marked_in_the_language_it_is_in(at_desk, person, today):
    said = Testimony((Occurrence("Cela fait longtemps."),), language="xx")
    kept = desk.received(said, day=today, receipt=person.receipt)
    page = at_desk.get(page_of(kept)).content

    def told(page: bytes) -> str:
        (field,) = (one for one in pages.parsed(page).all("textarea") if one["name"] == "told")
        return field["lang"]

    assert told(page) == "en"
    assert "This sentence is in English" in page.decode()
    typed = at_desk.post(page_of(kept), {"decision": "look", "told": "Autre chose."}).content
    assert told(typed) == "xx"
    assert "This sentence is in English" not in typed.decode()


@pytest.mark.parametrize("lane", Lane)
def test_a_mark_of_danger_can_be_taken_back_and_leaves_what_a_program_thought(
    at_desk, moderator, lead, says, lane
):
    kept = says(HERS)
    answer = b"sealed" if lane == Lane.ANSWERED else None
    Submission.objects.filter(pk=kept.pk).update(lane=lane, from_her=answer)
    row = decisions.danger(kept.pk, by=moderator)
    with pytest.raises(decisions.NothingThere):
        decisions.danger(kept.pk, by=lead)
    assert (row.reason == Reason.GUESSED) == (lane == Lane.URGENT)
    assert f'value="{row}"' in at_desk.get("/admin/review/decided/").content.decode()
    at_desk.post("/admin/review/decided/", {"undo": str(row)})
    assert Submission.objects.get().lane == lane
    assert decisions.danger(kept.pk, by=lead).reason == row.reason


def test_a_mark_outlives_another_decision_and_goes_when_it_is_taken_back(moderator, says):
    kept = says(HERS)
    row = decisions.danger(kept.pk, by=moderator)
    for lane in (Lane.URGENT, Lane.USUAL):
        count = decisions.count(kept, desk.opened(kept), by=moderator, reason=Reason.OTHER)
        with pytest.raises(lifecycle.Conflict):
            decisions.undo(row, by=moderator)
        decisions.undo(count, by=moderator)
        assert Submission.objects.get().lane == lane
        if lane == Lane.URGENT:
            decisions.undo(row, by=moderator)


def test_what_was_passed_to_a_lead_can_be_taken_back(at_desk, moderator, lead_at_desk, says):
    kept = says(HERS)
    at_desk.post(page_of(kept), {"decision": "refer"})
    row = Decision.objects.get()
    # A lead can pass it to nobody higher, and is told so.
    answer = lead_at_desk.post(page_of(kept), {"decision": "refer", "question": "Who?"})
    assert (answer.status_code, Decision.objects.count()) == (422, 1)
    assert "a lead's already" in answer.content.decode().replace("&#x27;", "'")
    at_desk.post("/admin/review/decided/", {"undo": str(row)})
    assert HERS.split("\n", maxsplit=1)[0] in at_desk.get(page_of(kept)).content.decode()
    assert Submission.objects.get().for_lead is False


def test_the_operator_can_put_a_protocol_of_their_own(at_desk, settings, tmp_path):
    path = tmp_path / "protocol.txt"
    path.write_text("Call Ida <first>.\n\nThen stop.", encoding="utf-8")
    settings.DANGER_PROTOCOL = path
    page = at_desk.get("/admin/review/danger/").content.decode()
    assert "Call Ida &lt;first&gt;." in page
    assert "112" not in page


def test_a_protocol_that_cannot_be_read_any_more_is_ours_and_that_is_said(
    at_desk, settings, tmp_path, says
):
    kept = says(HERS)
    for path in (tmp_path / "gone.txt", tmp_path / "nonsense.txt"):
        (tmp_path / "nonsense.txt").write_bytes(b"\xff\xfe\x00")
        settings.DANGER_PROTOCOL = path
        for answer in (
            at_desk.get("/admin/review/danger/"),
            at_desk.post(page_of(kept), {"decision": "danger", "text-0": "nothing."}),
        ):
            page = answer.content.decode()
            assert answer.status_code == 200
            assert "could not be read just now" in page
            assert "112" in page
        assert ">\nnothing.</textarea>" in page


def test_publish_with_a_reason_beside_it_decides_nothing(at_desk, says):
    kept = says(HERS)
    answer = at_desk.post(page_of(kept), {"decision": "publish", "reason": "names"})
    assert answer.status_code == 422
    assert not Decision.objects.exists()


@pytest.mark.parametrize("kind", ["count", "decline", "ask", "publish", "refer", "mark"])
def test_of_two_who_decide_at_once_the_second_is_told(at_desk, lead, person, today, kind):
    kept = said(person, HERS, today=today)
    decisions.decline(kept, by=lead, reason=Reason.SPAM)
    answer = at_desk.post(
        page_of(kept), {"decision": kind, "reason": "", "question": "Who?"}, follow=True
    )
    assert "no longer waiting" in answer.content.decode()
    assert Decision.objects.count() == 1


def test_no_decision_leaves_a_word_in_the_log_a_message_or_the_session(
    at_desk, person, today, django_user_model
):
    kept = said(person, HERS, today=today)
    at_desk.post(page_of(kept), {"decision": "look", "text-0": "Fichtenkreuzschnabel"})
    at_desk.post(page_of(kept), {"decision": "publish", "text-0": "Fichtenkreuzschnabel"})
    at_desk.post(page_of(kept), {"decision": "ask", "question": "Fichtenkreuzschnabel?"})
    stored = json.dumps(list(Decision.objects.values()), default=str)
    stored += json.dumps(dict(at_desk.session.items()), default=str)
    stored += str({name: morsel.value for name, morsel in at_desk.cookies.items()})
    assert "Fichten" not in stored
    assert "Anna" not in stored


def test_a_version_that_was_sealed_before_there_were_notes_still_opens(person, today):
    kept = said(person, HERS, today=today)
    assert desk.opened(kept).notes == ()
    from stories import sealing

    content = json.dumps({"examples": [{"text": "Old."}], "country": "", "language": "en",
                          "quotable": False, "see_first": False}).encode()  # fmt: skip
    about = envelopes.about(kept.pk, envelopes.WORDS, 0)
    old = sealing.seal(content, to=desk.PAIR.public, about=about)
    Submission.objects.filter(pk=kept.pk).update(envelope=old)
    assert desk.opened(kept).text() == "Old."


def test_a_status_cannot_be_counted_as_words(says, desk_key):
    status = says()
    with pytest.raises(lifecycle.Conflict):
        lifecycle.count(status.pk, Testimony())
