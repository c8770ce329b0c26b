"""The marks as people see them: one for each person, at ten million as at ten, counted in the
pixels of pictures that browsers take of a phone's screen; and how far somebody has come."""

import base64
import gzip
import urllib.request
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests import firefox, live
from tests.browser import Opens

pytest_plugins = ["tests.browsing"]
# What a page looks like does not depend on the database.
pytestmark = [pytest.mark.browser, pytest.mark.pure, pytest.mark.slow]

PHONE = (360, 640)
PER_ROW = 70
MOST = 10_000_000
POSITIONS = 20
MORE_BYTES = 300
_RELEASE = """
import datetime
from stories import edition
from stories.categories import CATEGORIES
from stories.models import Release
tables = {{name: dict.fromkeys(choices.values) for name, choices in CATEGORIES.items()}}
fields = {{"people": {people}, "examples": 0, "held": 0, "tables": tables | {{"country": {{}}}}}}
Release.objects.update_or_create(number=1, defaults=fields | {{"day": datetime.date(2026, 1, 4)}})
edition.advance()
"""
# Scrolls so far through the marks (from 0 to 1), or to where the nearest two SVGs of them meet, and
# says where in the window each whole row of them is that nothing lies over (of its highest and
# lowest tenth, which are blank, a little may): the first one's number, its top, how high each is,
# how many.
_SCROLL = """const [part, seam] = arguments;
    const all = document.querySelector(".all > .narrow");
    const bar = document.querySelector(".top").getBoundingClientRect().height;
    const told = document.querySelector(".passed").getBoundingClientRect().height;
    const seen = innerHeight - bar - told;
    const begins = all.getBoundingClientRect().top + scrollY;
    const sheet = all.firstElementChild.getBoundingClientRect().height;
    const meet = Math.max(1, Math.round(part * all.offsetHeight / sheet)) * sheet - seen / 2;
    const through = seam ? meet : part * (all.offsetHeight - seen);
    scrollTo({top: begins - bar + through, behavior: "instant"});
    const rows = [...all.children].reduce((sum, one) => sum + one.viewBox.baseVal.height / 10, 0);
    const {left, top, right, height} = all.getBoundingClientRect();
    const row = height / rows;
    const first = Math.max(0, Math.ceil((bar - top) / row - 0.1));
    const beyond = Math.min(rows, Math.floor((innerHeight - told - top) / row + 0.1));
    return {first, rows, left, right, top: top + first * row, row, count: beyond - first,
        density: devicePixelRatio, people: Number(document.querySelector(".passed").dataset.people),
        passed: document.querySelector(".passed").textContent, scrolled: scrollY}"""
# Ends when what it has scrolled to is drawn.
_DONE = "arguments[0]"
_DRAWN = f"const done = {_DONE}; requestAnimationFrame(() => requestAnimationFrame(done));"
# How many marks are in each of those rows: in the middle of each, every run of ink across it.
_COUNT = """async ([picture, at]) => {
    const blob = await (await fetch(`data:image/png;base64,${picture}`)).blob();
    const image = await createImageBitmap(blob);
    const canvas = new OffscreenCanvas(image.width, image.height);
    const pen = canvas.getContext("2d", {willReadFrequently: true});
    pen.drawImage(image, 0, 0);
    const {data, width} = pen.getImageData(0, 0, image.width, image.height);
    const light = (x, y) => data[4 * (y * width + x)];
    const paper = light(Math.round(at.left * at.density / 2), Math.round(at.top * at.density) + 2);
    const counts = [];
    for (let row = 0; row < at.count; row++) {
        const top = (at.top + row * at.row) * at.density, high = at.row * at.density;
        const ink = [];
        const from = Math.round(top + 0.35 * high), to = Math.round(top + 0.65 * high);
        for (let x = Math.floor(at.left * at.density); x < at.right * at.density; x++) {
            let sum = 0;
            for (let y = from; y < to; y++) sum += Math.abs(paper - light(x, y));
            ink.push(sum / (to - from));
        }
        const most = 0.3 * Math.abs(paper - at.darkest);
        let marks = 0;
        ink.forEach((here, x) => { if (here > most && !(ink[x - 1] > most)) marks++; });
        counts.push(marks);
    }
    return counts;
}"""
# Of the light theme, in which the pictures are taken.
_DARKEST = 0x1C


@pytest.fixture(scope="module")
def crowd() -> Iterator[live.Site]:
    """A wall of ten million."""
    with live.running(worker=False) as site:
        site.python(_RELEASE.format(people=MOST))
        yield site


@pytest.fixture(scope="module")
def counter(chromium: Browser) -> Iterator[Page]:
    """A blank page that counts."""
    page = chromium.new_page()
    page.goto("about:blank")
    yield page
    page.close()


Look = Callable[[float, bool], tuple[dict[str, Any], bytes]]


