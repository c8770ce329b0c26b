"""Nothing typed is left on the device, and a way out that Back does not undo."""

import json
from typing import Any

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, expect

from tests.browser import Opens

pytest_plugins = ["tests.browsing"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "The stairs, every morning, and nobody looked up."
STORES = """async () => ({
  local: localStorage.length, session: sessionStorage.length, cookies: document.cookie,
  databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  title: document.title, address: location.href, state: JSON.stringify(history.state),
})"""
EMPTY = {"local": 0, "session": 0, "cookies": "", "databases": 0, "caches": 0, "workers": 0}


def entries(page: Page) -> list[dict[str, Any]]:
    session = page.context.new_cdp_session(page)
    history: list[dict[str, Any]] = session.send("Page.getNavigationHistory")["entries"]
    return history


def types(page: Page) -> None:
    page.goto("/say/")
    page.get_by_text("Say more, if you want").click()
    page.get_by_role("group", name="Example 1").get_by_role("textbox").fill(WORDS)


def seen_anywhere(page: Page) -> str:
    typed = page.evaluate("() => [...document.querySelectorAll('textarea')].map(a => a.value)")
    return page.content() + json.dumps(typed)


def goes_back_all_the_way(page: Page, *never: str) -> None:
    """Nothing that Back leads to has any of `never` in it."""
    for _ in range(len(entries(page))):
        try:
            if page.go_back() is None and page.url == "about:blank":
                return
        except PlaywrightError as refused:
            # The browser's own page, which says that it has not kept what was posted.
            if "ERR_CACHE_MISS" not in str(refused):
                raise
        page.wait_for_load_state("networkidle")
        seen = seen_anywhere(page)
        assert [words for words in never if words in seen] == []


def test_the_form_is_one_entry_however_many_steps_she_took(opens: Opens) -> None:
    page = opens().page
    types(page)
    before = len(entries(page))
    page.get_by_role("button", name="Add another example").click()
    expect(page.get_by_role("group", name="Example 2")).to_be_visible()
    page.get_by_role("button", name="Show it to me once more").last.click()
    expect(page.get_by_text("Nothing has been sent yet.")).to_be_visible()
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("It arrived.")
    assert len(entries(page)) == before
    assert WORDS not in json.dumps(entries(page))


@pytest.mark.parametrize("scripts", [True, False])
@pytest.mark.parametrize("sent", [True, False])
def test_after_leaving_nothing_typed_is_anywhere(opens: Opens, scripts: bool, sent: bool) -> None:
    page = opens(scripts=scripts).page
    page.goto("/")
    types(page)
    if sent:
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("It arrived.")
        receipt = page.locator("#receipt").text_content() or ""
        assert len(receipt.split()) == 10
    else:
        receipt = WORDS
    page.get_by_role("link", name="Leave this site").click()
    expect(page).to_have_title("Page")
    if scripts:
        kept = page.evaluate(STORES)
        assert kept | EMPTY == kept
        assert "/say" not in kept["address"]
        assert "/say/" not in [entry["url"] for entry in entries(page)[-2:]]
    assert receipt not in json.dumps(entries(page))
    # Without scripts, who sends the form again sees her ten words again, as the privacy page says.
    goes_back_all_the_way(page, WORDS, *([receipt] if scripts else []))


def test_shift_three_times_leaves_and_capitals_do_not(opens: Opens) -> None:
    page = opens().page
    types(page)
    box = page.get_by_role("group", name="Example 1").get_by_role("textbox")
    box.press_sequentially("ME TOO AND AGAIN")
    for letter in "ABC":
        page.keyboard.press(f"Shift+{letter}")
    expect(page).to_have_title("Write")
    # Nor with letters between them, as who begins to shout and stops.
    for letter in "abc":
        page.keyboard.press("Shift")
        page.keyboard.press(letter)
    expect(page).to_have_title("Write")
    page.keyboard.press("Shift")
    expect(page.locator("#told")).to_have_text("Press Shift twice more to leave this site.")
    page.keyboard.press("Shift")
    expect(page.locator("#told")).to_have_attribute("role", "status")
    page.keyboard.press("Shift")
    expect(page).to_have_title("Page")
    page.go_back()
    assert WORDS not in seen_anywhere(page)
    assert page.url == "about:blank"


def test_the_way_out_covers_the_page_before_the_next_one_comes(opens: Opens) -> None:
    page = opens().page
    types(page)
    # The next page never comes.
    page.route("**/leave/", lambda route: route.fulfill(status=204))
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    page.keyboard.press("Shift")
    expect(page.locator("body")).not_to_be_visible()
    expect(page).to_have_title("")
    assert WORDS not in seen_anywhere(page)


@pytest.mark.parametrize("path", ["/", "/say/", "/stories/", "/yours/", "/nowhere/"])
def test_the_way_out_is_on_every_page_and_says_how(opens: Opens, path: str) -> None:
    page = opens(scripts=False).page
    page.goto(path)
    expect(page.get_by_role("link", name="Leave this site")).to_have_attribute("href", "/leave/")
    expect(page.get_by_text("Leaving does not erase your browser's history.")).to_be_visible()
