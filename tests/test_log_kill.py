"""What the log acknowledged is in it, once and in its chain, however its writers ended.

Several processes write at once, some of them are ended by SIGKILL, and the log is looked at
meanwhile: it never fails to hold.
"""

import contextlib
import os
import subprocess
import sys
import threading
import time

from tests import live

FULL = os.environ.get("PROVE") == "full"
WRITERS = 4
EVENTS = 10_000 if FULL else 300
KILLS = 20 if FULL else 3

# Says each line's mark as soon as it stands.
_WRITE = """
import sys
from moderation import audit
from moderation.models import Event
while sys.stdin.readline():
    print(audit.record(Event.UNLOCKED, by=None, what="decline", reason="spam"), flush=True)
"""
_MARKS = """
from moderation.models import Line
for line in Line.objects.filter(event="unlocked"):
    print(line)
"""


class Writer(threading.Thread):
    """Asks a process of its own for one line after the other, and notes what it acknowledged."""

    def __init__(self, site: live.Site, over: threading.Event) -> None:
        super().__init__(daemon=True)
        self.site, self.over = site, over
        self.acknowledged: list[str] = []
        self.process = self._begun()

    def _begun(self) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "manage.py", "shell", "--no-imports", "-v", "0", "-c", _WRITE],
            env=self.site.environment, cwd=live.ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def run(self) -> None:
        while not self.over.is_set():
            said = self._asked()
            if said:
                self.acknowledged.append(said)
            elif not self.over.is_set():
                self._end()
                self.process = self._begun()
        self._end()

    def _end(self) -> None:
        self.process.kill()
        # It puts the pipes away, too. What was in them was not acknowledged.
        with contextlib.suppress(OSError):
            self.process.communicate()

    def _asked(self) -> str:
        assert self.process.stdin
        assert self.process.stdout
        try:
            self.process.stdin.write("\n")
            self.process.stdin.flush()
        except OSError:
            return ""
        said = self.process.stdout.readline()
        # A line that was cut by the kill was not acknowledged.
        return said.strip() if said.endswith("\n") else ""


def total(writers: list[Writer]) -> int:
    return sum(len(writer.acknowledged) for writer in writers)


def test_no_acknowledged_line_is_missing_and_there_is_no_false_alarm():
    over, looks, kills = threading.Event(), 0, 0
    with live.running(started=False) as site:
        site.manage("migrate", "-v", "0")
        writers = [Writer(site, over) for _ in range(WRITERS)]
        for writer in writers:
            writer.start()
        until = time.monotonic() + 900
        while total(writers) < EVENTS or kills < KILLS:
            assert time.monotonic() < until, f"{total(writers)} lines, {kills} kills"
            victim = writers[kills % WRITERS]
            before = len(victim.acknowledged)
            # A kill for each share of the lines, and in the middle of the victim's writing.
            if kills < KILLS and total(writers) >= EVENTS * kills // KILLS:
                while len(victim.acknowledged) < before + 3 and time.monotonic() < until:
                    time.sleep(0.002)
                victim.process.kill()
                kills += 1
            # It raises where the log does not hold.
            assert "The log holds" in site.manage("verify_log")
            looks += 1
        over.set()
        for writer in writers:
            writer.join(60)
        assert "The log holds" in site.manage("verify_log")
        marks = site.python(_MARKS).split()
        acknowledged = [mark for writer in writers for mark in writer.acknowledged]
        print(
            f"{len(acknowledged)} lines acknowledged, {len(marks)} there, {kills} kills of "
            f"{WRITERS} writers; looked at {looks + 1} times, no alarm"
        )
    assert len(set(marks)) == len(marks)
    assert len(set(acknowledged)) == len(acknowledged) >= EVENTS
    assert set(acknowledged) <= set(marks)
    # At most one to a kill was written and not acknowledged, and one to a writer at the end.
    assert len(marks) - len(acknowledged) <= kills + WRITERS
