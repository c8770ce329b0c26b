"""Every page of the desk on a small phone: nothing runs off to the side, and nothing is cut off in
a box of its own that would have to be pushed to and fro."""

import json
import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests import desk, live
from tests.authorisation import OK, TABLE, expected
from tests.browser import Window
from tests.looking import WIDER

pytest_plugins = ["tests.browsing"]
# What a page looks like does not depend on the database.
pytestmark = [pytest.mark.browser, pytest.mark.pure, pytest.mark.slow]

WIDTHS = (360, 320)
# One of everything that an address of the table names. Names as long as they may be.
THINGS = f"""{desk.OPEN_ON_SITE}
import json
import os
from django.utils import timezone
from moderation import claims, decisions, gathering
from moderation.accounts import people
from moderation.models import Claim, Decision, Lot, Reason
from stories import lifecycle
from stories.models import Story, Concern
from stories.random_keys import random_key
from stories.say.intake import sealed
from stories.testimony import Occurrence, Testimony
from stories.wall.reporting import told
she = User.objects.get(username="demonstration")
people.create("a" * 150)
people.create("lead-" + "b" * 140, role=people.LEADS)
story = Story.objects.published().first()
told(story.pk, Concern.NAMES, day=timezone.now().date())
words = Testimony((Occurrence("He moved too, every Friday, in the lift of that house. " * 4),))
for said in [words] * 5 + [Testimony()] * 40:
    key, day = random_key(), timezone.now().date()
    said = sealed(said, key=key) if said.has_words else said
    lifecycle.receive(said, key=key, day=day, receipt=None, body=None, held=True)
gathering.gather()
waits = list(Submission.objects.to_read()[:3])
for kept in waits[1:]:
    decisions.count(kept, opened(kept), by=she, reason=Reason.UNSAFE)
Claim.objects.create(
    moderator=she, submission=waits[0], opened=True, until=timezone.now() + claims.LASTS
)
decided = Decision.objects.filter(kind="count", author=she).first()
print(json.dumps({{
    "submission": str(waits[0]), "story": str(story.pk), "reported": str(story),
    "decision": str(decided.pk), "decided": str(decided), "lot": str(Lot.objects.first()),
}}))
"""


@pytest.fixture(scope="module")
def phone(chromium: Browser) -> Iterator[tuple[Page, dict[str, str]]]:
    """The window of a lead who has unlocked the desk and has one open, and what there is."""
    with live.running(filled=True, worker=False, THROTTLE="off") as site:
        window = Window(chromium, site, width=WIDTHS[0])
        window.sign_in()
        page = window.page
        desk.begins(page)
        page.locator("#next").click()
        site.python("from moderation.models import Claim; Claim.objects.all().delete()")
        things: dict[str, str] = json.loads(site.python(THINGS))
        yield page, things
        assert window.faults() == []
        window.close()


PAGES = {
    route: one.at
    for route, one in TABLE.items()
    # That one is a script.
    if expected(one, "lead, unlocked", "GET") == OK and one.at != "/admin/jsi18n/"
}


@pytest.mark.parametrize("route", PAGES)
def test_nothing_on_a_page_of_the_desk_is_cut_at_360_and_320(
    phone: tuple[Page, dict[str, str]], route: str
) -> None:
    page, things = phone
    wrong: list[str] = []
    page.set_viewport_size({"width": 1200, "height": 800})
    answer = page.goto(PAGES[route].format_map({"keyring": "0", "held": "0", **things}))
    assert answer
    assert answer.status < 500
    for fold in page.locator("#content summary").all():
        if fold.is_visible():
            fold.click()
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wrong += [f"{width}: {one}" for one in page.evaluate(WIDER)]
        if folder := os.environ.get("NARROW"):
            page.screenshot(
                path=f"{folder}/{route.replace('/', '-')[:60]}-{width}.png", full_page=True
            )
    assert not wrong, "\n".join(wrong)
