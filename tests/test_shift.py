"""One moderator's first shift, whole, in a real browser: from the link that invites her to the
page that lets her go. Once by keyboard alone, once by mouse; no step may break the policy."""

import hashlib
import hmac
import os
import re
import time
from base64 import b32decode
from collections import Counter
from collections.abc import Iterator
from typing import Literal, cast

import pytest
from playwright.sync_api import Locator, Page, expect

from tests import live
from tests.browser import Opens, Window

pytest_plugins = ["tests.browsing"]
# What a browser does is not the database's matter.
pytestmark = [pytest.mark.browser, pytest.mark.pure, pytest.mark.slow]

# Of all kinds: a calm one, one with a name in it, a hard one, another language, one who may be in
# danger, and one who can be asked. Older than whatever else waits, and each day's of another kind,
# so that she is given all of them. More than she decides: what she passes on does not come again.
KINDS = {
    "calm": "He stood too close on the bus, and everybody looked away.",
    "named": "My boss Raj Patel told me to smile for the clients.",
    "hard": "i was raped by a man i knew",
    "spanish": "Me siguió hasta mi casa y nadie hizo nada.",
    "danger": "He is outside my door now and I am afraid tonight.",
    "answers": "A teacher wrote to me at night.",
}
SAID = f"""
import datetime
from django.utils import timezone
from stories.testimony import Occurrence, Testimony
from tests import desk
from tests.racing import Person
first = timezone.now().date() - datetime.timedelta(days=90)
for number in range(36):
    kind, words = list({KINDS!r}.items())[number % 6]
    said = Testimony((Occurrence(f"{{words}} ({{number}})"),))
    receipt = Person().receipt if kind == "answers" else None
    desk.received(said, day=first + datetime.timedelta(days=number), receipt=receipt)
"""
# What came of it: how many stand with a role word for her boss, were marked, and were asked.
CAME = """
from moderation.models import Decision
from stories.models import Example, State, Submission
from stories.flags import Lane
edited = Example.objects.filter(text__contains="told me to smile for the clients. (")
named, cut = (edited.filter(text__contains=word).count() for word in ("Patel", "My boss [a "))
asked = Submission.objects.filter(state=State.ASKED).count()
print(named, cut, Decision.objects.filter(kind="danger").count(), asked)
"""
# As if she had been there for as long as she wanted to.
LATE = """
import datetime
from django.utils import timezone
from moderation.models import Sitting
Sitting.objects.update(ends=timezone.now() - datetime.timedelta(minutes=1))
"""
PASSWORD = "seven slow rivers under ice"
PASSPHRASE = "ten blue kites above a wide field"
SHIFT = 20
MOST_STOPS = 80
GIVEN = re.compile("/admin/review/[0-9a-f]{16}/$")
Hand = Literal["keyboard", "mouse"]


@pytest.fixture
def fresh() -> Iterator[live.Site]:
    """A filled site of its own: a shift leaves less to read behind."""
    with live.running(filled=True, worker=False, THROTTLE="off") as it:
        yield it


