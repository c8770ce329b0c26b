"""Every state of the desk in a language that takes two fifths more room, as those of the public
pages (`tests.test_longer`)."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests import live, longer
from tests.browser import Window
from tests.desk_states import DESK, in_language
from tests.looking_longer import WIDE, faults_in

pytest_plugins = ["tests.browsing"]
# What a page looks like does not depend on the database.
pytestmark = [pytest.mark.browser, pytest.mark.pure, pytest.mark.slow]


@pytest.fixture(scope="module")
def signed_in(chromium: Browser, drawn_out: live.Site) -> Iterator[Window]:
    window = Window(chromium, drawn_out)
    window.sign_in()
    yield window
    window.close()


@pytest.fixture
def desk(signed_in: Window) -> Page:
    signed_in.page.set_viewport_size(WIDE)
    return signed_in.page


@pytest.mark.parametrize("name", DESK)
def test_nothing_is_cut_and_all_is_translated_at_a_longer_desk(desk: Page, name: str) -> None:
    DESK[name](desk)
    answer = in_language(desk, longer.CODE)
    assert answer
    assert answer.ok
    assert desk.locator("html").get_attribute("lang") == longer.CODE
    wrong = faults_in(desk)
    assert not wrong, "\n".join(wrong)
