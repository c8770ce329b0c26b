"""`make screens`: what the site looks like, photographed into `docs/screens/`.

Five public pages in three languages, on a phone and a desk, light and dark; two charts; each state
that is not a page as anybody finds it, on a phone; and the desk on somebody's first shift. Nothing
of the public ones is an accident of the day or of a lot: the same source, fonts and Chromium give
the same pictures, but for ten words. They are as high as a window, and have few colours, so that
they are small enough to lie beside the source.
"""

import base64
import datetime
import itertools
import os
import struct
import subprocess
import sys
import tempfile
import zlib
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from tests import browser, live, state_screens
from tests.looking import OVERHANG
from tests.states import root

FOLDER = live.ROOT / "docs" / "screens"
WINDOWS = {360: 780, 1200: 800}
THEMES = ("light", "dark")
LANGUAGES = ("en", "es", "ar")
CHARTS = ("growth", "countries")
# What the first shift passes, in `test_shift`.
SHIFT = ("factors", "app", "codes", "queue", "card", "reading", "danger", "up", "over")
SHIFT_WAYS = ("1200-light", "360-dark")
# Nine years after the two words.
DAY = datetime.date(2026, 10, 15)
SEED = 2017
# Inside the site's Django: the demonstration, with every lot drawn by a generator of our own.
_FILL = f"""
import datetime
import random
from unittest import mock
from moderation import gathering
from stories.demo.fill import fill
drawn = random.Random({SEED})
# SQLite's own lots.
random.seed({SEED})
with (
    mock.patch("secrets.randbits", drawn.getrandbits),
    mock.patch("stories.wall.counting.SystemRandom", lambda: drawn),
    mock.patch("stories.wall.counting.token_bytes", drawn.randbytes),
):
    fill(day=datetime.date.fromisoformat("{DAY}"))
gathering.gather()
"""
# Most colours of a page are steps between ink and paper. One that is as near as this to one that
# is seen more often, in each of red, green and blue of 255, becomes that one.
NEAR = 5
_FEW_COLOURS = """async ([picture, near]) => {
    const blob = await (await fetch(`data:image/png;base64,${picture}`)).blob();
    const image = await createImageBitmap(blob);
    const pen = new OffscreenCanvas(image.width, image.height).getContext("2d");
    pen.drawImage(image, 0, 0);
    const pixels = new Uint32Array(pen.getImageData(0, 0, image.width, image.height).data.buffer);
    const often = new Map();
    for (const pixel of pixels) often.set(pixel, (often.get(pixel) ?? 0) + 1);
    const few = [], place = new Map();
    for (const [pixel] of [...often].sort((a, b) => b[1] - a[1] || a[0] - b[0])) {
        const colour = [pixel & 255, pixel >> 8 & 255, pixel >> 16 & 255];
        const alike = (one) => one.every((part, at) => Math.abs(part - colour[at]) <= near);
        const at = few.findIndex(alike);
        place.set(pixel, at < 0 ? few.push(colour) - 1 : at);
    }
    const reader = new FileReader();
    const read = new Promise((done) => { reader.onload = done; });
    reader.readAsDataURL(new Blob([Uint16Array.from(pixels, (pixel) => place.get(pixel))]));
    await read;
    return [image.width, image.height, few.flat(), reader.result.split(",")[1]];
}"""


def public() -> set[str]:
    """The names of the pictures of public pages, without their ending."""
    pages = [*PAGES, *(f"numbers-{chart}" for chart in CHARTS)]
    ways = itertools.product(pages, WINDOWS, THEMES, LANGUAGES)
    return {
        f"{page}-{width}-{theme}-{language}"
        for page, width, theme, language in ways
        if page in PAGES or language == "en"
    }


def desk() -> set[str]:
    """The names of the pictures of the desk."""
    return {f"desk-{name}-{way}" for name, way in itertools.product(SHIFT, SHIFT_WAYS)}


def every() -> set[str]:
    """The names of all pictures."""
    return public() | desk() | state_screens.names()


