"""Every page of the desk as somebody needs it who does not see, sees little, taps badly or has a
small phone (`tests.looking`)."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.urls import resolve
from playwright.sync_api import Page, expect

from tests import live
from tests.browser import Opens, Window, post
from tests.desk import code as app_code
from tests.desk import opens_next
from tests.desk_pages import LOOKED_AT
from tests.desk_states import DESK, opens_covers, reads
from tests.looking import WIDE, looks

pytest_plugins = ["tests.browsing"]
# What a page looks like does not depend on the database.
pytestmark = [pytest.mark.browser, pytest.mark.pure, pytest.mark.slow]


@pytest.fixture
def desk(signed_in: Window) -> Iterator[Page]:
    """Their page. It may see no fault, and hold the desk's cookies alone."""
    signed_in.page.set_viewport_size({"width": WIDE, "height": 800})
    yield signed_in.page
    seen, signed_in.seen = signed_in.faults(), []
    assert seen == []


_AUDITOR = """
from moderation.accounts import people
from tests import desk
person = people.create("auditor", role=people.AUDITORS)
person.set_password("six small boats on grey water")
person.save()
desk.has_app(person)
print("six small boats on grey water")
"""


@pytest.mark.parametrize("name", DESK)
def test_a_page_of_the_desk_is_for_everybody(desk: Page, name: str) -> None:
    DESK[name](desk)
    # It is the page that it is taken for.
    here = resolve(urlsplit(desk.url).path).route
    its = {route.replace("^", ""): name for route, name in LOOKED_AT.items()}
    assert name not in its.values() or its.get(here) == name, here
    looks(desk)


_ROLELESS = """
from django.contrib.auth.models import User
from tests import desk
person = User.objects.create(username="roleless", is_staff=True)
person.set_password("six small boats on grey water")
person.save()
desk.has_app(person)
"""


def test_who_has_no_role_has_a_page_for_everybody(opens: Opens, site: live.Site) -> None:
    site.python(_ROLELESS)
    window = opens(desk=True)
    window.sign_in("roleless", "six small boats on grey water")
    window.page.get_by_label("Code").fill(app_code())
    window.page.get_by_role("button", name="Go on").click()
    window.page.goto("/admin/")
    expect(window.page.get_by_role("heading", level=1)).to_have_text("Your account has no role")
    looks(window.page)


_DAMAGED = """
from django.utils import timezone
from stories.models import Submission
from stories.testimony import Occurrence, Testimony
from tests import desk
desk.received(Testimony((Occurrence("He moved too."),)), day=timezone.now().date())
Submission.objects.update(envelope=bytes(200))
"""
# With the sitting that she began.
_GONE = """
from moderation.models import Sitting
from stories.models import Submission
Submission.objects.all().delete()
Sitting.objects.all().delete()
"""


def test_what_does_not_open_is_for_everybody(opens: Opens, empty: live.Site) -> None:
    empty.python(_DAMAGED)
    window = opens(at=empty, desk=True)
    window.sign_in()
    opens_next(window.page)
    expect(window.page.get_by_text("This does not open with the desk's key.")).to_be_visible()
    looks(window.page)
    empty.python(_GONE)


def test_what_is_given_back_is_for_everybody(signed_in: Window, desk: Page) -> None:
    """Where the desk is locked meanwhile, and where she is signed out: each in its own words."""
    for cookie, said in (("desk-key", "The desk is locked"), ("desk", "You are not signed in")):
        reads(desk)
        desk.get_by_label("threats").check()
        desk.get_by_label("Names or points to someone").check()
        desk.context.clear_cookies(name=cookie)
        desk.get_by_role("button", name="Decline", exact=True).click()
        expect(desk.get_by_role("heading", level=1)).to_contain_text(said)
        expect(desk.get_by_text("Labels: threats")).to_be_visible()
        looks(desk)
        signed_in.unlock() if cookie == "desk-key" else signed_in.sign_in()


_COLLEAGUES = """
from moderation.accounts import people
from tests import desk
people.create("ida")
desk.has_app(people.create("a" * 150, role=people.LEADS))
"""


def test_the_covers_of_the_team_are_for_everybody(desk: Page, site: live.Site) -> None:
    site.python(_COLLEAGUES)
    desk.goto("/admin/team/")
    opens_covers(desk)
    expect(desk.get_by_role("button", name="Close the account").first).to_be_visible()
    looks(desk)


