"""People, attackers and faults, against a running site: what `test_nothing_written` sends it."""

import contextlib
import http.client
import itertools
import json
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests import live
from tests.canaries import ADDRESSES, SENDER, WORDS, files, tables
from tests.faulty_wsgi import FUNCTIONS, KINDS, middlewares, patterns

FULL = os.environ.get("PROVE") == "full"


def places() -> list[str]:
    """Every place that a fault is put in. Needs Django."""
    return sorted(
        {*middlewares(), *FUNCTIONS, *(f"view {route}".strip() for route, _ in patterns())}
    )


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: Message
    body: str

    @property
    def raised(self) -> bool:
        """Whether the fault that was asked for happened."""
        return self.headers.get("X-Fault-Raised") == "1"


@dataclass
class Sender:
    """Somebody with an address, a browser, a language and a way here: all of them canaries."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    turn: Iterator[int] = field(default_factory=itertools.count)

    def ask(
        self,
        path: str,
        *,
        fields: dict[str, str] | None = None,
        body: bytes | None = None,
        **headers: Any,
    ) -> Answer:
        """One request: a post where there are `fields` or a `body`."""
        turn = next(self.turn)
        cookies = {**self.cookies, "other": SENDER["cookie"]}
        sent = {
            "Host": f"localhost:{self.port}",
            "User-Agent": SENDER["user agent"],
            "Accept-Language": f"{SENDER['language header']},en;q=0.5",
            "Referer": SENDER["referrer"],
            "X-Forwarded-For": f"{SENDER['a forwarded address']}, "
            f"{SENDER['a forwarded address, the newer kind']}, {ADDRESSES[turn % len(ADDRESSES)]}",
            "Forwarded": f"for={SENDER['a forwarded address']}",
            "Authorization": f"Basic {SENDER['authorization']}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        }
        if fields is not None:
            body = urlencode(fields).encode()
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=30, source_address=(ADDRESSES[turn % len(ADDRESSES)], 0)
        )
        try:
            mark = "&" if "?" in path else "?"
            # Django's lists take every word of a query for a filter, and do nothing then.
            query = "" if path == "/admin/stories/story/" else f"{mark}from={SENDER['query']}"
            # A body that is too large is answered before all of it was sent.
            with contextlib.suppress(BrokenPipeError):
                connection.request(
                    "GET" if body is None else "POST",
                    path + query,
                    body,
                    sent,
                )
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
            for cookie in answer.headers.get_all("Set-Cookie", []):
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies[name] = value
            return Answer(answer.status, answer.headers, text)
        finally:
            connection.close()

    def nonce(self) -> str:
        """The number in a fresh form."""
        return _hidden("nonce", self.ask("/say/").body)

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
        token = _hidden("csrfmiddlewaretoken", self.ask("/accounts/password/").body)
        return self.ask(path, fields={"csrfmiddlewaretoken": token} | fields)

    def sign_in(self, name: str, password: str, **headers: Any) -> Answer:
        """At the desk's door."""
        token = _hidden("csrfmiddlewaretoken", self.ask("/accounts/login/").body)
        fields = {"csrfmiddlewaretoken": token, "login": name, "password": password}
        return self.ask("/accounts/login/", fields=fields, **headers)


def _receipt(page: str) -> str:
    """The ten words on the page that says it arrived."""
    found = re.search(r'<output id="receipt"[^>]*>([a-z ]+)<', page)
    assert found, f"no receipt in: {page[:300]}"
    return found[1]


