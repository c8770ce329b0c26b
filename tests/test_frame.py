"""The frame, in a real browser, within the page of another site: it is shown as it is, and nothing
else of ours can be."""

import http.server
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests import live

pytest_plugins = ["tests.browsing"]
# Who may frame what does not depend on the database.
pytestmark = [pytest.mark.browser, pytest.mark.pure, pytest.mark.slow]


class _Elsewhere(http.server.BaseHTTPRequestHandler):
    """Another site, whose page frames what its address says."""

    ours = ""

    def do_GET(self) -> None:
        sandbox, _, path = self.path.removeprefix("/").partition("/")
        attribute = ' sandbox=""' if sandbox == "sandboxed" else ""
        body = (
            f'<!doctype html><title>x</title><iframe{attribute} width="500" height="500" '
            f'src="{self.ours}/{path}"></iframe><img src="{self.ours}/badge.svg">'
            f'<img src="{self.ours}/preview.png">'
        ).encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def elsewhere(site: live.Site) -> Iterator[str]:
    """The address of another site on this machine."""
    handler = type("Handler", (_Elsewhere,), {"ours": site.url})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.mark.parametrize("how", ["plain", "sandboxed"])
def test_another_site_shows_the_frame_as_it_is(
    chromium: Browser, site: live.Site, elsewhere: str, how: str
) -> None:
    window = chromium.new_context()
    page = window.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{elsewhere}/{how}/embed/")
    frame = page.frames[1]
    number = frame.locator("h1.number")
    assert number.inner_text().replace(",", "").isdigit()
    # With its own sheet, and the marks seen.
    assert number.evaluate("it => parseFloat(getComputedStyle(it).fontSize)") > 38
    assert frame.locator(".band .marks:visible svg").count() == 1
    overhang = "() => document.documentElement.scrollWidth - innerWidth"
    assert frame.evaluate(overhang) <= 0
    for image in page.locator("img").all():
        assert image.evaluate("it => it.decode().then(() => it.naturalWidth)") > 0
    assert [line for line in said if "favicon" not in line] == []
    assert window.cookies() == []
    window.close()


@pytest.mark.parametrize("path", ["", "say/", "yours/", "stories/", "leave/", "accounts/login/"])
def test_another_site_cannot_frame_anything_else(
    chromium: Browser, site: live.Site, elsewhere: str, path: str
) -> None:
    window = chromium.new_context()
    page = window.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{elsewhere}/plain/{path}")
    assert page.frames[1].locator("main, form").count() == 0
    assert any("frame-ancestors" in line or "X-Frame-Options" in line for line in said)
    window.close()


def test_a_press_in_the_frame_leads_to_the_wall(
    chromium: Browser, site: live.Site, elsewhere: str
) -> None:
    window = chromium.new_context()
    page = window.new_page()
    page.goto(f"{elsewhere}/plain/embed/")
    page.frames[1].get_by_role("link").click()
    page.wait_for_url(f"{site.url}/")
    assert page.locator("h1.number").count() == 1
    window.close()
