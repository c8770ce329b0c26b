"""What comes in above the usual."""

from tests.faults.fault import Fault

FAULTS = [
    Fault(
        "floods: nothing is held",
        "stories/lifecycle/receiving.py",
        "State.HELD if held else State.WAITING",
        "State.WAITING",
        "tests/test_floods.py",
    ),
    Fault(
        "floods: a flood makes the next one usual",
        "stories/usual.py",
        "            _today.own += not held",
        "            _today.own += 1",
        "tests/test_floods.py::test_a_flood_does_not_make_the_next_one_usual",
    ),
    Fault(
        "floods: of many at once some are not counted",
        "stories/usual.py",
        "            fresh.own = _today.own\n",
        "            fresh.own = 0\n",
        "tests/test_floods.py",
    ),
    Fault(
        "floods: a few days of news are usual",
        "stories/usual.py",
        "statistics.median_low(",
        "statistics.mean(",
        "tests/test_floods.py",
    ),
    Fault(
        "floods: a moderator lets them wait",
        "moderation/decisions.py",
        '    Kind.RESUME: "stories.discard_statuses"',
        '    Kind.RESUME: "stories.hold_statuses"',
        "tests/test_floods.py::test_a_moderator_lets_none_of_it_wait",
    ),
    Fault(
        "floods: writing anew is a way out",
        "stories/lifecycle/hers.py",
        "held = source.state in (State.HELD, State.DISCARDED)",
        "held = False",
        "tests/test_floods.py::test_writing_anew_is_no_way_out_of_what_is_held",
    ),
    Fault(
        "floods: a repeated post is another",
        "stories/say/intake.py",
        "    held = usual.is_exceeded(day)\n",
        "    held = usual.is_exceeded(day)\n    usual.note(day, held=held)\n",
        "tests/test_floods.py",
    ),
    Fault(
        "floods: a small number of held ones is said",
        "stories/wall/release.py",
        "held=cells[HELD].shown",
        "held=cells[HELD].people",
        "tests/test_floods.py",
    ),
    Fault(
        "floods: each post looks at the table",
        "stories/usual.py",
        "known.passed < known.every()",
        "known.passed < 1",
        "tests/test_floods.py::test_it_costs_who_sends_almost_nothing",
    ),
    Fault(
        "floods: a large site looks at the table as often as a small one",
        "stories/usual.py",
        "max(EVERY, self.limit // PART)",
        "EVERY",
        "tests/test_floods.py::test_a_large_site_looks_at_the_table_less_often",
    ),
    Fault(
        "floods: whoever comes back learns that it is held",
        "stories/yours/views.py",
        "    return State.WAITING if state in (State.HELD, State.DISCARDED) else state",
        "    return state",
        "tests/test_floods.py::test_nobody_who_comes_back_learns_that_it_is_held",
    ),
]
