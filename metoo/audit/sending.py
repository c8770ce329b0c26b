"""Somebody who comes to a running site with canaries: in address, browser, words and all else."""

import contextlib
import functools
import http.client
import re
import socket
from dataclasses import dataclass, field
from email.message import Message
from typing import Any
from urllib.parse import urlencode

from metoo.audit.canaries import ADDRESSES, SENDER


class NotPlanted(Exception):
    """What should have been sent did not arrive as meant, so nothing is proven. Says what."""


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: Message
    body: str


@dataclass
class Sender:
    """Somebody with an address, a browser, a language and a way here: all of them canaries."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    asked: int = 0

    def ask(
        self,
        path: str,
        *,
        fields: dict[str, str] | None = None,
        body: bytes | None = None,
        method: str = "",
        **headers: Any,
    ) -> Answer:
        """One request: a post where there are `fields` or a `body` and no other `method`."""
        address = self._next_address()
        sent = self._headers(address)
        if fields is not None:
            body = urlencode(fields).encode()
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=30, source_address=_bound(address)
        )
        try:
            # A body that is too large is answered before all of it was sent.
            with contextlib.suppress(BrokenPipeError):
                usual = "GET" if body is None else "POST"
                connection.request(method or usual, _asked(path), body, sent)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
            for cookie in answer.headers.get_all("Set-Cookie", []):
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return Answer(answer.status, answer.headers, text)
        finally:
            connection.close()

    def break_off(self, path: str, body: bytes) -> None:
        """A post of which half arrives, and then the connection is gone."""
        address = self._next_address()
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=30, source_address=_bound(address)
        )
        connection.putrequest("POST", _asked(path), skip_host=True)
        for name, value in self._headers(address).items():
            connection.putheader(name, value)
        connection.putheader("Content-Type", "application/x-www-form-urlencoded")
        connection.putheader("Content-Length", str(2 * len(body)))
        connection.endheaders(body)
        connection.close()

    def _next_address(self) -> str:
        self.asked += 1
        return ADDRESSES[self.asked % len(ADDRESSES)]

    def _headers(self, address: str) -> dict[str, str]:
        cookies = {**self.cookies, "other": SENDER["cookie"]}
        return {
            "Host": f"localhost:{self.port}",
            "User-Agent": SENDER["user agent"],
            "Accept-Language": f"{SENDER['language header']},en;q=0.5",
            "Referer": SENDER["referrer"],
            "X-Forwarded-For": f"{SENDER['a forwarded address']}, "
            f"{SENDER['a forwarded address, the newer kind']}, {address}",
            "Forwarded": f"for={SENDER['a forwarded address']}",
            "Authorization": f"Basic {SENDER['authorization']}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        }

    def nonce(self) -> str:
        """The number in a fresh form."""
        return hidden("nonce", self.ask("/say/").body)

    def say(self, words: str, *, action: str = "send", **more: Any) -> Answer:
        """Fills the form in and presses a button."""
        fields = {
            "nonce": self.nonce(),
            "action": action,
            # The canaries point to someone, and are meant to be sent all the same.
            "confirmed": "1",
            "examples-TOTAL_FORMS": "1",
            "examples-0-text": words,
        }
        headers = {name: more.pop(name) for name in list(more) if name[0].isupper()}
        return self.ask("/say/", fields=fields | more, **headers)

    def post_at_desk(self, path: str, **fields: str) -> Answer:
        """A form of the desk's, with its token."""
        token = hidden("csrfmiddlewaretoken", self.ask("/accounts/password/").body)
        return self.ask(path, fields={"csrfmiddlewaretoken": token} | fields)

    def sign_in(self, name: str, password: str, **headers: Any) -> Answer:
        """At the desk's door."""
        token = hidden("csrfmiddlewaretoken", self.ask("/accounts/login/").body)
        fields = {"csrfmiddlewaretoken": token, "login": name, "password": password}
        return self.ask("/accounts/login/", fields=fields, **headers)


def receipt(page: str) -> str:
    """The ten words on the page that says it arrived. Raises NotPlanted."""
    found = re.search(r'<output id="receipt"[^>]*>([a-z ]+)<', page)
    if not found:
        raise NotPlanted(f"There is no receipt in: {page[:300]}")
    return found[1]


def hidden(name: str, page: str) -> str:
    """What a form holds under `name` without showing it. Raises NotPlanted."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    if not found:
        raise NotPlanted(f"There is no {name} in: {page[:300]}")
    return found[1]


def _asked(path: str) -> str:
    # Django's lists take every word of a query for a filter, and do nothing then.
    if path == "/admin/stories/story/":
        return path
    return f"{path}{'&' if '?' in path else '?'}from={SENDER['query']}"


@functools.cache
def _bound(address: str) -> tuple[str, int] | None:
    """Where a request comes from: any of this machine's own addresses, where it has them all."""
    with socket.socket() as one:
        try:
            one.bind((address, 0))
        except OSError:
            return None
    return address, 0