def test_an_auditor_s_pages_are_for_everybody(opens: Opens, site: live.Site) -> None:
    window = opens(desk=True)
    window.sign_in("auditor", site.python(_AUDITOR).strip())
    page = window.page
    page.get_by_label("Code").fill(app_code())
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The log")
    looks(page)
    # What she wrote down is compared, and a slip of the pen is said so.
    page.get_by_label("Digits").fill("0000")
    page.get_by_label("Line", exact=True).fill("1")
    page.get_by_role("button", name="Compare").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Digits")).to_have_value("0000")
    looks(page)
    digits = page.locator(".digest code").first.inner_text()
    page.get_by_label("Digits").fill(digits)
    page.get_by_label("Line", exact=True).fill(page.locator(".digest b").first.inner_text())
    page.get_by_role("button", name="Compare").click()
    expect(page.locator("#compared")).to_contain_text("The same.")
    looks(page)


def test_the_empty_queue_is_for_everybody(opens: Opens, empty: live.Site) -> None:
    window = opens(at=empty, desk=True)
    window.sign_in()
    expect(window.page.get_by_text("Nothing waits to be read.")).to_be_visible()
    looks(window.page)


_FLOOD = """
from django.utils import timezone
from moderation import gathering
from stories import lifecycle
from stories.random_keys import random_key
from stories.say.intake import sealed
from stories.testimony import Occurrence, Testimony
words = Testimony((Occurrence("He moved too, every Friday, in the lift of that house. " * 4),))
for said in [words] * 5 + [Testimony()] * 40:
    key, day = random_key(), timezone.now().date()
    said = sealed(said, key=key) if said.has_words else said
    lifecycle.receive(said, key=key, day=day, receipt=None, body=None, held=True)
gathering.gather()
"""


def test_a_flood_is_decided_by_everybody(opens: Opens) -> None:
    with live.running(worker=False, THROTTLE="off") as flooded:
        flooded.python(_FLOOD)
        window = opens(at=flooded, desk=True)
        window.sign_in()
        page = window.page
        page.goto("/admin/review/sitting/")
        page.get_by_role("button", name="Begin, and take the first one").click()
        page.goto("/admin/review/lots/")
        looks(page)
        page.get_by_role("link", name=re.compile("Much alike, 5")).click()
        looks(page)
        page.get_by_role("button", name="Open a sample").click()
        for cover in page.locator(".sampled summary").all():
            cover.click()
        looks(page)
        page.get_by_label("Ask for a lot to be discarded").select_option("flood")
        page.get_by_role("button", name=re.compile("Ask for a lot to be discarded")).click()
        expect(page.get_by_text("Another lead is asked.")).to_be_visible()
        looks(page)


_TWO_LEADS = """
from django.contrib.auth.models import User
from moderation.accounts import leads, people
from moderation.models import Want
me = User.objects.get(username="demonstration")
other = people.create("cleo", role=people.LEADS)
hers = people.create("mara", role=people.LEADS, by=me)
newcomer = people.create("a-name-that-is-as-long-as-a-name-may-be-and-has-no-blank")
for lead in (me, other, hers):
    leads.ask(newcomer, Want.LEAD, by=lead)
leads.ask(me, Want.CLOSE, by=other)
leads.ask(newcomer, Want.LOST, by=hers)
leads.ask(newcomer, Want.LOST, by=other)
"""


def test_what_takes_two_leads_is_for_everybody(opens: Opens, empty: live.Site) -> None:
    empty.python(_TWO_LEADS)
    window = opens(at=empty, desk=True)
    window.sign_in()
    page = window.page
    page.goto("/admin/team/")
    # Two that she may agree to, one of hers, two of whom she brought in, and one about herself.
    expect(page.get_by_role("button", name=re.compile("^Agree"))).to_have_count(2)
    expect(page.get_by_text("whom neither of you brought in this week")).to_have_count(2)
    expect(page.get_by_text("It is about your own account")).to_be_visible()
    looks(page)
    page.get_by_role("button", name=re.compile("^Agree.*second factors")).click()
    expect(page.get_by_text("by a voice that you know")).to_be_visible()
    looks(page)
    page.get_by_role("link", name="Leave them as they are").click()
    page.get_by_role("button", name=re.compile("^Take it back")).click()
    expect(page.get_by_text("It is not done. What was stands.")).to_be_visible()
    looks(page)


_LONG = "a-name-that-is-as-long-as-a-name-may-be-and-has-no-blank-anywhere"


def test_what_comes_before_an_account_is_closed_is_for_everybody(
    opens: Opens, empty: live.Site
) -> None:
    empty.manage("create_moderator", _LONG)
    window = opens(at=empty, desk=True)
    window.sign_in()
    page = window.page
    page.goto("/admin/team/")
    page.get_by_text(re.compile("^Change: " + _LONG)).click()
    page.get_by_role("button", name="Close the account").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Close the account of {_LONG}?")
    expect(page.get_by_text("Nothing was changed yet.")).to_be_visible()
    looks(page)
    page.get_by_role("link", name="Leave it open").click()
    expect(page.get_by_text("closed", exact=False).and_(page.locator(".member p"))).to_have_count(0)
    page.get_by_text(re.compile("^Change: " + _LONG)).click()
    page.get_by_role("button", name="Close the account").click()
    page.get_by_role("button", name="Close it now").click()
    expect(page.get_by_text("The account is closed, and its sessions have ended.")).to_be_visible()


