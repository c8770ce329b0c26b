"""Whole journeys on a small phone far away: 360 pixels, 400 ms there and back, 400 kbit/s. In
Chromium and in Firefox, with scripts and without, in each language; the short run takes one way of
each browser.

Firefox is Debian's ESR with `privacy.resistFingerprinting`: what comes nearest to Tor Browser that
is packaged, and not Tor Browser. Chromium's processor is slowed to a quarter, as Lighthouse slows
it for a phone; Firefox has no such switch.
"""

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from django.conf import settings
from playwright.sync_api import Browser

from tests import firefox, live
from tests.far_away import RATE, ROUND_TRIP, Line, line_to
from tests.hands import ChromiumHands, FirefoxHands, Hands
from tests.states import WORDS, root

pytest_plugins = ["tests.browsing"]
# What a page looks like does not depend on the database.
pytestmark = [pytest.mark.browser, pytest.mark.pure, pytest.mark.slow]

PHONE = (360, 640)
# A page can be used so many seconds after its bytes could have come, at most; and the first journey
# takes so many bytes.
LATEST, HEAVIEST = 2.0, 60_000
# A new connection, a question and its answer: without them nothing comes.
LEAST_TRIPS = 2 * ROUND_TRIP
SLOWER = 4
CODES = [code for code, _ in settings.LANGUAGES]
EVERY_WAY = [
    (browser, scripts, code)
    for browser in ("Chromium", "Firefox")
    for scripts in (True, False)
    for code in CODES
]
WAYS = (
    EVERY_WAY
    if os.environ.get("PROVE") == "full"
    else [("Chromium", True, "es"), ("Chromium", False, "ar"), ("Firefox", False, "hi")]
)


@dataclass
class Journey:
    """One that is made: each step of it, how late it could be used, and what it weighed."""

    hands: Hands
    line: Line
    root: str
    late: list[tuple[float, str]] = field(default_factory=list)
    weighed: int = 0

    def step(self, does: Callable[[], None], then: str) -> None:
        """Does something, and waits until what she needs then can be used."""
        carried, began = self.line.carried, time.monotonic()
        does()
        self.hands.waits_for(then)
        took, bytes_of_it = time.monotonic() - began, self.line.carried - carried
        could = LEAST_TRIPS + bytes_of_it / RATE if bytes_of_it else 0.0
        self.late.append((took - could, then))
        self.weighed += bytes_of_it

    def goes(self, path: str, then: str) -> None:
        self.step(lambda: self.hands.goes(self.root + path), then)

    def presses(self, selector: str, then: str, number: int = 0) -> None:
        self.step(lambda: self.hands.presses(selector, number), then)


def says_two_words(her: Journey) -> None:
    her.goes("", "main a.say")
    her.presses("main a.say", ".two-words button.say")
    her.presses(".two-words button.say", "main:not(:has(form)) details.more > summary")


def says_with_examples(her: Journey) -> str:
    """Returns her ten words."""
    her.goes("say/", ".saying details.more > summary")
    her.presses(".saying details.more > summary", "textarea")
    her.hands.types("textarea", WORDS)
    her.hands.presses(".chip:nth-child(2)")
    her.presses(".saying .ways button.say", "#receipt")
    return her.hands.reads("#receipt")


def comes_back(her: Journey, receipt: str) -> None:
    her.presses("footer a[href$='/yours/']", "#words")
    her.hands.types("#words", receipt)
    her.presses("main button.say", "main:not(:has(#words)) details.more > summary")


def takes_it_back(her: Journey) -> None:
    her.presses("details.more > summary", "button[value=withdraw]")
    her.presses("button[value=withdraw]", "main:not(:has(button[value=withdraw])) h1")


# A cover in a list: on its own page a story has one too.
_LISTED = ".filters ~ .cover > summary"


def reads_ten(her: Journey, *, scripts: bool) -> None:
    her.goes("stories/", _LISTED)
    for number in range(10):
        opened = f".cover:nth-child({number + 1} of .cover)[open]"
        if scripts:
            her.presses(_LISTED, f"{opened} .words", number)
            continue
        her.presses(_LISTED, f"{opened} .alone a", number)
        her.presses(f"{opened} .alone a", "#words .words")
        her.goes("stories/", _LISTED)
    her.hands.waits_for("#pause")


def leaves(her: Journey) -> None:
    her.presses("a.exit", "body:not(:has(a.exit))")
    assert her.hands.path() == f"/{her.root.split('/', 3)[3]}leave/"


@pytest.fixture(scope="module")
def far(site: live.Site) -> Iterator[Line]:
    with line_to(int(site.url.rpartition(":")[2])) as line:
        yield line


@contextlib.contextmanager
def _in_chromium(chromium: Browser, scripts: bool) -> Iterator[Hands]:
    size = {"width": PHONE[0], "height": PHONE[1]}
    context = chromium.new_context(viewport=size, java_script_enabled=scripts)  # type: ignore[arg-type]
    page = context.new_page()
    slows = context.new_cdp_session(page)
    slows.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    yield ChromiumHands(page)
    context.close()


@contextlib.contextmanager
def _in_firefox(scripts: bool) -> Iterator[Hands]:
    path = firefox.installed()
    if path is None:
        pytest.skip("There is no Firefox here.")
    more = {"privacy.resistFingerprinting": True, "javascript.enabled": scripts}
    with firefox.started(path, density=1, preferences=more, waits=False) as window:
        window.narrow(*PHONE)
        yield FirefoxHands(window)


@pytest.mark.parametrize(("browser", "scripts", "code"), WAYS)
def test_each_journey_can_be_made_from_far_away(
    chromium: Browser, far: Line, record_property, browser: str, scripts: bool, code: str
) -> None:
    front = f"http://127.0.0.1:{far.port}{root(code)}"
    is_chromium = browser == "Chromium"
    opened = _in_chromium(chromium, scripts) if is_chromium else _in_firefox(scripts)
    with opened as hands:
        made: dict[str, Journey] = {}

        def sets_out(name: str) -> Journey:
            made[name] = Journey(hands, far, front)
            return made[name]

        says_two_words(sets_out("two words"))
        receipt = says_with_examples(sets_out("with an example"))
        comes_back(sets_out("comes back"), receipt)
        takes_it_back(sets_out("takes it back"))
        reads_ten(sets_out("reads ten"), scripts=scripts)
        leaves(sets_out("leaves"))
    told = [
        f"{name} {max(journey.late)[0]:.2f} s, {journey.weighed / 1000:.1f} kB"
        for name, journey in made.items()
    ]
    with_or_without = "scripts" if scripts else "no scripts"
    record_property("figures", f"{browser}, {with_or_without}, {code}: {'; '.join(told)}")
    late = [step for journey in made.values() for step in journey.late if step[0] > LATEST]
    assert late == []
    assert made["two words"].weighed <= HEAVIEST
