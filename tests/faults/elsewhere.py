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
    Fault(
        "elsewhere: a story that nobody may quote is quotable",
        "stories/models/submission.py",
        "        return self.published().filter(quotable=True)",
        "        return self.published()",
        "tests/test_feed.py",
    ),
    Fault(
        "elsewhere: the feed holds every story",
        "stories/wall/elsewhere/feed.py",
        "after=after, quotable=True, most=MOST",
        "after=after, most=MOST",
        "tests/test_feed.py",
    ),
    Fault(
        "elsewhere: the feed holds what waits for its release",
        "stories/models/submission.py",
        "        return self.published().filter(quotable=True)",
        "        return self.filter(quotable=True)",
        "tests/test_feed.py",
    ),
    Fault(
        "elsewhere: a story that was taken down is served in the feed",
        "stories/lifecycle/desk.py",
        "    edition.advance()\n",
        "",
        "tests/test_feed.py::test_what_is_taken_down_is_gone_from_it_at_once",
    ),
    Fault(
        "elsewhere: the feed holds the words",
        "stories/wall/elsewhere/feed.py",
        '    del said["examples"]',
        '    said["notes"] = [text for one in said["examples"] for text in one["paragraphs"]]',
        "tests/test_feed.py::test_it_says_what_a_story_holds_and_no_word_of_it",
    ),
    Fault(
        "elsewhere: the feed says at which hour it was asked for",
        "templates/wall/feed.xml",
        '<updated>{{ day|date:"Y-m-d" }}T00:00:00Z</updated>',
        '<updated>{% now "Y-m-d" %}T{% now "H:i:s" %}Z</updated>',
        "tests/test_feed.py",
    ),
]
