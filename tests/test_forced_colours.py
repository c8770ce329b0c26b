"""Every state of the public pages where somebody has chosen the colours (forced colours, as Windows
has them): all text stands out from what it is on, and what is chosen from what is not."""

import base64
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import Window
from tests.states import STATES

pytest_plugins = ["tests.browsing"]
# What a page looks like does not depend on the database.
pytestmark = [pytest.mark.browser, pytest.mark.pure, pytest.mark.slow]

# Where each run of text lies on the page.
RUNS = """() => {
    const found = [], words = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const lies = document.createRange();
    for (let node = words.nextNode(); node; node = words.nextNode()) {
        const inside = node.parentElement;
        if (!/[\\p{L}\\d]/u.test(node.data) || !inside.checkVisibility()) continue;
        if (inside.closest("svg, select, textarea, .skip, .enter, .unseen")) continue;
        lies.selectNodeContents(node);
        const {x, y, width, height} = lies.getClientRects()[0] ?? {width: 0};
        if (width > 1) found.push([node.data.trim().slice(0, 60), x, y + scrollY, width, height]);
    }
    return found;
}"""
# A picture, to be looked at.
_PEN = """
    const blob = await (await fetch(`data:image/png;base64,${picture}`)).blob();
    const image = await createImageBitmap(blob);
    const pen = new OffscreenCanvas(image.width, image.height).getContext("2d");
    pen.drawImage(image, 0, 0);
"""
# Of these runs those in which, in a picture of the page, nothing stands out from what there is most
# of: the contrast is that of WCAG 2.2.
UNREADABLE = (
    f"async ([picture, runs]) => {{{_PEN}"
    """
    const light = (pixel) => [0, 8, 16].map((by) => (pixel >> by & 255) / 255)
        .map((part) => part <= .04045 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4)
        .reduce((sum, part, at) => sum + part * [.2126, .7152, .0722][at], .05);
    const contrast = (one, other) => {
        const [dark, bright] = [light(one), light(other)].sort((a, b) => a - b);
        return bright / dark;
    };
    return runs.filter(([, x, y, width, height]) => {
        const {data} = pen.getImageData(x, y, Math.ceil(width), Math.ceil(height));
        const often = new Map();
        for (const pixel of new Uint32Array(data.buffer)) {
            often.set(pixel, (often.get(pixel) ?? 0) + 1);
        }
        const colours = [...often].sort((a, b) => b[1] - a[1]).map(([pixel]) => pixel);
        return !colours.some((pixel) => contrast(pixel, colours[0]) >= 4.5);
    }).map(([text]) => text);
}"""
)
# The colour of which there is most in a picture.
MOST = (
    f"async (picture) => {{{_PEN}"
    """
    const often = new Map();
    const {data} = pen.getImageData(0, 0, image.width, image.height);
    for (const pixel of new Uint32Array(data.buffer)) often.set(pixel, (often.get(pixel) ?? 0) + 1);
    return [...often].sort((a, b) => b[1] - a[1])[0][0];
}"""
)


@pytest.fixture(scope="module")
def blank(chromium: Browser) -> Iterator[Page]:
    """A page without any policy, in which a picture can be looked at."""
    one = chromium.new_page()
    yield one
    one.close()


@pytest.fixture(params=["light", "dark"])
def page(anybody: Window, request: pytest.FixtureRequest) -> Page:
    anybody.page.emulate_media(forced_colors="active", color_scheme=request.param)
    return anybody.page


@pytest.mark.parametrize("name", STATES)
def test_all_text_stands_out_in_colours_that_somebody_chose(
    page: Page, blank: Page, name: str
) -> None:
    STATES[name](page, "/")
    page.evaluate("() => scrollTo({top: 0, behavior: 'instant'})")
    picture = base64.b64encode(page.screenshot(full_page=True)).decode()
    runs = page.evaluate(RUNS)
    assert len(runs) > 1
    assert blank.evaluate(UNREADABLE, [picture, runs]) == []


def test_what_is_chosen_stands_on_another_ground(page: Page, blank: Page) -> None:
    STATES["the open form"](page, "/")
    page.locator(".chip input").nth(1).check()
    labels = (page.locator(".chip label").nth(place) for place in (1, 2))
    pictures = [base64.b64encode(label.screenshot()).decode() for label in labels]
    chosen, other = (blank.evaluate(MOST, picture) for picture in pictures)
    assert chosen != other
