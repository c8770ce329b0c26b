"""Who knows every number ever shown, every story and people of his own finds nobody (promise 9).

A sample of the worlds; with PROVE=full, 200 of them.
"""

import os
import statistics

import pytest

from stories.wall.disclosure import EXAMPLES, PAIRS_FROM, PEOPLE
from tests.attacker.judging import Verdict, attacked
from tests.attacker.kept import solved
from tests.attacker.worlds import Plan, made

pytestmark = pytest.mark.pure

FULL = os.environ.get("PROVE") == "full"
WORLDS, TARGETS = (200, 12) if FULL else (4, 4)


@pytest.fixture(autouse=True)
def production(settings):
    """The rules of a real wall."""
    settings.RELEASE_MIN, settings.RELEASE_LEAVES, settings.RELEASE_SHARE = 13, 20, 0.5


def plans(number: int) -> list[Plan]:
    """Worlds from 700 people to 50,000, with and without what he sends himself, one after the
    other."""
    sends = ("", "mirror", "blank", "probe")
    return [
        Plan(
            seed,
            arrivals=960 if seed % 50 == 49 else (14, 26, 58, 64)[seed // 16 % 4 - seed % 4],
            sends=sends[seed % 4],
            insiders=3 - seed // 4 % 4,
            forms=seed % 7 == 0,
            withdraw=0.2 if seed % 6 == 5 else 0.01,
        )
        for seed in range(number)
    ]


def test_he_bounds_no_small_cell_and_states_nothing_of_anybody(record_property):
    solve = solved if FULL else lambda plan, targets: attacked(made(plan), targets=targets)
    found = sum((solve(plan, targets=TARGETS) for plan in plans(WORLDS)), Verdict())
    record_property("figures", str(found))
    assert found.worlds == WORLDS
    assert found.asked >= WORLDS * 6
    assert (found.bounded, found.likely, found.stated, found.wrong) == ([], [], [], [])


# What protects is taken away, one thing at a time, and the same attacker finds somebody.


def test_he_would_find_small_cells_that_are_on_time():
    assert attacked(made(Plan(2, sends="mirror", insiders=3, late=False)), targets=4).bounded


@pytest.mark.parametrize(
    "unsafe",
    [
        [Plan(0, alone_from=26), Plan(1, alone_from=26)],
        [Plan(0, live_from=26), Plan(1, live_from=26)],
    ],
    ids=["batches of one", "a live counter"],
)
def test_he_would_state_what_somebody_said_who_is_counted_alone(unsafe):
    found = sum((attacked(made(plan), targets=4) for plan in unsafe), Verdict())
    assert found.stated
    assert found.wrong == []


@pytest.mark.parametrize("arrivals", [64, 960] if FULL else [64])
def test_the_numbers_are_of_use(arrivals, record_property):
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
    error, share = statistics.median(errors), hidden / people
    record_property(
        "figures",
        f"4 worlds of about {round(arrivals * 52, -3):,}: median error of cells over 100 "
        f"{error:.1%}, hidden {share:.1%}",
    )
    assert error <= 0.05
    assert share <= 0.15
