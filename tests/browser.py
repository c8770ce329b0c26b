"""A real Chromium, and what it notices while it looks at the site."""

import contextlib
import os
import re
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from tests.live import Site

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP, PHONE = 1200, 390
# What the desk may set, and a public page may not.
DESK_COOKIES = {"desk", "desk-form", "desk-key", "desk-known", "desk-lately"}
# Violations reach the console too, but not those of a page that looks away from it.
_TELL = """document.addEventListener("securitypolicyviolation", (event) => console.error(
    `policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`))"""


@contextlib.contextmanager
def started(*, keeps_pages: bool = False) -> Iterator[Browser]:
    """The system's Chromium, for as long as the block lasts. Only if it `keeps_pages` has it the
    back-forward cache that people's have: Playwright switches it off."""
    path = os.environ.get("CHROMIUM") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=FLAGS,
            ignore_default_args=["--disable-back-forward-cache"] if keeps_pages else None,
        )
        try:
            yield browser
        finally:
            browser.close()


class Window:
    """A window with a memory of its own. `seen` is what no page of ours may make it see: errors
    on the console, violations of the policy, requests to another host."""

    def __init__(
        self, chromium: Browser, site: Site, *, scripts: bool = True, width: int = DESKTOP
    ) -> None:
        self.site = site
        self.seen: list[str] = []
        self._pages: set[str] = set()
        self._context = chromium.new_context(
            base_url=site.url,
            java_script_enabled=scripts,
            viewport={"width": width, "height": 800},
        )
        self._context.set_default_timeout(15_000)
        if scripts:
            self._context.add_init_script(_TELL)
        self._context.on("console", self._heard)
        self._context.on("weberror", lambda fault: self.seen.append(f"raised: {fault.error}"))
        self._context.on("request", self._asked)
        self.page: Page = self._context.new_page()

    def sign_in(self, name: str = "", password: str = "") -> None:
        """Signs in at the desk: as the demonstration's moderator unless told otherwise."""
        self.page.goto("/accounts/login/")
        self.page.get_by_label("Username").fill(name or self.site.name)
        self.page.get_by_label("Password").fill(password or self.site.password)
        self.page.get_by_role("button", name="Sign in").click()
        if not name:
            self.unlock()

    def unlock(self) -> None:
        """Opens what is sealed, for this sitting."""
        self.page.goto("/admin/unlock/")
        self.page.get_by_label("Your passphrase").fill(self.site.passphrase)
        self.page.get_by_role("button", name="Unlock").click()
        self.page.wait_for_url("**/admin/review/")

    def cookies(self) -> set[str]:
        """The names of the cookies that it holds."""
        return {str(cookie.get("name")) for cookie in self._context.cookies()}

    def faults(self) -> list[str]:
        """Everything it has seen, and every cookie that is not the desk's."""
        return self.seen + [f"cookie: {name}" for name in self.cookies() - DESK_COOKIES]

    def close(self) -> None:
        """Closes it, and with it all that it remembers."""
        self._context.close()

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        # That a page itself is a 404 or a 422 is said there too, and no fault of the page.
        is_page = message.location.get("url") in self._pages
        if not (is_page and message.text.startswith("Failed to load resource: the server resp")):
            self.seen.append(f"console: {message.text} {message.location.get('url')}")

    def _asked(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if request.is_navigation_request():
            self._pages.add(request.url)
        if parts.scheme in {"data", "about", "blob"}:
            return
        if f"{parts.scheme}://{parts.netloc}" != self.site.url:
            self.seen.append(f"request: {request.url}")


Opens = Callable[..., Window]


def sheets(pdf: bytes) -> int:
    """How many sheets of paper a page comes out on, as Chromium prints it."""
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def post(page: Page, path: str, fields: dict[str, str], **attributes: str) -> None:
    """Posts a form from where the page is, as a press of a button does. Waits for the answer."""
    script = """([action, fields, attributes]) => {
        const form = document.createElement("form");
        Object.assign(form, {method: "post", action, acceptCharset: "utf-8", ...attributes});
        for (const [name, value] of Object.entries(fields)) {
            const field = document.createElement("textarea");
            Object.assign(field, {name, value});
            form.append(field);
        }
        document.body.append(form);
        form.submit();
    }"""
    told: list[Any] = [path, fields, attributes]
    with page.expect_navigation():
        page.evaluate(script, told)
