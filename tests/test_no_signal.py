"""The signal goes while she writes: nothing of it is lost, and nothing of it stays behind."""

import pytest
from playwright.sync_api import expect

from tests.browser import Opens

pytest_plugins = ["tests.browsing"]
# What a browser keeps does not depend on the database.
pytestmark = [pytest.mark.browser, pytest.mark.pure, pytest.mark.slow]

FIRST, THEN = "He followed me home, and his name was Ambrose.", "He followed me home."


def test_without_a_signal_her_words_stay_and_leave_nothing_behind(opens: Opens) -> None:
    window = opens()
    page = window.page
    page.goto("/say/")
    entries = page.evaluate("history.length")
    page.get_by_text("Say more, if you want").click()
    words = page.get_by_label("In your own words")
    words.fill(FIRST)
    page.context.set_offline(True)
    for _ in range(2):
        page.get_by_role("button", name="Send").click()
        told = page.get_by_role("alert")
        expect(told).to_have_count(1)
        expect(told).to_contain_text("What you wrote is still here.")
        expect(told).to_be_focused()
        expect(words).to_have_value(FIRST)
    # Chromium itself tells of each that there is no network; nothing else was seen.
    assert all("ERR_INTERNET_DISCONNECTED" in one for one in window.seen)
    window.seen.clear()
    page.context.set_offline(False)
    words.fill(THEN)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("It arrived.")
    assert page.evaluate("history.length") == entries
    page.go_back()
    page.go_forward()
    page.reload()
    assert "Ambrose" not in page.content()
    assert "followed" not in page.content()


@pytest.mark.parametrize("path", ["/yours/", "/search/"])
def test_no_other_form_is_lost_either(opens: Opens, path: str) -> None:
    window = opens()
    page = window.page
    page.goto(path)
    field = page.locator(
        "main form[method=post] :is(textarea, input[type=text], input[type=search])"
    )
    field.first.fill("abacus")
    page.context.set_offline(True)
    page.locator("main form[method=post] button").last.click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(field.first).to_have_value("abacus")
    window.seen.clear()