def _hidden(name: str, page: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found, f"no {name} in: {page[:300]}"
    return found[1]


@dataclass
class Aftermath:
    """What is left when everything has been sent."""

    printed: str = ""
    # Every text that the desk can open.
    opened: list[str] = field(default_factory=list)
    written: dict[str, bytes] = field(default_factory=dict)
    temporary: dict[str, bytes] = field(default_factory=dict)
    raw: bytes = b""
    after_decline: dict[str, bytes] = field(default_factory=dict)
    sent: dict[str, Answer] = field(default_factory=dict)
    hostile: dict[str, Answer] = field(default_factory=dict)
    faults: dict[tuple[str, str], Answer] = field(default_factory=dict)


def send(site: live.Site, left: Aftermath) -> None:
    """What people do."""
    sender, desk = Sender(site.port), Sender(site.port)
    for path in ("/", "/stories/?setting=work", "/help/", "/numbers.json", "/say/", "/robots.txt"):
        left.sent[path] = sender.ask(path)
    left.sent["check"] = sender.say(WORDS["checked only"], action="check")
    left.sent["add"] = sender.say(WORDS["checked only"], action="add")
    for fate in ("published", "removed", "declined", "waiting"):
        left.sent[fate] = sender.say(WORDS[fate], country="DE")
    for _ in range(3):
        left.sent["status"] = sender.say("")
    left.sent["wrong password"] = sender.sign_in(
        SENDER["moderator's wrong name"], SENDER["moderator's wrong password"]
    )
    left.sent["signed in"] = desk.sign_in(site.name, site.password)
    left.sent["unlocked"] = desk.post_at_desk("/admin/unlock/", passphrase=site.passphrase)
    for fate, decision in {
        "declined": {"decision": "decline", "reason": "unsafe"},
        "published": {"decision": "publish"},
        "removed": {"decision": "publish"},
    }.items():
        number = _number(desk, WORDS[fate])
        left.sent[f"{fate} at the desk"] = desk.post_at_desk(f"/admin/review/{number}/", **decision)
        if fate == "declined":
            # SQLite's log as it is: emptying it is the server's work here.
            left.after_decline = {
                name: content
                for name, content in files(site.data_dir).items()
                if ".sqlite3" in name
            } | tables(site)
    site.manage("release", "--now")
    gone = _story(sender, WORDS["removed"])
    left.sent["removal"] = desk.post_at_desk(
        "/admin/stories/story/", action="remove", _selected_action=str(gone), reason="unsafe"
    )
    assert sender.ask(f"/story/{gone:016x}/").status == 404


def _number(desk: Sender, words: str) -> str:
    """The address of the waiting submission that holds `words`."""
    queue = desk.ask("/admin/review/").body
    for number in dict.fromkeys(re.findall(r"/admin/review/([0-9a-f]{16})/", queue)):
        if words.split('"', maxsplit=1)[0] in desk.ask(f"/admin/review/{number}/").body:
            return str(number)
    raise AssertionError(f"nobody waits with {words}: {queue}")


def _story(sender: Sender, words: str) -> int:
    """The key of the story on the wall that holds `words`."""
    wall = sender.ask("/stories/").body
    for number in dict.fromkeys(re.findall(r"/story/([0-9a-f]{16})/", wall)):
        if words.split('"', maxsplit=1)[0] in sender.ask(f"/story/{number}/").body:
            return int(number, 16)
    raise AssertionError(f"no story with {words}: {wall}")


def attack(sender: Sender, left: Aftermath) -> None:
    """What attackers, broken browsers and bad luck do."""
    words, hostile = WORDS["refused"], left.hostile
    hostile["cross-site"] = sender.say(words, Sec_Fetch_Site="cross-site")
    hostile["other origin"] = sender.say(words, Origin=SENDER["referrer"])
    hostile["wrong nonce"] = sender.say(words, nonce=SENDER["nonce"])
    hostile["wrong country"] = sender.say(words, country=SENDER["country"])
    hostile["wrong category"] = sender.say(words, **{"examples-0-setting": SENDER["category"]})
    hostile["too long"] = sender.say(words * 200)
    hostile["too many"] = sender.say(
        words, **{f"examples-{position}-text": f"{words} {position}" for position in range(12)}
    )
    hostile["too many fields"] = sender.say(
        words, **{f"{SENDER['field name']}-{number}": words for number in range(1_000)}
    )
    hostile["too large"] = sender.ask("/say/", fields={"examples-0-text": words * 20_000})
    form = "application/x-www-form-urlencoded"
    damaged = b"action=send&confirmed=1&examples-0-text=" + words.encode("utf-16") + b"%ff%fe"
    for charset in ("utf-8", "utf-16", "latin-1", SENDER["language header"]):
        hostile[f"damaged {charset}"] = sender.ask(
            "/say/", body=damaged, Content_Type=f"{form}; charset={charset}"
        )
    first = sender.nonce()
    sender.ask("/say/", fields={"nonce": first, "action": "send"})
    hostile["other words, same form"] = sender.say(words, nonce=first)
    for boundary in ("grenze", ""):
        kind = "multipart/form-data" + (f"; boundary={boundary}" if boundary else "")
        hostile[f"file {boundary}"] = sender.ask(
            "/say/", body=_multipart(words, boundary), Content_Type=kind
        )
    hostile["JSON"] = sender.ask(
        "/say/", body=json.dumps({"text": words}).encode(), Content_Type="application/json"
    )
    for host in (SENDER["host"], f"{SENDER['host']}:no", f"[{SENDER['host']}"):
        hostile[f"host {host}"] = sender.ask("/help/", Host=host)
        hostile[f"host {host}, nowhere"] = sender.ask(f"/{SENDER['path']}/", Host=host)
    for path in (
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
    ):
        hostile[path] = sender.ask(path)
    hostile["post nowhere"] = sender.ask(f"/{SENDER['path']}/", fields={"examples-0-text": words})
    hostile["post to the wall"] = sender.ask("/", fields={"examples-0-text": words})
    hostile["no token"] = sender.ask("/accounts/login/", fields={"login": words})


def _multipart(words: str, boundary: str) -> bytes:
    # Large enough for Django's own way with files to put it on the disk.
    content = f"{SENDER['file content']} {words}\n".encode() * 30_000
    return (
        (
            f"--{boundary}\r\nContent-Disposition: form-data; name="
            f'"examples-0-text"; filename="{SENDER["file name"]}"\r\n\r\n'
        ).encode()
        + content[:2_500_000]
        + f"\r\n--{boundary}--\r\n".encode()
    )


def run_into_faults(site: live.Site, left: Aftermath) -> None:
    """The same site with faults in it, one after the other."""
    log = site.data_dir / "output-faulty.log"
    site.output.append(log)
    port = live.free_port()
    with log.open("w") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.faulty_wsgi", str(port)],
            env=site.environment,
            stdout=file,
            stderr=subprocess.STDOUT,
            cwd=site.data_dir,
        )
    try:
        _await(port, log, process)
        _ask_for_faults(site, Sender(port), Sender(port), left)
    finally:
        process.terminate()
        process.wait(30)


