"""What a reader comes upon is her choice."""

from tests.faults.fault import Fault

_ORDER = "tests/test_reading_order.py"

FAULTS = [
    Fault(
        "choosing: a child whom the desk has not labelled is not left out",
        "stories/categories.py",
        "CHILDREN = frozenset({Age.UNDER_13, Age.FROM_13})",
        "CHILDREN = frozenset({Age.UNDER_13})",
        "tests/test_choosing.py",
    ),
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
        '    more = {"language": language, "without": reading.hiding(without)}\n',
        '    more = {"language": language}\n',
        "tests/test_choosing.py",
    ),
    Fault(
        "choosing: an address says what is left out",
        "stories/wall/reading.py",
        'return str(note_bits(notes)) if notes else ""',
        'return ",".join(notes)',
        "tests/test_choosing.py::test_no_address_says_what_she_cannot_bear_to_read",
    ),
    Fault(
        "choosing: the desk's notes are not counted",
        "stories/lifecycle/moves.py",
        "held(testimony.notes, (each.age",
        "held((), (each.age",
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
        "choosing: words do not come where the script came after the press",
        "static/site/words.js",
        'document.querySelectorAll("details.cover[open]").forEach(fetchWords);',
        "",
        "tests/test_covers.py",
    ),
    Fault(
        "choosing: what was opened before the script came does not count",
        "static/site/pause.js",
        'document.querySelectorAll("details.cover[open]").forEach(count);',
        "",
        "tests/test_covers.py",
    ),
    Fault(
        "choosing: nobody is offered a pause",
        "static/site/pause.js",
        "cover.after(pause)",
        "pause",
        "tests/test_pause.py",
    ),
    Fault(
        "order: all languages at once",
        "stories/wall/words.py",
        "languages=reading.in_language(language) or [own, *follow],",
        "languages=reading.in_language(language),",
        f"{_ORDER}::test_those_in_the_language_of_the_page_come_first_and_none_twice",
    ),
    Fault(
        "order: the wall shows the latest, whatever their language",
        "stories/wall/reading.py",
        "own = list(on_the_wall.filter(language=language)[:ON_THE_WALL])",
        "own = list(on_the_wall[:ON_THE_WALL])",
        f"{_ORDER}::test_so_they_do_under_another_language_and_on_the_wall",
    ),
    Fault(
        "order: where a page is full, the others are not reached",
        "stories/wall/reading.py",
        "if room else _OTHERS",
        'if room else ""',
        f"{_ORDER}::test_those_in_the_language_of_the_page_come_first_and_none_twice",
    ),
    Fault(
        "order: the others begin anew at each page",
        "stories/wall/reading.py",
        "    lists = [found.filter(language=code) for code in rest]\n",
        "    found = Story.objects.published()\n"
        "    lists = [found.filter(language=code) for code in rest]\n",
        f"{_ORDER}::test_what_is_taken_down_meanwhile_leaves_no_gap",
    ),
    Fault(
        "order: all before a page is passed over",
        "stories/wall/reading.py",
        "    found = found.filter(release__lte=release)\n",
        "",
        f"{_ORDER}::test_every_list_comes_out_of_an_index_and_is_never_sorted",
    ),
    Fault(
        "order: nobody says which languages follow",
        "stories/wall/words.py",
        '"follow": _named(follow),',
        '"follow": [],',
        f"{_ORDER}::test_the_page_says_which_languages_follow_and_where",
    ),
    Fault(
        "order: a story is set by its first letter",
        "templates/wall/words.html",
        'dir="{{ story.language|direction }}"',
        'dir="auto"',
        f"{_ORDER}::test_each_piece_says_which_language_it_is_in "
        f"{_ORDER}::test_a_story_runs_its_own_way_and_its_labels_the_pages",
    ),
    Fault(
        "order: what is ours in a story is read out in its language",
        "templates/wall/words.html",
        ' lang="{{ LANGUAGE_CODE }}" aria-label',
        " aria-label",
        f"{_ORDER}::test_each_piece_says_which_language_it_is_in",
    ),
]
