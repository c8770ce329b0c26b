"""What `docs/components.html` shows is what the pages have."""

import re

import pytest

from tests import components, live, pages
from tests.browser import Window

pytest_plugins = ["tests.browsing"]
# What a page looks like does not depend on the database.
pytestmark = pytest.mark.pure


def test_all_that_the_command_takes_stands_there():
    read = pages.parsed(components.PAGE.read_bytes())
    wanted = [
        f"{one.state}: {one.where}" for states in components.COMPONENTS.values() for one in states
    ]
    assert [caption.text for caption in read.all("figcaption")] == wanted


def test_no_part_of_it_has_gone_from_the_pages():
    """A class that no template has any more: `make components` was forgotten."""
    shown = components.PAGE.read_text(encoding="utf-8")
    classes = {name for said in re.findall(r'class="([^"]*)"', shown) for name in said.split()}
    folder = live.ROOT / "templates"
    templates = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.html"))
    assert classes
    assert {name for name in classes if not re.search(rf"\b{name}\b", templates)} == set()


def test_it_leads_nowhere_and_names_nothing_twice():
    shown = components.PAGE.read_text(encoding="utf-8")
    read = pages.parsed(shown.encode())
    assert {one["href"] for one in read.all("a")} == {"#"}
    named = re.findall(r' id="([^"]+)"', shown)
    assert len(named) == len(set(named))
    style = read.all("link", rel="stylesheet")[0]["href"]
    assert (components.PAGE.parent / style).is_file()


@pytest.mark.browser
@pytest.mark.slow
def test_each_component_is_where_it_is_taken_from(anybody: Window):
    made = components.taken(anybody.page)
    assert made.count("<figure>") == components.PAGE.read_text(encoding="utf-8").count("<figure>")
