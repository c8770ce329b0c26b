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
        "        row = _row(_digest(self.session_key), now)\n",
        "        row = _row(_digest(self.session_key), now - LONGEST)\n",
        "tests/test_sessions.py::test_fifteen_idle_minutes_end_it",
    ),
    Fault(
        "session: eight hours are counted anew",
        "moderation/sessions.py",
        'or (row["s.ends"] is not None and row["s.ends"] <= now):',
        "or False:",
        "tests/test_sessions.py::test_eight_hours_end_it_whatever_she_does",
    ),
    Fault(
        "session: two sessions at a time",
        "moderation/sessions.py",
        "            _end(person, Why.ELSEWHERE, but=self.session_key)\n",
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
        "not hmac.compare_digest(was, _standing(person, hers))",
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
        "            _end_all_of(Session.objects.filter(earlier), Why.STARTED)\n"
        "            _started = None\n",
        "            _started = None\n"
        "            _end_all_of(Session.objects.filter(earlier), Why.STARTED)\n",
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
    Fault(
        "session: who was signed out is not told why",
        "moderation/accounts/gate.py",
        "        _says_why(request)\n",
        "",
        "tests/test_sessions.py",
    ),
    Fault(
        "session: any browser is told why somebody was signed out",
        "moderation/sessions.py",
        '    why = Ended.objects.filter(pk=key).values_list("why", flat=True).first()\n',
        '    why = Ended.objects.values_list("why", flat=True).first()\n',
        "tests/test_sessions.py"
        "::test_the_browser_that_was_signed_out_is_told_why_once_and_no_other",
    ),
    Fault(
        "session: whoever signed out herself is told that it was a rule",
        "moderation/sessions.py",
        "        Session.objects.filter(pk=_digest(session_key or self.session_key)).delete()\n",
        "        key = _digest(session_key or self.session_key)\n"
        "        _end_all_of(Session.objects.filter(pk=key), Why.IDLE)\n",
        "tests/test_sessions.py::test_whoever_signs_out_herself_is_told_nothing_by_the_old_name",
    ),
    Fault(
        "session: why it ended is kept for ever",
        "moderation/sessions.py",
        "    Ended.objects.filter(day__lt=now.date() - datetime.timedelta(days=1)).delete()\n",
        "",
        "tests/test_sessions.py",
    ),
    Fault(
        "session: what ended by itself is called a sign-in elsewhere",
        "moderation/sessions.py",
        "        forget_the_ended()\n        with transaction.atomic():\n",
        "        with transaction.atomic():\n",
        "tests/test_sessions.py"
        "::test_she_is_told_when_others_have_signed_in_since_and_for_two_days",
    ),
]
