"""A flood of damaged requests, drawn by lot and the same each time, about half of them with a fault
in their way: what comes besides the attacks that are written out in `metoo.audit.attacks`."""

import http.client
import random
from collections.abc import Iterator
from typing import Any

from metoo.audit.attacks import multipart
from metoo.audit.canaries import SENDER, WORDS
from metoo.audit.sending import Answer, Sender
from tests.faulty_wsgi import KINDS

_FORM = "application/x-www-form-urlencoded"
_PATHS = [
    *("/", "/say/", "/yours/", "/stories/", "/numbers/", "/numbers.json", "/numbers.csv"),
    *(
        "/search/",
        "/help/",
        "/privacy/",
        "/embed/",
        "/pass-on/",
        "/badge.svg",
        "/feed.atom",
        f"/feed.atom?after={SENDER['query']}",
    ),
    *("/api/v1/", f"/api/v1/stories/{SENDER['path']}", f"/api/v1/stories?by={SENDER['query']}"),
    *("/about/", "/leave/", "/healthz", "/admin/", "/admin/review/", "/admin/unlock/"),
    *("/accounts/login/", "/accounts/password/", f"/{SENDER['path']}/", "/story/0123456789abcdef/"),
    *(f"/stories/?after={SENDER['query']}", f"/stories/?setting=%00{SENDER['category']}"),
    *(f"/help/%ff%fe{SENDER['path']}", f"/static/{SENDER['path']}.css", "//say//", "/say/../say/"),
]
_METHODS = ("GET", "POST", "POST", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "BREW")
_ENCODINGS = ("utf-8", "utf-16", "utf-7", "utf-32")


def flood(
    senders: list[Sender], places: list[str], number: int
) -> Iterator[tuple[dict[str, Any], Answer | None]]:
    """Sends `number` requests. Gives each and its answer: None where the connection was cut."""
    lot = random.Random(7193)
    for _ in range(number):
        asked = _drawn(lot)
        if lot.random() < 0.5:
            asked |= {"X_Fault": lot.choice(places), "X_Fault_Kind": lot.choice(list(KINDS))}
        try:
            yield asked, lot.choice(senders).ask(**asked)
        except (OSError, http.client.HTTPException):
            yield asked, None


def _drawn(lot: random.Random) -> dict[str, Any]:
    method = lot.choice(_METHODS)
    asked: dict[str, Any] = {"path": lot.choice(_PATHS), "method": method}
    if method in {"POST", "PUT"}:
        asked |= _body(lot)
    odd = {
        "Host": lot.choice([SENDER["host"], f"{SENDER['host']}:99999", "[" + SENDER["host"]]),
        "Origin": lot.choice([SENDER["referrer"], "null"]),
        "Sec_Fetch_Site": lot.choice(["cross-site", SENDER["query"]]),
        "Accept_Encoding": SENDER["language header"],
        "Range": f"bytes={SENDER['query']}",
        "If_None_Match": f'"{SENDER["query"]}"',
        "If_Modified_Since": SENDER["query"],
        "X_Forwarded_Proto": SENDER["host"],
        "Content_Encoding": "gzip",
    }
    for name in lot.sample(list(odd), lot.choice([0, 0, 1, 2])):
        asked[name] = odd[name]
    return asked


def _body(lot: random.Random) -> dict[str, Any]:
    words = WORDS["refused"]
    if lot.random() < 0.02:
        return multipart(words)
    if lot.random() < 0.02:
        return {"fields": {"examples-0-text": words * 20_000}}
    if lot.random() < 0.5:
        names = ["nonce", "country", "quotable", "examples-TOTAL_FORMS", "examples-0-setting"]
        fields = {name: lot.choice([SENDER["nonce"], "", "-1", "99999999999"]) for name in names}
        for name in ("words", "examples-0-text", "receipt", "login", "password"):
            fields[name] = words
        fields["action"] = lot.choice(["send", "add", "check", "withdraw", SENDER["category"]])
        return {"fields": fields}
    body = bytearray(b"action=check&examples-0-text=" + words.encode(lot.choice(_ENCODINGS)))
    for _ in range(lot.randrange(6)):
        # Not in her words, which have to be found again if they are written.
        body.insert(lot.randrange(12), lot.randrange(256))
    kind = lot.choice([_FORM, "multipart/form-data; boundary=x", "text/plain", "application/json"])
    return {"body": bytes(body), "Content_Type": f"{kind}; charset={lot.choice(_ENCODINGS)}"}
