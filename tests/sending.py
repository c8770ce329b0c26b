"""Faults in a running site, and a flood of damaged requests: what `test_nothing_written` sends it
besides what the audit's own people and attackers do."""

import itertools
import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from metoo.audit.attacks import multipart
from metoo.audit.canaries import SENDER, WORDS
from metoo.audit.sending import Answer, Sender, hidden, receipt
from metoo.audit.visits import given_at_desk
from tests import live
from tests.faulty_wsgi import FUNCTIONS, KINDS, middlewares, patterns
from tests.hostile import flood

FULL = os.environ.get("PROVE") == "full"
# How many damaged requests are drawn by lot, besides those that are written out.
FLOOD = 4_000 if FULL else 100


def places() -> list[str]:
    """Every place that a fault is put in. Needs Django."""
    return sorted(
        {*middlewares(), *FUNCTIONS, *(f"view {route}".strip() for route, _ in patterns())}
    )


def happened(answer: Answer) -> bool:
    """Whether the fault that was asked for was raised."""
    return answer.headers.get("X-Fault-Raised") == "1"


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
    # What was drawn by lot, and its answer: None where the connection was cut.
    flood: list[tuple[dict[str, Any], Answer | None]] = field(default_factory=list)

    def hostile_requests(self) -> int:
        """How many were sent that no browser sends, or that ran into a fault."""
        return len(self.hostile) + len(self.faults) + len(self.flood)

    def places_that_raised(self) -> set[str]:
        """Where a fault was raised, at least once."""
        raised = {place for (place, _), answer in self.faults.items() if happened(answer)}
        return raised | {
            asked["X_Fault"] for asked, answer in self.flood if answer and happened(answer)
        }


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
        sender, desk = Sender(port), Sender(port)
        _ask_for_faults(site, sender, desk, left)
        left.flood = list(flood([sender, sender, desk], places(), FLOOD))
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
    number, _ = given_at_desk(desk, "waiting")
    # This one says of every file that it opens.
    sender.ask("/say/", **multipart(WORDS["refused"]))
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
    "view admin/(?P<url>.*)$": "/admin/nothing/here/",
    "view ^api/": "/api/nothing/here",
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
        "metoo.pages._kept": "/pass-on/",
        "metoo.pages.": "/privacy/",
        "stories.wall.reading.latest": "/",
        "stories.edition.": "/about/",
        "stories.wall.": "/stories/",
        "stories.around.": "/about/",
        "moderation.queue.waiting": "/admin/review/",
        "moderation.claims.hers": f"/admin/review/{number}/",
        "moderation.admin.review.": f"/admin/review/{number}/",
        "moderation.unlocking.": f"/admin/review/{number}/",
        "stories.envelopes.opened_testimony": f"/admin/review/{number}/",
        "stories.say.views.places": "/say/",
        "stories.say.views.issue": "/say/",
        "stories.say.views.render_to_string": "/say/",
        "django.template.": "/admin/review/",
        "moderation.sessions.": "/admin/review/",
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
    token = hidden("csrfmiddlewaretoken", desk.ask("/accounts/password/").body)
    # What is sent goes past Django's cursor on PostgreSQL; what is taken back does not.
    if "withdraw" in place or place.startswith(("stories.yours.", "django.db.")):
        words = receipt(sender.say(WORDS["sent into a fault"]).body)
        return sender.ask("/yours/", fields={"receipt": words, "action": "withdraw"}, **headers)
    if place == "moderation.claims.take":
        return desk.ask("/admin/review/next/", fields={"csrfmiddlewaretoken": token}, **headers)
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
