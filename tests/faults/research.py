"""The tables for researchers."""

from tests.faults.fault import Fault

_ACCOUNT = "tests/test_differential.py"

FAULTS = [
    Fault(
        "research: less noise than the accounting asks for",
        "stories/wall/differential.py",
        "    while measurement(scale).map(SENSITIVITY) > epsilon:\n"
        "        scale = math.nextafter(scale, math.inf)\n",
        "    scale /= 1.25\n",
        f"{_ACCOUNT}::test_by_opendp_one_testimony_more_or_less_costs_no_more_than_epsilon",
    ),
    Fault(
        "research: ε is passed by what was rounded",
        "stories/wall/differential.py",
        "    while measurement(scale).map(SENSITIVITY) > epsilon:\n"
        "        scale = math.nextafter(scale, math.inf)\n",
        "",
        f"{_ACCOUNT}::test_by_opendp_no_epsilon_is_passed_by_a_hair",
    ),
    Fault(
        "research: another noise falls than is accounted for",
        "stories/wall/differential.py",
        "    counts = measurement(scale)(",
        "    counts = measurement(scale / 1.25)(",
        f"{_ACCOUNT}::test_the_noise_that_falls_is_as_large_as_that",
    ),
    Fault(
        "research: no number is below 0",
        "stories/wall/differential.py",
        "    return Noisy(counts, epsilon, scale)",
        "    return Noisy([max(0, one) for one in counts], epsilon, scale)",
        f"{_ACCOUNT}::test_numbers_are_whole_and_as_they_fell",
    ),
    Fault(
        "research: an empty cell is left out",
        "stories/wall/differential.py",
        "([exact.get(cell, 0) for cell in cells_of(axes)])",
        "([exact[cell] for cell in cells_of(axes) if cell in exact])",
        f"{_ACCOUNT}::test_every_cell_has_a_number_and_each_its_own_noise",
    ),
    Fault(
        "research: a code that is none makes a cell of its own",
        "stories/wall/differential.py",
        "tuple(code if code in codes else NONE for code, codes in said)",
        "tuple(code for code, codes in said)",
        f"{_ACCOUNT}::test_each_testimony_is_in_one_cell_of_the_domain",
    ),
    Fault(
        "research: the last example says which cell",
        "stories/wall/differential.py",
        "    for example in examples:\n        said = ",
        "    for example in reversed(list(examples)):\n        said = ",
        f"{_ACCOUNT}::test_the_first_example_with_anything_ticked_says_which",
    ),
    Fault(
        "research: OpenDP is waited for by everybody",
        "stories/wall/differential.py",
        "from typing import Any\n",
        "from typing import Any\n\nimport opendp.prelude\n",
        f"{_ACCOUNT}::test_nobody_waits_for_it_who_has_no_such_tables",
    ),
]
