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
        "choosing: a search finds what is left out",
        "stories/wall/searching.py",
        "find(wanted, after=after, without=without)",
        "find(wanted, after=after)",
        "tests/test_choosing.py::test_a_search_leaves_out_the_same",
    ),
    Fault(
        "choosing: what is left out of a search comes back on its next page",
        "templates/wall/search.html",
        '<input type="hidden" name="without" value="{{ without }}">',
        "",
        "tests/test_choosing.py::test_a_search_leaves_out_the_same",
    ),
    Fault(
        "choosing: where all of some is left out, a search ends",
        "stories/wall/finding.py",
        "page[-1] if len(keys) > PER_PAGE else end",
        "page[-1] if len(keys) > PER_PAGE else NO_KEY",
        "tests/test_choosing.py::test_a_search_leaves_out_the_same",
    ),
    Fault(
        "choosing: nobody is offered a pause in what a search finds",
        "templates/wall/search.html",
        '{% if forloop.counter == pause_after %}{% include "wall/pause.html" %}{% endif %}',
        "",
        "tests/test_choosing.py::test_a_search_offers_the_pause_after_ten",
    ),
    Fault(
        "choosing: nobody is offered a pause",
        "static/site/pause.js",
        "cover.after(pause)",
        "pause",
        "tests/test_pause.py",
    ),
]
