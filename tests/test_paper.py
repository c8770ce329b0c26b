"""What comes out of a printer: her ten words and nothing that says what they are for, a story
without what a page has around it, and the numbers whole. The poster is in `tests.test_pass_on`."""

import pytest
from playwright.sync_api import Page

from tests.browser import Opens, sheets
from tests.states import STATES, receipt_of

pytest_plugins = ["tests.browsing"]
# What is printed does not depend on the database.
pytestmark = [pytest.mark.browser, pytest.mark.pure, pytest.mark.slow]
PAPER = pytest.mark.parametrize("paper", ["A4", "Letter"])


def printed(page: Page) -> str:
    """The text that is on paper."""
    page.emulate_media(media="print")
    return str(page.evaluate("document.body.innerText"))


@PAPER
def test_a_receipt_is_ten_words_on_one_sheet_and_says_nothing_else(
    opens: Opens, paper: str
) -> None:
    page = opens().page
    words = receipt_of(page, "/")
    # Printed large, too.
    assert sheets(page.pdf(format=paper)) == sheets(page.pdf(format=paper, scale=2)) == 1
    assert printed(page).split() == words.split()
    assert len(words.split()) == 10


@PAPER
def test_a_story_is_printed_without_what_a_page_has_around_it(opens: Opens, paper: str) -> None:
    page = opens().page
    STATES["a story opened"](page, "/")
    words = page.locator(".words").first.inner_text()
    assert words
    assert sheets(page.pdf(format=paper)) == 1
    text = printed(page)
    assert words in text
    for around in ("Leave this site", "Wall", "Español", "Come back with ten words", "Tell us"):
        assert around not in text
    assert page.locator("button:visible, a:visible, summary:visible").count() == 0


def test_the_numbers_are_printed_whole_and_with_where_they_are_from(opens: Opens) -> None:
    page = opens().page
    page.goto("/numbers/")
    text = printed(page)
    assert "/numbers/" in text
    # The table that a press would unfold; and nothing to choose, because nobody can.
    rows = page.locator(".more tbody tr")
    assert rows.count() > 1
    # So are those of two at once, of which a demonstration has too few.
    page.evaluate(
        """() => document.querySelector("#countries").after(
            document.querySelector(".growth + .more").cloneNode(true))"""
    )
    seen = "one => one.checkVisibility({visibilityProperty: true, opacityProperty: true})"
    assert all(row.evaluate(seen) for row in rows.all())
    assert "One or two at once" not in text
    assert page.locator("select:visible, button:visible").count() == 0
    page.emulate_media(media="screen")
    assert not any(row.evaluate(seen) for row in rows.all())
    assert not page.locator(".paper").is_visible()
