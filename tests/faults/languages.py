"""The same pages in other languages."""

from tests.faults.fault import Fault

_LONGER = "tests/test_longer.py"

FAULTS = [
    Fault(
        "the browser's list of languages says which it is",
        "metoo/middleware.py",
        "        language = errors.language_of(request.path_info)",
        "        language = translation.get_language_from_request(request, check_path=True)",
        "tests/test_languages.py::test_nothing_but_the_path_says_which_language",
    ),
    Fault(
        "the answer to a form offers counterparts, which would be empty forms",
        "metoo/middleware.py",
        'here = request.path_info if request.method in _SAFE_METHODS else ""',
        "here = request.path_info",
        "tests/test_languages.py::test_what_is_answered_to_a_form_has_no_counterpart",
    ),
    Fault(
        "where there is nothing, a link leads to what was asked for",
        "stories/counterparts.py",
        '        name, parts = "wall", {}',
        '        return [Counterpart("es", "", "ltr", path, path)]',
        "tests/test_languages.py::test_where_there_is_nothing_the_counterparts_are_the_walls",
    ),
    Fault(
        "a breakdown is told in English alone",
        "metoo/errors.py",
        "    language = language_of(path)",
        "    language = settings.LANGUAGE_CODE",
        "tests/test_languages.py::test_a_breakdown_is_told_in_the_language_of_the_page",
    ),
    Fault(
        "a form leads out of its language",
        "templates/yours/words.html",
        "action=\"{% url 'yours' %}\"",
        'action="/yours/"',
        "tests/test_languages.py",
    ),
    Fault(
        "a catalogue may lose a number",
        "metoo/catalogues.py",
        "or len(every - found) > less:",
        "or len(every - found) > 9:",
        "tests/test_catalogues.py",
    ),
    Fault(
        "in Hindi nobody is counted like many",
        "locale/hi/LC_MESSAGES/django.po",
        "plural=(n > 1)",
        "plural=(n != 1)",
        "tests/test_catalogues.py::"
        "test_one_is_counted_like_no_number_that_the_language_counts_otherwise",
    ),
    Fault(
        "a catalogue may have what is doubtful",
        "metoo/catalogues.py",
        "    if message.fuzzy:",
        "    if False:",
        "tests/test_catalogues.py",
    ),
    Fault(
        "a catalogue may have what is untranslated",
        "metoo/catalogues.py",
        "    if not all(forms):",
        "    if False:",
        "tests/test_catalogues.py",
    ),
    Fault(
        "a catalogue may have what nobody says any more",
        "metoo/catalogues.py",
        '*(f"unused: {words}" for words, _ in have.keys() - want.keys()),',
        "",
        "tests/test_catalogues.py",
    ),
    Fault(
        "the words of the help lines are not looked for",
        "metoo/catalogues.py",
        "for name in _LINE_WORDS if line[name])",
        "for name in () if line[name])",
        "tests/test_catalogues.py",
    ),
    Fault(
        "what a moderator sends in her language is not looked for",
        "metoo/catalogues.py",
        '_FOR_OTHERS: dict[str, None] = {"gettext_noop": None}',
        "_FOR_OTHERS: dict[str, None] = {}",
        "tests/test_catalogues.py",
    ),
    Fault(
        "a telephone number stands backwards in a page from right to left",
        "templates/around/help.html",
        """{% if line.phone %}<a class="call" dir="ltr" """,
        """{% if line.phone %}<a class="call" """,
        "tests/test_languages.py::test_what_is_dialled_copied_or_typed_runs_its_own_way",
    ),
    Fault(
        "the ten words stand backwards in a page from right to left",
        "templates/say/receipt.html",
        ' dir="auto"',
        "",
        "tests/test_languages.py::test_the_ten_words_run_their_own_way",
    ),
    Fault(
        "languages: a word on a page that nobody can translate",
        "templates/yours/unknown.html",
        '{% translate "Type them again" %}',
        "Type them again",
        _LONGER,
    ),
    Fault(
        "languages: a choice runs off the page where its words are longer",
        "static/site/site.css",
        "(max-width: 30rem) { .pointer { grid-template-columns: minmax(0, 1fr); } }",
        "(max-width: 30rem) { .pointer { grid-template-columns: 1fr; } }",
        _LONGER,
    ),
]
