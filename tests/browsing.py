"""The fixtures of the browser tests. A test module names this in `pytest_plugins`, and does not
import it: what it imports stands in `tests.browser`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests import browser, live, longer


@pytest.fixture(scope="session")
def site() -> Iterator[live.Site]:
    """A served, filled site for all browser tests. They leave it fuller than they find it."""
    with live.running(filled=True, worker=False, THROTTLE="off") as it:
        yield it


@pytest.fixture(scope="module")
def empty() -> Iterator[live.Site]:
    """A site before its first release, which limits what comes in."""
    with live.running(worker=False) as it:
        yield it


@pytest.fixture(scope="module")
def drawn_out(tmp_path_factory: pytest.TempPathFactory) -> Iterator[live.Site]:
    """A filled site in a language that takes two fifths more room."""
    folder: Path = tmp_path_factory.mktemp("longer")
    longer.write(folder)
    with live.running(
        filled=True, worker=False, THROTTLE="off", LONGER=str(folder),
        DJANGO_SETTINGS_MODULE="tests.longer_settings", PYTHONPATH=str(live.ROOT),
    ) as site:  # fmt: skip
        yield site


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for a module: not for the session, because while Playwright runs, Django takes
    this thread for an asynchronous one and refuses it the database."""
    with browser.started() as it:
        yield it


@pytest.fixture(scope="module")
def anybody(chromium: Browser, site: live.Site) -> Iterator[browser.Window]:
    """Whoever comes by. A window costs more than a page, so those of one module share it."""
    window = browser.Window(chromium, site)
    yield window
    window.close()


@pytest.fixture(scope="module")
def signed_in(chromium: Browser, site: live.Site) -> Iterator[browser.Window]:
    """Somebody at the desk, in one window too."""
    window = browser.Window(chromium, site)
    window.sign_in()
    yield window
    window.close()


@pytest.fixture
def opens(chromium: Browser, site: live.Site) -> Iterator[browser.Opens]:
    """Opens windows: `opens()` for anybody, `opens(desk=True)` for a moderator, other options
    as in `browser.Window`. Afterwards none may have seen a fault, nor anybody's hold a cookie."""
    windows: list[tuple[browser.Window, bool]] = []

    def opens(*, at: live.Site = site, desk: bool = False, **options: Any) -> browser.Window:
        window = browser.Window(chromium, at, **options)
        windows.append((window, desk))
        return window

    try:
        yield opens
        for window, desk in windows:
            assert window.faults() == []
            assert desk or window.cookies() == set()
    finally:
        for window, _ in windows:
            window.close()
