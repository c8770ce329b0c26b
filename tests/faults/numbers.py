"""What the page of numbers says, draws and leaves out."""

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
        "numbers: the bars do not say what the number means",
        "templates/wall/bars.html",
        '<caption class="unseen">{% translate "At least so many chose to tell us.',
        '<caption class="unseen">{% translate "',
        "tests/test_known.py::test_every_picture_and_table_of_bars_says_what_the_number_means",
    ),
]
