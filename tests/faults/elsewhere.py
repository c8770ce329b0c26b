"""The numbers and the stories, taken elsewhere."""

from tests.faults.fault import Fault

FAULTS = [
    Fault(
        "elsewhere: a formula runs in a spreadsheet",
        "stories/wall/elsewhere/tidy.py",
        '    return _RUNS.sub(r"\\1\\2\'", _CONTROL.sub(" ", text))',
        '    return _CONTROL.sub(" ", text)',
        "tests/test_open_data.py::test_a_label_that_would_be_a_formula_is_none",
    ),
    Fault(
        "elsewhere: a formula runs where the separator is another",
        "stories/wall/elsewhere/tidy.py",
        '_RUNS = re.compile(r"(^|[;|])',
        '_RUNS = re.compile(r"(^)',
        "tests/test_open_data.py::test_no_formula_runs",
    ),
    Fault(
        "elsewhere: a hidden number is said to be none",
        "stories/wall/elsewhere/tidy.py",
        'shown = ["" if cell is None else',
        'shown = ["0" if cell is None else',
        "tests/test_open_data.py"
        "::test_a_hidden_number_is_an_empty_cell_and_a_hidden_country_no_row",
    ),
    Fault(
        "elsewhere: other sites may read every page",
        "metoo/errors.py",
        '    "Cache-Control": "no-store",\n    "X-Frame-Options"',
        '    "Cache-Control": "no-store",\n    "Access-Control-Allow-Origin": "*",\n'
        '    "X-Frame-Options"',
        "tests/test_open_data.py::test_other_sites_may_read_the_open_data_and_nothing_else[get]",
    ),
    Fault(
        "elsewhere: other sites may read the form",
        "metoo/urls.py",
        '        path("say/", say.say, name="say"),',
        '        path("say/", open_data.shared(say.say), name="say"),',
        "tests/test_open_data.py::test_other_sites_may_read_the_open_data_and_nothing_else[get]",
    ),
    Fault(
        "elsewhere: the ETag tells that somebody was taken down",
        "metoo/pages.py",
        '    tag = getattr(response, "tag", "")\n',
        "    tag = f\"{getattr(response, 'tag', '')}-{edition.current()}\"\n",
        "tests/test_open_data.py::test_the_etag_does_not_tell_that_somebody_was_taken_down",
    ),
    Fault(
        "elsewhere: a page is sent again to who has it",
        "metoo/pages.py",
        '    bare = etag.removeprefix("W/")\n',
        "    bare = etag\n",
        "tests/test_open_data.py::test_the_etag_is_the_release",
    ),
]
