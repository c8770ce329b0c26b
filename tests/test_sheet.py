"""The sheet on which she reads and edits, in a real browser: nothing that she typed or chose is
lost on it, with scripts and without."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from tests import desk, live
from tests.browser import Opens

pytest_plugins = ["tests.browsing"]
# What a browser does is not the database's matter.
pytestmark = [pytest.mark.browser, pytest.mark.pure, pytest.mark.slow]

WORDS = "My boss Peter Sanderson wrote to anna@example.org. Then Olivia Brown left."
MARKED = "My boss [a colleague] wrote to █████. Then  left."
SAID = f"""
from django.utils import timezone
from stories import receipts
from stories.testimony import Occurrence, Testimony
from tests import desk
public = receipts.pair_of(receipts.words_of(bytes(16), "en")).public
said = Testimony((Occurrence({WORDS!r}),))
desk.received(said, day=timezone.now().date(), receipt=public)
"""
URGENT = """
from stories.models import Submission
Submission.objects.update(lane=0)
"""
# How long what she has is hers, and her session goes on: in seconds, of a claim and of a session.
LEFT = """
from django.utils import timezone
from moderation.models import Claim, Session
for row, ends in ((Claim, "until"), (Session, "expire_date")):
    print(round((getattr(row.objects.get(), ends) - timezone.now()).total_seconds()))
