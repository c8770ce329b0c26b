"""Wrong words, words that led to something once, and words that nobody was given: the same
answer, byte for byte, and in the same time."""

import contextlib
import http.client
import json
import os
import random
import re
import time
from urllib.parse import urlencode

from tests import live
from tests.ranks import auc, shuffled

FULL = os.environ.get("PROVE") == "full"
REQUESTS = 20_000 if FULL else 2_000
# So many other receipts are in the table.
LIVE = 100_000 if FULL else 2_000
KINDS = ("wrong", "forgotten", "never given")
EACH = REQUESTS // len(KINDS)
# What is demanded of 20,000. Of 2,000, chance alone gives 0.5 with a standard error of 0.016:
# the bound is five of them.
MOST = 0.55 if FULL else 0.58

# Some people, whose words are printed, among many others.
_FILL = f"""
import datetime, json, secrets
from stories import receipts
from stories.models import State, Submission

today = datetime.date.today()

def words(how_many):
    return [receipts.words_of(secrets.token_bytes(32), "en") for _ in range(how_many)]

def fill(all_words):
    Submission.objects.bulk_create(
        (
            Submission(
                state=State.WAITING, day=today, since=today, language="en", has_words=False,
                receipt=receipts.pair_of(one).public,
            )
            for one in all_words
        ),
        batch_size=1_000,
    )

live, forgotten = words({EACH}), words({EACH})
fill(words({LIVE}) + live + forgotten)
print(json.dumps([live, forgotten, words({EACH})]))
"""

# What was waiting was declined thirty-one days ago, and the worker forgets it.
_FORGET = """
import datetime, json, pathlib
from stories import receipts, worker
from stories.models import State, Submission

words = json.loads(pathlib.Path("forgotten.json").read_text())
of = [receipts.pair_of(one).public for one in words]
for at in range(0, len(of), 500):
    Submission.objects.filter(receipt__in=of[at:at + 500]).update(
        state=State.DECLINED, since=datetime.date.today() - datetime.timedelta(days=31)
    )
before = Submission.objects.count()
worker.forget()
print(before - Submission.objects.count())
"""


class Visitor:
    """Posts words, one time after another, on one connection."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def close(self) -> None:
        self.connection.close()

    def ask(self, words: str) -> tuple[float, tuple[object, ...]]:
        """The seconds until the answer was there, and all of it."""
        body = urlencode({"receipt": words})
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        began = time.perf_counter()
        self.connection.request("POST", "/yours/", body, kind)
        answer = self.connection.getresponse()
        said = answer.read().decode()
        took = time.perf_counter() - began
        # The clock's own header is the server's, and says when and not what.
        headers = tuple(one for one in answer.getheaders() if one[0].lower() != "date")
        return took, (answer.status, answer.reason, headers, said)

    def state(self, words: str) -> str:
        """What the page says became of it."""
        found = re.search(r'data-state="([a-z]+)"', str(self.ask(words)[1][3]))
        assert found
        return found[1]


def nearly(words: str, listed: list[str]) -> str:
    """The words of somebody who remembers one of them wrongly."""
    right = words.split()
    place = random.randrange(len(right))
    right[place] = random.choice([one for one in listed[:50] if one != right[place]])
    return " ".join(right)


def test_wrong_and_forgotten_and_unknown_words_cannot_be_told_apart():
    with (
        live.running(THROTTLE="off", worker=False) as site,
        contextlib.closing(Visitor(site.port)) as visitor,
    ):
        right, forgotten, never = json.loads(site.python(_FILL))
        # Whoever was given words has looked with them before.
        for words in shuffled([*right, *forgotten]):
            assert visitor.state(words) == "waiting"
        (site.data_dir / "forgotten.json").write_text(json.dumps(forgotten))
        assert int(site.python(_FORGET)) >= EACH
        wrong = [nearly(words, never[0].split() + never[1].split()) for words in right]
        tries = shuffled(
            [
                (kind, words)
                for kind, all_words in zip(KINDS, (wrong, forgotten, never), strict=True)
                for words in all_words
            ]
        )
        took: dict[str, list[float]] = {kind: [] for kind in KINDS}
        answers = set()
        for kind, words in tries:
            seconds, answer = visitor.ask(words)
            took[kind].append(seconds)
            answers.add(answer)
        assert visitor.state(right[0]) == "waiting"
        assert visitor.state(wrong[0]) == "unknown"
    assert len(answers) == 1
    found = {
        f"{one} or {other}": auc(took[one], took[other])
        for one, other in (KINDS[:2], KINDS[1:], KINDS[::2])
    }
    print({pair: round(value, 4) for pair, value in found.items()}, len(tries))
    assert max(max(value, 1 - value) for value in found.values()) <= MOST
