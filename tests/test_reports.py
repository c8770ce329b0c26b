"""What the public says of a story reaches the desk, tells nothing of who says it, and a lead can
take the story off every page at once."""

import datetime
from collections import Counter

import pytest
from django.core.cache import caches
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client

from metoo.audit import database
from moderation import reports, sittings
from moderation.models import Decision, Kind, Reason, Sitting
from stories import lifecycle
from stories.lifecycle import Conflict
from stories.models import Concern, Count, Release, Report, State, Story, Submission
from stories.wall.counting import counted
from stories.wall.disclosure import EXAMPLES, PEOPLE
from stories.wall.release import release
from stories.wall.reporting import told
from tests import desk, pages
from tests.crowd import at_once
from tests.leaks import places

pytestmark = pytest.mark.django_db

WORDS = "He moved too."


@pytest.fixture
def story(says) -> Story:
    return on_the_wall(says, WORDS)


def on_the_wall(says, words: str) -> Story:
    kept = says(words, setting="work")
    desk.approve(kept)
    release()
    return Story.objects.get(submission=kept)


def address(story: Story) -> str:
    return f"/story/{story}/report/"


def say(story: Story, concern: str = Concern.ABOUT_ME, **more):
    return Client(enforce_csrf_checks=True).post(address(story), {"reason": concern}, **more)


# The public


def test_the_page_of_a_story_has_the_form_and_it_reaches_the_desk(client, story, today):
    page = pages.parsed(client.get(f"/story/{story}/").content)
    (form,) = [form for form in page.all("form") if form["action"] == address(story)]
    assert form["method"] == "post"
    (choice,) = form.all("select", name="reason")
    assert [option["value"] for option in choice.all("option")] == ["", *Concern.values]
    answer = say(story)
    assert answer.status_code == 200
    assert "The desk knows." in answer.content.decode()
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "no-store"
    row = Report.objects.get()
    assert (row.story, row.concern, row.number, row.day) == (story, Concern.ABOUT_ME, 1, today)


def test_nobody_can_type_anything(client, story):
    for path in (f"/story/{story}/", address(story)):
        page = pages.parsed(client.get(path).content)
        assert not page.all("textarea")
        assert {field.attributes.get("type") for field in page.all("input")} <= {"hidden"}
    more = {"reason": Concern.NAMES, "text": "Zaunkoenig", "name": "Rohrdommel"}
    answer = Client().post(address(story), more)
    assert answer.status_code == 200
    assert "Zaunkoenig" not in answer.content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM stories_report")
        assert "Zaunkoenig" not in str(cursor.fetchall())


def test_several_make_one_item_with_a_number_for_each_concern(story):
    for concern in [Concern.ABOUT_ME, Concern.NAMES, Concern.ABOUT_ME, Concern.ABOUT_ME]:
        assert say(story, concern).status_code == 200
    assert sorted(Report.objects.values_list("concern", "number")) == [
        ("about_me", 3),
        ("names", 1),
    ]
    (item,) = reports.items()
    assert item.story == story
    assert item.urgent


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_none_is_lost(story, today):
    at_once(lambda: told(story.pk, Concern.NAMES, day=today), times=10)
    assert Report.objects.get().number == 40


@pytest.mark.parametrize("reason", ["", "not_true", "\x00", "x" * 5_000])
def test_a_concern_that_is_none_is_asked_for_again(story, reason):
    answer = say(story, reason)
    assert answer.status_code == 422
    assert "Nothing was sent" in answer.content.decode()
    assert not Report.objects.exists()


def test_what_is_not_on_the_wall_cannot_be_reported(client, says, story):
    waits = says("Another one.")
    desk.approve(waits)
    not_yet = Story.objects.get(submission=waits)
    lifecycle.remove(story.pk)
    for one in (story, not_yet):
        assert client.get(address(one)).status_code == 404
        assert say(one).status_code == 404
    assert not Report.objects.exists()


