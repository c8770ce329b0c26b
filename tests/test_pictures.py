"""The charts, the map and the marks need no colour: not on a screen in either theme, not on paper.
And what `make screens` photographs is as wide as its window."""

import base64

import pytest
from playwright.sync_api import Page, expect

from tests import live, screens
from tests.browser import Opens
from tests.looking import OVERHANG

pytest_plugins = ["tests.browsing"]
# What a page looks like does not depend on the database.
pytestmark = [pytest.mark.browser, pytest.mark.pure, pytest.mark.slow]

# What is drawn, and where: by its page and a part of it.
DRAWN = {
    "marks": ("/", ".band"),
    "bars": ("/", "section:has(.bars)"),
    "growth": ("/numbers/", ".growth"),
    "map": ("/numbers/", ".map"),
    "key of the map": ("/numbers/", ".key"),
}
# How far the strongest of red, green and blue is from the weakest, where it is strongest, and
# whether there is light and dark at all: the darkest and the lightest of the picture.
_COLOUR = """async (picture) => {
    const blob = await (await fetch(`data:image/png;base64,${picture}`)).blob();
    const image = await createImageBitmap(blob);
    const pen = new OffscreenCanvas(image.width, image.height).getContext("2d");
    pen.drawImage(image, 0, 0);
    const {data} = pen.getImageData(0, 0, image.width, image.height);
    let colour = 0, darkest = 255, lightest = 0;
    for (let at = 0; at < data.length; at += 4) {
        const three = [data[at], data[at + 1], data[at + 2]];
        colour = Math.max(colour, Math.max(...three) - Math.min(...three));
        darkest = Math.min(darkest, ...three);
        lightest = Math.max(lightest, ...three);
    }
    return [colour, darkest, lightest];
}"""
# Our ink and our paper are a little warm. The accent's is 81 and more.
WARM = 24


@pytest.mark.parametrize("drawn", DRAWN)
def test_what_is_drawn_is_read_without_colour(opens: Opens, drawn: str) -> None:
    path, part = DRAWN[drawn]
    page = opens().page
    counter = page.context.new_page()
    counter.goto("about:blank")
    page.goto(path)
    for theme, medium in (("light", "screen"), ("dark", "screen"), ("dark", "print")):
        page.emulate_media(color_scheme=theme, media=medium)  # type: ignore[arg-type]
        picture = page.locator(part).first.screenshot()
        colour, darkest, lightest = counter.evaluate(_COLOUR, base64.b64encode(picture).decode())
        assert colour <= WARM, (theme, medium)
        assert lightest - darkest > 90, (theme, medium)
        if medium == "print":
            assert lightest == 255
    counter.close()


# In English every page is looked at by `test_accessibility`.
@pytest.mark.parametrize("language", screens.LANGUAGES[1:])
def test_a_page_of_each_kind_fits_its_window(opens: Opens, language: str) -> None:
    page = opens().page
    for name, goes in screens.PAGES.items():
        goes(page, language)
        for width in screens.WINDOWS:
            page.set_viewport_size({"width": width, "height": 800})
            assert _over(page) <= 0, (name, width)
    for width in (360, 320):
        page.set_viewport_size({"width": width, "height": 800})
        tops = page.locator(".languages a").evaluate_all(
            "links => links.map((link) => Math.round(link.getBoundingClientRect().top))"
        )
        assert len(tops) > 1
        assert len(set(tops)) == 1, f"The other languages take two lines: {width}, {tops}"


# How far from the edge of the window, on the side where lines begin, the first letters stand.
_BEGINS = """() => {
const parts = ["main h1", ".top a", ".languages a", ".demonstration", ".foot a"];
return parts.map((part) => {
    const letters = document.createRange();
    letters.selectNodeContents(document.querySelector(part));
    const {left, right} = letters.getBoundingClientRect();
    const whole = document.documentElement;
    return Math.round(whole.dir === "rtl" ? whole.clientWidth - right : left);
}); }"""


@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_is_above_and_below_a_page_begins_where_the_page_does(
    opens: Opens, language: str
) -> None:
    page = opens().page
    page.goto("/yours/" if language == "en" else f"/{language}/yours/")
    for width in (1600, 1200, 360):
        page.set_viewport_size({"width": width, "height": 800})
        begins = page.evaluate(_BEGINS)
        assert max(begins) - min(begins) <= 1, (width, begins)


def test_a_number_with_a_space_in_it_is_one_number(opens: Opens) -> None:
    page = opens().page
    page.goto("/es/")
    # The space of the number, and one between words, in widths of their own letters.
    spaces = page.evaluate(
        """() => ["main h1", "main .lede"].map((part) => {
            const text = document.querySelector(part).firstChild, space = document.createRange();
            const at = text.data.search(/\\s/);
            space.setStart(text, at);
            space.setEnd(text, at + 1);
            const size = parseFloat(getComputedStyle(text.parentElement).fontSize);
            return space.getBoundingClientRect().width / size;
        })"""
    )
    assert 0.05 < spaces[0] < spaces[1] - 0.06


# The demonstration has too few people for pairs of categories.
_PAIRS = """
from stories import edition
from stories.categories import CATEGORIES
from stories.models import Release
cells = {row: dict.fromkeys(CATEGORIES["by"].values, 1_230) for row in CATEGORIES["setting"].values}
Release.objects.filter(number=4).update(pairs={"setting+by": cells})
edition.advance()
"""


def test_a_table_of_two_at_once_is_seen_on_a_phone_and_pushed_in_its_own_box(
    opens: Opens, site: live.Site
) -> None:
    site.python(_PAIRS)
    page = opens(width=360).page
    page.goto("/numbers/")
    page.locator("#pair-setting-by").click()
    table = page.locator("details:has(#pair-setting-by) table")
    expect(table).to_be_visible()
    expect(table.get_by_text("1,230").first).to_be_visible()
    assert _over(page) <= 0


def _over(page: Page) -> int:
    """How many pixels run off to the side."""
    return int(page.evaluate(OVERHANG))
