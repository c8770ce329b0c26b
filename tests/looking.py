"""How a page is looked at for whoever does not see, sees little, taps badly or has a small phone.

axe with every WCAG 2.2 A and AA rule finds nothing; nothing runs off to the side; what can be
tapped is large enough; and the way out stays in reach. A theme changes colours alone and a width
places alone, so the short run looks at light and wide and at dark and narrow; with PROVE=full at
all four.
"""

import os
import re
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

WIDE, PHONE, NARROWEST = 1200, 360, 320
WAYS = [(WIDE, "light"), (PHONE, "dark")]
if os.environ.get("PROVE") == "full":
    WAYS += [(WIDE, "dark"), (PHONE, "light")]
AXE = (resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
# What a page is judged by besides where Lighthouse judges it (`make lighthouse`).
MORE_RULES = ["aria-allowed-role", "empty-heading", "heading-order", "image-redundant-alt"]
MORE_RULES += ["landmark-one-main", "tabindex", "table-duplicate-name", "td-has-header"]
RUN_AXE = """async ([tags, more]) => {
    document.body.getBoundingClientRect();
    // One that is never drawn never ends: two seconds are more than any of ours takes.
    const changes = Promise.all(document.getAnimations().map((change) => change.finished));
    await Promise.race([changes, new Promise((done) => setTimeout(done, 2000))]);
    const found = await axe.run(document, {
        runOnly: {type: "tag", values: tags}, resultTypes: ["violations"],
        rules: Object.fromEntries(more.map((rule) => [rule, {enabled: true}])),
    });
    return found.violations.flatMap((rule) => rule.nodes.map(
        (node) => `${rule.id}: ${node.html.slice(0, 200)} ${node.failureSummary}`));
}"""
# WCAG 2.2, 2.5.8: at least 24 by 24. A link within a sentence is excepted there.
SMALL_TARGETS = """() => {
    const small = [];
    const all = "a[href], button, input:not([type=hidden]), select, textarea, summary";
    for (const target of document.querySelectorAll(all)) {
        const {width, height, right, bottom} = target.getBoundingClientRect();
        const seen = target.checkVisibility() && right > 0 && bottom > -scrollY && width && height;
        const sentence = [...target.parentElement.childNodes].some(
            (node) => node.nodeType === Node.TEXT_NODE && /[\\p{L}\\d]/u.test(node.data));
        const inline = sentence && getComputedStyle(target).display === "inline";
        if (seen && !inline && (width < 24 || height < 24)) {
            small.push(`${width} x ${height}: ${target.outerHTML.slice(0, 160)}`);
        }
    }
    return small;
}"""
# Where the finger finds it when the page is read to its end; nothing may lie over it.
WAY_OUT = """() => {
    scrollTo(0, document.documentElement.scrollHeight);
    const exit = document.querySelector("a.exit");
    const {left, top, right, bottom, height} = exit.getBoundingClientRect();
    const there = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
    const inside = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
    return {height, inside, free: exit.contains(there), leads: exit.pathname};
}"""
# What is wider than the page, and what is wider than the box that it is in, where that cuts it.
WIDER = """() => {
    const found = [];
    const over = document.documentElement.scrollWidth - innerWidth;
    if (over > 0) found.push(`the page by ${over}`);
    for (const box of document.querySelectorAll("body *")) {
        const style = getComputedStyle(box);
        const typed = box.matches("input, textarea, select, option");
        // What only a screen reader reads is a pixel wide.
        const unseen = box.closest(".unseen, .visually-hidden");
        if (typed || unseen || style.overflowX === "visible" || box.clientWidth <= 1) continue;
        const more = box.scrollWidth - box.clientWidth;
        if (more > 0) found.push(`${box.tagName}.${box.className} by ${more}`);
    }
    return found;
}"""
OVERHANG = "document.documentElement.scrollWidth - innerWidth"


def looks(page: Page) -> None:
    """Looks at a page in each way (width and theme), and says everything that is wrong."""
    page.evaluate(AXE)
    wrong: list[str] = []
    for width, theme in WAYS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        # Further down, the bar that stays on top can cover half of what is next to it.
        page.evaluate("() => scrollTo(0, 0)")
        found = page.evaluate(RUN_AXE, [RULES, MORE_RULES])
        wrong += [f"{theme}, {width}: {violation}" for violation in found]
    for width in (WIDE, PHONE, NARROWEST):
        page.set_viewport_size({"width": width, "height": 640})
        wrong += [f"{width}, small: {target}" for target in page.evaluate(SMALL_TARGETS)]
        if overhang := page.evaluate(OVERHANG):
            wrong.append(f"{width}: {overhang} pixels run off to the side")
        wrong += _way_out(page, width)
    assert not wrong, "\n".join(wrong)


def _way_out(page: Page, width: int) -> list[str]:
    """What is wrong with the way out. The desk is not where somebody has to hide."""
    path = urlsplit(page.url).path
    if re.match(r"(/[a-z]{2})?/(admin|accounts|leave|embed)/", path):
        return []
    exit_link: dict[str, Any] = page.evaluate(WAY_OUT)
    fine = exit_link["height"] >= 44 and exit_link["inside"] and exit_link["free"]
    # In the language of the page.
    leads = re.sub(r"^/([a-z]{2}/)?.*", r"/\1leave/", path)
    return [] if fine and exit_link["leads"] == leads else [f"{width}: {exit_link}"]
