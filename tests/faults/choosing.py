"""What a reader comes upon is her choice."""

from tests.faults.fault import Fault

FAULTS = [
    Fault(
        "choosing: what is left out is on the pages",
        "stories/models/submission.py",
        ".filter(hidden=0) if hidden else self",
        " if hidden else self",
        "tests/test_choosing.py::test_what_is_left_out_is_on_no_page",
    ),
    Fault(
        "choosing: what is left out comes back on the next page",
        "stories/wall/words.py",
        '    more = {"language": language, "without": ",".join(without)}\n',
        '    more = {"language": language}\n',
        "tests/test_choosing.py",
    ),
    Fault(
        "choosing: the desk's notes are not counted",
        "stories/lifecycle/moves.py",
        "        holds=note_bits(testimony.notes),\n",
        "",
        "tests/test_choosing.py::test_what_is_left_out_is_on_no_page",
    ),
    Fault(
        "choosing: nobody is offered a pause",
        "static/site/pause.js",
        "cover.after(pause)",
        "pause",
        "tests/test_pause.py",
    ),
]
