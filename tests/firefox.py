"""A real Firefox, which Playwright drives only as a build of its own: by Marionette, the protocol
that Firefox itself listens for (`firefox --marionette`; source docs, "Marionette: Protocol").

Each message is its length, a colon, and JSON: [0, number, command, parameters] there, and
[1, number, fault, result] back.
"""

import base64
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

START_SECONDS = 60
# Nothing of it asks anybody anything, or shows a page of its own.
_PREFERENCES = {
    "app.update.auto": False,
    "app.update.disabledForTesting": True,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "toolkit.telemetry.enabled": False,
    # As on a phone: a bar for scrolling takes no room.
    "ui.useOverlayScrollbars": 1,
    "services.settings.server": "http://localhost:1",
}


def installed() -> str | None:
    """The path of a Firefox, FIREFOX or the system's; None where there is none."""
    return shutil.which(os.environ.get("FIREFOX") or "firefox-esr") or shutil.which("firefox")


class Firefox:
    """One window of it. Unless it `waits`, it is done with a command before the page is there."""

    def __init__(self, connection: socket.socket, *, waits: bool = True) -> None:
        self._socket = connection
        self._number = 0
        self._read()
        self.version: str = self.ask(
            "WebDriver:NewSession", {"pageLoadStrategy": "normal" if waits else "none"}
        )["capabilities"]["browserVersion"]

    def ask(self, command: str, parameters: dict[str, Any]) -> Any:
        """What it answers to one command. Raises RuntimeError where that is a fault."""
        self._number += 1
        message = json.dumps([0, self._number, command, parameters]).encode()
        self._socket.sendall(str(len(message)).encode() + b":" + message)
        _, _, fault, result = self._read()
        if fault:
            raise RuntimeError(f"{command}: {fault['error']}: {fault['message']}")
        return result

    def run(self, script: str, *given: Any) -> Any:
        """What a function's body returns, in the page."""
        return self.ask("WebDriver:ExecuteScript", {"script": script, "args": list(given)})["value"]

    def narrow(self, width: int, height: int) -> None:
        """Makes the page so large. Its window cannot be as narrow as a phone; what holds the page
        in it can."""
        self.ask("Marionette:SetContext", {"value": "chrome"})
        script = """const [width, height] = arguments;
            const style = gBrowser.selectedBrowser.style;
            style.setProperty("min-width", "0");
            for (const [name, size] of [["width", width], ["height", height]]) {
                style.setProperty(name, `${size}px`);
                style.setProperty(`max-${name}`, `${size}px`);
            }"""
        self.run(script, width, height)
        self.ask("Marionette:SetContext", {"value": "content"})

    def picture(self) -> bytes:
        """What is seen of the page now, as a PNG."""
        answer = self.ask("WebDriver:TakeScreenshot", {"full": False})
        return base64.b64decode(answer["value"])

    def _read(self) -> Any:
        length = b""
        while (one := self._socket.recv(1)) != b":":
            if not one:
                raise RuntimeError("Firefox has gone.")
            length += one
        left, text = int(length), b""
        while len(text) < left:
            text += self._socket.recv(left - len(text))
        return json.loads(text)


@contextlib.contextmanager
def started(
    path: str, *, density: float, preferences: dict[str, Any] | None = None, waits: bool = True
) -> Iterator[Firefox]:
    """It, for as long as the block lasts, on a screen of that pixel density. More of its
    `preferences` can be set."""
    with tempfile.TemporaryDirectory(prefix="firefox-") as folder, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        wanted = _PREFERENCES | {
            "marionette.port": port,
            "layout.css.devPixelsPerPx": str(density),
            **(preferences or {}),
        }
        lines = [f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in wanted.items()]
        Path(folder, "user.js").write_text("\n".join(lines), encoding="utf-8")
        process = subprocess.Popen(
            [path, "--headless", "--marionette", "--remote-allow-system-access", "--no-remote",
             "--profile", folder],
            env=os.environ | {"HOME": folder},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )  # fmt: skip
        try:
            with _connected(port) as connection:
                yield Firefox(connection, waits=waits)
        finally:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _connected(port: int) -> socket.socket:
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=60)
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
