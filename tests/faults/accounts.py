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
    Fault(
        "accounts: the password that she has is taken for a new one",
        "moderation/passwords.py",
        "if has_password and person.check_password(password):",
        "if False:",
        "tests/test_passwords.py",
    ),
    Fault(
        "accounts: what unlocks the desk is taken for a password",
        "moderation/passwords.py",
        "if has_keyring and keys.is_passphrase(password, person=person):",
        "if False:",
        "tests/test_passwords.py",
    ),
    Fault(
        "accounts: a passphrase is guessed on the page for passwords",
        "moderation/passwords.py",
        "        guesses.spend_on_passphrase(person, soon=False)",
        "        pass",
        "tests/test_passwords.py",
    ),
    Fault(
        "accounts: a recovery code is guessed for nothing",
        "moderation/admin/keys.py",
        "        guesses.spend_on_passphrase(person)\n        opened",
        "        opened",
        "tests/test_passwords.py",
    ),
    Fault(
        "accounts: ten words are typed again after a slip",
        "moderation/admin/keys.py",
        '"recovery": request.POST.get("recovery", ""),',
        '"recovery": "",',
        "tests/test_passwords.py",
    ),
]
