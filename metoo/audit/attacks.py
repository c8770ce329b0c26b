"""What attackers, broken browsers and bad luck do to a site."""

import json
from typing import Any

from metoo.audit.canaries import SENDER, WORDS
from metoo.audit.sending import Answer, Sender

_FORM = "application/x-www-form-urlencoded"
_WORDS = WORDS["refused"]


def attack(sender: Sender) -> dict[str, Answer]:
    """All of it, once. Returns the answers by what was done."""
    sender.break_off("/say/", b"action=send&confirmed=1&examples-0-text=" + _WORDS.encode())
    return (
        _wrong_forms(sender) | _wrong_bodies(sender) | _wrong_hosts(sender) | _wrong_paths(sender)
    )


def _wrong_forms(sender: Sender) -> dict[str, Answer]:
    words, far_too_many = _WORDS, f"{SENDER['field name']}-"
    twelve = {f"examples-{position}-text": f"{words} {position}" for position in range(12)}
    first = sender.nonce()
    sender.ask("/say/", fields={"nonce": first, "action": "send"})
    return {
        "cross-site": sender.say(words, Sec_Fetch_Site="cross-site"),
        "other origin": sender.say(words, Origin=SENDER["referrer"]),
        "wrong nonce": sender.say(words, nonce=SENDER["nonce"]),
        "wrong country": sender.say(words, country=SENDER["country"]),
        "wrong category": sender.say(words, **{"examples-0-setting": SENDER["category"]}),
        "too long": sender.say(words * 200),
        "too many": sender.say(words, **twelve),
        "too many fields": sender.say(
            words, **{f"{far_too_many}{number}": words for number in range(1_000)}
        ),
        "other words, same form": sender.say(words, nonce=first),
        "no such receipt": sender.ask("/yours/", fields={"receipt": words}),
    }


def _wrong_bodies(sender: Sender) -> dict[str, Answer]:
    hostile = {
        "too large": sender.ask("/say/", fields={"examples-0-text": _WORDS * 20_000}),
        "JSON": sender.ask(
            "/say/", body=json.dumps({"text": _WORDS}).encode(), Content_Type="application/json"
        ),
    }
    damaged = b"action=send&confirmed=1&examples-0-text=" + _WORDS.encode("utf-16") + b"%ff%fe"
    for charset in ("utf-8", "utf-16", "latin-1", SENDER["language header"]):
        hostile[f"damaged {charset}"] = sender.ask(
            "/say/", body=damaged, Content_Type=f"{_FORM}; charset={charset}"
        )
    for boundary in ("grenze", ""):
        hostile[f"file {boundary}"] = sender.ask("/say/", **multipart(_WORDS, boundary))
    return hostile


def _wrong_hosts(sender: Sender) -> dict[str, Answer]:
    hostile = {}
    for host in (SENDER["host"], f"{SENDER['host']}:no", f"[{SENDER['host']}"):
        hostile[f"host {host}"] = sender.ask("/help/", Host=host)
        hostile[f"host {host}, nowhere"] = sender.ask(f"/{SENDER['path']}/", Host=host)
    return hostile


def _wrong_paths(sender: Sender) -> dict[str, Answer]:
    paths = (
        f"/{SENDER['path']}/",
        f"/story/{SENDER['path']}/",
        f"/stories/?setting={SENDER['category']}",
        f"/stories/?after={SENDER['query']}",
        "/stories/?language=%00" + SENDER["query"],
        f"/{SENDER['path']}%00%ff%e2%82",
        f"/help/?{SENDER['query']}=%ff%00",
        f"/admin/{SENDER['path']}/",
        f"/admin/review/?next={SENDER['query']}",
        f"/accounts/set-up/{SENDER['path']}-{SENDER['query']}/",
        f"/static/{SENDER['path']}.css",
    )
    return {path: sender.ask(path) for path in paths} | {
        "post nowhere": sender.ask(f"/{SENDER['path']}/", fields={"examples-0-text": _WORDS}),
        "post to the wall": sender.ask("/", fields={"examples-0-text": _WORDS}),
        "no token": sender.ask("/accounts/login/", fields={"login": _WORDS}),
    }


def multipart(words: str, boundary: str = "grenze") -> dict[str, Any]:
    """The body and the type of a post with a file in it, large enough for Django's own way with
    files to put it on the disk."""
    content = f"{SENDER['file content']} {words}\n".encode() * 30_000
    body = (
        f"--{boundary}\r\nContent-Disposition: form-data; name="
        f'"examples-0-text"; filename="{SENDER["file name"]}"\r\n\r\n'
    ).encode()
    body += content[:2_500_000] + f"\r\n--{boundary}--\r\n".encode()
    kind = "multipart/form-data" + (f"; boundary={boundary}" if boundary else "")
    return {"body": body, "Content_Type": kind}
