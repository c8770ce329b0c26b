"""Every state of the public pages in a language that takes two fifths more room (`tests.longer`):
nothing runs off to the side, nothing is cut, and everything on it has been translated."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel import Locale
from playwright.sync_api import Browser, Page

from tests import live, longer
from tests.browser import Window
from tests.looking import WIDER
from tests.states import STATES

pytest_plugins = ["tests.browsing"]
# What a page looks like does not depend on the database.
pytestmark = [pytest.mark.browser, pytest.mark.pure, pytest.mark.slow]

WIDTHS = (320, 360, 768, 1280)
# What stands on a page in letters, and has not one mark of the longer language. What is somebody's
# own words, or a name that each language keeps, says so by its place or its `lang`.
UNTRANSLATED = """([marks, kept, names]) => {
    const found = new Set(), marked = new RegExp(`[${marks}]`);
    const say = (said, where) => {
        if (marked.test(said) || !/\\p{L}{2}/u.test(said)) return;
        const text = names.reduce((left, name) => left.replaceAll(name, ""), said);
        if (/\\p{L}{2}/u.test(text)) found.add(`${where}: ${said.trim()}`);
    };
    const all = document.createTreeWalker(document, NodeFilter.SHOW_ELEMENT);
    for (let one = all.currentNode; one; one = all.nextNode()) {
        if (one.nodeType !== Node.ELEMENT_NODE || one.closest(kept)) continue;
        for (const node of one.childNodes) {
            if (node.nodeType === Node.TEXT_NODE) say(node.data, one.localName);
        }
        for (const name of ["aria-label", "title", "alt", "placeholder"]) {
            if (one.hasAttribute(name)) say(one.getAttribute(name), `${one.localName} ${name}`);
        }
    }
    return [...found];
}"""
KEPT = ", ".join(
    [
        "script", "style", "[translate=no]", "textarea", ".words", "mark", "bdi", "a[href^=http]",
        # The name by which a help line is known where it answers.
        ".line h3",
        # An address is what it is.
        ".address", "a[href*='/numbers.']", "a[href$='.atom']", "a[href^='/api/']",
        f":not(html)[lang]:not([lang={longer.CODE}])",
    ]
)  # fmt: skip
# Of places, languages and months, as the CLDR has them; the longest first.
_CLDR = Locale(longer.CODE)
NAMES = sorted(
    {
        name
        for names in (_CLDR.territories, _CLDR.languages, _CLDR.months["format"]["wide"])
        for name in names.values()
    },
    key=len,
    reverse=True,
)


@pytest.fixture(scope="module")
def drawn_out(tmp_path_factory: pytest.TempPathFactory) -> Iterator[live.Site]:
    folder: Path = tmp_path_factory.mktemp("longer")
    longer.write(folder)
    with live.running(
        filled=True, worker=False, THROTTLE="off", LONGER=str(folder),
        DJANGO_SETTINGS_MODULE="tests.longer_settings", PYTHONPATH=str(live.ROOT),
    ) as site:  # fmt: skip
        yield site


@pytest.fixture(scope="module")
def window(chromium: Browser, drawn_out: live.Site) -> Iterator[Window]:
    one = Window(chromium, drawn_out)
    yield one
    one.close()


@pytest.fixture
def page(window: Window) -> Page:
    window.page.set_viewport_size({"width": 1280, "height": 800})
    return window.page


@pytest.mark.parametrize("name", STATES)
def test_nothing_is_cut_and_all_is_translated_in_a_longer_language(page: Page, name: str) -> None:
    STATES[name](page, f"/{longer.CODE}/")
    wrong = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wrong += [f"{width}: {one}" for one in page.evaluate(WIDER)]
    page.set_viewport_size({"width": 1280, "height": 800})
    marks = "".join(sorted(longer.MARKS))
    wrong += [f"untranslated, {one}" for one in page.evaluate(UNTRANSLATED, [marks, KEPT, NAMES])]
    assert not wrong, "\n".join(wrong)


def test_the_longer_language_is_longer_by_two_fifths_and_keeps_what_has_to_be_kept() -> None:
    text = "Read <b>what it is</b> in %(number)s words &amp; {more} of 100%."
    said = longer.longer(text)
    for kept in ("<b>", "</b>", "%(number)s", "&amp;", "{more}", "100%"):
        assert kept in said
    plain = "People at the desk read your words first, before anyone else sees them."
    assert 1.4 <= len(longer.longer(plain)) / len(plain) <= 1.5
