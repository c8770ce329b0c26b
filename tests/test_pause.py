"""With scripts, the pause comes to the reader once she has opened ten; nothing is kept of it."""

import pytest
from playwright.sync_api import expect

from stories.wall.pages import PAUSE_AFTER
from tests.browser import Opens

pytest_plugins = ["tests.browsing"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]

# The place of the cover that the pause stands behind.
BEFORE = """pause =>
  [...document.querySelectorAll('details.cover')].indexOf(pause.previousElementSibling)"""
STORES = "[localStorage.length, sessionStorage.length, document.cookie.length]"


@pytest.mark.parametrize("list_of", ["all", "what a search found"])
def test_the_pause_comes_after_the_tenth_that_was_opened(opens: Opens, list_of: str) -> None:
    page = opens().page
    page.goto("/stories/" if list_of == "all" else "/search/")
    if list_of != "all":
        page.get_by_label("Words to look for").fill("th")
        page.get_by_role("button", name="Search").click()
        expect(page.get_by_role("heading", name="Stories that hold it")).to_be_visible()
    covers = page.locator("details.cover")
    # From the end of the list, and one of them twice.
    places = list(range(covers.count() - 1, covers.count() - 1 - PAUSE_AFTER, -1))
    covers.nth(places[0]).locator("summary").click()
    covers.nth(places[0]).locator("summary").click()
    pause = page.locator("#pause")
    for place in places[:-1]:
        covers.nth(place).locator("summary").click()
    assert pause.evaluate(BEFORE) == PAUSE_AFTER - 1
    covers.nth(places[-1]).locator("summary").click()
    expect(covers.nth(places[-1])).to_have_attribute("open", "")
    page.wait_for_function(
        f"place => ({BEFORE})(document.getElementById('pause')) === place", arg=places[-1]
    )
    expect(pause.get_by_role("link", name="Find help")).to_be_visible()
    assert page.evaluate(STORES) == [0, 0, 0]
