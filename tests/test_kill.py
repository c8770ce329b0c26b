"""What was acknowledged is there, once, however the server ended; and nothing outlives it."""

import contextlib
import http.client
import json
import os
import re
import signal
import threading
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlencode

from stories import receipts
from tests import live
from tests.desk import OPEN_ON_SITE

FULL = os.environ.get("PROVE") == "full"
CLIENTS = 50
KILLS = 20 if FULL else 3
# Seconds between a start and the next kill.
BETWEEN = 1.5


def parent_and_state(pid: int) -> tuple[int, str]:
    """Of a process. Raises OSError where there is none."""
    state, parent = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:2]
    return int(parent), state


def children(parent: int) -> dict[int, str]:
    """The processes under `parent`, by their command line."""
    found = {}
    for folder in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            if folder.name.isdigit() and parent_and_state(int(folder.name))[0] == parent:
                found[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
    return found


def gone(pid: int) -> bool:
    """Whether a process has ended (a zombie has)."""
    try:
        return parent_and_state(pid)[1] == "Z"
    except OSError:
        return True


def both(parent: int) -> tuple[int, int]:
    """The web process and the worker under `parent`, as soon as each runs its own program."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        under = children(parent)
        web = [pid for pid, words in under.items() if "spawn_main" in words]
        work = [pid for pid, words in under.items() if words.endswith(" work ")]
        if web and work:
            return web[0], work[0]
        time.sleep(0.05)
    raise AssertionError(f"not both are there: {children(parent)}")


def test_neither_process_outlives_the_other_or_the_one_that_started_them():
    with live.running() as site:
        for victim in ("web", "work", "parent"):
            if victim != "web":
                site.start()
            assert site.process
            parent = site.process.pid
            web, work = both(parent)
            os.kill({"web": web, "work": work, "parent": parent}[victim], signal.SIGKILL)
            until = time.monotonic() + 15
            while not all(map(gone, (parent, web, work))) and time.monotonic() < until:
                site.process.poll()
                time.sleep(0.05)
            assert [pid for pid in (parent, web, work) if not gone(pid)] == [], victim
            site.process.wait(5)


class Person(threading.Thread):
    """Says one thing after another, and each until it is told that it arrived."""

    def __init__(self, site: live.Site, number: int, over: threading.Event) -> None:
        super().__init__(daemon=True)
        self.site, self.number, self.over = site, number, over
        self.acknowledged: list[tuple[str, str]] = []

    def ask(self, fields: dict[str, str] | None = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=10)
        try:
            body = urlencode(fields) if fields else None
            kind = {"Content-Type": "application/x-www-form-urlencoded"} if fields else {}
            connection.request("POST" if fields else "GET", "/say/", body, kind)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        finally:
            connection.close()

    def until_answered(self, fields: dict[str, str] | None = None) -> tuple[int, str]:
        while True:
            try:
                status, page = self.ask(fields)
                if status < 500:
                    return status, page
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.1)

    def run(self) -> None:
        turn = 0
        while not self.over.is_set():
            turn += 1
            found = re.search(r'name="nonce" value="([^"]+)"', self.until_answered()[1])
            assert found
            token = f"token-{self.number}-{turn}."
            # Every other one is a status: it is told apart by its receipt alone.
            said = {"examples-0-text": token} if turn % 2 else {"examples-0-setting": "work"}
            said |= {"examples-TOTAL_FORMS": "1", "nonce": found[1], "action": "send"}
            status, page = self.until_answered(said)
            assert (status, "It arrived." in page) == (200, True), page
            receipt = re.search(r'<output id="receipt"[^>]*>([a-z ]+)<', page)
            assert receipt, page
            public = receipts.pair_of(receipt[1]).public.hex()
            self.acknowledged.append((token if turn % 2 else "", public))


_STORED = """
import json
for kept in Submission.objects.all():
    said = opened(kept).text() if kept.has_words else ""
    print(json.dumps([said, bytes(kept.receipt).hex()]))
"""


def test_nothing_acknowledged_is_missing_or_there_twice_after_kills():
    with live.running(THROTTLE="off") as site:
        over = threading.Event()
        people = [Person(site, number, over) for number in range(CLIENTS)]
        for person in people:
            person.start()
        for _ in range(KILLS):
            time.sleep(BETWEEN)
            site.kill()
            site.start()
        time.sleep(BETWEEN)
        over.set()
        for person in people:
            person.join(60)
        assert not any(person.is_alive() for person in people)
        said = [one for person in people for one in person.acknowledged]
        printed = site.python(OPEN_ON_SITE + _STORED).splitlines()
        stored = Counter(tuple(json.loads(line)) for line in printed)
        assert said
        assert set(said) - set(stored) == set(), "acknowledged and missing"
        assert [one for one, times in stored.items() if times > 1] == [], "there twice"
        assert sum(stored.values()) == len(said)
