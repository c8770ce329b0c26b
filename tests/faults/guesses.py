"""Guesses at passwords and passphrases."""

from tests.faults.fault import Fault

FAULTS = [
    Fault(
        "guesses: a limit for each process and start",
        "moderation/guesses.py",
        '    return bool(purse.filter(used__lt=most).update(used=F("used") + 1))\n',
        "    return True\n",
        "tests/test_guesses.py::test_of_many_at_once_no_more_are_looked_at",
    ),
    Fault(
        "guesses: an attack locks her out",
        "moderation/accounts/adapter.py",
        "        if device and guesses.are_left(",
        "        if False and guesses.are_left(",
        "tests/test_guesses.py::test_where_she_has_signed_in_before_she_signs_in_under_attack",
    ),
    Fault(
        "guesses: she waits behind strangers",
        "moderation/accounts/adapter.py",
        "guesses.of_device(device), guesses.KNOWN, turns.KNOWN",
        "guesses.of_device(device), guesses.KNOWN, turns.STRANGERS",
        "tests/test_guesses.py::test_no_crowd_of_strangers_stands_before_her",
    ),
    Fault(
        "guesses: one known browser uses up what all have",
        "moderation/accounts/adapter.py",
        "turns.turn(request, line, whose=share):",
        "turns.turn(request, line):",
        "tests/test_guesses.py::test_right_sign_ins_of_one_leave_the_others_theirs",
    ),
    Fault(
        "guesses: who waits to be admitted guesses",
        "moderation/admin/keys.py",
        "        guesses.passphrase_was_right(person)\n        raise\n",
        "        raise\n",
        "tests/test_guesses.py::test_nor_does_one_of_who_is_not_admitted_yet",
    ),
    Fault(
        "guesses: anybody's mark is hers",
        "moderation/devices.py",
        "    return found if same else None",
        "    return found",
        "tests/test_guesses.py::test_a_mark_that_does_not_hold_is_a_strangers",
    ),
    Fault(
        "guesses: a mark holds for ever",
        "moderation/devices.py",
        "mark=_digest(mark), until__gte=today)",
        "mark=_digest(mark))",
        "tests/test_guesses.py::test_a_mark_that_does_not_hold_is_a_strangers",
    ),
    Fault(
        "guesses: a mark outlives her sessions",
        "moderation/sessions.py",
        "    devices.revoke(person)\n",
        "",
        "tests/test_guesses.py::test_a_mark_that_does_not_hold_is_a_strangers",
    ),
    Fault(
        "guesses: a link lets nobody in under attack",
        "moderation/accounts/adapter.py",
        "        devices.earned(context.request, user)\n",
        "",
        "tests/test_guesses.py::test_a_link_from_a_lead_lets_her_in_on_a_new_browser_under_attack",
    ),
    Fault(
        "guesses: what is right is counted",
        "moderation/accounts/adapter.py",
        "                guesses.give_back(whose)\n",
        "                pass\n",
        "tests/test_guesses.py::test_where_she_has_signed_in_before_she_signs_in_under_attack",
    ),
    Fault(
        "guesses: the name that was tried is kept",
        "moderation/guesses.py",
        'return "name " + hmac',
        'return "name " + name if name else hmac',
        "tests/test_guesses.py::test_nothing_of_a_name_is_kept",
    ),
    Fault(
        "guesses: passphrases without a wait",
        "moderation/guesses.py",
        "    if cache.incr(key) > PASSPHRASES_SOON:",
        "    if False:",
        "tests/test_guesses.py::test_five_wrong_passphrases_have_to_wait",
    ),
    Fault(
        "guesses: passphrases without a day",
        "moderation/guesses.py",
        "    if not spend(of_passphrase(person), most=PASSPHRASES):",
        "    if False:",
        "tests/test_guesses.py::test_fifty_wrong_passphrases_are_enough_for_a_day",
    ),
]
