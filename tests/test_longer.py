"""Every state of the public pages in a language that takes two fifths more room (`tests.longer`):
nothing runs off to the side, nothing is cut, and everything on it has been translated."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests import live, longer
from tests.browser import Window
from tests.looking_longer import WIDE, faults_in
from tests.states import STATES

pytest_plugins = ["tests.browsing"]
# What a page looks like does not depend on the database.
pytestmark = [pytest.mark.browser, pytest.mark.pure, pytest.mark.slow]


@pytest.fixture(scope="module")
def window(chromium: Browser, drawn_out: live.Site) -> Iterator[Window]:
    one = Window(chromium, drawn_out)
    yield one
    one.close()


@pytest.fixture
def page(window: Window) -> Page:
    window.page.set_viewport_size(WIDE)
    return window.page


@pytest.mark.parametrize("name", STATES)
def test_nothing_is_cut_and_all_is_translated_in_a_longer_language(page: Page, name: str) -> None:
    STATES[name](page, f"/{longer.CODE}/")
    wrong = faults_in(page)
    assert not wrong, "\n".join(wrong)


def test_the_longer_language_is_longer_by_two_fifths_and_keeps_what_has_to_be_kept() -> None:
    text = "Read <b>what it is</b> in %(number)s words &amp; {more} of 100%."
    said = longer.longer(text)
    for kept in ("<b>", "</b>", "%(number)s", "&amp;", "{more}", "100%"):
        assert kept in said
    plain = "People at the desk read your words first, before anyone else sees them."
    assert 1.4 <= len(longer.longer(plain)) / len(plain) <= 1.5