def _story(page: Page, language: str) -> None:
    """A story in the page's own language, opened."""
    page.goto(f"{root(language)}stories/?setting=transport&language={language}")
    address = page.locator(".cover a").first.get_attribute("href")
    assert address
    page.goto(address.removesuffix("#words"))
    page.locator("summary").first.click()


def _at(path: str) -> Callable[[Page, str], None]:
    def goes(page: Page, language: str) -> None:
        page.goto(root(language) + path)

    return goes


# How a page comes there, in a language.
PAGES: dict[str, Callable[[Page, str], None]] = {
    "wall": _at(""),
    "say": _at("say/"),
    "numbers": _at("numbers/"),
    "story": _story,
    "yours": _at("yours/"),
}


def takes_public(site: live.Site, folder: Path) -> None:
    """Photographs the public pages. Raises AssertionError where one of them breaks its policy or
    is wider than its window."""
    with browser.started() as chromium:
        window = browser.Window(chromium, site)
        for language, (name, goes) in itertools.product(LANGUAGES, PAGES.items()):
            goes(window.page, language)
            _takes(window.page, folder, name, language)
            if name == "numbers" and language == "en":
                for chart in CHARTS:
                    _takes(window.page, folder, f"{name}-{chart}", language, part=f"#{chart}")
        assert window.faults() == []


def _takes(page: Page, folder: Path, name: str, language: str, *, part: str = "body") -> None:
    for (width, height), theme in itertools.product(WINDOWS.items(), THEMES):
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.locator(part).evaluate("(part) => part.scrollIntoView({behavior: 'instant'})")
        full = f"{name}-{width}-{theme}-{language}"
        assert page.evaluate(OVERHANG) <= 0, full
        page.screenshot(path=folder / f"{full}.png", animations="disabled")


def takes_desk(folder: Path) -> None:
    """Has the first shift photograph the desk. Raises CalledProcessError where it fails."""
    subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "mouse",
         "tests/test_shift.py"],
        cwd=live.ROOT, env={**os.environ, "SCREENS": str(folder)}, check=True,
    )  # fmt: skip


def small(blank: Page, picture: bytes) -> bytes:
    """The same picture, as a PNG of at most 256 colours: `blank` is any page of about:blank."""
    given = [base64.b64encode(picture).decode(), NEAR]
    width, height, colours, places = blank.evaluate(_FEW_COLOURS, given)
    assert len(colours) <= 3 * 256, "NEAR is too near: there are more colours than places."
    rows = base64.b64decode(places)[::2]
    # A 0 before each row: it is as it stands.
    lines = b"".join(b"\0" + rows[at : at + width] for at in range(0, len(rows), width))
    parts = {
        b"IHDR": struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0),
        b"PLTE": bytes(colours),
        b"IDAT": zlib.compress(lines, 9),
        b"IEND": b"",
    }
    chunks = [
        struct.pack(">I", len(said)) + kind + said + struct.pack(">I", zlib.crc32(kind + said))
        for kind, said in parts.items()
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def main() -> int:
    """Takes all of them, and puts them in the place of those that were there. Returns the exit
    status."""
    with tempfile.TemporaryDirectory(prefix="screens-") as name:
        folder = Path(name)
        with live.running(worker=False, THROTTLE="off", PYTHONHASHSEED="0") as site:
            site.python(_FILL)
            takes_public(site, folder)
            state_screens.takes(site, folder)
        takes_desk(folder)
        taken = {path.stem: path.read_bytes() for path in folder.glob("*.png")}
    assert taken.keys() == every(), sorted(taken.keys() ^ every())
    FOLDER.mkdir(exist_ok=True)
    with browser.started() as chromium:
        blank = chromium.new_page()
        for stem, picture in taken.items():
            (FOLDER / f"{stem}.png").write_bytes(small(blank, picture))
    for path in FOLDER.iterdir():
        if path.stem not in taken:
            path.unlink()
    size = sum(path.stat().st_size for path in FOLDER.iterdir())
    print(f"{len(taken)} pictures, {size / 1e6:.1f} MB, in {FOLDER.relative_to(live.ROOT)}/")
    return 0


if __name__ == "__main__":
    sys.exit(main())