def wrong_rows(counter: Page, look: Look) -> tuple[list[str], int]:
    """What is wrong at places from the first row to the last, and how many rows were seen."""
    wrong: list[str] = []
    seen = 0
    for position in range(POSITIONS):
        last = POSITIONS - 1
        at, picture = look(position / last, position % 2 == 1 and position != last)
        at["darkest"] = _DARKEST
        counts = counter.evaluate(_COUNT, [base64.b64encode(picture).decode(), at])
        rows = range(at["first"], at["first"] + at["count"])
        assert len(counts) > 40
        seen += len(counts)
        expected = [min(PER_ROW, MOST - PER_ROW * row) for row in rows]
        wrong += [
            f"row {row}: {marks} marks, not {right}"
            for row, marks, right in zip(rows, counts, expected, strict=True)
            if marks != right
        ]
        assert at["people"] == MOST
        assert at["rows"] == -(-MOST // PER_ROW)
        if position in {0, last}:
            edge = 0 if position == 0 else at["rows"]
            assert edge in {rows[0], rows[-1] + 1}
    return wrong, seen


@pytest.mark.parametrize("density", [1, 3])
def test_every_mark_of_ten_million_is_drawn_in_chromium(
    chromium: Browser, crowd: live.Site, counter: Page, density: int, record_property: Any
) -> None:
    context = chromium.new_context(
        viewport={"width": PHONE[0], "height": PHONE[1]},
        device_scale_factor=density,
        color_scheme="light",
    )
    page = context.new_page()
    page.goto(crowd.url)

    def look(part: float, seam: bool) -> tuple[dict[str, Any], bytes]:
        at = page.evaluate(f"(given) => (function () {{ {_SCROLL} }})(...given)", [part, seam])
        page.evaluate(f"() => new Promise((drawn) => {{ {_DRAWN.replace(_DONE, 'drawn')} }})")
        return at, page.screenshot()

    wrong, seen = wrong_rows(counter, look)
    context.close()
    assert not wrong, "\n".join(wrong[:20])
    record_property("figures", f"Chromium, density {density}: {seen} rows at {POSITIONS} places")


@pytest.mark.parametrize("density", [1, 3])
def test_every_mark_of_ten_million_is_drawn_in_firefox(
    crowd: live.Site, counter: Page, density: int, record_property: Any
) -> None:
    path = firefox.installed()
    if not path:
        pytest.skip("There is no Firefox here.")
    with firefox.started(path, density=density) as fox:
        fox.ask("WebDriver:Navigate", {"url": crowd.url})
        fox.narrow(*PHONE)
        for _ in range(100):
            if fox.run("return innerWidth") == PHONE[0]:
                break

        def look(part: float, seam: bool) -> tuple[dict[str, Any], bytes]:
            at = fox.run(_SCROLL, part, seam)
            assert at["density"] == density
            fox.ask("WebDriver:ExecuteAsyncScript", {"script": _DRAWN, "args": []})
            return at, fox.picture()

        wrong, seen = wrong_rows(counter, look)
        version = fox.version
    assert not wrong, "\n".join(wrong[:20])
    said = f"Firefox {version}, density {density}: {seen} rows at {POSITIONS} places"
    record_property("figures", said)


# How far somebody has come -----------------------------------------------------------------


def test_ten_million_are_a_few_bytes_more_than_ten_thousand(
    crowd: live.Site, record_property: Any
) -> None:
    sizes = {}
    for people in (10_000, MOST):
        crowd.python(_RELEASE.format(people=people))
        asks = urllib.request.Request(crowd.url, headers={"Accept-Encoding": "gzip"})
        with urllib.request.urlopen(asks) as answer:
            sent = answer.read()
        assert f"{people:,}" in gzip.decompress(sent).decode()
        sizes[people] = len(sent)
    more = sizes[MOST] - sizes[10_000]
    said = f"ten million marks: {more} bytes compressed more than ten thousand, {sizes}"
    record_property("figures", said)
    assert more <= MORE_BYTES


def test_it_says_how_many_have_passed_the_edge(opens: Opens, crowd: live.Site) -> None:
    page = opens(at=crowd, width=PHONE[0]).page
    page.goto("/")
    told = page.locator(".passed")
    assert told.get_attribute("aria-live") == "off"
    seen: list[int] = []
    for part in (0, 0.25, 0.5, 0.75):
        at = page.evaluate(f"(given) => (function () {{ {_SCROLL} }})(...given)", [part, False])
        rows = at["first"] + at["count"]
        expect(told).to_have_text(f"{min(MOST, rows * PER_ROW):,} of 10,000,000 people")
        expect(told).to_be_in_viewport()
        seen.append(rows)
    assert seen == sorted(seen)
    page.get_by_role("link", name="Past the marks").click()
    expect(told).to_have_text("10,000,000 of 10,000,000 people")
    page.get_by_role("link", name="Back above the marks").click()
    expect(page.locator("#marks")).to_be_in_viewport()


def test_one_mark_is_told_as_one_of_one(opens: Opens, crowd: live.Site) -> None:
    crowd.python(_RELEASE.format(people=1))
    page = opens(at=crowd, width=PHONE[0]).page
    page.goto("/#end")
    expect(page.locator(".passed")).to_have_text("1 of 1 people")
    crowd.python(_RELEASE.format(people=MOST))


def test_without_scripts_the_page_is_the_same_and_does_not_say(
    opens: Opens, crowd: live.Site
) -> None:
    page = opens(at=crowd, width=PHONE[0], scripts=False).page
    page.goto("/")
    expect(page.locator(".passed")).to_be_hidden()
    heights = {}
    for scripts in (False, True):
        window = opens(at=crowd, width=PHONE[0], scripts=scripts)
        window.page.goto("/#end")
        expect(window.page.get_by_role("link", name="Back above the marks")).to_be_in_viewport()
        box = window.page.locator(".all").bounding_box()
        assert box
        heights[scripts] = box["height"]
    assert heights[False] == heights[True]
