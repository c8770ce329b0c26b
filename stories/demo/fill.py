"""Fills an empty database with invented testimonies, by the same way that real ones take."""

import datetime

from django.db import transaction

from stories import lifecycle
from stories.demo.invent import invent
from stories.models import Concern, Release, Standing, Story, Submission
from stories.random_keys import random_key
from stories.say.intake import sealed
from stories.testimony import Occurrence, Testimony
from stories.wall import standing
from stories.wall.release import release
from stories.wall.reporting import told

# Their number is the contract of `make run`; the seed is the year of the two words.
SUBMISSIONS = 1_200
SEED = 2017
# They come out in so many releases, a week apart: so it is seen how a wall grows.
RELEASES = 6
# Stories that are left for the desk, so that there is something to read.
LEFT_TO_READ = 12
# What is held as if more had come than usual: with words, and statuses.
HELD_WORDS, HELD_STATUSES = 5, 20
# How many stand beside the first stories on the wall.
STANDING = (640, 120, 57, 31, 12, 4)
# What is said of two stories on the wall, each so often.
REPORTS = ((Concern.ABOUT_ME, 1), (Concern.NAMES, 2))


def fill(*, day: datetime.date) -> int:
    """Takes in, approves and releases invented testimonies, but for what is left to the desk: some
    to read, some that are held, and two stories that are reported. Returns how many; 0, and nothing
    done, where the database holds any submission already."""
    with transaction.atomic():
        if Submission.objects.exists():
            return 0
        left = LEFT_TO_READ
        held: dict[bool, list[int]] = {True: [], False: []}
        most = {True: HELD_WORDS, False: HELD_STATUSES}
        for number, invented in enumerate(invent(SUBMISSIONS, seed=SEED), start=1):
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
            elif len(held[testimony.has_words]) < most[testimony.has_words]:
                held[testimony.has_words].append(key)
            elif testimony.has_words:
                lifecycle.approve(key, testimony)
            if number % (SUBMISSIONS // RELEASES) == 0:
                lifecycle.hold_lot([*held[True], *held[False]])
                lifecycle.count_statuses()
                release()
        _date_back(day)
        _report(day)
        _stand_beside()
    return SUBMISSIONS


def _date_back(day: datetime.date) -> None:
    """Dates the last release today, and the ones before it a week earlier each."""
    for weeks, made in enumerate(Release.objects.order_by("-number")):
        made.day = day - datetime.timedelta(weeks=weeks)
        made.save(update_fields=["day"])


def _stand_beside() -> None:
    stories = Story.objects.published().values_list("pk", flat=True)[: len(STANDING)]
    Standing.objects.bulk_create(
        Standing(story_id=story, number=number)
        for story, number in zip(stories, STANDING, strict=False)
    )
    standing.show()


def _report(day: datetime.date) -> None:
    stories = Story.objects.published().values_list("pk", flat=True)[: len(REPORTS)]
    for story, (concern, times) in zip(stories, REPORTS, strict=False):
        for _ in range(times):
            told(story, concern, day=day)
