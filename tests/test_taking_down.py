"""One lead takes down so many stories in a day, and no more: whatever door, and however many at
once."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from moderation import decisions, reports
from moderation.accounts import people
from moderation.models import Decision, Kind, Reason
from moderation.taking_down import Enough
from stories.models import Concern, Story
from stories.wall.release import release
from stories.wall.reporting import told
from tests import desk, pages
from tests.crowd import at_once

LIST = "/admin/stories/story/"
MOST = 3


@pytest.fixture(autouse=True)
def few(settings: Any) -> None:
    settings.REMOVE_MOST = MOST


def on_the_wall(says: Any, number: int) -> list[Story]:
    for one in range(number):
        desk.approve(says(f"Words {one}."))
    release()
    return list(Story.objects.published().order_by("pk"))


def takes_down(client: Client, *stories: Story) -> str:
    """What the page says that follows."""
    chosen = [story.pk for story in stories]
    asked = {"action": "remove", "_selected_action": chosen, "reason": "law"}
    return client.post(LIST, asked, follow=True).content.decode()


def left() -> int:
    return Story.objects.published().count()


@pytest.mark.django_db
def test_one_lead_takes_down_so_many_in_a_day_and_no_more(lead_at_desk, lead, says, monkeypatch):
    stories = on_the_wall(says, 12)
    assert "at most" not in takes_down(lead_at_desk, *stories[:2])
    # Of those that she chose the one that there is room for.
    said = takes_down(lead_at_desk, *stories[2:5])
    assert "One lead takes down at most 3 stories in a day" in said
    assert left() == 12 - MOST
    assert "1 story is off every page now" in said
    # Where nothing went, nothing is said of what went.
    said = takes_down(lead_at_desk, stories[5])
    assert "One lead takes down at most 3 stories in a day" in said
    assert "off every page now" not in said
    # At the other door there is no more.
    told(stories[5].pk, Concern.NAMES, day=timezone.now().date())
    report = f"/admin/reports/{stories[5]}/"
    posted = {"decision": "remove", "reason": "names"}
    answer = lead_at_desk.post(report, posted, follow=True)
    assert "One lead takes down at most 3" in answer.content.decode()
    assert left() == 12 - MOST
    # Set aside it is, at once.
    lead_at_desk.post(report, {"decision": "aside", "reason": "reported"})
    assert left() == 12 - MOST - 1
    # Another lead has her own.
    other = Client()
    desk.sign_in(other, people.create("cleo", role=people.LEADS))
    takes_down(other, stories[6])
    assert left() == 12 - MOST - 2
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    for story in stories[7 : 7 + MOST]:
        decisions.remove(story.pk, by=lead, reason=Reason.LAW)
    with pytest.raises(Enough):
        decisions.remove(stories[-1].pk, by=lead, reason=Reason.LAW)
    assert left() == 12 - 2 * MOST - 2
    assert Decision.objects.filter(kind=Kind.REMOVE).count() == 2 * MOST + 1


@pytest.mark.django_db
def test_to_set_one_aside_and_bring_it_back_counts_for_nothing(lead, says):
    story = on_the_wall(says, 1)[0]
    for _ in range(MOST):
        reports.set_aside(story.pk, by=lead, reason=Reason.REPORTED)
        reports.bring_back(story.pk, seen=[], by=lead, reason=Reason.CLEARED)
    decisions.remove(story.pk, by=lead, reason=Reason.LAW)
    assert not left()


@pytest.mark.django_db
def test_who_has_taken_down_her_share_is_told_what_she_can_do(lead_at_desk, says):
    stories = on_the_wall(says, MOST + 1)
    takes_down(lead_at_desk, *stories[:MOST])
    said = pages.parsed(takes_down(lead_at_desk, stories[MOST]))
    (told_her,) = [one.text for one in said.all("li", "error")]
    assert "Another lead can go on now" in told_her
    assert "can be set aside meanwhile" in told_her


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_no_more_are_taken_down(says):
    stories = [story.pk for story in on_the_wall(says, 12)]
    # Without a role: the commits of other tests take those away.
    person = User.objects.create(username="bell", is_staff=True, is_superuser=True)

    def takes_one() -> None:
        try:
            decisions.remove(stories.pop(), by=person, reason=Reason.LAW)
        except Enough:
            return

    at_once(takes_one, times=3)
    assert Decision.objects.filter(kind=Kind.REMOVE).count() == MOST
