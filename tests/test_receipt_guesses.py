"""Nobody finds a testimony by guessing its ten words."""

import json
import os
from concurrent.futures import ThreadPoolExecutor

from tests import live

FULL = os.environ.get("PROVE") == "full"
LIVE = 100_000 if FULL else 1_000
GUESSES = 1_000_000 if FULL else 6_000
PROCESSES = max(os.cpu_count() or 1, 2)

# So many receipts as they are made for anybody, and the submissions that they lead to.
_FILL = f"""
import datetime, json, secrets
from stories import receipts
from stories.models import State, Submission

today = datetime.date.today()
words = [receipts.words_of(secrets.token_bytes(32), "en") for _ in range({LIVE})]
Submission.objects.bulk_create(
    (
        Submission(
            state=State.WAITING, day=today, since=today, language="en", has_words=False,
            receipt=receipts.pair_of(one).public,
        )
        for one in words
    ),
    batch_size=1_000, ignore_conflicts=True,
)
print(json.dumps(words[:20]))
"""

# Ten words of the list, by chance, looked up as the page looks them up.
_GUESS = """
import json, secrets
from stories import receipts
from stories.models import Submission
from stories.yours.found import find

known = {known}
assert sum(find(words) is not None for words in known) == len(known)
listed, chance = receipts._words("en"), secrets.SystemRandom()
found = sum(
    find(" ".join(chance.choices(listed, k=receipts.WORDS))) is not None for _ in range({tries})
)
print(json.dumps([Submission.objects.filter(receipt__isnull=False).count(), {tries}, found]))
"""


def test_no_guess_finds_any_of_many():
    """Each guess is ten words of the list, and goes the way of one that is typed, from the words
    to the database, one at a time. Words that were given are found by the same way."""
    with live.running(started=False) as site:
        site.manage("migrate", "-v", "0")
        known = json.loads(site.python(_FILL))
        script = _GUESS.format(known=known, tries=GUESSES // PROCESSES)
        with ThreadPoolExecutor(PROCESSES) as many:
            done = list(many.map(site.python, [script] * PROCESSES))
    said = [json.loads(one) for one in done]
    tries, found = sum(one[1] for one in said), sum(one[2] for one in said)
    print(f"{tries} guesses against {said[0][0]} receipts: {found} found")
    assert found == 0
    assert [one[0] for one in said] == [LIVE] * PROCESSES
    assert tries == GUESSES // PROCESSES * PROCESSES
