"""Standing beside whoever wrote a story."""

from tests.faults.fault import Fault

FAULTS = [
    Fault(
        "standing: each press is seen to come in",
        "stories/wall/pages.py",
        "standing.shown if standing else 0",
        "standing.number if standing else 0",
        "tests/test_standing.py::test_what_is_pressed_shows_with_a_release_and_in_bands_alone",
    ),
    Fault(
        "standing: the number itself is shown",
        "stories/wall/standing.py",
        "shown=Case(*highest_first, default=Value(0))",
        'shown=F("number")',
        "tests/test_standing.py",
    ),
    Fault(
        "standing: no limit",
        "stories/wall/standing.py",
        '    seconds = throttle.wait(request, what="stand")',
        "    seconds = 0",
        "tests/test_standing.py::test_one_client_can_press_so_often_in_an_hour",
    ),
    Fault(
        "standing: beside what is not on the wall yet",
        "stories/wall/reading.py",
        "    there = Story.objects.filter(pk=number, release__isnull=False)",
        "    there = Story.objects.filter(pk=number)",
        "tests/test_standing.py::test_beside_what_is_not_on_the_wall_nobody_can_stand",
    ),
    Fault(
        "standing: who presses and who takes down wait for each other",
        "stories/lifecycle/moves.py",
        "    if found.select_for_update().exists():\n",
        "    if found.exists():\n",
        "tests/test_standing.py::"
        "test_who_presses_while_it_is_taken_down_waits_for_nobody_who_waits",
        only="postgresql",
    ),
]
