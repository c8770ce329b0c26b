"""Requests as a browser sends them, made beforehand."""

from urllib.parse import urlencode

# 1,000 characters as a phone writes them: not all of them are ASCII. Few words come twice, since
# each is looked up once.
STORY = (
    "It was my second year there and he was the one who made the schedules, so nobody argued with "
    "him. He would find a reason to stand behind me when I was closing the till. First it was his "
    "hand on my back, then lower, and always a joke after, so that if I said something I would be "
    "the one without humour. I told the woman who trained me. “He does that with everyone,” she "
    "said. One night he locked the door before the last bus and said we had to talk about my "
    "contract. I don’t remember all of it. I remember the sound of the fridge, and that I counted "
    "the tiles. Afterwards he drove me home as if he were being kind, and asked whether I’d be in "
    "on Monday. I was. I needed the money, and I thought that if I said it out loud it would "
    "become true. It took four years until I could tell my sister. She believed me at once, and I "
    "cried more about that than about him. I still look for the other door in every room that I "
    "walk into. I am writing this with the light on, and nobody knows that I am doing it.\n"
)[:1_000]

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
