"""Who is what at the desk."""

from tests.faults.fault import Fault

_UNLOCKS = "tests/test_accounts.py::test_an_auditor_never_unlocks"
_HOUR = "tests/test_accounts.py::test_of_an_account_nothing_is_kept_that_tells_an_hour"
_OTHER = "tests/test_accounts.py::test_another_role_ends_what_went_on_in_the_old_one"

FAULTS = [
    Fault(
        "account: a link lasts for months",
        "moderation/accounts/links.py",
        "LASTS = datetime.timedelta(hours=72)",
        "LASTS = datetime.timedelta(days=72)",
        "tests/test_accounts.py::test_a_link_works_for_three_days",
    ),
    Fault(
        "role: an auditor reads words",
        "moderation/migrations/0010_auditor.py",
        "        for group in (auditor, Group",
        '        screen = apps.get_model("auth", "Permission").objects\n'
        '        auditor.permissions.add(screen.get(codename="screen_submission"))\n'
        "        for group in (auditor, Group",
        "tests/test_accounts.py::test_an_auditor_may_read_the_log_and_the_figures_and_nothing_else",
    ),
    Fault(
        "role: an auditor keeps the key of before",
        "moderation/accounts/people.py",
        "    if not keys.may_hold(person):\n        keys.remove(person, by=by)\n",
        "",
        _UNLOCKS,
    ),
    Fault(
        "role: a lead gives an auditor the key",
        "moderation/keys.py",
        "    if not may_hold(person):\n        raise PermissionDenied\n",
        "",
        _UNLOCKS,
    ),
    Fault(
        "role: a keyring that is left opens for an auditor",
        "moderation/keys.py",
        "    if keyring is None or not may_hold(person):",
        "    if keyring is None:",
        _UNLOCKS,
    ),
    Fault(
        "account: it tells when she signed in",
        "moderation/apps.py",
        '        user_logged_in.disconnect(dispatch_uid="update_last_login")\n',
        "",
        _HOUR,
    ),
    Fault(
        "account: it tells when it was made",
        "moderation/accounts/people.py",
        "replace(hour=0, minute=0, second=0, microsecond=0)",
        "replace(microsecond=0)",
        _HOUR,
    ),
    Fault(
        "role: she goes on in the old one",
        "moderation/accounts/people.py",
        "    person.groups.set([group])\n    sessions.end_all(person)\n",
        "    person.groups.set([group])\n",
        _OTHER,
    ),
    Fault(
        "role: she keeps what she had of the queue",
        "moderation/accounts/people.py",
        "    sessions.end_all(person)\n    claims.release(person)\n",
        "    sessions.end_all(person)\n",
        _OTHER,
    ),
    Fault(
        "role: another one without a line",
        "moderation/accounts/people.py",
        "    audit.record(Event.ROLE, by=by, whom=person, what=role)\n",
        "",
        _OTHER,
    ),
    Fault(
        "roles: what she was given herself is forgotten",
        "moderation/powers.py",
        "p.id WHERE o.user_id = %(person)s",
        "p.id WHERE o.user_id = -1",
        "tests/test_powers.py::test_what_she_may_is_what_django_says",
    ),
]