"""
SOON = """
import datetime
from django.utils import timezone
from moderation.models import Claim, Session
soon = timezone.now() + datetime.timedelta(minutes=5)
Claim.objects.update(until=soon)
Session.objects.update(expire_date=soon)
"""
BOTH = pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])


@pytest.fixture(scope="module")
def one() -> Iterator[live.Site]:
    """A site on which one testimony waits, whose author can be asked."""
    with live.running(worker=False, THROTTLE="off") as it:
        it.python(SAID)
        yield it


def opened(opens: Opens, site: live.Site, *, scripts: bool = True) -> Page:
    """Its sheet, before somebody who has taken and opened it."""
    window = opens(at=site, desk=True, scripts=scripts)
    window.sign_in()
    window.page.goto(desk.hands(site, "Sanderson"))
    return window.page


def _choice(page: Page, number: int) -> Locator:
    return page.locator(".mark select").nth(number)


def _fills(page: Page) -> None:
    """Something in every kind of field."""
    _choice(page, 0).select_option("[a colleague]")
    page.get_by_label("Take more out by hand").fill(WORDS.replace("Then ", ""))
    page.get_by_label("threats").check()
    page.get_by_label("Names or points to someone").check()
    page.get_by_label("What she is told").fill("We may not name him.")
    page.get_by_label("The question. It is sealed").fill("May we leave his name out?")


def _is_all_there(page: Page, *, put_in: bool) -> None:
    words = WORDS.replace("Then ", "")
    if put_in:
        words = words.replace("Peter Sanderson", "[a colleague]")
    expect(page.get_by_label("Take more out by hand")).to_have_value(words)
    expect(_choice(page, 0)).to_have_value("[a colleague]")
    expect(page.get_by_label("threats")).to_be_checked()
    expect(page.get_by_label("Names or points to someone")).to_be_checked()
    expect(page.get_by_label("What she is told")).to_have_value("We may not name him.")
    expect(page.get_by_label("The question. It is sealed")).to_have_value(
        "May we leave his name out?"
    )


# Danger


@BOTH
def test_what_to_do_is_said_beside_what_she_typed_and_takes_her_nowhere(
    opens: Opens, one: live.Site, scripts: bool
) -> None:
    one.python(URGENT)
    page = opened(opens, one, scripts=scripts)
    _fills(page)
    here = page.url
    for name in ("What to do then", "Immediate danger"):
        protocol = page.locator("details.in-danger").filter(has_text=name)
        expect(protocol.get_by_text("You cannot reach her from here")).not_to_be_visible()
        page.get_by_text(name, exact=True).click()
        expect(protocol.get_by_text("You cannot reach her from here")).to_be_visible()
        assert page.url == here
        _is_all_there(page, put_in=False)
    page.get_by_role("button", name="Mark it, and go on with it").click()
    expect(page.get_by_text("It is marked, and read before all others.").first).to_be_visible()
    _is_all_there(page, put_in=True)
    page.get_by_role("button", name="Undo it").click()
    expect(page.get_by_text("Taken back: it waits to be read again.")).to_be_visible()


# Marks


@BOTH
def test_what_she_marked_is_marked_still_after_a_look_and_can_be_taken_back(
    opens: Opens, one: live.Site, scripts: bool
) -> None:
    page = opened(opens, one, scripts=scripts)
    draft, shows = page.locator(".draft"), page.get_by_role("button", name="Show it so").last
    chosen = ["[a colleague]", "█████", "out"]
    first_came = page.locator("noscript > span.help")
    expect(first_came).to_be_visible(visible=not scripts)
    for number, choice in enumerate(chosen):
        _choice(page, number).select_option(choice)
    # As often as she looks.
    for _ in range(2):
        shows.click()
        expect(draft).to_have_text(MARKED)
        expect(page.get_by_label("Take more out by hand")).to_have_value(MARKED)
        expect(draft.locator("mark.cut")).to_have_count(3)
        for number, choice in enumerate(chosen):
            expect(_choice(page, number)).to_have_value(choice)
            # Also where nothing stands there any more it is seen.
            box = draft.locator("mark.cut").nth(number).bounding_box()
            assert box
            assert box["width"] >= 4
    # The words are named beside each choice, and come back.
    names = page.locator(".mark label bdi")
    expect(names).to_have_text(["Peter Sanderson", "anna@example.org", "Olivia Brown"])
    _choice(page, 1).select_option("[a person]")
    for number in (0, 2):
        _choice(page, number).select_option("keep")
    shows.click()
    back = WORDS.replace("anna@example.org", "[a person]")
    expect(draft).to_have_text(back)
    expect(page.get_by_label("Take more out by hand")).to_have_value(back)
    # What she takes out by hand is a mark too.
    page.get_by_label("Take more out by hand").fill(back.replace("My boss ", ""))
    shows.click()
    expect(page.locator(".mark").first).to_contain_text("taken out by hand")
    expect(_choice(page, 0)).to_have_value("out")
    _choice(page, 0).select_option("keep")
    shows.click()
    expect(draft).to_have_text(back)


@BOTH
def test_what_she_chose_stays_chosen_beside_a_word_that_is_not_hers(
    opens: Opens, one: live.Site, scripts: bool
) -> None:
    page = opened(opens, one, scripts=scripts)
    shows = page.get_by_role("button", name="Show it so").last
    _choice(page, 0).select_option("[a colleague]")
    by_hand = page.get_by_label("Take more out by hand")
    by_hand.fill(WORDS + " Nonsense.")
    for _ in range(2):
        shows.click()
        expect(page.get_by_text("is not in her words")).to_be_visible()
        expect(by_hand).to_have_value(WORDS + " Nonsense.")
        expect(_choice(page, 0)).to_have_value("[a colleague]")
    by_hand.fill(WORDS)
    shows.click()
    expect(page.get_by_text("is not in her words")).to_have_count(0)
    expect(by_hand).to_have_value(WORDS.replace("Peter Sanderson", "[a colleague]"))


# Staying, and leaving


def test_while_she_types_it_is_hers_and_she_is_in_for_as_long_as_she_types(
    opens: Opens, one: live.Site
) -> None:
    page = opened(opens, one)
    page.clock.install()
    page.reload()
    one.python(SOON)
    by_hand = page.get_by_label("Take more out by hand")
    by_hand.focus()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.keyboard.press("End")
    page.keyboard.type("a")
    # Within a minute nothing is asked, however much she types.
    page.clock.fast_forward("00:50")
    page.keyboard.type("b")
    assert asked == []
    page.clock.fast_forward("00:15")
    with page.expect_response("**/stay/") as answer:
        page.keyboard.type("c")
    assert answer.value.status == 204
    for left, whole in zip(one.python(LEFT).split(), (20, 15), strict=True):
        assert int(left) > 60 * (whole - 2)
    page.keyboard.type("d")
    assert len(asked) == 1


def test_whoever_would_leave_with_something_typed_is_asked_and_nobody_else(
    opens: Opens, one: live.Site
) -> None:
    page = opened(opens, one)
    asked: list[str] = []

    def stays(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    def leaves() -> None:
        with page.expect_event("dialog"):
            page.get_by_role("link", name="Waiting to be read").click(no_wait_after=True)

    page.on("dialog", stays)
    here = page.url
    page.get_by_label("What she is told").click()
    page.keyboard.press("Control+End")
    page.keyboard.type("x")
    leaves()
    assert (asked, page.url) == (["beforeunload"], here)
    # Its own buttons ask nothing; what the answer gives back is asked for again.
    page.get_by_role("button", name="Show it so").last.click()
    expect(page.get_by_label("What she is told")).to_have_value(re.compile("x$"))
    assert len(asked) == 1
    page.get_by_label("What she is told").click()
    leaves()
    assert (len(asked), page.url) == (2, here)
    page.get_by_role("button", name="Put it back").click()
    page.wait_for_url("**/admin/review/")
