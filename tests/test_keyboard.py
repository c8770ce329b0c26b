"""Saying, reading and deciding with the keyboard alone, and seeing where one is."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import desk
from tests.browser import Opens
from tests.live import Site

pytest_plugins = ["tests.browsing"]
# What the keyboard does is the browser's matter and not the database's.
pytestmark = [pytest.mark.browser, pytest.mark.pure, pytest.mark.slow]

MOST_STOPS = 40
READ = re.compile(r"/admin/review/[0-9a-f]{16}/$")
# The ring is the element's own, or its label's where the element itself is not seen.
RING = """() => {
    const here = document.activeElement;
    const shown = [here, ...(here.labels || [])].map((one) => getComputedStyle(one));
    return shown.some(
        (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2);
}"""


def _tab_to(page: Page, goal: Locator) -> None:
    """Tabs until the goal has the focus. Wherever it stops on the way, that must be seen."""
    for _ in range(MOST_STOPS):
        if goal.evaluate("goal => goal === document.activeElement"):
            return
        page.keyboard.press("Tab")
        assert page.evaluate(RING), page.evaluate("document.activeElement.outerHTML")
    raise AssertionError(f"Not within {MOST_STOPS} stops: {goal}")


def test_the_two_words_are_said_by_keyboard(opens: Opens) -> None:
    page = opens().page
    page.goto("/say/")
    _tab_to(page, page.get_by_role("button", name="Me too", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("It arrived.")


def test_a_story_is_said_by_keyboard(opens: Opens) -> None:
    page = opens().page
    page.goto("/say/")
    _tab_to(page, page.locator("summary"))
    page.keyboard.press("Enter")
    words = page.get_by_role("textbox")
    _tab_to(page, words)
    page.keyboard.type("Typed without a mouse. p and d are letters here.")
    page.keyboard.press("Enter")
    page.keyboard.type("And this is a second line.")
    _tab_to(page, page.get_by_label("Not said").first)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("School or university")).to_be_checked()
    _tab_to(page, page.get_by_role("button", name="Add another example"))
    page.keyboard.press("Enter")
    second = page.get_by_role("group", name="Example 2").get_by_role("textbox")
    expect(second).to_be_focused()
    expect(words.first).to_have_value(re.compile("letters here.\nAnd this is a second line."))
    page.keyboard.type("Another time.")
    _tab_to(page, page.get_by_label("Country"))
    page.keyboard.type("Portu")
    _tab_to(page, page.get_by_label("My words may be quoted"))
    page.keyboard.press("Space")
    _tab_to(page, page.get_by_role("button", name="Show it to me once more"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Nothing has been sent yet.")
    expect(page.get_by_label("Country")).to_have_value("PT")
    expect(page.get_by_label("My words may be quoted")).to_be_checked()
    _tab_to(page, page.get_by_role("button", name="Send"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("It arrived.")


def test_the_content_and_the_way_out_are_the_first_stops(opens: Opens) -> None:
    page = opens().page
    page.goto("/stories/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()
    page.goto("/stories/")
    _tab_to(page, page.get_by_role("link", name="Leave this site"))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/leave/$"))


def takes_a_closed_one(page: Page) -> None:
    """The next one, by keyboard; another where she still has one open from before."""
    desk.takes_next(page)
    # Until the page has loaded, its script hears no key.
    page.wait_for_url(READ)
    page.wait_for_load_state()
    if page.get_by_role("button", name="Publish").count():
        before = page.url
        page.get_by_role("button", name="Pass it on").press("Enter")
        page.wait_for_url(lambda url: url != before)
        desk.passes_reports(page)
        page.wait_for_load_state()


def test_a_key_of_another_alphabet_is_known_by_its_place(opens: Opens) -> None:
    window = opens(desk=True)
    window.sign_in()
    takes_a_closed_one(window.page)
    # As an Arabic keyboard and one for Hindi have it where ours has O; and one of theirs that
    # stands elsewhere.
    presses = """([key, code]) => document.body.dispatchEvent(
        new KeyboardEvent("keydown", {key, code, bubbles: true}))"""
    open_it = window.page.get_by_role("button", name="Open it")
    for key in ("\u062e", "\u0926"):
        window.page.evaluate("document.activeElement.blur()")
        window.page.evaluate(presses, [key, "KeyO"])
        expect(open_it).to_be_focused()
    window.page.evaluate("document.activeElement.blur()")
    window.page.evaluate(presses, ["\u062d", "KeyP"])
    # Not by its place where a letter of ours stands there: on a French keyboard A is where Q is.
    window.page.evaluate(presses, ["a", "KeyO"])
    expect(open_it).not_to_be_focused()


def test_a_submission_is_published_by_p_and_enter_and_by_no_key_alone(opens: Opens) -> None:
    window = opens(desk=True)
    page = window.page
    window.sign_in()
    takes_a_closed_one(page)
    page.keyboard.press("o")
    expect(page.get_by_role("button", name="Open it")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Publish")).to_be_visible()
    here = page.url
    page.keyboard.press("p")
    expect(page.get_by_role("button", name="Publish")).to_be_focused()
    assert page.evaluate(RING)
    assert page.url == here
    page.keyboard.press("Enter")
    expect(page.get_by_text("Published: it waits for the next release.")).to_be_visible()
    assert page.url != here


@pytest.mark.parametrize("by_button", [True, False])
def test_a_submission_is_declined_by_d_an_arrow_and_enter(opens: Opens, by_button: bool) -> None:
    window = opens(desk=True)
    page = window.page
    window.sign_in()
    takes_a_closed_one(page)
    page.keyboard.press("o")
    expect(page.get_by_role("button", name="Open it")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Publish")).to_be_visible()
    here = page.url
    page.keyboard.press("d")
    expect(page.get_by_label("Names or points to someone")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Cannot be made safe")).to_be_checked()
    if by_button:
        # Past what the desk says to her, where she can be told.
        _tab_to(page, page.get_by_role("button", name="Decline", exact=True))
        assert page.evaluate(RING)
    # Where a reason is chosen, Enter confirms that, and never the other decision.
    page.keyboard.press("Enter")
    expect(
        page.get_by_text("Declined. Its words are destroyed with the next release.")
    ).to_be_visible()
    page.goto("/admin/moderation/decision/")
    row = page.get_by_role("row").filter(has_text="Decline").filter(has_text="yours")
    expect(row.filter(has_text="Cannot be made safe").first).to_be_visible()
    page.goto(here)
    expect(page.get_by_text("You have decided that one: Decline.")).to_be_visible()


def test_enter_on_a_choice_sends_nothing_and_shows_it_once_more(opens: Opens) -> None:
    page = opens().page
    page.goto("/say/")
    page.get_by_text("Say more, if you want").click()
    first = page.get_by_role("group", name="Example 1")
    first.get_by_role("textbox").fill("Half a sent")
    first.get_by_label("At work").press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nothing has been sent yet.")).to_be_visible()
    expect(first.get_by_role("textbox")).to_have_value("Half a sent")


def test_the_two_words_never_carry_what_is_folded_away(opens: Opens) -> None:
    page = opens(scripts=False).page
    page.goto("/say/")
    more = page.get_by_text("Say more, if you want")
    more.click()
    page.get_by_role("group", name="Example 1").get_by_role("textbox").fill("Not after all.")
    more.click()
    page.get_by_role("button", name="Me too").click()
    expect(page.get_by_text("You wrote no words")).to_be_visible()


def test_marks_are_replaced_by_one_key_each_and_published_by_keyboard(
    opens: Opens, site: Site
) -> None:
    page = opens().page
    page.goto("/say/")
    page.get_by_text("Say more, if you want").click()
    words = "My boss Peter Sanderson wrote to anna@example.org. Then Olivia Brown left."
    page.get_by_role("textbox").fill(words)
    page.get_by_role("button", name="Send").click()
    page.get_by_role("button", name="Send it so").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("It arrived.")

    window = opens(desk=True)
    page = window.page
    window.sign_in()
    page.goto(desk.hands(site, "Sanderson"))
    draft = page.locator(".draft")
    page.keyboard.press("m")
    expect(page.locator(".mark select").first).to_be_focused()
    assert page.evaluate(RING)
    # A role word, a bar, and nothing; each goes on to the next mark.
    for key in ("2", "b", "x"):
        page.keyboard.press(key)
    expect(draft).to_have_text("My boss [a colleague] wrote to █████. Then  left.")
    expect(page.get_by_role("button", name="Publish")).to_be_focused()
    here = page.url
    # In a field these are letters, and Enter a new line or a look: nothing is decided.
    page.get_by_label("Take more out by hand").focus()
    for key in ("End", "p", "d", "c", "Enter"):
        page.keyboard.press(key)
    assert page.url == here
    for _ in range(4):
        page.keyboard.press("Backspace")
    page.get_by_label("threats").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_label("threats")).to_be_checked()
    expect(draft).to_have_text("My boss [a colleague] wrote to █████. Then  left.")
    page.keyboard.press("p")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Published as you edited it")).to_be_visible()
    page.goto("/admin/review/decided/")
    undo = page.get_by_role("button", name=re.compile("Undo.*Publish edited"))
    undo.first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Taken back: it waits to be read again.")).to_be_visible()


@pytest.mark.parametrize(("key", "goal"), [
    ("c", "#count"), ("l", "#refer"), ("i", "#danger"), ("a", "#question"),
])  # fmt: skip
def test_a_key_goes_to_a_decision_and_decides_nothing(opens: Opens, key: str, goal: str) -> None:
    window = opens(desk=True)
    page = window.page
    window.sign_in()
    desk.opens_next(page)
    page.wait_for_url(READ)
    here = page.url
    if not page.locator(goal).count():
        # Invented ones have no receipt, so that nobody can be asked.
        return
    page.keyboard.press(key)
    expect(page.locator(goal)).to_be_focused()
    assert page.evaluate(RING)
    # A reason that is chosen, and Enter on nothing chosen, decide nothing either.
    page.keyboard.press("Enter" if goal == "#question" else "d")
    if goal != "#question":
        with page.expect_navigation():
            page.keyboard.press("Enter")
    assert page.url == here
    expect(page.locator("#publish")).to_be_visible()