class Shift:
    """One person at the desk, who has one of two ways to press something."""

    def __init__(self, window: Window, hand: Hand) -> None:
        self.page: Page = window.page
        self.hand = hand

    def to(self, goal: Locator) -> None:
        """Goes there, by Tab alone where she has no mouse."""
        if self.hand == "mouse":
            goal.scroll_into_view_if_needed()
            return
        for _ in range(MOST_STOPS):
            if goal.evaluate("goal => goal === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Not within {MOST_STOPS} stops: {goal}")

    def presses(self, goal: Locator) -> None:
        """Presses a button, or follows a link."""
        if self.hand == "mouse":
            goal.click()
            return
        self.to(goal)
        self.page.keyboard.press("Enter")

    def writes(self, label: str, words: str) -> None:
        """Types into the field of that label."""
        field = self.page.get_by_label(label, exact=True)
        if self.hand == "mouse":
            field.click()
        else:
            self.to(field)
        self.page.keyboard.type(words)

    def shows(self, name: str) -> None:
        """With SCREENS=folder, keeps how it looks: on a desk and on a phone, light and dark."""
        if not (folder := os.environ.get("SCREENS")) or self.hand == "keyboard":
            return
        for width, theme in ((1200, "light"), (360, "dark")):
            self.page.set_viewport_size({"width": width, "height": 800})
            self.page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
            # Not on the way from one theme to the other.
            path = f"{folder}/desk-{name}-{width}-{theme}.png"
            self.page.screenshot(path=path, animations="disabled")
        self.page.set_viewport_size({"width": 1200, "height": 800})
        self.page.emulate_media(color_scheme="light")

    def button(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("button", name=name)

    def link(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("link", name=name)


def code_of(secret: str, at: float) -> str:
    """RFC 6238: six digits for thirty seconds."""
    key = b32decode(secret.replace(" ", "").upper())
    said = hmac.digest(key, int(at // 30).to_bytes(8, "big"), hashlib.sha1)
    place = said[-1] & 15
    number = int.from_bytes(said[place : place + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"


def invited(site: live.Site) -> str:
    """The link that an operator hands her."""
    said = site.manage("create_moderator", "grace")
    found = re.search(r"/accounts/set-up/\S+", said)
    assert found
    return found[0]


def sets_up(shift: Shift, link: str) -> None:
    """A password, a code from her app, recovery codes on paper, and a passphrase."""
    page = shift.page
    page.goto(link)
    shift.writes("New password", PASSWORD)
    shift.writes("The same once more", PASSWORD)
    shift.presses(shift.button("Set it"))
    page.wait_for_url("**/set-up/done/")
    page.goto("/accounts/login/")
    shift.writes("Username", "grace")
    shift.writes("Password", PASSWORD)
    shift.presses(shift.button("Sign in"))
    expect(page).to_have_url(re.compile("/accounts/factors/$"))
    page.goto("/admin/review/")
    expect(page).to_have_url(re.compile("/accounts/factors/$"))
    shift.shows("factors")
    shift.presses(shift.link("Set up an app"))
    shift.presses(shift.button("Show me the key"))
    secret = page.locator("output.key").inner_text()
    expect(page.get_by_alt_text(re.compile("A QR code"))).to_be_visible()
    square = page.locator("img.square")
    assert square.evaluate("it => it.decode().then(() => it.naturalWidth)") > 0
    shift.shows("app")
    shift.writes("Then type the six digits that the app shows", code_of(secret, time.time()))
    shift.presses(shift.button("Set it up"))
    expect(page.locator("ul.codes li")).to_have_count(10)
    shift.shows("codes")
    shift.presses(shift.link("I have them on paper"))
    shift.writes("A passphrase", PASSPHRASE)
    shift.writes("The same once more", PASSPHRASE)
    shift.presses(shift.button("Set the passphrase"))
    expect(page.get_by_text("A lead has to admit you now.")).to_be_visible()


def admits(opens: Opens, site: live.Site) -> None:
    """The lead of the demonstration does, at her own desk."""
    window = opens(at=site, desk=True)
    window.sign_in()
    window.page.goto("/admin/keys/")
    window.page.get_by_role("button", name=re.compile("^Admit.*grace")).click()
    expect(window.page.get_by_text("grace holds the desk's key now.")).to_be_visible()


# What she does with one that asks for nothing else. Of six that she is given she passes one on.
TURNS = ["publish", "decline", "count", "refer"]
DOES = {"named": "edit", "danger": "danger", "answers": "ask"}
PASSES_ON = 6


def kind_of(page: Page) -> str:
    """What she has open."""
    words = page.locator(".editing .words").first.inner_text()
    return next((kind for kind, said in KINDS.items() if said in words), "")


def goes(shift: Shift, key: str, goal: str) -> None:
    """To something on the page: by its key, where she has no mouse."""
    if shift.hand == "keyboard":
        shift.page.keyboard.press(key)
        expect(shift.page.locator(goal)).to_be_focused()


def opens_it(shift: Shift) -> str:
    """Opens what she was given. Returns of what kind it is."""
    page = shift.page
    shift.shows("card")
    if page.locator("#open").count():
        shift.presses(page.locator("#open"))
        page.locator("#publish").wait_for()
    shift.shows("reading")
    return kind_of(page)


def decides(shift: Shift, does: str) -> None:
    """What she has open."""
    page = shift.page
    if does == "decline":
        if shift.hand == "keyboard":
            page.keyboard.press("d")
            page.keyboard.press("ArrowDown")
        else:
            page.get_by_label("Names or points to someone").first.check()
    elif does == "ask":
        goes(shift, "a", "#question")
        shift.writes("The question. It is sealed to her ten words.", "Was that at your school?")
    elif does == "edit":
        _takes_the_name_out(shift)
    elif does == "danger":
        goes(shift, "i", "#danger")
        shift.presses(page.locator("#danger"))
        expect(page.get_by_text("Nothing is marked or decided yet.")).to_be_visible()
        shift.shows("danger")
        shift.presses(page.locator("#mark"))
        expect(page.get_by_text("It is marked, and read before all others.")).not_to_have_count(0)
    if does in KEYS:
        goes(shift, KEYS[does], f"#{BUTTONS.get(does, does)}")
    shift.presses(page.locator(f"#{BUTTONS.get(does, does)}"))


# Of those that a key goes to, and what is pressed at last where it has another name.
KEYS = {"publish": "p", "edit": "p", "danger": "c", "count": "c", "refer": "l"}
BUTTONS = {"edit": "publish", "danger": "count"}


def _takes_the_name_out(shift: Shift) -> None:
    """A role word in its place, from the list."""
    chooses = shift.page.locator(".mark", has_text="Raj Patel").locator("select")
    if shift.hand == "keyboard":
        shift.page.keyboard.press("m")
        expect(chooses).to_be_focused()
        shift.page.keyboard.press("1")
    else:
        chooses.select_option(index=3)
    expect(shift.page.locator(".draft")).to_have_text(re.compile(r"My boss \[a .*\] told me"))


@pytest.mark.parametrize("hand", ["keyboard", "mouse"])
def test_a_first_shift_from_the_invitation_to_the_way_home(
    opens: Opens, fresh: live.Site, hand: str
) -> None:
    window = opens(at=fresh, desk=True)
    fresh.python(SAID)
    shift, page = Shift(window, cast("Hand", hand)), window.page
    sets_up(shift, invited(fresh))
    admits(opens, fresh)
    page.goto("/admin/unlock/")
    shift.writes("Your passphrase", PASSPHRASE)
    shift.presses(shift.button("Unlock"))
    page.wait_for_url("**/admin/review/")
    minutes = page.get_by_label("Minutes")
    shift.to(minutes)
    expect(minutes).to_be_visible()
    shift.shows("queue")
    # So many that all kinds are for her.
    hard = page.get_by_label("Hard ones")
    if hand == "mouse":
        hard.select_option("20")
    else:
        shift.to(hard)
        page.keyboard.type("20")
    expect(hard).to_have_value("20")
    shift.presses(shift.button(re.compile("^Begin")))
    done, served = Counter[str](), Counter[str]()
    given = 0
    while done.total() < SHIFT:
        page.wait_for_url(GIVEN)
        given, before = given + 1, page.url
        if given % PASSES_ON == 0:
            shift.presses(shift.button("Pass it on"))
        else:
            served[kind := opens_it(shift)] += 1
            does = DOES.get(kind) or TURNS[done.total() % len(TURNS)]
            decides(shift, does)
            done[does] += 1
        expect(page).not_to_have_url(before)
        if not GIVEN.search(page.url):
            shift.presses(page.locator("#next"))
    assert given > SHIFT
    assert set(KINDS) <= set(served)
    assert set(done) == {*TURNS, *DOES.values()}
    # And it was done: no name stands, and whom she asked has been asked.
    came = fresh.python(CAME).split()
    assert came == ["0", str(done["edit"]), str(done["danger"]), str(done["ask"])]
    fresh.python(LATE)
    page.goto("/admin/review/sitting/")
    expect(page.get_by_text("The minutes that you set are over.")).to_be_visible()
    shift.shows("up")
    shift.presses(shift.button("Put everything down"))
    expect(page.get_by_text("the desk is locked")).to_be_visible()
    shift.shows("over")
    shift.presses(shift.button("Sign out").last)
    page.wait_for_url("**/accounts/login/**")
    page.goto("/admin/review/")
    expect(page).to_have_url(re.compile("/login/"))
