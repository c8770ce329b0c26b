"""Every state of the public pages and of the desk in the other languages, as somebody needs it who
does not see, sees little, taps badly or has a small phone (`tests.looking`). The short run looks at
one that runs the other way; with PROVE=full at all."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings

from tests import live
from tests.browser import Window
from tests.desk_states import DESK, in_language
from tests.looking import WIDE, looks
from tests.states import STATES

pytest_plugins = ["tests.browsing"]
# What a page looks like does not depend on the database.
pytestmark = [pytest.mark.browser, pytest.mark.pure, pytest.mark.slow]

OTHERS = [code for code, _ in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
LANGUAGES = OTHERS if os.environ.get("PROVE") == "full" else ["ar"]


@pytest.fixture(scope="module")
def site(language: str) -> Iterator[live.Site]:
    """One for each language: what is decided at the desk of one cannot be decided in the next."""
    with live.running(filled=True, worker=False, THROTTLE="off") as it:
        yield it


@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize("language", LANGUAGES, scope="module")
def test_a_state_is_for_everybody_in_each_language(
    anybody: Window, language: str, name: str
) -> None:
    anybody.page.set_viewport_size({"width": WIDE, "height": 800})
    STATES[name](anybody.page, f"/{language}/")
    assert anybody.page.locator("html").get_attribute("lang") == language
    looks(anybody.page)
    seen, anybody.seen = anybody.faults(), []
    assert seen == []


@pytest.mark.parametrize("name", DESK)
@pytest.mark.parametrize("language", LANGUAGES, scope="module")
def test_a_page_of_the_desk_is_for_everybody_in_each_language(
    signed_in: Window, language: str, name: str
) -> None:
    page = signed_in.page
    page.set_viewport_size({"width": WIDE, "height": 800})
    DESK[name](page)
    in_language(page, language)
    assert page.locator("html").get_attribute("lang") == language
    looks(page)
    seen, signed_in.seen = signed_in.faults(), []
    assert seen == []
