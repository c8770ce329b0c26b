"""Who is signed in at the desk, and for how long."""

from tests.faults.fault import Fault

FAULTS = [
    Fault(
        "session: a session outlives its account",
        "moderation/accounts/people.py",
        "    sessions.end_all(person)\n    keys.remove",
        "    keys.remove",
        "tests/test_accounts.py",
    ),
    Fault(
        "session: a session goes on for ever",
        "moderation/sessions.py",
        "expire_date__gt=now)",
        "expire_date__gt=now - LONGEST)",
        "tests/test_sessions.py::test_fifteen_idle_minutes_end_it",
    ),
    Fault(
        "session: eight hours are counted anew",
        "moderation/sessions.py",
        "Q(ends=None) | Q(ends__gt=now),",
        "",
        "tests/test_sessions.py::test_eight_hours_end_it_whatever_she_does",
    ),
    Fault(
        "session: two sessions at a time",
        "moderation/sessions.py",
        "            _end(person, but=self.session_key)\n",
        "",
        "tests/test_sessions.py::test_a_new_sign_in_ends_the_one_before_and_nobody_elses",
    ),
    Fault(
        "session: two sign-ins at once leave two sessions",
        "moderation/sessions.py",
        "User.objects.select_for_update().get(pk=data",
        "User.objects.get(pk=data",
        "tests/test_sessions.py::test_of_many_sign_ins_at_once_one_is_left",
        only="postgresql",
    ),
    Fault(
        "session: a session outlives what she was",
        "moderation/sessions.py",
        "not hmac.compare_digest(was, standing(person))",
        "False",
        "tests/test_sessions.py::test_any_change_of_who_she_is_ends_it_by_whatever_way_it_came",
    ),
    Fault(
        "session: an ended session comes back under another key",
        "moderation/sessions.py",
        "            raise SessionInterrupted\n",
        "            super().cycle_key()\n",
        "tests/test_sessions.py::test_what_is_ended_while_a_request_is_on_its_way_does_not_come_back",
    ),
    Fault(
        "session: the table holds the cookies themselves",
        "moderation/sessions.py",
        'return hashlib.sha256((session_key or "").encode()).hexdigest()[:40]',
        'return (session_key or "")[:40]',
        "tests/test_sessions.py::test_who_reads_the_table_cannot_sit_down_in_her_place",
    ),
    Fault(
        "session: a session outlives a restart",
        "metoo/wsgi.py",
        "sessions.site_started()\n",
        "",
        "tests/test_sessions.py::test_a_stolen_session_is_worth_nothing_when_hers_has_ended",
    ),
    Fault(
        "session: a start without a database is forgotten",
        "moderation/sessions.py",
        "            Session.objects.filter(earlier).delete()\n            _started = None\n",
        "            _started = None\n            Session.objects.filter(earlier).delete()\n",
        "tests/test_sessions.py::test_a_start_without_a_database_is_not_forgotten",
    ),
    Fault(
        "session: she stays signed in where her password was known",
        "metoo/settings.py",
        "ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True",
        "ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False",
        "tests/test_sessions.py::test_a_stolen_session_is_worth_nothing_when_hers_has_ended",
    ),
    Fault(
        "session: what has ended stays in the table",
        "moderation/sessions.py",
        "        forget_the_ended()\n",
        "",
        "tests/test_sessions.py::test_what_has_ended_by_itself_is_let_go_of",
    ),
    Fault(
        "session: the seconds of a sign-in are kept",
        "moderation/sessions.py",
        "_now().replace(second=0, microsecond=0)",
        "_now()",
        "tests/test_sessions.py::test_what_is_kept_says_no_second_and_is_written_once_a_minute",
    ),
]
