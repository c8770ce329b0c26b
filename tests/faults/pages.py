"""What stands on a page, and the way out."""

from tests.faults.fault import Fault

FAULTS = [
    Fault(
        "no way out on a page",
        "templates/page.html",
        '<a class="exit" href="{% url \'leave\' %}" rel="nofollow"',
        '<a data-none="" ',
        "tests/test_without_scripts.py",
    ),
    Fault(
        "text too faint",
        "static/site/site.css",
        "--quiet: #625c57;",
        "--quiet: #b5aea8;",
        "tests/test_accessibility.py",
    ),
    Fault(
        "a help line is old",
        "stories/help_lines.json",
        '    "AT": {\n      "number": "112",\n      "medical": "112",\n'
        '      "source": "https://docslib.org/doc/4662405/112-your-lifeline-while-travelling-in-the-eu"'
        ',\n      "checked": "20',
        '    "AT": {\n      "number": "112",\n      "medical": "112",\n'
        '      "source": "https://docslib.org/doc/4662405/112-your-lifeline-while-travelling-in-the-eu"'
        ',\n      "checked": "10',
        "tests/test_help_lines.py",
    ),
    Fault(
        "capitals lead out",
        "static/site/leave.js",
        "    if (!alone) times = 0;",
        "",
        "tests/test_leaving.py::test_shift_three_times_leaves_and_capitals_do_not",
    ),
    Fault(
        "each step is an entry in her history",
        "templates/page.html",
        "<script src=\"{% static 'site/steps.js' %}\" defer></script>\n",
        "",
        "tests/test_leaving.py::test_the_form_is_one_entry_however_many_steps_she_took",
    ),
    Fault(
        "narrow: a list of the desk is cut off on a phone",
        "static/desk/desk.css",
        "@media (max-width: 48rem) {\n  #changelist-form .results",
        "@media (max-width: 4rem) {\n  #changelist-form .results",
        "tests/test_narrow.py"
        "::test_nothing_on_a_page_of_the_desk_is_cut_at_360_and_320[admin/stories/story/]",
    ),
    Fault(
        "narrow: a story's words are cut off on a phone",
        "static/desk/desk.css",
        "  #content .aligned :is(.form-row, .form-row > div) { width: auto; max-width: 100%; }\n",
        "",
        "tests/test_narrow.py",
    ),
    Fault(
        "the privacy page names fewer kinds of hint than are kept",
        "stories/around.py",
        '"hints": HINTS.values(),',
        '"hints": [*HINTS.values()][:3],',
        "tests/test_privacy_page.py",
    ),
    Fault(
        "accessible: a heading without a word",
        "templates/wall/pause.html",
        'data-after="{{ pause_after }}"><p>',
        'data-after="{{ pause_after }}"><h2></h2><p>',
        "tests/test_accessibility.py::test_a_page_is_for_everybody",
    ),
    Fault(
        "pages: a page asks another host for something",
        "templates/page.html",
        """<link rel="stylesheet" href="{% static 'site/site.css' %}">""",
        """<link rel="stylesheet" href="{% static 'site/site.css' %}">"""
        """<link rel="stylesheet" href="http://elsewhere.invalid/site.css">""",
        "tests/test_accessibility.py::test_a_page_is_for_everybody",
    ),
]
