"""A turn of the desk's key that is killed goes on where it was, and ends with the old key gone.

Each turn runs in a process of its own beside a server that takes in words, and is ended by SIGKILL
before one of its statements. Which ones is spread over all that a whole turn makes.
"""

import http.client
import json
import os
import re
import signal
import subprocess
import sys
import threading
from urllib.parse import urlencode

from tests import live

FULL = os.environ.get("PROVE") == "full"
POINTS = 20 if FULL else 4
# Three chunks of a turn, and what comes in meanwhile.
WAITING = 250

# The desk's keys, by a keyring whose passphrase costs nothing to try.
_PRELUDE = """
import json, os, signal
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone
from moderation import keys
from moderation.accounts import people
from stories import envelopes, lifecycle, sealing
from stories.models import SealingKey, Submission
from stories.random_keys import random_key
from stories.say.intake import sealed
from stories.sealing import Cost, Unopenable
from stories.testimony import Occurrence, Testimony

sealing.DEAR = Cost(1, 8_192)
PASSPHRASE = "a passphrase for the tests"

def held():
    return keys.open_with(PASSPHRASE, person=User.objects.get(username="turner"))

def said(opened):
    # Every envelope that is sealed to the desk: its words by its row and field.
    found = {}
    for kept in Submission.objects.filter(envelope__isnull=False):
        pair = opened[kept.sealed_to_id]
        found[f"{kept} words"] = envelopes.opened_testimony(kept, pair).text()
        if kept.from_her is not None:
            answer = envelopes.opened_message(kept, pair, field=envelopes.FROM_HER)
            found[f"{kept} answer"] = answer
    return found
"""

_FILL = f"""
from pathlib import Path
from django.conf import settings
demonstration = User.objects.get(username="demonstration")
passphrase = (settings.DATA_DIR / "desk-passphrase").read_text().strip()
everything = keys.open_with(passphrase, person=demonstration)
turner = people.create("turner", role=people.LEADS)
keys.make_keyring(turner, passphrase=PASSPHRASE)
keys.admit(turner, keys=everything)
number, public = envelopes.current_key()
for number in range({WAITING}):
    key = random_key()
    words = sealed(Testimony((Occurrence(f"He moved too, {{number}}."),)), key=key)
    lifecycle.receive(words, key=key, day=timezone.now().date(), receipt=None, body=None)
    if number % 5 == 0:
        answer = envelopes.shut_message(
            f"Yes, {{number}}.", to=public, key=key, field=envelopes.FROM_HER
        )
        Submission.objects.filter(pk=key).update(from_her=answer)
print(json.dumps(said(held())))
"""

# Turns the key; killed before the statement of that number. Prints how many there were.
_TURN = """
count = 0

def until(execute, sql, params, many, context):
    global count
    count += 1
    if count == {place}:
        os.kill(os.getpid(), signal.SIGKILL)
    return execute(sql, params, many, context)

opened = held()
with connection.execute_wrapper(until):
    keys.turn(opened)
print(count)
"""

# What there is after the kill; then the turn goes on, and what there is after that.
_RESUME = """
both = held()
cut = said(both)
keys.turn(both)
fresh = held()
(newest,) = fresh
old = [both[number] for number in both if number != newest]
assert old or len(both) == 1
opens = 0
for kept in Submission.objects.filter(envelope__isnull=False):
    for pair in old:
        for field in (envelopes.WORDS, envelopes.FROM_HER):
            held_there = kept.envelope if field == envelopes.WORDS else kept.from_her
            if held_there is not None:
                try:
                    sealing.sealed_anew(bytes(held_there), pair=pair, to=pair.public)
                    opens += 1
                except Unopenable:
                    pass
print(json.dumps({
    "cut": cut,
    "after": said(fresh),
    "keys at the cut": len(both),
    "under an old key": Submission.objects.exclude(sealed_to=newest).exclude(
        sealed_to=None
    ).count(),
    "opened by an old key": opens,
    "keys": [SealingKey.objects.count(), keys.DeskKey.objects.exclude(key=newest).count()],
}))
"""


class Writer(threading.Thread):
    """Sends words to the running site, one after another, until told to stop."""

    def __init__(self, site: live.Site, over: threading.Event) -> None:
        super().__init__(daemon=True)
        self.site, self.over, self.arrived = site, over, set[str]()

    def ask(self, fields: dict[str, str] | None = None) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.site.port, timeout=60)
        try:
            body = urlencode(fields) if fields else None
            kind = {"Content-Type": "application/x-www-form-urlencoded"} if fields else {}
            connection.request("POST" if fields else "GET", "/say/", body, kind)
            return connection.getresponse().read().decode()
        finally:
            connection.close()

    def run(self) -> None:
        number = 0
        while not self.over.wait(0.2):
            number += 1
            words = f"Nobody looked up, {number}."
            nonce = re.search(r'name="nonce" value="([^"]+)"', self.ask())
            assert nonce
            said = {"nonce": nonce[1], "action": "send", "examples-0-text": words}
            assert "It arrived." in self.ask(said)
            self.arrived.add(words)


def turned(site: live.Site, place: int) -> tuple[int, str]:
    """Turns the key in a process of its own. Returns how it ended and what it printed."""
    script = _PRELUDE + _TURN.format(place=place)
    words = ["manage.py", "shell", "--no-imports", "-v", "0", "-c", script]
    done = subprocess.run(
        [sys.executable, *words], env=site.environment, capture_output=True, text=True, check=False,
        cwd=live.ROOT,
    )  # fmt: skip
    assert done.returncode in {0, -signal.SIGKILL}, done.stderr
    return done.returncode, done.stdout


def test_a_turn_that_is_killed_goes_on_and_nothing_is_left_under_the_old_key():
    over = threading.Event()
    with live.running(THROTTLE="off", worker=False) as site:
        first = json.loads(site.python(_PRELUDE + _FILL))
        _, printed = turned(site, 0)
        statements = int(printed)
        writer = Writer(site, over)
        writer.start()
        # The first few make the key and give it away; the last few let go of the old one.
        spread = [1 + round((statements - 1) * at / (POINTS - 2)) for at in range(POINTS - 1)]
        halfway = 0
        for place in [*spread, 4]:
            status, _ = turned(site, place)
            before = set(writer.arrived)
            found = json.loads(site.python(_PRELUDE + _RESUME))
            halfway += found["keys at the cut"] == 2
            for said in (found["cut"], found["after"]):
                assert first.items() <= said.items(), place
                assert before <= set(said.values()), place
            assert found["cut"].items() <= found["after"].items()
            assert status == -signal.SIGKILL
            assert found["under an old key"] == found["opened by an old key"] == 0
            assert found["keys"] == [1, 0]
        over.set()
        writer.join(60)
        assert not writer.is_alive()
        print(
            f"{POINTS} kills among {statements} statements, {halfway} with both keys; "
            f"{len(first)} envelopes, {len(writer.arrived)} more came in meanwhile"
        )
    assert halfway >= POINTS // 2
