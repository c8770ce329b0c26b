"""What Back shows after leaving where the browser keeps whole pages in memory, as people's do.

Playwright switches that off, so the other tests of leaving cannot see it; and it does not notice
when a page comes back out of memory, so this looks at it through the browser's own protocol.

With scripts off Chromium shows a page that was left with everything typed in it, whatever
`/leave/` answers (Clear-Site-Data) and whatever the page itself says (`no-store`,
`Permissions-Policy: unload=()`, Cross-Origin-Opener-Policy): each was tried. It keeps no page
that comes with another status than 200, so those where something is typed are answered 203.
"""

import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, CDPSession

from tests import browser, live
from tests.browser import Opens, Window
from tests.desk import takes_next

pytest_plugins = ["tests.browsing"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = "The stairs, every morning, and nobody looked up."
SEEN = """document.documentElement.outerHTML
    + [...document.querySelectorAll("textarea, input")].map((field) => field.value).join()"""
ENDED = """
from moderation import sessions
from django.contrib.auth.models import User
[sessions.end_all(person) for person in User.objects.all()]
"""
# Another test may have left her with one that is open.
FREED = "from moderation.models import Claim; Claim.objects.all().delete()"
PATH = "location.pathname"


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """As in `tests.browsing`, with the memory that people's browsers have."""
    with browser.started(keeps_pages=True) as it:
        yield it


def says(session: CDPSession, script: str) -> str:
    told = session.send("Runtime.evaluate", {"expression": script, "returnByValue": True})
    return str(told["result"].get("value", ""))


def goes_back(session: CDPSession, *, lands: str = "") -> bool:
    """Whether there was anything to go back to. Waits until it is there, or on `lands`, the path
    where what was there leads to now."""
    history = session.send("Page.getNavigationHistory")
    if not history["currentIndex"]:
        return False
    entry = history["entries"][history["currentIndex"] - 1]
    session.send("Page.navigateToHistoryEntry", {"entryId": entry["id"]})
    until = time.monotonic() + 10
    while time.monotonic() < until:
        time.sleep(0.1)
        if says(session, PATH) == (lands or urlsplit(entry["url"]).path):
            # What a page does when it is shown again is done by then.
            time.sleep(0.3)
            return True
    raise AssertionError(entry["url"])


def types(window: Window) -> None:
    page = window.page
    page.goto("/")
    page.goto("/say/")
    page.get_by_text("Say more, if you want").click()
    page.get_by_role("group", name="Example 1").get_by_role("textbox").fill(WORDS)


def words_again(window: Window) -> None:
    window.page.goto("/")
    window.page.goto("/yours/")
    window.page.get_by_role("textbox").first.fill(WORDS)


PAGES = {"/say/": types, "/yours/": words_again}
LEAVES = {
    "by the way out": lambda page: page.get_by_role("link", name="Leave this site").click(),
    "by an address": lambda page: page.goto("/help/"),
}


@pytest.mark.parametrize("leaves", LEAVES)
@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("scripts", [True, False])
def test_back_shows_nothing_that_was_typed(
    opens: Opens, scripts: bool, path: str, leaves: str
) -> None:
    window = opens(scripts=scripts)
    PAGES[path](window)
    session = window.page.context.new_cdp_session(window.page)
    LEAVES[leaves](window.page)
    window.page.wait_for_url(lambda address: path not in address)
    passed = []
    while goes_back(session):
        passed.append(says(session, PATH))
        assert WORDS not in says(session, SEEN)
    # By the way out with scripts, the form is in no history.
    assert path in passed or (scripts and leaves == "by the way out")


def test_what_was_opened_at_the_desk_is_not_shown_after_the_sitting(
    opens: Opens, site: live.Site
) -> None:
    site.python(FREED)
    window = opens(desk=True)
    window.sign_in()
    page = window.page
    takes_next(page)
    page.locator("#open").click()
    page.locator("#publish").wait_for()
    words = max(page.locator("main").inner_text().splitlines(), key=len)
    page.goto("/help/")
    site.python(ENDED)
    session = page.context.new_cdp_session(page)
    assert goes_back(session, lands="/accounts/login/")
    assert words[:60] not in says(session, SEEN)


def test_a_page_where_nothing_is_typed_is_kept(opens: Opens) -> None:
    """Else this file would see nothing whatever the pages did."""
    page = opens(scripts=False).page
    page.goto("/help/")
    session = page.context.new_cdp_session(page)
    page.goto("/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    assert goes_back(session)
    assert says(session, PATH) == "/help/"
    assert not [address for address in asked if address.endswith("/help/")]
