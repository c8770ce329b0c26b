"""Accounts, the team and where the desk leads somebody."""

from tests.faults.fault import Fault

FAULTS = [
    Fault(
        "accounts: a refusal at the desk in the public pages' dress",
        "metoo/errors.py",
        "at_desk = request.path_info.startswith(settings.DESK_PATHS)",
        "at_desk = False",
        "tests/test_way_back.py",
    ),
    Fault(
        "accounts: everybody is sent to unlock the desk",
        "moderation/accounts/setting_up.py",
        'reverse("admin:unlock") if keys.may_hold(person) else first_page(person)',
        'reverse("admin:unlock")',
        "tests/test_way_back.py",
    ),
    Fault(
        "accounts: a first page with nothing on it",
        "moderation/admin/site.py",
        "if onward != request.path:",
        "if False:",
        "tests/test_way_back.py",
    ),
    Fault(
        "accounts: the way back from an account's page is a moderator's",
        "templates/account/logout.html",
        "{% url 'admin:login' %}",
        "{% url 'admin:review' %}",
        "tests/test_way_back.py",
    ),
    Fault(
        "accounts: a file in the place of the page that asked for a code",
        "moderation/admin/logbook.py",
        "    if shown_now(request):",
        "    if False:",
        "tests/test_factors.py::test_the_log_is_not_taken_away_without_it",
    ),
]