def _await(port: int, log: Path, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + live.START_SECONDS
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/healthz"):
                return
        except OSError:
            assert process.poll() is None, log.read_text()
            time.sleep(0.05)
    raise AssertionError(log.read_text())


def _ask_for_faults(site: live.Site, sender: Sender, desk: Sender, left: Aftermath) -> None:
    assert desk.sign_in(site.name, site.password).status == 302
    assert desk.post_at_desk("/admin/unlock/", passphrase=site.passphrase).status == 302
    number = _number(desk, WORDS["waiting"])
    # This one says of every file that it opens.
    sender.ask(
        "/say/",
        body=_multipart(WORDS["refused"], "grenze"),
        Content_Type="multipart/form-data; boundary=grenze",
    )
    kinds = itertools.cycle([kind for kind in KINDS if kind != "ValueError"])
    guessed = _accounts_to_guess(site)
    for place in places():
        for kind in KINDS if FULL else ["ValueError", next(kinds)]:
            headers: dict[str, Any] = {"X_Fault": place, "X_Fault_Kind": kind}
            if place.startswith("django.contrib.auth."):
                answer = Sender(sender.port).sign_in(
                    next(guessed), WORDS["sent into a fault"], **headers
                )
            else:
                answer = _run_into(place, headers, sender, desk, number)
            left.faults[place, kind] = answer


def _accounts_to_guess(site: live.Site) -> Iterator[str]:
    """Accounts enough that no password is looked at more than five times: at ten wrong ones an
    account is closed for a while, and then none is."""
    names = [f"guessed-{number}" for number in range(-(-len(KINDS) // 5) if FULL else 1)]
    for name in names:
        site.manage("create_moderator", name)
    return itertools.cycle(names)


# Addresses that routes written as regular expressions take.
_ODD_ROUTES = {
    "view accounts/^set-up/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$": "/accounts/set-up/1-a/",
    "view admin/(?P<url>.*)$": "/admin/nothing/here/",
}
_DECISION = {"decision": "decline", "reason": "spam"}


def _run_into(
    place: str, headers: dict[str, Any], sender: Sender, desk: Sender, number: str
) -> Answer:
    if place == "metoo.errors.bare_page":
        return sender.ask("/help/", X_Fault=f"view help/,{place}", X_Fault_Kind="ValueError")
    if place == "metoo.errors.page":
        return sender.ask(f"/{SENDER['path']}/", **headers)
    if place.startswith("view"):
        route = place.removeprefix("view").strip()
        path = "/" + re.sub(r"<[^>]*>|\(.*\)|[\^$]", number, route)
        path = _ODD_ROUTES.get(place, path)
        if "app_label" in route:
            path = "/admin/stories/"
        if not route.startswith(("admin/", "accounts/")):
            # A post is never answered out of the kept pages.
            return desk.ask(path, body=b"", **headers)
        return desk.ask(path, **headers)
    read_only = {
        # Not made before, so not kept yet: each is kept only when it was made whole.
        "metoo.pages._kept": "/numbers/",
        "metoo.pages.": "/privacy/",
        "stories.wall.reading.latest": "/",
        "stories.edition.": "/about/",
        "stories.wall.": "/stories/",
        "stories.around.": "/about/",
        "moderation.queue.": "/admin/review/",
        "moderation.admin.review.": f"/admin/review/{number}/",
        "moderation.unlocking.": f"/admin/review/{number}/",
        "stories.envelopes.opened_testimony": f"/admin/review/{number}/",
        "stories.say.views.places": "/say/",
        "stories.say.views.issue": "/say/",
        "stories.say.views.render_to_string": "/say/",
        "django.template.": "/admin/review/",
        "django.contrib.sessions.": "/admin/review/",
        "metoo.context.": "/admin/review/",
        "moderation.decisions.may": "/admin/review/",
        "metoo.desk_middleware.DeskCsrf.process_view": "/admin/review/",
    }
    for beginning, path in read_only.items():
        if place.startswith(beginning):
            return desk.ask(path, **headers)
    return _send_into(place, headers, sender, desk, number)


def _send_into(
    place: str, headers: dict[str, Any], sender: Sender, desk: Sender, number: str
) -> Answer:
    token = _hidden("csrfmiddlewaretoken", desk.ask("/accounts/password/").body)
    if "withdraw" in place or place.startswith("stories.yours."):
        receipt = _receipt(sender.say(WORDS["sent into a fault"]).body)
        return sender.ask("/yours/", fields={"receipt": receipt, "action": "withdraw"}, **headers)
    if place.startswith(("moderation.", "stories.lifecycle.")) and "receive" not in place:
        decision = dict(_DECISION)
        path = f"/admin/review/{number}/"
        if "publish" in place or "approve" in place:
            decision = {"decision": "publish"}
        if "statuses" in place:
            path, decision = "/admin/review/statuses/", {"decision": "hold", "reason": "flood"}
        fields = {"csrfmiddlewaretoken": token, **decision}
        return desk.ask(path, fields=fields, **headers)
    return sender.ask(
        "/say/",
        fields={
            "nonce": sender.nonce(),
            "action": "send",
            "confirmed": "1",
            "country": "DE",
            "examples-TOTAL_FORMS": "1",
            "examples-0-text": WORDS["sent into a fault"],
        },
        **headers,
    )
