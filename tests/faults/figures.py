"""The desk's figures."""

from tests.faults.fault import Fault

_TEST = "tests/test_figures.py"
_FEW = f"{_TEST}::test_fewer_than_three_are_not_told_apart"

FAULTS = [
    Fault(
        "figures: beside the switch of four eyes stands what is hidden among them",
        "moderation/figures.py",
        "    if number < FEWEST:\n        return Month(month, None, None)\n",
        "",
        "tests/test_four_eyes.py::test_agreement_is_shown_to_leads_by_month_and_without_names",
    ),
    Fault(
        "figures: few of a language are told apart",
        "moderation/figures.py",
        "by_lane[lane] if wait.number >= FEWEST]",
        "by_lane[lane] if wait.number >= FEWEST - 1]",
        _FEW,
    ),
    Fault(
        "figures: few of all the rest are told apart",
        "moderation/figures.py",
        "    if number < FEWEST:\n        return Part(",
        "    if number < 1:\n        return Part(",
        _FEW,
    ),
    Fault(
        "figures: few who waited long are told apart",
        "moderation/figures.py",
        "    few = 0 < long < FEWEST or 0 < number - long < FEWEST\n",
        "    few = False\n",
        _FEW,
    ),
    Fault(
        "figures: a band of few",
        "moderation/figures.py",
        "    while few := [place",
        "    while few := [] and [place",
        f"{_TEST}::test_no_band_tells_few_apart",
    ),
    Fault(
        "figures: few disagreements of a month",
        "moderation/figures.py",
        "    few = 0 < agreed < FEWEST or 0 < differed < FEWEST\n",
        "    few = False\n",
        f"{_TEST}::test_agreement_is_told_by_month_where_that_tells_no_few_apart",
    ),
    Fault(
        "figures: somebody's",
        "moderation/figures.py",
        "        day__gte=since, kind__in=",
        '        day__gte=since, author__username="bell", kind__in=',
        f"{_TEST}::test_who_decided_makes_no_difference",
    ),
    Fault(
        "figures: all that waits is counted",
        "moderation/queue.py",
        "     {lane} AND s.language = head.language LIMIT %(most)s) counted),\n  sum",
        "     {lane} AND s.language = head.language) counted),\n  sum",
        f"{_TEST}::test_it_counts_no_further_than_it_says",
    ),
]
