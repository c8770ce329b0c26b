"""The chained log."""

from tests.faults.fault import Fault

_TAMPERING = "tests/test_log_tampering.py"
_EVERY = f"{_TAMPERING}::test_every_manipulation_is_found"
_ALONE = f"{_TAMPERING}::test_the_chain_alone_shows_who_changed_rows_alone"

FAULTS = [
    Fault(
        "log: a decision without a line",
        "moderation/decisions.py",
        "    audit.record(event, by=by, what=kind, reason=reason, count=number)\n",
        "    del event\n",
        "tests/test_log.py::test_every_decision_leaves_a_line",
    ),
    Fault(
        "log: a sign-in without a line",
        "moderation/accounts/adapter.py",
        "        audit.record(Event.SIGNED_IN, by=_person(user))\n",
        "",
        "tests/test_log.py::test_signing_in_and_out_and_a_new_password_leave_a_line",
    ),
    Fault(
        "log: a key given without a line",
        "moderation/keys.py",
        "    audit.record(Event.KEY_GIVEN, by=by, whom=person)\n",
        "",
        "tests/test_log.py::test_the_desk_s_key_leaves_a_line_for_each_turn_of_it",
    ),
    Fault(
        "log: names get in",
        "moderation/audit.py",
        "    while (name := named.first()) is None:",
        "    return person.get_username()\n    while (name := named.first()) is None:",
        "tests/test_log.py::test_the_log_has_names_of_its_own",
    ),
    Fault(
        "log: words get in",
        "moderation/audit.py",
        "        if code and not _CODE.fullmatch(code):",
        "        if code and not _CODE.pattern:",
        "tests/test_log.py::test_nothing_but_a_code_gets_in",
    ),
    Fault(
        "log: fields run into each other",
        "moderation/audit.py",
        'made.update(len(field).to_bytes(4, "big") + field)',
        "made.update(field)",
        "tests/test_log.py::test_fields_do_not_run_into_each_other",
    ),
    Fault(
        "log: a field that the digest does not stand for",
        "moderation/audit.py",
        "        line.reason,\n        str(line.count),\n",
        "        str(line.count),\n",
        "tests/test_log.py::test_a_digest_stands_for_every_field",
    ),
    Fault(
        "log: a line is changed by its model",
        "moderation/models/log.py",
        "        if not self._state.adding:",
        "        if self._state.db is None and not self._state.adding:",
        "tests/test_log.py::test_no_line_is_changed_by_way_of_the_models",
    ),
    Fault(
        "log: lines are changed by a query",
        "moderation/models/log.py",
        "    objects = Standing[",
        "    objects = models.QuerySet[",
        "tests/test_log.py::test_no_line_is_changed_by_way_of_the_models",
    ),
    Fault(
        "log: an edit is not seen",
        "moderation/verifying.py",
        "    if audit.digest_of(line) != bytes(line.digest):",
        "    if not audit.digest_of(line):",
        f"{_ALONE}[edit]",
    ),
    Fault(
        "log: a line out of the chain is not seen",
        "moderation/verifying.py",
        "    if bytes(line.before) != before:",
        "    if not before:",
        f"{_ALONE}[insert] {_ALONE}[edit]",
    ),
    Fault(
        "log: a missing line is not seen",
        "moderation/verifying.py",
        "    if number < missing:",
        "    if number < 0:",
        f"{_ALONE}[cut]",
    ),
    Fault(
        "log: a wrong end is not seen",
        "moderation/verifying.py",
        "    if number == end[0] and digest != end[1]:",
        "    if number < 0 and digest != end[1]:",
        f"{_TAMPERING}::test_an_end_that_is_gone_or_wrong_is_found",
    ),
    Fault(
        "log: what was signed is not compared",
        "moderation/verifying.py",
        "        if head.digest != digest:",
        "        if not head.digest:",
        f"{_EVERY}[fork]",
    ),
    Fault(
        "log: a signature is not checked",
        "moderation/heads.py",
        "            return False\n        return True",
        "            return True\n        return True",
        f"{_TAMPERING}::test_a_signature_stands_for_all_it_says",
    ),
    Fault(
        "log: anybody's signature will do",
        "moderation/verifying.py",
        "        if not head.holds() or key not in {None, head.key}:",
        "        if not head.holds():",
        f"{_TAMPERING}::test_a_log_that_somebody_else_signed_is_found",
    ),
    Fault(
        "log: what stands outside is not asked",
        "moderation/verifying.py",
        "[*outside, *heads.kept()]",
        "[*heads.kept()]",
        f"{_EVERY}[roll_back]",
    ),
    Fault(
        "log: what does not hold is signed",
        "moderation/verifying.py",
        "            return\n        except heads.NoKey:",
        "            heads.sign(1, audit.START, day=today)\n        except heads.NoKey:",
        f"{_TAMPERING}::test_the_worker_signs_once_a_day_and_what_holds_alone",
    ),
    Fault(
        "log: another key in the place of a lost one",
        "moderation/heads.py",
        "            raise NoKey\n",
        "            pass\n",
        f"{_TAMPERING}::test_a_lost_key_is_not_replaced_in_silence",
    ),
    Fault(
        "log: two lines at once",
        "moderation/audit.py",
        "    return Head.objects.select_for_update().get(id=1)",
        "    return Head.objects.get(id=1)",
        "tests/test_log_kill.py",
        only="postgresql",
    ),
]
