"""A report comes before what only has its day: the next one leads a lead there, and keeps her
nowhere."""

import pytest
from django.test import Client

from moderation import reports
from moderation.models import Claim, Reason
from stories.flags import Lane
from stories.models import Concern, Story
from stories.wall.reporting import told
from tests import pages
from tests.test_claims import put
from tests.test_reports import on_the_wall

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(says, today) -> list[Story]:
    """Two reported stories, the urgent one last."""
    stories = [on_the_wall(says, words) for words in ("He moved too.", "He came back.")]
    for story, concern in zip(stories, (Concern.NAMES, Concern.ABOUT_ME), strict=True):
        told(story.pk, concern, day=today)
    return stories


def page_of(story: Story) -> str:
    return f"/admin/reports/{story}/"


def next_of(client: Client, **posted: str) -> str:
    answer = client.post("/admin/review/next/", posted)
    assert answer.status_code == 302
    return answer.headers["Location"]


def test_a_report_comes_before_the_oldest_day_and_after_what_hurries(lead_at_desk, lead, two):
    usual, answered, urgent = put(), put(lane=Lane.ANSWERED), put(lane=Lane.URGENT)
    for one in (urgent, answered):
        assert next_of(lead_at_desk) == f"/admin/review/{one}/"
        # What she has comes before all.
        assert next_of(lead_at_desk) == f"/admin/review/{one}/"
        one.delete()
    assert next_of(lead_at_desk) == page_of(two[1])
    assert not Claim.objects.exists()
    reports.leave(two[1].pk, seen=[Concern.ABOUT_ME], by=lead, reason=Reason.CLEARED)
    assert next_of(lead_at_desk) == page_of(two[0])
    reports.leave(two[0].pk, seen=[Concern.NAMES], by=lead, reason=Reason.CLEARED)
    assert next_of(lead_at_desk) == f"/admin/review/{usual}/"


def test_who_leaves_a_report_open_reads_on_and_is_not_led_to_it_again(lead_at_desk, two):
    first, second = put(), put()
    addresses = {f"/admin/review/{one}/" for one in (first, second)}
    assert next_of(lead_at_desk) == page_of(two[1])
    page = pages.parsed(lead_at_desk.get(page_of(two[1])).content)
    (form,) = page.all("form", action="/admin/review/next/")
    (leaves,) = form.all("button")
    # From its page to what is read next, though another is open.
    given = next_of(lead_at_desk, **{leaves["name"]: leaves["value"]})
    assert given in addresses
    # The other one, once she has put that down; and then no report any more in this sitting.
    lead_at_desk.post(f"{given}card/", {"act": "leave"})
    assert next_of(lead_at_desk) == page_of(two[0])
    assert next_of(lead_at_desk) in addresses
    assert reports.number() == 2
    Claim.objects.all().delete()
    begun = {"act": "begin", "minutes": "45", "hard": "5"}
    answer = lead_at_desk.post("/admin/review/sitting/", begun)
    assert answer.headers["Location"] == page_of(two[1])


def test_what_a_lead_has_set_aside_is_in_her_hand(lead_at_desk, lead, two):
    one = put()
    for story in two:
        reports.set_aside(story.pk, by=lead, reason=Reason.REPORTED)
    assert next_of(lead_at_desk) == f"/admin/review/{one}/"


def test_who_handles_no_reports_is_led_to_none(at_desk, two):
    one = put()
    assert next_of(at_desk) == f"/admin/review/{one}/"


def test_where_nothing_else_waits_a_report_still_does(lead_at_desk, two):
    assert next_of(lead_at_desk) == page_of(two[1])
    assert next_of(lead_at_desk) == page_of(two[0])
    assert next_of(lead_at_desk) == "/admin/review/"
