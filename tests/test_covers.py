"""No list has a sentence of a story in it: with scripts the words come once a cover is opened,
without them its link leads to them."""

import re

import pytest
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Route, expect

from stories.models import Example
from stories.wall.pages import PAUSE_AFTER
from tests import pages
from tests.browser import Opens

pytest_plugins = ["tests.browsing"]


def _lists() -> list[str]:
    """Every page of the wall that lists stories, in two languages, and what a search finds."""
    found = []
    for start in ("/", "/ar/", "/stories/", "/ar/stories/", "/stories/?setting=work"):
        path = start
        while path:
            page = Client().get(path).content.decode()
            found.append(page)
            more = pages.parsed(page).all("a", rel="next")
            path = more[0]["href"] if more else ""
    for words in ("the", "he", "en", "في"):
        after: dict[str, str] = {}
        while True:
            page = Client().post("/search/", {"words": words, **after}).content.decode()
            found.append(page)
            fields = pages.parsed(page).all("input", name="after")
            if not fields:
                break
            after = {"after": fields[0]["value"]}
    return found


@pytest.mark.slow
@pytest.mark.django_db
def test_no_list_of_the_whole_demonstration_wall_has_a_sentence_of_a_story(tmp_path, settings):
    settings.DATA_DIR = tmp_path
    call_command("demo", verbosity=0)
    told = Example.objects.exclude(text="").values_list("text", flat=True)
    # Without what is escaped in a page, and long enough to be nobody else's sentence.
    sentences = {
        piece.strip()
        for text in told
        for piece in text.replace("’", "'").replace("\n", ".").split(".")
        if len(piece.strip()) >= 24 and not set("'\"&<>") & set(piece)
    }
    assert len(sentences) > 200
    lists = _lists()
    assert len(lists) > 20
    assert sum(page.count('<details class="cover"') for page in lists) > 400
    assert [one for page in lists for one in sentences if one in page] == []
    assert not [page for page in lists if 'class="words"' in page]


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("path", ["/", "/stories/", "/ar/stories/"])
def test_the_words_come_when_a_cover_is_opened(opens: Opens, path: str) -> None:
    window = opens()
    page = window.page
    page.goto(path)
    cover = page.locator("details.cover").first
    assert page.locator(".words").count() == 0
    own = cover.get_attribute("data-own")
    cover.locator("summary").click()
    expect(cover.locator(".words").first).to_be_visible()
    # Hers to stand beside, and to go to; opened twice it is there once.
    expect(cover.locator("form.beside")).to_be_visible()
    expect(cover.get_by_role("link", name=own)).to_be_visible()
    many = cover.locator(".words").count()
    cover.locator("summary").click()
    cover.locator("summary").click()
    expect(cover.locator(".words")).to_have_count(many)
    assert page.locator("details.cover[open]").count() == 1
    # Those of the others are not there.
    assert page.locator(".words").count() == many


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.pure
def test_where_the_words_do_not_come_the_link_leads_to_them(opens: Opens) -> None:
    page = opens().page
    page.route("**/story/*/", lambda route: route.fulfill(body="<p>Away.</p>"))
    page.goto("/stories/")
    cover = page.locator("details.cover").first
    cover.locator("summary").click()
    link = cover.get_by_role("link", name="Open the words")
    expect(link).to_be_visible()
    page.unroute("**/story/*/")
    # Tried again at the next opening, and not lost.
    cover.locator("summary").click()
    cover.locator("summary").click()
    expect(cover.locator(".words").first).to_be_visible()


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.pure
@pytest.mark.parametrize("script", ["words", "pause"])
def test_a_cover_that_was_opened_before_the_script_came_is_like_any_other(
    opens: Opens, script: str
) -> None:
    page = opens().page
    held: list[Route] = []

    def holds(route: Route) -> None:
        held.append(route)

    page.route(re.compile(rf"/site/{script}\..*js"), holds)
    page.goto("/stories/", wait_until="commit")
    covers = page.locator("details.cover")
    covers.first.locator("summary").click()
    page.wait_for_timeout(50)
    (its,) = held
    its.continue_()
    expect(covers.first.locator(".words").first).to_be_visible()
    # Behind where the pause stands in the list.
    last = covers.count() - 1
    for place in range(last, last - PAUSE_AFTER + 1, -1):
        covers.nth(place).locator("summary").click()
    expect(page.locator(".cover[open] + #pause")).to_be_visible()
