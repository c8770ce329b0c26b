"""People who come back with a receipt while a release runs: for `test_withdraw_races`.

Both sides have a connection of their own. Which begins first, and by how much, is drawn anew each
time, as wide as both take: so each may be anywhere when the other comes.
"""

import random
import secrets
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import connection
from django.test import Client
from django.utils import timezone

from stories import lifecycle, receipts
from stories.lifecycle import Conflict
from stories.models import Example, State, Story, Submission
from stories.random_keys import random_key
from stories.say.intake import sealed
from stories.testimony import Occurrence, Testimony
from stories.wall.release import NotYet, release
from tests import desk, pages


@dataclass
class Person:
    """Somebody with a receipt, and what she said: words that nobody else said."""

    words: str = field(default_factory=lambda: receipts.words_of(secrets.token_bytes(32), "en"))
    token: str = field(default_factory=lambda: f"He moved too, {secrets.token_hex(8)}.")

    @property
    def receipt(self) -> bytes:
        return receipts.pair_of(self.words).public

    def says(self, *, status: bool = False) -> Submission:
        said = Occurrence("" if status else self.token, setting="work")
        kept = desk.received(Testimony((said,)), day=timezone.now().date(), receipt=self.receipt)
        desk.approve(kept)
        return kept

    def replaces(self, *, keep: bool = True) -> int:
        """Sends other words. Returns the row that they are in."""
        key, old = random_key(), Submission.objects.get(receipt=self.receipt)
        said = sealed(Testimony((Occurrence(self.token, setting="home"),)), key=key)
        lifecycle.replace(old.pk, said, key=key, day=timezone.now().date(), keep=keep)
        return key

    def row(self) -> Submission:
        return Submission.objects.get(receipt=self.receipt)

    def withdraws(self) -> str:
        """What the page says after the button: the state, or the status that it was refused by."""
        answer = Client().post("/yours/", {"receipt": self.words, "action": "withdraw"})
        if answer.status_code != 200:
            return str(answer.status_code)
        (main,) = pages.parsed(answer.content).all("main")
        return str(main["data-state"])

    def is_on_the_wall(self) -> bool:
        """Whether her words are in a story or on a page."""
        stories = Story.objects.filter(submission=self.row().pk)
        paths = ["/", "/stories/", *(f"/story/{story}/" for story in stories)]
        shown = any(self.token in Client().get(path).content.decode() for path in paths)
        return shown or stories.exists() or Example.objects.filter(text=self.token).exists()


def statuses(how_many: int) -> None:
    """People who said the two words, all approved."""
    today = timezone.now().date()
    Submission.objects.bulk_create(
        Submission(
            state=State.APPROVED, day=today, since=today, language="en", has_words=False,
            examples=[{"setting": "work"}],
        )
        for _ in range(how_many)
    )  # fmt: skip


@dataclass
class Races:
    """What became of them, and how long each side has taken last, in seconds."""

    became: Counter[str] = field(default_factory=Counter)
    at_once: int = 0
    took: float = 0.02

    def run(self, act: Callable[[], str]) -> str:
        """One: `act` and a release. Returns what `act` did, or "told" where it came too late.
        Anything else that either raises fails the test."""
        came: list[str] = []
        faults: list[Exception] = []
        spans: dict[str, tuple[float, float]] = {}
        ahead = random.uniform(-self.took, self.took)
        gate = threading.Barrier(2)

        def side(name: str, wait: float, does: Callable[[], object]) -> None:
            try:
                # A connection is there before the start, as in a process that serves.
                connection.ensure_connection()
                gate.wait()
                time.sleep(max(wait, 0))
                began = time.monotonic()
                done = does()
                spans[name] = (began, time.monotonic())
                if name == "act":
                    came.append(str(done))
            except Conflict:
                came.append("told")
            except NotYet:
                pass
            except Exception as fault:  # noqa: BLE001 - a deadlock is one
                faults.append(fault)
            finally:
                connection.close()

        sides = [
            threading.Thread(target=side, args=("act", ahead, act)),
            threading.Thread(target=side, args=("release", -ahead, release)),
        ]
        for one in sides:
            one.start()
        for one in sides:
            one.join()
        assert faults == []
        if len(spans) == 2:
            (mine, mine_end), (its, its_end) = spans["act"], spans["release"]
            self.at_once += mine < its_end and its < mine_end
            self.took = max(mine_end - mine, its_end - its)
        self.became[came[0]] += 1
        return came[0]
