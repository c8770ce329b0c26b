"""What is wrong on a page in a language that takes two fifths more room (`tests.longer`): what runs
off to the side, what is cut, and what has not been translated."""

from pathlib import Path

from babel import Locale
from django import conf
from django.conf.locale import LANG_INFO
from playwright.sync_api import Page, ViewportSize

from metoo import catalogues
from tests import longer
from tests.looking import WIDER

WIDTHS = (320, 360, 768, 1280)
WIDE: ViewportSize = {"width": 1280, "height": 800}
# What stands on a page in letters, and has not one mark of the longer language. What is somebody's
# own words, or a name that each language keeps, says so by its place or its `lang`.
UNTRANSLATED = """([marks, kept, names]) => {
    const found = new Set(), marked = new RegExp(`[${marks}]`);
    const say = (said, where) => {
        if (marked.test(said) || !/\\p{L}{2}/u.test(said)) return;
        const digits = said.replace(/\\b([0-9a-f]{16}|[0-9a-f]{4})\\b/g, "");
        const text = names.reduce((left, name) => left.replaceAll(name, ""), digits);
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
        # A list of Django's: how many are chosen, and a day in Django's way.
        ".actions .action-counter", ".field-day",
        # The name by which a help line is known where it answers.
        ".line h3",
        # An address is what it is.
        ".address", ".field-on_the_wall a", "code", "a[href*='/numbers.']",
        "a[href$='.atom']", "a[href^='/api/']",
        f":not(html)[lang]:not([lang={longer.CODE}])",
    ]
)  # fmt: skip
# Of places, languages and months, as the CLDR has them, and what Django says at the desk of
# languages and of days; the longest first.
_CLDR = Locale(longer.CODE)
_MONTHS = _CLDR.months["format"]
_DJANGOS = catalogues.read(
    Path(conf.__file__ or "").parent / "locale" / longer.CODE / "LC_MESSAGES" / "django.po"
)
NAMES = sorted(
    {
        *_CLDR.territories.values(), *_CLDR.languages.values(), *_MONTHS["wide"].values(),
        *_MONTHS["abbreviated"].values(),
        *(str(_DJANGOS[info["name"]].string) for info in LANG_INFO.values() if "name" in info
          and info["name"] in _DJANGOS),
    },
    key=len,
    reverse=True,
)  # fmt: skip


def faults_in(page: Page) -> list[str]:
    """What is wrong on a page, a line each."""
    wrong = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        wrong += [f"{width}: {one}" for one in page.evaluate(WIDER)]
    page.set_viewport_size(WIDE)
    marks = "".join(sorted(longer.MARKS))
    left = page.evaluate(UNTRANSLATED, [marks, KEPT, NAMES])
    return wrong + [f"untranslated, {one}" for one in left]
