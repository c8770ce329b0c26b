"""The demonstration shows the desk whole: something to read, a lot that is held, two reports; and
whoever looks around is never shut out of it for an hour."""

import datetime
from itertools import pairwise

import pytest

from moderation import gathering, lots, reports, sittings
from moderation.accounts import people as accounts
from moderation.models import LotKind
from moderation.sittings import Phase
from stories.demo import fill as module
from stories.demo.invent import MARKS
from stories.models import Concern, Release, State, Submission
from tests import desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("desk_key")]

PAGE = "/admin/review/sitting/"


def test_the_desk_has_something_of_everything_and_all_of_it_is_invented(today):
    assert module.fill(day=today) == module.SUBMISSIONS == Submission.objects.count()
    gathering.gather()
    (lot,) = lots.to_decide()
    inside = lots.inside(lot)
    assert lot.kind == LotKind.BURST
    assert inside.count() == inside.filter(state=State.HELD).count() == 25
    assert Submission.objects.to_read().count() == module.LEFT_TO_READ
    words = [desk.opened(row).text() for row in inside.filter(has_words=True)]
    assert len(words) == module.HELD_WORDS
    reported = reports.items()
    words += [" ".join(one.text for one in item.story.examples.all()) for item in reported]
    assert all(any(mark in text for mark in MARKS.values()) for text in words)
    said = sorted((one.concern, one.number) for item in reported for one in item.said)
    assert said == [(Concern.ABOUT_ME, 1), (Concern.NAMES, 2)]
    releases = list(Release.objects.order_by("number"))
    assert len(releases) == module.RELEASES
    assert releases[-1].day == today
    assert {two.day - one.day for one, two in pairwise(releases)} == {datetime.timedelta(weeks=1)}
    assert [one.people for one in releases] == sorted({one.people for one in releases})
    # All but who is left to read or held.
    left = module.LEFT_TO_READ + module.HELD_WORDS + module.HELD_STATUSES
    assert releases[-1].people == module.SUBMISSIONS - left
    # Once, and not at each start.
    assert module.fill(day=today) == 0
    assert len(reports.items()) == 2


def stopped(name: str, settings, *, demo: bool):
    """Somebody who has stopped her sitting, and her browser."""
    settings.DEMO = demo
    person = accounts.create(name, role=accounts.LEADS)
    desk.admit(person)
    browser = desk.Reader()
    desk.sign_in(browser, person)
    desk.sits_down(person)
    browser.post("/admin/unlock/", {"passphrase": desk.PASSPHRASE})
    browser.post(PAGE, {"act": "end"})
    assert sittings.of(person).phase == Phase.RESTING
    return person, browser


def test_in_the_demonstration_she_begins_again_at_once(settings):
    person, browser = stopped(accounts.DEMONSTRATION, settings, demo=True)
    page = browser.get(PAGE).content.decode()
    assert "begin again when you like" in page
    assert 'value="begin"' in page
    # Nonsense begins nothing.
    browser.post(PAGE, {"act": "begin", "minutes": "7", "hard": "5"})
    assert sittings.of(person).phase == Phase.RESTING
    browser.post(PAGE, {"act": "begin", "minutes": "45", "hard": "5"})
    assert sittings.of(person).phase == Phase.ON
    page = browser.get(PAGE).content.decode()
    assert "In the demonstration you can begin again at once." in page


@pytest.mark.parametrize(("name", "demo"), [("ida", True), (accounts.DEMONSTRATION, False)])
def test_nobody_else_cuts_her_pause(settings, name, demo):
    person, browser = stopped(name, settings, demo=demo)
    assert 'value="begin"' not in browser.get(PAGE).content.decode()
    browser.post(PAGE, {"act": "begin", "minutes": "45", "hard": "5"})
    assert sittings.of(person).phase == Phase.RESTING
