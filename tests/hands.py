"""What somebody does with a page, in whichever browser: goes somewhere, presses, types, waits until
something can be used. By selectors and by no word, so that it is the same in each language."""

import time
from typing import Any, Protocol
from urllib.parse import urlsplit

from playwright.sync_api import Page

from tests.firefox import Firefox

# Seconds until something that does not come is given up.
PATIENCE = 60.0
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class Hands(Protocol):
    """On one window."""

    def goes(self, address: str) -> None:
        """Opens an address, and does not wait for it."""

    def presses(self, selector: str, number: int = 0) -> None:
        """Presses the first, or another, that is seen, and does not wait for what follows."""

    def types(self, selector: str, text: str) -> None:
        """Types into the first that is seen."""

    def waits_for(self, selector: str) -> None:
        """Until one of them is seen. Raises where that takes too long."""

    def reads(self, selector: str) -> str:
        """The text of the first."""

    def path(self) -> str:
        """Where she is."""


class ChromiumHands:
    """On a window of Chromium."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.set_default_timeout(PATIENCE * 1000)

    def goes(self, address: str) -> None:
        self.page.goto(address, wait_until="commit")

    def presses(self, selector: str, number: int = 0) -> None:
        self.page.locator(selector).filter(visible=True).nth(number).click(no_wait_after=True)

    def types(self, selector: str, text: str) -> None:
        self.page.locator(selector).filter(visible=True).first.press_sequentially(text)

    def waits_for(self, selector: str) -> None:
        self.page.locator(selector).filter(visible=True).first.wait_for(state="visible")

    def reads(self, selector: str) -> str:
        return (self.page.locator(selector).first.text_content() or "").strip()

    def path(self) -> str:
        return urlsplit(self.page.url).path


class FirefoxHands:
    """On a window of Firefox, by the commands of WebDriver."""

    def __init__(self, window: Firefox) -> None:
        self.window = window

    def goes(self, address: str) -> None:
        self.window.ask("WebDriver:Navigate", {"url": address})

    def presses(self, selector: str, number: int = 0) -> None:
        self._with(selector, number, self._press)

    def types(self, selector: str, text: str) -> None:
        self._with(selector, 0, lambda one: self._ask("ElementSendKeys", id=one, text=text))

    def waits_for(self, selector: str) -> None:
        self._with(selector, 0, lambda one: None)

    def reads(self, selector: str) -> str:
        found: list[str] = []
        self._with(
            selector, 0, lambda one: found.append(self._ask("GetElementText", id=one)["value"])
        )
        return found[0].strip()

    def path(self) -> str:
        return urlsplit(str(self._ask("GetCurrentURL")["value"])).path

    def _with(self, selector: str, number: int, act: Any) -> None:
        """Does it with one that is seen. What is gone meanwhile, with its page, is looked for
        again."""
        until, why = time.monotonic() + PATIENCE, ""
        while time.monotonic() < until:
            try:
                seen = [one for one in self._all(selector) if self._is_seen(one)]
                if len(seen) > number:
                    act(seen[number])
                    return
            except RuntimeError as fault:
                why = str(fault)
            time.sleep(0.02)
        raise TimeoutError(f"{selector} is not there. {why}")

    def _press(self, one: str) -> None:
        # At the edge of a window that is narrower than Firefox makes one, it misses.
        self.window.run("arguments[0].scrollIntoView({block: 'center'})", {_ELEMENT: one})
        self._ask("ElementClick", id=one)

    def _all(self, selector: str) -> list[str]:
        asked = {"using": "css selector", "value": selector}
        return [one[_ELEMENT] for one in self.window.ask("WebDriver:FindElements", asked)]

    def _is_seen(self, one: str) -> bool:
        return bool(self._ask("IsElementDisplayed", id=one)["value"])

    def _ask(self, command: str, **parameters: str) -> Any:
        return self.window.ask(f"WebDriver:{command}", parameters)
