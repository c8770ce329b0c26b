"""Requests as a browser sends them, made beforehand."""

from urllib.parse import urlencode

# 1,000 characters as a phone writes them: not all of them are ASCII.
STORY = ("It was at work, and I didn’t tell anyone. They said: “Don’t make a fuss.” " * 14)[:1_000]

_HEAD = (
    "{method} {path} HTTP/1.1\r\n"
    "Host: localhost:{port}\r\n"
    "Connection: keep-alive\r\n"
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n"
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n"
    "Accept-Language: en-US,en;q=0.5\r\n"
    "Accept-Encoding: gzip, deflate, br\r\n"
    "Sec-Fetch-Dest: document\r\n"
    "Sec-Fetch-Mode: navigate\r\n"
    "Sec-Fetch-Site: same-origin\r\n"
)
_QUESTIONS = ("setting", "by", "age", "reported")


def get(port: int, path: str) -> bytes:
    """The request for a page."""
    return (_HEAD.format(method="GET", path=path, port=port) + "\r\n").encode()


def post(port: int, path: str, nonce: str, words: str) -> bytes:
    """The form as its first button sends it, or with `words` in its first example."""
    fields = [("nonce", nonce), ("examples-TOTAL_FORMS", "1"), ("examples-0-text", words)]
    fields += [(f"examples-0-{question}", "") for question in _QUESTIONS]
    fields += [("country", ""), ("action", "send")]
    body = urlencode(fields)
    head = _HEAD.format(method="POST", path=path, port=port)
    return (
        f"{head}Origin: http://localhost:{port}\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    ).encode()
