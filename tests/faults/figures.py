"""The desk's figures."""

from tests.faults.fault import Fault

_TEST = "tests/test_figures.py"
_LETTING_GO = "tests/test_letting_go.py"
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
        "({of_language} LIMIT %(most)s) counted),\n  sum",
        "({of_language}) counted),\n  sum",
        f"{_TEST}::test_it_counts_no_further_than_it_says",
    ),
    Fault(
        "letting go: a decision leads to its story for as long as it stands",
        "metoo/management/commands/work.py",
        "    letting_go.look,\n",
        "",
        f"{_LETTING_GO}::test_the_worker_lets_go_by_itself",
    ),
    Fault(
        "letting go: of what is out only when its author takes it back",
        "moderation/models/decisions.py",
        "submission__state__in=[State.PUBLISHED, State.ASIDE],\n        )\n",
        "submission__state__in=[State.PUBLISHED, State.ASIDE],\n        )\n"
        "        left = models.Q(submission__state=State.PUBLISHED)\n",
        f"{_LETTING_GO}::test_nothing_leads_from_a_story_on_the_wall_to_who_let_it_out",
    ),
    Fault(
        "letting go: of what can be undone",
        "moderation/models/decisions.py",
        "submission__isnull=False, submission__envelope__isnull=True)",
        "submission__isnull=False)",
        f"{_LETTING_GO}::test_what_can_be_undone_is_kept",
    ),
    Fault(
        "letting go: of what the next lead asks",
        "moderation/models/decisions.py",
        "kind__in=[Kind.LEAVE, Kind.BACK],\n            submission__state",
        "kind__in=[Kind.BACK],\n            submission__state",
        f"{_LETTING_GO}::test_that_a_lead_left_a_story_is_known_while_it_stands",
    ),
    Fault(
        "letting go: how long they waited goes too",
        "moderation/letting_go.py",
        '.update(number=F("number") + number)',
        '.update(number=F("number"))',
        f"{_LETTING_GO}::test_the_figures_stay_as_they_were",
    ),
    Fault(
        "letting go: what was undone counts",
        "moderation/letting_go.py",
        "if kind in DECIDED and not undone:",
        "if kind in DECIDED:",
        f"{_LETTING_GO}::test_what_was_undone_is_in_no_week",
    ),
    Fault(
        "letting go: an old week is in the figures",
        "moderation/figures.py",
        "Waited.objects.filter(week__gte=monday(since))",
        "Waited.objects.filter(week__lte=today)",
        f"{_LETTING_GO}::test_old_weeks_are_in_no_figure",
    ),
]
