"""`make components`: every component of the public pages in its states, for whoever changes them.

Taken out of the pages of a filled site, as the real templates make them, and set out on one page,
`docs/components.html`, which a browser opens from the source: it has the site's own style sheet.
What the desk looks like is in `docs/screens/`; its lists are Django's.
"""

import html
import sys
from typing import NamedTuple

from playwright.sync_api import Page

from tests import browser, live
from tests.states import POINTING, STATES, WORDS, State, says

PAGE = live.ROOT / "docs" / "components.html"


class Shown(NamedTuple):
    """A state of a component: what it is called, on which page it is, and where."""

    state: str
    page: State
    where: str


_FORM, _ONCE_MORE = STATES["the open form"], STATES["the form once more"]
_TICKED = says(
    examples_0_text=WORDS, examples_0_setting="work", examples_0_reported="ignored",
    country="PT", quotable="1", action="check",
)  # fmt: skip
COMPONENTS: dict[str, list[Shown]] = {
    "Field": [
        Shown("empty", _FORM, ".one .field:has(textarea)"),
        Shown("filled", _ONCE_MORE, ".one .field:has(textarea)"),
        Shown("wrong", STATES["the form, too long"], ".one:has(.problem)"),
        Shown("a list to choose from", _FORM, ".field:has(#country)"),
        Shown("ten words", STATES["yours"], ".field:has(#words)"),
    ],
    "Choice": [
        Shown("nothing chosen", _FORM, ".choice"),
        Shown("one chosen", _TICKED, ".choice"),
        Shown("a box", _FORM, ".field.tick"),
        Shown("a box, ticked", _TICKED, ".field.tick"),
    ],
    "Button": [
        Shown("the one thing to do, and the other", _FORM, ".saying .ways"),
        Shown("two words", STATES["say"], ".two-words p:has(button)"),
        Shown("a link that is the one thing to do", STATES["the wall"], "main .ways"),
        Shown("one more", _FORM, ".saying p:has(> button.second[value=add])"),
        Shown("stand beside", STATES["a story opened"], "form.beside"),
        Shown("the way out", STATES["say"], "a.exit"),
    ],
    "Notice": [
        Shown("what is good to know first", STATES["say"], ".note.safety"),
        Shown("something is not right yet", STATES["the form, too long"], ".note.wrong"),
        Shown("what just happened", _ONCE_MORE, ".note[role=status]"),
        Shown("a demonstration", STATES["the wall"], ".demonstration"),
        Shown("a pause", STATES["stories"], "#pause"),
        Shown("nothing fits", STATES["stories that fit no filter"], "main > p.quiet:last-of-type"),
    ],
    "Cover": [
        Shown("closed", STATES["stories"], ".cover"),
        Shown("opened", STATES["stories with three covers opened"], ".cover[open]"),
        Shown("of more to say", STATES["say"], ".saying > .more"),
        Shown("of what is left out", STATES["stories"], ".leave-out"),
    ],
    "Mark in her text": [
        Shown("may point to someone", says(examples_0_text=POINTING), "form:has(mark)"),
    ],
    "Card": [
        Shown("a help line", STATES["help"], ".line"),
        Shown("ten words, once", STATES["words arrived"], ".receipt"),
        Shown("what became of it", STATES["yours, waiting"], "main > .lede"),
        Shown("taking it back", STATES["yours, about to take back"], "details.more:last-of-type"),
    ],
    "Table": [
        Shown("of a chart", STATES["numbers"], "table.figures"),
    ],
    "Chart": [
        Shown("bars", STATES["numbers"], "table.bars"),
        Shown("growth", STATES["numbers"], "div.growth"),
    ],
    "Pager": [
        Shown("at the first page", STATES["stories"], ".pager"),
    ],
    "Frame of a page": [
        Shown("the pages and the way out", STATES["stories"], "header.top"),
        Shown("other languages", STATES["stories"], "nav.languages"),
        Shown("at the end", STATES["stories"], "footer.foot"),
    ],
}
# A copy of it, whose links lead nowhere, whose numbers are gone, and whose names are its own.
_TAKEN = """(it, own) => {
    const one = it.cloneNode(true);
    for (const part of [one, ...one.querySelectorAll("*")]) {
        for (const name of ["id", "for", "name", "list", "aria-labelledby", "aria-describedby"]) {
            const said = part.getAttribute(name);
            if (said) part.setAttribute(name, said.split(" ").map((id) => id + own).join(" "));
        }
        for (const name of ["href", "action"]) {
            if (part.hasAttribute(name)) part.setAttribute(name, "#");
        }
        for (const name of ["autofocus", "data-words", "data-own"]) part.removeAttribute(name);
        if (part.matches("input[type=hidden]")) part.remove();
        if (part.matches("textarea")) part.textContent = it.querySelector("textarea").value;
    }
    return one.outerHTML;
}"""


def taken(page: Page) -> str:
    """The page with all of them. Raises LookupError where one is not there any more."""
    sections, number = [], 0
    for component, states in COMPONENTS.items():
        parts = []
        for shown in states:
            shown.page(page, "/")
            found = page.locator(shown.where)
            if not found.count():
                raise LookupError(f"{component}, {shown.state}: no {shown.where} on {page.url}")
            number += 1
            its = found.first.evaluate(_TAKEN, f"-{number}")
            caption = html.escape(f"{shown.state}: {shown.where}")
            parts.append(f"<figure><figcaption>{caption}</figcaption>\n{its}\n</figure>")
        listed = "\n".join(parts)
        sections.append(f"<section><h2>{component}</h2>\n{listed}\n</section>")
    return _WHOLE.format(sections="\n".join(sections))


_WHOLE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Components</title>
<link rel="stylesheet" href="../static/site/site.css">
<style>
figure {{ margin: 2rem 0; padding-block-start: .5rem; border-block-start: 1px dashed; }}
figcaption {{ margin-block-end: .75rem; font: .8125rem/1.4 monospace; color: var(--quiet); }}
figure header.top, figure .exit {{ position: static; }}
</style>
</head>
<body>
<main id="content">
<h1>Components</h1>
<p class="lede">Each in its states, as the pages of a demonstration have it.</p>
<p>Made by <code>make components</code>. Everything is invented. Colours follow the system's theme;
a width of 360 pixels is worth a look.</p>
{sections}
</main>
</body>
</html>
"""


def main() -> int:
    """Writes the page. Returns the exit status."""
    with (
        live.running(filled=True, worker=False, THROTTLE="off") as site,
        browser.started() as chromium,
    ):
        PAGE.write_text(taken(browser.Window(chromium, site).page), encoding="utf-8")
    print(f"{PAGE.stat().st_size / 1000:.0f} kB, {PAGE.relative_to(live.ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
