"""No page of the desk is left out where they are looked at in a browser."""

import pytest

from tests import test_accessibility_desk as browser
from tests.authorisation import TABLE
from tests.desk_pages import LOOKED_AT, NO_PAGE
from tests.desk_states import DESK

pytestmark = pytest.mark.pure


def test_each_address_of_the_desk_is_looked_at_or_is_no_page_and_why():
    shown = {route for route, page in TABLE.items() if "GET" in page.methods}
    assert shown == LOOKED_AT.keys() | NO_PAGE.keys()
    assert not LOOKED_AT.keys() & NO_PAGE.keys()
    assert all(NO_PAGE.values())


def test_where_it_is_looked_at_is_there():
    lost = {
        where
        for where in LOOKED_AT.values()
        if where not in DESK and not callable(getattr(browser, where, None))
    }
    assert lost == set()
