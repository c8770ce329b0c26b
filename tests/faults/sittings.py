"""Looking after the people at the desk."""

from tests.faults.fault import Fault

FAULTS = [
    Fault(
        "support: a page of the desk without the line",
        "templates/admin/base_site.html",
        '{% if has_permission %}{% include "account/support.html" %}{% endif %}',
        "",
        "tests/test_support_line.py::test_it_stands_on_every_page_of_the_desk",
    ),
    Fault(
        "support: whoever is not signed in is shown it",
        "templates/account/desk.html",
        "{% if user.is_authenticated %}{% include",
        "{% if True %}{% include",
        "tests/test_support_line.py::test_nobody_else_is_shown_it",
    ),
    Fault(
        "support: a real site starts without it",
        "metoo/settings.py",
        "        not SUPPORT_LINE,\n",
        "        False,\n",
        "tests/test_settings.py::test_nonsense_is_refused_by_name_and_not_repeated",
    ),
]
