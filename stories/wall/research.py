"""A table a week for researchers, where there are any (`RESEARCH_EPSILON`): by all four categories,
under differential privacy.

A release says which week's table its people belong to; the first release of a later week draws that
table, in its own transaction. So the noise of a week is drawn once, whoever else releases or starts
again meanwhile, and what is public changes with a release alone.
"""

import datetime
import json
from collections import Counter

from django.conf import settings
from django.db.models import Max, Min, TextField
from django.db.models.functions import Cast

from stories.categories import CATEGORIES
from stories.models import Release, ResearchRelease, ResearchTable, Submission
from stories.wall import differential

_WEEK = datetime.timedelta(days=7)
_AXES = differential.axes_of({name: choices.values for name, choices in CATEGORIES.items()})


def draw_tables(today: datetime.date) -> None:
    """Draws the table of each week that is over and has none, before others come out."""
    epsilon = settings.RESEARCH_EPSILON
    if epsilon is None:
        return
    over = ResearchRelease.objects.filter(week__lt=_week(today)).order_by("week")
    for week in list(over.values_list("week", flat=True).distinct()):
        _draw(week, epsilon)


def belongs(release: Release) -> None:
    """The people of a release will be in the table of its week."""
    if settings.RESEARCH_EPSILON is not None:
        ResearchRelease.objects.create(release=release, week=_week(release.day))


def _week(day: datetime.date) -> datetime.date:
    """The Monday of the week whose table those of a day are in: never of one that has its table,
    even where a clock was ahead."""
    monday = day - datetime.timedelta(days=day.weekday())
    last = ResearchTable.objects.aggregate(last=Max("week"))["last"]
    return max(monday, last + _WEEK) if last else monday


def counted(week: datetime.date) -> Counter[differential.Cell]:
    """How many of a week are in each cell, exactly. Never stored and never shown: noise comes
    first. Those of another week's table, and those taken down since, are not among them."""
    its = ResearchRelease.objects.filter(week=week).values("release")
    people = Submission.objects.still_counted().filter(release__in=its, retold__isnull=True)
    answers = people.order_by().values_list(Cast("examples", TextField()), flat=True)
    return Counter(
        differential.cell_of(json.loads(stored), _AXES)
        for stored in answers.iterator(chunk_size=2_000)
    )


def _draw(week: datetime.date, epsilon: float) -> None:
    its = ResearchRelease.objects.filter(week=week)
    drawn = differential.noisy(counted(week), _AXES, epsilon=epsilon)
    ResearchTable.objects.create(
        week=week,
        **its.aggregate(first=Min("release"), last=Max("release")),
        epsilon=drawn.epsilon,
        scale=drawn.scale,
        axes=_AXES,
        counts=drawn.counts,
    )
    its.delete()