def test_what_another_site_posts_is_refused(story):
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
    ):
        answer = say(story, headers=headers)
        assert answer.status_code == 403
        assert "by way of another site" in answer.content.decode()
    assert not Report.objects.exists()
    assert say(story, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200


def test_one_client_can_say_so_much_in_an_hour(story, settings):
    settings.LIMITS = {**settings.LIMITS, "report": {"client": "2/h", "site": "99/h"}}
    for _ in range(2):
        assert say(story).status_code == 200
    answer = say(story, Concern.HARM)
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 3_600
    # What she chose is still chosen.
    chosen = pages.parsed(answer.content).all("option", selected="")
    assert [option["value"] for option in chosen] == [Concern.HARM]
    assert say(story, REMOTE_ADDR="198.51.100.9").status_code == 200
    assert {row.concern: row.number for row in Report.objects.all()} == {"about_me": 3}


def test_nothing_is_kept_of_who_said_it(story):
    address, browser = "203.0.113.77", "Zaunkoenig/7"
    say(
        story, REMOTE_ADDR=address, headers={"User-Agent": browser, "Referer": "https://rd.example"}
    )
    assert places(*database.look()) == ""
    held = str(list(Report.objects.values())) + str(vars(caches["limits"]))
    for told_of in (address, browser, "rd.example"):
        assert told_of not in held


def test_the_page_is_kept_and_the_form_needs_nothing_of_its_own(
    client, story, django_assert_max_num_queries
):
    first = client.get(f"/story/{story}/").content
    with django_assert_max_num_queries(1):
        assert client.get(f"/story/{story}/").content == first
    say(story)
    # A report changes no page.
    with django_assert_max_num_queries(1):
        assert client.get(f"/story/{story}/").content == first
    client.get(address(story))
    with django_assert_max_num_queries(1):
        assert client.get(address(story)).status_code == 200


def test_no_sentence_of_a_story_is_on_the_pages_of_a_report(client, story):
    assert WORDS not in client.get(address(story)).content.decode()
    assert WORDS not in say(story).content.decode()


def test_nothing_happens_by_the_number_alone(client, story, today):
    for _ in range(500):
        told(story.pk, Concern.ABOUT_ME, day=today)
    assert WORDS in client.get(f"/story/{story}/").content.decode()


# Off the wall, and back


def test_what_is_set_aside_is_off_every_page_at_once_and_comes_back(client, says, story):
    on_the_wall(says, "Another one.")
    shown = ["/", "/stories/", f"/story/{story}/"]
    before = {path: client.get(path).content for path in shown}
    assert all(str(story) in page.decode() for page in before.values())
    assert WORDS in before[shown[2]].decode()
    lifecycle.set_aside(story.pk)
    for path in shown:
        page = client.get(path).content.decode()
        assert WORDS not in page
        # Where it stood itself, its address is of the page that says that nothing is here.
        assert path == shown[2] or str(story) not in page
    assert client.get(f"/story/{story}/").status_code == 404
    assert client.get(address(story)).status_code == 404
    assert places(database.check_ended(), database.check_waiting()) == ""
    lifecycle.bring_back(story.pk)
    assert {path: client.get(path).content for path in shown} == before


def assert_counts_are_true() -> None:
    stored = {(row.table, row.cell): row.submissions for row in Count.objects.all()}
    stored.pop(("gone", ""), None)
    of_the_wall = counted(Submission.objects.filter(state__in=[State.PUBLISHED, State.ASIDE]))
    assert +Counter(stored) == +of_the_wall


def test_it_is_counted_once_all_the_while(says, story):
    def out() -> Release:
        says()
        lifecycle.count_statuses()
        made = release()
        assert_counts_are_true()
        return made

    lifecycle.set_aside(story.pk)
    assert out().people == 2
    lifecycle.bring_back(story.pk)
    assert out().people == 3
    lifecycle.set_aside(story.pk)
    lifecycle.remove(story.pk)
    assert out().people == 3
    assert not Story.objects.exists()
    assert counted(Submission.objects.filter(state=State.PUBLISHED))[PEOPLE] == 3
    assert counted(Submission.objects.filter(state=State.PUBLISHED))[EXAMPLES] == 0


def test_only_what_is_on_the_wall_is_set_aside_and_only_that_comes_back(says, story):
    with pytest.raises(Conflict):
        lifecycle.bring_back(story.pk)
    lifecycle.set_aside(story.pk)
    with pytest.raises(Conflict):
        lifecycle.set_aside(story.pk)
    waits = says("Another one.")
    desk.approve(waits)
    for act in (lifecycle.set_aside, lifecycle.bring_back):
        for none in (Story.objects.get(submission=waits).pk, 12345):
            with pytest.raises(Conflict):
                act(none)
    assert not Story.objects.filter(release__isnull=False).exists()


def test_its_author_can_take_it_back_while_it_is_looked_at(story):
    lifecycle.set_aside(story.pk)
    submission = story.submission
    lifecycle.withdraw(submission.pk)
    submission.refresh_from_db()
    assert submission.state == State.WITHDRAWN
    assert not Story.objects.exists()
    with pytest.raises(Conflict):
        lifecycle.bring_back(story.pk)


# The desk


def decide(client, story: Story, kind: str, reason: str, **more):
    posted = {"decision": kind, "reason": reason, **more}
    return client.post(f"/admin/reports/{story}/", posted, follow=True)


def test_a_lead_takes_it_off_reads_it_and_puts_it_back(lead_at_desk, lead, story, today):
    told(story.pk, Concern.ABOUT_ME, day=today)
    page = lead_at_desk.get("/admin/reports/").content.decode()
    assert "This is about me (1)" in page
    page = lead_at_desk.get(f"/admin/reports/{story}/").content.decode()
    # Covered until she opens it.
    assert WORDS not in page
    assert WORDS in decide(lead_at_desk, story, "read", "").content.decode()
    decide(lead_at_desk, story, "aside", "reported")
    assert Client().get(f"/story/{story}/").status_code == 404
    assert "off the wall" in lead_at_desk.get("/admin/reports/").content.decode()
    decide(lead_at_desk, story, "back", "cleared", seen="about_me")
    assert Client().get(f"/story/{story}/").status_code == 200
    assert not Report.objects.exists()
    assert not reports.items()
    assert {
        (row.kind, row.reason, row.author, row.submission) for row in Decision.objects.all()
    } == {
        (Kind.ASIDE, Reason.REPORTED, lead, story.submission),
        (Kind.BACK, Reason.CLEARED, lead, story.submission),
    }


def test_no_crowd_pushes_what_is_urgent_or_oldest_off_the_page(says, today):
    for number in range(reports.ON_A_PAGE + 2):
        desk.approve(says(f"Words {number}."))
    release()
    # By the random keys these are the last, so nothing but the order brings them to the front.
    *others, oldest, about_her = Story.objects.published().order_by("pk")
    for story in others:
        told(story.pk, Concern.NAMES, day=today)
    told(oldest.pk, Concern.OTHER, day=today - datetime.timedelta(days=3))
    told(about_her.pk, Concern.NAMES, day=today)
    told(about_her.pk, Concern.ABOUT_ME, day=today)
    shown = reports.items()
    assert len(shown) == reports.ON_A_PAGE < reports.number()
    assert [item.story for item in shown[:2]] == [about_her, oldest]
    assert [item.urgent for item in shown] == [True] + [False] * (reports.ON_A_PAGE - 1)
    # A lead is led to them in the same order.
    led_to: list[int] = []
    for _ in shown:
        led_to.append(reports.first(but=led_to) or 0)
    assert led_to == [item.story.pk for item in shown]


def said_at_the_queue(client: Client) -> str:
    page = pages.parsed(client.get("/admin/review/").content)
    (content,) = page.all("main")
    return " ".join(content.text.split())


def test_the_first_page_tells_a_lead_what_is_reported_and_warns_of_what_is_urgent(
    lead_at_desk, at_desk, says, today
):
    calm, grave = on_the_wall(says, "One."), on_the_wall(says, "Another one.")
    assert "reported stor" not in said_at_the_queue(lead_at_desk)
    told(calm.pk, Concern.NAMES, day=today)
    told(calm.pk, Concern.OTHER, day=today)
    said = said_at_the_queue(lead_at_desk)
    assert "1 reported story waits for a lead." in said
    assert "somebody says" not in said
    told(grave.pk, Concern.NAMES, day=today)
    told(grave.pk, Concern.ABOUT_ME, day=today)
    told(grave.pk, Concern.HARM, day=today)
    said = said_at_the_queue(lead_at_desk)
    assert "2 reported stories wait for a lead. Of 1 somebody says “this is about me”" in said
    page = pages.parsed(lead_at_desk.get("/admin/review/").content)
    (warning,) = page.all("p", "errornote", role="alert")
    assert [link["href"] for link in warning.all("a")] == ["/admin/reports/"]
    assert "reported" not in said_at_the_queue(at_desk)
    lifecycle.set_aside(grave.pk)
    assert "2 reported stories" in said_at_the_queue(lead_at_desk)


def test_what_a_lead_reads_of_a_report_counts_in_her_sitting(lead_at_desk, lead, says, today):
    hard = [on_the_wall(says, f"i was raped. {number}") for number in range(2)]
    calm = on_the_wall(says, WORDS)
    for row in (*hard, calm):
        told(row.pk, Concern.NAMES, day=today)
    Sitting.objects.filter(moderator=lead).update(hard=1)
    for _ in range(3):
        assert "i was raped" in decide(lead_at_desk, hard[0], "read", "").content.decode()
    assert Sitting.objects.get(moderator=lead).opened == 1
    page = decide(lead_at_desk, hard[1], "read", "").content.decode()
    assert "its words stay shut" in page
    assert "i was raped" not in page
    assert WORDS in decide(lead_at_desk, calm, "read", "").content.decode()
    # She decides all the same, also when her sitting is over.
    sittings.end(lead)
    page = decide(lead_at_desk, hard[1], "read", "").content.decode()
    assert "Words are read in a sitting" in page
    decide(lead_at_desk, hard[1], "aside", "reported")
    assert Decision.objects.get().kind == Kind.ASIDE


def test_leaving_it_clears_what_she_has_seen_and_no_more(lead_at_desk, story, today):
    told(story.pk, Concern.OTHER, day=today)
    # Said while she was reading.
    told(story.pk, Concern.HARM, day=today)
    decide(lead_at_desk, story, "leave", "cleared", seen="other")
    assert Report.objects.get().concern == Concern.HARM
    assert Story.objects.published().exists()
    page = lead_at_desk.get(f"/admin/reports/{story}/").content.decode()
    assert "left on the wall then" in page


def test_removing_it_deletes_what_was_said_of_it(lead_at_desk, story, today):
    told(story.pk, Concern.NAMES, day=today)
    decide(lead_at_desk, story, "remove", "names")
    assert not Story.objects.exists()
    assert not Report.objects.exists()
    assert Decision.objects.get().kind == Kind.REMOVE
    assert "needs nobody any more" in decide(lead_at_desk, story, "leave", "other").content.decode()


@pytest.mark.parametrize(
    ("kind", "reason"),
    [("leave", ""), ("", "cleared"), ("publish", "safe"), ("aside", "safe"), ("back", "cleared")],
)
def test_nonsense_decides_nothing(lead_at_desk, story, today, kind, reason):
    told(story.pk, Concern.NAMES, day=today)
    decide(lead_at_desk, story, kind, reason, seen="names")
    assert not Decision.objects.exists()
    assert Report.objects.exists()
    assert Story.objects.published().exists()


def test_a_moderator_decides_none_of_it(at_desk, moderator, story, today):
    told(story.pk, Concern.NAMES, day=today)
    for path in ("/admin/reports/", f"/admin/reports/{story}/"):
        answer = at_desk.get(path)
        assert answer.status_code == 403
        assert WORDS not in answer.content.decode()
    assert decide(at_desk, story, "aside", "reported").status_code == 403
    assert 'href="/admin/reports/"' not in at_desk.get("/admin/review/").content.decode()
    for act in (
        lambda: reports.set_aside(story.pk, by=moderator, reason=Reason.REPORTED),
        lambda: reports.bring_back(story.pk, seen=[], by=moderator, reason=Reason.CLEARED),
        lambda: reports.leave(story.pk, seen=["names"], by=moderator, reason=Reason.CLEARED),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert Story.objects.published().exists()
    assert Report.objects.exists()


def test_what_cannot_be_recorded_is_not_done(lead, story, today, monkeypatch):
    told(story.pk, Concern.NAMES, day=today)

    def broken(*args: object, **options: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(Decision, "save", broken)
    with pytest.raises(RuntimeError):
        reports.set_aside(story.pk, by=lead, reason=Reason.REPORTED)
    with pytest.raises(RuntimeError):
        reports.leave(story.pk, seen=["names"], by=lead, reason=Reason.CLEARED)
    assert Story.objects.published().exists()
    assert Report.objects.exists()


def test_the_list_costs_the_same_at_any_length(
    lead_at_desk, says, today, django_assert_max_num_queries
):
    for number in range(12):
        desk.approve(says(f"Words {number}."))
    release()
    for story in Story.objects.published():
        told(story.pk, Concern.NAMES, day=today)
    with django_assert_max_num_queries(10):
        page = lead_at_desk.get("/admin/reports/").content.decode()
    assert page.count("/admin/reports/") >= 12
