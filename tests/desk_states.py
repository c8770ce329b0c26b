"""Every state of a page of the desk that one press or a few lead to: its name, and the way there.

In English, by what stands on the buttons. What is at the desk then is there in every language: see
`in_language`.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, Response, expect

from tests.desk import begins, opens_next, passes_reports, takes_next


def in_language(page: Page, code: str) -> Response | None:
    """Opens the page that she is on in another language, as the link on it would."""
    here = urlsplit(page.url)
    return page.goto(here._replace(path=f"/{code}{here.path}").geturl())


def _takes(page: Page) -> None:
    page.goto("/admin/review/")
    begins(page)
    takes_next(page)
    if page.locator("#publish").count():
        # One that she has open from before.
        with page.expect_navigation():
            page.get_by_role("button", name="Pass it on").click()
        passes_reports(page)
    expect(page.get_by_role("button", name="Open it")).to_be_visible()


def reads(page: Page) -> None:
    opens_next(page)


def _decides_without_reason(page: Page) -> None:
    reads(page)
    page.get_by_role("button", name="Decline", exact=True).click()
    expect(page.get_by_text("Choose a reason for declining.")).to_be_visible()


def _adds_a_word(page: Page) -> None:
    reads(page)
    page.get_by_label("Take more out by hand").first.fill("A word of ours.")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("is not in her words")).not_to_have_count(0)


def _sees_danger(page: Page) -> None:
    reads(page)
    page.locator("#danger").click()
    expect(page.get_by_role("button", name="Mark it, and go on with it")).to_be_visible()


def _decides(page: Page) -> None:
    reads(page)
    page.get_by_role("button", name="Count without words").click()
    expect(page.get_by_text("Your last decision")).to_be_visible()
    expect(page.get_by_role("button", name="Undo it")).to_be_visible()


def _opens_again(page: Page) -> None:
    reads(page)
    page.get_by_role("button", name="Count without words").click()
    page.goto("/admin/review/decided/")
    page.get_by_role("link", name="Open it again").first.click()
    page.get_by_text("Open the words, as they came").click()
    expect(page.get_by_role("button", name="Undo this")).to_be_visible()


def _publishes(page: Page) -> None:
    reads(page)
    page.get_by_role("button", name="Publish").click()
    page.goto("/admin/moderation/decision/")
    expect(page.get_by_role("row").filter(has_text="Publish")).not_to_have_count(0)


def _reads_a_story(page: Page) -> None:
    page.goto("/admin/stories/story/")
    page.locator("#result_list tbody th a").first.click()
    expect(page.get_by_text("Examples")).not_to_have_count(0)


def _reads_a_history(page: Page) -> None:
    _reads_a_story(page)
    page.goto(page.url.replace("/change/", "/history/"))


def _reads_a_decision(page: Page) -> None:
    _publishes(page)
    page.locator("#result_list tbody th a").first.click()


def _reads_a_decision_s_history(page: Page) -> None:
    _reads_a_decision(page)
    page.goto(page.url.replace("/change/", "/history/"))


def _asks_to_remove(page: Page) -> None:
    page.goto("/admin/stories/story/")
    page.locator(".action-select").first.check()
    page.get_by_role("combobox", name="Action").select_option("remove")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("button", name="Take down now")).to_be_visible()


def _mistypes_the_old_password(page: Page) -> None:
    page.goto("/accounts/password/")
    for field in page.locator("input[type=password]").all():
        field.fill("not the one")
    page.get_by_role("button", name="Change it").click()
    expect(page.locator(".problem")).not_to_have_count(0)


def _looks_at_a_report(page: Page) -> None:
    _reports_a_story(page)
    page.goto("/admin/reports/")
    page.locator(".lane a").first.click()
    for cover in page.locator("#content summary").all():
        cover.click()


def _reports_a_story(page: Page) -> None:
    page.goto("/stories/")
    page.locator(".cover summary").first.click()
    page.get_by_role("link", name="This story on its own page").first.click()
    page.get_by_label("Something is wrong with this story").select_option("names")
    page.get_by_role("button", name="Tell the desk").click()
    page.goto("/admin/reports/")


def opens_covers(page: Page) -> None:
    """All of them, and what they lie over: a cover can be within another."""
    for cover in page.locator("#content summary").all():
        cover.click()


def _opens_the_log(page: Page) -> None:
    page.goto("/admin/log/")
    opens_covers(page)


def _asks_to_turn(page: Page) -> None:
    page.goto("/admin/keys/")
    page.get_by_role("button", name="Turn it now").click()
    expect(page.get_by_text("Nothing was changed yet.")).to_be_visible()


DESK: dict[str, Callable[[Page], Any]] = {
    "the reports": _reports_a_story,
    "one report": _looks_at_a_report,
    "queue": lambda page: page.goto("/admin/review/"),
    "card": _takes,
    "wishes": lambda page: page.goto("/admin/review/wishes/"),
    "read": reads,
    "read after an error": _decides_without_reason,
    "read after a word of ours": _adds_a_word,
    "danger": _sees_danger,
    "after a decision": _decides,
    "decided": lambda page: page.goto("/admin/review/decided/"),
    "one decided, opened again": _opens_again,
    "lots": lambda page: page.goto("/admin/review/lots/"),
    "a sitting": lambda page: page.goto("/admin/review/sitting/"),
    "who reached hers": lambda page: page.goto("/admin/review/sittings/"),
    "team": lambda page: page.goto("/admin/team/"),
    "the key": lambda page: page.goto("/admin/keys/"),
    "before the key is turned": _asks_to_turn,
    "index": lambda page: page.goto("/admin/"),
    # Filtered, so that there are the same kinds of rows and fewer of them.
    "stories": lambda page: page.goto("/admin/stories/story/?language=en&quotable__exact=1"),
    "story": _reads_a_story,
    "remove": _asks_to_remove,
    "decisions": _publishes,
    "log": _opens_the_log,
    "figures": lambda page: page.goto("/admin/figures/"),
    "password": lambda page: page.goto("/accounts/password/"),
    "password after an error": _mistypes_the_old_password,
    "sign out": lambda page: page.goto("/accounts/logout/"),
    "four eyes": lambda page: page.goto("/admin/review/four-eyes/"),
    "what to do in danger": lambda page: page.goto("/admin/review/danger/"),
    "unlock": lambda page: page.goto("/admin/unlock/"),
    "a room of the index": lambda page: page.goto("/admin/stories/"),
    "a story's history": _reads_a_history,
    "a decision": _reads_a_decision,
    "a decision's history": _reads_a_decision_s_history,
    "a closed account": lambda page: page.goto("/accounts/inactive/"),
    "password changed": lambda page: page.goto("/accounts/password/done/"),
    "password changed, by Django": lambda page: page.goto("/admin/password_change/done/"),
    "an account that is ready": lambda page: page.goto("/accounts/set-up/done/"),
}
