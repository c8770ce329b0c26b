"""Fills an empty database with invented testimonies, by the same way that real ones take."""

import datetime

from django.db import transaction

from stories import lifecycle
from stories.demo.invent import invent
from stories.models import Submission
from stories.random_keys import random_key
from stories.say.intake import sealed
from stories.testimony import Occurrence, Testimony
from stories.wall.release import release

# Their number is the contract of `make run`; the seed is the year of the two words.
SUBMISSIONS = 1_200
SEED = 2017
# Stories that are left for the desk, so that there is something to read.
LEFT_TO_READ = 12


def fill(*, day: datetime.date) -> int:
    """Takes in, approves and releases invented testimonies. Returns how many; 0, and nothing
    done, where the database holds any submission already."""
    with transaction.atomic():
        if Submission.objects.exists():
            return 0
        left = LEFT_TO_READ
        for invented in invent(SUBMISSIONS, seed=SEED):
            testimony = Testimony(
                examples=tuple(Occurrence(**example) for example in invented.examples),
                country=invented.country,
                language=invented.language,
                quotable=invented.quotable,
            )
            key = random_key()
            said = sealed(testimony, key=key) if testimony.has_words else testimony
            # What is left to read has been coming in for some days.
            came = day - datetime.timedelta(days=left // 3 if testimony.has_words else 0)
            lifecycle.receive(said, key=key, day=came, receipt=None, body=None)
            if testimony.has_words and left:
                left -= 1
            elif testimony.has_words:
                lifecycle.approve(key, testimony)
        lifecycle.count_statuses()
        release()
    return SUBMISSIONS
