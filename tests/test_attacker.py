"""Who knows every number ever shown, every story and people of his own finds nobody (promise 9).

A sample of the worlds; with PROVE=full, 200 of them.
"""

import os
import statistics

import pytest

from stories.wall.disclosure import EXAMPLES, PAIRS_FROM, PEOPLE
from tests.attacker.judging import Verdict, attacked
from tests.attacker.worlds import Plan, made

pytestmark = pytest.mark.pure

FULL = os.environ.get("PROVE") == "full"
WORLDS = 200 if FULL else 4


@pytest.fixture(autouse=True)
def production(settings):
    """The rules of a real wall."""
    settings.RELEASE_MIN, settings.RELEASE_LEAVES, settings.RELEASE_SHARE = 13, 20, 0.5


def plans(number: int) -> list[Plan]:
    """Small and middling worlds, with and without what he sends himself, one after the other."""
    sends = ("", "mirror", "blank", "probe")
    return [
        Plan(
            seed,
            arrivals=(26, 58, 64)[seed % 3],
            sends=sends[seed % 4],
            insiders=seed // 2 % 4,
            forms=seed % 5 == 0,
        )
        for seed in range(number)
    ]


def test_he_bounds_no_small_cell_and_states_nothing_of_anybody():
    found = sum((attacked(made(plan), targets=4) for plan in plans(WORLDS)), Verdict())
    assert found.asked >= WORLDS * 6
    assert (found.bounded, found.likely, found.stated, found.wrong) == ([], [], [], [])


def test_he_would_find_small_cells_that_are_on_time():
    assert attacked(made(Plan(2, sends="mirror", insiders=3, late=False)), targets=4).bounded


@pytest.mark.parametrize("arrivals", [64, 960] if FULL else [64])
def test_the_numbers_are_of_use(arrivals):
    errors, people, hidden = [], 0, 0
    for seed in range(4):
        world = made(Plan(seed, arrivals=arrivals))
        pairs = world.releases[-1].people >= PAIRS_FROM
        for cell, tally in world.cells.items():
            if cell in (PEOPLE, EXAMPLES) or ("+" in cell[0] and not pairs):
                continue
            people += tally.people
            hidden += tally.people - tally.shown
            if tally.people > 100:
                errors.append((tally.people - tally.shown) / tally.people)
    assert statistics.median(errors) <= 0.05
    assert hidden <= 0.15 * people
