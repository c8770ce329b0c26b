"""The whole path with scripts off: from the two words to the wall, and off it again."""

import re
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import Page, expect

from tests import desk
from tests.browser import Opens, Window
from tests.live import Site

pytest_plugins = ["tests.browsing"]
pytestmark = [pytest.mark.browser, pytest.mark.slow]

FIRST = "He stood too close in every lift of that year.\n\nI took the stairs. Eleven floors."
SECOND = "Years later, another uniform. I said it aloud this time."
DECLINED = "Words that point to somebody, and are not to be on any page."


@pytest.fixture
def anybody(opens: Opens) -> Window:
    """Whoever comes by, on a phone."""
    return opens(scripts=False, width=390)


@pytest.fixture
def moderator(opens: Opens) -> Window:
    """Somebody at the desk, with scripts off too."""
    return opens(scripts=False, desk=True)


def _to_the_form(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="Write me too").click()
    expect(page).to_have_url(re.compile("/say/$"))
    expect(page.get_by_text("nobody can come to you from here")).to_be_visible()


def _arrived(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("It arrived.")
    expect(page.get_by_text("It is not public.")).to_be_visible()
    expect(page.get_by_role("link", name="Find somebody to talk to")).to_be_visible()


def _says_two_examples(page: Page) -> None:
    _to_the_form(page)
    page.get_by_text("Say more, if you want").click()
    first = page.get_by_role("group", name="Example 1")
    first.get_by_role("textbox").fill(FIRST)
    first.get_by_label("At work").check()
    first.get_by_label("A colleague").check()
    page.get_by_label("Country").select_option("PT")
    page.get_by_label("My words may be quoted").check()
    page.get_by_role("button", name="Add another example").click()

    expect(first.get_by_role("textbox")).to_have_value(FIRST)
    expect(first.get_by_label("At work")).to_be_checked()
    expect(first.get_by_label("A colleague")).to_be_checked()
    expect(page.get_by_label("Country")).to_have_value("PT")
    expect(page.get_by_label("My words may be quoted")).to_be_checked()
    second = page.get_by_role("group", name="Example 2")
    expect(second.get_by_role("textbox")).to_be_focused()
    second.get_by_role("textbox").fill(SECOND)
    second.get_by_label("Military or police").check()
    second.get_by_label("Reported, and nothing happened").check()
    page.get_by_role("button", name="Send").click()
    _arrived(page)


def _says(page: Page, text: str) -> None:
    _to_the_form(page)
    page.get_by_text("Say more, if you want").click()
    page.get_by_role("textbox").fill(text)
    page.get_by_role("button", name="Send").click()
    _arrived(page)


def _shows(page: Page, *texts: str) -> None:
    for text in texts:
        for paragraph in text.split("\n\n"):
            expect(page.get_by_text(paragraph).first).to_be_visible()


def _screens(site: Site, page: Page) -> None:
    """What waits is sealed, so nothing says which is which: it is opened to see."""
    page.goto(desk.hands(site, FIRST[:20]))
    _publishes(page)
    page.goto(desk.hands(site, DECLINED[:20]))
    _declines(page)


def _publishes(page: Page) -> None:
    _shows(page, FIRST, SECOND)
    for shown in ("Portugal", "At work · A colleague", "Reported, and nothing happened"):
        expect(page.get_by_text(shown)).to_be_visible()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Published: it waits for the next release.")).to_be_visible()


def _declines(page: Page) -> None:
    _shows(page, DECLINED)
    decline = page.get_by_role("button", name="Decline", exact=True)
    decline.click()
    expect(page.get_by_text("Choose a reason for declining. Nothing was decided.")).to_be_visible()
    expect(page.get_by_text(DECLINED).first).to_be_visible()
    page.get_by_label("Names or points to someone").check()
    decline.click()
    expect(
        page.get_by_text("Declined. Its words are destroyed with the next release.")
    ).to_be_visible()


def _number(page: Page) -> int:
    page.goto("/")
    return int((page.get_by_role("heading", level=1).text_content() or "").replace(",", ""))


def _finds_on_wall(page: Page) -> str:
    """Reads the story on the wall, among the stories and alone. Returns its address."""
    page.goto("/")
    # At work first, because that is the order in which she gave the examples.
    cover = page.locator("details").filter(has_text="Reported, and nothing happened")
    cover = cover.filter(has_text="Military or police").filter(has_text="2 examples")
    cover = cover.filter(has_text="At work").filter(has_text="A colleague")
    assert page.locator("details").count() > 1
    expect(page.locator("details[open]")).to_have_count(0)
    expect(cover.locator("summary")).to_be_visible()
    expect(page.get_by_text("Eleven floors")).not_to_be_visible()
    cover.locator("summary").click()
    expect(page.get_by_text("Eleven floors")).to_have_count(0)
    # Leads to the words themselves, so that the browser opens what they lie under.
    cover.get_by_role("link", name="Open the words").click()
    expect(page.get_by_text("Eleven floors")).to_be_visible()
    page.goto(page.url.partition("#")[0])
    expect(page.locator("details[open]")).to_have_count(0)
    page.get_by_text("Open the words").click()
    for text in (*FIRST.split("\n\n"), SECOND):
        expect(page.get_by_text(text)).to_be_visible()
    return page.url.removeprefix(page.url.split("/story/")[0])


def _fetch(site: Site, path: str, etag: str = "") -> tuple[int, str, str]:
    headers = {"If-None-Match": etag} if etag else {}
    try:
        answer = urllib.request.urlopen(urllib.request.Request(site.url + path, headers=headers))
    except urllib.error.HTTPError as refusal:
        answer = refusal
    with answer:
        return answer.status, answer.read().decode(), answer.headers.get("ETag", "")


def _takes_down(page: Page, address: str) -> None:
    page.get_by_role("link", name="Wall and decisions").click()
    page.get_by_role("link", name="Stories on the wall").click()
    row = page.get_by_role("row").filter(has_text=address.split("/")[2])
    row.get_by_role("checkbox").check()
    page.get_by_role("combobox", name="Action").select_option(label="Take down from the wall")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Take down from the wall")
    page.get_by_label("Names or points to someone").check()
    page.get_by_role("button", name="Take down now").click()
    expect(page.get_by_text("1 story is off every page now.")).to_be_visible()


def test_the_whole_path_from_two_words_to_the_wall_and_off_it_needs_no_script(
    site: Site, anybody: Window, moderator: Window
) -> None:
    her, reader = anybody.page, moderator.page
    before = _number(her)
    _to_the_form(her)
    her.get_by_role("button", name="Me too", exact=True).click()
    _arrived(her)
    _says_two_examples(her)
    _says(her, DECLINED)
    assert _number(her) == before

    moderator.sign_in()
    expect(reader).to_have_url(re.compile("/admin/review/$"))
    _screens(site, reader)
    assert _number(her) == before
    assert "Eleven floors" not in site.get("/stories/")

    site.manage("release", "--now")
    assert _number(her) >= before + 2
    address = _finds_on_wall(her)
    holding = ["/", "/stories/", "/stories/?setting=work&by=colleague", address]
    kept = {path: _fetch(site, path) for path in holding}
    # The words stand on its own page, and what leads to them in the lists.
    assert all(answer[0] == 200 and address in answer[1] for answer in kept.values())
    assert {path for path in holding if "Eleven floors" in kept[path][1]} == {address}
    assert DECLINED not in "".join(answer[1] for answer in kept.values())
    # Once more, so that it is the kept page that has to go.
    assert all(_fetch(site, path, kept[path][2])[0] == 304 for path in holding)

    _takes_down(reader, address)
    for path in holding:
        status, text, _ = _fetch(site, path, kept[path][2])
        assert status == (404 if path == address else 200), path
        assert "Eleven floors" not in text
        assert path == address or address not in text
    answer = her.reload()
    assert answer
    assert answer.status == 404
    expect(her.get_by_role("heading", level=1)).to_have_text("There is nothing here")
    # And her browser does not show it from what it has kept of the wall either.
    her.goto("/")
    expect(her.get_by_text("Eleven floors")).to_have_count(0)


def test_the_way_out_is_a_link_that_needs_no_script(anybody: Window) -> None:
    for path in ("/", "/say/", "/help/", "/nowhere/"):
        anybody.page.goto(path)
        anybody.page.get_by_role("link", name="Leave this site").click()
        expect(anybody.page).to_have_url(re.compile("/leave/$"))
        expect(anybody.page).to_have_title("Page")