def test_a_link_and_what_it_leads_to_are_for_everybody(opens: Opens, empty: live.Site) -> None:
    found = re.search(r"/accounts/set-up/\S+", empty.manage("create_moderator", "by-a-link"))
    assert found
    page = opens(at=empty, desk=True).page
    page.goto(found[0])
    looks(page)
    page.get_by_label("New password").fill("six small boats on grey water")
    page.get_by_label("The same once more").fill("six small boats")
    page.get_by_role("button", name="Set it").click()
    expect(page.get_by_text("The two were not the same.")).to_be_visible()
    looks(page)
    page.goto("/accounts/set-up/nothing/")
    expect(page.get_by_role("heading", level=1)).to_have_text("This link does not work")
    looks(page)


def test_a_sitting_from_its_beginning_to_its_end_is_for_everybody(
    opens: Opens, empty: live.Site
) -> None:
    window = opens(at=empty, desk=True)
    window.sign_in()
    page = window.page
    page.goto("/admin/review/sitting/")
    looks(page)
    page.get_by_role("button", name="Begin, and take the first one").click()
    page.get_by_role("link", name="Make it less, or stop").click()
    page.get_by_role("button", name="Stop now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your sitting is over")
    looks(page)


def test_signing_in_is_for_everybody(opens: Opens) -> None:
    window = opens(desk=True)
    window.page.goto("/accounts/login/")
    looks(window.page)
    window.sign_in("nobody", "wrong")
    expect(window.page.get_by_role("alert")).to_be_visible()
    looks(window.page)


def test_setting_up_an_account_is_for_everybody(opens: Opens, site: live.Site) -> None:
    printed = site.manage("create_moderator", "ada")
    link = urlsplit(printed.split()[-1]).path
    page = opens(desk=True).page
    page.goto(link)
    looks(page)
    for field in page.locator("input[type=password]").all():
        field.fill("password")
    page.get_by_role("button", name="Set it").click()
    expect(page.locator(".problem")).not_to_have_count(0)
    looks(page)
    for field in page.locator("input[type=password]").all():
        field.fill("four words in a row")
    page.get_by_role("button", name="Set it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your account is ready")
    looks(page)
    page.goto(link)
    expect(page.get_by_role("heading", level=1)).to_have_text("This link does not work")
    looks(page)


def test_a_second_factor_is_for_everybody(opens: Opens, site: live.Site) -> None:
    site.manage("create_moderator", "edith")
    site.python(
        "from django.contrib.auth.models import User; she = User.objects.get(username='edith');"
        "she.set_password('four words in a row'); she.save()"
    )
    window = opens(desk=True)
    page = window.page
    window.sign_in("edith", "four words in a row")
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up a second factor")
    looks(page)
    page.goto("/accounts/factors/passkey/")
    looks(page)
    page.goto("/accounts/factors/app/")
    looks(page)
    page.get_by_role("button", name="Show me the key").click()
    key = page.locator("output").inner_text().replace(" ", "")
    page.get_by_label("Then type the six digits").fill("000000")
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_role("alert")).to_be_visible()
    # The square is drawn, whatever the policy.
    square = page.locator(".square")
    assert square.evaluate("it => it.decode().then(() => it.naturalWidth)") > 0
    looks(page)
    page.get_by_label("Then type the six digits").fill(app_code(key, ahead=-1))
    page.get_by_role("button", name="Set it up").click()
    expect(page.locator(".codes li")).to_have_count(10)
    looks(page)
    page.goto("/accounts/factors/")
    looks(page)
    page.goto("/admin/review/")
    expect(page.get_by_role("heading", name="What is still to come")).to_be_visible()
    looks(page)
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/accounts/login/")
    window.sign_in("edith", "four words in a row")
    looks(page)
    page.get_by_label("Code").fill("000000")
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("alert")).to_be_visible()
    looks(page)


def test_a_refusal_at_the_desk_is_for_everybody(opens: Opens, site: live.Site) -> None:
    page = opens(desk=True).page
    page.goto("/accounts/login/")
    # Without the token that the form has: as from a page that is too old.
    post(page, "/accounts/login/", {"login": site.name, "password": "any"})
    expect(page.get_by_text("The page you sent this from is too old")).to_be_visible()
    looks(page)
