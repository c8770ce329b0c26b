"""What the page of numbers and the marks say, draw and leave out."""

from tests.faults.fault import Fault

FAULTS = [
    Fault(
        "numbers: somebody's words are not quoted in their language",
        "templates/wall/known.html",
        '<blockquote lang="{{ one.language }}" dir="auto"',
        "<blockquote",
        "tests/test_known.py::test_words_of_others_are_in_their_own_language_on_a_page_in_any",
    ),
    Fault(
        "numbers: growth of many years is drawn whole",
        "stories/wall/reading.py",
        "    while last.number > every * MOST_STEPS:",
        "    while last.number > every * 1_000_000:",
        "tests/test_growth.py",
    ),
    Fault(
        "numbers: a step before its release",
        "stories/wall/charts.py",
        'f"H{across(at):g}V{down(value):g}" for at, value in points[1:]',
        'f"V{down(value):g}H{across(at):g}" for at, value in points[1:]',
        "tests/test_growth.py",
    ),
    Fault(
        "numbers: the picture of growth does not say what the number means",
        "templates/wall/growth.html",
        "{% endblocktranslate %} {{ meaning }}</desc>",
        "{% endblocktranslate %}</desc>",
        "tests/test_growth.py",
    ),
    Fault(
        "numbers: a country that is shown is hatched too",
        "stories/wall/atlas.py",
        "for code, path in outlines.items() if code not in shown),\n        hidden_points",
        "for code, path in outlines.items()),\n        hidden_points",
        "tests/test_map.py",
    ),
    Fault(
        "numbers: hidden countries are named on the map",
        "stories/wall/atlas.py",
        "            for code, people in shown.items()\n",
        "            for code, people in {**dict.fromkeys(outlines, 20), **shown}.items()\n",
        "tests/test_map.py",
    ),
    Fault(
        "numbers: two at once are worked out from the one",
        "stories/wall/combining.py",
        "    people = rows.get(codes[one], {}).get(codes[other])\n",
        "    people = last.tables[one].get(codes[one])\n",
        "tests/test_combining.py",
    ),
    Fault(
        "numbers: a page is kept for each country that nobody can see",
        "stories/wall/figures.py",
        '    linked = codes.get(COUNTRY, "") in {"", *places} and',
        "    linked =",
        "tests/test_combining.py",
    ),
    Fault(
        "numbers: a combination is kept in every spelling",
        "stories/wall/figures.py",
        "        kept=linked and asked in spellings(codes, _FIELDS),",
        "        kept=linked,",
        "tests/test_combining.py",
    ),
    Fault(
        "numbers: the bars do not say what the number means",
        "templates/wall/bars.html",
        '<caption class="unseen">{% translate "At least so many chose to tell us.',
        '<caption class="unseen">{% translate "',
        "tests/test_known.py::test_every_picture_and_table_of_bars_says_what_the_number_means",
    ),
    Fault(
        "marks: the last row of each SVG is not drawn",
        "templates/wall/sheet.html",
        '<rect width="100%" height="100%" fill="url(#five)"/>',
        '<rect width="100%" height="99.9%" fill="url(#five)"/>',
        "tests/test_marks.py::test_every_mark_of_ten_million_is_drawn_in_chromium[1]",
    ),
    Fault(
        "marks: each SVG is of marks written out again",
        "templates/wall/sheet.html",
        "<svg viewBox=",
        '<svg data-marks="{{ forloop.counter }}" viewBox=',
        "tests/test_marks.py::test_ten_million_are_a_few_bytes_more_than_ten_thousand",
    ),
    Fault(
        "marks: what has passed is counted to the edge of the page",
        "static/site/marks.js",
        "const edge = told.getBoundingClientRect().top;",
        "const edge = document.body.getBoundingClientRect().bottom;",
        "tests/test_marks.py::test_it_says_how_many_have_passed_the_edge",
    ),
    Fault(
        "marks: what has passed is there without scripts",
        "templates/wall/wall.html",
        '<p class="passed" hidden aria-live="off"',
        '<p class="passed" aria-live="off"',
        "tests/test_marks.py::test_without_scripts_the_page_is_the_same_and_does_not_say",
    ),
]
