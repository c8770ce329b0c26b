"""Who knows every number ever shown, every story and people of his own finds nobody (promise 9).

A sample of the worlds; with PROVE=full, 200 of them. In each, every cell is looked through by
itself, and those numbers alone that he comes closest to by that, twelve of a world with PROVE=full
and four in the sample, are solved for with all tables at once: all of them would take too long.
What is so of all who came or went between two releases is looked for in each world.
"""

import os
import statistics
import subprocess
import sys

import pytest

from stories.wall import disclosure
from stories.wall.disclosure import EXAMPLES, PAIRS_FROM, PEOPLE
from tests.attacker.judging import Verdict, attacked
from tests.attacker.kept import solved
from tests.attacker.people import Plan
from tests.attacker.trying import FREE, fall, passed_by_any, waits_hide
from tests.attacker.worlds import made

pytestmark = pytest.mark.pure

FULL = os.environ.get("PROVE") == "full"
WORLDS = range(200) if FULL else (1, 2, 3, 4, 7)
TARGETS = 12 if FULL else 4


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
            same=seed % 9 == 4,
            forces=seed % 8 == 7,
            # Who is made to take hers back is alone in that.
            withdraw=0.0 if seed % 8 == 7 else 0.2 if seed % 6 == 5 else 0.01,
        )
        for seed in range(number)
    ]


def worlds() -> list[Plan]:
    """Some of them; and small ones in which everybody says the same, or he makes somebody take
    hers back as soon as a number has moved."""
    some = plans(max(WORLDS) + 1)
    return [
        *(some[number] for number in WORLDS),
        Plan(0, arrivals=14, forms=True, same=True),
        *(Plan(seed, arrivals=26, sends="probe", forces=True, withdraw=0.0) for seed in (4, 6, 7)),
    ]


def test_he_bounds_no_small_cell_and_states_nothing_of_anybody(record_property):
    solve = solved if FULL else lambda plan, targets: attacked(made(plan), targets=targets)
    found = sum((solve(plan, targets=TARGETS) for plan in worlds()), Verdict())
    record_property("figures", str(found))
    assert found.worlds == len(WORLDS) + 4
    assert found.asked >= found.worlds * TARGETS
    assert (found.bounded, found.likely, found.stated) == ([], [], [])
    assert (found.wrong, found.unsettled) == ([], [])


def test_a_world_comes_out_the_same_each_time():
    plan = Plan(3, arrivals=14, sends="mirror", insiders=3)
    program = (
        "import django; django.setup(); "
        "from tests.attacker.people import Plan; from tests.attacker.worlds import made; "
        f"print(made({plan!r}, releases=12).releases)"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", program], check=True, capture_output=True, text=True,
            env=os.environ | {"PYTHONHASHSEED": seed, "DJANGO_SETTINGS_MODULE": "metoo.settings"},
        ).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert said[0] == said[1] > ""


def test_a_number_that_stands_or_moves_is_no_end_for_how_many_there_are():
    """He tries the code as often as he likes: the most that there can be, he does not learn from
    a number; nor the least, but from one that rises."""
    assert passed_by_any(40, 30, room=True) == (40, FREE)
    assert passed_by_any(40, 40, room=True) == (-FREE, FREE)
    assert passed_by_any(30, 40, room=True) == (-FREE, FREE)
    assert waits_hide() == (True, True)
    assert fall() > disclosure.SLACK


# What protects is taken away, one thing at a time, and the same attacker finds somebody.


def test_he_would_find_small_cells_that_are_on_time():
    assert attacked(made(Plan(2, sends="mirror", insiders=3, late=False)), targets=4).bounded


@pytest.mark.parametrize("unsafe", [{"alone_from": 26}, {"live_from": 26}, {}])
def test_he_would_state_what_somebody_said_who_is_counted_alone(unsafe):
    """In batches of one, or by a live counter, were it not for lateness; in batches of many even
    then not."""
    found = sum(
        (attacked(made(Plan(seed, late=False, **unsafe)), targets=0) for seed in (0, 1)), Verdict()
    )
    assert bool(found.stated) == bool(unsafe)
    assert found.wrong == []


@pytest.mark.parametrize(("arrivals", "several"), [(64, 4), (960, 4 if FULL else 1)])
def test_the_numbers_are_of_use(arrivals, several, record_property):
    errors, people, hidden = [], 0, 0
    for seed in range(several):
        world = made(Plan(seed, arrivals=arrivals))
        pairs = world.releases[-1].people >= PAIRS_FROM
        for cell, tally in world.cells.items():
            if cell in (PEOPLE, EXAMPLES) or ("+" in cell[0] and not pairs):
                continue
            people += tally.people
            hidden += max(0, tally.people - tally.shown)
            if tally.people > 100:
                errors.append(abs(tally.people - tally.shown) / tally.people)
    error, share = statistics.median(errors), hidden / people
    record_property(
        "figures",
        f"{several} worlds of about {round(arrivals * 52, -3):,}: median error of cells over 100 "
        f"{error:.1%}, hidden {share:.1%}",
    )
    assert error <= 0.05
    assert share <= 0.15
