"""The desk: who may do what, that each decision leaves its row, and that there is one door."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from moderation import decisions
from moderation.admin.stories import MOST_AT_ONCE, StoryAdmin
from moderation.models import REASONS, Decision, Kind, Reason
from stories.models import Concern, State, Story, Submission
from stories.wall.release import release
from stories.wall.reporting import told
from tests import desk, pages

pytestmark = pytest.mark.django_db

READ = "admin:review-read"


def read_page(submission: Submission) -> str:
    return reverse(READ, kwargs={"number": submission.pk})


def on_the_wall(says) -> Story:
    desk.approve(says("He moved too."))
    release()
    return Story.objects.published().get()


# Who


def test_the_roles_hold_exactly_what_they_should():
    granted = {
        group.name: {f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.all()}
        for group in Group.objects.all()
    }
    moderator = {
        "stories.screen_submission",
        "stories.hold_statuses",
        "moderation.view_decision",
    }
    assert granted == {
        "moderator": moderator,
        "lead": moderator
        | {
            "stories.discard_statuses",
            "stories.remove_story",
            "moderation.hold_keys",
            "moderation.lead_desk",
            "moderation.manage_team",
            "moderation.read_log",
            "moderation.read_figures",
        },
        "auditor": {"moderation.read_log", "moderation.read_figures", "moderation.copy_log"},
    }


@pytest.mark.parametrize(
    "path",
    [
        "/admin/",
        "/admin/review/",
        "/admin/review/0123456789abcdef/",
        "/admin/stories/story/",
        "/admin/moderation/decision/",
        "/admin/jsi18n/",
    ],
)
def test_nobody_enters_without_signing_in(path):
    answer = Client().get(path)
    assert answer.status_code == 302
    assert "/accounts/login/" in Client().get(path, follow=True).redirect_chain[-1][0]


def test_an_account_without_a_role_reads_nothing(says, django_user_model):
    person = django_user_model.objects.create_user("nobody", password="x", is_staff=True)
    client = Client()
    desk.sign_in(client, person)
    kept = says("He moved too.")
    for path in ("/admin/review/", read_page(kept)):
        answer = client.get(path)
        assert answer.status_code == 403
        assert b"He moved" not in answer.content
    assert client.post(read_page(kept), {"decision": "publish"}).status_code == 403
    assert client.get("/admin/stories/story/").status_code == 403
    assert Submission.objects.waiting().count() == 1


def test_a_closed_account_is_out_at_once(at_desk, moderator):
    assert at_desk.get("/admin/review/").status_code == 200
    moderator.is_active = False
    moderator.save()
    assert at_desk.get("/admin/review/").status_code == 302
    with pytest.raises(PermissionDenied):
        decisions.hold_statuses(by=moderator, reason=Reason.FLOOD)


def test_a_moderator_may_not_do_what_a_lead_may(at_desk, moderator, says):
    story = on_the_wall(says)
    with pytest.raises(PermissionDenied):
        decisions.remove(story.pk, by=moderator, reason=Reason.NAMES)
    says()
    decisions.hold_statuses(by=moderator, reason=Reason.FLOOD)
    page = at_desk.get("/admin/review/").content.decode()
    assert "Discard" not in page
    with pytest.raises(PermissionDenied):
        decisions.resume_held(by=moderator, reason=Reason.CLEARED)
    assert "wait again" not in page
    assert "Hold all statuses" in page
    assert at_desk.get("/admin/review/lots/").status_code == 403
    at_desk.post(
        "/admin/stories/story/",
        {"action": "remove", "_selected_action": story.pk, "reason": "names"},
    )
    assert Story.objects.published().count() == 1


def test_there_is_no_sign_up_and_no_other_sign_in():
    for path in ("/accounts/signup/", "/accounts/email/", "/accounts/password/reset/"):
        assert Client().get(path).status_code == 404
    assert Client().get("/admin/login/").status_code == 302


# What


def test_publishing_approves_and_records_in_one(at_desk, moderator, says):
    kept = says("He moved too.", "Nobody looked up.", setting="transport", country="FR")
    page = at_desk.get(read_page(kept)).content.decode()
    for shown in ("He moved too.", "Nobody looked up.", "On a bus, a train", "France"):
        assert shown in page
    answer = at_desk.post(read_page(kept), {"decision": "publish"})
    assert answer.status_code == 302
    kept.refresh_from_db()
    assert kept.state == State.APPROVED
    row = Decision.objects.get()
    assert (row.kind, row.reason, row.author, row.submission) == (
        Kind.PUBLISH,
        Reason.SAFE,
        moderator,
        kept,
    )


def test_declining_needs_a_reason(at_desk, says):
    kept = says("He moved too.")
    for wrong in ({}, {"reason": "because"}, {"reason": Reason.CLEARED}):
        at_desk.post(read_page(kept), {"decision": "decline", **wrong})
        kept.refresh_from_db()
        assert kept.state == State.WAITING
        assert not Decision.objects.exists()
    at_desk.post(read_page(kept), {"decision": "decline", "reason": Reason.NAMES})
    kept.refresh_from_db()
    assert kept.state == State.DECLINED
    assert Decision.objects.get().reason == Reason.NAMES


@pytest.mark.parametrize("kind", ["publish", "decline", "remove", "hold"])
def test_a_decision_that_cannot_be_recorded_is_not_applied(lead, says, monkeypatch, kind):
    kept, status, story = says("He moved too."), says(), None
    state = State.WAITING
    if kind == "remove":
        desk.approve(kept)
        release()
        story, state = Story.objects.get(), State.PUBLISHED

    def broken(*args: object, **options: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(Decision, "save", broken)
    with pytest.raises(RuntimeError):
        {
            "publish": lambda: decisions.publish(kept, desk.opened(kept), by=lead),
            "decline": lambda: decisions.decline(kept, by=lead, reason=Reason.SPAM),
            "remove": lambda: decisions.remove(
                story.pk if story else 0, by=lead, reason=Reason.LAW
            ),
            "hold": lambda: decisions.hold_statuses(by=lead, reason=Reason.FLOOD),
        }[kind]()
    kept.refresh_from_db()
    status.refresh_from_db()
    assert (kept.state, status.state) == (state, State.WAITING)
    assert kept.envelope or story
    assert list(Story.objects.all()) == ([story] if story else [])


def test_the_second_of_two_is_told(at_desk, lead, says):
    kept = says("He moved too.")
    decisions.decline(kept, by=lead, reason=Reason.SPAM)
    for answer in (
        at_desk.get(read_page(kept), follow=True),
        at_desk.post(read_page(kept), {"decision": "publish"}, follow=True),
    ):
        assert "no longer waiting" in answer.content.decode()
    assert Decision.objects.count() == 1


def test_after_a_decision_the_next_is_shown_and_after_the_last_the_queue(at_desk, says, today):
    first, second = says("One."), says("Two.")
    where = at_desk.post(read_page(first), {"decision": "publish"}).headers["Location"]
    assert where == read_page(second)
    where = at_desk.post(read_page(second), {"decision": "publish"}).headers["Location"]
    assert where == reverse("admin:review")


def test_the_lot_of_statuses_is_held_and_resumed_with_a_row_each(lead_at_desk, says):
    for _ in range(3):
        says()
    words = says("He moved too.")
    for kind, reason in (("hold", "flood"), ("resume", "cleared"), ("hold", "flood")):
        lead_at_desk.post("/admin/review/statuses/", {"decision": kind, "reason": reason})
    # Nobody discards alone, and not without having looked.
    lead_at_desk.post("/admin/review/statuses/", {"decision": "discard", "reason": "flood"})
    assert sorted(Decision.objects.values_list("kind", "number")) == [
        ("hold", 3),
        ("hold", 3),
        ("resume", 3),
    ]
    words.refresh_from_db()
    assert words.state == State.WAITING
    answer = lead_at_desk.post(
        "/admin/review/statuses/", {"decision": "hold", "reason": "flood"}, follow=True
    )
    assert "There were none" in answer.content.decode()
    assert Decision.objects.count() == 3


@pytest.mark.parametrize("posted", [{}, {"decision": "publish", "reason": "safe"}])
def test_nonsense_about_the_lot_decides_nothing(lead_at_desk, says, posted):
    says()
    answer = lead_at_desk.post("/admin/review/statuses/", posted, follow=True)
    assert "Nothing was decided" in answer.content.decode()
    assert not Decision.objects.exists()


def test_removing_asks_for_a_reason_and_goes_through_the_door(lead_at_desk, lead, says):
    story = on_the_wall(says)
    asked = {"action": "remove", "_selected_action": story.pk}
    assert "Why" in lead_at_desk.post("/admin/stories/story/", asked).content.decode()
    assert Story.objects.published().exists()
    lead_at_desk.post("/admin/stories/story/", {**asked, "reason": "names"})
    assert not Story.objects.exists()
    row = Decision.objects.get()
    assert (row.kind, row.reason, row.author) == (Kind.REMOVE, Reason.NAMES, lead)


def long_ago(client: Client) -> None:
    """She showed her second factor six minutes ago."""
    session = client.session
    session["factor"] = {**session["factor"], "at": session["factor"]["at"] - 360}
    session.save()


def test_a_session_alone_takes_nothing_down_and_switches_nothing(lead_at_desk, lead, says):
    story = on_the_wall(says)
    told(story.pk, Concern.NAMES, day=story.submission.day)
    report = f"/admin/reports/{story}/"
    removal = {"action": "remove", "_selected_action": str(story.pk), "reason": "names"}
    for at, posted in (
        ("/admin/stories/story/", removal),
        (report, {"decision": "aside", "reason": "reported"}),
        (report, {"decision": "remove", "reason": "names"}),
        (report, {"decision": "leave", "reason": "cleared", "seen": "names"}),
        (report, {"decision": "back", "reason": "cleared", "seen": "names"}),
        ("/admin/review/four-eyes/", {"four_eyes": "on"}),
    ):
        long_ago(lead_at_desk)
        asked = lead_at_desk.post(at, posted)
        assert asked.status_code == 403
        assert not Decision.objects.exists()
        held = {
            one["name"]: one["value"]
            for one in pages.parsed(asked.content).all("input", type="hidden")
        }
        assert posted.items() <= held.items()
        desk.proves(lead_at_desk, lead)
    # Reading it asks for nothing more; and with her code what was held is done.
    long_ago(lead_at_desk)
    assert lead_at_desk.post(report, {"decision": "read"}).status_code == 302
    answer = lead_at_desk.post("/admin/stories/story/", {**removal, "proof-code": desk.code()})
    assert answer.status_code == 302
    assert not Story.objects.exists()


def test_the_wall_is_not_emptied_at_once(lead_at_desk, says, monkeypatch):
    for number in range(MOST_AT_ONCE + 2):
        desk.approve(says(f"Words {number}."))
    release()
    there = set(Story.objects.published().values_list("pk", flat=True))
    some = sorted(there)[: MOST_AT_ONCE + 1]
    asked = {"action": "remove", "_selected_action": some, "reason": "law"}
    answer = lead_at_desk.post("/admin/stories/story/", {**asked, "select_across": "1"})
    assert answer.status_code == 422
    page = pages.parsed(answer.content)
    assert "Nothing was removed" in answer.content.decode()
    assert set(Story.objects.published().values_list("pk", flat=True)) == there
    # What she chose, and why, stands on the answer.
    ticked = page.all("input", name="_selected_action", checked="")
    assert sorted(int(one["value"]) for one in ticked) == some
    assert [one["value"] for one in page.all("input", name="reason", checked="")] == ["law"]
    # Nor can those be meant that she did not tick.
    fewer = {**asked, "_selected_action": some[:1], "select_across": "1"}
    lead_at_desk.post("/admin/stories/story/", fewer)
    assert set(Story.objects.published().values_list("pk", flat=True)) == there - set(some[:1])
    monkeypatch.setattr(StoryAdmin, "list_per_page", MOST_AT_ONCE // 2)
    offers = lead_at_desk.get("/admin/stories/story/").content.decode()
    assert 'class="action-counter"' in offers
    assert "question" not in offers


def test_nothing_of_a_story_or_a_decision_is_editable_or_deletable(lead_at_desk, lead, says):
    story = on_the_wall(says)
    decisions.remove(story.pk, by=lead, reason=Reason.NAMES)
    other = on_the_wall(says)
    row = Decision.objects.get()
    for path in (
        f"/admin/stories/story/{other.pk}/",
        f"/admin/moderation/decision/{row.pk}/",
    ):
        page = lead_at_desk.get(path + "change/")
        assert page.status_code == 200
        assert 'name="_save"' not in page.content.decode()
        assert lead_at_desk.post(path + "change/", {"state": "waiting"}).status_code == 403
        assert lead_at_desk.post(path + "delete/", {"post": "yes"}).status_code == 403
    for path in ("/admin/stories/story/add/", "/admin/moderation/decision/add/"):
        assert lead_at_desk.get(path).status_code == 403
    # Django's own bulk deletion is not offered either.
    lead_at_desk.post(
        "/admin/stories/story/",
        {"action": "delete_selected", "_selected_action": other.pk, "post": "yes"},
    )
    assert Story.objects.filter(pk=other.pk).exists()


def test_a_decision_stands(lead, says):
    says()
    row = decisions.hold_statuses(by=lead, reason=Reason.FLOOD)
    row.reason = Reason.OTHER
    for change in (
        row.save,
        row.delete,
        Decision.objects.all().delete,
        lambda: Decision.objects.update(reason=Reason.OTHER),
    ):
        with pytest.raises(PermissionDenied):
            change()
    assert Decision.objects.get().reason == Reason.FLOOD


def test_a_reason_must_fit_the_decision(lead, says):
    kept = says("He moved too.")
    for kind, reasons in REASONS.items():
        assert reasons, kind
    with pytest.raises(ValueError, match="safe"):
        decisions.decline(kept, by=lead, reason=Reason.SAFE)


def test_djangos_own_log_never_holds_words(lead_at_desk, says):
    kept = says("He moved too.")
    lead_at_desk.post(read_page(kept), {"decision": "publish"})
    release()
    story = Story.objects.published().get()
    lead_at_desk.post(
        "/admin/stories/story/",
        {"action": "remove", "_selected_action": story.pk, "reason": "names"},
    )
    assert not LogEntry.objects.exists()
    assert str(kept) == f"{kept.pk:016x}"


def test_no_page_of_the_desk_is_stored(at_desk, says):
    kept = says("He moved too.")
    for path in ("/admin/review/", read_page(kept), "/admin/"):
        assert "no-store" in at_desk.get(path).headers["Cache-Control"]


def test_the_queue_costs_the_same_at_any_length(at_desk, says, django_assert_max_num_queries):
    for number in range(40):
        says(f"Words {number}.")
    with django_assert_max_num_queries(8):
        assert at_desk.get("/admin/review/").status_code == 200
