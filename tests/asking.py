"""The application as the web server asks it, in the test's own process."""

import io
import sys
from typing import Any, NamedTuple


class Answer(NamedTuple):
    """All of an answer."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes


def ask(path: str = "/", **environ: Any) -> Answer:
    """The answer to one request; `environ` is what differs from a plain GET of `path`."""
    from metoo import wsgi

    said: list[Any] = []
    asked = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SCRIPT_NAME": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost:8000",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
        "wsgi.version": (1, 0),
    } | environ
    asked = {name: value for name, value in asked.items() if value is not None}
    parts: Any = wsgi.application(asked, lambda *words: said.extend(words))
    try:
        body = b"".join(parts)
    finally:
        getattr(parts, "close", lambda: None)()
    status, headers = said
    return Answer(status, headers, body)
