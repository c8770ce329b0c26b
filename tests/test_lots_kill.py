"""A lot whose discarding is killed goes on where it was, and nothing of it is lost or done twice.

It runs in a process of its own, and is ended by SIGKILL before one of its statements.
"""

import json
import os
import signal
import subprocess
import sys

from tests import live

FULL = os.environ.get("PROVE") == "full"
POINTS, SIZE = (20, 10_000) if FULL else (3, 2_600)

_PRELUDE = """
import json, os, signal
from django.db import connection
from django.utils import timezone
from moderation import gathering, lots
from moderation.models import Lot, Fate
from stories.models import State, Submission
from stories.random_keys import random_key

def states():
    found = list(Submission.objects.filter(language="xx").values_list("state", flat=True))
    return {state: found.count(state) for state in set(found)}
"""
_FILL = f"""
today = timezone.now().date()
rows = [
    Submission(pk=random_key(), day=today, since=today, language="xx", has_words=False,
               state=State.HELD)
    for _ in range({SIZE})
]
Submission.objects.bulk_create(rows, batch_size=500)
gathering.gather()
print(Lot.objects.count())
"""
# Killed before the statement of that number. Prints how many there were, and how long the longest
# transaction was.
_DISCARD = """
count = most = 0

def until(execute, sql, params, many, context):
    global count, most
    count += 1
    if count == {place}:
        os.kill(os.getpid(), signal.SIGKILL)
    done = execute(sql, params, many, context)
    if sql.startswith("UPDATE") and "stories_submission" in sql:
        most = max(most, context["cursor"].rowcount)
    return done

Lot.objects.update(fate=Fate.DISCARDED, decided=timezone.now().date(), done=False)
with connection.execute_wrapper(until):
    for lot in Lot.objects.all():
        lots.follow(lot)
print(json.dumps([count, most]))
"""
_RESUME = """
cut = states()
gathering.look()
after = states()
Lot.objects.update(fate=Fate.OPEN, decided=None, done=False)
gathering.look()
print(json.dumps([cut, after, states(), Lot.objects.count()]))
"""


def discards(site: live.Site, place: int) -> tuple[int, str]:
    """Discards in a process of its own. Returns how it ended and what it printed."""
    words = ["manage.py", "shell", "--no-imports", "-v", "0", "-c"]
    done = subprocess.run(
        [sys.executable, *words, _PRELUDE + _DISCARD.format(place=place)],
        env=site.environment, capture_output=True, text=True, check=False, cwd=live.ROOT,
    )  # fmt: skip
    assert done.returncode in {0, -signal.SIGKILL}, done.stderr
    return done.returncode, done.stdout


def test_a_lot_that_is_killed_half_way_goes_on_and_comes_back_whole():
    with live.running(THROTTLE="off", worker=False) as site:
        assert int(site.python(_PRELUDE + _FILL)) == 1
        _, printed = discards(site, 0)
        statements, most = json.loads(printed)
        assert most <= 500, "no transaction holds all of it"
        assert json.loads(site.python(_PRELUDE + _RESUME))[2] == {"held": SIZE}
        halfway = 0
        for at in range(POINTS):
            place = 2 + round((statements - 4) * at / (POINTS - 1))
            status, _ = discards(site, place)
            assert status == -signal.SIGKILL
            cut, after, back, there = json.loads(site.python(_PRELUDE + _RESUME))
            assert sum(cut.values()) == SIZE
            halfway += len(cut) == 2
            assert (after, back, there) == ({"discarded": SIZE}, {"held": SIZE}, 1)
        print(f"{POINTS} kills among {statements} statements, {halfway} half way; {SIZE} in a lot")
    assert halfway
