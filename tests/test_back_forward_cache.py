"""What Back shows after leaving where the browser keeps whole pages in memory, as people's do.

Playwright switches that off, so the other tests of leaving cannot see it; and it does not notice
when a page comes back out of memory, so this looks at it through the browser's own protocol.

With scripts off Chromium shows the page that was left with everything typed in it, whatever
`/leave/` answers (Clear-Site-Data) and whatever the form's page says (`no-store`,
`Permissions-Policy: unload=()`, Cross-Origin-Opener-Policy): each was tried. It keeps no page
that comes with another status than 200; a form that is there is answered 200. The pages say so.
"""

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, expect

from tests import browser
from tests.browser import Opens, Window

pytest_plugins = ["tests.browsing"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "The stairs, every morning, and nobody looked up."
SEEN = """document.documentElement.outerHTML
    + [...document.querySelectorAll("textarea")].map((area) => area.value).join()"""
PATH = "location.pathname"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """As in `tests.browsing`, with the memory that people's browsers have."""
    with browser.started(keeps_pages=True) as it:
        yield it


def says(session: CDPSession, script: str) -> str:
    told = session.send("Runtime.evaluate", {"expression": script, "returnByValue": True})
    return str(told["result"].get("value", ""))


def goes_back(session: CDPSession) -> bool:
    """Whether there was anything to go back to. Waits until it is there."""
    history = session.send("Page.getNavigationHistory")
    if not history["currentIndex"]:
        return False
    entry = history["entries"][history["currentIndex"] - 1]
    session.send("Page.navigateToHistoryEntry", {"entryId": entry["id"]})
    until = time.monotonic() + 10
    while time.monotonic() < until:
        time.sleep(0.1)
        if says(session, "location.href") == entry["url"]:
            # What a page does when it is shown again is done by then.
            time.sleep(0.3)
            return True
    raise AssertionError(entry["url"])


def types_and_leaves(window: Window) -> CDPSession:
    page = window.page
    page.goto("/")
    page.goto("/say/")
    page.get_by_text("Say more, if you want").click()
    page.get_by_role("group", name="Example 1").get_by_role("textbox").fill(WORDS)
    page.get_by_role("link", name="Leave this site").click()
    expect(page).to_have_title("Page")
    return page.context.new_cdp_session(page)


def test_with_scripts_back_shows_nothing_that_was_typed(opens: Opens) -> None:
    session = types_and_leaves(opens())
    while goes_back(session):
        assert WORDS not in says(session, SEEN)


def test_without_scripts_back_shows_it_and_the_pages_say_so(opens: Opens) -> None:
    """Where this fails, the browser has become kinder: then the two sentences can go."""
    window = opens(scripts=False)
    session = types_and_leaves(window)
    assert goes_back(session)
    assert says(session, PATH) == "/say/"
    assert WORDS in says(session, SEEN)
    said = opens(scripts=False).page
    said.goto("/say/")
    warning = "If you leave in a hurry, close this tab as well: Back could show what you typed."
    # In a `noscript`, which Playwright does not draw.
    assert warning in said.content()
    said.goto("/privacy/")
    warning = "Back can show the page you left with what you typed still in it: close the tab"
    expect(said.get_by_text(warning)).to_be_visible()
