"""What stands beside the log and is compared with it."""

from tests.faults.fault import Fault

_TEST = "tests/test_beside_log.py"

FAULTS = [
    Fault(
        "beside the log: whose a name is, no line says",
        "moderation/audit.py",
        "    if not row.salt and not Line",
        "    if row.salt and not Line",
        f"{_TEST}::test_a_name_is_sealed_once_to_its_account",
    ),
    Fault(
        "beside the log: a name is sealed again",
        "moderation/audit.py",
        " and not Line.objects.filter(event=Event.NAMED, whom=row.name).exists():",
        ":",
        f"{_TEST}::test_a_name_without_its_seal_or_sealed_anew_is_found",
    ),
    Fault(
        "beside the log: a seal is not compared",
        "moderation/beside_log.py",
        " and given.get(row.name) != _seal_of(row):",
        " and row.name not in given:",
        f"{_TEST}::test_two_names_that_change_places_are_found",
    ),
    Fault(
        "beside the log: the last seal counts, and not the first",
        "moderation/beside_log.py",
        "        given.setdefault(name, seal)\n",
        "        given[name] = seal\n",
        f"{_TEST}::test_a_later_seal_is_none",
    ),
    Fault(
        "beside the log: a name without a salt is not compared",
        "moderation/beside_log.py",
        "        if (row.salt or row.name in given) and",
        "        if row.salt and",
        f"{_TEST}::test_a_name_without_its_seal_or_sealed_anew_is_found",
    ),
    Fault(
        "beside the log: a seal does not stand for the account's name",
        "moderation/audit.py",
        "(named.name, str(account.pk), account.get_username().casefold())",
        "(named.name, str(account.pk))",
        f"{_TEST}::test_two_accounts_that_change_names_are_found",
    ),
    Fault(
        "beside the log: nobody seals the names from before",
        "moderation/verifying.py",
        "        audit.seal_names()\n",
        "",
        f"{_TEST}::test_names_from_before_they_were_sealed_are_sealed_when_the_log_is_signed",
    ),
    Fault(
        "beside the log: nobody asks whether decisions are those of the log",
        "moderation/beside_log.py",
        "    return min(more.values(), default=0) >= 0 and sum(more.values()) == of_nobody\n",
        "    return of_nobody >= 0\n",
        f"{_TEST}::test_a_decision_that_was_changed_is_found",
    ),
    Fault(
        "beside the log: nobody asks whose decisions are",
        "moderation/beside_log.py",
        "    return min(more.values(), default=0) >= 0 and sum",
        "    return sum",
        f"{_TEST}::test_a_decision_that_is_given_to_somebody_else_is_found",
    ),
]
