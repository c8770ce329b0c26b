"""Noise for researchers: as much as OpenDP's own accounting asks for, in every cell there is."""

import os
import random
import subprocess
import sys
from collections import Counter
from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.categories import CATEGORIES
from stories.wall import differential
from tests import live

pytestmark = pytest.mark.pure

AXES = differential.axes_of({name: choices.values for name, choices in CATEGORIES.items()})
CELLS = differential.cells_of(AXES)
NOBODY: dict[differential.Cell, int] = {}
# One example as it is stored: some categories, and now and then a code that is none.
EXAMPLES = st.lists(
    st.fixed_dictionaries(
        {}, optional={name: st.sampled_from([*codes, "", "unheard-of"]) for name, codes in AXES}
    ),
    max_size=4,
)


def table(people: list[list[dict[str, str]]]) -> list[int]:
    exact = Counter(differential.cell_of(examples, AXES) for examples in people)
    return [exact[cell] for cell in CELLS]


def test_the_domain_is_every_combination_with_none_said():
    assert len(CELLS) == len(set(CELLS)) == 12 * 10 * 7 * 5
    for name, choices in CATEGORIES.items():
        assert differential.NONE not in choices.values, name


@given(EXAMPLES)
def test_each_testimony_is_in_one_cell_of_the_domain(examples):
    assert sum(table([examples])) == 1


def test_the_first_example_with_anything_ticked_says_which():
    first, second = {"setting": "work", "age": "18-24"}, {"setting": "home", "by": "family"}
    assert differential.cell_of([first, second], AXES) == ("work", "none", "18-24", "none")
    assert differential.cell_of([{}, second, first], AXES) == ("home", "family", "none", "none")
    assert differential.cell_of([], AXES) == differential.cell_of([{}], AXES) == ("none",) * 4


@given(st.lists(EXAMPLES, max_size=5), EXAMPLES)
def test_by_opendp_one_testimony_more_or_less_costs_no_more_than_epsilon(others, hers):
    apart = sum(abs(a - b) for a, b in zip(table(others), table([*others, hers]), strict=True))
    noise = differential.measurement(differential.scale_for(0.5))
    assert noise.check(d_in=apart, d_out=0.5)
    # Nor is it so coarse that it would hold of anything.
    assert not noise.check(d_in=apart, d_out=0.49)


def test_by_opendp_no_epsilon_is_passed_by_a_hair():
    # 0.7 and others are: 1 divided by them is rounded, and the accounting rounds up.
    for thousandths in range(1, 1001):
        epsilon = thousandths / 1000
        account = differential.measurement(differential.scale_for(epsilon)).map(1)
        assert 0.999 * epsilon < account <= epsilon


@pytest.mark.parametrize("epsilon", [0.25, 0.5, 1.0])
def test_the_noise_that_falls_is_as_large_as_that(epsilon):
    counts = differential.noisy(NOBODY, AXES, epsilon=epsilon).counts
    # Of discrete Laplace, p being e to the -ε. Of 4,200 draws, both means are further off than
    # this once in a hundred million times.
    p = exp(-epsilon)
    size = sum(map(abs, counts)) / len(counts)
    assert size == pytest.approx(2 * p / (1 - p * p), rel=0.12)
    assert abs(sum(counts)) / len(counts) < 6 * (2 * p) ** 0.5 / (1 - p) / len(counts) ** 0.5


def test_numbers_are_whole_and_as_they_fell():
    counts = differential.noisy(NOBODY, AXES, epsilon=0.5).counts
    assert {type(one) for one in counts} == {int}
    # By lot, as many below 0 as above it: about 1,600 each.
    assert sum(one < 0 for one in counts) > 1_000 < sum(one > 0 for one in counts)


def test_every_cell_has_a_number_and_each_its_own_noise():
    cell = random.choice(CELLS)
    drawn = differential.noisy({cell: 1_000}, AXES, epsilon=1.0)
    assert len(drawn.counts) == len(CELLS)
    assert abs(drawn.counts[CELLS.index(cell)] - 1_000) < 30
    assert max(map(abs, drawn.counts[: CELLS.index(cell)]), default=0) < 60
    assert len(set(drawn.counts)) > 5
    assert (drawn.epsilon, drawn.scale) == (1.0, differential.scale_for(1.0))


def test_two_draws_are_two():
    drawn = [differential.noisy(NOBODY, AXES, epsilon=1.0).counts for _ in range(2)]
    assert drawn[0] != drawn[1]


def test_nobody_waits_for_it_who_has_no_such_tables():
    script = (
        "import sys, django\ndjango.setup()\n"
        "import stories.worker, metoo.urls\nassert 'opendp' not in sys.modules"
    )
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "metoo.settings"}
    subprocess.run([sys.executable, "-c", script], cwd=live.ROOT, env=environment, check=True)
