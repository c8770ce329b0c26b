"""Every public page as somebody needs it who does not see, sees little, taps badly or has a small
phone (`tests.looking`). Each is loaded once. The desk's are in `test_accessibility_desk`."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from metoo import errors
from tests import live
from tests.browser import Opens, Window, post
from tests.looking import WIDE, looks
from tests.states import floods

pytest_plugins = ["tests.browsing"]
# What a page looks like does not depend on the database.
pytestmark = [pytest.mark.browser, pytest.mark.pure, pytest.mark.slow]


@pytest.fixture
def page(anybody: Window) -> Iterator[Page]:
    """Their page. It may see no fault, and hold no cookie."""
    anybody.page.set_viewport_size({"width": WIDE, "height": 800})
    yield anybody.page
    seen, anybody.seen = anybody.faults(), []
    assert seen == []
    assert anybody.cookies() == set()


# Pages as they are opened --------------------------------------------------------------

PLAIN = {
    "the wall": "/",
    "stories": "/stories/",
    "stories that fit no filter": "/stories/?setting=military&by=former_partner&age=under13",
    "search": "/search/",
    "numbers": "/numbers/",
    "one number": "/numbers/?setting=work",
    "two at once": "/numbers/?setting=work&by=stranger",
    "say": "/say/",
    "help": "/help/",
    "privacy": "/privacy/",
    "about": "/about/",
    "leave": "/leave/",
    "pass it on": "/pass-on/",
    "the frame": "/embed/",
    "404": "/nowhere/",
}


@pytest.mark.parametrize("path", PLAIN.values(), ids=PLAIN)
def test_a_page_is_for_everybody(page: Page, path: str) -> None:
    page.goto(path)
    looks(page)


@pytest.mark.parametrize("path", ["/", "/stories/", "/numbers/"])
def test_a_page_before_the_first_release_is_for_everybody(
    opens: Opens, empty: live.Site, path: str
) -> None:
    page = opens(at=empty).page
    page.goto(path)
    expect(page.get_by_text(re.compile("yet"))).not_to_have_count(0)
    looks(page)


def test_a_story_is_for_everybody_closed_and_opened(page: Page) -> None:
    # In a language that runs the other way than the page.
    page.goto("/stories/?language=ar")
    page.locator(".cover summary").first.click()
    page.get_by_role("link", name="This story on its own page").click()
    looks(page)
    page.get_by_text("Open the words").click()
    looks(page)
    page.goto("/stories/?language=es")
    for cover in page.locator(".cover summary").all()[:3]:
        cover.click()
    looks(page)


def test_searching_is_for_everybody(page: Page) -> None:
    page.goto("/stories/")
    page.get_by_role("link", name="Search the stories").click()
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("alert")).to_contain_text("Please write a word")
    looks(page)
    page.get_by_label("Words to look for").fill("th")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", name="Stories that hold it")).to_be_visible()
    page.locator(".cover summary").first.click()
    looks(page)
    page.get_by_label("Words to look for").fill("zzzz")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", name="No story")).to_be_visible()
    looks(page)


def test_telling_the_desk_of_a_story_is_for_everybody(page: Page) -> None:
    page.goto("/stories/")
    page.locator(".cover summary").first.click()
    page.get_by_role("link", name="This story on its own page").first.click()
    report = urlsplit(page.url).path + "report/"
    page.goto(report)
    looks(page)
    post(page, report, {"reason": ""})
    expect(page.get_by_role("alert")).to_contain_text("Choose what is wrong")
    looks(page)
    page.get_by_label("Something is wrong with this story").select_option("about_me")
    page.get_by_role("button", name="Tell the desk").click()
    expect(page).to_have_title("The desk knows")
    looks(page)


def test_the_answer_that_it_arrived_is_for_everybody(page: Page) -> None:
    page.goto("/say/")
    page.get_by_role("button", name="Me too", exact=True).click()
    expect(page).to_have_title("It arrived")
    looks(page)


def test_the_opened_form_is_for_everybody_with_one_example_and_with_ten(page: Page) -> None:
    page.goto("/say/")
    page.locator("summary").click()
    looks(page)
    for number in range(1, 10):
        words = page.locator("textarea").last
        words.fill(f"Example {number}, " + "and on it goes without a blank " * 5 + "x" * 90)
        page.get_by_role("button", name="Add another example").click()
        expect(page.locator("textarea")).to_have_count(number + 1)
    expect(page.get_by_text("There is room for 10 examples.")).to_be_visible()
    looks(page)


# The form as it comes back -------------------------------------------------------------

REFUSED = {
    "too long": ({"examples-0-text": "word " * 1_200}, "longer than there is room for"),
    "expired": ({"examples-0-text": "Words.", "nonce": "old"}, "open for too long"),
    "too many": (
        {f"examples-{number}-text": f"Number {number}." for number in range(11)},
        "You have 11.",
    ),
    "not in the list": ({"country": "ZZ", "examples-0-by": "nobody"}, "not one of the list"),
    "seen once more": ({"examples-0-text": "Words.", "action": "check"}, "Nothing has been sent"),
}


@pytest.mark.parametrize(("fields", "said"), REFUSED.values(), ids=REFUSED)
def test_a_form_that_comes_back_is_for_everybody(
    page: Page, fields: dict[str, str], said: str
) -> None:
    page.goto("/say/")
    post(page, "/say/", {"action": "send", **fields})
    expect(page.get_by_text(said).first).to_be_visible()
    looks(page)


def test_a_form_with_damaged_characters_is_for_everybody(page: Page) -> None:
    page.goto("/say/")
    # An old browser that sends its own alphabet.
    fields = {"action": "send", "examples-0-text": "d\u00e9j\u00e0"}
    post(page, "/say/", fields, acceptCharset="windows-1252")
    expect(page.get_by_text("Some characters arrived damaged.")).to_be_visible()
    looks(page)


def test_a_form_that_another_site_sends_is_for_everybody(page: Page, site: live.Site) -> None:
    page.goto("about:blank")
    post(page, f"{site.url}/say/", {"action": "send", "examples-0-text": "Words."})
    expect(page.get_by_text("This came by way of another site")).to_be_visible()
    looks(page)


def test_a_form_that_comes_too_often_is_for_everybody(opens: Opens, empty: live.Site) -> None:
    floods(empty)
    page = opens(at=empty).page
    page.goto("/say/")
    with page.expect_response("**/say/") as answer:
        page.get_by_role("button", name="Me too", exact=True).click()
    assert answer.value.status == 429
    looks(page)


def test_a_form_that_cannot_be_kept_is_for_everybody(opens: Opens) -> None:
    # Its limits are counted in a cache that nobody answers for.
    with live.running(worker=False, CACHE_URL="redis://127.0.0.1:1/0") as away:
        page = opens(at=away).page
        page.goto("/say/")
        with page.expect_response("**/say/") as answer:
            page.get_by_role("button", name="Me too", exact=True).click()
        assert answer.value.status == 503
        looks(page)


# Refusals ------------------------------------------------------------------------------

MAKES: dict[int, Callable[[Page, live.Site], None]] = {
    400: lambda page, _: post(page, "/say/", {f"field-{number}": "" for number in range(1_001)}),
    403: lambda page, site: post(page, f"{site.url}/help/", {"from": "elsewhere"}),
    413: lambda page, _: post(page, "/say/", {"examples-0-text": "\u00e9" * 500_000}),
}


@pytest.mark.parametrize("status", MAKES)
def test_a_refusal_is_for_everybody(page: Page, site: live.Site, status: int) -> None:
    if status == 403:
        page.goto("about:blank")
    else:
        page.goto("/say/")
    with page.expect_response(f"{site.url}/*/") as answer:
        MAKES[status](page, site)
    assert answer.value.status == status
    looks(page)


@pytest.mark.parametrize("status", [500, 503])
def test_a_breakdown_is_for_everybody(page: Page, status: int) -> None:
    text = errors.bare_page(status, "/").text
    # The very page, at an address where nothing has to break for it.
    page.route(
        f"**/broken/{status}/",
        lambda route: route.fulfill(
            status=status,
            content_type="text/html",
            body=text,
        ),
    )
    page.goto(f"/broken/{status}/")
    looks(page)


def test_the_number_says_in_a_list_of_headings_what_it_is_of(page: Page) -> None:
    page.goto("/")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(re.compile(r"^[\d,]+$"))
    expect(heading).to_have_accessible_name(re.compile(r"^[\d,]+ people have written me too here"))


def test_the_country_that_she_picks_stands_first_and_is_not_sent(page: Page) -> None:
    page.goto("/help/")
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.url) if one.is_navigation_request() else None)
    page.locator("nav.letters a").last.click()
    hers = page.locator("section.country").last
    tops = "all => all.map((one) => one.getBoundingClientRect().top)"
    every = page.locator("section.country").evaluate_all(tops)
    assert hers.evaluate("one => one.getBoundingClientRect().top") == min(every)
    expect(hers.get_by_role("heading", level=2)).to_be_in_viewport()
    assert asked == []
